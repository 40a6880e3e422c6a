"""gunicorn, for `make run` and for production alike. The environment may change the numbers."""

import os
import tempfile
from pathlib import Path

wsgi_app = "newsportal.wsgi:application"
bind = f"{os.environ.get('BIND_ADDRESS', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5

# The heartbeat file belongs in memory: on a busy disk its writes can stall a worker until it is
# taken for dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
control_socket_disable = True

# Whose X-Forwarded-Proto is believed; addresses are judged by newsportal/client_address.py.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(server, worker):
    """Close what the master opened while loading: a connection must not be shared by processes."""
    from django.db import connections

    connections.close_all()

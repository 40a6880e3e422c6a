"""`make production`: the whole of production on this machine, until Ctrl-C.

    python -m scripts.production [--demo]

PORT (8080) redirects to the site at PORT + 1; WEB_WORKERS is one for each core. The data stays in
var/production, or in that folder of VAR_DIR, between runs; EMAIL_URL, ADMINS and LOG_LEVEL pass on
to the portal. Exit status: 0 stopped, 1 when something cannot start or one of the services ended by
itself.
"""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from scripts.postgres import PostgresUnavailable
from scripts.production_stack import ROOT, Stack, production_stack
from scripts.services import ServiceFailed
from scripts.system_packages import SystemPackageMissing

FOLDER = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve() / "production"
LOOK_SECONDS = 0.5


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Run production on this machine.")
    parser.add_argument("--demo", action="store_true", help="fill an empty portal with the demo")
    arguments = parser.parse_args()
    stopped = threading.Event()
    # Also while things start: what is running by then is stopped in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        port = int(os.environ.get("PORT", "8080"))
        workers = int(os.environ.get("WEB_WORKERS", str(os.cpu_count() or 2)))
        _say("starting PostgreSQL, Redis, gunicorn, the workers and nginx")
        with production_stack(FOLDER, port=port, web_workers=workers, demo=arguments.demo) as stack:
            _announce(stack)
            while not stopped.wait(LOOK_SECONDS):
                stack.check()
    except KeyboardInterrupt:
        _say("stopped")
        return 0
    except (ServiceFailed, PostgresUnavailable, SystemPackageMissing) as error:
        print(f"newsportal: {error}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"newsportal: PORT and WEB_WORKERS must be numbers: {error}", file=sys.stderr)
        return 1
    return 0


def _announce(stack: Stack) -> None:
    _say(f"site   {stack.site_url}/ (this machine signed its certificate: browsers warn once)")
    _say(f"admin  {stack.site_url}/admin/")
    _say(f"data, logs and settings in {stack.folder}; an account for the admin:")
    _say(f"  set -a; . {stack.folder}/environment; set +a")
    _say("  .venv/bin/python manage.py createsuperuser")
    _say("Ctrl-C stops it all")


def _say(line: str) -> None:
    print(f"newsportal: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

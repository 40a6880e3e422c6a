"""Exit status 0 when the gunicorn of this machine is ready (newsportal/health.py), else 1."""

import http.client
import os
import sys
from urllib.parse import urlsplit

# As nginx would ask: for the site's own host, over HTTPS.
headers = {"Host": urlsplit(os.environ["SITE_URL"]).netloc, "X-Forwarded-Proto": "https"}
connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=8)
try:
    connection.request("GET", "/healthz/ready", headers=headers)
    sys.exit(connection.getresponse().status != 200)
except OSError as error:
    sys.exit(str(error))

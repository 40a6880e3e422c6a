"""Calls the portal as a server does, past Django's test client, which knows of no WSGI."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings

HOST = settings.SITE_URL.partition("://")[2]


@dataclass
class Answer:
    """What a server would send."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cached(self) -> str:
        """How the page came about: "hit", "miss" or "stale"; "" where Django alone answered."""
        status = self.headers.get("Cache-Status", "")
        for word in ("hit", "fwd=miss", "fwd=stale"):
            if word in status:
                return word.removeprefix("fwd=")
        return ""

    def __contains__(self, text: str) -> bool:
        return text.encode() in self.body


@dataclass
class Reader:
    """Calls an application as gunicorn does; `cookies` are sent with each request."""

    application: Callable[..., Any]
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "SCRIPT_NAME": "",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = SimpleCookie(self.cookies).output(header="", sep=";").strip()
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        told: list[Any] = []
        body = self.application(environ, lambda status, headers: told.extend((status, headers)))
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return Answer(int(told[0][:3]), dict(told[1]), content)

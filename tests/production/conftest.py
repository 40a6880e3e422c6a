"""Tests of the servers in front of the portal: left out unless asked for with `-m production`."""

import http.client
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "production" in config.option.markexpr:
        return
    ours = [item for item in items if item.get_closest_marker("production")]
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """Asks one server over TLS, from an address of its own, and keeps cookies."""

    def __init__(self, port: int, address: str = "127.0.0.1"):
        self._port = port
        self._address = address
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Names of headers with `_` for `-`."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1",
            self._port,
            timeout=30,
            context=ssl._create_unverified_context(),
            source_address=(self._address, 0),
        )
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, **headers)


@pytest.fixture(scope="session")
def others_may_enter() -> Iterator[Path]:
    """A folder that the users whom root runs the servers as can enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="newsportal-production-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def production_folder(others_may_enter: Path) -> Path:
    """Where the data of `make production` lies; what starts second finds it filled."""
    return others_may_enter / "production"

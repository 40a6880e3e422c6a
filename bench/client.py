"""Requests one after the other, and a crowd's all at once, timed from here."""

import selectors
import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: `seconds` from the request's first byte to the answer's last."""

    status: int
    head: bytes
    body: bytes
    seconds: float

    @property
    def made(self) -> bool:
        """Whether the page was made for this request."""
        return b"fwd=miss" in self.head


class _Reading:
    """An answer as it comes."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._end: int | None = None

    def add(self, data: bytes) -> bool:
        """Whether that was the last of it. Raises ConnectionError when nothing came."""
        if not data:
            raise ConnectionError("closed in the middle of an answer")
        self._data += data
        if self._end is None:
            head, found, _body = bytes(self._data).partition(b"\r\n\r\n")
            if not found:
                return False
            lower = head.lower()
            size = 0
            if b"content-length:" in lower:
                size = int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            elif b" 204 " not in lower[:20] and b" 304 " not in lower[:20]:
                raise ConnectionError(f"an answer without its length: {head!r}")
            self._end = len(head) + 4 + size
        return len(self._data) >= self._end

    def answer(self, seconds: float) -> Answer:
        head, _found, body = bytes(self._data).partition(b"\r\n\r\n")
        return Answer(int(head.split(b" ", 2)[1]), head, body, seconds)


class Client:
    """One connection, opened anew when the server has closed it."""

    def __init__(self, port: int):
        self._port = port
        self._line: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """Send one request and wait for its answer."""
        for last_try in (False, True):
            if self._line is None:
                self._line = socket.create_connection(("127.0.0.1", self._port), 60)
            reading, started = _Reading(), time.perf_counter()
            try:
                self._line.sendall(request)
                while not reading.add(self._line.recv(262_144)):
                    pass
            except ConnectionError:
                # A connection that was kept may have been closed just now.
                self.close()
                if last_try:
                    raise
                continue
            answer = reading.answer(time.perf_counter() - started)
            if b"connection: close" in answer.head.lower():
                self.close()
            return answer
        raise AssertionError

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def crowd(port: int, request: bytes, clients: int) -> list[Answer]:
    """Answers to so many clients who ask at once, each on a connection of its own."""
    lines = [socket.create_connection(("127.0.0.1", port), 60) for _each in range(clients)]
    answers: list[Answer] = []
    with selectors.DefaultSelector() as selector:
        for line in lines:
            line.setblocking(False)
            selector.register(line, selectors.EVENT_READ, _Reading())
        started = {}
        for line in lines:
            started[line] = time.perf_counter()
            # A request is smaller than any buffer.
            line.send(request)
        while len(answers) < clients:
            for key, _events in selector.select(60):
                line = key.fileobj
                assert isinstance(line, socket.socket)
                if key.data.add(line.recv(262_144)):
                    answers.append(key.data.answer(time.perf_counter() - started[line]))
                    selector.unregister(line)
                    line.close()
    return answers

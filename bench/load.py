"""Ask a web server on this machine over a fixed number of connections; time each answer."""

from __future__ import annotations

import re
import socket
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

PART = 1 << 18


@dataclass
class Visitor:
    """One visitor with their cookies; asks with as little work of its own as there can be.

    It shares the processors with the server it measures, and the standard library's client takes
    half a millisecond for each answer. Each question has a connection of its own.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        """Ask once; return status, text and headers (by their names in small letters)."""
        sent = body.encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Connection: close",
            f"Cookie: {'; '.join(f'{k}={v}' for k, v in self.cookies.items())}",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        if sent:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(sent)}")
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as line:
            line.sendall("\r\n".join((*lines, "", "")).encode() + sent)
            parts = []
            while part := line.recv(PART):
                parts.append(part)
        head, _, content = b"".join(parts).partition(b"\r\n\r\n")
        if not head:
            raise ConnectionError(f"{path}: the line was closed without an answer")
        return self._read(head.decode("latin-1"), content)

    def _read(self, head: str, content: bytes) -> tuple[int, str, dict[str, str]]:
        first, *lines = head.split("\r\n")
        found: dict[str, str] = {}
        for one in lines:
            name, _, value = one.partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            found[name] = value
        if found.get("transfer-encoding") == "chunked":
            content = _joined(content)
        return int(first.split(" ", 2)[1]), content.decode("utf-8", "replace"), found

    def get(self, path: str) -> str:
        """Get a page; anything but 200 ends the measurement."""
        status, text, _headers = self.ask("GET", path)
        if status != 200:
            raise SystemExit(f"GET {path}: {status}\n{text[:400]}")
        return text

    def post(self, path: str, form: Mapping[str, str]) -> int:
        """Send a form with the CSRF token of the cookie."""
        fields = dict(form) | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        status, text, _headers = self.ask("POST", path, urlencode(fields))
        if status >= 400:
            raise SystemExit(f"POST {path}: {status}\n{re.sub('<[^>]+>', ' ', text)[:600]}")
        return status

    def sign_in(self, path: str, user_field: str, username: str, password: str) -> None:
        """Sign in by the form at ``path``."""
        self.get(path)
        self.post(path, {user_field: username, "username": username, "password": password})


def _joined(content: bytes) -> bytes:
    """The parts of an answer that was sent in parts."""
    parts = []
    while content:
        size, _, content = content.partition(b"\r\n")
        length = int(size, 16)
        parts.append(content[:length])
        content = content[length + 2 :]
        if not length:
            break
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of the answers, sorted."""

    values: Sequence[float]
    cpu: float = 0.0
    """Milliseconds of processor time of the server for one answer, where they were counted."""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        return self.values[min(len(self.values) - 1, int(len(self.values) * 0.95))]


def measure(
    visitors: Sequence[Visitor],
    act: Callable[[Visitor, int], object],
    rounds: int,
    warm: int = 10,
    busy: Callable[[], float] = lambda: 0.0,
) -> Times:
    """
    Let every visitor act ``rounds`` times at once; the first ``warm`` of each do not count: by then
    each line to the database has met the statements and keeps their plans.

    ``busy`` tells the processor time of the server so far; it counts the warm rounds too.
    """
    before = busy()
    found: list[float] = []
    lock = threading.Lock()
    failures: list[BaseException] = []

    def walk(number: int, visitor: Visitor) -> None:
        try:
            for turn in range(rounds + warm):
                start = time.perf_counter()
                act(visitor, number * 100_000 + turn)
                took = (time.perf_counter() - start) * 1000
                if turn >= warm:
                    with lock:
                        found.append(took)
        except BaseException as error:  # a thread's failure must end the whole measurement
            failures.append(error)

    threads = [
        threading.Thread(target=walk, args=(n, visitor)) for n, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    asked = len(visitors) * (rounds + warm)
    return Times(sorted(found), (busy() - before) * 1000 / asked)


def wait_for(port: int, path: str = "/", seconds: float = 60) -> None:
    """Wait until a server answers at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            Visitor(port).ask("GET", path)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}")

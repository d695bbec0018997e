"""Ask a web server on this machine over a fixed number of connections; time each answer."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass
class Visitor:
    """One connection with its cookies, as a browser would keep them."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        """Ask once over the kept connection; return status, text and headers."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, sent | dict(headers or {}))
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for value in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        if answer.will_close:
            self.connection = None
        return answer.status, text, dict(answer.headers.items())

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

"""How the web processes share their work, and what becomes of a connection."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from qianjin.faces.cli import serving
from qianjin.faces.cli.serving import AWAY, Hands, InTurn

SERVER = """
import sys, time
from gunicorn.app.base import BaseApplication
from qianjin.faces.cli.serving import InTurn

def application(asked, start):
    path = asked["PATH_INFO"]
    if path == "/slow":
        time.sleep(1.0)
    if path == "/read":
        asked["wsgi.input"].read()
    said = path.encode()
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said]

class Web(BaseApplication):
    def load_config(self):
        given = {"bind": "127.0.0.1:" + sys.argv[1], "workers": 1, "threads": 3, "keepalive": 0,
                 "worker_class": InTurn, "graceful_timeout": 10, "control_socket_disable": True}
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self):
        return application

Web().run()
"""


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str, body: bytes | None = None) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("GET" if body is None else "POST", path, body)
        return line.getresponse().read().decode()


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)])
    found = Server(process, port)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            found.get("/ready")
            break
        except OSError:
            time.sleep(0.05)
    yield found
    process.kill()
    process.wait()


def test_pages_of_one_process_are_answered_at_once(server: Server) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(3) as visitors:
        answers = list(visitors.map(server.get, ["/slow"] * 3))

    assert answers == ["/slow"] * 3
    assert time.monotonic() - began < 2.5


def test_connections_without_a_word_take_no_thread(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(6)]
    began = time.monotonic()

    assert server.get("/here") == "/here"
    assert time.monotonic() - began < 1
    for line in silent:
        line.close()


def test_a_form_that_is_not_read_still_gets_its_answer(server: Server) -> None:
    assert server.get("/refused", b"x" * 300_000) == "/refused"
    assert server.get("/read", b"x" * 300_000) == "/read"


def test_what_is_in_hand_is_finished_before_the_server_stops(server: Server) -> None:
    with ThreadPoolExecutor(1) as visitor:
        answer = visitor.submit(server.get, "/slow")
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)

        assert answer.result(20) == "/slow"
    assert server.process.wait(20) == 0


def test_the_turn_goes_to_the_thread_that_came_last() -> None:
    turn, had = serving.Turn(), []

    def take(name: str) -> None:
        with turn:
            had.append(name)

    threads = [serving.threading.Thread(target=take, args=(name,)) for name in "abc"]
    with turn:
        for number, thread in enumerate(threads, 1):
            thread.start()
            until = time.monotonic() + 5
            while len(turn._waiting) < number and time.monotonic() < until:
                time.sleep(0.001)
    for thread in threads:
        thread.join(5)
    take("d")

    assert had == ["c", "b", "a", "d"]


class TestHands:
    def test_tell_the_least_of_those_that_are_there(self) -> None:
        hands = Hands()
        assert hands.least() == AWAY
        hands.says(1, 3)
        hands.says(2, 1)
        assert hands.least() == 1
        hands.leaves(2)
        assert hands.least() == 3
        hands.says(1, 10_000)
        assert hands.least() == AWAY - 1


@pytest.mark.parametrize(("others", "pauses"), [(0, 4), (1, 4), (2, 0), (5, 0)])
def test_a_process_lets_one_with_less_in_hand_go_first(
    others: int, pauses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(serving.time, "sleep", waited.append)
    monkeypatch.setattr(serving, "hands", Hands())
    worker = object.__new__(InTurn)
    worker.alive, worker.age, worker._in_hand = True, 1, 2
    worker._count = serving.threading.Lock()
    serving.hands.says(1, 2)
    serving.hands.says(2, others)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        line, _address = worker._take(listener)  # type: ignore[misc]
        line.close()

    assert len(waited) == pauses
    assert worker._in_hand == 3


def test_a_process_does_not_take_what_another_has_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "hands", Hands())
    serving.hands.says(2, 0)
    worker = object.__new__(InTurn)
    worker.alive, worker.age, worker._in_hand = True, 1, 1
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        with socket.create_connection(listener.getsockname()):
            taken: list[socket.socket] = []
            monkeypatch.setattr(
                serving.time, "sleep", lambda _s: taken.append(listener.accept()[0])
            )

            assert worker._take(listener) is None
            assert len(taken) == 1
            taken[0].close()

"""The guard with real sockets on this machine and with a name server that lies."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from qianjin.outgoing import (
    Bounds,
    CallFailed,
    NotTrusted,
    OutgoingRefused,
    TooLarge,
    TooSlow,
    Unreachable,
    Wires,
    call,
    check,
    wired,
)
from qianjin.outgoing.guard import connect, resolve
from qianjin.outgoing.sessions import session
from qianjin.units.addresses import Why

PUBLIC = "93.184.216.34"


@contextmanager
def a_server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine: its port, and the head of every request it got."""
    heard: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _peer = listening.accept()
            except OSError:
                return
            with line:
                heard.append(_whole(line))
                try:
                    answer(line)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _whole(line: socket.socket) -> bytes:
    """A request with its body; whatever came when it is none."""
    heard = b""
    while piece := line.recv(65536):
        heard += piece
        head, end, body = heard.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if not heard.startswith((b"POST", b"GET")) or (
            end and len(body) >= int(length[1] if length else 0)
        ):
            break
    return heard


def says(text: bytes) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        line.sendall(text)

    return answer


def plainly(line: socket.socket, host: str) -> socket.socket:
    return line


def led_to(port: int, **wires: Any) -> Wires:
    """Wires on which every judged address leads to a port of this machine, without TLS."""
    return Wires(
        resolve=wires.get("resolve", lambda host, port: [PUBLIC]),
        connect=lambda number, _port, seconds: connect("127.0.0.1", port, seconds),
        secure=plainly,
    )


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def test_a_real_server_on_this_machine_is_not_called(settings: Any) -> None:
    with a_server(says(OK)) as (port, heard):
        for host in ("127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]"):
            with pytest.raises(OutgoingRefused):
                call(f"https://{host}:{port}/")
        with pytest.raises(OutgoingRefused), wired(Wires(resolve=lambda h, p: ["127.0.0.1"])):
            call("https://robot.cn/")

    assert heard == []


def test_a_name_is_looked_up_once_and_the_call_goes_to_the_judged_answer() -> None:
    """A name server that answers first with a public address and then with an inner one."""
    asked: list[str] = []
    reached: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    def noting(number: str, port: int, seconds: float) -> socket.socket:
        reached.append(number)
        return connect("127.0.0.1", there, seconds)

    with (
        a_server(says(OK)) as (there, heard),
        wired(Wires(resolve=rebinding, connect=noting, secure=plainly)),
    ):
        answer = call("https://robot.cn/send", body=b"{}")
        with pytest.raises(OutgoingRefused) as refused:
            call("https://robot.cn/send", body=b"{}")

    assert (answer.status, answer.number, reached) == (200, PUBLIC, [PUBLIC])
    assert b"Host: robot.cn\r\n" in heard[0]
    assert refused.value.why == Why.LOOPBACK
    assert len(heard) == 1


@pytest.mark.parametrize("inner", ["10.0.0.1", "::1", "::ffff:169.254.169.254", "fe80::1%eth0"])
def test_one_inner_address_among_public_ones_refuses_the_name(inner: str) -> None:
    with (
        a_server(says(OK)) as (port, heard),
        wired(led_to(port, resolve=lambda h, p: [PUBLIC, inner])),
        pytest.raises(OutgoingRefused),
    ):
        call("https://robot.cn/")

    assert heard == []


def test_the_next_judged_address_is_tried_when_the_first_does_not_answer() -> None:
    def first_is_down(number: str, port: int, seconds: float) -> socket.socket:
        if number == PUBLIC:
            raise ConnectionRefusedError
        return connect("127.0.0.1", there, seconds)

    with (
        a_server(says(OK)) as (there, _heard),
        wired(Wires(lambda h, p: [PUBLIC, "223.5.5.5"], first_is_down, plainly)),
    ):
        assert call("https://robot.cn/").number == "223.5.5.5"


def test_a_redirect_is_an_answer_that_nobody_follows() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    with a_server(says(moved)) as (port, heard), wired(led_to(port)):
        answer = call("https://robot.cn/")
        with pytest.raises(requests.RequestException):
            session().get("https://robot.cn/", timeout=5)

    assert (answer.status, len(heard)) == (302, 2)


def test_an_answer_that_drips_ends_in_time() -> None:
    def drip(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            line.sendall(b"X-Slow: yes\r\n")
            time.sleep(0.05)

    began = time.monotonic()
    with a_server(drip) as (port, _heard), wired(led_to(port)), pytest.raises(TooSlow):
        call("https://robot.cn/", bounds=Bounds(seconds=0.4))

    assert time.monotonic() - began < 3


def test_an_answer_that_does_not_end_is_cut() -> None:
    def flood(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            line.sendall(b"x" * 10_000)

    with a_server(flood) as (port, _heard), wired(led_to(port)), pytest.raises(TooLarge):
        call("https://robot.cn/", bounds=Bounds(size=100_000))


def test_a_name_server_that_is_silent_ends_in_time() -> None:
    def silent(host: str, port: int) -> list[str]:
        time.sleep(3)
        return [PUBLIC]

    with wired(Wires(resolve=silent)), pytest.raises(TooSlow):
        call("https://robot.cn/", bounds=Bounds(seconds=0.2))


def test_an_unknown_name_and_a_broken_answer_are_failures_not_crashes() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror

    with wired(Wires(resolve=unknown)), pytest.raises(Unreachable):
        call("https://robot.cn/")
    with (
        a_server(says(b"SSH-2.0-OpenSSH_9.6\r\n")) as (port, _heard),
        wired(led_to(port)),
        pytest.raises(CallFailed),
    ):
        call("https://robot.cn/")


def test_a_server_that_speaks_no_tls_is_not_believed() -> None:
    with (
        a_server(says(OK)) as (port, _heard),
        wired(Wires(lambda h, p: [PUBLIC], lambda n, p, s: connect("127.0.0.1", port, s))),
        pytest.raises(NotTrusted),
    ):
        call("https://robot.cn/")


def test_the_certificate_is_asked_for_by_the_name_not_by_the_number() -> None:
    names: list[str] = []

    def refuse(line: socket.socket, host: str) -> socket.socket:
        names.append(host)
        raise ssl.SSLCertVerificationError

    with (
        a_server(says(OK)) as (port, _heard),
        wired(Wires(lambda h, p: [PUBLIC], lambda n, p, s: connect("127.0.0.1", port, s), refuse)),
        pytest.raises(NotTrusted),
    ):
        call("https://robot.cn/")

    assert names == ["robot.cn"]


def test_a_host_the_operator_names_may_be_private_and_only_as_it_is_named(settings: Any) -> None:
    with a_server(says(OK)) as (port, heard):
        settings.PRIVATE_HOSTS = frozenset({f"127.0.0.1:{port}"})
        answer = call(f"http://127.0.0.1:{port}/x?y=1")
        for other in (f"http://127.0.0.2:{port}/", "http://127.0.0.1/", f"http://[::1]:{port}/"):
            with pytest.raises(OutgoingRefused):
                call(other)

    assert answer.status == 200
    assert heard[0].startswith(b"POST /x?y=1 HTTP/1.1\r\n")


def test_an_unusual_port_is_not_called() -> None:
    with pytest.raises(OutgoingRefused) as refused:
        check("https://robot.cn:6379/")

    assert refused.value.why == Why.PORT


def test_an_address_is_judged_when_it_is_entered() -> None:
    assert check("https://oapi.dingtalk.com/robot/send").host == "oapi.dingtalk.com"
    with pytest.raises(OutgoingRefused):
        check("https://10.0.0.1/")


def test_the_system_s_own_lookup_gives_numbers() -> None:
    assert "127.0.0.1" in resolve("127.0.0.1", 443)


def test_the_sign_in_library_leaves_through_the_guard() -> None:
    from allauth.socialaccount.adapter import get_adapter

    with get_adapter().get_requests_session() as library:
        with pytest.raises(requests.ConnectionError):
            library.get("http://127.0.0.1:9/", timeout=5)
        with (
            a_server(says(OK)) as (port, heard),
            wired(led_to(port)),
        ):
            answer = library.post("https://sso.city.cn/token", data={"code": "a b"}, timeout=5)

    assert (answer.status_code, answer.json()) == (200, {})
    assert heard[0].endswith(b"code=a+b")

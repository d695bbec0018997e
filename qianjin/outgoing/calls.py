"""HTTP over a judged line: one request, one answer, bounded in time and size, no redirects."""

from __future__ import annotations

import io
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

from .guard import Line, open_line
from .refusals import CallFailed, TooLarge, TooSlow, Unreachable


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a call may take in all, in seconds, and how much it may bring, in bytes."""

    seconds: float = 10.0
    size: int = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. A redirect is an answer like any other; nobody follows it."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    number: str = ""


def call(
    url: str,
    *,
    method: str = "POST",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    bounds: Bounds = Bounds(),
) -> Answer:
    """
    Call an address once and read its answer.

    :raises OutgoingRefused: the guard does not let it out; nothing was sent.
    :raises CallFailed: no answer, a broken one, one too late or too large.
    """
    line = open_line(url, schemes=("https",), seconds=bounds.seconds)
    try:
        return _speak(line, method, body, headers or {}, bounds)
    except TimeoutError:
        raise TooSlow from None
    except HTTPException:
        raise CallFailed from None
    except OSError:
        raise Unreachable from None
    finally:
        line.socket.close()


def _speak(
    line: Line, method: str, body: bytes, headers: Mapping[str, str], bounds: Bounds
) -> Answer:
    connection = HTTPConnection(line.address.host, line.address.port)
    connection.sock = _Timed(line)
    connection.request(
        method,
        line.address.path,
        body=body or None,
        headers={
            **headers,
            "Host": line.address.at,
            "Connection": "close",
            "Accept-Encoding": "identity",
            "User-Agent": "qianjin",
        },
    )
    response = connection.getresponse()
    content = response.read(bounds.size + 1)
    if len(content) > bounds.size:
        raise TooLarge
    return Answer(response.status, content, dict(response.getheaders()), line.number)


class _Timed:
    """The socket as ``http.client`` wants it, every wait cut to what is left of the whole."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def sendall(self, data: bytes) -> None:
        self._line.socket.settimeout(self._line.seconds())
        self._line.socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Drip(self._line))

    def close(self) -> None:
        """Left open: the answer is read from it after ``http.client`` lets go."""


class _Drip(io.RawIOBase):
    """Reads that together end in time, however slowly the other side lets its answer drip."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line: socket.socket = self._line.socket
        line.settimeout(self._line.seconds())
        return line.recv_into(buffer)

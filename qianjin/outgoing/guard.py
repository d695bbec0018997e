"""守卫 Look up once, judge every answer, connect to a judged answer and to nothing else."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Thread

from django.conf import settings

from qianjin.units.addresses import PORTS, Address, Refused, Why, read_address, why_not

from .refusals import NotTrusted, OutgoingRefused, TooSlow, Unreachable

MOST_ANSWERS = 16
"""So many addresses of a name are judged; a name with more is not called."""


def resolve(host: str, port: int) -> list[str]:
    """Every numeric address of a name, asked of the system once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def connect(number: str, port: int, seconds: float) -> socket.socket:
    """Connect to a numeric address; nothing is looked up."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect((number, port))
    except BaseException:
        line.close()
        raise
    return line


def secure(line: socket.socket, host: str) -> socket.socket:
    """Speak TLS, and believe only a certificate for this name."""
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


@dataclass(frozen=True, slots=True)
class Wires:
    """The three things that touch the network; a test puts its own in their place."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    secure: Callable[[socket.socket, str], socket.socket] = secure


_WIRES: ContextVar[Wires] = ContextVar("_WIRES", default=Wires())  # noqa: B039


@contextmanager
def wired(wires: Wires) -> Iterator[None]:
    """Within the block, calls go over these wires; the judgement stays."""
    token = _WIRES.set(wires)
    try:
        yield
    finally:
        _WIRES.reset(token)


@dataclass(frozen=True, slots=True)
class Line:
    """An open line to a judged address, and the moment by which all must be done."""

    socket: socket.socket
    address: Address
    number: str
    until: float

    def seconds(self) -> float:
        """
        What is left of the time.

        :raises TooSlow: nothing is.
        """
        return _left(self.until)


def _left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TooSlow
    return seconds


def check(text: str, *, schemes: tuple[str, ...] = ("https",)) -> Address:
    """
    Judge an address as it is written, for the form in which it is entered; nothing is looked up.

    :raises OutgoingRefused: it would be refused whatever its name resolves to.
    """
    address, allowed = _read(text, schemes)
    if address.is_number and not allowed and (why := why_not(address.host)):
        raise OutgoingRefused(why, address.host)
    return address


def open_line(text: str, *, schemes: tuple[str, ...] = ("https",), seconds: float = 10.0) -> Line:
    """
    Open a line to where an address leads, secured for its name.

    :raises OutgoingRefused: the address, or any address its name resolves to, is not public.
    :raises CallFailed: unknown name, nobody there, too slow, or a certificate for another name.
    """
    until = time.monotonic() + seconds
    address, allowed = _read(text, schemes)
    wires = _WIRES.get()
    numbers = [address.host] if address.is_number else _lookup(wires, address, seconds)
    if not allowed:
        for number in numbers:
            if (why := why_not(number)) is not None:
                raise OutgoingRefused(why, address.host)
    try:
        number, opened = _first(wires, numbers, address.port, until)
        if address.scheme != "http":
            opened = _secured(wires, opened, address.host, until)
    except TimeoutError:
        raise TooSlow from None
    except ssl.SSLError:
        raise NotTrusted from None
    except OSError:
        raise Unreachable from None
    return Line(opened, address, number, until)


def _read(text: str, schemes: tuple[str, ...]) -> tuple[Address, bool]:
    """The parts of an address, and whether the operator has named its host."""
    try:
        private = named_host(text)
        if private is not None:
            return private, True
        address = read_address(text, schemes=schemes)
    except Refused as refused:
        raise OutgoingRefused(refused.why) from None
    if address.port != PORTS[address.scheme]:
        raise OutgoingRefused(Why.PORT, address.host)
    return address, False


def named_host(text: str) -> Address | None:
    """The address when the operator's setting names its host and port exactly, else ``None``."""
    head, slashes, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    scheme = head.lower()
    if not slashes or scheme not in PORTS or authority.lower() not in settings.PRIVATE_HOSTS:
        return None
    host, colon, port = authority.lower().rpartition(":")
    if not colon:
        host, port = authority.lower(), str(PORTS[scheme])
    return Address(scheme, host.strip("[]"), int(port), f"{slash}{path}" or "/")


def _lookup(wires: Wires, address: Address, seconds: float) -> list[str]:
    """Ask once, in a thread that is left behind when the name server does not answer."""
    found: list[str] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(wires.resolve(address.host, address.port))
        except Exception as error:
            failed.append(error)

    asking = Thread(target=ask, daemon=True, name="qianjin-lookup")
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TooSlow
    if failed or not found:
        raise Unreachable
    if len(found) > MOST_ANSWERS:
        raise OutgoingRefused(Why.RESERVED, address.host)
    return list(found)


def _first(wires: Wires, numbers: list[str], port: int, until: float) -> tuple[str, socket.socket]:
    """The first judged address that takes the call."""
    for number in numbers[:-1]:
        try:
            return number, wires.connect(number, port, _left(until) / 2)
        except OSError:
            continue
    return numbers[-1], wires.connect(numbers[-1], port, _left(until))


def _secured(wires: Wires, line: socket.socket, host: str, until: float) -> socket.socket:
    try:
        line.settimeout(_left(until))
        return wires.secure(line, host)
    except BaseException:
        line.close()
        raise

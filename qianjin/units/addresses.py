"""网络地址 Whether an address of the network may be called from here: pure judgement, no lookup.

``read_address`` takes an address as a person typed it and gives its parts or the reason why it is
refused; ``why_not`` judges one numeric address that a name was resolved to. What is neither clearly
public nor clearly written is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final


class Why(StrEnum):
    """Why an address is refused."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    PORT = "port"
    ODD_NUMBER = "odd_number"
    ZONE = "zone"
    LOCAL_NAME = "local_name"
    UNSPECIFIED = "unspecified"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    LINK_LOCAL = "link_local"
    SHARED = "shared"
    MULTICAST = "multicast"
    RESERVED = "reserved"
    DOCUMENTATION = "documentation"
    TUNNEL = "tunnel"


class Refused(ValueError):
    """This address may not be called; ``why`` says for which reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts: ``host`` in ASCII and lower case, IPv6 without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_number(self) -> bool:
        """Whether the host is a numeric address, which needs no lookup."""
        return _number(self.host) is not None

    @property
    def at(self) -> str:
        """The host as a header and a certificate name it, with the port where it is unusual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.at}{self.path}"


PORTS: Final = {"https": 443, "http": 80, "imaps": 993}
"""The port of each scheme when none is written; also the only one that is open without leave."""

LONGEST = 2000

# IANA special-purpose address registries (RFC 6890 and its successors), as read in 2026.
_FOUR: Final = tuple(
    (IPv4Network(net), why)
    for net, why in (
        ("0.0.0.0/8", Why.UNSPECIFIED),
        ("10.0.0.0/8", Why.PRIVATE),
        ("100.64.0.0/10", Why.SHARED),
        ("127.0.0.0/8", Why.LOOPBACK),
        ("169.254.0.0/16", Why.LINK_LOCAL),
        ("172.16.0.0/12", Why.PRIVATE),
        ("192.0.0.0/24", Why.RESERVED),
        ("192.0.2.0/24", Why.DOCUMENTATION),
        ("192.88.99.0/24", Why.TUNNEL),
        ("192.168.0.0/16", Why.PRIVATE),
        ("198.18.0.0/15", Why.RESERVED),
        ("198.51.100.0/24", Why.DOCUMENTATION),
        ("203.0.113.0/24", Why.DOCUMENTATION),
        # A cloud's inner service behind a public number, reachable from its machines only.
        ("168.63.129.16/32", Why.LINK_LOCAL),
        ("224.0.0.0/4", Why.MULTICAST),
        ("240.0.0.0/4", Why.RESERVED),
    )
)
_SIX: Final = tuple(
    (IPv6Network(net), why)
    for net, why in (
        ("::/128", Why.UNSPECIFIED),
        ("::1/128", Why.LOOPBACK),
        ("64:ff9b:1::/48", Why.PRIVATE),
        ("100::/64", Why.RESERVED),
        ("2001::/32", Why.TUNNEL),
        ("2001:db8::/32", Why.DOCUMENTATION),
        ("2001::/23", Why.RESERVED),
        ("2002::/16", Why.TUNNEL),
        ("3fff::/20", Why.DOCUMENTATION),
        ("fc00::/7", Why.PRIVATE),
        ("fe80::/10", Why.LINK_LOCAL),
        ("fec0::/10", Why.PRIVATE),
        ("ff00::/8", Why.MULTICAST),
    )
)
_GLOBAL_SIX: Final = IPv6Network("2000::/3")
_CARRIERS: Final = tuple(
    IPv6Network(net) for net in ("::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96")
)
"""Prefixes whose last 32 bits are an IPv4 address: mapped, translated, compatible, NAT64."""
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})

_LOCAL_ENDINGS: Final = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
    "test",
    "invalid",
    "example",
)
"""Names that no public register gives out (RFC 6761, 6762, 7686, 8375 and custom)."""

_WHOLE: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[/?][^#]*)?(?:#.*)?\Z"
)
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_NUMERIC_END: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")


def read_address(text: str, *, schemes: tuple[str, ...] = ("https",)) -> Address:
    """
    The parts of an address that is written clearly.

    Only the form is judged: a numeric host may still be refused by ``why_not``, a named one by
    what it resolves to.

    :raises Refused: it is not clearly written, or of another scheme.
    """
    if not text.strip():
        raise Refused(Why.EMPTY)
    if len(text) > LONGEST or "\\" in text or any(_is_blank(sign) for sign in text):
        raise Refused(Why.MALFORMED)
    found = _WHOLE.match(text)
    if found is None:
        raise Refused(Why.MALFORMED)
    scheme = found["scheme"].lower()
    if scheme not in schemes or scheme not in PORTS:
        raise Refused(Why.SCHEME)
    if "@" in unicodedata.normalize("NFKC", found["authority"]):
        raise Refused(Why.CREDENTIALS)
    host, port = _split(found["authority"])
    path = found["path"] or "/"
    if not path.startswith("/"):
        path = "/" + path
    if not path.isascii():
        raise Refused(Why.MALFORMED)
    return Address(
        scheme=scheme,
        host=read_host(host),
        port=_read_port(port, PORTS[scheme]),
        path=path,
    )


def read_host(text: str) -> str:
    """
    A host in the one form in which it is looked up and compared.

    :raises Refused: it is not a name of the public network nor a plainly written number.
    """
    if text.startswith("[") != text.endswith("]"):
        raise Refused(Why.MALFORMED)
    if text.startswith("["):
        return _six(text[1:-1])
    host = _ascii(text)
    if ":" in host:
        return _six(host)
    host = host.removesuffix(".")
    if not host:
        raise Refused(Why.EMPTY)
    labels = host.split(".")
    if _NUMERIC_END.match(labels[-1]):
        return _four(host)
    if "%" in host or len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise Refused(Why.MALFORMED)
    if len(labels) == 1 or _ends_locally(host):
        raise Refused(Why.LOCAL_NAME)
    return host


def why_not(number: str) -> Why | None:
    """Why a numeric address may not be called; ``None`` when it is a public one."""
    if "%" in number:
        return Why.ZONE
    found = _number(number)
    if found is None:
        return Why.MALFORMED
    return _why_not_four(found) if isinstance(found, IPv4Address) else _why_not_six(found)


def _why_not_four(number: IPv4Address) -> Why | None:
    return next((why for net, why in _FOUR if number in net), None)


def _why_not_six(number: IPv6Address) -> Why | None:
    for net, why in _SIX:
        if number in net:
            return why
    if any(number in net for net in _CARRIERS):
        return _why_not_four(IPv4Address(int(number) & 0xFFFFFFFF))
    if number not in _GLOBAL_SIX:
        return Why.RESERVED
    if (int(number) >> 32) & 0xFFFFFFFF in _ISATAP:
        return Why.TUNNEL
    return None


def _number(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return IPv6Address(text) if ":" in text else IPv4Address(text)
    except AddressValueError:
        return None


def _split(authority: str) -> tuple[str, str | None]:
    if authority.startswith("["):
        host, bracket, rest = authority.partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise Refused(Why.MALFORMED)
        return host + "]", rest[1:] if rest else None
    if authority.count(":") > 1:
        raise Refused(Why.MALFORMED)
    host, colon, port = authority.partition(":")
    return host, port if colon else None


def _read_port(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536):
        raise Refused(Why.PORT)
    return int(text)


def _ascii(host: str) -> str:
    """As the network spells it: signs of full width folded, other letters as ``xn--``."""
    folded = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Refused(Why.MALFORMED) from None


def _four(host: str) -> str:
    """Four plain decimal numbers and nothing else: 017.1, 0x7f.1 and 2130706433 mean mischief."""
    try:
        return str(IPv4Address(host))
    except AddressValueError:
        raise Refused(Why.ODD_NUMBER) from None


def _six(text: str) -> str:
    if "%" in text:
        raise Refused(Why.ZONE)
    try:
        return str(IPv6Address(text))
    except AddressValueError:
        raise Refused(Why.MALFORMED) from None


def _ends_locally(host: str) -> bool:
    return any(host == end or host.endswith("." + end) for end in _LOCAL_ENDINGS)


def _is_blank(sign: str) -> bool:
    """Whether a sign is a space, a control or one that is not seen."""
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp"}

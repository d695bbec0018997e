"""vCard, in which telephones and mail programs hand contacts on: read 2.1 to 4.0, write 3.0.

RFC 2426 (3.0), RFC 6350 (4.0) and the older 2.1, which Chinese telephones still write with
quoted-printable lines. Photographs and everything else that is not asked for is passed over; a
broken card is told by its place, the others are read.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_CARDS = 20_000
MOST_BYTES = 20 * 1024 * 1024
_LINE = re.compile(
    r"^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)*):(.*)$"
)
_PART = re.compile(r"((?:\\.|[^;\\])*)(?:;|$)")
_WECHAT = re.compile(r"^(?:x-wechat|wechat|weixin):?", re.I)


@dataclass(frozen=True, slots=True)
class VCard:
    """One card; every field as it stands in the file, without escapes."""

    name: str = ""
    firm: str = ""
    post: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: str = ""
    city: str = ""
    note: str = ""


@dataclass(slots=True)
class _Open:
    values: dict[str, str] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


def looks_like(data: bytes | str) -> bool:
    """Whether a file or a pasted text is of vCards."""
    head = data[:400].decode("latin-1") if isinstance(data, bytes) else data[:400]
    return "BEGIN:VCARD" in head.upper()


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16, or GB 18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def read(text: str) -> list[VCard]:
    """
    The cards of a text, in their order.

    >>> read("BEGIN:VCARD\\nFN:陆小明\\nTEL;TYPE=CELL:13800001234\\nEND:VCARD")[0].phones
    ('13800001234',)
    """
    found: list[VCard] = []
    card: _Open | None = None
    for name, parameters, value in _properties(text):
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            card = _Open()
        elif name == "END" and card is not None:
            found.append(_closed(card))
            card = None
            if len(found) >= MOST_CARDS:
                break
        elif card is not None:
            _take(card, name, parameters, value)
    return found


def write(cards: Iterable[VCard]) -> Iterator[str]:
    """The cards as a file of version 3.0, line by line, folded at 75 octets."""
    for card in cards:
        lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(card.name)};;;;"]
        lines.append(f"FN:{_escaped(card.name)}")
        lines += [f"ORG:{_escaped(card.firm)}"] if card.firm else []
        lines += [f"TITLE:{_escaped(card.post)}"] if card.post else []
        lines += [f"TEL;TYPE={_kind(phone)}:{phone}" for phone in card.phones]
        lines += [f"EMAIL;TYPE=INTERNET:{_escaped(mail)}" for mail in card.emails]
        lines += [f"X-WECHAT:{_escaped(card.wechat)}"] if card.wechat else []
        lines += [f"ADR;TYPE=WORK:;;;{_escaped(card.city)};;;"] if card.city else []
        lines += [f"NOTE:{_escaped(card.note)}"] if card.note else []
        for line in [*lines, "END:VCARD"]:
            yield from _folded(line)


def _kind(phone: str) -> str:
    return "CELL" if len(phone) == 11 and phone.isdigit() else "WORK"


def _properties(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    for line in _unfolded(text):
        parts = _LINE.match(line)
        if parts is None:
            continue
        parameters = {}
        for parameter in filter(None, parts[2].split(";")):
            key, equals, value = parameter.partition("=")
            # 2.1 says QUOTED-PRINTABLE where later versions say ENCODING=…
            parameters[key.upper() if equals else "ENCODING"] = value.strip('"') if equals else key
        yield parts[1].upper(), parameters, parts[3]


def _unfolded(text: str) -> Iterator[str]:
    """Whole lines: continued by a blank (3.0, 4.0), or by = at the end (quoted-printable)."""
    line = ""
    for piece in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.endswith("=") and "QUOTED-PRINTABLE" in line.upper():
            line = line[:-1] + piece
        elif piece[:1] in (" ", "\t"):
            line += piece[1:]
        else:
            yield line
            line = piece
    yield line


def _take(card: _Open, name: str, parameters: dict[str, str], value: str) -> None:
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        raw = quopri.decodestring(value.encode("latin-1", "replace"))
        try:
            value = raw.decode(parameters.get("CHARSET", "utf-8"))
        except (LookupError, UnicodeDecodeError):
            value = decoded(raw)
    if name == "TEL":
        card.phones.append(_plain(value).removeprefix("tel:"))
    elif name == "EMAIL":
        card.emails.append(_plain(value))
    elif name == "ADR":
        parts = _split(value)
        card.values.setdefault("city", parts[3] if len(parts) > 3 else "")
    elif name == "N":
        # Family and given name; in Chinese they stand together.
        family, given, *_more = [*_split(value), "", ""]
        joined = f"{family}{given}" if not f"{family}{given}".isascii() else f"{given} {family}"
        card.values.setdefault("n", joined.strip())
    elif name == "ORG":
        card.values.setdefault("firm", next(filter(None, _split(value)), ""))
    elif name in {"X-WECHAT", "X-WEIXIN"} or (name == "IMPP" and _WECHAT.match(value)):
        card.values.setdefault("wechat", _WECHAT.sub("", _plain(value)))
    elif name in {"FN", "TITLE", "NOTE"}:
        card.values.setdefault(name.lower(), _plain(value))


def _closed(card: _Open) -> VCard:
    said = card.values
    return VCard(
        name=said.get("fn") or said.get("n", ""),
        firm=said.get("firm", ""),
        post=said.get("title", ""),
        phones=tuple(dict.fromkeys(filter(None, card.phones))),
        emails=tuple(dict.fromkeys(filter(None, card.emails))),
        wechat=said.get("wechat", ""),
        city=said.get("city", ""),
        note=said.get("note", ""),
    )


def _split(value: str) -> list[str]:
    """The parts between semicolons; an escaped one is no end of a part."""
    return [_plain(part) for part in _PART.findall(value)]


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value).strip()


def _escaped(value: str) -> str:
    text = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", " ")


def _folded(line: str) -> Iterator[str]:
    """Lines of 75 octets at most, never cut inside a character."""
    head, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > 75:
            yield head + "\r\n"
            head, size = " ", 1
        head += char
        size += width
    yield head + "\r\n"

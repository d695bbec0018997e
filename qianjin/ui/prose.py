"""Plain text that people write, as paragraphs, lists and bold words; everything else is escaped."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BULLET = re.compile(r"[-*·•]\s+")
_NUMBER = re.compile(r"\d{1,2}[.、)）]\s*")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def prose(text: str) -> SafeString:
    """
    Paragraphs are parted by empty lines; lines that begin with ``-`` or ``1.`` are a list;
    ``**words**`` are bold.
    """
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("".join(_block(block) for block in blocks if block.strip()))


def _block(block: str) -> str:
    """A paragraph may end in a list: each run of lines of one kind becomes its own element."""
    found, kind = "", ""
    lines: list[str] = []
    for line in [*block.split("\n"), None]:
        now = "" if line is None else _kind(line)
        if lines and (line is None or now != kind):
            found += _element(kind, lines)
            lines = []
        if line is not None:
            lines.append(line)
            kind = now
    return found


def _kind(line: str) -> str:
    plain = line.strip()
    if _BULLET.match(plain):
        return "ul"
    return "ol" if _NUMBER.match(plain) else "p"


def _element(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(_inline(line.strip()) for line in lines)}</p>"
    mark = _BULLET if kind == "ul" else _NUMBER
    items = "".join(f"<li>{_inline(mark.sub('', line.strip(), count=1))}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"


def _inline(line: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", str(escape(line)))

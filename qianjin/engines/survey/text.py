"""Bytes to text to numbered lines, for files of Chinese bureaux."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from .data import Finding, Limits, Severity, refusal

_ENDS = re.compile(r"\r\n|\r|\n")
_BREAKS = re.compile(rb"\r\n|\r|\n")
_KNOWN = {"utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "cp936", "utf-16", "big5"}
WIDE = {
    ord(sign): chr(ord(sign) - 0xFEE0)
    for sign in "，＝＠．－＋：" + "".join(map(chr, range(0xFF10, 0xFF1A)))
} | {ord("【"): "[", ord("】"): "]"}
"""Full-width signs that stand where the format wants half-width ones."""


def decode(
    content: bytes, encoding: str = "", limits: Limits | None = None
) -> tuple[str, str, list[Finding]]:
    """
    Text, encoding and what there is to say: BOM, else strict UTF-8, else GB 18030.

    GB 18030 holds all of GBK, CP936 and GB 2312. A file cut off inside a character is read up to
    there, and says so.

    :raises Refused: too large, or no text.
    """
    limits = limits or Limits()
    if len(content) > limits.size:
        raise refusal("too_large", amount=limits.size)
    if encoding and encoding.lower() not in _KNOWN:
        raise refusal("unknown_encoding", subject=encoding)
    found: list[Finding] = []
    if encoding:
        names = [encoding.lower()]
    elif content.startswith(codecs.BOM_UTF8):
        names = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    else:
        names = ["utf-8", "gb18030"]
    reached = 0
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
            if error.end >= len(content) and len(content) - error.start < 4 and error.start:
                text = content[: error.start].decode(name)
                found.append(Finding("cut_short", Severity.WARNING, _line_at(content, error.start)))
            else:
                continue
        if "\0" in text:
            line = len(_ENDS.findall(text, 0, text.index("\0"))) + 1
            raise refusal("not_text", line)
        return text, name, found
    raise refusal("not_text", _line_at(content, reached), subject=names[-1])


def _line_at(content: bytes, place: int) -> int:
    return sum(1 for _ in _BREAKS.finditer(content, 0, place)) + 1


def lines(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """
    Lines that hold something, stripped, with their number from 1; CRLF, LF and CR all end one.

    :raises Refused: a line is longer than ``longest``.
    """
    begin, number = 0, 1
    while begin <= len(text):
        end = _ENDS.search(text, begin)
        stop = end.start() if end else len(text)
        if stop - begin > longest:
            raise refusal("line_too_long", number, amount=longest)
        if line := text[begin:stop].strip(" \t\u3000\ufeff\x1a"):
            yield number, line
        if end is None:
            return
        begin, number = end.end(), number + 1

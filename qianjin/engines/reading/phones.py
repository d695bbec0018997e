"""Telephone numbers out of what people write in cells, on cards and in signatures.

A number is kept in one form: a mobile number as its eleven digits, a fixed line with its area code
and a dash (``0571-82990000``, an extension behind a second dash), a 400 or 800 number as its ten
digits, anything abroad with its plus sign. The ranges are those of the numbering plan (公用电信网
网号 1[3-9]; area codes 010, 02X and four digits for the rest); whether a number is in service is
not asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_GAP = r"[ \u00a0-]?"
_HOME = r"(?:(?:\+|00)\s?86[ -]?|86[ -]|\(86\)\s?|86(?=1[3-9]\d{9}(?!\d)))?"
_MOBILE = re.compile(rf"(?<![\d+]){_HOME}(1[3-9]\d(?:{_GAP}\d){{8}})(?!\d)")
_SERVICE = re.compile(rf"(?<![\d+-])([48]00(?:{_GAP}\d){{7}})(?!\d)")
_FIXED = re.compile(
    rf"(?<![\d+]){_HOME}\(?(0?(?:10|2\d|[3-9]\d\d))\)?[ \u00a0-]{{0,2}}"
    r"([2-9]\d{2,3}[ -]?\d{4})(?:\s?(?:转|ext\.?|分机|-|#|\*)\s?(\d{1,6}))?(?!\d)",
    re.I,
)
_LOCAL = re.compile(
    r"(?<![\d+-])([2-9]\d{2,3}[ -]?\d{4})(?:\s?(?:转|分机|-|#)\s?(\d{1,6}))?(?![\d-])"
)
_ABROAD = re.compile(r"(?:\+|00)((?!86)[1-9]\d{0,2}(?:[ ().-]{0,2}\d){6,12})(?!\d)")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\uff0d—~]")
_FLOAT = re.compile(r"(?<![\d.])(\d{7,15})\.0+(?!\d)")
_DIGITS = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class Phones:
    """电话 The numbers of a text in their order, and what is left of the text without them."""

    found: tuple[str, ...]
    rest: str

    @property
    def is_doubtful(self) -> bool:
        """Whether digits are left that may have been meant as a number."""
        return bool(_DIGITS.search(re.sub(r"[ -]", "", self.rest)))


def read(text: str, *, area: str = "") -> Phones:
    """Every telephone number of a text, each once, in one form.

    A fixed line without its area code is read only where ``area`` gives one, or as it stands
    when the text holds nothing else.

    >>> read("手机：+86 138-0000-1234／0571 8299 0000转801").found
    ('13800001234', '0571-82990000-801')
    >>> read("1380000123").is_doubtful
    True
    """
    half = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    rest = _FLOAT.sub(r"\1", half)
    placed: list[tuple[int, str]] = []

    def take(pattern: re.Pattern[str], form: str) -> None:
        nonlocal rest

        def keep(found: re.Match[str]) -> str:
            placed.append((found.start(), _form(form, found, area)))
            return " " * (found.end() - found.start())  # so that places stay comparable

        rest = pattern.sub(keep, rest)

    take(_MOBILE, "mobile")
    take(_ABROAD, "abroad")
    take(_SERVICE, "service")
    take(_FIXED, "fixed")
    if area or (not placed and _LOCAL.fullmatch(rest.strip())):
        take(_LOCAL, "local")
    found = tuple(dict.fromkeys(number for _place, number in sorted(placed)))
    return Phones(found, " ".join(rest.split()))


def masked(phone: str) -> str:
    """A number of which the middle is hidden: 138****5678, 0571-****0000.

    >>> masked("13800005678"), masked("0571-82990000-801"), masked("+85221230000")
    ('138****5678', '0571-****0000', '+852****0000')
    """
    if phone.startswith("+"):
        return f"{phone[:4]}****{phone[-4:]}"
    area, dash, rest = phone.partition("-")
    if dash:
        return f"{area}-****{rest.partition('-')[0][-4:]}"
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else f"****{phone[-4:]}"


def is_mobile(phone: str) -> bool:
    """Whether a number in its one form is a person's own, not a switchboard's."""
    return len(phone) == 11 and phone.isdigit()


def _form(kind: str, found: re.Match[str], area: str) -> str:
    digits = re.sub(r"\D", "", found[1])
    if kind == "abroad":
        return f"+{digits}"
    if kind in {"mobile", "service"}:
        return digits
    if kind == "local":
        line, extension, code = digits, found[2], area
    else:
        line, extension = re.sub(r"\D", "", found[2]), found[3]
        code = digits if digits.startswith("0") else f"0{digits}"
    return "-".join(part for part in (code, line, extension or "") if part)

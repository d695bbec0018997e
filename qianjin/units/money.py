"""金额 Money as an office writes it: 万元 and 亿元, kept in 万元.

>>> read_wan("22.4亿元"), read_wan("850 万"), read_wan("1,200")
(Decimal('224000.0000'), Decimal('850.0000'), Decimal('1200.0000'))
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

MOST_WAN = Decimal(10) ** 9
_YUAN = Decimal("0.0001")
_WRITTEN = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>亿|万|)(?:元|人民币)*")
_TIMES = {"亿": Decimal(10_000), "万": Decimal(1), "": Decimal(1)}


class NoAmount(ValueError):
    """What was written is no amount of money, or a larger one than there is."""


def read_wan(text: str) -> Decimal:
    """
    The amount in 万元, to one yuan; a bare number is taken as 万元.

    :raises NoAmount: it cannot be read, is negative, or is 10 trillion yuan or more.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s,，]", "", plain).removeprefix("约").removeprefix("¥")
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise NoAmount(text)
    amount = Decimal(found["number"]) * _TIMES[found["unit"]]
    if amount >= MOST_WAN:
        raise NoAmount(text)
    return amount.quantize(_YUAN, rounding=ROUND_HALF_UP)


def write_wan(amount: Decimal | None) -> str:
    """The amount as a form shows it, so that ``read_wan`` reads the same: ``22.4亿``, ``850万``."""
    if amount is None:
        return ""
    large = amount >= 10_000 and amount % 100 == 0
    value = amount / 10_000 if large else amount
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}{'亿' if large else '万'}"

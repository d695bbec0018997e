"""字段 What can be said of a project, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.enterprises.choices import Sector
from qianjin.units.cities import find
from qianjin.units.money import MOST_WAN

from ..choices import Source

TEXTS = {
    "name": 80,
    "source_words": 120,
    "chain_node": 60,
    "rivals": 200,
    "park_watches": 4000,
    "firm_needs": 4000,
    "common_ground": 4000,
    "obstacles": 4000,
    "about": 4000,
}
AMOUNTS: dict[str, Decimal] = {
    "investment_wan": MOST_WAN,
    "fixed_wan": MOST_WAN,
    "output_wan": MOST_WAN,
    "tax_wan": MOST_WAN,
    "land_mu": Decimal(100_000),
    "power_kva": Decimal(10) ** 7,
}
MOST_JOBS = 1_000_000
MOST_TAGS = 12
FIELDS = (*TEXTS, *AMOUNTS, "sector", "source", "city", "jobs", "tags")
PLACES = {"land_mu": 2, "power_kva": 1}
LAST_DAY = date(2200, 12, 31)


def checked(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What may be kept of ``given`` (of ``FIELDS``), and what is wrong by field."""
    kept: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for name, value in given.items():
        if name in TEXTS:
            kept[name] = _text(name, value, problems)
        elif name in AMOUNTS:
            kept[name] = _amount(name, value, problems)
        elif name == "jobs":
            kept[name] = _jobs(value, problems)
        elif name == "tags":
            kept[name] = _tags(value, problems)
        elif name == "city":
            kept[name] = _city(value, problems)
        elif name in ("sector", "source"):
            choices = Sector if name == "sector" else Source
            kept[name] = value
            if value not in choices.values:
                problems[name] = [_("Choose one from the list.")]
        else:
            raise TypeError(name)
    if "name" in kept and not kept["name"]:
        problems["name"] = [_("Please write something.")]
    whole, fixed = kept.get("investment_wan"), kept.get("fixed_wan")
    if whole is not None and fixed is not None and fixed > whole and "fixed_wan" not in problems:
        problems["fixed_wan"] = [_("More than the total investment.")]
    return kept, problems


def plain(text: Any) -> str:
    """Text without what the database cannot keep, trimmed."""
    return str(text or "").replace("\x00", "").strip()


def _text(name: str, value: Any, problems: dict[str, list[str]]) -> str:
    text, most = plain(value), TEXTS[name]
    if len(text) > most:
        problems[name] = [_("At most %(most)s characters.") % {"most": most}]
    return text


def _amount(name: str, value: Any, problems: dict[str, list[str]]) -> Decimal | None:
    if value is None or value == "":
        return None
    number = Decimal(value)
    most = AMOUNTS[name]
    if not number.is_finite() or not 0 <= number < most:
        problems[name] = [_("A number from 0 to %(most)s.") % {"most": f"{most:,.0f}"}]
        return None
    return round(number, PLACES.get(name, 4))


def _jobs(value: Any, problems: dict[str, list[str]]) -> int | None:
    if value is None or value == "":
        return None
    if not 0 <= int(value) <= MOST_JOBS:
        problems["jobs"] = [_("A number from 0 to %(most)s.") % {"most": f"{MOST_JOBS:,}"}]
        return None
    return int(value)


def _tags(value: Any, problems: dict[str, list[str]]) -> list[str]:
    tags = list(dict.fromkeys(tag for tag in map(plain, value or []) if tag))
    if len(tags) > MOST_TAGS or any(len(tag) > 20 for tag in tags):
        problems["tags"] = [_("At most %(most)s words of 20 characters.") % {"most": MOST_TAGS}]
        return []
    return tags


def _city(value: Any, problems: dict[str, list[str]]) -> str:
    word = plain(value)
    if not word:
        return ""
    city = find(word)
    if city is None:
        problems["city"] = [_("This city is not in the list.")]
        return ""
    return city.code


def day_problem(day: date | None, name: str) -> dict[str, list[str]]:
    """A day beyond any calendar is a slip of the pen."""
    if day is not None and not date(1990, 1, 1) <= day <= LAST_DAY:
        return {name: [_("Please check the year.")]}
    return {}

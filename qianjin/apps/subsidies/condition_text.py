"""条件文字 Conditions as lines of text, for tables: written in the reader's language, read in both.

营业收入 ≥ 2000
甲组：研发投入占营业收入比重 ≥ 3
甲组：企业资质 任一 高新技术企业、专精特新中小企业
产业 = 汽车及零部件、航空
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils import translation

from .choices import NUMBERS, Comparator, FactField, Group
from .sentences import LABELS, number

_SIGNS = {
    Comparator.AT_LEAST: ("≥", ">=", "不低于", "不少于"),
    Comparator.AT_MOST: ("≤", "<=", "不高于", "不超过"),
    Comparator.ONE_OF: ("=", "＝", "为"),
    Comparator.HAS_ANY: ("任一", "any"),
    Comparator.HAS_ALL: ("全部", "all"),
}
_PREFIXES = {Group.A: ("甲组", "甲", "A"), Group.B: ("乙组", "乙", "B")}
_LINE = re.compile(
    r"^\s*(?:(?P<group>甲组|乙组|甲|乙|[AaBb])\s*[:：]\s*)?(?P<field>.+?)\s*"
    r"(?P<sign>≥|>=|不低于|不少于|≤|<=|不高于|不超过|=|＝|\s任一\s|\sany\s|\s全部\s|\sall\s|为)"
    r"\s*(?P<values>.+?)\s*$"
)
_BETWEEN = re.compile(r"[、,，;；/]")
_NUMBER = re.compile(r"^([\d,]*\.?\d+)")


class UnreadableLine(ValueError):
    """``str()`` is the line that says no condition."""


def written(conditions: Iterable[Mapping[str, Any]]) -> str:
    """One line for each condition."""
    return "\n".join(_line(one) for one in conditions)


def _line(condition: Mapping[str, Any]) -> str:
    field, comparator = condition["field"], Comparator(condition["comparator"])
    group = condition["group"]
    prefix = f"{_PREFIXES[Group(group)][0]}：" if group else ""
    if field in NUMBERS:
        values = number(condition["values"][0]).replace(",", "")
    else:
        values = "、".join(str(LABELS[field][code]) for code in condition["values"])
    return f"{prefix}{FactField(field).label} {_SIGNS[comparator][0]} {values}"


def read(text: str) -> list[dict[str, Any]]:
    """
    The conditions of a cell; ``planning.checked`` judges them.

    :raises UnreadableLine: a line that is none.
    """
    return [_read(line) for line in text.splitlines() if line.strip()]


def _read(line: str) -> dict[str, Any]:
    match = _LINE.match(line)
    field = _words()[0].get(_plain(match["field"])) if match else None
    if match is None or field is None:
        raise UnreadableLine(line.strip())
    sign = match["sign"].strip()
    comparator = next(code for code, signs in _SIGNS.items() if sign in signs)
    group = next(
        (
            code.value
            for code, names in _PREFIXES.items()
            if (match["group"] or "").upper() in names
        ),
        "",
    )
    parts = [part.strip() for part in _BETWEEN.split(match["values"]) if part.strip()]
    if field in NUMBERS:
        found = _NUMBER.match(match["values"].replace("，", ","))
        values = [found[1].replace(",", "")] if found else []
    else:
        known = _words()[1][field]
        values = [known.get(_plain(part), "") for part in parts]
    if not values or "" in values:
        raise UnreadableLine(line.strip())
    return {"field": field, "comparator": comparator.value, "values": values, "group": group}


@cache
def _words() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Names of fields, and of the choices of each, in both languages and as codes."""
    fields: dict[str, str] = {}
    choices: dict[str, dict[str, str]] = {field: {} for field in LABELS}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for field in FactField:
                fields[_plain(str(field.label))] = fields[field.value] = field.value
            for name, known in LABELS.items():
                for code, label in known.items():
                    choices[name][_plain(str(label))] = choices[name][code] = code
    return fields, choices


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"']", "", text).lower()

"""What the fields of a prospect firm, a contact and a tie must look like; used by forms, tables,
cards and programs alike. Nothing here asks the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.checks import code_sentence, one_line
from qianjin.apps.enterprises.choices import Sector
from qianjin.units import credit_code as codes

from . import planning
from .choices import Basis, Size, Source

ORGANISATION_FIELDS = (
    "name",
    "other_names",
    "sector",
    "city",
    "size",
    "credit_code",
    "source",
    "tags",
    "note",
)
CONTACT_FIELDS = (
    "name",
    "post",
    "phones",
    "wechat",
    "email",
    "city",
    "source",
    "met_where",
    "met_on",
    "basis",
    "consent_on",
    "retain_until",
    "tags",
    "note",
)
RETAIN_DAYS = 3 * 365
"""
How long a contact is kept when nothing else is said: 个人信息保护法, article 19, asks for the
shortest time the purpose needs, and the park's longest courtship took three to four years; every
renewal is an act of its own. To be calibrated by the park 【推】.
"""
LIMITS = {"name": 120, "post": 60, "wechat": 40, "email": 254, "city": 40, "met_where": 80}
NOTE = 4000
MOST_PHONES, MOST_TAGS, MOST_NAMES, TAG = 6, 10, 8, 20
FIRST_DAY = date(2000, 1, 1)
LONGEST_DAYS = 10 * 366

Problems = dict[str, list[str]]

_SEPARATORS = re.compile(r"[,，;；、\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_CITY_END = re.compile(r"(?<=..)市$")


def clean(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """
    Fields as they are kept: one line each, lists of names, tags and numbers without doubles.

    :raises TypeError: a key is none of ``fields``.
    """
    if strange := values.keys() - set(fields):
        raise TypeError(f"not fields of this entry: {', '.join(sorted(strange))}")
    kept: dict[str, Any] = {}
    for field, value in values.items():
        if field == "note":
            kept[field] = _CONTROL.sub(" ", str(value or "")).strip()
        elif field == "phones":
            kept[field] = _phones(value)
        elif field in {"tags", "other_names"}:
            kept[field] = _list(value)
        elif field == "credit_code":
            kept[field] = codes.normalise(value or "")
        elif field == "city":
            kept[field] = _CITY_END.sub("", one_line(str(value or "")))
        else:
            kept[field] = one_line(value) if isinstance(value, str) else value
    return kept


def organisation_problems(values: Mapping[str, Any]) -> Problems:
    """What is wrong with cleaned fields of a firm, by field, in the reader's language."""
    found: Problems = {}
    if "name" in values and len(planning.normalise(values["name"])) < 2:
        found["name"] = [_("A firm needs a name of two characters at least.")]
    _common(values, found)
    if values.get("credit_code") and (wrong := codes.check(values["credit_code"])):
        found["credit_code"] = [code_sentence(wrong)]
    _one_of(values, found, ("sector", Sector), ("size", Size), ("source", Source))
    names = values.get("other_names") or []
    if len(names) > MOST_NAMES or any(len(name) > LIMITS["name"] for name in names):
        found["other_names"] = [
            _("At most %(most)d other names of %(limit)d characters.")
            % {"most": MOST_NAMES, "limit": LIMITS["name"]}
        ]
    return found


def contact_problems(values: Mapping[str, Any], *, today: date) -> Problems:
    """What is wrong with cleaned fields of a contact, by field, in the reader's language."""
    found: Problems = {}
    if "name" in values and not planning.normalise(values["name"]):
        found["name"] = [_("A contact needs a name.")]
    _common(values, found)
    _one_of(values, found, ("source", Source), ("basis", Basis))
    _numbers(values.get("phones") or [], found)
    if values.get("email"):
        try:
            validate_email(values["email"])
        except ValidationError:
            found["email"] = [_("“%(mail)s” is not a mail address.") % {"mail": values["email"]}]
    for field in ("met_on", "consent_on"):
        day = values.get(field)
        if isinstance(day, date) and not FIRST_DAY <= day <= today:
            found[field] = [_("This day must lie between 2000 and today.")]
    last = values.get("retain_until")
    if isinstance(last, date) and (last - today).days > LONGEST_DAYS:
        found["retain_until"] = [_("Nobody is kept for more than ten years at once.")]
    if values.get("basis") == Basis.CONSENT and not values.get("consent_on"):
        found["consent_on"] = [_("When did the person agree?")]
    return found


def _phones(value: Any) -> list[str]:
    """Numbers in their one form; what cannot be read stays as it was typed, to be told of."""
    parts = _SEPARATORS.split(value) if isinstance(value, str) else list(value or ())
    found: list[str] = []
    for part in parts:
        text = one_line(str(part))
        read = planning.phones(text)
        doubtful = planning.phones_doubtful(text)
        found += read if read and not doubtful else ([text] if text else [])
    return list(dict.fromkeys(found))


def _numbers(numbers: list[str], found: Problems) -> None:
    wrong = [n for n in numbers if planning.phones(n) != [n]]
    if wrong:
        found["phones"] = [
            _("“%(number)s” is not a telephone number.") % {"number": number} for number in wrong
        ]
    elif len(numbers) > MOST_PHONES:
        found["phones"] = [_("At most %(most)d numbers.") % {"most": MOST_PHONES}]


def _list(value: Any) -> list[str]:
    parts = _SEPARATORS.split(value) if isinstance(value, str) else list(value or ())
    return list(dict.fromkeys(text for part in parts if (text := one_line(str(part)))))


def _common(values: Mapping[str, Any], found: Problems) -> None:
    for field, limit in LIMITS.items():
        if len(values.get(field) or "") > limit:
            found.setdefault(field, []).append(
                _("At most %(limit)d characters fit here.") % {"limit": limit}
            )
    if len(values.get("note") or "") > NOTE:
        found["note"] = [_("At most %(limit)d characters fit here.") % {"limit": NOTE}]
    tags = values.get("tags") or []
    if len(tags) > MOST_TAGS or any(len(tag) > TAG for tag in tags):
        found["tags"] = [
            _("At most %(most)d tags of %(limit)d characters.") % {"most": MOST_TAGS, "limit": TAG}
        ]


def _one_of(values: Mapping[str, Any], found: Problems, *asked: tuple[str, Any]) -> None:
    for field, choices in asked:
        if field in values and values[field] not in choices.values:
            found[field] = [_("“%(value)s” is not one of the choices.") % {"value": values[field]}]

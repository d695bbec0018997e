"""What the fields of an enterprise, a contact and a year must look like; used by forms, the
import and the command line alike. Nothing here asks the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from qianjin.units import credit_code as codes
from qianjin.units import industry

from .choices import EnterpriseStatus, Sector, Tier

FIELDS = (
    "name",
    "short_name",
    "credit_code",
    "industry",
    "sector",
    "tier",
    "status",
    "address",
    "opened_on",
)
CONTACT_FIELDS = ("name", "post", "phone", "email", "is_primary")
FIGURE_FIELDS = (
    "output_wan",
    "revenue_wan",
    "tax_wan",
    "employees",
    "land_mu",
    "energy_tce",
    "rnd_wan",
)

LIMITS = {"name": 120, "short_name": 40, "address": 120}
CONTACT_LIMITS = {"name": 40, "post": 40, "phone": 20, "email": 254}
FIRST_YEAR = 1949
MOST = {
    "output_wan": Decimal(10) ** 12,
    "revenue_wan": Decimal(10) ** 12,
    "tax_wan": Decimal(10) ** 12,
    "rnd_wan": Decimal(10) ** 12,
    "land_mu": Decimal(10) ** 8,
    "energy_tce": Decimal(10) ** 10,
    "employees": Decimal(10) ** 7,
}
"""Figures from these on are typing mistakes (and the columns could not hold them)."""

Problems = dict[str, list[str]]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,18}")


def one_line(text: str) -> str:
    """Text without control characters, line breaks and doubled blanks."""
    return " ".join(_CONTROL.sub(" ", text).split())


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an enterprise as they are kept; keys that are none are refused.

    :raises TypeError: a key is not a field of an enterprise.
    """
    strange = values.keys() - set(FIELDS)
    if strange:
        raise TypeError(f"not fields of an enterprise: {', '.join(sorted(strange))}")
    kept = {
        key: one_line(value) if isinstance(value, str) else value for key, value in values.items()
    }
    if "credit_code" in kept:
        kept["credit_code"] = codes.normalise(kept["credit_code"])
    if kept.get("industry"):
        found = industry.find(kept["industry"])
        # One spelling in the book, so that an index finds a division by its first characters.
        kept["industry"] = found.full_code if found else kept["industry"]
    return kept


def problems_of(values: Mapping[str, Any]) -> Problems:
    """What is wrong with cleaned fields, by field, in the reader's language."""
    found: Problems = {}
    if "name" in values and not values["name"]:
        found["name"] = [_("An enterprise needs a name.")]
    _too_long(values, LIMITS, found)
    if values.get("credit_code") and (wrong := codes.check(values["credit_code"])):
        found["credit_code"] = [code_sentence(wrong)]
    if values.get("industry") and industry.find(values["industry"]) is None:
        found["industry"] = [
            _("“%(code)s” is not in GB/T 4754-2017.") % {"code": values["industry"]}
        ]
    for field, choices in (("sector", Sector), ("tier", Tier), ("status", EnterpriseStatus)):
        if field in values and values[field] not in choices.values:
            found[field] = [_("“%(value)s” is not one of the choices.") % {"value": values[field]}]
    opened = values.get("opened_on")
    if isinstance(opened, date) and opened.year < FIRST_YEAR:
        found["opened_on"] = [_("This year cannot be right.")]
    return found


def code_sentence(finding: codes.Finding) -> str:
    """A finding about a credit code, worded in the reader's language."""
    return _(finding.sentence) % finding.params


def clean_contact(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a contact as they are kept.

    :raises TypeError: a key is not a field of a contact.
    """
    strange = values.keys() - set(CONTACT_FIELDS)
    if strange:
        raise TypeError(f"not fields of a contact: {', '.join(sorted(strange))}")
    kept = {
        key: one_line(value) if isinstance(value, str) else value for key, value in values.items()
    }
    if "phone" in kept:
        kept["phone"] = phone(kept["phone"])
    return kept


def phone(text: str) -> str:
    """A telephone number with half-width digits and one kind of dash."""
    half = unicodedata.normalize("NFKC", text)
    return one_line(re.sub(r"[\u2010-\u2015\u2212—]", "-", half))


def contact_problems(values: Mapping[str, Any]) -> Problems:
    """What is wrong with the cleaned fields of a contact."""
    found: Problems = {}
    if "name" in values and not values["name"]:
        found["name"] = [_("A contact needs a name.")]
    _too_long(values, CONTACT_LIMITS, found)
    if values.get("phone") and not _PHONE.fullmatch(values["phone"]):
        found.setdefault("phone", []).append(
            _("“%(number)s” is not a telephone number.") % {"number": values["phone"]}
        )
    if values.get("email"):
        try:
            validate_email(values["email"])
        except ValidationError:
            found["email"] = [_("“%(mail)s” is not a mail address.") % {"mail": values["email"]}]
    return found


def figure_problems(values: Mapping[str, Any]) -> Problems:
    """What is wrong with the figures of one year; ``None`` means not reported."""
    strange = values.keys() - set(FIGURE_FIELDS)
    if strange:
        raise TypeError(f"not yearly figures: {', '.join(sorted(strange))}")
    found: Problems = {}
    for field, value in values.items():
        if value is None:
            continue
        if value < 0:
            found[field] = [_("This figure cannot be negative.")]
        elif value >= MOST[field]:
            found[field] = [_("This figure is too large to be right.")]
    return found


def year_problem(year: int, *, today: date) -> str:
    """Why figures cannot be entered for a year; empty when they can."""
    if FIRST_YEAR <= year <= today.year:
        return ""
    return _("The year must lie between %(first)d and %(last)d.") % {
        "first": FIRST_YEAR,
        "last": today.year,
    }


def _too_long(values: Mapping[str, Any], limits: Mapping[str, int], found: Problems) -> None:
    for field, limit in limits.items():
        if len(values.get(field) or "") > limit:
            found.setdefault(field, []).append(
                _("At most %(limit)d characters fit here.") % {"limit": limit}
            )

"""What conditions, findings and notices say, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.apps.enterprises.labels import FIELD_LABELS, FIGURE_LABELS

from .choices import NUMBERS, UNITS, Comparator, FactField, Group, QualificationKind

NOTICES = {
    "subsidies.told": gettext_lazy(
        "A support scheme may be for you: %(title)s (%(issuer)s). Applications until %(closes)s."
    ),
    "subsidies.told_open": gettext_lazy("A support scheme may be for you: %(title)s (%(issuer)s)."),
    "subsidies.closing": gettext_lazy(
        "%(enterprise)s has not filed its claim yet: %(title)s. Applications end on %(closes)s."
    ),
    "subsidies.filed": gettext_lazy("%(enterprise)s has filed its claim: %(title)s."),
    "subsidies.review": gettext_lazy("The claim now lies with the bureau: %(title)s."),
    "subsidies.sent_back": gettext_lazy("Please complete the claim: %(title)s. %(words)s"),
    "subsidies.approved": gettext_lazy(
        "Approved: %(amount)s (10,000 yuan) for the claim %(title)s."
    ),
    "subsidies.paid": gettext_lazy("Paid: %(amount)s (10,000 yuan) for the claim %(title)s."),
    "subsidies.refused": gettext_lazy("The claim was refused: %(title)s. %(words)s"),
    "subsidies.silent": gettext_lazy(
        "No news from the bureau for thirty days: %(enterprise)s, %(title)s."
    ),
    "subsidies.unpaid": gettext_lazy(
        "Approved thirty days ago and not paid in full: %(enterprise)s, %(title)s."
    ),
}
LABELS: dict[str, Mapping[str, Any]] = {
    FactField.SECTOR: {known.value: known.label for known in Sector},
    FactField.TIER: {known.value: known.label for known in Tier},
    FactField.QUALIFICATIONS: {known.value: known.label for known in QualificationKind},
}
_ASKED = {
    Comparator.AT_LEAST: pgettext_lazy("condition", "%(field)s at least %(value)s %(unit)s"),
    Comparator.AT_MOST: pgettext_lazy("condition", "%(field)s at most %(value)s %(unit)s"),
    Comparator.ONE_OF: pgettext_lazy("condition", "%(field)s: %(value)s"),
    Comparator.HAS_ANY: pgettext_lazy("condition", "%(field)s: one of %(value)s"),
    Comparator.HAS_ALL: pgettext_lazy("condition", "%(field)s: all of %(value)s"),
}


def number(value: Decimal | str | int) -> str:
    """A number without zeros that say nothing, at most two decimals."""
    rounded = round(Decimal(value), 2)
    text = format(rounded, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal | int | None) -> str:
    """万元 to the yuan, without zeros that say nothing; empty for nothing."""
    if value is None:
        return ""
    text = format(round(Decimal(value), 4), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Decimal | None) -> str:
    """The same without separators, as a field of a form takes it."""
    return money(value).replace(",", "")


def condition_words(condition: Mapping[str, Any]) -> str:
    """One condition as a sentence, for instance 营业收入不低于2,000万元."""
    field = condition["field"]
    if field in NUMBERS:
        value = number(condition["values"][0])
    else:
        value = _listed(LABELS[field].get(code, code) for code in condition["values"])
    unit = UNITS.get(field, "")
    told = _ASKED[Comparator(condition["comparator"])] % {
        "field": FactField(field).label,
        "value": value,
        "unit": unit,
    }
    return str(told).strip()


def condition_groups(conditions: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """The conditions for a person: the group's name (empty: must hold) and its sentences."""
    found: dict[str, list[str]] = {}
    for condition in conditions:
        found.setdefault(condition["group"], []).append(condition_words(condition))
    return [(str(Group(key).label) if key else "", words) for key, words in sorted(found.items())]


def finding_words(field: str, found: Any, asked: Iterable[Any] = ()) -> str:
    """What is known of a field, for the reason beside a condition; empty when nothing is.

    Of qualifications only those ``asked`` for, where there are any.
    """
    if found is None:
        return ""
    if field == FactField.QUALIFICATIONS:
        wanted = set(asked) or set(found)
        held = [LABELS[field].get(kind, kind) for kind in found if found[kind] and kind in wanted]
        return _listed(held) or pgettext("qualifications", "none known")
    if field in LABELS:
        return str(LABELS[field].get(found, found))
    return pgettext("amount", "%(number)s %(unit)s") % {
        "number": number(found),
        "unit": UNITS[field],
    }


def input_words(name: str, year: int) -> str:
    """What is to be filled in, with its year: 2025年营业收入（万元）."""
    if name.startswith("mark:"):
        kind = str(LABELS[FactField.QUALIFICATIONS].get(name[5:], name[5:]))
        return _("whether it is: %(kind)s") % {"kind": kind}
    if name == "opened_on":
        return str(FIELD_LABELS["opened_on"])
    return _("%(figure)s of %(year)s") % {"figure": FIGURE_LABELS[name], "year": year}


def _listed(words: Iterable[Any]) -> str:
    return pgettext("between two names", ", ").join(str(word) for word in words)

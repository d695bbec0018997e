"""How suspected duplicates and the choice between two entries are worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.enterprises.labels import FIELD_LABELS
from qianjin.apps.enterprises.selectors import Suspicion, Weight
from qianjin.apps.enterprises.sentences import AGAINST, likeness
from qianjin.ui.shapes import Tag

from . import words

SURE = 0.95
LIKELY = 0.5
"""Below this two names have nothing in common worth saying."""


def suspicion(pair: Suspicion) -> dict[str, Any]:
    """A pair with its reasons; those against are told apart by tone and place."""
    told = (r for r in pair.reasons if r[0] != "similar" or pair.score >= LIKELY)
    reasons = sorted(told, key=lambda reason: reason[0] in AGAINST)
    return {
        "one": pair.one,
        "other": pair.other,
        "one_head": words.head(pair.one),
        "other_head": words.head(pair.other),
        "percent": _("%(percent)d %% alike") % {"percent": round(pair.score * 100)},
        "tone": "active" if pair.score >= SURE else "waiting",
        "reasons": [
            Tag(likeness(code, subject), "at_risk" if code in AGAINST else "")
            for code, subject in reasons
        ],
    }


def side(name: str, firm: Any, weight: Weight, requests: str) -> dict[str, Any]:
    """One of the two entries with what hangs on it."""
    comma = pgettext("between two names", ", ")
    return {
        "name": name,
        "firm": firm,
        "contacts": comma.join(weight.contacts),
        "years": comma.join(str(year) for year in weight.years),
        "requests": requests,
    }


def fields(one: Any, other: Any, told: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields line by line; where the two differ one is chosen, a filled one before an empty."""
    names = {firm.officer_id: firm.officer.name for firm in (one, other) if firm.officer}
    return [
        {
            "key": field,
            "label": str(FIELD_LABELS[field]),
            "one": words.value_words(field, mine, names),
            "other": words.value_words(field, theirs, names),
            "differs": mine != theirs,
            "chosen": told.get(f"take_{field}") or ("other" if _is_poor(field, mine) else "one"),
        }
        for field, mine, theirs in _values(one, other)
    ]


def _values(one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in FIELD_LABELS:
        key = "officer_id" if field == "officer" else field
        yield field, getattr(one, key), getattr(other, key)


def _is_poor(field: str, value: Any) -> bool:
    """Whether a value says nothing, so that the other entry's is the better guess."""
    return value in (None, "") or (field == "sector" and value == "other")


def chosen_values(told: Mapping[str, str], pair: Mapping[str, Any], kept: Any) -> dict[str, Any]:
    """The fields that are taken from the entry that is merged away."""
    found: dict[str, Any] = {}
    for field in FIELD_LABELS:
        taken = pair.get(told.get(f"take_{field}", ""), kept)
        if taken is not kept:
            key = "officer_id" if field == "officer" else field
            found[key] = getattr(taken, key)
    return found


def seen_versions(told: Mapping[str, str], pair: Mapping[str, Any]) -> dict[int, int]:
    """Which version of each entry the person has looked at."""
    versions = {name: told.get(f"version_{name}", "") for name in pair}
    return {
        firm.pk: int(versions[name]) if versions[name].isdecimal() else 0
        for name, firm in pair.items()
    }

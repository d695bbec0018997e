"""What an entry of the trail says about the act, with the names of the fields people know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.accounts.choices import Role
from qianjin.apps.desk.choices import (
    Aim,
    AmountUnit,
    Channel,
    Level,
    Light,
    RatingReason,
    RequestKind,
    RequestStatus,
    Stage,
)
from qianjin.apps.desk.hands import Rung
from qianjin.apps.enterprises import labels
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, Tier
from qianjin.apps.parks.choices import UnitKind

LABELS: dict[str, Any] = {
    **labels.FIGURE_LABELS,
    **labels.CONTACT_LABELS,
    **labels.FIELD_LABELS,
    "name": pgettext_lazy("thing", "Name"),
    "name_zh": gettext_lazy("Chinese name"),
    "name_en": gettext_lazy("English name"),
    "number_prefix": gettext_lazy("Prefix of document numbers"),
    "time_zone": gettext_lazy("Time zone"),
    "parent": gettext_lazy("Part of"),
    "position": gettext_lazy("Place in lists"),
    "kind": gettext_lazy("Type"),
    "level": gettext_lazy("Level"),
    "role": gettext_lazy("Role"),
    "unit": gettext_lazy("Section or unit"),
    "from": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "day": gettext_lazy("Day"),
    "on": gettext_lazy("Day"),
    "year": gettext_lazy("Year"),
    "source": gettext_lazy("Source"),
    "text": gettext_lazy("Text"),
    "enterprise": gettext_lazy("Enterprise"),
    "deputy": gettext_lazy("Who stands in"),
    "days": gettext_lazy("Valid for (days)"),
    "read_only": gettext_lazy("Reads only"),
    "is_working": gettext_lazy("Working day"),
    "fields": gettext_lazy("Fields"),
    "filters": gettext_lazy("Filters"),
    "rows": gettext_lazy("Rows"),
    "entries": gettext_lazy("Entries"),
    "count": gettext_lazy("How many"),
    "origin": gettext_lazy("Taken from"),
    "version": gettext_lazy("Version"),
    "stage": gettext_lazy("Stage"),
    "stages": gettext_lazy("Stages"),
    "due_at": gettext_lazy("Due"),
    "rung": gettext_lazy("Rung of the ladder"),
    "channel": gettext_lazy("How"),
    "score": gettext_lazy("Score"),
    "language": gettext_lazy("Language"),
    "clocks_moved": gettext_lazy("Due times moved"),
    "milestone": gettext_lazy("Next milestone"),
    "milestone_on": gettext_lazy("Milestone due"),
    "paused_minutes": gettext_lazy("Paused (working minutes)"),
    "reasons": gettext_lazy("Reasons"),
    "round": gettext_lazy("Round"),
    "to": gettext_lazy("Told"),
    "username": gettext_lazy("Sign-in name"),
    "phones": gettext_lazy("With telephone numbers"),
}
"""What the keys of a detail are called; a key that is not here is shown as it is."""

WORDS: dict[str, tuple[Any, ...]] = {
    "kind": (RequestKind, UnitKind),
    "level": (Level,),
    "stage": (Stage,),
    "status": (EnterpriseStatus, RequestStatus),
    "role": (Role,),
    "tier": (Tier,),
    "sector": (Sector,),
    "rung": (Rung,),
    "channel": (Channel,),
    "aim": (Aim,),
    "light": (Light,),
    "reasons": (RatingReason,),
}
"""Where the words for codes come from, by the key they stand under."""
SIDES = ("before", "after")


class Change(NamedTuple):
    """One field that is not what it was."""

    label: str
    before: str
    after: str


def label_of(key: str) -> str:
    """What a key is called in the reader's language."""
    return str(LABELS.get(key, key))


def changes(detail: Mapping[str, Any]) -> list[Change]:
    """
    Field by field what was and what is since, where the act kept it.

    Some acts say only ``before`` of their own, what is since stands beside it.
    """
    before, after = (dict(detail[side]) if _is_side(detail, side) else {} for side in SIDES)
    if before and "after" not in detail:
        after = {key: detail[key] for key in before if key in detail}
    return [
        Change(label_of(key), said(key, before.get(key)), said(key, after.get(key)))
        for key in dict.fromkeys((*before, *after))
    ]


def facts(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything else the act wrote down, empty values left out."""
    compared = detail["before"] if _is_side(detail, "before") and "after" not in detail else {}
    return [
        (label_of(key), said(key, value))
        for key, value in sorted(detail.items())
        if not _is_side(detail, key) and key not in compared and value not in (None, "", [], {})
    ]


def said(key: str, value: Any) -> str:
    """One value as people read it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return " · ".join(f"{label_of(name)}: {said(name, inner)}" for name, inner in value.items())
    if key == "stages":
        return " · ".join(_stage(*stage) for stage in value)
    if isinstance(value, list):
        return " · ".join(label_of(v) if key == "fields" else said(key, v) for v in value)
    for choices in WORDS.get(key, ()):
        if value in choices.values:
            return str(choices(value).label)
    return _moment(value) if isinstance(value, str) else str(value)


def _stage(stage: str, level: str, amount: int, unit: str) -> str:
    named = f"{said('stage', stage)} {amount} {AmountUnit(unit).label}"
    return f"{named} ({said('level', level)})" if level else named


def _moment(value: str) -> str:
    found: date | datetime | None = None
    try:
        found = parse_date(value) or parse_datetime(value)
    except ValueError:  # looks like a moment and is none
        return value
    if isinstance(found, datetime):
        found = timezone.localtime(found) if timezone.is_aware(found) else found
        return formats.date_format(found, "Y-m-d H:i")
    return found.isoformat() if found else value


def _is_side(detail: Mapping[str, Any], key: str) -> bool:
    return key in SIDES and isinstance(detail.get(key), Mapping)

"""并征收 Steps and villages of several acquisitions as those of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from qianjin.apps.land.choices import ParcelState
from qianjin.apps.land.models import Parcel

from ..choices import Online
from ..models import Acquisition, ParcelStep, VillagePart
from ..refusals import NotTogether
from .traces import plain

COUNTS = ("households", "members", "due", "signed", "vacated", "paid", "open_objections")
_STILL_TO_ACQUIRE = (ParcelState.PLANNED, ParcelState.ACQUIRING)
_LEAST_ONLINE = (Online.BACK, Online.NONE, Online.SENT, Online.PASSED)

Key = tuple[str, int | None]


def join_steps(rows: Sequence[Acquisition], old: Sequence[Parcel], heir: Parcel) -> None:
    """
    Each step with the latest days of those that have it, done where all ground has it done.

    Days that do not hold for the whole are kept in words.
    """
    villages = {row.parcel_id: set(row.parts.values_list("village_id", flat=True)) for row in rows}
    found: defaultdict[Key, dict[int, ParcelStep]] = defaultdict(dict)
    for step in ParcelStep.objects.filter(parcel__in=old).select_related("parcel"):
        found[step.code, step.village_id][step.parcel_id] = step
    for (_code, village), steps in found.items():
        needing = [
            parcel.pk
            for parcel in old
            if parcel.state in _STILL_TO_ACQUIRE
            and (village is None or village in villages.get(parcel.pk, {village}))
        ]
        kept, *others = steps.values()
        there = [steps.get(pk) for pk in needing] or [kept]
        days = {(step.begun_on, step.done_on) for step in steps.values()}
        if len(days) > 1 or None in there:
            kept.words = plain("；".join(_told(step) for step in steps.values()))
        documents = dict.fromkeys(step.document for step in steps.values() if step.document)
        kept.document = plain("；".join(documents), 80)
        kept.online = min(
            (Online(step.online) if step else Online.NONE for step in there),
            key=_LEAST_ONLINE.index,
        )
        kept.begun_on = _latest([step.begun_on if step else None for step in there])
        kept.done_on = _latest([step.done_on if step else None for step in there])
        ParcelStep.objects.filter(pk__in=[step.pk for step in others]).delete()
        kept.parcel = heir
        kept.save()


def _latest(days: Sequence[date | None]) -> date | None:
    """The last of them; none while one is open."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _told(step: ParcelStep) -> str:
    span = f"{step.begun_on or '…'} ~ {step.done_on or '…'}"
    return " ".join(part for part in (step.parcel.number, span, step.words) if part)


def join_parts(base: Acquisition, rest: Sequence[Acquisition]) -> dict[str, Any]:
    """
    Villages of all in one acquisition, with everything entered of them; what each had before.

    :raises NotTogether: households of a village have vacated, others are not paid in full.
    """
    kept = {part.village_id: part for part in base.parts.select_related("village")}
    before = [_counts(part) for part in kept.values()]
    for row in rest:
        for part in row.parts.select_related("village"):
            before.append(_counts(part))
            one = kept.setdefault(part.village_id, part)
            if one is part:
                part.acquisition = base
                part.save(update_fields=["acquisition"])
            else:
                _add(one, part)
    return {"parts": before}


def _add(one: VillagePart, other: VillagePart) -> None:
    for name in COUNTS:
        setattr(one, name, getattr(one, name) + getattr(other, name))
    if one.vacated and one.paid != one.due:
        raise NotTogether(village=one.village.name)
    met = [day for day in (one.last_met_on, other.last_met_on) if day]
    one.last_met_on, one.version = max(met, default=None), one.version + 1
    one.save()
    for entries in (other.entries, other.objections, other.meetings):
        entries.update(part=one)
    other.delete()


def _counts(part: VillagePart) -> dict[str, Any]:
    told: dict[str, Any] = {"acquisition": part.acquisition_id, "village": part.village.code}
    for name in COUNTS:
        value = getattr(part, name)
        told[name] = str(value) if isinstance(value, Decimal) else value
    return told

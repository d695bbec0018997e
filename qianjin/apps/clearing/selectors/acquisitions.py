"""征收提问 Acquisitions by village and by parcel; the only doors to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Park, Unit
from qianjin.units.refusals import Missing

from ..choices import AcquisitionState
from ..models import (
    Acquisition,
    AwaitedWorks,
    CountEntry,
    Hearing,
    Meeting,
    Objection,
    ParcelStep,
    ReadyDate,
    VillagePart,
)
from ..planning import ready as planning
from ..planning.days import Days, days_of
from ..steps import Step

PAGE = 25
MOST_VILLAGES = 200
LATEST = 30


def parts_for(actor: Actor) -> QuerySet[VillagePart]:
    """The parts of villages the actor sees: the office all, a liaison those of the own unit."""
    rows = VillagePart.objects.filter(park_id=actor.park_id)
    scope = actor.scope(Capability.CLEARING_SEE)
    if scope == Scope.PARK:
        return rows
    if scope == Scope.UNIT:
        ours = actor.unit_ids
        return rows.filter(Q(village__in=ours) | Q(village__parent__in=ours))
    return rows.none()


def acquisitions_for(actor: Actor) -> QuerySet[Acquisition]:
    """The acquisitions the actor sees: a liaison those in which the own villages have a part."""
    rows = Acquisition.objects.filter(park_id=actor.park_id)
    if actor.scope(Capability.CLEARING_SEE) == Scope.PARK:
        return rows
    return rows.filter(pk__in=parts_for(actor).values("acquisition"))


def acquisition_for(actor: Actor, pk: int) -> Acquisition:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        acquisitions_for(actor)
        .filter(pk=pk)
        .select_related("parcel", "parcel__village", "parcel__ready", "park", "opened_by")
        .first()
    )
    if found is None:
        raise Missing
    return found


def acquisition_of(actor: Actor, parcel_id: int) -> Acquisition | None:
    """The acquisition of a parcel that is not stopped, if the actor sees one."""
    rows = acquisitions_for(actor).filter(parcel=parcel_id)
    return rows.exclude(state=AcquisitionState.STOPPED).first()


def part_for(actor: Actor, pk: int) -> VillagePart:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        parts_for(actor)
        .filter(pk=pk)
        .select_related("village", "acquisition", "acquisition__parcel", "acquisition__park")
        .first()
    )
    if found is None:
        raise Missing
    return found


def objection_for(actor: Actor, pk: int) -> Objection:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        Objection.objects.filter(pk=pk, part__in=parts_for(actor))
        .select_related("part", "part__acquisition", "part__village")
        .first()
    )
    if found is None:
        raise Missing
    return found


def _villages(actor: Actor) -> QuerySet[Unit]:
    units = Unit.objects.filter(park_id=actor.park_id, kind=UnitKind.VILLAGE)
    if actor.scope(Capability.CLEARING_SEE) != Scope.PARK:
        ours = actor.unit_ids
        units = units.filter(Q(pk__in=ours) | Q(parent__in=ours))
    return units


@dataclass(frozen=True, slots=True)
class VillageRow:
    """村看板一行 How far one village has come over all its parcels."""

    unit: Unit
    parcels: int
    households: int
    signed: int
    vacated: int
    due: Decimal
    paid: Decimal
    objections: int
    last_met_on: date | None
    likely: date | None
    blocked: int


def board(actor: Actor, *, town: int | None = None) -> list[VillageRow]:
    """
    村看板 Every village of the park (or of a town) with its acquisitions under way or vacated.

    Villages without any stand at the end: they are those one could begin with.
    """
    units = _villages(actor).filter(is_active=True)
    if town is not None:
        units = units.filter(parent=town)
    sums: dict[int, Any] = {
        row["village"]: row
        for row in parts_for(actor)
        .exclude(acquisition__state=AcquisitionState.STOPPED)
        .values("village")
        .annotate(
            parcels=Count("pk"),
            all=Sum("households"),
            in_all=Sum("signed"),
            gone=Sum("vacated"),
            owed=Sum("due"),
            given=Sum("paid"),
            against=Sum("open_objections"),
            met=Max("last_met_on"),
        )
    }
    dates = dict(
        Acquisition.objects.filter(
            park_id=actor.park_id, state=AcquisitionState.UNDER_WAY, parcel__ready__isnull=False
        )
        .values_list("parts__village")
        .annotate(last=Max("parcel__ready__likely"))
    )
    blocked = dict(
        ReadyDate.objects.filter(park_id=actor.park_id, blocker_unit__isnull=False)
        .values_list("blocker_unit")
        .annotate(many=Count("pk"))
    )
    found = []
    for unit in units.select_related("parent").order_by("position", "pk")[:MOST_VILLAGES]:
        row = sums.get(unit.pk, {})
        found.append(
            VillageRow(
                unit=unit,
                parcels=row.get("parcels", 0),
                households=row.get("all") or 0,
                signed=row.get("in_all") or 0,
                vacated=row.get("gone") or 0,
                due=row.get("owed") or Decimal(0),
                paid=row.get("given") or Decimal(0),
                objections=row.get("against") or 0,
                last_met_on=row.get("met"),
                likely=dates.get(unit.pk),
                blocked=blocked.get(unit.pk, 0),
            )
        )
    return sorted(found, key=lambda row: not row.parcels)


@dataclass(frozen=True, slots=True)
class AcquisitionRow:
    """征收一行 One acquisition in the list."""

    acquisition: Acquisition
    villages: list[str]
    households: int
    signed: int
    due: Decimal
    paid: Decimal
    objections: int
    ready: ReadyDate | None


def acquisitions_page(
    actor: Actor,
    *,
    before: str = "",
    state: str = "",
    village: int | None = None,
    size: int = PAGE,
) -> tuple[list[AcquisitionRow], str]:
    """One page of acquisitions, newest first, and the mark of the next page."""
    rows = acquisitions_for(actor).order_by("-pk")
    if state in AcquisitionState.values:
        rows = rows.filter(state=state)
    if village is not None:
        rows = rows.filter(pk__in=parts_for(actor).filter(village=village).values("acquisition"))
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    rows = rows.select_related("parcel", "parcel__ready", "parcel__ready__blocker_unit")
    found = list(rows.defer("parcel__shape")[: size + 1])
    shown = found[:size]
    parts: dict[int, list[VillagePart]] = {row.pk: [] for row in shown}
    for part in parts_for(actor).filter(acquisition__in=shown).select_related("village"):
        parts[part.acquisition_id].append(part)
    answer = [
        AcquisitionRow(
            acquisition=row,
            villages=[part.village.name for part in parts[row.pk]],
            households=sum(part.households for part in parts[row.pk]),
            signed=sum(part.signed for part in parts[row.pk]),
            due=sum((part.due for part in parts[row.pk]), Decimal(0)),
            paid=sum((part.paid for part in parts[row.pk]), Decimal(0)),
            objections=sum(part.open_objections for part in parts[row.pk]),
            ready=getattr(row.parcel, "ready", None),
        )
        for row in shown
    ]
    return answer, str(shown[-1].pk) if len(found) > size else ""


def parts_of(actor: Actor, acquisition: Acquisition) -> list[VillagePart]:
    """What each village has in an acquisition, of those the actor sees."""
    rows = parts_for(actor).filter(acquisition=acquisition).select_related("village")
    return list(rows.order_by("village__position", "pk"))


def steps_of(parcel_id: int) -> dict[tuple[str, int | None], ParcelStep]:
    """The steps entered for a parcel, by step and village."""
    rows = ParcelStep.objects.filter(parcel=parcel_id)
    return {(row.code, row.village_id): row for row in rows}


def objections_of(actor: Actor, acquisition: Acquisition) -> list[Objection]:
    """The objections of an acquisition, open ones first."""
    rows = Objection.objects.filter(
        part__acquisition=acquisition, part__in=parts_for(actor)
    ).select_related("part__village")
    return sorted(rows.order_by("-pk")[:LATEST], key=lambda row: row.state != "open")


def hearings_of(acquisition: Acquisition) -> list[Hearing]:
    """The hearings that were held."""
    rows = Hearing.objects.filter(acquisition=acquisition).select_related("village")
    return list(rows.order_by("-held_on", "-pk")[:LATEST])


def meetings_of(
    actor: Actor, *, acquisition: Acquisition | None = None, village: int | None = None
) -> list[Meeting]:
    """Who was met, the latest first; of one acquisition, one village, or all."""
    rows = Meeting.objects.filter(park_id=actor.park_id, part__in=parts_for(actor))
    if acquisition is not None:
        rows = rows.filter(part__acquisition=acquisition)
    if village is not None:
        rows = rows.filter(part__village=village)
    rows = rows.select_related("part__village", "part__acquisition__parcel")
    return list(rows.defer("part__acquisition__parcel__shape").order_by("-on", "-pk")[:LATEST])


def entries_of(actor: Actor, acquisition: Acquisition) -> list[CountEntry]:
    """The latest entries counted."""
    rows = CountEntry.objects.filter(
        part__acquisition=acquisition, part__in=parts_for(actor)
    ).select_related("part__village")
    return list(rows.order_by("-pk")[:LATEST])


def villages_of(actor: Actor) -> list[Unit]:
    """The villages that may have a part in land."""
    rows = Unit.objects.filter(park_id=actor.park_id, kind=UnitKind.VILLAGE, is_active=True)
    return list(rows.order_by("position", "pk")[:MOST_VILLAGES])


def towns_of(actor: Actor) -> list[Unit]:
    """The towns that have villages the actor sees."""
    rows = Unit.objects.filter(park_id=actor.park_id, parts__in=_villages(actor))
    return list(rows.distinct().order_by("position", "pk"))


def village_for(actor: Actor, pk: int) -> Unit:
    """:raises Missing: no such village of this park, or not this person's to see."""
    found = _villages(actor).filter(pk=pk).select_related("parent").first()
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """程序一览 Every gate of one parcel with its days, what it hangs on, and what would help."""

    ready: planning.Readiness
    granted: planning.Readiness
    levers: tuple[planning.Lever, ...]
    rules: dict[str, Step]
    deadlines: dict[str, date]
    """By the law: the last day on which an open gate has to be done, by its key."""
    awaited: list[AwaitedWorks]
    """Works of the park for which it waits, the last handed over first."""
    awaits: str
    """The one that is handed over last; empty when there is none."""


def way_of(park: Park, parcel_id: int, today: date) -> Way | None:
    """The way of a parcel of the book; ``None`` where it is closed."""
    facts = planning.facts_of(park.pk, [parcel_id]).get(parcel_id)
    if facts is None:
        return None
    rules, days = planning.rules_of(park.pk), days_of(park, today)
    granted = planning.granted_of(facts, rules, days, today)
    works = AwaitedWorks.objects.filter(park=park, parcel=parcel_id)
    return Way(
        awaited=list(works.order_by("-likely", "pk")),
        awaits=facts.awaited.name if facts.awaited else "",
        ready=planning.ready_of(facts, rules, days, today),
        granted=granted,
        levers=planning.levers_of(facts, rules, days, today),
        rules=rules,
        deadlines={
            gate.key: until
            for gate in granted.gates
            if not gate.is_done
            and (until := _deadline(facts, rules, days, planning.split(gate.key)[0])) is not None
        },
    )


def _deadline(facts: planning.Facts, rules: dict[str, Step], days: Days, code: str) -> date | None:
    """
    The ceiling of the law: counted from the day of approval, or from the day of a notice.
    """
    within = rules[code].within
    if within is None:
        return None
    begun, done = facts.entered.get((within.of, None), (None, None))
    start = begun if rules[within.of].is_floor else done
    return days.end(start, within.days, is_working=within.is_working) if start else None


def parcel_for(actor: Actor, pk: int) -> Parcel:
    """
    A parcel of the book whose way the actor sees: the office any, a liaison those being acquired.

    :raises Missing: absent, of another park, closed, or not this person's to see.
    """
    rows = Parcel.objects.filter(park_id=actor.park_id, closed_on=None, pk=pk)
    if actor.scope(Capability.CLEARING_SEE) != Scope.PARK:
        rows = rows.filter(pk__in=acquisitions_for(actor).values("parcel"))
    found = rows.select_related("park", "village", "ready", "ready__blocker_unit").first()
    if found is None:
        raise Missing
    return found


def parcel_by_number(actor: Actor, number: str) -> Parcel | None:
    """The open parcel of this number, for a form that asks for one."""
    rows = Parcel.objects.filter(park_id=actor.park_id, closed_on=None, number=number.strip())
    return rows.select_related("park", "village").first()

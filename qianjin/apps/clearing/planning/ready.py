"""就绪推算 Rows in, the days of every gate out, by the engine ``readiness``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Min, Q

from qianjin.apps.land.choices import STANDARD_LAND_LEAST, Origin, ParcelState, UtilityState
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park
from qianjin.engines.readiness import Dated, Gate, Lever, Readiness, last_of, levers, reckon

from ..choices import AcquisitionState, Basis, Counted, ObjectionState, Stage
from ..models import Acquisition, AwaitedWorks, ParcelStep, StepRule, VillagePart
from ..steps import Step, steps
from .days import Days, days_of

__all__ = [
    "DATED_STATES",
    "Awaited",
    "Dated",
    "Facts",
    "Lever",
    "Readiness",
    "awaited_of",
    "facts_of",
    "gates_of",
    "granted_of",
    "last_of",
    "levers_of",
    "ready_many",
    "ready_of",
    "rules_of",
    "split",
]

DATED_STATES = (ParcelState.PLANNED, ParcelState.ACQUIRING, ParcelState.ACQUIRED)
"""Parcels in these states have a day of readiness; others are on the market, or gone."""
_ACQUIRED_ALREADY = (ParcelState.ACQUIRED, ParcelState.LISTED, ParcelState.GRANTED)
_MUST_BE_THERE = ("power", "water", "road")
_AT = "@"


@dataclass(frozen=True, slots=True)
class Part:
    """What the gates need of one village in an acquisition."""

    village_id: int
    households: int
    signed: int
    vacated: int
    due: float
    paid: float
    objected_on: date | None

    def share(self, counts: str) -> float | None:
        """How much of what a step counts is there; ``None`` where nobody has said how many."""
        if counts == Counted.PAID:
            return min(self.paid / self.due, 1.0) if self.due else None
        if not self.households:
            return None
        return (self.signed if counts == Counted.SIGNED else self.vacated) / self.households


@dataclass(frozen=True, slots=True)
class Awaited:
    """配套等待 The works a parcel waits for, together; ``name`` is the one that ends last."""

    name: str
    ends: tuple[date, date, date]
    done_on: date | None


@dataclass(frozen=True)
class Facts:
    """
    已知 What is known of one parcel: the book, the acquisition, the steps entered.

    ``book`` are the steps that the parcel book itself says are done; ``entered`` maps a step and
    a village (``None``: the parcel's own) to the days it began and was done.
    """

    parcel_id: int
    is_acquired: bool
    book: frozenset[str]
    entered: Mapping[tuple[str, int | None], tuple[date | None, date | None]] = field(
        default_factory=dict
    )
    parts: tuple[Part, ...] = ()
    flags: frozenset[str] = frozenset()
    awaited: Awaited | None = None

    @property
    def signature(self) -> object:
        """Equal for parcels of which the same is known, or ``None`` where it is one of a kind."""
        if self.entered or self.parts:
            return None
        return (self.is_acquired, self.book, self.flags, self.awaited)


def rules_of(park_id: int) -> dict[str, Step]:
    """The steps with the days and citations of this park."""
    known = dict(steps())
    for row in StepRule.objects.filter(park_id=park_id):
        if row.code in known:
            known[row.code] = replace(
                known[row.code],
                least=row.least,
                likely=row.likely,
                most=row.most,
                law_zh=row.law,
                law_en="",
                basis=Basis.PARK.value,
            )
    return known


def facts_of(park_id: int, parcels: Sequence[int] | None = None) -> dict[int, Facts]:
    """What is known of parcels that wait to be ready, all of the park or these; six queries."""
    rows = Parcel.objects.filter(park_id=park_id, closed_on=None)
    rows = (
        rows.filter(pk__in=parcels) if parcels is not None else rows.filter(state__in=DATED_STATES)
    )
    entered: dict[int, dict[tuple[str, int | None], tuple[date | None, date | None]]]
    entered = defaultdict(dict)
    told = ParcelStep.objects.filter(park_id=park_id)
    if parcels is not None:
        told = told.filter(parcel__in=parcels)
    for parcel, code, village, begun, done in told.values_list(
        "parcel_id", "code", "village_id", "begun_on", "done_on"
    ):
        entered[parcel][code, village] = (begun, done)
    acquisitions = _acquisitions(park_id, parcels)
    parts = _parts(park_id, parcels)
    awaited = awaited_of(park_id, parcels)
    found = {}
    fields = rows.annotate(indicated=Count("indicators")).values_list(
        "pk", "state", "origin", "use_code", "far_max", "utilities", "indicated"
    )
    for pk, state, origin, use, far, utilities, indicated in fields:
        row = acquisitions.get(pk)
        is_done = row is not None and row.state == AcquisitionState.DONE
        found[pk] = Facts(
            parcel_id=pk,
            is_acquired=is_done or state in _ACQUIRED_ALREADY,
            book=_book(origin, use, far, utilities, indicated),
            entered=entered.get(pk, {}),
            parts=tuple(parts.get(row.pk, ())) if row else (),
            flags=(_flags(row) if row else frozenset())
            | ({"works"} if pk in awaited else frozenset()),
            awaited=awaited.get(pk),
        )
    return found


def awaited_of(park_id: int, parcels: Sequence[int] | None) -> dict[int, Awaited]:
    """The works that parcels wait for, by parcel; one query."""
    rows = AwaitedWorks.objects.filter(park_id=park_id)
    if parcels is not None:
        rows = rows.filter(parcel__in=parcels)
    by_parcel: dict[int, list[AwaitedWorks]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_parcel[row.parcel_id].append(row)
    return {pk: _together(works) for pk, works in by_parcel.items()}


def _together(works: Sequence[AwaitedWorks]) -> Awaited:
    """What a parcel waits for is there with the last of its works."""
    done = [row.done_on for row in works if row.done_on is not None]
    last = [row for row in works if row.done_on is None] or works
    return Awaited(
        name=max(last, key=lambda row: (row.likely, row.latest, row.pk)).name,
        ends=(
            max(row.earliest for row in last),
            max(row.likely for row in last),
            max(row.latest for row in last),
        ),
        done_on=max(done) if len(done) == len(works) else None,
    )


def _acquisitions(park_id: int, parcels: Sequence[int] | None) -> dict[int, Acquisition]:
    rows = Acquisition.objects.filter(park_id=park_id).exclude(state=AcquisitionState.STOPPED)
    if parcels is not None:
        rows = rows.filter(parcel__in=parcels)
    return {row.parcel_id: row for row in rows}


def _parts(park_id: int, parcels: Sequence[int] | None) -> dict[int, list[Part]]:
    rows = VillagePart.objects.filter(park_id=park_id)
    if parcels is not None:
        rows = rows.filter(acquisition__parcel__in=parcels)
    open_ones = Q(objections__state=ObjectionState.OPEN)
    parts: dict[int, list[Part]] = defaultdict(list)
    for row in rows.annotate(objected=Min("objections__raised_on", filter=open_ones)).order_by(
        "pk"
    ):
        parts[row.acquisition_id].append(
            Part(
                row.village_id,
                row.households,
                row.signed,
                row.vacated,
                float(row.due),
                float(row.paid),
                row.objected,
            )
        )
    return parts


def _book(
    origin: str, use: str, far: object, utilities: Mapping[str, Mapping[str, str]], indicated: int
) -> frozenset[str]:
    there = {name for name, told in utilities.items() if told.get("state") == UtilityState.THERE}
    found = {
        "boundary": origin == Origin.SURVEYED,
        "conditions": bool(use) and far is not None,
        "indicators": indicated >= STANDARD_LAND_LEAST,
        "levelling": "levelled" in there,
        "utilities": there.issuperset(_MUST_BE_THERE),
    }
    return frozenset(code for code, is_there in found.items() if is_there)


def _flags(row: Acquisition) -> frozenset[str]:
    told = {
        "tract": row.needs_tract,
        "hearing": row.has_hearing,
        "state_buildings": row.has_state_buildings,
        "checks": row.needs_checks,
    }
    return frozenset(name for name, is_so in told.items() if is_so)


def gates_of(
    facts: Facts, rules: Mapping[str, Step], today: date, *, with_sale: bool = False
) -> list[Gate]:
    """The gates of one parcel; a step that each village has becomes one gate for each."""
    chosen = [step for step in rules.values() if with_sale or step.stage != Stage.SALE]
    villages: list[int | None] = [part.village_id for part in facts.parts] or [None]
    keys = {
        step.code: tuple(_key(step.code, v) for v in villages)
        if step.is_per_village
        else (step.code,)
        for step in chosen
    }

    def before(names: Iterable[str], step: Step, village: int | None) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            if step.is_per_village and rules[name].is_per_village:
                found.append(_key(name, village))
            else:
                found += keys[name]
        return tuple(found)

    made = []
    for step in chosen:
        for village in villages if step.is_per_village else [None]:
            begun, done = facts.entered.get((step.code, village), (None, None))
            if begun is None and step.when == "objection":
                begun = _part(facts, village).objected_on if facts.parts else None
            if done is None and step.code in facts.book:
                done = min(today, begun or today)
            least, likely, most = step.least, step.likely, step.most
            ends = None
            if facts.awaited is not None and step.is_planned:
                ends, done = facts.awaited.ends, facts.awaited.done_on
            elif facts.awaited is not None and step.code == "utilities":
                # What the works will bring is planned; the guess of the network gives way.
                least = likely = most = 0
            share = None
            if step.counts and facts.parts and done is None:
                share = _part(facts, village).share(step.counts)
            made.append(
                Gate(
                    key=_key(step.code, village),
                    least=least,
                    likely=likely,
                    most=most,
                    is_working=step.is_working,
                    is_floor=step.is_floor,
                    after=before(step.after, step, village),
                    beside=before(step.beside, step, village),
                    ends_with=before(step.ends_with, step, village),
                    begun=begun.toordinal() if begun else None,
                    done=done.toordinal() if done else None,
                    share=share,
                    is_needed=_is_needed(facts, step, village),
                    ends=_ordinals(ends),
                )
            )
    return made


def _ordinals(days: tuple[date, date, date] | None) -> tuple[int, int, int] | None:
    if days is None:
        return None
    first, likely, last = (day.toordinal() for day in days)
    return first, likely, last


def _key(code: str, village: int | None) -> str:
    return code if village is None else f"{code}{_AT}{village}"


def split(key: str) -> tuple[str, int | None]:
    """The step of a gate, and its village where it has one."""
    code, _, village = key.partition(_AT)
    return code, int(village) if village else None


def _part(facts: Facts, village: int | None) -> Part:
    return next(part for part in facts.parts if part.village_id == village)


def _is_needed(facts: Facts, step: Step, village: int | None) -> bool:
    if step.stage in (Stage.BEFORE, Stage.ACQUISITION) and facts.is_acquired:
        return step.code == "boundary"
    if step.when == "objection":
        return bool(facts.parts) and _part(facts, village).objected_on is not None
    if step.when == "undecided":
        return any(
            part.signed < part.households
            and facts.entered.get(("signing", part.village_id), (None, None))[1] is not None
            for part in facts.parts
        )
    return not step.when or step.when in facts.flags


def ready_of(facts: Facts, rules: Mapping[str, Step], days: Days, today: date) -> Readiness:
    """When one parcel can be listed."""
    gates = gates_of(facts, rules, today)
    return reckon(gates, today=today.toordinal(), working_after=days.after)


def ready_many(
    park: Park, today: date, parcels: Sequence[int] | None = None
) -> dict[int, Readiness]:
    """When parcels can be listed; those of which the same is known are reckoned once."""
    rules, days = rules_of(park.pk), days_of(park, today)
    known: dict[object, Readiness] = {}
    found = {}
    for pk, facts in facts_of(park.pk, parcels).items():
        signature = facts.signature
        if signature is None:
            found[pk] = ready_of(facts, rules, days, today)
        else:
            if signature not in known:
                known[signature] = ready_of(facts, rules, days, today)
            found[pk] = known[signature]
    return found


def granted_of(facts: Facts, rules: Mapping[str, Step], days: Days, today: date) -> Readiness:
    """When one parcel can be granted: its gates with notice, listing and result behind them."""
    gates = gates_of(facts, rules, today, with_sale=True)
    return reckon(gates, today=today.toordinal(), working_after=days.after)


def levers_of(
    facts: Facts, rules: Mapping[str, Step], days: Days, today: date
) -> tuple[Lever, ...]:
    """What would make one parcel ready earlier."""
    gates = gates_of(facts, rules, today)
    return levers(gates, today=today.toordinal(), working_after=days.after)

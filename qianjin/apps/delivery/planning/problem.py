"""计划问题 Plans, facts and capacities of a park in; the engine's problem out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Prefetch

from qianjin.apps.parks.models import Park, Unit
from qianjin.engines import delivery as engine

from ..choices import OPEN_STEPS, PlanState
from ..models import Capacity, Network, Plan, PlanStep
from ..network import HANDED_OVER, UTILITIES, Step, read, unit_named
from .nets import Ledger, calibrated, ledger, network_of, profile_of
from .office import OFFICE, office_of


@dataclass(frozen=True)
class What:
    """
    假设 What would be different; nothing when empty.

    ``later``, ``takes``: days by step (its number); ``fewer``: cases by unit; ``dropped``: orders
    that are mere custom or habit, as the numbers of the step before and the one after.
    """

    later: Mapping[int, int] = field(default_factory=dict)
    takes: Mapping[int, int] = field(default_factory=dict)
    fewer: Mapping[int, int] = field(default_factory=dict)
    dropped: frozenset[tuple[int, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.later or self.takes or self.fewer or self.dropped)


NOTHING = What()


@dataclass(frozen=True)
class Laid:
    """
    铺开 The problem, and the rows it was made of: plans by number, steps by activity id.

    ``known`` are the steps of each plan's version with calibrated days, by plan; ``taken`` is how
    long finished steps took.
    """

    park: Park
    today: date
    problem: engine.Problem
    plans: Mapping[int, Plan]
    rows: Mapping[str, PlanStep]
    known: Mapping[int, Mapping[str, Step]]
    units: Mapping[int, Unit]
    taken: Ledger


def activity_id(plan_id: int, key: str) -> str:
    """How the engine calls a step of a plan."""
    return f"{plan_id}/{key}"


def known_steps(park: Park, network: Network, today: date) -> dict[str, Step]:
    """The steps of a version, with the days of the park's ledger."""
    return calibrated(read(network.content), ledger(park, today))


def lay(
    park: Park, today: date, *, what: What = NOTHING, only: Collection[int] | None = None
) -> Laid:
    """
    The problem of all plans under way (or of ``only`` these), as things stand or ``what`` if.
    """
    chosen = Plan.objects.filter(park=park, state=PlanState.ACTIVE).select_related("network")
    if only is not None:
        chosen = chosen.filter(pk__in=only)
    steps = Prefetch("steps", PlanStep.objects.order_by("position"))
    plans = list(chosen.prefetch_related(steps, "parcels").order_by("pk"))
    units = list(Unit.objects.filter(park=park, is_active=True))
    by_name = {unit.name_zh: unit for unit in units}
    capacities = list(Capacity.objects.filter(park=park).select_related("user", "unit"))
    limited = {row.unit_id for row in capacities if row.unit_id}
    people = {row.user_id for row in capacities if row.user_id}
    taken = ledger(park, today)
    versions: dict[int, dict[str, Step]] = {}
    nets: dict[int, engine.Network] = {}
    activities: list[engine.Activity] = []
    links: list[engine.Link] = []
    rows: dict[str, PlanStep] = {}
    for plan in plans:
        if plan.network_id not in versions:
            known = calibrated(read(plan.network.content), taken)
            versions[plan.network_id] = known
            nets[plan.network_id] = network_of(known, _held(known, by_name, limited))
        officer = f"p{plan.officer_id}" if plan.officer_id in people else ""
        there = {row.key: row for row in plan.steps.all()}
        # A step that the plan does not carry is not planned, whatever its conditions say.
        profile = profile_of(plan.profile, versions[plan.network_id], plan.conditions)
        known = versions[plan.network_id]
        profile = replace(profile, skips=profile.skips | (frozenset(known) - frozenset(there)))
        made, tied = engine.project_from(
            nets[plan.network_id],
            str(plan.pk),
            profile,
            calendar=OFFICE,
            conditions=plan.conditions,
            officer=officer,
        )
        for one in made:
            row = there[one.template]
            rows[one.id] = row
            activities.append(_dated(one, row, plan, what))
        links += [link for link in tied if not _is_dropped(link, rows, what)]
    links += _waiting(plans, rows)
    problem = engine.Problem(
        activities=tuple(activities),
        links=tuple(links),
        resources=tuple(_resource(row, what) for row in capacities),
        projects=tuple(
            engine.Project(str(plan.pk), weight=plan.weight, title=plan.name) for plan in plans
        ),
        calendars=(office_of(park, today),),
        today=today.toordinal(),
    )
    return Laid(
        park=park,
        today=today,
        problem=problem,
        plans={plan.pk: plan for plan in plans},
        rows=rows,
        known={plan.pk: versions[plan.network_id] for plan in plans},
        units={unit.pk: unit for unit in units},
        taken=taken,
    )


def _is_dropped(link: engine.Link, rows: Mapping[str, PlanStep], what: What) -> bool:
    """Whether an order is given up for the question; what the law asks never is."""
    if not what.dropped or link.strength is engine.Strength.HARD:
        return False
    return (rows[link.before].pk, rows[link.after].pk) in what.dropped


def _held(
    steps: Mapping[str, Step], units: Mapping[str, Unit], limited: Collection[int | None]
) -> dict[str, list[str]]:
    """The limited bureaux that each step holds."""
    found: dict[str, list[str]] = {}
    for step in steps.values():
        for name in step.who:
            unit = unit_named(name, units)
            if unit is not None and unit.pk in limited:
                found.setdefault(step.key, []).append(f"u{unit.pk}")
    return {key: list(dict.fromkeys(names)) for key, names in found.items()}


def _resource(row: Capacity, what: What) -> engine.Resource:
    if row.unit_id is not None and row.unit is not None:
        less = what.fewer.get(row.unit_id, 0)
        return engine.Resource(f"u{row.unit_id}", max(row.cases - less, 0), title=row.unit.name_zh)
    title = row.user.name if row.user else ""
    return engine.Resource(f"p{row.user_id}", row.cases, title=title)


def _dated(one: engine.Activity, row: PlanStep, plan: Plan, what: What) -> engine.Activity:
    """An activity with what is known of it, and what would be different."""
    first = row.review_from or row.start_on
    waits = row.not_before
    if (later := what.later.get(row.pk)) is not None and first is not None:
        waits = date.fromordinal(first.toordinal() + later)
    begins = max(day for day in (plan.from_on, waits) if day is not None)
    is_open = row.state in OPEN_STEPS
    return replace(
        one,
        days=what.takes.get(row.pk, one.days if row.days is None else row.days),
        not_before=_ordinal(begins) if is_open else None,
        no_before_reason=row.reason,
        starts_on=_ordinal(row.starts_on) if is_open and row.begun_on is None else None,
        dates_reason=row.reason,
        promised=_ordinal(row.promised_on),
        begun=_ordinal(row.begun_on),
        done=_ordinal(row.done_on),
        review_begun=_ordinal(row.review_begun_on) if one.pre_review else None,
        review_done=_ordinal(row.review_done_on) if one.pre_review else None,
        planned=_ordinal(first) if is_open and row.begun_on is None else None,
    )


def _waiting(plans: Collection[Plan], rows: Mapping[str, PlanStep]) -> list[engine.Link]:
    """The utilities of a parcel are there when the works for it are handed over."""
    serving: dict[int, list[int]] = {}
    for plan in plans:
        if plan.is_works and activity_id(plan.pk, HANDED_OVER) in rows:
            for parcel in plan.parcels.all():
                serving.setdefault(parcel.pk, []).append(plan.pk)
    found = []
    for plan in plans:
        after = activity_id(plan.pk, UTILITIES)
        if plan.is_works or after not in rows:
            continue
        works = {n for parcel in plan.parcels.all() for n in serving.get(parcel.pk, ())}
        found += [
            engine.Link(activity_id(n, HANDED_OVER), after, engine.LinkKind.FF)
            for n in sorted(works)
        ]
    return found


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None

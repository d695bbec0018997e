"""假设 What would change if: today's plan and another one side by side, nothing saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qianjin.units.refusals import BadInput

from ..choices import Strength
from ..models import Plan, PlanStep
from ..network import Step
from ..planning import results as planning
from ..planning.nets import profile_of
from ..planning.problem import Laid, What, lay
from ..refusals import BadEntry


@dataclass(frozen=True, slots=True)
class Compared:
    """
    对照 One plan as it stands and as it would be, and whom else it touches.

    ``now`` and ``then`` hold the days everybody asks for (listing, title, permit, start,
    production, end). ``moved``: steps of the plan with their formal start now and then. ``others``:
    plans whose start moves, with both days. ``broken``: rules that could not be kept.
    """

    now: Mapping[str, date | None]
    then: Mapping[str, date | None]
    moved: list[tuple[PlanStep, date, date]]
    others: list[tuple[Plan, date, date]]
    broken: list[planning.Breach]


def compared(plan: Plan, today: date, what: What) -> Compared:
    """
    Both plans by the same quick method, so that only what is asked makes a difference.

    :raises BadEntry: a bureau could not carry a step at all.
    """
    before, after = lay(plan.park, today), lay(plan.park, today, what=what)
    one = planning.first_dates(before)
    try:
        two = planning.first_dates(after)
    except planning.Impossible as none:
        raise _scarce(after, none) from none
    moved, others = [], []
    for name, row in before.rows.items():
        a, b = one.dates[name].start, two.dates[name].start
        if row.plan_id == plan.pk and a != b:
            moved.append((row, date.fromordinal(a), date.fromordinal(b)))
    for other in before.plans.values():
        a_day = planning.key_days(before, one, other.pk)
        b_day = planning.key_days(after, two, other.pk)
        name = "finish_on" if other.is_works else "start_on"
        x, y = a_day[name], b_day[name]
        if other.pk != plan.pk and x and y and x != y:
            others.append((other, x, y))
    return Compared(
        now=planning.key_days(before, one, plan.pk),
        then=planning.key_days(after, two, plan.pk),
        moved=moved,
        others=others,
        broken=[
            breach
            for breach in planning.breaches(after, two)
            if breach.step is not None and breach.step.plan_id == plan.pk and not breach.is_fact
        ],
    )


def customs_of(
    plan: Plan, steps: Sequence[PlanStep], known: Mapping[str, Step]
) -> list[tuple[PlanStep, PlanStep]]:
    """
    惯例前置 The orders of custom or habit that a plan keeps, between steps: before, after.

    A plan by 拿地即开工 keeps none.
    """
    keeps = profile_of(plan.profile, known, plan.conditions).keeps
    there = {row.key: row for row in steps}
    return [
        (there[one.of], row)
        for row in steps
        for one in (known[row.key].after if row.key in known else ())
        if one.of in there and one.strength != Strength.HARD and one.strength in keeps
    ]


def _scarce(laid: Laid, none: planning.Impossible) -> BadInput:
    names = []
    for reason in none.reasons:
        _step, _comma, resource = reason.subject.partition(", ")
        if resource.startswith("u") and resource[1:].isdecimal():
            unit = laid.units.get(int(resource[1:]))
            names.append(unit.name if unit else resource)
    return BadEntry({"fewer": ["、".join(dict.fromkeys(names)) or str(none)]})

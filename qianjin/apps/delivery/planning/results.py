"""计划结果 Working out a problem, and its dates written back into rows and plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from qianjin.engines import delivery as engine

from ..choices import StepState
from ..models import Plan, PlanStep
from ..network import LISTING, PERMITS, START, TITLE
from .problem import Laid, activity_id
from .telling import floats_and_chains

__all__ = ["Breach", "Impossible", "breaches", "first_dates", "keep", "key_days", "told"]

PRODUCTION = "C09"
Impossible = engine.ImpossibleError
PLANNED = (
    "review_from", "review_until", "start_on", "end_on", "is_provisional", "floats", "is_critical",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Breach:
    """
    违规 One rule that dates break, in the park's own terms.

    ``code`` as of the engine's checker or its impossible dates; ``step`` whose dates; ``other`` the
    step that must come first, if any; ``law`` the rule; ``day`` the day that would keep it.
    """

    code: str
    step: PlanStep | None
    other: PlanStep | None
    law: str
    day: date | None
    amount: int
    is_hard: bool
    is_fact: bool = False


def first_dates(laid: Laid) -> engine.Plan:
    """
    A valid plan at once: each step at its earliest place, the most urgent first.

    :raises Impossible: a step asks for more of a bureau or an officer than there ever is.
    """
    return engine.first_plan(laid.problem, is_compiled=False)


def breaches(laid: Laid, found: engine.Plan, step: PlanStep | None = None) -> list[Breach]:
    """What the independent checker finds against the dates, of one step or of all."""
    hard = {
        (link.before, link.after)
        for link in laid.problem.links
        if link.strength is engine.Strength.HARD
    }
    answer = []
    for one in engine.check(laid.problem, found.dates):
        row = laid.rows.get(one.subject)
        if step is not None and (row is None or row.pk != step.pk):
            continue
        is_order = one.code in (engine.Breach.ORDER, engine.Breach.WITHIN)
        answer.append(
            Breach(
                code=str(one.code),
                step=row,
                other=laid.rows.get(one.other),
                law=one.law,
                day=date.fromordinal(one.day) if one.day > 0 else None,
                amount=one.amount,
                is_hard=not is_order or (one.other, one.subject) in hard,
                is_fact=one.is_fact,
            )
        )
    answer += _forbidden(laid, found, step)
    return answer


def _forbidden(laid: Laid, found: engine.Plan, step: PlanStep | None) -> Iterable[Breach]:
    """Hard dates that no plan can keep."""
    for reason in found.reasons:
        name, _comma, rest = reason.subject.partition(", ")
        row = laid.rows.get(name)
        if row is None or (step is not None and row.pk != step.pk):
            continue
        other, _comma, law = rest.partition(", ")
        before = laid.rows.get(other)
        is_day = reason.code not in ("over_limit", "by_resource")
        yield Breach(
            code=reason.code,
            step=row,
            other=before,
            law=law if before is not None else rest,
            day=date.fromordinal(int(reason.amount)) if is_day else None,
            amount=0 if is_day else int(reason.amount),
            is_hard=True,
        )


def key_days(laid: Laid, found: engine.Plan, plan_id: int) -> dict[str, date | None]:
    """The days of a plan that everybody asks for."""

    def day(key: str, name: str) -> date | None:
        dated = found.dates.get(activity_id(plan_id, key))
        return date.fromordinal(getattr(dated, name)) if dated else None

    permits = [day(key, "end") for key in PERMITS]
    of_plan = [found.dates[name].end for name in laid.rows if laid.rows[name].plan_id == plan_id]
    return {
        "listing_on": day(LISTING, "start"),
        "title_on": day(TITLE, "end"),
        "permit_on": min((one for one in permits if one), default=None),
        "start_on": day(START, "start"),
        "production_on": day(PRODUCTION, "end"),
        "finish_on": date.fromordinal(max(of_plan)) if of_plan else None,
    }


def keep(laid: Laid, found: engine.Plan) -> tuple[list[PlanStep], list[Plan]]:
    """Write dates, floats and the critical chain into the rows; what has changed, to be saved."""
    provisional = set(found.provisional)
    floats, chains = floats_and_chains(laid, found)
    critical = {link[0] for chain in chains.values() for link in chain}
    steps: list[PlanStep] = []
    for name, row in laid.rows.items():
        dated = found.dates[name]
        review: tuple[int | None, int | None] = dated.review or (None, None)
        if row.state in (StepState.RUNNING, StepState.DONE):
            # It was issued without a review, or its review lies behind it: those days stay.
            review = (_ordinal(row.review_from), _ordinal(row.review_until))
        values = (
            _day(review[0]),
            _day(review[1]),
            _day(dated.start),
            _day(dated.end),
            name in provisional,
            floats.get(name),
            name in critical and row.state != StepState.DONE,
        )
        if values != tuple(getattr(row, field) for field in PLANNED):
            for field, value in zip(PLANNED, values, strict=True):
                setattr(row, field, value)
            steps.append(row)
    outcomes = {int(one.project): one for one in found.outcomes}
    plans: list[Plan] = []
    for plan in laid.plans.values():
        days = key_days(laid, found, plan.pk)
        outcome = outcomes[plan.pk]
        days_of: dict[str, Any] = {
            **days,
            "government_days": outcome.government,
            "enterprise_days": outcome.enterprise,
        }
        if any(getattr(plan, name) != value for name, value in days_of.items()):
            for name, value in days_of.items():
                setattr(plan, name, value)
            plans.append(plan)
    return steps, plans


def told(laid: Laid, found: engine.Plan) -> dict[str, Any]:
    """What a round found, as plain data to be kept."""
    proof = found.proof
    return {
        "plans": len(laid.plans),
        "steps": len(laid.rows),
        "cost": found.cost.total,
        "gap_days": found.cost.gap,
        "late_days": found.cost.late,
        "moved_days": found.cost.moved,
        "bound": proof.bound,
        "gap_percent": proof.gap_percent,
        "status": str(found.status),
        "breaches": len(engine.check(laid.problem, found.dates)),
    }


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal is not None else None

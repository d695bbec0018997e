"""为什么提问 What the last round said of a plan and of the park, with the rows it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Unit

from ..choices import StepState
from ..models import Forecast, Plan, PlanStep, Round

SHOWN = 6


@dataclass(frozen=True, slots=True)
class ChainRow:
    """
    关键链一环 A step of the critical chain, and what decides when it starts.

    ``why``: ``after`` another step, ``held`` because a bureau or an officer is busy with it, or
    ``given`` by its own date, today or a day of rest.
    """

    step: PlanStep
    is_review: bool
    why: str
    other: PlanStep | None
    resource: str
    strength: str
    law: str


@dataclass(frozen=True, slots=True)
class Why:
    """What the start of a plan hangs on, what a day less would bring, what customs cost."""

    chain: list[ChainRow] = field(default_factory=list)
    gains: list[tuple[PlanStep, int]] = field(default_factory=list)
    customs: list[tuple[PlanStep, PlanStep, int]] = field(default_factory=list)


def why_of(plan: Plan) -> Why:
    """Of the last round; nothing before the first one. What is done is left out."""
    row = Round.objects.filter(park=plan.park_id).only("answer").first()
    answer = row.answer if row is not None else {}
    key = str(plan.pk)
    chain = answer.get("chains", {}).get(key, [])
    gains = answer.get("gains", {}).get(key, [])
    customs = [[*one[0].split(" → "), one[1]] for one in answer.get("customs", {}).get(key, [])]
    ids = {name for link in chain for name in (link[0], link[3])}
    ids |= {one[0] for one in gains} | {name for one in customs for name in one[:2]}
    steps = _steps(ids)
    names = _resources(link[4] for link in chain)
    found = [
        ChainRow(steps[a], review, why, steps.get(other), names.get(resource, ""), strength, law)
        for a, review, why, other, resource, strength, law in chain
        if a in steps and steps[a].state != StepState.DONE
    ]
    return Why(
        found,
        [(steps[name], days) for name, days in gains[:SHOWN] if name in steps and days > 0],
        [
            (steps[a], steps[b], days)
            for a, b, days in customs[:SHOWN]
            if a in steps and b in steps and days > 0
        ],
    )


def _steps(ids: Iterable[str]) -> dict[str, PlanStep]:
    """Steps by how the engine calls them."""
    plans = {int(name.partition("/")[0]) for name in ids if "/" in name}
    keys = {name.partition("/")[2] for name in ids}
    rows = PlanStep.objects.filter(plan__in=plans, key__in=keys).select_related("plan")
    return {f"{row.plan_id}/{row.key}": row for row in rows}


def _resources(names: Iterable[str]) -> dict[str, str]:
    """Bureaux and officers by how the engine calls them."""
    wanted = {name for name in names if name[:1] in ("u", "p") and name[1:].isdecimal()}
    units = Unit.objects.in_bulk([int(name[1:]) for name in wanted if name[0] == "u"])
    people = User.objects.in_bulk([int(name[1:]) for name in wanted if name[0] == "p"])
    found = {f"u{pk}": unit.name for pk, unit in units.items()}
    return found | {f"p{pk}": user.name for pk, user in people.items()}


@dataclass(frozen=True, slots=True)
class Tight:
    """
    瓶颈 Of the whole park: who keeps steps waiting how many days, which customs cost most, what
    must begin this week with the days it may still wait.
    """

    short: list[tuple[str, int]]
    customs: list[tuple[PlanStep, PlanStep, int]]
    begin: list[tuple[PlanStep, int]]


def tight_of(row: Round | None) -> Tight:
    """What the last round said of the park."""
    answer = row.answer if row is not None else {}
    short, begin = answer.get("short", []), answer.get("begin", [])
    customs = [
        [*told[0].split(" → "), told[1]]
        for of_plan in answer.get("customs", {}).values()
        for told in of_plan
    ]
    customs = sorted((one for one in customs if one[2] > 0), key=lambda one: (-one[2], one[1]))
    customs = customs[:SHOWN]
    names = _resources(one[0] for one in short)
    steps = _steps({*(name for one in customs for name in one[:2]), *(one[0] for one in begin)})
    return Tight(
        [(names[name], days) for name, days in short[:SHOWN] if name in names and days > 0],
        [(steps[a], steps[b], days) for a, b, days in customs if a in steps and b in steps],
        [
            (steps[name], days)
            for name, days in begin
            if name in steps and steps[name].state == StepState.OPEN
        ],
    )


def forecasts_of(plan: Plan, most: int = 12) -> list[Forecast]:
    """How the start was seen before, newest first."""
    return list(plan.forecasts.order_by("-pk")[:most])

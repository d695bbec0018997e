"""网络换算 The park's steps as the engine's network, and what a profile makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median_low

from qianjin.apps.parks.models import Park
from qianjin.engines import delivery as engine

from ..choices import Basis, Condition, ProfileKind
from ..models import PlanStep
from ..network import GATE, Step, keys_of
from .office import office_of

LEAST_RUNS = 3
"""Finished steps of a kind from which on the park's own ledger replaces an inferred duration."""
Ledger = Mapping[str, Sequence[tuple[int, int]]]
"""Of each step how long finished ones took: working days and calendar days."""
LEDGER = 5000
"""The newest finished steps that are looked at."""


class Loop(ValueError):
    """Steps that would wait for each other; ``keys`` in order, each waits for the one before."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(" → ".join(keys))


def network_of(
    steps: Mapping[str, Step], resources: Mapping[str, Collection[str]] | None = None
) -> engine.Network:
    """
    The engine's network; ``resources`` holds, by step, the bureaux of which each takes one case.

    :raises Loop: steps wait for each other.
    """
    links = []
    for step in steps.values():
        for one in step.after:
            if one.of in steps:
                hard = one.strength == engine.Strength.HARD
                links.append(
                    engine.Link(
                        before=one.of,
                        after=step.key,
                        kind=engine.LinkKind(one.kind),
                        lag=one.lag,
                        lag_kind=engine.DayKind(one.lag_kind),
                        within=one.within,
                        strength=engine.Strength(one.strength),
                        law=step.law_zh if hard else "",
                    )
                )
    try:
        return engine.Network(
            tuple(_step(step, (resources or {}).get(step.key, ())) for step in steps.values()),
            tuple(links),
        )
    except engine.CycleError as loop:
        raise Loop(loop.loop) from loop


def _step(step: Step, bureaux: Iterable[str]) -> engine.Step:
    return engine.Step(
        key=step.key,
        days=step.likely,
        least=step.least,
        most=step.most,
        kind=engine.DayKind(step.kind),
        limits=tuple(
            engine.Limit(one.least, one.most, engine.DayKind(one.kind), step.law_zh)
            for one in step.limits
        ),
        whole_days=step.is_floor,
        is_reviewable=step.is_reviewable,
        bureaux=tuple(bureaux),
        needs_officer=step.needs_officer,
        condition=step.when,
        side=engine.Side(step.side),
        mark=engine.Mark(step.mark),
        law=step.law_zh,
        title=step.zh,
    )


def profile_of(kind: str, steps: Mapping[str, Step], conditions: Collection[str]) -> engine.Profile:
    """What the engine is to make of the network for one plan."""
    skips = frozenset(steps) - frozenset(keys_of(steps, kind))
    if kind in (ProfileKind.NORMAL, ProfileKind.WORKS):
        return replace(engine.usual(), skips=skips)
    staged = Condition.STAGED in conditions and "D19A" in steps
    return replace(engine.zero_gap(GATE), skips=skips, instead={"D19": "D19A"} if staged else {})


def steps_in(kind: str, steps: Mapping[str, Step], conditions: Collection[str]) -> list[Step]:
    """The steps a plan has: those of its profile whose conditions hold."""
    held = set(conditions)
    return [
        steps[key] for key in keys_of(steps, kind) if not steps[key].when or steps[key].when in held
    ]


def calibrated(steps: Mapping[str, Step], taken: Ledger) -> dict[str, Step]:
    """The steps with inferred days replaced by those of the park's ledger, where it has enough."""
    found = {}
    for key, step in steps.items():
        days = observed(step, taken)
        if step.basis == Basis.INFERENCE and len(days) >= LEAST_RUNS:
            # What the law sets as a least or a most stays.
            floor, ceiling = step.floor or 0, step.ceiling
            likely = max(median_low(days), floor)
            if ceiling is not None:
                likely = min(likely, ceiling)
            step = replace(
                step,
                least=max(min(days), floor) if min(days) <= likely else likely,
                likely=likely,
                most=max(max(days), likely),
                runs=len(days),
            )
        found[key] = step
    return found


def observed(step: Step, taken: Ledger) -> list[int]:
    """How long finished steps of a kind took, in its own days."""
    return [max(pair[0] if step.is_working else pair[1], 0) for pair in taken.get(step.key, ())]


def ledger(park: Park, today: date) -> dict[str, list[tuple[int, int]]]:
    """Of each step how long finished ones took: working days and calendar days, newest first."""
    office = office_of(park, today)
    rows = PlanStep.objects.filter(park=park, done_on__isnull=False).order_by("-done_on")
    names = ("key", "begun_on", "done_on", "review_begun_on", "review_done_on")
    found: dict[str, list[tuple[int, int]]] = {}
    for key, begun, done, first, last in rows.values_list(*names)[:LEDGER]:
        # Where it was reviewed before, the work lies there and not in the formal issue.
        a, b = (first, last) if first and last else (begun, done)
        taken = office.between(a.toordinal(), b.toordinal()), (b - a).days
        found.setdefault(key, []).append(taken)
    return found

"""
What the record says of one stage without any model: how many went on, were lost, still stay.

The cumulative incidence of two ends that exclude each other (Aalen and Johansen, 1978), with stays
that still last counted as long as they were watched; adding up to Kaplan and Meier's estimate of
those that have left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .data import Spell

MARKS = (4, 13, 26, 52)
"""Weeks at which the curves are read."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """Within ``weeks``: the shares that went on and were lost; ``at_risk`` are still watched."""

    weeks: int
    on: float
    lost: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class Curve:
    """
    一阶段 One stage's record; ``median`` is the week by which half had left, ``None`` when not yet.
    """

    stage: int
    spells: int
    on: int
    lost: int
    open: int
    median: int | None
    marks: tuple[Incidence, ...]


def incidence(stage: int, spells: Iterable[Spell]) -> Curve:
    """The curves of one stage."""
    own = [spell for spell in spells if spell.stage == stage]
    ends = {week: [0, 0] for week in sorted({s.weeks for s in own if s.outcome != "open"})}
    for spell in own:
        if spell.outcome != "open":
            ends[spell.weeks][spell.outcome == "lost"] += 1
    staying, gone, median = 1.0, [0.0, 0.0], None
    steps: list[tuple[int, float, float]] = []
    for week, (on, lost) in ends.items():
        at_risk = sum(1 for spell in own if spell.weeks >= week)
        gone[0] += staying * on / at_risk
        gone[1] += staying * lost / at_risk
        staying *= 1.0 - (on + lost) / at_risk
        steps.append((week, gone[0], gone[1]))
        if median is None and staying <= 0.5:
            median = week
    marks = tuple(_read(mark, steps, own) for mark in MARKS)
    counts = [sum(1 for s in own if s.outcome == name) for name in ("on", "lost", "open")]
    return Curve(stage, len(own), counts[0], counts[1], counts[2], median, marks)


def _read(mark: int, steps: list[tuple[int, float, float]], own: list[Spell]) -> Incidence:
    past = [(on, lost) for week, on, lost in steps if week <= mark]
    on, lost = past[-1] if past else (0.0, 0.0)
    return Incidence(mark, on, lost, sum(1 for spell in own if spell.weeks > mark))

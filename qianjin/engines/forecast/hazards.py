"""
Hazards of going on and of being lost, by stage and by how long a project has stayed.

Time goes by weeks; within each of ``BINS`` a hazard is constant. With few stays the hazard of one
stage in one bin would be noise, so each borrows from what is known around it, in two steps, both
conjugate (events Poisson, hazards Gamma):

1. the shape: all stages together say how the hazard falls or rises with the time stayed;
2. the stage: its whole level against that shape, drawn towards the level of all stages as if
   ``LEVEL`` events more had been seen;
3. the bin of the stage: drawn towards level times shape as if ``CELL`` events more had been seen.

What is unknown is drawn, not fixed: each draw is one park that the record does not contradict.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .data import Problem

BINS = (0, 2, 4, 8, 13, 26, 52)
"""First week of each bin; the last has no end."""
LEVEL = 2.0
CELL = 3.0
ROAD = 1.0
"""As if so many projects more had gone the usual way, to the next stage."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Events and weeks at risk by stage and bin, and where those that went on went to."""

    on: Array
    lost: Array
    weeks: Array
    roads: Array


def counted(problem: Problem) -> Counts:
    """The record as tables; a stay of no whole week counts as half a week at risk."""
    shape = (problem.stages, len(BINS))
    on, lost, weeks = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    roads = np.zeros((problem.stages, problem.stages + 1))
    edges = np.append(np.array(BINS, dtype=float), np.inf)
    for spell in problem.spells:
        # What ends in a week has been at risk for half of it.
        stayed = spell.weeks + (0.5 if spell.outcome != "open" else 0.0)
        weeks[spell.stage] += np.clip(stayed - edges[:-1], 0, edges[1:] - edges[:-1])
        place = int(np.searchsorted(edges, spell.weeks, side="right")) - 1
        if spell.outcome == "on":
            on[spell.stage, place] += 1
            roads[spell.stage, spell.to] += 1
        elif spell.outcome == "lost":
            lost[spell.stage, place] += 1
    return Counts(on, lost, weeks, roads)


def drawn(events: Array, weeks: Array, draws: int, chance: np.random.Generator) -> Array:
    """Hazards a week that the record does not contradict: (draws, stages, bins)."""
    pooled_events, pooled_weeks = events.sum(axis=0), weeks.sum(axis=0)
    overall = (pooled_events.sum() + 0.5) / (pooled_weeks.sum() + 1.0)
    shape = chance.gamma(
        pooled_events + 1.0, 1.0 / (pooled_weeks + 1.0 / overall), (draws, events.shape[1])
    )
    expected = np.einsum("sb,db->ds", weeks, shape)
    level = chance.gamma(LEVEL + events.sum(axis=1), 1.0 / (LEVEL + expected))
    centre = level[:, :, None] * shape[:, None, :]
    cells: Array = chance.gamma(CELL + events, 1.0 / (CELL / centre + weeks))
    return cells


def roads(counts: Counts, draws: int, chance: np.random.Generator) -> Array:
    """Where those that go on go to: (draws, stages, stages + 1), the last the signing."""
    stages = counts.roads.shape[0]
    usual = np.zeros_like(counts.roads)
    usual[np.arange(stages), np.arange(stages) + 1] = ROAD
    # A little for every other way, so that what was never seen is not impossible.
    usual += 0.02
    usual[np.arange(stages), np.arange(stages)] = 0.0
    parts = chance.gamma(counts.roads + usual, 1.0, (draws, stages, stages + 1))
    found: Array = parts / parts.sum(axis=2, keepdims=True)
    return found

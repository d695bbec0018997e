"""A cost below which no plan can lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .checks import Chances
from .data import ProblemData

FAR = 2**60


def lower_bound(data: ProblemData, chances: Sequence[Chances]) -> int:
    """
    下界 No plan that does every mandatory visit costs less.

    Each visit that is made is entered and left once; half of its cheapest way in and half of its
    cheapest way out belong to it alone, so their sum over all visits is no more than the whole
    distance. Ways that come too late for the next opening are left out. An optional visit costs
    at least this or its prize. The shifts that the demands need begin and end somewhere.
    """
    if not data.visits:
        return 0
    places = np.array([v.place for v in data.visits])
    ways = data.distances[np.ix_(places, places)].copy()
    first = np.array([c.beginnings[0][0] if c.beginnings else 0 for c in chances])
    last = np.array([c.beginnings[-1][1] if c.beginnings else FAR for c in chances])
    minutes = np.array([v.minutes for v in data.visits])
    done = first + minutes
    ways[done[:, None] + data.durations[np.ix_(places, places)] > last[None, :]] = FAR
    np.fill_diagonal(ways, FAR)
    starts = np.array(sorted({shift.start for shift in data.shifts}))
    ends = np.array(sorted({shift.end for shift in data.shifts}))
    from_start = data.distances[np.ix_(starts, places)].min(axis=0)
    to_end = data.distances[np.ix_(places, ends)].min(axis=1)
    share = np.minimum(ways.min(axis=0), from_start) + np.minimum(ways.min(axis=1), to_end)
    mandatory = np.array([v.is_mandatory for v in data.visits])
    prizes = 2 * np.array([v.prize for v in data.visits])
    twice = int(np.where(mandatory, share, np.minimum(share, prizes)).sum())
    if mandatory.any():
        # Cheapest first and last ways, half of each: the other half is in the shares.
        twice += _fewest_shifts(data) * int(from_start.min() + to_end.min())
    return -(-twice // 2)


def _fewest_shifts(data: ProblemData) -> int:
    """How many shifts the mandatory demands need at least."""
    largest = max(-1 if s.capacity is None else s.capacity for s in data.shifts)
    if largest <= 0 or any(s.capacity is None for s in data.shifts):
        return 1
    demand = sum(v.demand for v in data.visits if v.is_mandatory)
    return max(1, -(-demand // largest))

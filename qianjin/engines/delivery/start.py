"""The first plan: jobs by a priority rule, each at its earliest place."""

from __future__ import annotations

import heapq
from types import SimpleNamespace

import numpy as np

from .earliest import latest_places
from .fields import BEFORE, OTHER, Ints, Net

_REPAIRS = 40
"""How often a first plan is made again because something follows too late."""


def walls_of(net: Net, ends: Ints) -> Ints:
    """The last day each job may end without costing: its promise, its deadline, its gap."""
    walls = np.full(len(net.row), int(min(ends.max(initial=0), net.end.shape[1] - 1)), np.int32)
    walls = np.minimum(walls, np.minimum(net.deadline, net.due))
    dear = net.gap_cost > 0
    walls[dear] = np.minimum(walls[dear], np.maximum(net.gap_from[dear], ends[dear]))
    return walls


def ordered(net: Net, keys: Ints) -> Ints:
    """All jobs by their keys, moved so that every link is kept."""
    waits = np.diff(net.in_head).astype(np.int64)
    heap: list[tuple[int, int, int]] = [
        (int(keys[j]), int(net.rank[j]), int(j)) for j in np.flatnonzero(waits == 0)
    ]
    heapq.heapify(heap)
    found = np.empty(len(keys), np.int32)
    for place in range(len(keys)):
        _, _, job = heapq.heappop(heap)
        found[place] = job
        for at in range(net.out_head[job], net.out_head[job + 1]):
            other = int(net.out[at, OTHER])
            waits[other] -= 1
            if waits[other] == 0:
                heapq.heappush(heap, (int(keys[other]), int(net.rank[other]), other))
    return found


def first_order(net: Net, starts: Ints, ends: Ints) -> Ints:
    """Jobs by their latest start (LST); ``starts`` and ``ends`` are the earliest."""
    keys = latest_places(net, ends, walls_of(net, ends))
    # What must follow soon comes right after.
    for before, after in net.far[:, [BEFORE, OTHER]]:
        keys[after] = min(keys[after], keys[before])
    return ordered(net, keys)


def place_in(
    code: SimpleNamespace, net: Net, order: Ints, floors: Ints
) -> tuple[Ints, Ints] | None:
    """Places when jobs come in ``order``; ``None``: the horizon is too short."""
    starts, ends = np.zeros((2, len(net.row)), np.int32)
    floors, free = floors.copy(), net.capacity.copy()
    if code.place_within(net, order, starts, ends, free, floors, _REPAIRS):
        return starts, ends
    return None

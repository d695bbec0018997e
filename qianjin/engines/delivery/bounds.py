"""Lower bounds: what links, calendars and the busiest resource cost any plan."""

from __future__ import annotations

import numpy as np

from .days import NEVER
from .earliest import earliest_places
from .fields import AMOUNT, RESOURCE
from .jobs import Jobs


def lower_bound(jobs: Jobs) -> int:
    """No plan costs less: every job at its earliest place, and the work of each resource."""
    net = jobs.net
    starts, ends = (places.astype(np.int64) for places in earliest_places(net))
    gap = net.gap_cost * np.maximum(starts - net.gap_from, 0)
    late = net.due_cost * np.maximum(ends - net.due, 0)
    is_planned = net.planned >= 0
    moved = np.where(is_planned, np.maximum(starts - net.planned, 0), 0)
    finish = max(int(ends.max(initial=0)), _busiest(jobs, starts))
    return int(gap.sum() + late.sum() + net.moved_cost * moved.sum() + net.finish_cost * finish)


def _busiest(jobs: Jobs, starts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """
    The first day by which some resource can have done all its work.

    Every job takes at least its shortest span; the resource gives at most its capacity from the
    earliest start of what needs it.
    """
    net = jobs.net
    shortest = (net.end - net.begin).min(axis=1, initial=NEVER, where=net.end < NEVER)
    spans = np.where(net.fixed >= 0, net.fixed_end - net.fixed, shortest[net.row])
    owner = np.repeat(np.arange(jobs.count), np.diff(net.need_head))
    work = net.need[:, AMOUNT].astype(np.int64) * np.maximum(spans[owner], 0)
    found = 0
    for resource in range(len(net.capacity)):
        mine = net.need[:, RESOURCE] == resource
        if not mine.any():
            continue
        first = int(starts[owner[mine]].min())
        given = np.cumsum(net.capacity[resource, max(first, 0) :].astype(np.int64))
        found = max(found, first + int(np.searchsorted(given, work[mine].sum())) + 1)
    return found if found > 1 else 0

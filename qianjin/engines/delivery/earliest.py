"""The earliest and the latest that links and calendars allow, officers and bureaux left aside."""

from __future__ import annotations

import numpy as np

from .days import NEVER
from .fields import FROM_END, LAG, LAG_ROW, OTHER, TO_END, Ints, Net
from .place import earliest, unshifted


def earliest_places(net: Net) -> tuple[Ints, Ints]:
    """Earliest places by links and calendars alone, resources left aside; NEVER beyond."""
    count, size = len(net.row), net.end.shape[1]
    starts, ends = np.zeros((2, count), np.int32)
    for job in np.argsort(net.rank):
        if net.fixed[job] >= 0:
            starts[job], ends[job] = net.fixed[job], net.fixed_end[job]
            if net.stretches[job]:
                ends[job] = max(ends[job], earliest(net, job, starts, ends, 0)[1])
            continue
        day, need = earliest(net, job, starts, ends, 0)
        row = net.row[job]
        day = int(net.begin[row, day]) if day < size else NEVER
        while day < size and net.end[row, day] < need:
            day = int(net.begin[row, day + 1]) if day + 1 < size else NEVER
        starts[job] = day
        ends[job] = net.end[row, day] if day < size else NEVER
    return starts, ends


def latest_places(net: Net, ends: Ints, walls: Ints) -> Ints:
    """Latest starts by links and calendars alone, when no end passes its wall."""
    starts = np.zeros(len(net.row), np.int32)
    last_ends = np.zeros(len(net.row), np.int32)
    size = net.end.shape[1]
    for job in np.argsort(-net.rank):
        if net.fixed[job] >= 0:
            starts[job], last_ends[job] = net.fixed[job], net.fixed_end[job]
            continue
        by_end, by_start = min(int(walls[job]), size - 1), NEVER
        for at in range(net.out_head[job], net.out_head[job + 1]):
            other = net.out[at, OTHER]
            if net.stretches[other]:
                continue
            day = int(last_ends[other]) if net.out[at, TO_END] else int(starts[other])
            day = unshifted(net.latest, net.out[at, LAG_ROW], net.out[at, LAG], day)
            if net.out[at, FROM_END]:
                by_end = min(by_end, day)
            else:
                by_start = min(by_start, day)
        start = min(int(net.latest[net.row[job], max(by_end, 0)]), by_start)
        starts[job] = start
        last_ends[job] = net.end[net.row[job], start] if start >= 0 else by_end
    return starts

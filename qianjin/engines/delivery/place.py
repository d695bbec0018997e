"""Schedule generation: jobs one by one at their earliest place, or at their latest.

Compiled by numba when a problem is large; the same words as plain Python otherwise. Arrays only.
"""

from __future__ import annotations

import numpy as np

from .fields import (
    AMOUNT,
    BEFORE,
    FLOOR,
    FROM_END,
    LAG,
    LAG_ROW,
    OTHER,
    RESOURCE,
    ROLLS,
    TO_END,
    UNIT,
    Ints,
    Longs,
    Net,
)

NEVER = 2**30


def shifted(ends_of: Ints, row: int, lag: int, day: int) -> int:
    """``day`` and a lag after it; ``ends_of`` are the ends in the tables."""
    if row < 0:
        return day + lag
    if day >= ends_of.shape[1]:
        return NEVER
    return int(ends_of[row, day])


def unshifted(latest: Ints, row: int, lag: int, day: int) -> int:
    """The last day from which a lag ends by ``day``; ``latest`` are those in the tables."""
    if row < 0:
        return day - lag
    if day < 0:
        return -1
    return int(latest[row, min(day, latest.shape[1] - 1)])


def ended(net: Net, job: int, day: int) -> int:
    """Where a job ends that begins on ``day``, by its own days or by those drawn for it."""
    span = net.spans[job]
    if span < 0:
        return int(net.end[net.row[job], day])
    end, unit, size = day + span, net.drawn[job, UNIT], net.end.shape[1]
    if unit >= 0 and span > 0:
        at = net.counted[unit, day + 1] + span - 1
        end = net.worked[unit, min(at, size)]
    rolls = net.drawn[job, ROLLS]
    if rolls >= 0 and end < size:
        end = net.worked[rolls, net.counted[rolls, end]]
    if net.drawn[job, FLOOR] >= 0:
        end = max(end, net.end[net.drawn[job, FLOOR], day])
    return int(end)


def book(head: Ints, need: Ints, job: int, start: int, end: int, free: Ints, sign: int) -> None:
    """Take what a job needs from what is free (``sign`` -1), or give it back (1)."""
    for at in range(head[job], head[job + 1]):
        resource, amount = need[at, RESOURCE], sign * need[at, AMOUNT]
        for day in range(start, end):
            free[resource, day] += amount


def last_conflict(head: Ints, need: Ints, job: int, start: int, end: int, free: Ints) -> int:
    """
    The last day of the stretch on which a job finds too little, -1 when it fits.

    A stretch that reaches beyond its end is followed: no start within it would fit.
    """
    worst, size = -1, free.shape[1]
    for at in range(head[job], head[job + 1]):
        resource, amount = need[at, RESOURCE], need[at, AMOUNT]
        for day in range(end - 1, max(start, worst + 1) - 1, -1):
            if free[resource, day] < amount:
                worst = day
                while worst + 1 < size and free[resource, worst + 1] < amount:
                    worst += 1
                break
    return worst


def first_conflict(head: Ints, need: Ints, job: int, start: int, end: int, free: Ints) -> int:
    """The first day of the stretch on which a job finds too little, -1 when it fits."""
    found = end
    for at in range(head[job], head[job + 1]):
        resource, amount = need[at, RESOURCE], need[at, AMOUNT]
        for day in range(start, found):
            if free[resource, day] < amount:
                found = day
                while found > 0 and free[resource, found - 1] < amount:
                    found -= 1
                break
    return -1 if found == end else found


def clear(net: Net, starts: Ints, ends: Ints, free: Ints) -> None:
    """All is free but what fixed jobs hold."""
    size = net.end.shape[1]
    for resource in range(len(net.capacity)):
        for day in range(size):
            free[resource, day] = net.capacity[resource, day]
    for job in range(len(net.fixed)):
        if net.fixed[job] >= 0:
            starts[job], ends[job] = net.fixed[job], net.fixed_end[job]
            book(
                net.need_head, net.need, job, int(starts[job]), min(int(ends[job]), size), free, -1
            )


def earliest(net: Net, job: int, starts: Ints, ends: Ints, floor: int) -> tuple[int, int]:
    """From which day a job may start, and from which it may end, by its links."""
    start, end = max(int(net.release[job]), floor), 0
    for at in range(net.in_head[job], net.in_head[job + 1]):
        other = net.into[at, OTHER]
        day = int(ends[other]) if net.into[at, FROM_END] else int(starts[other])
        day = shifted(net.end, int(net.into[at, LAG_ROW]), int(net.into[at, LAG]), day)
        if net.into[at, TO_END]:
            end = max(end, day)
        else:
            start = max(start, day)
    return start, end


def place_left(net: Net, order: Ints, starts: Ints, ends: Ints, free: Ints, floors: Ints) -> bool:
    """
    Put each job of ``order`` at its earliest place; False when the horizon is too short.

    ``starts`` and ``ends`` hold the places of jobs whose turn comes later than that of a job that
    waits for them; ``floors`` is a first day for each job.
    """
    clear(net, starts, ends, free)
    size = net.end.shape[1]
    for turn in range(len(order)):
        job = int(order[turn])
        if net.fixed[job] >= 0:
            if net.spans[job] >= 0:
                ends[job] = max(int(net.release[job]), ended(net, job, int(starts[job])))
            if net.stretches[job]:
                ends[job] = max(int(ends[job]), earliest(net, job, starts, ends, 0)[1])
            continue
        day, need_end = earliest(net, job, starts, ends, int(floors[job]))
        row = net.row[job]
        while True:
            if day >= size:
                return False
            day = int(net.begin[row, day])
            if day >= size:
                return False
            end = int(net.end[row, day]) if net.spans[job] < 0 else ended(net, job, day)
            if end > size:
                return False
            if end < need_end:
                day += 1
                continue
            conflict = last_conflict(net.need_head, net.need, job, day, end, free)
            if conflict < 0:
                break
            day = conflict + 1
        starts[job], ends[job] = day, end
        book(net.need_head, net.need, job, day, end, free, -1)
    return True


def hold_back(net: Net, starts: Ints, ends: Ints, floors: Ints) -> bool:
    """Begin later with what is followed too late; whether there was any such thing."""
    is_changed = False
    for at in range(len(net.far)):
        before, after = net.far[at, BEFORE], net.far[at, OTHER]
        row, lag = int(net.far[at, LAG_ROW]), int(net.far[at, LAG])
        day = int(ends[before]) if net.far[at, FROM_END] else int(starts[before])
        reached = int(ends[after]) if net.far[at, TO_END] else int(starts[after])
        if reached > shifted(net.end, row, lag, day) and net.fixed[before] < 0:
            floors[before] = starts[before] + max(unshifted(net.latest, row, lag, reached) - day, 1)
            is_changed = True
    return is_changed


def place_within(
    net: Net, order: Ints, starts: Ints, ends: Ints, free: Ints, floors: Ints, repairs: int
) -> bool:
    """
    ``place_left``, and again while something follows too late, at most ``repairs`` times.

    ``floors`` rise for what has to wait so that what must follow soon can.
    """
    for _ in range(repairs + 1):
        if not place_left(net, order, starts, ends, free, floors):
            return False
        if not hold_back(net, starts, ends, floors):
            break
    return True


def place_right(net: Net, order: Ints, starts: Ints, ends: Ints, free: Ints, walls: Ints) -> bool:
    """
    Put each job of ``order`` at its latest place whose end is not beyond its wall.

    In the order of falling ends no job moves to the left. False: some job found no place.
    """
    clear(net, starts, ends, free)
    for turn in range(len(order)):
        job = int(order[turn])
        if net.fixed[job] >= 0:
            continue
        row, last_end, last_start = net.row[job], int(walls[job]), NEVER
        for at in range(net.out_head[job], net.out_head[job + 1]):
            other = net.out[at, OTHER]
            if net.stretches[other]:
                continue  # what has begun waits for its end, whenever that is
            day = int(ends[other]) if net.out[at, TO_END] else int(starts[other])
            day = unshifted(net.latest, int(net.out[at, LAG_ROW]), int(net.out[at, LAG]), day)
            if net.out[at, FROM_END]:
                last_end = min(last_end, day)
            else:
                last_start = min(last_start, day)
        if last_end < 0:
            return False
        day = min(int(net.latest[row, last_end]), last_start)
        while True:
            if day < net.release[job]:
                return False
            if net.begin[row, day] != day:
                day -= 1
                continue
            end = int(net.end[row, day])
            conflict = first_conflict(net.need_head, net.need, job, day, end, free)
            if conflict < 0:
                break
            # It must be over when too little is free: end by that day, which is held no more.
            day = min(day - 1, int(net.latest[row, conflict]))
        starts[job], ends[job] = day, end
        book(net.need_head, net.need, job, day, end, free, -1)
    return True


def priced(net: Net, starts: Ints, ends: Ints, terms: Longs) -> int:
    """The cost; ``terms`` gets gap, late, finish, moved and broken days."""
    for term in range(len(terms)):
        terms[term] = 0
    last = 0
    for job in range(len(starts)):
        last = max(last, int(ends[job]))
        if ends[job] > net.due[job]:
            terms[1] += net.due_cost[job] * (ends[job] - net.due[job])
        if starts[job] > net.gap_from[job]:
            terms[0] += net.gap_cost[job] * (starts[job] - net.gap_from[job])
        if net.planned[job] >= 0:
            terms[3] += abs(starts[job] - net.planned[job])
        if net.fixed[job] < 0:
            if ends[job] > net.deadline[job]:
                terms[4] += ends[job] - net.deadline[job]
        elif not net.stretches[job]:
            start, end = earliest(net, job, starts, ends, 0)
            terms[4] += max(start - int(net.fixed[job]), 0)
            terms[4] += max(end - int(net.fixed_end[job]), 0)
    for at in range(len(net.far)):
        before, after = net.far[at, BEFORE], net.far[at, OTHER]
        day = int(ends[before]) if net.far[at, FROM_END] else int(starts[before])
        limit = shifted(net.end, int(net.far[at, LAG_ROW]), int(net.far[at, LAG]), day)
        reached = int(ends[after]) if net.far[at, TO_END] else int(starts[after])
        terms[4] += max(reached - limit, 0)
    terms[2] = last
    total = terms[0] + terms[1] + net.finish_cost * terms[2] + net.moved_cost * terms[3]
    return int(total + net.broken_cost * terms[4])


def by_start(net: Net, starts: Ints, order: Ints) -> None:
    """Write the jobs into ``order``: by start, among equals so that links are kept."""
    size = len(starts)
    keys = starts.astype(np.int64) * size + net.rank
    found = np.argsort(keys)
    for at in range(size):
        order[at] = found[at]


def by_end(net: Net, ends: Ints, order: Ints) -> None:
    """Write the jobs into ``order``: last end first, among equals against the links."""
    size = len(ends)
    keys = ends.astype(np.int64) * size + net.rank
    found = np.argsort(keys)
    for at in range(size):
        order[at] = found[size - 1 - at]


def polish(
    net: Net, starts: Ints, ends: Ints, free: Ints, floors: Ints, work: Ints, walls: Ints
) -> bool:
    """Push everything to the right, then to the left (forward-backward improvement)."""
    last = 0
    for job in range(len(ends)):
        last = max(last, int(ends[job]))
    for job in range(len(ends)):
        is_dear = net.due_cost[job] > 0 or net.gap_cost[job] > 0 or net.deadline[job] < NEVER
        walls[job] = ends[job] if is_dear else last
    by_end(net, ends, work)
    if not place_right(net, work, starts, ends, free, walls):
        return False
    by_start(net, starts, work)
    return place_left(net, work, starts, ends, free, floors)

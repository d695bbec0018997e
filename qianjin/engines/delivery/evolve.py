"""The search: plans are crossed, children built anew and pushed together, the better ones kept.

After Debels and Vanhoucke (A decomposition-based genetic algorithm for the resource-constrained
project-scheduling problem, Operations Research 55, 2007): a child has from its father what lies in
the window where he uses the resources best, the rest in the mother's order. Every child is pushed
to the right and to the left (Valls, Ballestin and Quintanilla, Justification and RCPSP, EJOR 165,
2005). Where there are many projects, half of the children take whole projects from one or the
other.

Arrays only; compiled by numba when a problem is large. Randomness is the 48-bit linear congruence
of ``drand48``, so that plain Python draws the same numbers.
"""

from __future__ import annotations

import numpy as np

from .fields import AMOUNT, OTHER, RESOURCE, Floats, Herd, Ints, Longs, Net
from .place import place_within, polish, priced


def copy(source: Ints, target: Ints) -> None:
    """Write the places of all jobs into another array, which may be longer or shorter."""
    for at in range(min(len(source), len(target))):
        target[at] = source[at]


def drawn(dice: Longs, below: int) -> int:
    """A number from 0 to ``below`` - 1."""
    # In two halves, for numpy would warn of the overflow by which the whole product is cut.
    high, low = int(dice[0]) >> 24, int(dice[0]) & 0xFFFFFF
    carried = low * 0xECE66D + 0xB
    above = (high * 0xECE66D + low * 0x5DE + (carried >> 24)) & 0xFFFFFF
    dice[0] = (above << 24) | (carried & 0xFFFFFF)
    return ((int(dice[0]) >> 17) * below) >> 31


def window(net: Net, starts: Ints, ends: Ints, use: Floats, dice: Longs) -> tuple[int, int]:
    """A span of days, a quarter to three quarters of the plan, in which resources are busiest."""
    size = len(starts)
    first, last = 2**30, 0
    for job in range(size):
        if net.fixed[job] < 0:
            first = min(first, int(starts[job]))
            last = max(last, int(ends[job]))
    for day in range(last + 2):
        use[day] = 0.0
    for job in range(size):
        for at in range(net.need_head[job], net.need_head[job + 1]):
            level = net.capacity[net.need[at, RESOURCE], starts[job]]
            if level > 0:
                share = net.need[at, AMOUNT] / level
                use[starts[job]] += share
                use[ends[job]] -= share
    length = max(last - first, 1)
    span = length // 4 + drawn(dice, length // 2 + 1)
    # Use becomes, first, what is used on each day, and then what was used up to it.
    total, level_now = 0.0, 0.0
    for day in range(first, last + 1):
        level_now += use[day]
        total += level_now
        use[day] = total
    best, at_best = -1.0, first
    for day in range(first, max(last - span, first) + 1):
        before = use[day - 1] if day > first else 0.0
        used = use[min(day + span, last)] - before
        if used > best:
            best, at_best = used, day
    return at_best, at_best + span


def repaired(net: Net, keys: Longs, order: Ints, work: Ints, is_placed: Ints) -> None:
    """Jobs by their keys into ``order``, each after all that it waits for."""
    sorted_jobs = np.argsort(keys)
    for job in range(len(keys)):
        is_placed[job] = 0
    count = 0
    for root in sorted_jobs:
        if is_placed[root]:
            continue
        # Depth first: what a job waits for goes before it.
        depth = 0
        work[0] = root
        while depth >= 0:
            job = work[depth]
            is_ready = True
            for at in range(net.in_head[job], net.in_head[job + 1]):
                other = net.into[at, OTHER]
                if not is_placed[other]:
                    depth += 1
                    work[depth] = other
                    is_ready = False
                    break
            if is_ready:
                if not is_placed[job]:
                    is_placed[job] = 1
                    order[count] = job
                    count += 1
                depth -= 1


def crossed(
    net: Net, herd: Herd, mother: int, father: int, keys: Longs, use: Floats, dice: Longs
) -> None:
    """
    Keys of a child: part of the father's plan in the mother's, some jobs moved at random.

    The part is a window of days; with several projects it may be whole projects, or none, and
    then some projects of the mother are moved.
    """
    size = len(keys)
    far = net.end.shape[1]
    kind = drawn(dice, 4) if herd.groups > 1 else 0
    if kind >= 2:
        # Some projects come sooner or later than they did.
        reach = 1 + drawn(dice, 400)
        for group in range(herd.groups):
            herd.picked[group] = 0
        for _ in range(1 + drawn(dice, 4)):
            herd.picked[drawn(dice, herd.groups)] = drawn(dice, 2 * reach + 1) - reach
        for job in range(size):
            keys[job] = herd.starts[mother, job] + herd.picked[herd.group[job]]
    elif kind == 1:
        share = 1 + drawn(dice, herd.groups)
        for group in range(herd.groups):
            herd.picked[group] = drawn(dice, herd.groups) < share
        for job in range(size):
            one = father if herd.picked[herd.group[job]] else mother
            keys[job] = herd.starts[one, job]
    else:
        first, last = window(net, herd.starts[father], herd.ends[father], use, dice)
        for job in range(size):
            start = herd.starts[father, job]
            if first <= start < last:
                keys[job] = start
            elif herd.starts[mother, job] < first:
                keys[job] = herd.starts[mother, job] - far
            else:
                keys[job] = herd.starts[mother, job] + far
    for _ in range(1 + size // 60):
        if drawn(dice, 2):
            one = drawn(dice, size)
            other = drawn(dice, size)
            keys[one], keys[other] = keys[other], keys[one]
    for job in range(size):
        keys[job] = keys[job] * size + net.rank[job]


def shuffled(net: Net, starts: Ints, keys: Longs, reach: int, dice: Longs) -> None:
    """Keys near the order of ``starts``: each is moved by up to ``reach`` days."""
    size = len(keys)
    for job in range(size):
        keys[job] = (starts[job] + drawn(dice, reach + 1)) * size + net.rank[job]


def kept(herd: Herd, starts: Ints, ends: Ints, cost: int) -> bool:
    """Put a child in the place of the worst, unless it is worse or there already."""
    worst = 0
    for one in range(len(herd.costs)):
        if herd.costs[one] > herd.costs[worst]:
            worst = one
        if herd.costs[one] == cost:
            is_same = True
            for job in range(len(starts)):
                if herd.starts[one, job] != starts[job]:
                    is_same = False
                    break
            if is_same:
                return False
    if cost > herd.costs[worst]:
        return False
    copy(starts, herd.starts[worst])
    copy(ends, herd.ends[worst])
    herd.costs[worst] = cost
    return True


def chosen(herd: Herd, dice: Longs) -> int:
    """The better of two drawn at random."""
    one = drawn(dice, len(herd.costs))
    other = drawn(dice, len(herd.costs))
    return one if herd.costs[one] <= herd.costs[other] else other


def anchor(net: Net, herd: Herd, floors: Ints, dice: Longs) -> None:
    """Hold most projects at the days of the last plan, so that they move only when they must."""
    for group in range(herd.groups):
        herd.picked[group] = drawn(dice, 4) > 0
    for job in range(len(floors)):
        floors[job] = 0
        if herd.picked[herd.group[job]]:
            floors[job] = max(net.planned[job], 0)


def evolve(net: Net, herd: Herd, dice: Longs, guide: Ints, steps: int, goal: int) -> int:
    """
    Breed ``steps`` children; returns how many, fewer when the ``goal`` is reached.

    ``dice`` holds the state of the draws, steps since the best got better, and whether the herd is
    still to be filled. ``guide`` is an order of starts from which a new herd grows.
    """
    size = len(net.row)
    starts, ends = np.zeros(size, np.int32), np.zeros(size, np.int32)
    order, work = np.zeros(size, np.int32), np.zeros(size + 1, np.int32)
    is_placed, walls = np.zeros(size, np.int32), np.zeros(size, np.int32)
    keys, terms = np.zeros(size, np.int64), np.zeros(5, np.int64)
    use = np.zeros(net.end.shape[1] + 2, np.float64)
    free = net.capacity.copy()
    floors = np.zeros(size, np.int32)
    count = len(herd.costs)
    is_moved = net.moved_cost > 0 and net.planned.max() >= 0
    for step in range(steps):
        best = 0
        for one in range(count):
            if herd.costs[one] < herd.costs[best]:
                best = one
        if herd.costs[best] <= goal:
            return step
        if dice[2] < count:
            length = 1
            for job in range(size):
                length = max(length, int(guide[job]))
            shuffled(net, guide, keys, length * (1 + drawn(dice, 6)) // 10, dice)
            dice[2] += 1
        else:
            mother = chosen(herd, dice)
            father = chosen(herd, dice)
            crossed(net, herd, mother, father, keys, use, dice)
        repaired(net, keys, order, work, is_placed)
        for job in range(size):
            floors[job] = 0
        if is_moved:
            anchor(net, herd, floors, dice)
        if not place_within(net, order, starts, ends, free, floors, 6):
            continue
        cost = priced(net, starts, ends, terms)
        for _ in range(2):
            # A plan that gets no better by pushing is done.
            copy(starts, order)
            copy(ends, work)
            if not polish(net, starts, ends, free, floors, is_placed, walls):
                copy(order, starts)
                copy(work, ends)
                break
            pushed = priced(net, starts, ends, terms)
            if pushed > cost:
                copy(order, starts)
                copy(work, ends)
                break
            if pushed == cost:
                break
            cost = pushed
        before = herd.costs[best]
        kept(herd, starts, ends, cost)
        dice[1] = 0 if cost < before else dice[1] + 1
        if dice[1] > 60 * count:
            # Nothing new for long: the best stays, the rest is grown anew around it.
            copy(herd.starts[best], guide)
            for one in range(count):
                if one != best:
                    herd.costs[one] = 2**62
            dice[1], dice[2] = 0, 1
    return steps

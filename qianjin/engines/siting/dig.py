"""Search all assemblies around one parcel, then without it around the next.

Depth first over the parcels beside what is taken: take the cheapest per area, or refuse it. Each
assembly is met once. In the words of numba, as ``bounds``.
"""

from __future__ import annotations

import numpy as np

from .bounds import pool
from .fields import (
    AREA,
    BEST,
    BEYOND,
    BOUND,
    CAP,
    COUNT,
    DEPTH,
    FENCE,
    FLOOR,
    FREE,
    HIGH,
    HULL,
    LATEST,
    LEAST,
    LOW,
    MOST,
    OPEN,
    PENALTY,
    REFUSED,
    ROOT,
    SHARE,
    SIZE,
    SLACK,
    SPENT,
    STAMP,
    STEPS,
    SUM,
    TAKEN,
    Desk,
    Ints,
    Land,
    Round,
)  # fmt: skip


def keep(value: float, rows: Ints, count: int, land: Land, desk: Desk) -> None:
    """Put an assembly among the best that are kept, unless it is there."""
    key = np.int64(0)
    for at in range(count):
        key ^= land.salt[rows[at]]
    for at in range(len(desk.values)):
        if desk.keys[at] == key and desk.values[at] < np.inf:
            return
    place = len(desk.values) - 1
    while place > 0 and desk.values[place - 1] > value:
        desk.values[place] = desk.values[place - 1]
        desk.keys[place] = desk.keys[place - 1]
        desk.sets[place, :] = desk.sets[place - 1, :]
        place -= 1
    desk.values[place] = value
    desk.keys[place] = key
    desk.sets[place, :] = -1
    for at in range(count):
        desk.sets[place, at] = rows[at]
    desk.amounts[BEST] = desk.values[len(desk.values) - 1]


def lay_out(root: int, count: int, land: Land, desk: Desk, ground: Round) -> None:
    """Copy the pool of ``root`` into rows of its own, by price, and take the root."""
    desk.counters[STAMP] += 1
    stamp = desk.counters[STAMP]
    penalty = desk.amounts[PENALTY]
    size = 0
    for at in range(count):
        row = desk.out[at]
        desk.mark[row] = stamp
        desk.place[row] = at
        ground.rows[at] = row
        ground.area[at] = land.area[row]
        ground.cost[at] = land.cost[row]
        ground.price[at] = land.cost[row] + penalty
        ground.late[at] = land.late[row]
        ground.rim[at] = land.rim[row]
        ground.state[at] = FREE
        ground.beside[at] = 0
    for at in range(count):
        row = ground.rows[at]
        ground.head[at] = size
        for link in range(land.head[row], land.head[row + 1]):
            other = land.links[link]
            if desk.mark[other] == stamp:
                ground.links[size] = desk.place[other]
                ground.joint[size] = land.joint[link]
                size += 1
    ground.head[count] = size
    desk.counters[SIZE] = count
    desk.counters[DEPTH] = 0
    desk.counters[SPENT] = 0
    ground.held[0, :] = 0.0
    ground.held[0, BOUND] = desk.amounts[LEAST] + desk.limits[FLOOR]
    for group in range(len(land.shares)):
        ground.shared[0, group] = 0.0
    take(desk.place[root], 0, land, ground)


def take(row: int, depth: int, land: Land, ground: Round) -> None:
    """Take ``row``; the sums at ``depth`` become those with it."""
    held = ground.held
    inner, open_ = 0.0, 0.0
    ground.state[row] = TAKEN
    for link in range(ground.head[row], ground.head[row + 1]):
        other = ground.links[link]
        ground.beside[other] += 1
        if ground.state[other] == TAKEN:
            inner += ground.joint[link]
        if ground.state[other] != REFUSED:
            open_ += ground.joint[link]
    held[depth, SUM] += ground.cost[row]
    held[depth, AREA] += ground.area[row]
    held[depth, LATEST] = max(held[depth, LATEST], ground.late[row])
    held[depth, HULL] += ground.rim[row] - 2.0 * inner
    held[depth, FENCE] += ground.rim[row] - open_
    ground.taken[int(held[depth, COUNT])] = ground.rows[row]
    held[depth, COUNT] += 1.0
    for group in range(len(land.shares)):
        ground.shared[depth, group] += land.shares[group, ground.rows[row]]


def judge(depth: int, land: Land, desk: Desk, ground: Round) -> int:
    """The row to choose next where the search stands, or -1 when nothing better lies below."""
    held, limits = ground.held, desk.limits
    size, count = held[depth, AREA], int(held[depth, COUNT])
    room, wanted = limits[HIGH] - size, limits[LOW] - size
    if room < 0.0:
        return -1
    for group in range(len(land.shares)):
        if ground.shared[depth, group] > limits[CAP]:
            return -1
    known = held[depth, SUM] + held[depth, LATEST]
    if wanted <= 0.0:
        value = known + held[depth, HULL]
        if value < desk.amounts[BEST] - limits[SLACK]:
            keep(value, ground.taken, count, land, desk)
        if limits[BEYOND] == 0.0:
            return -1
    if count >= limits[MOST]:
        return -1
    cut = desk.amounts[BEST] / desk.amounts[SHARE] - limits[SLACK]
    known += max(limits[FLOOR], held[depth, FENCE])
    penalty = desk.amounts[PENALTY]
    if penalty > 0.0:
        known -= penalty * (limits[MOST] - count)
    if known >= cut:
        return -1
    return _cheapest(depth, known, cut, room, wanted, desk, ground)


def _cheapest(
    depth: int, known: float, cut: float, room: float, wanted: float, desk: Desk, ground: Round
) -> int:
    """The cheapest row beside what is taken, unless the fill shows that the best is no better."""
    state, beside, area, price = ground.state, ground.beside, ground.area, ground.price
    choice, level, excess = -1, 0.0, np.inf
    for row in range(desk.counters[SIZE]):
        if state[row] != FREE or area[row] > room:
            continue
        if wanted > 0.0:
            level = price[row] / area[row]
            if area[row] >= wanted:
                known += level * wanted
                wanted = 0.0
            else:
                known += price[row]
                wanted -= area[row]
            if known >= cut:
                return -1
            if beside[row] > 0:
                excess = 0.0
        if beside[row] > 0:
            if choice < 0:
                choice = row
            # One row beside must be taken; if none is in the fill, the least unfit is too much.
            excess = min(excess, max(price[row] - level * area[row], 0.0))
        if wanted <= 0.0 and excess == 0.0 and choice >= 0:
            break
    if wanted > 0.0 or choice < 0 or known + excess >= cut:
        return -1
    ground.held[depth, BOUND] = max(ground.held[depth, BOUND], known + excess)
    return choice


def dig(budget: int, land: Land, desk: Desk, ground: Round) -> bool:
    """Go on with the round of a root for ``budget`` steps; return whether it is done."""
    depth = desk.counters[DEPTH]
    held, state = ground.held, ground.state
    groups = len(land.shares)
    for _ in range(budget):
        desk.counters[STEPS] += 1
        desk.counters[SPENT] += 1
        row = judge(depth, land, desk, ground)
        if row >= 0:
            ground.chosen[depth] = row
            ground.turned[depth] = 0
            depth += 1
            held[depth, :] = held[depth - 1, :]
            for group in range(groups):
                ground.shared[depth, group] = ground.shared[depth - 1, group]
            take(row, depth, land, ground)
            continue
        while depth > 0:
            row = ground.chosen[depth - 1]
            if ground.turned[depth - 1] == 0:
                break
            state[row] = FREE
            depth -= 1
        if depth == 0:
            desk.counters[DEPTH] = 0
            return True
        # Back from having taken it: refuse it.
        ground.turned[depth - 1] = 1
        state[row] = REFUSED
        held[depth, :] = held[depth - 1, :]
        for group in range(groups):
            ground.shared[depth, group] = ground.shared[depth - 1, group]
        for link in range(ground.head[row], ground.head[row + 1]):
            other = ground.links[link]
            ground.beside[other] -= 1
            if state[other] == TAKEN:
                held[depth, FENCE] += ground.joint[link]
    desk.counters[DEPTH] = depth
    return False


def least_open(desk: Desk, ground: Round) -> float:
    """The least that an assembly costs which the round of the open root has not met yet."""
    depth = desk.counters[DEPTH]
    least = float(ground.held[depth, BOUND])
    for at in range(depth):
        if ground.turned[at] == 0:
            least = min(least, ground.held[at, BOUND])
    return least


def sweep(roots: Ints, budget: int, patience: int, land: Land, desk: Desk, ground: Round) -> bool:
    """Search around each root in turn, for ``budget`` steps in all; return whether all are done.

    A root that takes more than ``patience`` steps is left alive, with what its assemblies cost at
    least in ``desk.least``; one that is done is dead, and its ``least`` infinite.
    """
    counters = desk.counters
    end = counters[STEPS] + budget
    while counters[ROOT] < len(roots):
        root = roots[counters[ROOT]]
        cut = desk.amounts[BEST] / desk.amounts[SHARE] - desk.limits[SLACK] - desk.limits[FLOOR]
        if counters[OPEN] == 0:
            count = pool(root, 1.0, cut, land, desk) if desk.alive[root] != 0 else -1
            counters[STEPS] += 1
            if count < 0:
                desk.alive[root] = 0
                desk.least[root] = np.inf
                counters[ROOT] += 1
                if counters[STEPS] >= end:
                    break
                continue
            lay_out(root, count, land, desk, ground)
            counters[OPEN] = 1
        ahead = min(end - counters[STEPS], patience - counters[SPENT])
        if ahead <= 0 and counters[STEPS] >= end:
            break
        if dig(max(ahead, 1), land, desk, ground):
            desk.alive[root] = 0
            desk.least[root] = np.inf
        elif counters[SPENT] >= patience:
            desk.least[root] = max(desk.least[root], least_open(desk, ground))
        else:
            break
        counters[OPEN] = 0
        counters[ROOT] += 1
    return bool(counters[ROOT] >= len(roots))

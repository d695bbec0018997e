"""What an assembly around a parcel costs at least, and which parcels it can be made of.

This module and ``dig`` keep to the words that numba understands; ``compiled`` turns them into
machine code, and without it they run as they stand. See docs/engines/siting.md for the proofs.
"""

from __future__ import annotations

import heapq

import numpy as np

from .fields import FLOOR, HIGH, LEAST, LOW, MOST, PENALTY, STAMP, Desk, Floats, Ints, Land


def near(source: int, most: int, land: Land, desk: Desk, stamp: int) -> None:
    """Mark the living rows at most ``most`` borders away from ``source``."""
    out = desk.out
    out[0] = source
    desk.mark[source] = stamp
    count, done, hops = 1, 0, 0
    while done < count and hops < most:
        level = count
        for at in range(done, level):
            row = out[at]
            for link in range(land.head[row], land.head[row + 1]):
                other = land.links[link]
                if desk.alive[other] != 0 and desk.mark[other] != stamp:
                    desk.mark[other] = stamp
                    out[count] = other
                    count += 1
        done = level
        hops += 1


def reach(
    source: int, weight: Floats, limit: float, land: Land, desk: Desk, mark: Ints, among: int
) -> int:
    """Rows whose lightest way from ``source`` weighs at most ``limit``; return their number.

    A way weighs what its rows weigh, the source not counted, and keeps to rows marked ``among``.
    """
    far, seen = desk.far, desk.seen
    desk.counters[STAMP] += 1
    stamp = desk.counters[STAMP]
    count = 0
    far[source] = 0.0
    seen[source] = stamp
    heap = [(0.0, source)]
    while len(heap) > 0:
        way, row = heapq.heappop(heap)
        if way > far[row]:
            continue
        desk.out[count] = row
        count += 1
        for at in range(land.head[row], land.head[row + 1]):
            other = land.links[at]
            if mark[other] != among:
                continue
            longer = way + weight[other]
            if longer > limit:
                continue
            if seen[other] != stamp or longer < far[other]:
                seen[other] = stamp
                far[other] = longer
                heapq.heappush(heap, (longer, other))
    return count


def fill(
    rows: Ints,
    count: int,
    land: Land,
    skip: int,
    room: float,
    wanted: float,
    penalty: float,
    ends: Floats,
) -> float:
    """The least that ``wanted`` area costs when the last row may be cut (fractional knapsack).

    ``rows`` are sorted by price per area. Rows larger than ``room`` cannot be had. ``ends`` gets
    the price per area at which it ends and the number of rows used.
    """
    total, used = 0.0, 0.0
    ends[0] = 0.0
    for at in range(count):
        if wanted <= 0.0:
            break
        row = rows[at]
        area = land.area[row]
        if row == skip or area > room:
            continue
        whole = land.cost[row] + penalty
        ends[0] = whole / area
        if area >= wanted:
            total += whole * wanted / area
            used += wanted / area
            wanted = 0.0
        else:
            total += whole
            used += 1.0
            wanted -= area
    ends[1] = used
    if wanted > 0.0:
        return np.inf
    return total


def by_price(rows: Ints, count: int, land: Land, penalty: float) -> None:
    """Sort the first ``count`` rows by price per area, cheapest first."""
    keys = np.empty(count, np.float64)
    for at in range(count):
        keys[at] = (land.cost[rows[at]] + penalty) / land.area[rows[at]]
    rows[:count] = rows[:count][np.argsort(keys)]


def penalised(
    count: int,
    land: Land,
    desk: Desk,
    source: int,
    room: float,
    wanted: float,
    most: float,
    ends: Floats,
) -> tuple[float, float]:
    """The best bound with a price on each parcel taken, when at most ``most`` may be taken.

    Return the bound and that price. The bound is concave in the price and rises while more than
    ``most`` parcels are used; infinite when no ``most`` of the rows are large enough.
    """
    rows = desk.out
    best = fill(rows, count, land, source, room, wanted, 0.0, ends)
    if ends[1] <= most or best == np.inf:
        return best, 0.0
    dearest = 0.0
    for at in range(count):
        dearest = max(dearest, land.cost[rows[at]])
    low, high, price, beyond = 0.0, dearest + 1.0, 0.0, 1e6 * (dearest + 1.0)
    is_bracketed = False
    for _ in range(20):
        now = (low + high) / 2.0 if is_bracketed else high
        by_price(rows, count, land, now)
        bound = fill(rows, count, land, source, room, wanted, now, ends) - now * most
        if bound > best:
            best, price = bound, now
        if ends[1] <= most:
            is_bracketed = True
            high = now
        elif is_bracketed:
            low = now
        elif now > beyond:
            return np.inf, now
        else:
            low, high = now, 16.0 * now
    by_price(rows, count, land, price)
    fill(rows, count, land, source, room, wanted, price, ends)
    return best, price


def pool(source: int, share: float, cut: float, land: Land, desk: Desk) -> int:
    """The rows that an assembly with ``source``, cheaper than ``cut``, can be made of.

    With ``share`` 1 any assembly that holds the source; with 1/2 those whose centroid it is. The
    rows stand in ``desk.out`` by price. Return their number, or -1 when no such assembly is
    cheaper. ``desk.amounts`` gets the bound (LEAST) and the price on each parcel (PENALTY).
    """
    area, cost, limits, mark = land.area, land.cost, desk.limits, desk.mark
    low, high, most = limits[LOW], limits[HIGH], limits[MOST] - 1.0
    ends = np.zeros(2, np.float64)
    if area[source] > high or cost[source] >= cut:
        return -1
    if cut < np.inf:
        weight, limit = cost, min(cut * share, cut - cost[source])
    else:
        weight, limit = area, min(high * share, high - area[source])
    if most + 1.0 < len(area):
        desk.counters[STAMP] += 1
        among = desk.counters[STAMP]
        near(source, int(most), land, desk, among)
        count = reach(source, weight, limit, land, desk, mark, among)
    else:
        count = reach(source, weight, limit, land, desk, desk.alive, 1)
    wanted, room = low - area[source], high - area[source]
    penalty = 0.0
    for turn in range(4):
        by_price(desk.out, count, land, penalty)
        if turn == 0:
            bound, penalty = penalised(count, land, desk, source, room, wanted, most, ends)
        else:
            bound = fill(desk.out, count, land, source, room, wanted, penalty, ends)
            bound -= penalty * most
        bound += cost[source]
        desk.amounts[LEAST], desk.amounts[PENALTY] = bound, penalty
        if bound >= cut:
            return -1
        if cut == np.inf or wanted <= 0.0 or turn == 3:
            break
        left = _worth_the_way(count, source, penalty, ends[0], cut, land, desk)
        if left == count:
            by_price(desk.out, count, land, penalty)
            break
        count = left
    return count


def _worth_the_way(
    count: int, source: int, penalty: float, price: float, cut: float, land: Land, desk: Desk
) -> int:
    """Drop rows whose way costs more, beyond the area it brings at ``price``, than is left.

    For any price per area and any price per parcel, the cost of an assembly is at least the base
    below, and more by what a way to any of its rows costs in reduced costs.
    """
    room = desk.limits[HIGH] - land.area[source]
    wanted = desk.limits[LOW] - land.area[source]
    base = land.cost[source] + price * wanted - penalty * (desk.limits[MOST] - 1.0)
    desk.counters[STAMP] += 1
    among = desk.counters[STAMP]
    for at in range(count):
        row = desk.out[at]
        desk.mark[row] = among
        reduced = land.cost[row] + penalty - price * land.area[row]
        if land.area[row] > room:
            desk.extra[row] = np.inf
        else:
            desk.extra[row] = max(reduced, 0.0)
            if row != source:
                base += min(reduced, 0.0)
    return reach(source, desk.extra, cut - base, land, desk, desk.mark, among)


def promising(sources: Ints, cut: float, land: Land, desk: Desk, found: Ints) -> int:
    """Rows that may be the centroid of an assembly cheaper than ``cut``; return their number.

    Such an assembly holds one of ``sources``, the rows cheap enough per area, and none of its
    branches at the centroid costs more than half of it.
    """
    desk.counters[STAMP] += 2
    stamp = desk.counters[STAMP]
    count = 0
    heap = [(0.0, np.int64(0)) for _ in range(0)]
    for at in range(len(sources)):
        row = sources[at]
        desk.mark[row] = stamp
        found[count] = row
        count += 1
        desk.seen[row] = stamp
        desk.far[row] = land.cost[row]
        if land.cost[row] <= 0.5 * cut:
            heapq.heappush(heap, (land.cost[row], row))
    while len(heap) > 0:
        way, row = heapq.heappop(heap)
        if way > desk.far[row]:
            continue
        for link in range(land.head[row], land.head[row + 1]):
            other = land.links[link]
            if desk.alive[other] == 0:
                continue
            if desk.mark[other] != stamp:
                desk.mark[other] = stamp
                found[count] = other
                count += 1
            longer = way + land.cost[other]
            if longer <= 0.5 * cut and (desk.seen[other] != stamp or longer < desk.far[other]):
                desk.seen[other] = stamp
                desk.far[other] = longer
                heapq.heappush(heap, (longer, other))
    return count


def centres(rows: Ints, cut: float, land: Land, desk: Desk, kept: Ints) -> None:
    """For each of ``rows``, the least that an assembly costs of which it is the centroid.

    ``desk.least`` gets it, infinite where none is cheaper than ``cut``; ``kept`` is set for every
    row that may be in such an assembly.
    """
    for at in range(len(rows)):
        row = rows[at]
        count = pool(row, 0.5, cut, land, desk)
        if count < 0:
            desk.least[row] = np.inf
            continue
        desk.least[row] = desk.amounts[LEAST] + desk.limits[FLOOR]
        kept[row] = 1
        for place in range(count):
            kept[desk.out[place]] = 1

"""Good first assemblies: grown from seeds, always by the cheapest neighbour per area."""

from __future__ import annotations

import numpy as np

from .dig import keep
from .fields import BEST, CAP, HIGH, LOW, MOST, SHAPED, SLACK, STAMP, Desk, Ints, Land


def worth(rows: Ints, count: int, stamp: int, land: Land, desk: Desk) -> float:
    """What an assembly costs, with its weights; its rows are marked with ``stamp``."""
    total, latest = 0.0, 0.0
    for at in range(count):
        row = rows[at]
        total += land.cost[row]
        latest = max(latest, land.late[row])
        if desk.limits[SHAPED] > 0.0:
            total += land.rim[row]
            for link in range(land.head[row], land.head[row + 1]):
                if desk.mark[land.links[link]] == stamp:
                    total -= land.joint[link]
    return total + latest


def grow(seeds: Ints, penalty: float, land: Land, desk: Desk) -> None:
    """Grow one assembly from each seed; the best found are kept.

    ``penalty`` is a price on each parcel: the larger, the more large parcels are preferred.
    """
    limits, best = desk.limits, desk.amounts
    low, high, most = limits[LOW], limits[HIGH], int(limits[MOST])
    rows = np.empty(min(most, len(land.area)) + 1, np.int64)
    groups = len(land.shares)
    shared = np.zeros(groups, np.float64)
    for start in range(len(seeds)):
        seed = seeds[start]
        if desk.alive[seed] == 0 or land.area[seed] > high:
            continue
        desk.counters[STAMP] += 1
        stamp = desk.counters[STAMP]
        shared[:] = 0.0
        border = [seed]
        desk.seen[seed] = stamp
        count, size, spent, place = 0, 0.0, 0.0, 0
        while place >= 0:
            row = border[place]
            border[place] = border[len(border) - 1]
            border.pop()
            rows[count] = row
            count += 1
            desk.mark[row] = stamp
            size += land.area[row]
            spent += land.cost[row]
            for group in range(groups):
                shared[group] += land.shares[group, row]
            if size >= low:
                value = worth(rows, count, stamp, land, desk)
                if value < best[BEST] - limits[SLACK]:
                    keep(value, rows, count, land, desk)
                if limits[SHAPED] == 0.0:
                    break
            if count >= most or spent >= best[BEST]:
                break
            for link in range(land.head[row], land.head[row + 1]):
                other = land.links[link]
                if desk.alive[other] != 0 and desk.seen[other] != stamp:
                    desk.seen[other] = stamp
                    border.append(other)
            place, cheapest = -1, np.inf
            last, ending = -1, np.inf
            for at in range(len(border)):
                other = border[at]
                if size + land.area[other] > high:
                    continue
                fits = True
                for group in range(groups):
                    if shared[group] + land.shares[group, other] > limits[CAP]:
                        fits = False
                if not fits:
                    continue
                price = (land.cost[other] + penalty) / land.area[other]
                if price < cheapest:
                    place, cheapest = at, price
                if size + land.area[other] >= low and land.cost[other] < ending:
                    last, ending = other, land.cost[other]
            if last >= 0:
                rows[count] = last
                desk.mark[last] = stamp
                value = worth(rows, count + 1, stamp, land, desk)
                desk.mark[last] = 0
                if value < best[BEST] - limits[SLACK]:
                    keep(value, rows, count + 1, land, desk)

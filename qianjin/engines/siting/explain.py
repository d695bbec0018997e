"""Why an assembly is an answer, why not the first, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..kernel import Reason
from .borders import Borders
from .data import Need, Parcels
from .result import (
    BEST,
    BEST_APART,
    DEARER,
    DEAREST,
    HOLDS_TOGETHER,
    LAST_READY,
    NARROW,
    NO_AREA,
    NO_MATCH,
    NOT_DATED,
    NOT_JOINED,
    WITHIN,
    Assembly,
)

_FIRST_NAMES = 3


def reasons_of(
    parcels: Parcels, need: Need, answer: Assembly, before: Sequence[Assembly]
) -> tuple[Reason, ...]:
    """The reasons of one answer; ``before`` are the better ones."""
    found = [_quality(parcels, need, answer, before)]
    if before:
        better = before[-1]
        found.append(Reason(DEARER, _names(better.ids), answer.value - better.value))
    found += _dates(parcels, answer)
    if len(answer.rows) > 1:
        found += _joints(parcels, answer)
        found += _prices(parcels, answer)
    return tuple(found)


def _quality(parcels: Parcels, need: Need, answer: Assembly, before: Sequence[Assembly]) -> Reason:
    if answer.gap > 0:
        return Reason(WITHIN, amount=100 * answer.gap)
    if before and need.overlap < 1:
        return Reason(BEST_APART, amount=100 * need.overlap)
    return Reason(BEST, amount=len(parcels.ids))


def _names(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_FIRST_NAMES]) + (" …" if len(ids) > _FIRST_NAMES else "")


def _dates(parcels: Parcels, answer: Assembly) -> list[Reason]:
    if parcels.ready is None:
        return []
    days = parcels.ready[list(answer.rows)]
    unknown = np.flatnonzero(~np.isfinite(days))
    if len(unknown):
        return [Reason(NOT_DATED, answer.ids[unknown[0]], len(unknown))]
    order = np.argsort(days, kind="stable")
    last = order[-1]
    if len(order) == 1 or days[last] == days[order[-2]]:
        return []
    return [Reason(LAST_READY, answer.ids[last], float(days[last] - days[order[-2]]))]


def _joints(parcels: Parcels, answer: Assembly) -> list[Reason]:
    """The parcel that holds most together, and the narrowest border on the widest ways."""
    neighbours = _within(parcels.borders, answer.rows)
    found: list[Reason] = []
    worst, cut_off = -1, 0.0
    for place in range(len(answer.rows)):
        lost = _cut_off(parcels, answer, neighbours, place)
        if lost > cut_off:
            worst, cut_off = place, lost
    if worst >= 0:
        found.append(Reason(HOLDS_TOGETHER, answer.ids[worst], cut_off))
    one, two, length = _narrowest(neighbours, len(answer.rows))
    found.append(Reason(NARROW, f"{answer.ids[one]}, {answer.ids[two]}", length))
    return found


def _within(borders: Borders, rows: Sequence[int]) -> list[dict[int, float]]:
    """For each place in ``rows``, the places beside it with the metres shared."""
    place = {row: number for number, row in enumerate(rows)}
    chosen = np.zeros(borders.count, np.bool_)
    chosen[list(rows)] = True
    inner = np.flatnonzero(chosen[borders.first] & chosen[borders.second])
    neighbours: list[dict[int, float]] = [{} for _ in rows]
    for at in inner:
        one, two = place[int(borders.first[at])], place[int(borders.second[at])]
        neighbours[one][two] = neighbours[two][one] = float(borders.length[at])
    return neighbours


def _cut_off(
    parcels: Parcels, answer: Assembly, neighbours: list[dict[int, float]], without: int
) -> float:
    """㎡ outside the largest part that is left when one parcel falls out."""
    left = set(range(len(answer.rows))) - {without}
    parts = []
    while left:
        waiting, area = [left.pop()], 0.0
        while waiting:
            here = waiting.pop()
            area += float(parcels.area[answer.rows[here]])
            beside = left & neighbours[here].keys()
            left -= beside
            waiting += beside
        parts.append(area)
    return sum(parts) - max(parts)


def _narrowest(neighbours: list[dict[int, float]], size: int) -> tuple[int, int, float]:
    """The narrowest border of the tree of widest borders (Prim)."""
    seen, narrow = {0}, (0, 0, np.inf)
    while len(seen) < size:
        one, two, length = max(
            (
                (here, there, shared)
                for here in seen
                for there, shared in neighbours[here].items()
                if there not in seen
            ),
            key=lambda found: found[2],
        )
        seen.add(two)
        if length < narrow[2]:
            narrow = (one, two, length)
    return narrow


def _prices(parcels: Parcels, answer: Assembly) -> list[Reason]:
    rows = list(answer.rows)
    price = parcels.cost[rows] / parcels.area[rows]
    worst = int(np.argmax(price))
    whole = answer.cost / answer.area
    if whole <= 0 or price[worst] <= whole * 1.05:
        return []
    return [Reason(DEAREST, answer.ids[worst], float(100 * (price[worst] / whole - 1)))]


def why_none(
    parcels: Parcels, need: Need, is_open: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Reason:
    """Why nothing keeps all limits, when that is proven."""
    total = float(parcels.area[is_open].sum())
    if total < need.area_min:
        return Reason(NO_AREA, amount=total)
    largest = _largest_group(parcels, is_open)
    if largest < need.area_min:
        return Reason(NOT_JOINED, amount=largest)
    return Reason(NO_MATCH, amount=float(is_open.sum()))


def _largest_group(parcels: Parcels, is_open: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """㎡ of the largest group of joined parcels that are to be had."""
    head, links, _ = parcels.borders.rows()
    seen = ~is_open
    largest = 0.0
    for start in range(len(seen)):
        if seen[start]:
            continue
        seen[start] = True
        waiting, area = [start], 0.0
        while waiting:
            row = waiting.pop()
            area += float(parcels.area[row])
            for other in links[head[row] : head[row + 1]]:
                if not seen[other]:
                    seen[other] = True
                    waiting.append(int(other))
        largest = max(largest, area)
    return largest

"""Small cities to search, and a twin that tries every set of parcels."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from qianjin.engines.siting import Borders, Need, Parcels

Square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], float)


def a_city(size: int, seed: int, *, chance: float = 0.35, closed: float = 0.1) -> Parcels:
    """Parcels with any borders, whole amounts, many of them equal."""
    dice = random.Random(seed)
    pairs = [pair for pair in combinations(range(size), 2) if dice.random() < chance]
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    length = np.array([dice.randint(1, 60) for _ in pairs], float)
    joined = np.bincount(first, length, size) + np.bincount(second, length, size)
    return Parcels(
        ids=tuple(f"P{n}" for n in range(size)),
        area=np.array([dice.randint(1, 12) for _ in range(size)], float),
        cost=np.array([dice.randint(0, 20) for _ in range(size)], float),
        borders=Borders(first, second, length, size),
        ready=np.array([dice.choice([1, 5, 30, 31, 200, np.nan]) for _ in range(size)]),
        outline=joined + [dice.randint(0, 50) for _ in range(size)],
        is_open=np.array([dice.random() > closed for _ in range(size)]),
        fields={"households": np.array([dice.randint(0, 9) for _ in range(size)], float)},
    )


def is_joined(parcels: Parcels, rows: tuple[int, ...]) -> bool:
    """Whether one can walk from each of the parcels to each without leaving them."""
    borders = set(zip(parcels.borders.first, parcels.borders.second, strict=True))
    reached, waiting = {rows[0]}, [rows[0]]
    while waiting:
        here = waiting.pop()
        for there in rows:
            if there not in reached and (min(here, there), max(here, there)) in borders:
                reached.add(there)
                waiting.append(there)
    return len(reached) == len(rows)


def worth(parcels: Parcels, need: Need, rows: tuple[int, ...]) -> float:
    """What a site costs with all weights, counted plainly."""
    chosen = list(rows)
    weights = dict(need.weights)
    total = weights.pop("cost", 0.0) * parcels.cost[chosen].sum()
    if per_day := weights.pop("ready", 0.0):
        assert parcels.ready is not None
        total += per_day * (parcels.ready[chosen].max() - np.nanmin(parcels.ready))
    if per_metre := weights.pop("outline", 0.0):
        assert parcels.outline is not None
        inner = sum(
            length
            for one, two, length in zip(
                parcels.borders.first, parcels.borders.second, parcels.borders.length, strict=True
            )
            if one in rows and two in rows
        )
        total += per_metre * (parcels.outline[chosen].sum() - 2 * inner)
    for name, weight in weights.items():
        total += weight * parcels.fields[name][chosen].sum()
    return float(total)


def all_sites(parcels: Parcels, need: Need) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every set of parcels that keeps every limit, with what it is worth, by trying all."""
    size = len(parcels.ids)
    is_dated = bool(need.ready_by is not None or need.weights.get("ready"))
    for count in range(1, min(need.max_parcels or size, size) + 1):
        for rows in combinations(range(size), count):
            chosen = list(rows)
            if not parcels.opened()[chosen].all():
                continue
            if not need.area_min <= parcels.area[chosen].sum() <= need.area_max:
                continue
            if need.cost_max is not None and parcels.cost[chosen].sum() > need.cost_max:
                continue
            if is_dated:
                assert parcels.ready is not None
                last = parcels.ready[chosen].max()
                if not last <= (1e9 if need.ready_by is None else need.ready_by):
                    continue
            if is_joined(parcels, rows):
                yield worth(parcels, need, rows), rows

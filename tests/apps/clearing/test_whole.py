"""Power, water and frontage of whole sites, against trying every site there is."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from qianjin.apps.clearing.planning.layer import Layer
from qianjin.apps.clearing.planning.whole import frontage, has_whole, with_whole
from qianjin.engines import siting
from qianjin.engines.kernel import Stop

SIDE = 3
LENGTH = 10.0
NOTHING = siting.Borders(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), SIDE * SIDE)


def a_layer(dice: random.Random, **columns: list[float]) -> Layer:
    """Nine square parcels of ten metres."""
    boxes = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    shapes = siting.Shapes.of(
        [[np.array([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]]) * LENGTH]] for x, y in boxes
    )
    count = len(boxes)
    told: dict[str, Any] = {
        name: np.array([dice.choice((np.nan, 1, 5, 9)) for _ in range(count)], float)
        for name in ("power_kva", "water_tpd", "frontage_m")
    }
    told |= {name: np.array(values, float) for name, values in columns.items()}
    return Layer(
        keys=tuple(range(count)), numbers=tuple(f"P{n}" for n in range(count)),
        area=shapes.areas(), price=np.array([dice.randint(1, 99) for _ in range(count)], float),
        ready=np.full(count, np.nan), owners=np.ones(count), columns=told, shapes=shapes,
        points=shapes.points, borders=siting.borders_of(shapes), lanes=NOTHING, cut=0, joined=0,
    )  # fmt: skip


def parcels_of(layer: Layer) -> siting.Parcels:
    return siting.Parcels(
        ids=layer.numbers, area=layer.area, cost=layer.cost(), borders=layer.borders
    )


def every_site(layer: Layer, wanted: siting.Need) -> list[tuple[int, ...]]:
    """All sets of parcels that hang together and have the area, by trying all."""
    beside = set(zip(layer.borders.first.tolist(), layer.borders.second.tolist(), strict=True))
    found = []
    for size in range(1, len(layer.keys) + 1):
        for rows in combinations(range(len(layer.keys)), size):
            if not wanted.area_min <= layer.area[list(rows)].sum() <= wanted.area_max:
                continue
            reached, grown = set(), {rows[0]}
            while grown != reached:
                reached = set(grown)
                grown |= {r for r in rows if any((min(r, g), max(r, g)) in beside for g in reached)}
            if len(reached) == size:
                found.append(rows)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("names", [("power_kva",), ("frontage_m",), ("water_tpd", "power_kva")])
def test_the_best_site_that_has_the_lines_is_found_and_only_what_is_certain_said_to_be(
    names: tuple[str, ...],
) -> None:
    certain = 0
    for seed in range(25):
        dice = random.Random(seed)
        layer = a_layer(dice)
        limits = dict.fromkeys(("power_kva", "water_tpd", "frontage_m"))
        need = SimpleNamespace(**{**limits, **dict.fromkeys(names, 5)})
        wanted = siting.Need(250, 350, overlap=0.5)
        costs = layer.cost()
        tried = [
            float(costs[list(rows)].sum())
            for rows in every_site(layer, wanted)
            if has_whole(layer, need, rows)  # type: ignore[arg-type]
        ]
        parcels = parcels_of(layer)
        stop = Stop(seconds=20)
        general = siting.solve(parcels, wanted, stop=stop, clock=time.monotonic, top=20)

        whole = with_whole(
            layer, need, parcels, wanted, general.assemblies, stop=stop, clock=time.monotonic
        )  # type: ignore[arg-type]

        assert all(has_whole(layer, need, one.rows) for one in whole.sites)  # type: ignore[arg-type]
        best = min(tried, default=None)
        if whole.is_certain:
            certain += 1
            assert (whole.sites[0].cost if whole.sites else None) == pytest.approx(best)
        elif whole.sites:
            assert whole.sites[0].cost >= best - 1e-9
    assert certain >= (25 if names == ("power_kva",) else 5)


def test_frontage_is_that_of_the_outline() -> None:
    # 2 │ 5 │ 8      A road runs along the whole outside of the nine.
    # ──┼───┼──
    # …   4   …
    outside = [sum((x in (0, 2), y in (0, 2))) * LENGTH for y in range(3) for x in range(3)]
    layer = a_layer(random.Random(1), frontage_m=outside)

    for rows in every_site(layer, siting.Need(1, 1000)):
        assert frontage(layer, rows) == pytest.approx(sum(outside[row] for row in rows))


def test_more_than_is_free_of_the_outline_is_no_frontage() -> None:
    layer = a_layer(random.Random(1), frontage_m=[40.0] * 9)

    assert frontage(layer, [4]) == 40
    assert frontage(layer, [3, 4]) == 60
    assert frontage(layer, list(range(9))) == 12 * LENGTH


def test_a_lane_that_is_closed_between_two_parcels_is_no_frontage() -> None:
    dice = random.Random(1)
    layer = a_layer(dice, frontage_m=[np.nan, 10, 12, *[np.nan] * 6])
    one, two = np.array([1]), np.array([2])
    over = siting.Borders(one, two, np.array([10.0]), 9)
    keep = ~((layer.borders.first == 1) & (layer.borders.second == 2))
    rest = siting.Borders(
        layer.borders.first[keep], layer.borders.second[keep], layer.borders.length[keep], 9
    )
    across = replace(layer, lanes=over, borders=siting.Borders(
        np.append(rest.first, 1), np.append(rest.second, 2), np.append(rest.length, 10.0), 9,
    ))  # fmt: skip

    assert frontage(across, [1]) == 10
    assert frontage(across, [1, 2]) == 2
    assert frontage(across, [0]) is None

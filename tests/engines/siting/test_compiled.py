"""The search as machine code finds what the plain search finds."""

from __future__ import annotations

import numpy as np
import pytest

from qianjin.engines.kernel import Stop
from qianjin.engines.siting import Need, Parcels, Shapes, borders, borders_of, solve

pytestmark = pytest.mark.slow


def a_town(side: int, seed: int) -> tuple[Shapes, Parcels]:
    """Quadrilaterals with jittered corners."""
    dice = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1)), axis=-1)
    corners = 80.0 * grid + dice.uniform(-20, 20, grid.shape)
    shapes = Shapes.of(
        [[np.array([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])]]
        for i in range(side)
        for j in range(side)
    )
    count = shapes.count
    parcels = Parcels(
        ids=tuple(map(str, range(count))),
        area=shapes.areas(),
        cost=np.round(shapes.areas() * dice.lognormal(0, 0.3, count)),
        borders=borders_of(shapes),
        outline=shapes.outlines(),
        is_open=dice.random(count) > 0.05,
    )
    return shapes, parcels


def test_both_ways_find_the_same_sites_and_the_same_borders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapes, parcels = a_town(15, 3)
    for weights in ({"cost": 1.0}, {"cost": 1.0, "outline": 5.0}):
        need = Need(25_000, 28_000, max_parcels=6, weights=weights)
        fast, plain = (
            solve(parcels, need, stop=Stop(iterations=10**6), top=2, is_compiled=way).assemblies
            for way in (True, False)
        )
        assert [one.rows for one in fast] == [one.rows for one in plain]
        assert [one.gap for one in fast] == [0, 0]
    # No two points are the same, so that every border is found by what runs along.
    apart = Shapes(
        shapes.points + np.random.default_rng(1).uniform(-0.01, 0.01, shapes.points.shape),
        shapes.rings,
        shapes.owner,
        shapes.is_hole,
        shapes.count,
    )
    by_arrays = borders_of(apart)
    monkeypatch.setattr(borders, "MANY", 0)
    by_code = borders_of(apart)
    assert (by_code.first == by_arrays.first).all()
    assert (by_code.second == by_arrays.second).all()
    assert by_code.length == pytest.approx(by_arrays.length)
    there = {(i, j) for i, j in zip(by_code.first, by_code.second, strict=True)}
    asked = zip(parcels.borders.first, parcels.borders.second, strict=True)
    assert {(i, j) for i, j in asked} <= there
    # Where four corners meet within the survey's error, the two across may seem to touch.
    assert np.sort(by_code.length)[: len(there) - len(parcels.borders.first)].max() < 0.05

"""Roads and rivers: what they part, and what may be joined over them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.siting import Barrier, Borders, Shapes, borders_of, with_barriers

SQUARE = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], float)
UPRIGHT = np.array([[100, -50], [100, 250]], float)


def field(columns: int, rows: int = 1, lane: float = 0.0) -> Shapes:
    """Squares of a hundred metres; after the first column ``lane`` metres belong to nobody."""
    places = [
        (100.0 * column + (lane if column else 0.0), 100.0 * row)
        for row in range(rows)
        for column in range(columns)
    ]
    return Shapes.of([[[np.add(SQUARE, place)]] for place in places])


def pairs(borders: Borders) -> dict[tuple[int, int], float]:
    return {
        (int(a), int(b)): round(float(length), 2)
        for a, b, length in zip(borders.first, borders.second, borders.length, strict=True)
    }


def parted(shapes: Shapes, *barriers: Barrier) -> dict[tuple[int, int], float]:
    return pairs(with_barriers(borders_of(shapes), shapes, barriers).borders)


def test_a_road_on_a_border_parts_the_parcels_on_its_two_sides_alone() -> None:
    shapes = field(3, 2)

    found = with_barriers(borders_of(shapes), shapes, [Barrier(UPRIGHT, 24)])

    expected = {(1, 2): 100, (4, 5): 100, (0, 3): 88, (1, 4): 88, (2, 5): 100}
    assert pairs(found.borders) == pytest.approx(expected, abs=0.2)
    assert (found.cut, found.joined) == (2, 0)


def test_a_border_that_meets_a_road_end_on_stays() -> None:
    shapes = field(2)
    along = np.array([[-50, -12], [250, -12]], float)

    assert parted(shapes, Barrier(along, 24)) == pytest.approx({(0, 1): 100}, abs=0.2)


def test_a_road_that_ends_leaves_the_rest_of_the_border() -> None:
    half = np.array([[100, -50], [100, 40]], float)

    assert parted(field(2), Barrier(half, 10)) == pytest.approx({(0, 1): 60}, abs=0.1)


def test_over_a_lane_that_may_be_closed_parcels_face_each_other() -> None:
    shapes = field(3, lane=6)
    middle = np.array([[103, -50], [103, 150]], float)
    assert pairs(borders_of(shapes)) == {(1, 2): 100.0}

    found = with_barriers(borders_of(shapes), shapes, [Barrier(middle, 6, joins=True)])

    assert pairs(found.borders) == {(1, 2): 100.0, (0, 1): 100.0}
    assert (found.cut, found.joined) == (0, 1)
    assert parted(shapes, Barrier(middle, 6)) == {(1, 2): 100.0}


def test_where_a_river_crosses_the_lane_nothing_is_joined() -> None:
    shapes = field(2, lane=6)
    lane = Barrier(np.array([[103, -50], [103, 150]], float), 6, joins=True)
    river = Barrier(np.array([[-50, 50], [250, 50]], float), 40)
    flood = Barrier(np.array([[-50, 50], [250, 50]], float), 400)

    assert parted(shapes, lane, river) == pytest.approx({(0, 1): 60}, abs=0.2)
    assert parted(shapes, lane, flood) == {}


def test_parcels_on_one_side_or_at_a_corner_are_not_joined() -> None:
    lane = Barrier(np.array([[103, -50], [103, 350]], float), 6, joins=True)
    two = Shapes.of([[[np.add(SQUARE, place)]] for place in ((0, 0), (0, 200), (106, 100.5))])

    assert parted(two, lane) == {}


def test_a_bend_and_a_hole_are_no_obstacle() -> None:
    bent = np.array([[103, -50], [103, 50], [103, 150]], float)
    yard = np.array([[20, 20], [40, 20], [40, 40], [20, 40]], float)
    shapes = Shapes.of([[[SQUARE, yard]], [[np.add(SQUARE, (106, 0))]]])

    assert parted(shapes, Barrier(bent, 6, joins=True)) == {(0, 1): 100.0}


@pytest.mark.parametrize(
    ("line", "width"),
    [(UPRIGHT[:1], 5), (UPRIGHT, 0), (UPRIGHT, 2000), (UPRIGHT * np.nan, 5), (UPRIGHT[0], 5)],
)
def test_what_is_no_barrier_is_refused(line: np.ndarray, width: float) -> None:
    with pytest.raises(ValueError, match=r"line|width"):
        Barrier(line, width)


@settings(max_examples=25)
@given(
    at=st.floats(-50, 250), slope=st.floats(-0.5, 0.5), widths=st.tuples(*[st.floats(1, 90)] * 2)
)
def test_a_wider_road_never_leaves_more_border(
    at: float, slope: float, widths: tuple[float, float]
) -> None:
    shapes = field(2, 2)
    line = np.array([[at, -50], [at + 300 * slope, 250]], float)
    narrow, wide = (parted(shapes, Barrier(line, width)) for width in sorted(widths))

    assert wide.keys() <= narrow.keys()
    assert all(wide[pair] <= narrow[pair] + 0.02 for pair in wide)

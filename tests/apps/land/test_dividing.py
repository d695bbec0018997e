"""Parting and joining boundaries, and reading what somebody has pasted."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.apps.land import planning
from qianjin.apps.land.planning import BadShape
from tests.factories.land import SOUTH, WEST, ZONE, square


def field(turn: float, wide: float, high: float, skew: float) -> shapely.Polygon:
    """A field somewhere in zone 40, turned and skewed."""
    corners = [(0, 0), (wide, skew), (wide - skew, high), (0, high + skew)]
    cos, sin = math.cos(turn), math.sin(turn)
    return shapely.Polygon(
        [(WEST + x * cos - y * sin, SOUTH + x * sin + y * cos) for x, y in corners]
    )


_fields = st.builds(
    field, st.floats(0, 6.3), st.floats(20, 900), st.floats(20, 900), st.floats(-8, 8)
)


@given(_fields, st.sampled_from(sorted(planning.SIDES)), st.integers(1, 99))
@settings(deadline=None, max_examples=60)
def test_a_cut_leaves_the_area_asked_for_and_loses_nothing(
    plane: shapely.Polygon, side: str, percent: int
) -> None:
    boundary = planning.boundary_of(planning.in_degrees(plane, ZONE), ZONE)
    area = (boundary.area * percent / 100).quantize(Decimal("0.01"))

    part, rest = planning.cut_off(boundary.shape, ZONE, side, area)

    parts = [planning.boundary_of(one, ZONE) for one in (part, rest)]
    assert abs(parts[0].area - area) <= Decimal("0.02")
    assert abs(sum(one.area for one in parts) - boundary.area) <= Decimal("0.02")
    assert planning.left_over([boundary.shape], [one.shape for one in parts], ZONE) < 1
    assert not planning.overlaps([one.shape for one in parts], ZONE, Decimal("0.01"))


def test_the_part_lies_at_the_side_that_was_named() -> None:
    boundary = planning.boundary_of(square(), ZONE)
    middle = planning.geometry_of(boundary.shape).centroid

    for side, (east, north) in planning.SIDES.items():
        part, _rest = planning.cut_off(boundary.shape, ZONE, side, Decimal(2000))
        where = part.centroid
        assert (where.x - middle.x) * east + (where.y - middle.y) * north > 0


@pytest.mark.parametrize("area", [0, 10000, 10001, -5])
def test_nothing_and_the_whole_are_no_part(area: int) -> None:
    boundary = planning.boundary_of(square(), ZONE)

    with pytest.raises(BadShape):
        planning.cut_off(boundary.shape, ZONE, "north", Decimal(area))


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.floats(0, 0.04))
@settings(deadline=None, max_examples=30)
def test_a_row_of_fields_is_joined_over_gaps_of_survey(widths: list[int], gap: float) -> None:
    shapes, east = [], 0.0
    for width in widths:
        shapes.append(planning.boundary_of(square(east, wide=10 * width, high=50), ZONE).shape)
        east += 10 * width + gap
    whole = planning.boundary_of(planning.joined(shapes, ZONE), ZONE)

    assert planning.geometry_of(whole.shape).geoms.__len__() == 1
    assert abs(float(whole.area) - sum(500 * width for width in widths)) < 2.5 * len(widths)


def test_what_lies_apart_or_meets_in_a_corner_is_not_joined() -> None:
    one = planning.boundary_of(square(), ZONE).shape
    for east, north in ((101, 0), (100, 100)):
        other = planning.boundary_of(square(east, north), ZONE).shape
        with pytest.raises(BadShape):
            planning.joined([one, other], ZONE)


@given(_fields)
@settings(deadline=None, max_examples=40)
def test_a_boundary_written_as_text_is_read_back_to_the_millimetre(plane: shapely.Polygon) -> None:
    boundary = planning.boundary_of(planning.in_degrees(plane, ZONE), ZONE)

    again = planning.from_text(planning.to_text(boundary.shape, ZONE), ZONE)

    there = planning.in_plane(again, ZONE)
    assert there.hausdorff_distance(plane) < 0.001


def test_a_ring_inside_another_is_a_hole_in_pasted_points() -> None:
    outer = [(0, 0), (100, 0), (100, 100), (0, 100)]
    inner = [(40, 40), (60, 40), (60, 60), (40, 60)]
    text = "\n\n".join(
        "\n".join(f"J{n},1,40{WEST + x:.3f},{SOUTH + y:.3f}" for n, (x, y) in enumerate(ring, 1))
        for ring in (outer, inner)
    )

    assert planning.boundary_of(planning.from_text(text, ZONE), ZONE).area == 9600


def test_geojson_comes_as_geometry_feature_or_collection() -> None:
    shape = shapely.to_geojson(square())
    feature = f'{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}'
    for text in (shape, feature, f'{{"type": "FeatureCollection", "features": [{feature}]}}'):
        assert planning.boundary_of(planning.from_geojson(text), ZONE).area == 10000
    for text in ("[]", '{"type": "FeatureCollection", "features": []}', '{"type": "Polygon"}'):
        with pytest.raises(BadShape):
            planning.from_geojson(text)

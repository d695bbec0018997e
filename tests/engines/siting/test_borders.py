"""Parcels that share a border are found, however their surveys drew it, and no others."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bench.siting import drawn_apart
from bench.siting_city import a_city
from qianjin.engines.siting import Borders, Shapes, are_degrees, borders_of, on_plane, with_edited

Box = tuple[int, int, int, int]
Pairs = dict[tuple[int, int], float]


def cut_up(dice: random.Random, box: Box, times: int) -> list[Box]:
    """Cut a box across again and again: borders of many lengths, with T-junctions."""
    boxes = [box]
    for _ in range(times):
        west, south, east, north = boxes.pop(dice.randrange(len(boxes)))
        if dice.random() < 0.5 and east - west > 1:
            at = dice.randint(west + 1, east - 1)
            boxes += [(west, south, at, north), (at, south, east, north)]
        elif north - south > 1:
            at = dice.randint(south + 1, north - 1)
            boxes += [(west, south, east, at), (west, at, east, north)]
        else:
            boxes.append((west, south, east, north))
    return boxes


def shared(boxes: list[Box]) -> Pairs:
    """The borders of boxes, by the plainest reckoning."""
    found: Pairs = {}
    for one, (w1, s1, e1, n1) in enumerate(boxes):
        for two, (w2, s2, e2, n2) in enumerate(boxes[:one]):
            length = 0
            if e1 == w2 or e2 == w1:
                length += max(0, min(n1, n2) - max(s1, s2))
            if n1 == s2 or n2 == s1:
                length += max(0, min(e1, e2) - max(w1, w2))
            if length:
                found[two, one] = length
    return found


def outline(box: Box, gap: float = 0.0) -> list[list[NDArray[np.float64]]]:
    west, south, east, north = box
    ring = np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])
    inset = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1], [1, 1]]) * gap / 2
    return [[ring + inset]]


def pairs_of(borders: Borders) -> Pairs:
    return {
        (int(one), int(two)): float(length)
        for one, two, length in zip(borders.first, borders.second, borders.length, strict=True)
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 60))
def test_every_border_of_positive_length_is_found_with_its_length(seed: int, times: int) -> None:
    boxes = cut_up(random.Random(seed), (0, 0, 200, 150), times)
    shapes = Shapes.of([outline(box) for box in boxes])
    assert pairs_of(borders_of(shapes)) == pytest.approx(shared(boxes))
    assert shapes.areas().sum() == pytest.approx(200 * 150)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.floats(0.01, 0.05))
def test_no_border_is_lost_across_a_gap_of_survey(seed: int, times: int, gap: float) -> None:
    boxes = cut_up(random.Random(seed), (0, 0, 200, 150), times)
    found = borders_of(Shapes.of([outline(box, gap) for box in boxes]))
    assert pairs_of(found).keys() == shared(boxes).keys()


def bricks(dice: random.Random) -> list[Box]:
    """Rows of boxes in centimetres, whose joints lie over each other or a few centimetres off."""
    boxes: list[Box] = []
    joints, south = sorted(dice.sample(range(100, 3900, 100), 6)), 0
    for _ in range(5):
        north = south + dice.randint(50, 400)
        sides = [0, *joints, 4000]
        boxes += [(w, south, e, north) for w, e in pairwise(sides)]
        joints = [at + dice.choice((0, 0, 1, -1, 2, -3, 4, -5, 30)) for at in joints]
        south = north
    return boxes


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 0.05), st.floats(0, 6.3), st.booleans())
def test_a_border_shorter_than_the_gap_is_kept_and_a_corner_is_none(
    seed: int, gap: float, turn: float, is_clockwise: bool
) -> None:
    boxes = bricks(random.Random(seed))
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    step = -1 if is_clockwise else 1
    found = borders_of(
        Shapes.of([[[(outline(box, 100 * gap)[0][0] / 100 @ turned)[::step]]] for box in boxes])
    )
    assert pairs_of(found) == pytest.approx(
        {pair: length / 100 for pair, length in shared(boxes).items()}, abs=gap + 1e-6
    )


@pytest.mark.slow
def test_in_a_city_drawn_apart_no_border_is_lost_and_hardly_one_is_new() -> None:
    # Parcels of all shapes with roads and T-junctions; each is drawn back by 0.5 to 2.5 cm.
    city = a_city(6_000, 7).shapes
    before, after = pairs_of(borders_of(city, 1e-4)), pairs_of(borders_of(drawn_apart(city)))
    assert not before.keys() - after.keys()
    assert len(after.keys() - before.keys()) <= 2
    assert max((after[pair] for pair in after.keys() - before.keys()), default=0) < 0.06


def test_parcels_that_touch_at_a_corner_or_across_a_road_share_nothing() -> None:
    boxes = [(0, 0, 10, 10), (10, 10, 20, 20), (0, 14, 10, 20)]
    assert pairs_of(borders_of(Shapes.of([outline(box) for box in boxes]))) == {(1, 2): 6}
    across = [outline((0, 0, 10, 10)), [[np.array([[10.2, 0], [20, 0], [20, 10], [10.2, 10]])]]]
    assert pairs_of(borders_of(Shapes.of(across))) == {}
    assert pairs_of(borders_of(Shapes.of(across), tolerance=0.25)) == {(0, 1): pytest.approx(10)}


def test_an_enclave_shares_its_whole_outline_and_leaves_its_area() -> None:
    hole = outline((10, 10, 20, 20))[0][0]
    shapes = Shapes.of([[[outline((0, 0, 50, 50))[0][0], hole[::-1]]], [[hole]]])
    assert pairs_of(borders_of(shapes)) == {(0, 1): 40}
    assert shapes.areas().tolist() == [2400, 100]
    assert shapes.outlines().tolist() == [240, 40]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40))
def test_an_edit_gives_what_a_new_reckoning_gives(seed: int, times: int) -> None:
    dice = random.Random(seed)
    boxes = cut_up(dice, (0, 0, 120, 90), times)
    outlines = [outline(box) for box in boxes]
    shapes = Shapes.of(outlines)
    borders, boxes_now = borders_of(shapes), shapes.boxes()
    edited: dict[int, Shapes] = {}
    for _ in range(5):
        parcel = dice.randrange(len(boxes))
        west, south, east, north = boxes[parcel]
        # Parcels that lie over each other are errors of survey; here they shrink and come back.
        outlines[parcel] = outline((west, south, dice.randint(west + 1, east), north))
        borders = with_edited(borders, shapes, boxes_now, parcel, outlines[parcel], edited=edited)
        anew = borders_of(Shapes.of(outlines))
        assert pairs_of(borders) == pytest.approx(pairs_of(anew))


def test_degrees_are_laid_on_the_plane_of_their_zone() -> None:
    # EPSG:4549 by PROJ, as worked out for the survey formats.
    point = on_plane(np.array([[120.155, 30.274]]))
    assert point[0] == pytest.approx([514914.127, 3350497.771], abs=1e-3)
    assert are_degrees(np.array([[120.1, 30.2]])) and not are_degrees(point)


def test_a_layer_without_parcels_has_no_borders() -> None:
    assert pairs_of(borders_of(Shapes.of([]))) == {}
    assert pairs_of(borders_of(Shapes.of([[], outline((0, 0, 1, 1))]))) == {}

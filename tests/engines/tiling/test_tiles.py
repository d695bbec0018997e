"""Tiles say where parcels are, as a reader that is not ours understands them."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines import tiling
from qianjin.engines.tiling import (
    Column,
    Cutter,
    Gathering,
    Layer,
    Tile,
    layer,
    ragged,
    to_gcj02,
    to_lonlat,
    to_world,
    varint,
    world,
)

from .world import around, read, square_metres, town


def of(polygons, **columns) -> Cutter:  # type: ignore[no-untyped-def]
    said = {name: Column.of(words) for name, words in columns.items()}
    return Cutter(Layer.of_lonlat(np.arange(len(polygons)) + 1, polygons, columns=said))


def in_tiles(folder: Path, cutter: Cutter, tiles: list[Tile], seen=None):  # type: ignore[no-untyped-def]
    """The pieces of each shape inside the tiles proper, without the margins around them."""
    pieces: dict[int, list[shapely.Geometry]] = {}
    for tile in tiles:
        content = cutter.tile(tile, seen)
        if content:
            shapes, said = read(folder, tile, content)
            # Cut along a side, a hole may share it with its polygon: only "structure" takes that
            # for a hole.
            valid = shapely.make_valid(shapes, method="structure")
            cut = shapely.intersection(valid, shapely.box(*tile.bounds))
            for number, piece in zip(said["mvt_id"].tolist(), cut, strict=True):
                pieces.setdefault(int(number), []).append(piece)
    return pieces


@pytest.mark.parametrize("zoom", [12, 13, 14, 15, 16])
def test_the_pieces_of_a_town_have_its_area_at_every_zoom(tmp_path: Path, zoom: int) -> None:
    parcels = town(25)
    sought = square_metres(parcels).sum()

    pieces = in_tiles(tmp_path, of(parcels), around(parcels, zoom))

    found = sum(square_metres(np.array(some)).sum() for some in pieces.values())
    # The town's outline alone is rounded: some hundred corners, each by half a step at most.
    assert found == pytest.approx(sought, rel=2e-3 if zoom < 14 else 3e-4)


def test_each_parcel_has_its_own_area_where_a_tile_is_fine_enough(tmp_path: Path) -> None:
    parcels = town(8)

    pieces = in_tiles(tmp_path, of(parcels), around(parcels, 17))

    found = [square_metres(np.array(pieces[number + 1])).sum() for number in range(len(parcels))]
    # Half a step is 3 cm here; a hectare has 400 m of border.
    assert np.abs(found - square_metres(parcels)).max() < 12


def test_a_hole_stays_a_hole_and_an_exclave_belongs_to_its_parcel(tmp_path: Path) -> None:
    yard = shapely.box(120.1502, 30.2742, 120.1504, 30.2744)
    ring = shapely.box(120.1500, 30.2740, 120.1510, 30.2750).difference(yard)
    both = shapely.union_all([ring, shapely.box(120.1512, 30.2740, 120.1514, 30.2750)])

    pieces = in_tiles(tmp_path, of([both]), around([both], 16))

    assert set(pieces) == {1}
    found = shapely.union_all(pieces[1])
    assert square_metres(found) == pytest.approx(square_metres(both), rel=2e-3)
    assert not found.intersects(yard.buffer(-0.00002))


def test_what_is_said_of_a_parcel_is_read_back(tmp_path: Path) -> None:
    parcels = town(2)
    states = ["planned", "listed", None, "granted"]
    cutter = of(parcels, state=states, shares=[1, 2, 3, -4], enclave=[True, False, True, True])
    tile = around(parcels, 13)[0]

    _, said = read(tmp_path, tile, cutter.tile(tile))

    order = np.argsort(said["mvt_id"])
    assert said["state"][order].tolist() == states
    assert said["shares"][order].tolist() == [1, 2, 3, -4]
    assert said["enclave"][order].astype(bool).tolist() == [True, False, True, True]


@pytest.mark.parametrize("zoom", [11, 13, 16])
def test_nobody_is_told_of_a_parcel_they_may_not_see(tmp_path: Path, zoom: int) -> None:
    parcels = town(6)
    cutter = of(parcels, owner=[f"secret-{number}" for number in range(36)])
    seen = cutter.layer.ids % 2 == 0

    pieces = in_tiles(tmp_path, cutter, around(parcels, zoom), seen)

    assert set(pieces) == set(range(2, 37, 2))


def test_a_name_is_written_once_and_inside_its_tile(tmp_path: Path) -> None:
    parcels = town(6)
    names = [f"DK-{number}" for number in range(36)]
    cutter = Cutter(Layer.of_lonlat(np.arange(36), parcels, labels=names))

    found: list[str] = []
    for tile in around(parcels, 16):
        content = cutter.tile(tile)
        if b"labels" in content:
            spots, said = read(tmp_path, tile, content, "labels")
            found += said["label"].tolist()
            assert shapely.within(spots, shapely.box(*tile.bounds).buffer(1e-9)).all()

    assert sorted(found) == sorted(names)
    assert b"labels" not in cutter.tile(around(parcels, 12)[0])


def test_land_of_one_kind_is_one_shape_of_the_same_area(tmp_path: Path) -> None:
    parcels = town(20)
    villages = [("east", "west", "north")[number % 20 // 7] for number in range(400)]
    cutter = of(parcels, village=villages)

    small = cutter.dissolved("village", 11)

    assert len(small.layer) == 3
    pieces = in_tiles(tmp_path, small, around(parcels, 11))
    found = {number: square_metres(np.array(some)).sum() for number, some in pieces.items()}
    areas = square_metres(parcels)
    for number in found:
        name = ("", *small.layer.columns["village"].words)[number]
        sought = areas[[village == name for village in villages]].sum()
        assert found[number] == pytest.approx(sought, rel=0.02)
    # Hardly more corners than the outlines have: those between parcels are gone.
    assert len(small.layer.points) < 0.45 * len(cutter.layer.points)


def test_land_of_which_nothing_is_said_is_one_shape_too(tmp_path: Path) -> None:
    parcels = town(4)
    cutter = of(parcels, village=["east"] * 8 + [None] * 8)
    tile = around(parcels, 11)[0]

    shapes, said = read(tmp_path, tile, cutter.dissolved("village", 11).tile(tile))

    assert sorted(said["village"].tolist(), key=str) == [None, "east"]
    assert len(shapes) == 2


def test_a_village_about_another_has_it_as_a_hole(tmp_path: Path) -> None:
    parcels = town(7)
    inner = [number // 7 in (2, 3, 4) and number % 7 in (2, 3, 4) for number in range(49)]
    cutter = of(parcels, village=["inner" if one else "outer" for one in inner])

    small = cutter.dissolved("village", 11)

    assert small.layer.is_hole.sum() == 1
    tile = around(parcels, 11)[0]
    shapes, said = read(tmp_path, tile, small.tile(tile))
    about = dict(zip(said["village"].tolist(), shapes, strict=True))
    assert about["outer"].intersection(about["inner"]).area == pytest.approx(0, abs=1e-12)


def test_dissolved_land_holds_none_that_may_not_be_seen() -> None:
    parcels = town(6)
    cutter = of(parcels, village=["east"] * 36)

    small = cutter.dissolved("village", 10, cutter.layer.ids <= 6)

    box = shapely.total_bounds(shapely.points(to_lonlat(small.layer.points)))
    sought = shapely.total_bounds(parcels[:6])
    assert np.abs(box - sought).max() < 0.0004


def test_a_parcel_larger_than_many_tiles_is_cut_to_each(tmp_path: Path) -> None:
    parcel = shapely.box(120.10, 30.20, 120.20, 30.30)
    cutter = of([parcel])
    inside, _ = read(tmp_path, Tile(18, 218554, 107938), cutter.tile(Tile(18, 218554, 107938)))

    west, _, east, _ = shapely.total_bounds(inside)

    assert east - west < 360 / 2**18 * 1.05
    assert square_metres(inside)[0] < 2e4


def test_no_shape_goes_further_beyond_its_tile_than_a_reader_can_hold(tmp_path: Path) -> None:
    parcels = [
        shapely.box(120.15, 30.27, 120.15 + wide, 30.27 + wide)
        for wide in (0.001, 0.004, 0.006, 0.02)
    ]
    cutter = of(parcels)

    for zoom in (13, 15, 16, 17):
        for tile in around(parcels, zoom):
            content = cutter.tile(tile)
            west, south, east, north = tile.bounds
            reach = 0.55 * (east - west)
            room = shapely.box(west - reach, south - reach, east + reach, north + reach)
            if content:
                shapes, _ = read(tmp_path, tile, content)
                assert shapely.covers(room, shapes).all()


def test_an_empty_place_is_no_tile_and_an_empty_layer_has_none() -> None:
    assert of(town(2)).tile(Tile(14, 0, 0)) == b""
    assert of([]).tile(Tile(0, 0, 0)) == b""
    assert of([shapely.Polygon()]).tile(Tile(0, 0, 0)) == b""


@pytest.mark.parametrize("address", [(19, 0, 0), (-1, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_outside_the_pyramid_is_refused(address: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"is not|are not"):
        Tile(*address)


def test_lines_and_numbers_that_are_none_are_no_parcels() -> None:
    with pytest.raises(ValueError, match="something else"):
        of([shapely.LineString([(0, 0), (1, 1)])])
    with pytest.raises(ValueError, match="no numbers"):
        Layer(
            np.array([1]),
            np.array([[0, 0], [1, 1], [np.nan, 2]]),
            np.array([0, 3]),
            np.array([0, 1]),
            np.array([False]),
        )
    with pytest.raises(ValueError, match="no word"):
        Column(np.array([2]), ("a",))
    with pytest.raises(ValueError, match="not as long"):
        Layer.of_lonlat(np.array([1]), town(1), columns={"state": Column.of([])})


def test_hangzhou_lies_half_a_kilometre_south_east_on_maps_of_gcj02() -> None:
    here = np.array([[120.155, 30.274]])

    east, north = (to_gcj02(here) - here)[0] * [111320 * np.cos(np.radians(30.274)), 110860]

    # SURVEY 2.2: 520 m, azimuth 120.
    assert np.hypot(east, north) == pytest.approx(520, abs=25)
    assert np.degrees(np.arctan2(east, north)) % 360 == pytest.approx(120, abs=4)


def test_the_square_of_the_world_is_left_as_it_was_entered() -> None:
    degrees = np.array([[120.155, 30.274], [-179.9, -80.0], [0.0, 0.0]])

    assert to_lonlat(to_world(degrees)) == pytest.approx(degrees, abs=1e-9)


star = st.integers(3, 9).flatmap(
    lambda corners: st.tuples(
        st.lists(st.floats(0.05, 1), min_size=corners, max_size=corners),
        st.floats(0.0001, 0.02),
        st.floats(-0.01, 0.01),
        st.floats(-0.01, 0.01),
        st.booleans(),
    )
)


@settings(max_examples=60, deadline=None)
@given(stars=st.lists(star, min_size=1, max_size=4), zoom=st.integers(0, 18))
def test_any_shape_gives_tiles_whose_areas_add_up(  # type: ignore[no-untyped-def]
    tmp_path_factory, stars, zoom: int
) -> None:
    parcels = []
    for reaches, size, east, north, has_hole in stars:
        turn = np.linspace(0, 2 * np.pi, len(reaches), endpoint=False)
        rim = np.column_stack((np.cos(turn), np.sin(turn))) * np.array(reaches)[:, None] * size
        rim = rim + np.array([120.1 + east, 30.2 + north])
        middle = rim.mean(axis=0)
        holes = [middle + (rim - middle) * 0.3] if has_hole else []
        parcel = shapely.Polygon(rim, holes)
        parcels.append(parcel if parcel.is_valid else shapely.Polygon(rim))
    zoom = min(zoom, 15)
    folder = tmp_path_factory.mktemp("tiles")

    pieces = in_tiles(folder, of(parcels), around(parcels, zoom))

    step = 40075016 / 2**zoom / 4096 * np.cos(np.radians(30.2))
    grain = 1 if zoom >= 14 else 2 if zoom >= 12 else 4
    found = sum(square_metres(np.array(some)).sum() for some in pieces.values())
    rim_length = sum(parcel.length for parcel in parcels) * 111320
    slack = rim_length * step * grain + 40 * (step * grain) ** 2
    assert found == pytest.approx(square_metres(parcels).sum(), abs=slack)


def test_the_examples_of_the_engine_are_true() -> None:
    modules = (tiling, layer, ragged, varint, world)

    assert [doctest.testmod(module).failed for module in modules] == [0] * len(modules)


def test_shapes_come_out_of_a_layer_as_they_went_in() -> None:
    yard = shapely.Polygon(
        [(0, 0), (4, 0), (4, 4), (0, 4)],
        [[(1, 1), (2, 1), (2, 2), (1, 2)], [(3, 3), (3, 2), (2, 3)]],
    )
    island = shapely.box(8, 8, 9, 9)
    sent = [shapely.MultiPolygon([yard, island]), shapely.box(5, 5, 6, 6)]
    whole = Layer.of_lonlat(np.array([5, 6]), sent)

    found = whole.polygons(np.arange(2))

    by_id = dict(zip(whole.ids.tolist(), found, strict=True))
    assert by_id[5].normalize().equals_exact(sent[0].normalize(), 1e-9)
    assert by_id[6].normalize().equals_exact(shapely.MultiPolygon([sent[1]]).normalize(), 1e-9)


def test_shapes_that_come_in_parts_make_the_same_layer() -> None:
    parcels = town(4)
    gathering = Gathering()
    gathering.add(np.arange(6), shapely.to_wkb(parcels[:6]))
    gathering.add(np.arange(6, 16), parcels[6:])

    found = gathering.layer(columns={}, labels=[str(number) for number in range(16)])

    sought = Layer.of_lonlat(np.arange(16), parcels)
    assert found.ids.tolist() == sought.ids.tolist()
    assert (found.points == sought.points).all()
    assert found.labels == [str(number) for number in found.ids]

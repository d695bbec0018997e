"""Layers and needs are read as planners write them, and refused by name."""

from __future__ import annotations

import json
import sqlite3
import struct
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.kernel import Stop
from qianjin.engines.siting import solve
from qianjin.engines.siting.columns import ColumnProblem, parcels_of
from qianjin.engines.siting.layer_file import LayerProblem, read_layer
from qianjin.engines.siting.need_file import NeedProblem, read_need

NEED = "area_min: 15000\narea_max: 25000\nid_field: 编号\ncost_field: cost\n"


def feature(n: int, **more: Any) -> dict[str, Any]:
    """A hectare, the n-th of a row from the west, in metres."""
    east = 100 * n
    ring = [[east, 0], [east + 100, 0], [east + 100, 100], [east, 100], [east, 0]]
    return {
        "type": "Feature",
        "properties": {"编号": f"P{n}", "cost": n + 1, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def written(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def best(path: Path, need: str) -> tuple[str, ...]:
    wanted = read_need(need)
    parcels = parcels_of(read_layer(path), wanted)
    sites = solve(parcels, wanted.need, stop=Stop(iterations=10_000), is_compiled=False)
    return sites.assemblies[0].ids if sites.assemblies else ()


def test_a_layer_in_metres_and_its_locked_late_and_unfit_parcels(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        feature(0, locked="是", use="工业", far=1.2, day="2027-01-31"),
        feature(1, locked="否", use="工业", far=1.2, day="2027/02/01"),
        feature(2, locked=None, use="工业", far=1.5, day="2028-01-01"),
        feature(3, locked=0, use="商业", far=1.5, day=None),
        feature(4, locked=False, use="工业", far=2.5, day="2027-03-01"),
    )
    assert best(path, NEED) == ("P0", "P1")
    assert best(path, NEED + "locked_field: locked") == ("P1", "P2")
    assert best(path, NEED + "require: {far: {min: 1.3}}") == ("P2", "P3")
    assert best(path, NEED + "require: {use: [工业], far: {min: 1.3}}") == ()
    assert best(path, NEED + "border_min: 99") == ("P0", "P1")
    assert best(path, NEED + "border_min: 100") == ()
    by_day = "ready_field: day\nready_by: 2027-06-30"
    assert best(path, NEED + by_day) == ("P0", "P1")
    assert best(path, NEED + by_day + "\nlocked_field: locked") == ()


def test_topojson_and_geojson_of_one_layer_give_the_same_sites(tmp_path: Path) -> None:
    path = tmp_path / "layer.topojson"
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [120.0, 30.0]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1],
                 [-1, 0]]],
        "objects": {"parcels": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0, 1]], "id": 7, "properties": {"cost": 1}},
            {"type": "Polygon", "arcs": [[2, -1]], "id": 8, "properties": {"cost": 2}},
        ]}},
    }  # fmt: skip
    path.write_text(json.dumps(topology), "utf-8")
    layer = read_layer(path)
    need = NEED.replace("编号", "id")
    (parcel,) = best(path, need.replace("25000", "11000").replace("15000", "10000"))
    assert parcel == "7"
    # One thousandth of a degree at 30 degrees north is 96.5 m east and 110.9 m north.
    assert layer.shapes.areas() == pytest.approx([10697, 10697], rel=1e-3)
    assert best(path, need) == ("7", "8")


def blob_of(ring: list[tuple[float, float]]) -> bytes:
    """A polygon as GeoPackage writes it."""
    points = b"".join(struct.pack("<2d", *point) for point in ring)
    polygon = struct.pack("<BIII", 1, 3, 1, len(ring)) + points
    whole = struct.pack("<BII", 1, 6, 1) + polygon
    return b"GP" + bytes([0, 1]) + struct.pack("<i", 4528) + whole


def test_a_geopackage_is_read(tmp_path: Path) -> None:
    path = tmp_path / "layer.gpkg"
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE gpkg_contents (table_name, data_type);"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization_coordsys_id);"
            "INSERT INTO gpkg_contents VALUES ('地块', 'features');"
            "INSERT INTO gpkg_geometry_columns VALUES ('地块', 'geom', 4528);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES (4528, 4528);"
            'CREATE TABLE "地块" (fid INTEGER PRIMARY KEY, geom BLOB, "编号", cost);'
        )
        for n in range(3):
            east = 40_500_000.0 + 100 * n
            ring = [(east, 0.0), (east + 100, 0.0), (east + 100, 100.0), (east, 100.0), (east, 0.0)]
            row = (blob_of(ring), f"P{n}", 9 - n)
            database.execute('INSERT INTO "地块" (geom, "编号", cost) VALUES (?, ?, ?)', row)
        database.execute('INSERT INTO "地块" (geom, "编号", cost) VALUES (NULL, ?, ?)', ("P9", 1))
    database.close()
    assert best(path, NEED) == ("P1", "P2")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("area_min: [", "line 1"),
        ("[1, 2]", "the file"),
        ("area_min: 5", "area_max"),
        (NEED + "colour: red", "colour"),
        (NEED.replace("15000", "many"), "area_min"),
        (NEED.replace("15000", "30000"), "area_max"),
        (NEED + "max_parcels: 2.5", "max_parcels"),
        (NEED + "weights: 3", "weights"),
        (NEED + "weights: {cost: -1}", "weights.cost"),
        (NEED + "weights: {ready: 5}", "ready_field"),
        (NEED + "ready_field: day\nready_by: soon", "ready_by"),
        (NEED + "require: {far: {least: 1}}", "require.far"),
        (NEED + "tolerance: -1", "tolerance"),
        (NEED + "border_min: -1", "border_min"),
        (NEED.replace("编号", "[1]"), "id_field"),
    ],
)
def test_a_need_that_cannot_be_meant_is_refused_by_field(text: str, field: str) -> None:
    with pytest.raises(NeedProblem) as caught:
        read_need(text)
    assert caught.value.field == field


def test_a_day_may_be_written_as_a_day_or_as_words() -> None:
    for written_as in ("2027-06-30", "'2027-06-30'"):
        need = read_need(NEED + f"ready_field: day\nready_by: {written_as}").need
        assert need.ready_by == date(2027, 6, 30).toordinal()


@pytest.mark.parametrize(
    ("features", "more", "column", "row"),
    [
        ([feature(0), feature(0)], "", "编号", 2),
        ([feature(0), feature(1, 编号=None)], "", "编号", 2),
        ([feature(0), feature(1, cost=None)], "", "cost", 2),
        ([feature(0), feature(1, cost="much")], "", "cost", 2),
        ([feature(0), feature(1, cost=-5)], "", "cost", 2),
        ([feature(0, day="soon")], "ready_field: day", "day", 1),
        ([feature(0, locked="perhaps")], "locked_field: locked", "locked", 1),
        ([feature(0)], "locked_field: locked", "locked", None),
        ([feature(0)], "weights: {cost: 1, households: 2}", "households", None),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_row(
    tmp_path: Path, features: list[dict[str, Any]], more: str, column: str, row: int | None
) -> None:
    wanted = read_need(NEED + more)
    with pytest.raises(ColumnProblem) as caught:
        parcels_of(read_layer(written(tmp_path, *features)), wanted)
    assert (caught.value.column, caught.value.row) == (column, row)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"type": "Feature"}', '{"type": "FeatureCollection"}', '{"type": "Topology"}',
     '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point"}}]}',
     '{"type": "FeatureCollection", "features": [7]}',
     '{"type": "FeatureCollection", "features": [{"type": "Polygon", "coordinates": [[[1]]]}]}',
     '{"type": "FeatureCollection", "features": [{"type": "Polygon",'
     ' "coordinates": [[[0, NaN], [0, 1], [1, 1]]]}]}'],
)  # fmt: skip
def test_a_file_that_is_no_layer_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "layer.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(LayerProblem):
        read_layer(path)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".geojson", ".topojson", ".gpkg", ".shp"]))
def test_no_bytes_make_the_reader_fall(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("layer") / f"layer{suffix}"
    path.write_bytes(content)
    with pytest.raises(LayerProblem):
        read_layer(path)


def test_parcels_without_outline_or_area_are_not_to_be_had(tmp_path: Path) -> None:
    empty = {"type": "Feature", "properties": {"编号": "none"}, "geometry": None}
    path = written(tmp_path, empty, feature(1), feature(2))
    parcels = parcels_of(read_layer(path), read_need(NEED))
    assert parcels.opened().tolist() == [False, True, True]
    assert np.isnan(parcels.cost[0])

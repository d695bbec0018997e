"""The other forms, written by the libraries that planners' tools use."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import ezdxf
import numpy as np
import pytest

from bench import survey_files as files
from qianjin.engines.survey import Datum, Finding, Hints, Limits, Refused, Zone, read, read_parts

from .world import PARK, codes

GIVEN = np.array(files.OUTER)


def refused(name: str, content: bytes, limits: Limits | None = None) -> Finding:
    with pytest.raises(Refused) as caught:
        read(name, content, PARK, limits)
    return caught.value.findings[0]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", files.txt(), []),
        ("a.geojson", files.geojson(), []),
        ("a.zip", files.zipped(files.shape_parts()), []),
        ("a.gpkg", files.gpkg(), []),
    ],
)
def test_the_same_parcels_come_out_of_every_form(
    name: str, content: bytes, word: list[str]
) -> None:
    found = read(name, content, PARK)

    first, second = found.parcels
    assert codes(found) == word
    assert (first.name, second.name) == files.NAMES
    assert (found.zone, found.datum) == (Zone(40), Datum.CGCS2000)
    assert (first.area, second.area) == (8400, 10000)
    assert {tuple(point) for point in first.rings[0].plane.tolist()} == set(files.OUTER)
    lonlat = first.rings[0].lonlat
    assert lonlat is not None and abs(lonlat[0, 0] - 120.155) < 0.001


# ---------------------------------------------------------------------- GeoJSON


def test_degrees_are_kept_as_given() -> None:
    text = json.dumps({"type": "Polygon", "coordinates": [files.closed(files.LONLAT)]})

    found = read("a.geojson", text.encode(), Hints())

    lonlat = found.parcels[0].rings[0].lonlat
    assert lonlat is not None and lonlat.tolist() == [list(point) for point in files.LONLAT]
    assert codes(found) == ["datum_assumed", "zone_chosen"]
    assert found.zone == Zone(40)
    assert found.parcels[0].area == pytest.approx(96.2 * 110.9, rel=0.002)


def test_latitude_first_is_swapped_and_said() -> None:
    ring = [point[::-1] for point in files.closed(files.LONLAT)]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})

    found = read("a.geojson", text.encode(), PARK)

    assert "axes_swapped" in codes(found)
    lonlat = found.parcels[0].rings[0].lonlat
    assert lonlat is not None and tuple(lonlat[0]) == files.LONLAT[0]


def test_a_system_that_is_no_zone_of_china_is_not_placed() -> None:
    found = read("a.geojson", files.geojson("urn:ogc:def:crs:EPSG::3857"), PARK)

    assert codes(found) == ["other_datum"]
    assert found.parcels[0].rings[0].lonlat is None


def test_features_are_named_by_their_line() -> None:
    bad = files.geojson().replace(b"[515100.0, 3350600.0]", b'[515100.0, "x"]', 1)

    assert (refused("a.geojson", bad).code, refused("a.geojson", bad).line) == ("bad_position", 3)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"type": "FeatureCollection",\n"features": [\n{"type":', "bad_json", 3),
        ('{"type": "Polygon",\n"coordinates": [[[1e400, 1], [2, 2], [3, 3]]]}', "bad_number", 1),
        ('{"type": "Polygon",\n"coordinates": [[[NaN, 1], [2, 2], [3, 3]]]}', "bad_number", 2),
        ('{"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]}', "too_few_points", 1),
        ('{"type": "Polygon", "coordinates": ' + "[" * 5000, "bad_json", 1),
        ('{"type": "FeatureCollection", "features": []}', "no_parcels", 1),
        ("[1, 2]", "bad_json", 1),
    ],
)
def test_broken_json_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    finding = refused("a.geojson", text.encode())

    assert (finding.code, finding.line) == (code, line)


def test_an_unclosed_ring_is_said() -> None:
    text = json.dumps({"type": "Polygon", "coordinates": [[list(p) for p in files.LONLAT]]})

    assert "ring_not_closed" in codes(read("a.geojson", text.encode(), PARK))


def test_points_and_lines_are_left_out_and_said() -> None:
    point = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [1, 2]},
    }
    whole = json.loads(files.geojson())
    whole["features"].insert(0, point)

    found = read("a.geojson", json.dumps(whole).encode(), PARK)

    assert [(one.code, one.row, one.subject) for one in found.findings] == [
        ("not_an_area", 1, "Point")
    ]
    assert len(found.parcels) == 2


# ---------------------------------------------------------------------- KML


def test_kml_asks_whether_it_was_drawn_on_imagery() -> None:
    found = read("a.kml", files.kml(), PARK)

    (parcel,) = found.parcels
    assert (parcel.name, parcel.code, parcel.line) == ("一号地", "DK-01", 3)
    assert [ring.hole_in for ring in parcel.rings] == [-1, 0]
    assert sorted(codes(found)) == ["drawn_on_imagery", "wgs84_taken"]


def test_a_kmz_is_a_zip_of_kml() -> None:
    assert read("a.kmz", files.zipped({".kml": files.kml()}, "doc"), PARK).form == "kml"


def test_a_document_type_is_refused() -> None:
    bomb = b'<?xml version="1.0"?>\n<!DOCTYPE kml [<!ENTITY a "aaaa">]>\n<kml>&a;</kml>'

    finding = refused("a.kml", bomb)

    assert (finding.code, finding.line, finding.subject) == ("bad_xml", 2, "DOCTYPE")


# ---------------------------------------------------------------------- shapefile


@pytest.mark.parametrize(
    ("encoding", "cpg", "chosen", "said"),
    [
        ("gbk", None, "gb18030", []),
        ("gbk", "GBK", "gb18030", []),
        ("gbk", "UTF-8", "gb18030", ["cpg_wrong"]),
        ("utf-8", None, "utf-8", []),
        ("utf-8", "936", "utf-8", ["cpg_wrong"]),
        ("utf-8", "UTF-8", "utf-8", []),
    ],
)
def test_the_encoding_of_a_table_is_found_whatever_the_cpg_says(
    encoding: str, cpg: str | None, chosen: str, said: list[str]
) -> None:
    found = read_parts(files.shape_parts(encoding, cpg), PARK)

    assert [parcel.name for parcel in found.parcels] == list(files.NAMES)
    assert (found.encoding, codes(found)) == (chosen, said)
    assert found.parcels[0].attributes == {"SHAPE_AREA": "10000"}


@pytest.mark.parametrize(
    ("prj", "zone", "said"),
    [
        ('PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["x"]]', Zone(40), []),
        ('PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 120E",GEOGCS["x"]]', Zone(40), []),
        ('PROJCS["CGCS2000_GK_CM_117E",GEOGCS["x"]]', Zone(20), ["zone_differs"]),
        ('PROJCS["WGS_1984_Web_Mercator",GEOGCS["GCS_WGS_1984"]]', None, ["other_datum"]),
        (
            'PROJCS["Xian_1980_3_Degree_GK_Zone_40",GEOGCS["GCS_Xian_1980"]]',
            Zone(40),
            ["other_datum"],
        ),
        ("", Zone(40), ["datum_assumed", "zone_assumed"]),
    ],
)
def test_a_prj_is_understood_by_its_name(prj: str, zone: Zone | None, said: list[str]) -> None:
    found = read_parts(files.shape_parts(prj=prj), PARK)

    wrong_for_mercator = [code for code in codes(found) if code != "wgs84_taken"]
    assert wrong_for_mercator == said
    assert zone is None or found.zone == zone


def test_a_shapefile_cut_short_names_the_record() -> None:
    parts = files.shape_parts()
    with pytest.raises(Refused) as caught:
        read_parts({**parts, ".shp": parts[".shp"][:-40]}, PARK)

    assert (caught.value.findings[0].code, caught.value.findings[0].row) == ("bad_shapefile", 2)


def test_a_lone_shp_is_refused_with_advice() -> None:
    assert refused("a.shp", files.shape_parts()[".shp"]).code == "shp_alone"


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    content = files.zipped({".txt": b"0" * 200_000})

    assert refused("a.zip", content, Limits(size=100_000)).code == "too_large"


# ---------------------------------------------------------------------- GeoPackage


def test_a_geopackage_of_another_system_is_not_placed() -> None:
    found = read("a.gpkg", files.gpkg(2364), PARK)

    assert (found.datum, found.zone, codes(found)) == (Datum.XIAN80, Zone(40), ["other_datum"])


def test_a_broken_geopackage_is_refused() -> None:
    content = files.gpkg()

    assert refused("a.gpkg", content[:5000]).code == "bad_gpkg"
    assert refused("a.gpkg", content.replace(b"GP\x00\x03", b"GP\x00\x0f")).row == 1


# ---------------------------------------------------------------------- DXF


def test_a_drawing_gives_its_closed_polylines_and_hatches() -> None:
    found = read("a.dxf", files.dxf(), PARK)

    assert [parcel.attributes["layer"] for parcel in found.parcels] == ["JZD", "权属线"]
    assert [parcel.area for parcel in found.parcels] == [10000, 8400]
    assert sorted(codes(found)) == ["datum_assumed", "zone_assumed"]


def test_an_arc_is_flattened_within_a_centimetre() -> None:
    found = read("a.dxf", files.dxf(bulge=-1.0), PARK)

    assert found.parcels[0].area == pytest.approx(
        10000 + np.pi * 50**2 / 2, abs=100 * np.pi / 2 * 0.01
    )
    assert "curve_flattened" in codes(found)


def test_an_older_drawing_in_gbk_is_read_with_its_layers() -> None:
    drawing = ezdxf.new("R2000")
    drawing.encoding = "gbk"
    drawing.header["$DWGCODEPAGE"] = "ANSI_936"
    space = drawing.modelspace()
    space.add_polyline2d(files.OUTER, close=True, dxfattribs={"layer": "权属线"})
    space.add_line((0, 0), (1, 1))
    stream = io.StringIO()
    drawing.write(stream)

    found = read("a.dxf", stream.getvalue().encode("gbk"), PARK)

    assert [(one.attributes["layer"], one.area) for one in found.parcels] == [("权属线", 10000)]


def test_a_polyline_that_is_not_closed_is_no_parcel() -> None:
    found = read("a.dxf", files.dxf(closed_flag=False), PARK)

    assert [parcel.attributes["layer"] for parcel in found.parcels] == ["权属线"]
    assert "not_an_area" in codes(found)


def test_a_drawing_on_a_citys_own_plane_waits_for_its_transformation() -> None:
    found = read("a.dxf", files.dxf(shift=514_000), PARK)

    assert (found.datum, found.zone, codes(found)) == (Datum.OTHER, None, ["other_datum"])


def test_a_dwg_is_refused_with_advice() -> None:
    assert refused("a.dwg", b"AC1032" + bytes(100)).code == "dwg"


def test_limits_hold_for_every_form() -> None:
    few = Limits(points=5)
    for name, content in files.all_forms().items():
        assert refused(name, content, few).code == "too_many_points", name
    one = replace(few, points=1000, parcels=1)
    for name, content in files.all_forms().items():
        if name not in ("d.kml", "h.kmz"):
            assert refused(name, content, one).code == "too_many_parcels", name

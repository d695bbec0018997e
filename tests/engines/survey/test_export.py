"""What is written for other programs reads back exactly, with us and with their own libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import ezdxf
import pytest
import shapefile

from qianjin.engines.survey import (
    Survey,
    Written,
    Zone,
    read,
    write_dxf,
    write_gpkg,
    write_kml,
    write_shapefile,
)

from .world import HEADING, PARK, codes, header, moved, rows, survey

HOLE = ((3350570.0, 514930.0), (3350530.0, 514930.0), (3350530.0, 514970.0), (3350570.0, 514970.0))


@pytest.fixture
def found() -> Survey:
    second = header(10, "2.0000", "DK-02", "二号地") + rows(moved(east=300)) + rows(moved(east=500))
    return survey(header(10, "0.8400"), rows(), rows(HOLE, ring=2, first=5), second)


@pytest.mark.parametrize(
    ("name", "write", "said"),
    [("a.zip", write_shapefile, []), ("a.gpkg", write_gpkg, [])],
)
def test_metres_come_back_exactly(
    name: str, write: Callable[[Survey], Written], said: list[str], found: Survey
) -> None:
    back = read(name, write(found).content, PARK)

    assert codes(back) == said
    assert back.zone == Zone(40)
    for mine, theirs in zip(found.parcels, back.parcels, strict=True):
        assert (mine.code, mine.name, mine.use) == (theirs.code, theirs.name, theirs.use)
        assert mine.area == theirs.area
        assert [ring.hole_in for ring in theirs.rings] == [ring.hole_in for ring in mine.rings]
        for ring, there in zip(mine.rings, theirs.rings, strict=True):
            assert set(map(tuple, ring.plane.tolist())) == set(map(tuple, there.plane.tolist()))


def test_degrees_come_back_within_a_tenth_of_a_millimetre(found: Survey) -> None:
    back = read("a.kml", write_kml(found).content, PARK)

    for mine, theirs in zip(found.parcels, back.parcels, strict=True):
        assert (mine.code, mine.name) == (theirs.code, theirs.name)
        assert theirs.area == pytest.approx(mine.area, abs=0.1)


def test_a_shapefile_opens_in_pyshp_with_its_system(found: Survey) -> None:
    content = write_shapefile(found, date(2026, 11, 23)).content
    parts = zipfile.ZipFile(io.BytesIO(content))
    streams = {end: io.BytesIO(parts.read(f"parcels.{end}")) for end in ("shp", "shx", "dbf")}

    reader = shapefile.Reader(**streams, encoding="gbk")

    assert [record["DKMC"] for record in reader.records()] == ["一号地", "二号地"]
    assert [shape.shapeTypeName for shape in reader.shapes()] == ["POLYGON", "POLYGON"]
    assert "CGCS2000_3_Degree_GK_CM_120E" in parts.read("parcels.prj").decode()
    assert parts.read("parcels.cpg") == b"GBK"
    assert parts.read("parcels.dbf")[1:4] == bytes([126, 11, 23])


def test_a_text_too_long_for_a_shapefile_is_cut_between_characters_and_said(found: Survey) -> None:
    long = replace(found.parcels[0], name="一" * 200)

    written = write_shapefile(replace(found, parcels=(long,)))

    assert [(one.code, one.row) for one in written.findings] == [("text_cut", 1)]
    assert read("a.zip", written.content, PARK).parcels[0].name == "一" * 127


def test_characters_beyond_gbk_are_written_in_utf_8(found: Survey) -> None:
    rare = replace(found.parcels[0], name="𠮷家畈")

    written = write_shapefile(replace(found, parcels=(rare,)))

    assert written.encoding == "utf-8"
    assert read("a.zip", written.content, PARK).parcels[0].name == "𠮷家畈"


def test_a_drawing_opens_in_ezdxf_with_its_layers(found: Survey) -> None:
    drawing = ezdxf.read(io.StringIO(write_dxf(found).content.decode()))

    space = drawing.modelspace()
    assert len(space.query('LWPOLYLINE[layer=="JZD"]')) == 4
    assert [text.dxf.text for text in space.query("TEXT")] == ["DK-01 一号地", "DK-02 二号地"]
    assert not drawing.audit().has_errors


def test_another_datum_keeps_its_code_and_is_not_written_in_degrees() -> None:
    other = survey(header(), rows(), heading=HEADING.replace("2000国家大地", "1980西安"))

    assert codes(read("a.gpkg", write_gpkg(other).content, PARK)) == ["other_datum"]
    with pytest.raises(ValueError, match="CGCS2000"):
        write_kml(other)


def test_words_cannot_break_the_xml(found: Survey) -> None:
    evil = replace(found.parcels[0], name="<甲 & 乙>\x01")

    back = read("a.kml", write_kml(replace(found, parcels=(evil,))).content, PARK)

    assert back.parcels[0].name == "<甲 & 乙>"

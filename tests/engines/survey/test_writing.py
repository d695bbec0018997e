"""What is written, and that it comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.survey import Hints, Survey, TxtForm, Zone, read, write_geojson, write_txt

from .world import HEADING, PARK, SQUARE, codes, header, moved, rows, survey, txt

HOLE = ((3350570.0, 514930.0), (3350530.0, 514930.0), (3350530.0, 514970.0), (3350570.0, 514970.0))
GOLDEN = """[属性描述]
格式版本号=1.01版本
数据产生单位=前进测绘（演示）
数据产生日期=2026-11-23
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=40
精度=0.001
转换参数=,,,,,,
[地块坐标]
10,0.8400,DK-01,一号地,面,,工业用地,,@
J1,1,3350600.000,40514900.000
J2,1,3350600.000,40515000.000
J3,1,3350500.000,40515000.000
J4,1,3350500.000,40514900.000
J1,1,3350600.000,40514900.000
J5,2,3350570.000,40514930.000
J6,2,3350530.000,40514930.000
J7,2,3350530.000,40514970.000
J8,2,3350570.000,40514970.000
J5,2,3350570.000,40514930.000
"""
FORM = TxtForm(maker="前进测绘（演示）", made_on=date(2026, 11, 23))


def same_rings(one: Survey, other: Survey, tolerance: float = 0) -> None:
    assert len(one.parcels) == len(other.parcels)
    for mine, theirs in zip(one.parcels, other.parcels, strict=True):
        assert (mine.code, mine.name) == (theirs.code, theirs.name)
        for ring, back in zip(mine.rings, theirs.rings, strict=True):
            assert (ring.names, ring.hole_in) == (back.names, back.hole_in)
            assert np.abs(ring.plane - back.plane).max() <= tolerance


def test_the_strict_form_is_written_byte_by_byte() -> None:
    found = survey(header(10, "0.8400"), rows(), rows(HOLE, ring=2, first=5))

    written = write_txt(found, FORM)

    assert written.content == GOLDEN.replace("\n", "\r\n").encode("gbk")
    assert written.findings == ()


def test_points_without_names_run_clockwise_from_the_north_west() -> None:
    def unnamed(points: tuple[tuple[float, float], ...], ring: int) -> str:
        return "".join(
            f",{ring},{north:.3f},{40_000_000 + east:.3f}\n" for north, east in (*points, points[0])
        )

    turned = SQUARE[2:] + SQUARE[:2]
    found = survey(header(10, ""), unnamed(turned[::-1], 1), unnamed(HOLE[::-1], 2))

    assert write_txt(found, FORM).content == GOLDEN.replace("\n", "\r\n").encode("gbk")


def test_each_part_has_its_header_unless_asked_otherwise() -> None:
    found = survey(header(10, "2.0000"), rows(), rows(moved(east=300), ring=2, first=5))

    apart = write_txt(found).content.decode("gbk")
    together = write_txt(found, TxtForm(parts_by_ring=True)).content.decode("gbk")

    assert apart.count("5,1.0000,DK-01,一号地,面,,工业用地,,@") == 2
    assert together.count("10,2.0000,DK-01,一号地,面,,工业用地,,@") == 1
    assert len(read("a.txt", together.encode("gbk"), PARK).parcels[0].parts) == 2


def test_a_character_that_gbk_lacks_turns_the_file_to_utf_8() -> None:
    content = (HEADING + header(name="𠮷家畈") + rows()).encode()

    written = write_txt(read("a.txt", content, PARK))

    assert (written.encoding, written.findings[0].code, written.findings[0].subject) == (
        "utf-8-sig", "not_in_gbk", "𠮷",
    )  # fmt: skip
    assert read("b.txt", written.content, PARK).parcels[0].name == "𠮷家畈"


def test_words_cannot_break_the_form() -> None:
    found = survey(header(), rows())
    evil = replace(found.parcels[0], name="甲,乙@\r\n[地块坐标]", code="1,2")

    back = read("a.txt", write_txt(replace(found, parcels=(evil,))).content, PARK)

    assert (back.parcels[0].code, back.parcels[0].name) == ("1、2", "甲、乙   [地块坐标]")


def test_rounding_to_millimetres_is_said() -> None:
    finer = tuple((north + 0.0004, east) for north, east in SQUARE)
    content = txt(header(4), "".join(f"J{n},1,{x:.4f},{y:.4f}\n" for n, (x, y) in enumerate(finer)))

    (finding,) = write_txt(read("a.txt", content, PARK)).findings

    assert (finding.code, finding.amount) == ("rounded", pytest.approx(0.0004, abs=1e-6))


def test_geojson_is_drawn_against_the_clock_with_names_beside_it() -> None:
    found = survey(header(10, "0.8400"), rows(), rows(HOLE, ring=2, first=5))

    (feature,) = json.loads(write_geojson(found))["features"]

    properties, geometry = feature["properties"], feature["geometry"]
    assert (geometry["type"], len(geometry["coordinates"])) == ("Polygon", 2)
    assert geometry["coordinates"][0][0] == geometry["coordinates"][0][-1]
    assert properties["point_names"] == [[["J4", "J3", "J2", "J1"], ["J8", "J7", "J6", "J5"]]]
    assert (properties["area_m2"], properties["area_mu"]) == (8400, 12.6)


def test_another_datum_is_not_written_in_degrees() -> None:
    found = survey(header(), rows(), heading=HEADING.replace("2000国家大地", "1980西安"))

    with pytest.raises(ValueError, match="CGCS2000"):
        write_geojson(found)
    assert "坐标系=1980西安坐标系" in write_txt(found).content.decode("gbk")


millimetres = st.integers(-400_000, 400_000)


@settings(max_examples=60, deadline=None)
@given(
    corner=st.tuples(
        st.integers(3_200_000_000, 3_500_000_000), st.integers(400_000_000, 600_000_000)
    ),
    points=st.lists(st.tuples(millimetres, millimetres), min_size=3, max_size=12, unique=True),
    zone=st.sampled_from([20, 39, 40, 41]),
)
def test_millimetres_come_back_exactly(
    corner: tuple[int, int], points: list[tuple[int, int]], zone: int
) -> None:
    ring = tuple(((corner[0] + n) / 1000, (corner[1] + e) / 1000) for n, e in points)
    heading = HEADING.replace("带号=40", f"带号={zone}").replace("分带=3", "分带=")
    first = survey(header(4, ""), rows(ring, prefix=zone), heading=heading)

    by_txt = read("a.txt", write_txt(first).content)
    by_geojson = read("a.geojson", write_geojson(first).encode(), Hints(zone=Zone(zone)))
    same_rings(first, by_txt)
    again = read("a.txt", write_txt(by_geojson).content)

    # Degrees of nine decimals move a point by a tenth of a millimetre at most: the same millimetre.
    for mine, theirs in zip(first.parcels[0].rings, again.parcels[0].rings, strict=True):
        points_there = {tuple(point) for point in theirs.plane.tolist()}
        assert {tuple(point) for point in mine.plane.tolist()} == points_there


def test_what_was_written_reads_without_a_word() -> None:
    found = survey(header(10, "0.8400"), rows(), rows(HOLE, ring=2, first=5))

    back = read("a.txt", write_txt(found, FORM).content, PARK)

    assert codes(back) == []
    same_rings(found, back)

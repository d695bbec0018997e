"""Boundary-point TXT as tools of all kinds write it."""

from __future__ import annotations

import numpy as np
import pytest

from qianjin.engines.survey import Datum, Finding, Hints, Refused, Severity, Zone, read

from .world import HEADING, PARK, SQUARE, codes, header, moved, rows, survey, txt


def refused(content: bytes, hints: Hints = PARK) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        read("地块.txt", content, hints)
    return caught.value.findings


def test_a_clean_file_has_nothing_to_say() -> None:
    found = survey(header(), rows())

    (parcel,) = found.parcels
    (ring,) = parcel.rings
    assert found.findings == ()
    assert (found.encoding, found.zone, found.has_prefix) == ("gb18030", Zone(40), True)
    assert (parcel.code, parcel.name, parcel.use) == ("DK-01", "一号地", "工业用地")
    assert ring.names == ("J1", "J2", "J3", "J4")
    assert ring.plane.tolist() == [[east, north] for north, east in SQUARE]
    assert ring.lines.tolist() == [14, 15, 16, 17]
    assert (parcel.area, parcel.hectares, parcel.mu) == (10000, 1, 15)
    assert parcel.stated is not None and parcel.stated.square_metres == 10000


def test_hangzhou_lies_where_the_registry_says() -> None:
    point = ((3350497.771, 514914.127),)
    found = survey(header(), rows(point + SQUARE[2:] + ((3350497.771, 514800.0),)))

    lonlat = found.parcels[0].rings[0].lonlat
    assert lonlat is not None
    assert np.abs(lonlat[0] - (120.155, 30.274)).max() < 1e-8


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_reads_alike(encoding: str, end: str) -> None:
    text = (HEADING + header() + rows()).replace("\n", end)

    found = read("a.txt", text.encode(encoding), PARK)

    assert found.parcels[0].name == "一号地"
    assert found.encoding == {"gbk": "gb18030"}.get(encoding, encoding)
    assert found.parcels[0].rings[0].line(0) == 14


def test_columns_the_wrong_way_round_are_swapped_and_said() -> None:
    found = survey(header(), rows(tuple((east, north) for north, east in SQUARE), prefix=0))

    assert codes(found) == ["axes_swapped"]
    assert found.findings[0].line == 14
    assert found.parcels[0].rings[0].plane.tolist() == [[east, north] for north, east in SQUARE]


def test_without_prefix_the_stated_zone_counts() -> None:
    found = survey(header(), rows(prefix=0))

    assert (found.zone, found.has_prefix, codes(found)) == (Zone(40), False, [])


def test_zone_stated_and_zone_in_the_eastings_must_agree() -> None:
    content = txt(header(), rows(), heading=HEADING.replace("带号=40", "带号=39"))

    (finding,) = refused(content)
    assert (finding.code, finding.line, finding.subject) == ("zone_conflict", 9, "39/40")
    settled = read("a.txt", content, Hints(forced_zone=Zone(40)))
    assert settled.zone == Zone(40)


def test_without_any_zone_somebody_is_asked() -> None:
    content = txt(header(), rows(prefix=0), heading=HEADING.replace("带号=40", "带号="))

    assert [one.code for one in refused(content, Hints())] == ["zone_unknown"]
    assert codes(read("a.txt", content, PARK)) == ["zone_assumed"]


def test_a_file_of_another_zone_keeps_it_and_says_so() -> None:
    heading = HEADING.replace("带号=40", "带号=39")

    found = survey(header(), rows(prefix=39), heading=heading)

    assert found.zone == Zone(39)
    assert [(one.code, one.subject) for one in found.findings] == [("zone_differs", "39/40")]


def test_six_degree_zones_are_told_by_their_number() -> None:
    heading = HEADING.replace("带号=40", "带号=20").replace("分带=3", "分带=6")

    found = survey(header(), rows(prefix=20), heading=heading, hints=Hints())

    lonlat = found.parcels[0].rings[0].lonlat
    assert found.zone == Zone(20) and lonlat is not None
    assert 117 < lonlat[0, 0] < 117.2


@pytest.mark.parametrize(
    ("system", "datum"),
    [
        ("1980西安坐标系", Datum.XIAN80),
        ("北京54", Datum.BEIJING54),
        ("杭州独立坐标系", Datum.OTHER),
    ],
)
def test_another_datum_is_kept_and_never_placed(system: str, datum: Datum) -> None:
    found = survey(header(), rows(), heading=HEADING.replace("2000国家大地坐标系", system))

    assert found.datum is datum
    assert found.parcels[0].rings[0].lonlat is None
    (finding,) = found.errors
    assert (finding.code, finding.line, finding.subject) == ("other_datum", 5, system)


def test_a_local_plane_is_read_as_it_is() -> None:
    local = tuple((north - 3_300_000, east - 450_000) for north, east in SQUARE)
    heading = HEADING.replace("2000国家大地坐标系", "杭州独立坐标系").replace("带号=40", "带号=")

    found = survey(header(), rows(local, prefix=0), heading=heading)

    assert found.zone is None
    assert found.parcels[0].area == 10000


def test_holes_are_deducted() -> None:
    hole = (
        (3350570.0, 514930.0),
        (3350570.0, 514970.0),
        (3350530.0, 514970.0),
        (3350530.0, 514930.0),
    )

    found = survey(header(10, "0.8400"), rows(), rows(hole, ring=2, first=5))

    (parcel,) = found.parcels
    assert found.findings == ()
    assert parcel.area == 8400
    assert [ring.hole_in for ring in parcel.rings] == [-1, 0]


def test_an_area_that_forgot_its_holes_is_named() -> None:
    hole = (
        (3350570.0, 514930.0),
        (3350570.0, 514970.0),
        (3350530.0, 514970.0),
        (3350530.0, 514930.0),
    )

    found = survey(header(10, "1.0000"), rows(), rows(hole, ring=2, first=5))

    assert [(one.code, one.amount) for one in found.findings] == [("area_without_holes", 1600)]


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [
        ("1.0000", "ha", None),
        ("10000", "m2", "area_in_m2"),
        ("15.0000", "mu", "area_in_mu"),
        ("1.0公顷", "ha", None),
        ("15亩", "mu", None),
        ("10000平方米", "m2", None),
        ("2.5", "ha", "area_differs"),
    ],
)
def test_what_the_area_slot_means_is_found_out(written: str, unit: str, code: str | None) -> None:
    found = survey(header(5, written), rows())

    stated = found.parcels[0].stated
    assert stated is not None and stated.unit == unit
    assert codes(found) == ([code] if code else [])


def test_ring_numbers_that_mean_parts_are_parts() -> None:
    found = survey(header(10, "2.0000"), rows(), rows(moved(east=300), ring=2, first=5))

    assert codes(found) == ["part_by_geometry"]
    assert [ring.hole_in for ring in found.parcels[0].rings] == [-1, -1]
    assert found.parcels[0].area == 20000


def test_a_second_part_may_go_on_with_the_same_number() -> None:
    found = survey(header(10, "2.0000"), rows(), rows(moved(east=300), first=5))

    assert len(found.parcels[0].parts) == 2
    assert codes(found) == []


def test_names_that_start_anew_start_a_ring() -> None:
    second = rows(moved(east=300), closed=False)

    found = survey(header(8, "2.0000"), rows(closed=False), second)

    assert len(found.parcels[0].parts) == 2
    assert [(one.code, one.severity, one.line) for one in found.findings] == [
        ("ring_not_closed", Severity.NOTE, 17),
        ("ring_not_closed", Severity.NOTE, 21),
    ]


def test_a_closing_row_with_wild_coordinates_closes_by_its_name() -> None:
    wild = rows(closed=False) + "J1,1,3350600.000,3350600.000\n"

    found = survey(header(), wild)

    assert [(one.code, one.line, one.subject) for one in found.findings] == [
        ("closing_row_differs", 18, "J1")
    ]
    assert found.parcels[0].area == 10000


@pytest.mark.parametrize("count", [4, 5])
def test_closing_rows_may_be_counted_or_not(count: int) -> None:
    assert codes(survey(header(count), rows())) == []


def test_a_count_that_is_wrong_does_not_move_the_end_of_a_parcel() -> None:
    second = header(code="DK-02", name="二号地") + rows(moved(east=300))

    found = survey(header(3), rows(), second)

    assert [parcel.code for parcel in found.parcels] == ["DK-01", "DK-02"]
    assert [(one.code, one.line, one.amount) for one in found.findings] == [
        ("count_differs", 13, 5)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "5,1.0000,DK-01,一号地,面,,,@",
        "5,1.0000,DK-01,一号地,面,,,,,@",
        "5,1.0000,DK-01,一号地,面,,工业用地,,水田,0101,6,5,备注,@",
        "5,1.0000,DK-01,一号地,面,,工业用地,地上,@",
        " 5 , 1.0000 , DK-01 , 一号地 , 面 , , , , @ ",
    ],
)
def test_headers_of_any_length_are_read(line: str) -> None:
    found = survey(line + "\n", rows())

    assert (found.parcels[0].code, found.parcels[0].name) == ("DK-01", "一号地")
    assert codes(found) == []


def test_a_name_may_hold_commas() -> None:
    found = survey("5,1.0000,DK-01,甲村,乙村，丙村,面,,,,@\n", rows())

    assert found.parcels[0].name == "甲村,乙村，丙村"


def test_full_width_signs_are_read_and_counted() -> None:
    digits = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
    wide = rows().replace(",", "，").replace("3350600", "3350600".translate(digits))

    found = survey(header(), wide)

    assert [(one.code, one.line, one.amount) for one in found.findings] == [("full_width", 14, 5)]
    assert found.parcels[0].area == 10000


def test_a_third_coordinate_is_kept_aside() -> None:
    found = survey(header(), rows().replace("\n", ",5.25\n"))

    heights = found.parcels[0].rings[0].heights
    assert heights is not None and heights.tolist() == [5.25] * 4


def test_every_bad_row_is_named() -> None:
    bad = "J9,1,abc,40514900\nJ9,1,nan,40514900\nJ9,1,1e308,40514900\nJ9,1\nJ9,1,1_0,40514900\n"

    findings = refused(txt(header(), rows(), bad))

    assert [(one.code, one.line, one.subject) for one in findings] == [
        ("bad_number", 19, "abc"),
        ("bad_number", 20, "nan"),
        ("bad_number", 21, "1e308"),
        ("bad_row", 22, "J9,1"),
        ("bad_number", 23, "1_0"),
    ]


def test_a_point_far_from_the_others_kinds_is_named() -> None:
    stray = rows(closed=False) + "J5,1,12.5,7.25\n"

    (finding,) = refused(txt(header(), stray))

    assert (finding.code, finding.line, finding.subject) == ("bad_magnitude", 18, "12.5, 7.25")


def test_rows_that_mix_axes_are_named() -> None:
    mixed = rows(closed=False) + "J5,1,40514900.000,3350550.000\n"

    (finding,) = refused(txt(header(), mixed))

    assert (finding.code, finding.line) == ("mixed_axes", 18)


def test_degrees_that_could_be_minutes_and_seconds_are_asked_about() -> None:
    degrees = ((30.274, 120.154), (30.274, 120.155), (30.273, 120.155), (30.273, 120.154))
    lines = "".join(f"J{n},1,{lat:.6f},{lon:.6f}\n" for n, (lat, lon) in enumerate(degrees, 1))
    content = txt(header(4, ""), lines + "J1,1,30.274000,120.154000\n")

    assert [(one.code, one.line) for one in refused(content)] == [("degrees_ambiguous", 14)]
    decimal = read("a.txt", content, Hints(zone=Zone(40), degrees="decimal"))
    assert codes(decimal) == []
    assert decimal.parcels[0].area == pytest.approx(10_660, rel=0.01)
    sexagesimal = read("a.txt", content, Hints(zone=Zone(40), degrees="dms"))
    lonlat = sexagesimal.parcels[0].rings[0].lonlat
    assert lonlat is not None
    assert lonlat[0].tolist() == pytest.approx(
        [120 + 15 / 60 + 40 / 3600, 30 + 27 / 60 + 40 / 3600]
    )


def test_degrees_that_cannot_be_minutes_are_decimal() -> None:
    degrees = ((30.279, 120.158), (30.279, 120.159), (30.278, 120.159), (30.279, 120.158))
    lines = "".join(f"J{n},1,{lat:.6f},{lon:.6f}\n" for n, (lat, lon) in enumerate(degrees, 1))

    assert codes(survey(header(4, ""), lines)) == ["degrees_in_txt"]


def test_a_file_cut_off_inside_a_character_says_so() -> None:
    content = txt(header(), rows(), "[地块坐标说明]\n说明=一").rstrip(b"\r\n")[:-1]

    assert "cut_short" in codes(read("a.txt", content, PARK))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty", 1),
        (b"\x00\x01\x02", "not_text", 1),
        (b"a=b\nc\xff\xff\xffd\n", "not_text", 2),
        ("[地块坐标]\nJ1,1,3350600,514900\n".encode(), "point_without_parcel", 2),
        ("只有字\n".encode("gbk"), "no_parcels", 1),
        (b"x" * 5000, "line_too_long", 1),
    ],
)
def test_what_is_no_survey_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    finding = refused(content)[0]

    assert (finding.code, finding.line) == (code, line)

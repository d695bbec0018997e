"""What is wrong with shapes: found, placed, and mended only when somebody says so."""

from __future__ import annotations

import numpy as np
import pytest

from qianjin.engines.survey import (
    Finding,
    Limits,
    Refused,
    Repair,
    RepairKind,
    Severity,
    Survey,
    propose,
    read,
    repair,
)

from .world import PARK, SQUARE, codes, header, moved, rows, survey, txt

A, B, C, D = SQUARE


def the_one(found: Survey, code: str) -> Finding:
    (finding,) = [one for one in found.findings if one.code == code]
    return finding


def test_a_bow_tie_is_placed_and_its_order_can_be_mended() -> None:
    found = survey(header(5, ""), rows((A, C, B, D)))

    finding = the_one(found, "bow_tie")
    assert (finding.severity, finding.line, finding.subject) == (Severity.ERROR, 14, "J1-J2/J3-J4")
    assert finding.at == pytest.approx((514950, 3350550))
    assert finding.lonlat is not None and finding.lonlat[0] == pytest.approx(120.155, abs=0.001)

    mended = repair(found, propose(found))

    assert codes(mended) == []
    assert mended.parcels[0].area == 10000
    assert mended.parcels[0].rings[0].names == ("J1", "J3", "J2", "J4")
    assert found.parcels[0].rings[0].names == ("J1", "J2", "J3", "J4")


def test_a_spike_is_placed_and_can_be_dropped() -> None:
    tip = (3350800.0, 515000.5)
    foot = (3350599.0, 515000.0)

    found = survey(header(7, ""), rows((A, B, tip, foot, C, D)))

    finding = the_one(found, "spike")
    assert (finding.subject, finding.line, finding.severity) == ("J3", 16, Severity.ERROR)
    assert finding.at == (515000.5, 3350800.0)
    assert "spike" not in codes(repair(found, propose(found)))


def test_repeated_points_and_tiny_edges_are_told_apart() -> None:
    near = (B[0], B[1] + 0.03)

    found = survey(header(7, ""), rows((A, A, B, near, C, D)))

    assert [(one.code, one.subject, round(one.amount, 3)) for one in found.findings] == [
        ("duplicate_point", "J2", 0),
        ("short_edge", "J4", 0.03),
    ]
    mended = repair(found, propose(found))
    assert codes(mended) == []
    assert mended.parcels[0].rings[0].names == ("J1", "J3", "J5", "J6")


def test_a_ring_that_encloses_nothing_is_an_error() -> None:
    line = (A, B, (B[0], B[1] + 50))

    assert "no_area" in codes(survey(header(4, ""), rows(line)))


def test_a_ring_that_touches_itself_is_no_bow_tie() -> None:
    middle = (3350550.0, 514950.0)

    found = survey(header(7, ""), rows((A, B, middle, C, D, middle)))

    finding = the_one(found, "self_touch")
    assert finding.at == (514950.0, 3350550.0)
    assert finding.repair is None


def test_a_hole_across_the_border_is_an_error() -> None:
    hole = (
        (3350570.0, 514990.0),
        (3350570.0, 515005.0),
        (3350560.0, 515005.0),
        (3350560.0, 514930.0),
    )

    found = survey(header(10, ""), rows(), rows(hole, ring=2, first=5))

    assert the_one(found, "rings_cross").severity is Severity.ERROR


def test_overlapping_parcels_are_named_with_their_common_area() -> None:
    second = header(code="DK-02", name="二号地") + rows(moved(east=99))

    found = survey(header(), rows(), second)

    finding = the_one(found, "overlap")
    assert (finding.parcel, finding.subject, finding.amount) == (1, "一号地", pytest.approx(100))
    assert finding.at is not None and 514999 < finding.at[0] < 515000


def test_the_same_parcel_twice_is_said_to_be_the_same() -> None:
    assert codes(survey(header(), rows(), header(code="DK-02"), rows())) == ["same_shape"]


def test_neighbours_that_share_a_border_have_nothing_to_say() -> None:
    assert codes(survey(header(), rows(), header(), rows(moved(east=100)))) == []


def test_a_gap_between_neighbours_is_measured() -> None:
    found = survey(header(), rows(), header(code="DK-02"), rows(moved(east=100.12)))

    finding = the_one(found, "gap")
    assert finding.amount == pytest.approx(0.12)
    assert finding.subject.startswith("一号地/100")
    assert finding.severity is Severity.WARNING


def test_parcels_that_meet_at_a_corner_or_across_a_way_are_no_gap() -> None:
    corner = header(code="DK-02") + rows(moved(north=100.1, east=100.1))
    way = header(code="DK-03") + rows(moved(east=-101))

    assert codes(survey(header(), rows(), corner, way)) == []


def test_neighbours_beyond_the_limit_are_said_to_be_left_out() -> None:
    parcels = [header(), rows(), header(), rows(moved(east=100)), header(), rows(moved(east=200))]

    found = read("a.txt", txt(*parcels), PARK, Limits(pairs=1))

    assert codes(found) == ["pairs_left_out"]


def test_nothing_is_changed_until_somebody_asks() -> None:
    given = (A, A, C, B, D)

    found = survey(header(6, ""), rows(given))

    plane = found.parcels[0].rings[0].plane
    assert plane.tolist() == [[east, north] for north, east in given]
    with pytest.raises(ValueError, match="read-only"):
        plane[0, 0] = 0


def test_repairs_that_do_not_fit_are_refused() -> None:
    found = survey(header(), rows())

    with pytest.raises(ValueError, match="no ring"):
        repair(found, [Repair(RepairKind.DROP_POINTS, 0, 5, (0,))])
    with pytest.raises(ValueError, match="no such point"):
        repair(found, [Repair(RepairKind.DROP_POINTS, 0, 0, (9,))])
    with pytest.raises(ValueError, match="three points"):
        repair(found, [Repair(RepairKind.DROP_POINTS, 0, 0, (0, 1))])
    backwards = Repair(RepairKind.REVERSE_POINTS, 0, 0, (1, 2))
    with pytest.raises(ValueError, match="overlap"):
        repair(found, [backwards, Repair(RepairKind.REVERSE_POINTS, 0, 0, (2, 3))])


def test_a_shuffled_ring_of_thousands_of_points_is_answered() -> None:
    turn = np.random.default_rng(1).permutation(3000) * (2 * np.pi / 3000)
    circle = tuple(zip(3350550 + 400 * np.sin(turn), 514950 + 400 * np.cos(turn), strict=True))

    found = survey(header(3001, ""), rows(circle), header(), rows())

    assert codes(found).count("bow_tie") == 50
    assert "not_compared" in codes(found)


def test_a_thousand_rings_one_inside_the_other_are_refused() -> None:
    rings = [
        rows(tuple((3350000.0 + n * d, 514000.0 + e * d) for n, e in ((1, 1), (1, -1), (-1, 0))), d)
        for d in range(1, 1000)
    ]

    with pytest.raises(Refused) as caught:
        survey(header(4000, ""), *rings)

    assert (caught.value.findings[0].code, caught.value.findings[0].line) == ("too_many_rings", 14)


def test_thousands_of_rings_on_one_spot_are_refused() -> None:
    spot = "J1,1,3350000,514000\n" * 4 * 1200

    with pytest.raises(Refused) as caught:
        survey(header(4800, ""), spot)

    assert caught.value.findings[0].code == "too_many_rings"

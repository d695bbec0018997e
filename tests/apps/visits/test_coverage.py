"""Who has not been seen, and since when: the denominator is every operating enterprise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.visits.selectors import (
    CoverageFilters,
    coverage,
    coverage_page,
    coverage_points,
)
from qianjin.apps.visits.services import export_coverage
from qianjin.units import spreadsheet
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON
from tests.factories.visits import a_place, a_rule, seen

TODAY = date(2026, 11, 23)


@pytest.fixture
def books(cast):
    """One fresh, one nearly due, one late, one that left; two of the cast never seen."""
    a_rule(cast.park, "small", 60)
    a_rule(cast.park, "anchor", 60)
    a_rule(cast.park, "anchor", 90, caller="head")
    made = {
        name: an_enterprise(cast.park, f"{name}（演示）", officer=cast.yeting, tier=tier)
        for name, tier in (
            ("新近", "small"),
            ("将到", "small"),
            ("久违", "small"),
            ("链主", "anchor"),
        )
    }
    seen(made["新近"], TODAY - timedelta(days=5))
    seen(made["将到"], TODAY - timedelta(days=55))
    seen(made["久违"], TODAY - timedelta(days=61))
    seen(made["链主"], TODAY - timedelta(days=5), head_came_on=TODAY - timedelta(days=91))
    an_enterprise(cast.park, "已迁出（演示）", status="left")
    return made


def lights(cast, **filters: str) -> dict[str, str]:
    found = coverage_page(cast.acts(cast.hewei), CoverageFilters(**filters), on=TODAY)
    return {row.name.removesuffix("（演示）"): row.light for row in found.rows}


def test_each_enterprise_has_its_light_and_who_left_does_not_count(cast, books) -> None:
    assert lights(cast) == {
        "晨曦精密": "red",
        "远山材料": "red",
        "久违": "red",
        "将到": "yellow",
        "新近": "green",
        "链主": "red",
    }


def test_the_longest_unseen_comes_first(cast, books) -> None:
    assert list(lights(cast))[2:4] == ["久违", "将到"]


@pytest.mark.parametrize("light", ["red", "yellow", "green"])
def test_a_light_finds_exactly_those_that_show_it(cast, books, light: str) -> None:
    found = lights(cast, light=light)

    assert found
    assert found == {name: shown for name, shown in lights(cast).items() if shown == light}


def test_the_list_is_narrowed_by_tier_officer_and_name(cast, books) -> None:
    assert set(lights(cast, tier="anchor")) == {"链主"}
    assert set(lights(cast, officer="0")) == {"晨曦精密", "远山材料"}
    assert set(lights(cast, officer=str(cast.yeting.pk), q="久")) == {"久违"}


def test_the_first_rule_that_comes_due_is_named(cast, books) -> None:
    found = coverage_page(cast.acts(cast.hewei), CoverageFilters(tier="anchor"), on=TODAY)

    row = found.rows[0]
    assert (row.due_caller, row.due_on) == ("head", TODAY - timedelta(days=1))


def test_the_figures_count_every_operating_enterprise(cast, books) -> None:
    found = coverage(cast.acts(cast.hewei), on=TODAY)

    assert (found.total, found.red, found.yellow, found.this_year) == (6, 4, 1, 4)
    small = next(row for row in found.tiers if row.tier == "small")
    assert (small.total, small.visited, small.head_came) == (5, 2, None)
    anchor = next(row for row in found.tiers if row.tier == "anchor")
    assert (anchor.total, anchor.visited, anchor.head_came) == (1, 1, 0)
    assert {name: (total, late) for _key, name, total, late in found.officers} == {
        "叶汀": (4, 2),
        "": (2, 2),
    }


def test_pages_lead_to_each_other_without_a_gap(cast, books) -> None:
    actor = cast.acts(cast.hewei)
    first = coverage_page(actor, CoverageFilters(), on=TODAY, size=4)
    second = coverage_page(actor, CoverageFilters(), on=TODAY, cursor=first.older, size=4)
    back = coverage_page(actor, CoverageFilters(), on=TODAY, cursor=second.newer, size=4)

    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert len(first.rows) + len(second.rows) == 6 and not second.older


def test_the_map_holds_those_with_a_place(cast, books) -> None:
    a_place(books["久违"], east=2)

    points = coverage_points(cast.acts(cast.hewei), CoverageFilters(), on=TODAY)

    assert [row.name for row, _lon, _lat in points] == ["久违（演示）"]


def test_the_table_taken_out_is_the_list(cast, books) -> None:
    actor = cast.acts(cast.auditor)
    table = export_coverage(by=actor, at=NOON, filters=CoverageFilters(light="red"))

    with table:
        rows = spreadsheet.read_table(table.read()).texts()
    assert [row[0] for row in rows[1:]] == [
        "晨曦精密（演示）",
        "远山材料（演示）",
        "久违（演示）",
        "链主（演示）",
    ]


def test_a_list_of_any_length_takes_the_same_few_queries(
    cast, books, django_assert_num_queries
) -> None:
    actor = cast.acts(cast.hewei)

    with django_assert_num_queries(2):
        found = coverage_page(actor, CoverageFilters(), on=TODAY)

    assert len(found.rows) == 6

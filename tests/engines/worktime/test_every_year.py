"""The whole of every official year, day by day, against the announced days."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from qianjin.engines.worktime import national_calendar, official_days, official_years

CALENDAR = national_calendar()
YEARS = range(2004, 2027)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_worked_as_it_was_announced(year: int) -> None:
    wrong = [
        day
        for day in days_of(year)
        if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    ]

    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_the_day_after_a_day_is_found_as_announced(year: int) -> None:
    for day in days_of(year)[:-10]:
        following = chinese_calendar.find_workday(1, day)
        # Counted from a day of rest, their "one day on" skips the first working day.
        if chinese_calendar.is_workday(day):
            assert CALENDAR.next_working_day(day, include=False) == following
        assert CALENDAR.next_working_day(day) == chinese_calendar.find_workday(0, day)


def test_the_years_2004_to_2026_are_official_and_all_others_provisional() -> None:
    assert official_years() >= frozenset(YEARS)
    assert 2003 not in official_years()
    assert [CALENDAR.status(year) for year in (2003, 2004, 2026)] == [
        "provisional",
        "official",
        "official",
    ]
    assert CALENDAR.status(max(official_years()) + 1) == "provisional"


def test_the_days_of_chosen_years_are_given_in_order() -> None:
    days = official_days([2026, 2025, 1999])

    assert [rule.day for rule in days] == sorted(rule.day for rule in days)
    assert {rule.day.year for rule in days} == {2025, 2026}
    assert sum(rule.is_working for rule in days if rule.day.year == 2026) == 6
    assert sum(not rule.is_working for rule in days if rule.day.year == 2026) == 33
    assert {rule.status for rule in days} == {"official"}


def test_a_day_bears_the_name_of_its_holiday_in_chinese() -> None:
    eve = CALENDAR.rule(date(2026, 2, 16))
    make_up = CALENDAR.rule(date(2026, 10, 10))

    assert eve is not None
    assert (eve.name, eve.is_working) == ("春节", False)
    assert make_up is not None
    assert (make_up.name, make_up.is_working) == ("国庆节", True)
    assert CALENDAR.rule(date(2026, 10, 9)) is None

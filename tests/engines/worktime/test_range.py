"""Years far away: the calendar grows instead of failing, up to the limits of a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from qianjin.engines.worktime import (
    DEFAULT_OPENING,
    Amount,
    DayRule,
    OutOfRange,
    WorkCalendar,
    official_days,
)
from qianjin.engines.worktime.span import position
from qianjin.engines.worktime.table import TooEarly, TooLate, compile_table
from qianjin.engines.worktime.vector import _Piece, _positions
from qianjin.engines.worktime.zone import SECOND

FIRST = datetime(1900, 6, 1, 12, tzinfo=UTC)
LAST = datetime(2399, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def calendar() -> WorkCalendar:
    """A calendar of its own, since growing leaves it larger."""
    return WorkCalendar(official_days(), range(2004, 2027))


def test_a_start_of_another_age_has_a_due_time(calendar: WorkCalendar) -> None:
    old = calendar.due(datetime(1949, 10, 1, 2, 0, tzinfo=UTC), Amount.parse("1wd"))
    # Saturday, then two holidays by today's rule on Sunday and Monday.
    new = calendar.due(datetime(2126, 9, 30, 2, 0, tzinfo=UTC), Amount.parse("1wd"))

    assert old.date() == date(1949, 10, 4)
    assert new.date() == date(2126, 10, 4)
    assert calendar.is_working_day(date(1978, 12, 18))


@pytest.mark.slow
@pytest.mark.parametrize("amount", ["40000wh", "20000wd", "40000d", "1000mo"])
def test_a_time_limit_of_generations_makes_the_calendar_longer(
    calendar: WorkCalendar, amount: str
) -> None:
    start = datetime(2055, 3, 1, 1, 0, tzinfo=UTC)

    found = calendar.due(start, Amount.parse(amount))

    assert found.year > 2060
    assert calendar.latest_start(found, Amount.parse(amount)) >= start
    assert WorkCalendar(calendar.days, calendar.official_years).latest_start(
        found, Amount.parse(amount)
    ) == calendar.latest_start(found, Amount.parse(amount))


@pytest.mark.parametrize("amount", ["30000wh", "5000wd", "8000d", "300mo"])
def test_the_latest_start_may_lie_before_the_usual_years(
    calendar: WorkCalendar, amount: str
) -> None:
    due = datetime(1993, 3, 1, 12, tzinfo=UTC)

    start = calendar.latest_start(due, Amount.parse(amount))

    assert start.year < 1992
    assert calendar.due(start, Amount.parse(amount)) <= due
    assert calendar.due(start + timedelta(microseconds=1), Amount.parse(amount)) > due


def test_the_days_at_the_edges_of_the_usual_years_have_neighbours(calendar: WorkCalendar) -> None:
    assert calendar.next_working_day(date(2060, 12, 31), include=False) == date(2061, 1, 3)
    assert calendar.previous_working_day(date(1992, 1, 1)) == date(1991, 12, 31)
    assert calendar.opens_at(date(1991, 1, 1)).date() == date(1991, 1, 2)


def test_a_rule_of_a_far_year_waits_until_that_year_is_asked_about() -> None:
    calendar = WorkCalendar([DayRule(date(1950, 3, 1), False, "far")], ())

    assert calendar.is_working_day(date(2026, 3, 2))
    assert not calendar.is_working_day(date(1950, 3, 1))


def test_the_last_days_of_a_table_open_in_the_next(calendar: WorkCalendar) -> None:
    fresh = WorkCalendar([], (), weekly_rest=(4, 5, 6))  # 2060-12-31 is a Friday

    assert fresh.opens_at(date(2060, 12, 31)).date() == date(2061, 1, 3)
    again = WorkCalendar([], (), weekly_rest=(4, 5, 6))
    assert again.closes_at(date(2060, 12, 31)).date() == date(2061, 1, 3)


def test_an_office_that_starts_on_the_first_day_of_a_table_knows_the_day_before() -> None:
    calendar = WorkCalendar([], (), weekly_rest=(), assumed_days=None)

    found = calendar.latest_start(datetime(1992, 1, 1, 10, tzinfo=UTC), Amount.parse("1wd"))

    assert found.date() == date(1991, 12, 31)


def test_an_early_due_time_in_the_first_hours_of_a_table_looks_further_back() -> None:
    for amount in ("1wd", "1d", "1mo", "1wh"):
        calendar = WorkCalendar([], (), assumed_days=None)
        found = calendar.latest_start(
            datetime(1991, 12, 31, 16, 30, tzinfo=UTC), Amount.parse(amount)
        )

        assert found.year == 1991


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["wh", "wd", "d", "mo"])
def test_beyond_the_years_of_a_date_is_out_of_range(calendar: WorkCalendar, unit: str) -> None:
    amount = Amount.parse("9000" + unit)

    with pytest.raises(OutOfRange, match=r"^start: leads to a year after 2399"):
        calendar.due(LAST, amount)
    with pytest.raises(OutOfRange, match=r"^due: leads to a year before 1900"):
        calendar.latest_start(FIRST, amount)


@pytest.mark.parametrize("moment", [FIRST.replace(year=1899), LAST.replace(year=2400)])
def test_a_moment_beyond_the_years_is_refused_by_name(
    calendar: WorkCalendar, moment: datetime
) -> None:
    with pytest.raises(OutOfRange, match=r"^start: lies outside"):
        calendar.due(moment, Amount.parse("1wd"))
    with pytest.raises(OutOfRange, match=r"^day: lies outside"):
        calendar.is_working_day(moment.date())


def test_the_last_instant_of_a_datetime_is_refused_not_a_crash(calendar: WorkCalendar) -> None:
    with pytest.raises(OutOfRange, match=r"^moment: lies outside"):
        calendar.shift(datetime.max.replace(tzinfo=UTC), 1)
    with pytest.raises(OutOfRange, match=r"^moment: lies outside"):
        WorkCalendar([], (), zone="America/New_York").shift(datetime.min.replace(tzinfo=UTC), 1)


@pytest.mark.slow
def test_neighbours_at_the_ends_of_the_calendar_are_out_of_range(calendar: WorkCalendar) -> None:
    with pytest.raises(OutOfRange, match=r"^day: leads to a year after"):
        calendar.next_working_day(date(2399, 12, 31), include=False)
    with pytest.raises(OutOfRange, match=r"^day: leads to a year before"):
        calendar.previous_working_day(date(1900, 1, 1), include=False)


def test_a_table_says_which_way_a_moment_lies_beyond_it() -> None:
    """The almanac asks for the right years; a table does not trust it blindly."""
    table = compile_table(
        first_year=2026,
        last_year=2026,
        rules={},
        opening=DEFAULT_OPENING,
        zone=ZoneInfo("Asia/Shanghai"),
        weekly_rest=frozenset({5, 6}),
    )
    instants = np.array(["2026-06-01", "2025-06-01", "2027-06-01"], "datetime64[us]").view(np.int64)
    nothing = np.zeros((), np.int64)

    with pytest.raises(TooEarly):
        position(table, int(instants[1]))
    with pytest.raises(TooLate):
        position(table, int(instants[2]))
    for rows, beyond in ((instants[:2], TooEarly), (instants[::2], TooLate)):
        with pytest.raises(beyond) as caught:
            _positions(table, _Piece(rows, SECOND, nothing, None))
        assert caught.value.index == 1

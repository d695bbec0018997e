"""Calendars as values: what they refuse, and what they say about days."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from qianjin.engines.worktime import DayRule, WorkCalendar, national_calendar, overlay

CALENDAR = national_calendar()
MORNING = (time(8, 30), time(12))
AFTERNOON = (time(13, 30), time(17, 30))
NATIONAL_DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("field", "build"),
    [
        ("days", lambda: WorkCalendar([NATIONAL_DAY], ())),  # type: ignore[list-item]
        (
            "days",
            lambda: WorkCalendar([DayRule(NATIONAL_DAY, True), DayRule(NATIONAL_DAY, False)], ()),
        ),
        ("official_years", lambda: WorkCalendar([], ["2026"])),  # type: ignore[list-item]
        ("official_years", lambda: WorkCalendar([], [True])),
        ("opening", lambda: WorkCalendar([], (), ())),
        ("opening", lambda: WorkCalendar([], (), (AFTERNOON, MORNING))),
        ("opening", lambda: WorkCalendar([], (), ((time(8), time(12)), (time(11), time(13))))),
        ("opening", lambda: WorkCalendar([], (), ((time(12), time(12)),))),
        ("opening", lambda: WorkCalendar([], (), ((time(12), time(8)),))),
        ("opening", lambda: WorkCalendar([], (), ((time(8, 30, 1), time(12)),))),
        ("opening", lambda: WorkCalendar([], (), ((time(8, tzinfo=UTC), time(12)),))),
        ("zone", lambda: WorkCalendar([], (), zone="Asia/Qianjin")),
        ("zone", lambda: WorkCalendar([], (), zone="../etc/passwd")),
        ("zone", lambda: WorkCalendar([], (), zone="")),
        ("weekly_rest", lambda: WorkCalendar([], (), weekly_rest=(7,))),
        ("weekly_rest", lambda: WorkCalendar([], (), weekly_rest=range(7))),
        ("day", lambda: DayRule(datetime(2026, 10, 1), False)),
        ("day", lambda: DayRule("2026-10-01", False)),  # type: ignore[arg-type]
        ("status", lambda: DayRule(NATIONAL_DAY, False, "", "rumoured")),  # type: ignore[arg-type]
        ("opening", lambda: DayRule(NATIONAL_DAY, False, opening=(MORNING,))),
        ("opening", lambda: DayRule(NATIONAL_DAY, True, opening=())),
    ],
)
def test_a_wrong_field_is_refused_by_name(field: str, build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=rf"^{field}: "):
        build()


def test_a_calendar_is_a_value() -> None:
    rules = [DayRule(date(2026, 10, 10), True), DayRule(NATIONAL_DAY, False, "国庆节")]
    calendar = WorkCalendar(rules, {2026})

    assert calendar == WorkCalendar(reversed(rules), [2026])
    assert hash(calendar) == hash(WorkCalendar(rules, [2026]))
    assert calendar != WorkCalendar(rules, {2026}, weekly_rest={6})
    assert calendar.minutes_per_day == 450
    assert pickle.loads(pickle.dumps(calendar)) == calendar
    with pytest.raises(AttributeError):
        calendar.zone = "UTC"  # type: ignore[misc]


def test_a_date_given_twice_alike_is_given_once() -> None:
    calendar = WorkCalendar([DayRule(NATIONAL_DAY, False, "国庆节")] * 2, ())

    assert len(calendar.days) == 1


def test_the_last_layer_of_rules_wins() -> None:
    nation = [DayRule(NATIONAL_DAY, False, "国庆节"), DayRule(date(2026, 10, 2), False, "国庆节")]
    hotline = [DayRule(NATIONAL_DAY, True, "值班")]

    rules = overlay(nation, hotline)

    assert [(rule.day.day, rule.is_working) for rule in rules] == [(1, True), (2, False)]
    assert WorkCalendar(rules, {2026}).is_working_day(NATIONAL_DAY)


def test_a_week_may_have_six_working_days() -> None:
    shop = WorkCalendar([], (), weekly_rest=(6,))

    assert shop.is_working_day(date(2026, 11, 28))
    assert not shop.is_working_day(date(2026, 11, 29))


class TestNeighbouringDays:
    def test_include_the_day_itself_unless_told_otherwise(self) -> None:
        thursday = date(2026, 10, 8)

        assert CALENDAR.next_working_day(thursday) == thursday
        assert CALENDAR.next_working_day(thursday, include=False) == date(2026, 10, 9)
        assert CALENDAR.previous_working_day(thursday) == thursday
        assert CALENDAR.previous_working_day(thursday, include=False) == date(2026, 9, 30)

    def test_of_a_day_of_rest_are_the_same_either_way(self) -> None:
        for include in (True, False):
            assert CALENDAR.next_working_day(NATIONAL_DAY, include) == date(2026, 10, 8)
            assert CALENDAR.previous_working_day(NATIONAL_DAY, include) == date(2026, 9, 30)

    def test_of_a_moment_are_refused_since_its_date_depends_on_the_zone(self) -> None:
        with pytest.raises(ValueError, match=r"^day: "):
            CALENDAR.is_working_day(datetime(2026, 10, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-09-30", "2026-10-08", 1),
        ("2026-10-08", "2026-10-10", 2),
        ("2026-10-10", "2026-10-08", -2),
        ("2026-10-01", "2026-10-07", 0),
        ("2026-10-08", "2026-10-08", 0),
        ("2025-12-31", "2026-12-31", 248),
    ],
)
def test_working_days_are_counted_without_the_first_and_with_the_last(
    a: str, b: str, expected: int
) -> None:
    """2026: 261 weekdays, 33 days off of which 14 are weekends, 6 make-up days: 261 - 19 + 6."""
    assert CALENDAR.working_days_between(date.fromisoformat(a), date.fromisoformat(b)) == expected


def test_a_working_day_opens_and_closes_by_the_clock_of_the_park() -> None:
    make_up = date(2026, 10, 10)

    assert CALENDAR.opens_at(make_up).isoformat() == "2026-10-10T08:30:00+08:00"
    assert CALENDAR.closes_at(make_up).isoformat() == "2026-10-10T17:30:00+08:00"


def test_a_day_of_rest_opens_and_closes_with_the_next_working_day() -> None:
    assert CALENDAR.opens_at(NATIONAL_DAY).isoformat() == "2026-10-08T08:30:00+08:00"
    assert CALENDAR.closes_at(NATIONAL_DAY).isoformat() == "2026-10-08T17:30:00+08:00"

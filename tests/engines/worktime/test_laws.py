"""What holds for every moment and every amount."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.worktime import Amount, Unit, WorkCalendar, national_calendar

from . import twin

pytestmark = pytest.mark.slow

CALENDAR = national_calendar()
NEW_YORK = WorkCalendar([], (), zone="America/New_York", opening=((time(0), time(0)),))
TICK = timedelta(microseconds=1)

MOMENTS = st.datetimes(datetime(2004, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))
# Announced years only, with room for the answer: what the twin can ask chinesecalendar about.
ANNOUNCED = st.datetimes(datetime(2004, 1, 2), datetime(2025, 6, 30), timezones=st.just(UTC))
AMOUNTS = st.one_of(
    st.builds(
        lambda minutes: Amount(Decimal(minutes) / 60, Unit.WORKING_HOURS),
        st.integers(1, 800).map(lambda quarters: quarters * 15),
    ),
    st.builds(Amount, st.integers(1, 60), st.just(Unit.WORKING_DAYS)),
    st.builds(Amount, st.integers(1, 120), st.just(Unit.CALENDAR_DAYS)),
    st.builds(Amount, st.integers(1, 8), st.just(Unit.MONTHS)),
)
PAUSES = st.one_of(st.just(0), st.integers(0, 3000))
MINUTES = st.integers(-20_000, 20_000)


@given(start=ANNOUNCED, amount=AMOUNTS, paused_minutes=PAUSES)
def test_the_engine_agrees_with_its_slow_twin(
    start: datetime, amount: Amount, paused_minutes: int
) -> None:
    count = amount.minutes if amount.unit is Unit.WORKING_HOURS else amount.count

    found = CALENDAR.due(start, amount, paused_minutes)

    assert found == twin.due(start, count, amount.unit.value, paused_minutes)


@given(a=ANNOUNCED, days=st.integers(0, 60), minutes=st.integers(0, 1440))
def test_spans_agree_with_the_slow_twin(a: datetime, days: int, minutes: int) -> None:
    a = a.replace(second=0, microsecond=0)
    b = a + timedelta(days=days, minutes=minutes)

    assert CALENDAR.working_minutes(a, b) == twin.working_minutes(a, b)


@given(one=MOMENTS, other=MOMENTS, amount=AMOUNTS, paused_minutes=PAUSES)
def test_who_starts_later_is_not_due_earlier(
    one: datetime, other: datetime, amount: Amount, paused_minutes: int
) -> None:
    earlier, later = sorted((one, other))

    assert CALENDAR.due(earlier, amount, paused_minutes) <= CALENDAR.due(
        later, amount, paused_minutes
    )


@given(start=MOMENTS, amount=AMOUNTS, more=st.integers(1, 40), paused_minutes=PAUSES)
def test_more_time_is_not_due_earlier(
    start: datetime, amount: Amount, more: int, paused_minutes: int
) -> None:
    longer = Amount(amount.value + more, amount.unit)

    assert CALENDAR.due(start, amount, paused_minutes) <= CALENDAR.due(
        start, longer, paused_minutes
    )
    assert start < CALENDAR.due(start, amount, paused_minutes)


@given(due=MOMENTS, amount=AMOUNTS, paused_minutes=PAUSES)
def test_the_latest_start_keeps_the_due_time_and_one_tick_later_misses_it(
    due: datetime, amount: Amount, paused_minutes: int
) -> None:
    start = CALENDAR.latest_start(due, amount, paused_minutes)

    assert CALENDAR.due(start, amount, paused_minutes) <= due
    assert CALENDAR.due(start + TICK, amount, paused_minutes) > due


@given(moment=MOMENTS, minutes=MINUTES)
def test_to_and_fro_returns_to_a_moment_inside_working_time(moment: datetime, minutes: int) -> None:
    inside = CALENDAR.shift(moment, 1) - TICK  # strictly inside: after an opening, before a closing

    assert CALENDAR.shift(CALENDAR.shift(inside, minutes), -minutes) == inside


@given(moment=MOMENTS, minutes=MINUTES)
def test_a_move_is_as_long_as_it_says(moment: datetime, minutes: int) -> None:
    assert CALENDAR.working_minutes(moment, CALENDAR.shift(moment, minutes)) == minutes


@given(moment=MOMENTS, one=st.integers(0, 20_000), other=st.integers(0, 20_000))
def test_two_moves_on_are_one(moment: datetime, one: int, other: int) -> None:
    for sign in (1, -1):
        in_two = CALENDAR.shift(CALENDAR.shift(moment, sign * one), sign * other)
        in_one = CALENDAR.shift(moment, sign * (one + other))

        assert in_two == in_one


@given(start=MOMENTS, amount=AMOUNTS, one=PAUSES, other=PAUSES)
def test_pauses_add_up(start: datetime, amount: Amount, one: int, other: int) -> None:
    assert CALENDAR.shift(CALENDAR.due(start, amount, one), other) == CALENDAR.due(
        start, amount, one + other
    )


@given(a=MOMENTS, b=MOMENTS, c=MOMENTS)
def test_spans_that_meet_add_up(a: datetime, b: datetime, c: datetime) -> None:
    there = CALENDAR.working_minutes(a, b) + CALENDAR.working_minutes(b, c)

    assert there == CALENDAR.working_minutes(a, c)
    assert CALENDAR.working_minutes(a, b) == -CALENDAR.working_minutes(b, a)


@given(start=MOMENTS, count=st.integers(1, 300))
def test_working_days_between_start_and_due_are_those_allowed(start: datetime, count: int) -> None:
    due = CALENDAR.due(start, Amount(count, Unit.WORKING_DAYS))

    assert (
        CALENDAR.working_days_between(start.astimezone(twin.SHANGHAI).date(), due.date()) == count
    )


@given(one=MOMENTS, other=MOMENTS, amount=AMOUNTS, paused_minutes=PAUSES, minutes=MINUTES)
def test_the_laws_hold_where_clocks_change_during_work(
    one: datetime, other: datetime, amount: Amount, paused_minutes: int, minutes: int
) -> None:
    """An office that never closes works through the hour that is skipped or shown twice."""
    earlier, later = sorted((one, other))
    due = NEW_YORK.due(earlier, amount, paused_minutes)

    assert due <= NEW_YORK.due(later, amount, paused_minutes)
    assert NEW_YORK.working_minutes(one, NEW_YORK.shift(one, minutes)) == minutes
    assert NEW_YORK.due(NEW_YORK.latest_start(later, amount), amount) <= later

"""Arrays: the same answers as one by one, and errors that name the place."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from qianjin.engines.worktime import (
    Amount,
    DayRule,
    OutOfRange,
    Unit,
    WorkCalendar,
    national_calendar,
)
from qianjin.engines.worktime.zone import EPOCH

from .twin import DAY

CALENDAR = national_calendar()
HALF_DAYS = WorkCalendar(
    [
        DayRule((EPOCH + n * DAY).date(), True, "half", opening=CALENDAR.opening[:1])
        for n in range(12_000, 21_000, 7)
    ],
    (),
)
BERLIN = WorkCalendar([], (), zone="Europe/Berlin", opening=CALENDAR.opening)
SECONDS = "datetime64[s]"


def moments(seed: int, size: int, first: str = "1985-01-01", last: str = "2045-01-01") -> Any:
    drawn = np.random.default_rng(seed).integers(
        np.datetime64(first, "us").astype(np.int64),
        np.datetime64(last, "us").astype(np.int64),
        size,
    )
    # A third at whole minutes, where openings and closings lie; half of those on the half hour.
    drawn[::3] -= drawn[::3] % 60_000_000
    drawn[::6] -= drawn[::6] % 1_800_000_000
    return drawn.view("datetime64[us]")


def aware(moment: np.datetime64) -> datetime:
    return EPOCH + (moment - np.datetime64(0, "us")).item()


def as_utc(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(EPOCH.tzinfo).replace(tzinfo=None), "us")


@pytest.mark.slow
@pytest.mark.parametrize("calendar", [CALENDAR, HALF_DAYS, BERLIN], ids=["ours", "half", "berlin"])
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("with_pauses", [False, True])
def test_an_array_is_answered_as_its_moments_one_by_one(
    calendar: WorkCalendar, unit: Unit, with_pauses: bool
) -> None:
    starts = moments(7, 3000)
    numbers = np.random.default_rng(8)
    amounts = numbers.integers(1, 60, starts.size)
    pauses = numbers.integers(0, 900, starts.size) * (numbers.random(starts.size) < 0.5)

    found = calendar.due_many(starts, amounts, unit, pauses if with_pauses else None)

    expected = [
        as_utc(calendar.due(aware(start), Amount(int(count), unit), int(pause) * with_pauses))
        for start, count, pause in zip(starts, amounts, pauses, strict=True)
    ]
    assert (found == np.array(expected)).all()


@pytest.mark.slow
@pytest.mark.parametrize("calendar", [CALENDAR, HALF_DAYS, BERLIN], ids=["ours", "half", "berlin"])
def test_spans_of_arrays_are_those_of_their_moments(calendar: WorkCalendar) -> None:
    a, b = moments(9, 3000), moments(10, 3000)

    found = calendar.working_minutes_many(a, b)

    assert found.tolist() == [
        calendar.working_minutes(aware(start), aware(end)) for start, end in zip(a, b, strict=True)
    ]


@pytest.mark.parametrize("resolution", ["s", "ms", "us"])
def test_the_resolution_and_the_shape_are_kept(resolution: str) -> None:
    starts = np.array([["2026-10-09T01:00:07"], ["2026-10-10T01:00"]], f"datetime64[{resolution}]")

    found = CALENDAR.due_many(starts, 1, Unit.WORKING_HOURS)

    assert found.dtype == starts.dtype
    assert found.tolist() == [
        [datetime(2026, 10, 9, 2, 0, 7)],
        [datetime(2026, 10, 10, 2, 0)],
    ]


def test_rows_longer_than_a_piece_keep_their_order() -> None:
    starts = moments(11, 40_000, "2010-01-01", "2026-01-01")
    amounts = np.arange(starts.size) % 30 + 1

    found = CALENDAR.due_many(starts, amounts, Unit.WORKING_DAYS)

    back = np.random.default_rng(12).permutation(starts.size)
    again = CALENDAR.due_many(starts[back], amounts[back], Unit.WORKING_DAYS)
    assert (found[back] == again).all()


def test_a_missing_start_has_a_missing_due_time() -> None:
    starts = np.array(["2026-10-09T01:00", "NaT", "2026-10-09T01:00"], SECONDS)

    found = CALENDAR.due_many(starts, 1, Unit.WORKING_HOURS)

    assert np.isnat(found).tolist() == [False, True, False]
    assert found[0] == found[2] == np.datetime64("2026-10-09T02:00")
    assert np.isnat(CALENDAR.due_many(starts[1:2], 1, Unit.MONTHS)).all()


def test_no_rows_have_no_due_times() -> None:
    nothing = np.array([], SECONDS)

    assert CALENDAR.due_many(nothing, np.array([], int), Unit.WORKING_DAYS).size == 0
    assert CALENDAR.working_minutes_many(nothing, nothing).size == 0


def test_hours_may_be_fractions_that_make_whole_minutes() -> None:
    start = np.array(["2026-10-09T01:00"] * 3, SECONDS)

    found = CALENDAR.due_many(start, np.array([0.5, 1 / 3, 1.25]), Unit.WORKING_HOURS)

    assert (found - start).astype(int).tolist() == [1800, 1200, 4500]
    assert found[2] == as_utc(
        CALENDAR.due(aware(start[0].astype("datetime64[us]")), Amount.parse("1.25wh"))
    )


def test_one_pause_serves_all_rows() -> None:
    start = np.array(["2026-10-09T01:00"] * 2, SECONDS)

    found = CALENDAR.due_many(start, 1, Unit.WORKING_HOURS, 30)

    assert found.tolist() == [datetime(2026, 10, 9, 2, 30)] * 2


def test_the_arrays_given_are_left_alone() -> None:
    starts, amounts, pauses = moments(13, 50), np.arange(1, 51), np.arange(50)
    copies = starts.copy(), amounts.copy(), pauses.copy()

    for unit in Unit:
        CALENDAR.due_many(starts, amounts, unit, pauses)
    CALENDAR.working_minutes_many(starts, starts)

    for given, copy in zip((starts, amounts, pauses), copies, strict=True):
        assert (given == copy).all()


START = np.array(["2026-10-09T01:00"] * 3, SECONDS)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (r"^starts: not an array", (["2026-10-09"], 1, Unit.WORKING_DAYS)),
        (r"^starts: not an array", (np.array([1]), 1, Unit.WORKING_DAYS)),
        (r"^starts: datetime64\[D\]", (START.astype("datetime64[D]"), 1, Unit.WORKING_DAYS)),
        (r"^starts: datetime64\[ns\]", (START.astype("datetime64[ns]"), 1, Unit.WORKING_DAYS)),
        (r"^starts: datetime64\[10s\]", (START.astype("datetime64[10s]"), 1, Unit.WORKING_DAYS)),
        (r"^unit: ", (START, 1, "wd")),
        (r"^amounts: 0 at 1 ", (START, np.array([1, 0, 2]), Unit.WORKING_DAYS)),
        (r"^amounts: -1 at 0 ", (START, -1, Unit.MONTHS)),
        (r"^amounts: 10000001 at 0 ", (START, 10_000_001, Unit.CALENDAR_DAYS)),
        (r"^amounts: float64 ", (START, 1.5, Unit.WORKING_DAYS)),
        (r"^amounts: nan at 0 ", (START, np.nan, Unit.WORKING_HOURS)),
        (r"^amounts: 0.01 at 0 ", (START, 0.01, Unit.WORKING_HOURS)),
        (r"^amounts: inf at 0 ", (START, np.inf, Unit.WORKING_HOURS)),
        (r"^amounts: 100000000.0 at 0 ", (START, 1e8, Unit.WORKING_HOURS)),
        (r"^amounts: 1e-09 at 0 ", (START, 1e-9, Unit.WORKING_HOURS)),
        (r"^amounts: bool ", (START, True, Unit.WORKING_DAYS)),
        (r"^amounts: has the shape", (START, np.array([1, 2]), Unit.WORKING_DAYS)),
        (r"^amounts: object ", (START, Decimal("1.5"), Unit.WORKING_HOURS)),
        (r"^paused_minutes: -1 at 0 ", (START, 1, Unit.WORKING_DAYS, -1)),
        (r"^paused_minutes: float64 ", (START, 1, Unit.WORKING_DAYS, 1.0)),
        (r"^paused_minutes: has the shape", (START, 1, Unit.WORKING_DAYS, np.array([1]))),
    ],
)
def test_a_wrong_argument_is_refused_by_name(message: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=message):
        CALENDAR.due_many(*arguments)


def test_spans_need_two_arrays_of_one_shape_without_gaps() -> None:
    with pytest.raises(ValueError, match=r"^b: has the shape"):
        CALENDAR.working_minutes_many(START, START[:2])
    with pytest.raises(ValueError, match=r"^b: holds NaT"):
        CALENDAR.working_minutes_many(START[:1], np.array(["NaT"], SECONDS))


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 20_000])
@pytest.mark.parametrize("unit", Unit)
def test_a_due_time_beyond_the_calendar_names_its_place(unit: Unit, place: int) -> None:
    starts = np.full(30_000, np.datetime64("2026-10-09T01:00", "s"))
    amounts = np.full(starts.size, 3)
    amounts[place] = 10_000_000

    if unit is Unit.WORKING_HOURS:
        starts[place] = np.datetime64("2390-01-01", "s")
    with pytest.raises(OutOfRange, match=r"^starts: leads to a year after 2399") as caught:
        CALENDAR.due_many(starts, amounts, unit)

    assert caught.value.index == place


@pytest.mark.parametrize("start", ["1899-06-01", "2400-06-01", "-5000-01-01", "200000-01-01"])
def test_a_start_beyond_the_calendar_names_its_place(start: str) -> None:
    starts = np.array(["2026-10-09", start, "2026-10-09"], SECONDS)

    with pytest.raises(OutOfRange, match=r"^starts: lies outside the years") as caught:
        CALENDAR.due_many(starts, 1, Unit.WORKING_DAYS)

    assert caught.value.index == 1

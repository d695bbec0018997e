"""Every make-up working day (调休上班) since 2020, with the days around it.

The table was made from the texts of the yearly notices of the General Office of the State Council
(a holiday from … to …, work on …), not from the data the engine is seeded with.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from chinese_calendar.constants import workdays

from qianjin.engines.worktime import Amount, national_calendar

from .twin import SHANGHAI

CALENDAR = national_calendar()

# The working day before, the make-up day, the working day after, and the third working day
# after the one before.
MAKE_UP_DAYS = [
    ("2020-01-17", "2020-01-19", "2020-01-20", "2020-01-21"),
    ("2020-04-24", "2020-04-26", "2020-04-27", "2020-04-28"),
    ("2020-05-08", "2020-05-09", "2020-05-11", "2020-05-12"),
    ("2020-06-24", "2020-06-28", "2020-06-29", "2020-06-30"),
    ("2020-09-25", "2020-09-27", "2020-09-28", "2020-09-29"),
    ("2020-10-09", "2020-10-10", "2020-10-12", "2020-10-13"),
    ("2021-02-05", "2021-02-07", "2021-02-08", "2021-02-09"),
    ("2021-02-19", "2021-02-20", "2021-02-22", "2021-02-23"),
    ("2021-04-23", "2021-04-25", "2021-04-26", "2021-04-27"),
    ("2021-05-07", "2021-05-08", "2021-05-10", "2021-05-11"),
    ("2021-09-17", "2021-09-18", "2021-09-22", "2021-09-23"),
    ("2021-09-24", "2021-09-26", "2021-09-27", "2021-09-28"),
    ("2021-10-08", "2021-10-09", "2021-10-11", "2021-10-12"),
    ("2022-01-28", "2022-01-29", "2022-01-30", "2022-02-07"),
    ("2022-01-29", "2022-01-30", "2022-02-07", "2022-02-08"),
    ("2022-04-01", "2022-04-02", "2022-04-06", "2022-04-07"),
    ("2022-04-22", "2022-04-24", "2022-04-25", "2022-04-26"),
    ("2022-05-06", "2022-05-07", "2022-05-09", "2022-05-10"),
    ("2022-09-30", "2022-10-08", "2022-10-09", "2022-10-10"),
    ("2022-10-08", "2022-10-09", "2022-10-10", "2022-10-11"),
    ("2023-01-20", "2023-01-28", "2023-01-29", "2023-01-30"),
    ("2023-01-28", "2023-01-29", "2023-01-30", "2023-01-31"),
    ("2023-04-21", "2023-04-23", "2023-04-24", "2023-04-25"),
    ("2023-05-05", "2023-05-06", "2023-05-08", "2023-05-09"),
    ("2023-06-21", "2023-06-25", "2023-06-26", "2023-06-27"),
    ("2023-09-28", "2023-10-07", "2023-10-08", "2023-10-09"),
    ("2023-10-07", "2023-10-08", "2023-10-09", "2023-10-10"),
    ("2024-02-02", "2024-02-04", "2024-02-05", "2024-02-06"),
    ("2024-02-09", "2024-02-18", "2024-02-19", "2024-02-20"),
    ("2024-04-03", "2024-04-07", "2024-04-08", "2024-04-09"),
    ("2024-04-26", "2024-04-28", "2024-04-29", "2024-04-30"),
    ("2024-05-10", "2024-05-11", "2024-05-13", "2024-05-14"),
    ("2024-09-13", "2024-09-14", "2024-09-18", "2024-09-19"),
    ("2024-09-27", "2024-09-29", "2024-09-30", "2024-10-08"),
    ("2024-10-11", "2024-10-12", "2024-10-14", "2024-10-15"),
    ("2025-01-24", "2025-01-26", "2025-01-27", "2025-02-05"),
    ("2025-02-07", "2025-02-08", "2025-02-10", "2025-02-11"),
    ("2025-04-25", "2025-04-27", "2025-04-28", "2025-04-29"),
    ("2025-09-26", "2025-09-28", "2025-09-29", "2025-09-30"),
    ("2025-10-10", "2025-10-11", "2025-10-13", "2025-10-14"),
    ("2025-12-31", "2026-01-04", "2026-01-05", "2026-01-06"),
    ("2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25"),
    ("2026-02-27", "2026-02-28", "2026-03-02", "2026-03-03"),
    ("2026-05-08", "2026-05-09", "2026-05-11", "2026-05-12"),
    ("2026-09-18", "2026-09-20", "2026-09-21", "2026-09-22"),
    ("2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"),
]

TABLE = pytest.mark.parametrize(("before", "make_up", "after", "third"), MAKE_UP_DAYS)


def at(day: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour, minute), SHANGHAI)


@TABLE
def test_a_make_up_day_is_worked_though_it_is_a_weekend(
    before: str, make_up: str, after: str, third: str
) -> None:
    day = date.fromisoformat(make_up)

    assert day.weekday() in (5, 6)
    assert CALENDAR.is_working_day(day)
    assert CALENDAR.rule(day) is not None
    assert CALENDAR.previous_working_day(day, include=False) == date.fromisoformat(before)
    assert CALENDAR.next_working_day(day, include=False) == date.fromisoformat(after)


@TABLE
def test_one_working_day_from_the_day_before_ends_on_the_make_up_day(
    before: str, make_up: str, after: str, third: str
) -> None:
    assert CALENDAR.due(at(before, 16), Amount.parse("1wd")) == at(make_up, 17, 30)
    assert CALENDAR.due(at(before, 16), Amount.parse("2wd")) == at(after, 17, 30)
    assert CALENDAR.due(at(before, 16), Amount.parse("3wd")) == at(third, 17, 30)


@TABLE
def test_a_start_on_the_make_up_day_does_not_count_it(
    before: str, make_up: str, after: str, third: str
) -> None:
    assert CALENDAR.due(at(make_up, 9), Amount.parse("1wd")) == at(after, 17, 30)
    assert CALENDAR.due(at(make_up, 9), Amount.parse("2wd")) == at(third, 17, 30)


@TABLE
def test_hours_run_on_into_and_out_of_the_make_up_day(
    before: str, make_up: str, after: str, third: str
) -> None:
    assert CALENDAR.due(at(before, 17), Amount.parse("1wh")) == at(make_up, 9)
    assert CALENDAR.due(at(make_up, 17), Amount.parse("1wh")) == at(after, 9)
    assert CALENDAR.due(at(before, 17), Amount.parse("8.5wh")) == at(after, 9)


@TABLE
def test_calendar_days_that_end_on_the_make_up_day_do_not_roll_on(
    before: str, make_up: str, after: str, third: str
) -> None:
    assert CALENDAR.due(at(make_up, 9) - timedelta(days=3), Amount.parse("3d")) == at(
        make_up, 17, 30
    )


@TABLE
def test_the_way_back_from_the_make_up_day_is_the_way_there(
    before: str, make_up: str, after: str, third: str
) -> None:
    assert CALENDAR.shift(at(make_up, 9), -60) == at(before, 17)
    assert CALENDAR.shift(at(after, 9), -60) == at(make_up, 17)
    assert CALENDAR.working_minutes(at(before, 17), at(after, 9)) == 30 + 450 + 30


def test_the_table_leaves_no_make_up_day_out() -> None:
    known = {day.isoformat() for day in workdays if day.year >= 2020}

    assert {make_up for _, make_up, _, _ in MAKE_UP_DAYS} == known

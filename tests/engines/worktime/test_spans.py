"""Moving along working time, and measuring it."""

from __future__ import annotations

from datetime import datetime

import pytest

from qianjin.engines.worktime import national_calendar

CALENDAR = national_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


@pytest.mark.parametrize(
    ("moment", "minutes", "expected"),
    [
        ("2026-10-09T09:00", 60, "2026-10-09T10:00"),
        ("2026-10-09T11:00", 60, "2026-10-09T12:00"),  # on: stays at the closing
        ("2026-10-09T11:00", 61, "2026-10-09T13:31"),
        ("2026-10-09T14:30", -60, "2026-10-09T13:30"),  # back: stays at the opening
        ("2026-10-09T14:30", -61, "2026-10-09T11:59"),
        ("2026-10-09T12:00", -60, "2026-10-09T11:00"),
        ("2026-10-09T12:30", -60, "2026-10-09T11:00"),
        ("2026-10-08T08:30", -60, "2026-09-30T16:30"),
        ("2026-10-03T10:00", -60, "2026-09-30T16:30"),
        ("2026-10-03T10:00", 60, "2026-10-08T09:30"),
        ("2026-10-09T17:30", 450, "2026-10-10T17:30"),
        ("2026-10-10T08:30", -450, "2026-10-09T08:30"),
        ("2026-10-03T10:00", 0, "2026-10-03T10:00"),  # nought leaves a moment where it is
    ],
)
def test_a_moment_moves_by_working_minutes(moment: str, minutes: int, expected: str) -> None:
    assert CALENDAR.shift(at(moment), minutes) == at(expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-10-09T09:00", "2026-10-09T10:00", 60),
        ("2026-10-09T10:00", "2026-10-09T09:00", -60),
        ("2026-10-09T11:30", "2026-10-09T14:00", 60),
        ("2026-10-09T12:00", "2026-10-09T13:30", 0),
        ("2026-10-01T00:00", "2026-10-08T00:00", 0),
        ("2026-09-30T17:00", "2026-10-08T09:00", 60),
        ("2026-10-09T00:00", "2026-10-11T00:00", 900),
        ("2026-10-09T09:00:59", "2026-10-09T09:01:00", 1),
        ("2026-10-09T09:00:00", "2026-10-09T09:00:59", 0),
    ],
)
def test_working_minutes_lie_between_two_moments(a: str, b: str, expected: int) -> None:
    assert CALENDAR.working_minutes(at(a), at(b)) == expected


def test_a_moment_without_an_offset_is_refused_by_name() -> None:
    naive = datetime(2026, 10, 9, 9, 0)

    with pytest.raises(ValueError, match=r"^moment: "):
        CALENDAR.shift(naive, 1)
    with pytest.raises(ValueError, match=r"^a: "):
        CALENDAR.working_minutes(naive, at("2026-10-09T09:00"))
    with pytest.raises(ValueError, match=r"^b: "):
        CALENDAR.working_minutes(at("2026-10-09T09:00"), naive)

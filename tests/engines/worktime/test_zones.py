"""Wall clocks: zones that change, hours shown twice, hours skipped, and Shanghai before 1992."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from qianjin.engines.worktime import Amount, Unit, WorkCalendar
from qianjin.engines.worktime.zone import EPOCH, SECOND, zone_table

ALL_DAY = ((time(0), time(0)),)
EVERY_DAY: dict[str, object] = {"weekly_rest": (), "assumed_days": None}
ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",  # +05:45
    "Africa/Casablanca",  # four changes a year, a month apart
    "America/Havana",  # changes at midnight
    "Asia/Beirut",
    "Pacific/Apia",  # skipped 2011-12-30 altogether
]


@cache
def around_changes(key: str) -> list[datetime]:
    """Every ten minutes from hours before to hours after each change of 2005-2030."""
    zone = ZoneInfo(key)
    found = []
    moment = datetime(2005, 1, 1, tzinfo=UTC)
    while moment.year <= 2030:
        following = moment + timedelta(hours=12)
        if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found += [moment + n * timedelta(minutes=10) for n in range(-12, 90)]
        moment = following
    return found or [datetime(2026, 1, 1, tzinfo=UTC)]


@pytest.mark.slow
@pytest.mark.parametrize("key", ZONES)
def test_the_wall_shows_what_zoneinfo_says_around_every_change(key: str) -> None:
    zone = ZoneInfo(key)
    table = zone_table(zone, 2005, 2030)
    moments = around_changes(key)
    instants = [(moment - EPOCH) // timedelta(microseconds=1) for moment in moments]

    walls = [moment.astimezone(zone).replace(tzinfo=UTC) for moment in moments]

    expected = [(wall - EPOCH) // timedelta(microseconds=1) for wall in walls]
    assert [table.wall(instant) for instant in instants] == expected
    assert table.wall_many(np.array(instants), SECOND).tolist() == expected


@pytest.mark.slow
@pytest.mark.parametrize("key", ZONES)
def test_progress_never_runs_back_and_the_way_back_finds_the_first_instant(key: str) -> None:
    zone = ZoneInfo(key)
    table = zone_table(zone, 2005, 2030)
    moments = around_changes(key)
    instants = [(moment - EPOCH) // timedelta(microseconds=1) for moment in moments]

    progress = [table.progress(instant) for instant in instants]
    back = [table.instant(wall) for wall in progress]

    assert progress == sorted(progress)
    for first, instant, wall in zip(back, instants, progress, strict=True):
        # Later only in the second showing of an hour: work goes on when that is over.
        assert first <= instant or table.wall(instant) < wall
    assert [table.progress(instant) for instant in back] == progress
    assert table.progress_many(np.array(instants), SECOND).tolist() == progress
    assert table.instant_many(np.array(progress), SECOND).tolist() == back


def test_the_summer_times_of_shanghai_are_respected() -> None:
    calendar = WorkCalendar([], (), **EVERY_DAY)  # type: ignore[arg-type]

    for year in range(1986, 1992):
        closing = calendar.due(datetime(year, 7, 1, 2, 0, tzinfo=UTC), Amount.parse("1wd"))
        assert closing.isoformat() == f"{year}-07-02T17:30:00+09:00"
    assert calendar.due(
        datetime(1992, 7, 1, 2, 0, tzinfo=UTC), Amount.parse("1wd")
    ).isoformat() == ("1992-07-02T17:30:00+08:00")
    assert (
        calendar.due(datetime(1900, 6, 1, 0, 30, tzinfo=UTC), Amount.parse("1wh")).isoformat()
        == "1900-06-01T09:35:43+08:05:43"
    )


def test_office_hours_in_berlin_follow_the_wall_over_a_change() -> None:
    calendar = WorkCalendar([], (), zone="Europe/Berlin", assumed_days=None)
    friday_before_winter = datetime(2026, 10, 23, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))

    found = calendar.due(friday_before_winter, Amount.parse("1wh"))

    assert found.isoformat() == "2026-10-26T09:00:00+01:00"
    assert calendar.working_minutes(friday_before_winter, found) == 60


class TestWorkThroughTheNightOfAChange:
    """America/New_York, 2026: 02:00 is skipped on March 8, 01:00-02:00 comes twice on Nov 1."""

    CALENDAR = WorkCalendar([], (), ALL_DAY, "America/New_York", (), None)

    def test_counts_no_time_for_the_hour_skipped(self) -> None:
        start = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # 01:30 EST

        # The wall jumps from 02:00 to 03:00 at 07:00 UTC; what would end within ends there.
        assert self.CALENDAR.shift(start, 30) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
        assert self.CALENDAR.shift(start, 60) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
        assert self.CALENDAR.shift(start, 91) == datetime(2026, 3, 8, 7, 1, tzinfo=UTC)

    def test_counts_the_hour_shown_twice_once(self) -> None:
        first_pass = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 EDT
        second_pass = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 EST
        after = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)  # 02:30 EST

        assert self.CALENDAR.working_minutes(first_pass, second_pass) == 30
        assert self.CALENDAR.working_minutes(second_pass, after) == 30
        assert self.CALENDAR.shift(first_pass, 60) == after


def test_the_date_of_a_start_is_what_the_wall_shows_in_a_repeated_midnight_hour() -> None:
    """Beirut goes back from 00:00 to 23:00, so that hour belongs to the day before."""
    calendar = WorkCalendar([], (), zone="Asia/Beirut", **EVERY_DAY)  # type: ignore[arg-type]
    repeated = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)
    assert repeated.astimezone(ZoneInfo("Asia/Beirut")).date() == date(2026, 10, 24)

    due = calendar.due(repeated, Amount.parse("1wd"))

    assert due.date() == date(2026, 10, 25)
    many = calendar.due_many(np.array(["2026-10-24T21:30"], "datetime64[s]"), 1, Unit.WORKING_DAYS)
    assert many[0].item() == due.astimezone(UTC).replace(tzinfo=None)
    latest = calendar.latest_start(due, Amount.parse("1wd"))
    assert latest + timedelta(microseconds=1) == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)

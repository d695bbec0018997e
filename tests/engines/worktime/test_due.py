"""When a time limit ends: the definitions, and the corners where people disagree.

Most cases stand in the first weeks of October 2026, as the notice has it:

    9-20 Sun works │ 9-25..27 rest │ 9-28..30 work │ 10-1..7 rest │ 10-8, 9 │ 10-10 Sat works
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from qianjin.engines.worktime import Amount, DayRule, Unit, WorkCalendar, national_calendar

CALENDAR = national_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + ":00+08:00")


def due(start: str, amount: str, paused_minutes: int = 0) -> str:
    found = CALENDAR.due(at(start), Amount.parse(amount), paused_minutes)
    return found.isoformat(timespec="minutes").removesuffix("+08:00")


class TestWorkingHours:
    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            ("2026-10-09T09:00", "1wh", "2026-10-09T10:00"),
            ("2026-10-09T11:30", "1wh", "2026-10-09T14:00"),  # over lunch
            ("2026-10-09T17:00", "1wh", "2026-10-10T09:00"),  # over night, to a make-up day
            ("2026-09-30T17:00", "1wh", "2026-10-08T09:00"),  # over the National Day
            ("2026-10-09T09:00", "7.5wh", "2026-10-10T09:00"),  # a whole day of work
            ("2026-10-09T08:30", "7.5wh", "2026-10-09T17:30"),
            ("2026-10-09T09:00", "0.5wh", "2026-10-09T09:30"),
            ("2026-10-09T09:00", "0.25wh", "2026-10-09T09:15"),
        ],
    )
    def test_count_from_a_start_inside_hours(self, start: str, amount: str, expected: str) -> None:
        assert due(start, amount) == expected

    @pytest.mark.parametrize(
        "start",
        [
            "2026-09-30T17:30",  # at closing
            "2026-09-30T23:59",
            "2026-10-03T10:00",  # in the holiday
            "2026-10-08T00:00",
            "2026-10-08T07:59",
            "2026-10-08T08:30",  # at opening
        ],
    )
    def test_count_from_the_next_opening_otherwise(self, start: str) -> None:
        assert due(start, "1wh") == "2026-10-08T09:30"

    @pytest.mark.parametrize(
        "start",
        ["2026-10-09T12:00", "2026-10-09T12:45", "2026-10-09T13:30"],
    )
    def test_a_start_at_lunch_counts_from_the_afternoon(self, start: str) -> None:
        assert due(start, "1wh") == "2026-10-09T14:30"

    def test_an_end_at_a_closing_stays_there(self) -> None:
        assert due("2026-10-09T11:00", "1wh") == "2026-10-09T12:00"
        assert due("2026-10-09T16:30", "1wh") == "2026-10-09T17:30"
        assert due("2026-09-30T13:30", "4wh") == "2026-09-30T17:30"

    def test_seconds_are_kept(self) -> None:
        start = datetime.fromisoformat("2026-10-09T11:59:30.25+08:00")

        found = CALENDAR.due(start, Amount.parse("1wh"))

        assert found.isoformat() == "2026-10-09T14:29:30.250000+08:00"


class TestWorkingDays:
    @pytest.mark.parametrize("hour", ["00:00", "08:30", "12:10", "17:30", "23:59"])
    def test_end_at_closing_whatever_the_hour_of_the_start(self, hour: str) -> None:
        assert due(f"2026-10-09T{hour}", "1wd") == "2026-10-10T17:30"

    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            ("2026-09-30T10:00", "1wd", "2026-10-08T17:30"),
            ("2026-09-30T10:00", "3wd", "2026-10-10T17:30"),
            ("2026-09-30T10:00", "4wd", "2026-10-12T17:30"),
            ("2026-10-04T10:00", "1wd", "2026-10-08T17:30"),  # a start in the holiday
            ("2026-09-18T10:00", "1wd", "2026-09-20T17:30"),  # a make-up Sunday after a Saturday
            ("2026-09-18T10:00", "5wd", "2026-09-24T17:30"),
            ("2026-09-18T10:00", "6wd", "2026-09-28T17:30"),
            ("2025-12-31T10:00", "1wd", "2026-01-04T17:30"),  # over a year, to a make-up Sunday
        ],
    )
    def test_do_not_count_the_day_of_the_start(
        self, start: str, amount: str, expected: str
    ) -> None:
        """Civil Code, art. 201."""
        assert due(start, amount) == expected


class TestCalendarDays:
    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            ("2026-10-08T10:00", "1d", "2026-10-09T17:30"),
            ("2026-10-08T10:00", "2d", "2026-10-10T17:30"),  # a make-up Saturday is a working day
            ("2026-10-08T10:00", "3d", "2026-10-12T17:30"),  # Sunday rolls on
            ("2026-09-24T10:00", "7d", "2026-10-08T17:30"),  # October 1 rolls on over the holiday
            ("2026-09-24T10:00", "6d", "2026-09-30T17:30"),
            ("2026-10-03T10:00", "1d", "2026-10-08T17:30"),
        ],
    )
    def test_end_on_a_working_day(self, start: str, amount: str, expected: str) -> None:
        """Civil Code, art. 203."""
        assert due(start, amount) == expected


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            ("2026-03-16T10:00", "1mo", "2026-04-16T17:30"),
            ("2026-01-30T10:00", "1mo", "2026-02-28T17:30"),  # shorter, and a make-up Saturday
            ("2027-12-31T10:00", "2mo", "2028-02-29T17:30"),  # a leap year
            ("2026-10-31T10:00", "1mo", "2026-11-30T17:30"),
            ("2026-09-05T10:00", "1mo", "2026-10-08T17:30"),  # October 5 rolls on
            ("2025-11-20T10:00", "14mo", "2027-01-20T17:30"),
            ("2026-12-31T10:00", "12mo", "2027-12-31T17:30"),
        ],
    )
    def test_end_on_the_same_day_or_the_last_of_a_shorter_month(
        self, start: str, amount: str, expected: str
    ) -> None:
        assert due(start, amount) == expected


class TestPauses:
    @pytest.mark.parametrize(
        ("start", "amount", "paused_minutes", "expected"),
        [
            ("2026-10-09T09:00", "1wh", 30, "2026-10-09T10:30"),
            ("2026-10-09T09:00", "1wh", 150, "2026-10-09T14:00"),
            ("2026-10-09T09:00", "1wh", 120, "2026-10-09T12:00"),
            ("2026-10-08T10:00", "1wd", 60, "2026-10-10T09:30"),  # closing on Friday, plus one
            ("2026-09-29T10:00", "1wd", 450, "2026-10-08T17:30"),  # a whole day
            ("2026-10-08T10:00", "3d", 210, "2026-10-13T12:00"),
            ("2026-09-05T10:00", "1mo", 1, "2026-10-09T08:31"),
        ],
    )
    def test_move_a_due_time_by_working_minutes(
        self, start: str, amount: str, paused_minutes: int, expected: str
    ) -> None:
        assert due(start, amount, paused_minutes) == expected

    def test_of_no_length_change_nothing(self) -> None:
        assert due("2026-10-08T10:00", "1wd", 0) == due("2026-10-08T10:00", "1wd")

    @pytest.mark.parametrize("paused_minutes", [-1, 10_000_001, 1.5, True])
    def test_that_make_no_sense_are_refused_by_name(self, paused_minutes: int) -> None:
        with pytest.raises(ValueError, match=r"^paused_minutes: "):
            CALENDAR.due(at("2026-10-08T10:00"), Amount.parse("1wd"), paused_minutes)


class TestTheLatestStart:
    @pytest.mark.parametrize(
        ("due", "amount", "expected"),
        [
            ("2026-10-09T10:00", "1wh", "2026-10-09T09:00"),
            ("2026-10-09T14:00", "1wh", "2026-10-09T11:30"),
            ("2026-10-09T14:30", "1wh", "2026-10-09T13:30"),  # not 12:00: lunch costs nothing
            ("2026-10-08T09:30", "1wh", "2026-10-08T08:30"),
            ("2026-10-05T09:30", "1wh", "2026-09-30T16:30"),  # due in the holiday
        ],
    )
    def test_of_hours_is_a_moment(self, due: str, amount: str, expected: str) -> None:
        assert CALENDAR.latest_start(at(due), Amount.parse(amount)) == at(expected)

    @pytest.mark.parametrize(
        ("due", "amount", "last_day"),
        [
            ("2026-10-10T17:30", "1wd", "2026-10-09"),
            ("2026-10-10T17:29", "1wd", "2026-10-08"),
            ("2026-10-08T17:30", "1wd", "2026-10-07"),  # the last day of the holiday still does
            ("2026-10-12T17:30", "3wd", "2026-10-08"),
            ("2026-10-08T17:30", "7d", "2026-10-01"),
            ("2026-10-11T12:00", "2d", "2026-10-08"),
            ("2026-02-28T17:30", "1mo", "2026-01-31"),
            ("2026-04-16T17:30", "1mo", "2026-03-16"),
            ("2026-03-30T17:30", "1mo", "2026-02-28"),
        ],
    )
    def test_of_days_is_the_end_of_a_day(self, due: str, amount: str, last_day: str) -> None:
        found = CALENDAR.latest_start(at(due), Amount.parse(amount))

        assert found.isoformat() == f"{last_day}T23:59:59.999999+08:00"

    def test_allows_for_a_pause(self) -> None:
        found = CALENDAR.latest_start(at("2026-10-10T09:30"), Amount.parse("1wd"), 60)

        assert found.isoformat() == "2026-10-08T23:59:59.999999+08:00"


class TestMoments:
    def test_of_any_zone_are_understood_and_answered_in_the_park_s(self) -> None:
        found = CALENDAR.due(datetime(2026, 10, 9, 17, 0, tzinfo=UTC), Amount.parse("1wd"))

        # 17:00 in UTC is already Saturday in Shanghai, so the Saturday is the start.
        assert found.isoformat() == "2026-10-12T17:30:00+08:00"

    @pytest.mark.parametrize("method", ["due", "latest_start"])
    def test_without_an_offset_are_refused_by_name(self, method: str) -> None:
        with pytest.raises(ValueError, match=r"^(start|due): .* has no offset"):
            getattr(CALENDAR, method)(datetime(2026, 10, 9, 17, 0), Amount.parse("1wd"))


class TestOtherHours:
    def test_a_half_day_has_its_own_closing(self) -> None:
        eve = datetime(2027, 2, 4).date()
        morning = ((time(8, 30), time(12)),)
        calendar = WorkCalendar([DayRule(eve, True, "除夕前", "provisional", morning)], ())

        assert calendar.due(at("2027-02-03T10:00"), Amount.parse("1wd")) == at("2027-02-04T12:00")
        assert calendar.due(at("2027-02-04T11:00"), Amount.parse("2wh")) == at("2027-02-09T09:30")
        assert calendar.closes_at(eve) == at("2027-02-04T12:00")
        assert calendar.working_minutes(at("2027-02-04T08:00"), at("2027-02-04T18:00")) == 210

    def test_a_hotline_never_closes(self) -> None:
        calendar = WorkCalendar([], (), ((time(0), time(0)),), weekly_rest=(), assumed_days=None)

        assert calendar.minutes_per_day == 1440
        assert calendar.due(at("2026-10-10T22:00"), Amount.parse("3wh")) == at("2026-10-11T01:00")
        assert calendar.due(at("2026-10-10T22:00"), Amount.parse("1wd")) == at("2026-10-12T00:00")

    def test_a_desk_of_five_minutes_a_day_is_slow_but_right(self) -> None:
        calendar = WorkCalendar([], (), ((time(9), time(9, 5)),), weekly_rest=(), assumed_days=None)

        found = calendar.due(at("2026-10-10T10:00"), Amount(1, Unit.WORKING_HOURS))

        assert found == at("2026-10-22T09:05")
        assert calendar.latest_start(found, Amount(1, Unit.WORKING_HOURS)) == at("2026-10-11T09:00")
        assert found - timedelta(days=12) == at("2026-10-10T09:05")

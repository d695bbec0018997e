"""Why a due time is what it is, as data."""

from __future__ import annotations

from datetime import date, datetime, time

from qianjin.engines.worktime import (
    Amount,
    DueTime,
    Reason,
    ReasonCode,
    WorkCalendar,
    national_calendar,
)

CALENDAR = national_calendar()


def explained(start: str, amount: str, paused_minutes: int = 0) -> DueTime:
    moment = datetime.fromisoformat(start + "+08:00")
    found = CALENDAR.explain(moment, Amount.parse(amount), paused_minutes)
    assert found.due == CALENDAR.due(moment, Amount.parse(amount), paused_minutes)
    assert found.is_provisional == CALENDAR.is_provisional(moment, found.due)
    return found


def test_hours_outside_opening_say_from_when_they_count() -> None:
    found = explained("2026-10-09T18:00", "1wh")

    assert found.reasons == (
        Reason(ReasonCode.COUNTED_FROM_OPENING, first=date(2026, 10, 10), amount=8 * 60 + 30),
        Reason(ReasonCode.MAKE_UP_DAY_COUNTED, first=date(2026, 10, 10), name="国庆节"),
    )


def test_hours_inside_a_day_need_no_reason() -> None:
    assert explained("2026-10-09T09:00", "2wh").reasons == ()


def test_working_days_name_the_rest_they_skip_and_the_make_up_day_they_count() -> None:
    found = explained("2026-09-30T10:00", "4wd")

    assert found.reasons == (
        Reason(ReasonCode.START_DAY_NOT_COUNTED, first=date(2026, 9, 30)),
        Reason(ReasonCode.REST_SKIPPED, date(2026, 10, 1), date(2026, 10, 7), "国庆节", 7),
        Reason(ReasonCode.MAKE_UP_DAY_COUNTED, first=date(2026, 10, 10), name="国庆节"),
        Reason(ReasonCode.REST_SKIPPED, date(2026, 10, 11), date(2026, 10, 11), "", 1),
    )


def test_two_make_up_days_in_a_row_are_two_reasons() -> None:
    found = explained("2022-09-30T10:00", "3wd")

    assert [
        reason.first for reason in found.reasons if reason.code is ReasonCode.MAKE_UP_DAY_COUNTED
    ] == [date(2022, 10, 8), date(2022, 10, 9)]


def test_calendar_days_say_where_they_rolled_on() -> None:
    found = explained("2026-09-24T10:00", "7d")

    assert found.reasons == (
        Reason(ReasonCode.START_DAY_NOT_COUNTED, first=date(2026, 9, 24)),
        Reason(ReasonCode.ROLLED_ON, first=date(2026, 10, 1), last=date(2026, 10, 8)),
    )


def test_a_month_that_is_shorter_says_so() -> None:
    found = explained("2025-12-31T10:00", "2mo")

    assert found.reasons == (
        Reason(ReasonCode.START_DAY_NOT_COUNTED, first=date(2025, 12, 31)),
        Reason(ReasonCode.MONTH_SHORTER, first=date(2026, 2, 28), amount=31),
    )


def test_a_month_that_ends_on_a_working_day_says_nothing_more() -> None:
    assert len(explained("2026-03-16T10:00", "1mo").reasons) == 1


def test_a_pause_says_what_it_gave_back_and_what_it_ran_into() -> None:
    found = explained("2026-10-09T10:00", "1wd", 60)

    assert found.reasons[-2:] == (
        Reason(ReasonCode.PAUSE_GIVEN_BACK, amount=60),
        Reason(ReasonCode.REST_SKIPPED, date(2026, 10, 11), date(2026, 10, 11), "", 1),
    )
    assert found.paused_minutes == 60


def test_a_year_without_a_notice_is_named() -> None:
    found = explained("2026-12-28T10:00", "5wd")

    assert found.is_provisional
    assert found.reasons[-1] == Reason(ReasonCode.YEAR_PROVISIONAL, amount=2027)


def test_the_start_is_told_in_the_zone_of_the_park() -> None:
    found = CALENDAR.explain(
        datetime.fromisoformat("2026-10-09T17:00:00+00:00"), Amount.parse("1wd")
    )

    assert found.start.isoformat() == "2026-10-10T01:00:00+08:00"
    assert found.reasons[0].first == date(2026, 10, 10)


def test_an_office_that_closes_at_midnight_ends_on_the_day_that_closes() -> None:
    calendar = WorkCalendar([], {2026}, ((time(12), time(0)),))
    friday = datetime.fromisoformat("2026-10-08T13:00:00+08:00")

    found = calendar.explain(friday, Amount.parse("1wd"))

    assert found.due.isoformat() == "2026-10-10T00:00:00+08:00"
    assert [reason.code for reason in found.reasons] == [ReasonCode.START_DAY_NOT_COUNTED]

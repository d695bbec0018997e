"""Years without a notice: computed from the statutory rule and never an error."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from chinese_calendar import is_holiday
from chinese_calendar.constants import holidays

from qianjin.engines.worktime import (
    LUNAR_YEARS,
    DayRule,
    WorkCalendar,
    national_calendar,
    provisional_days,
)
from qianjin.engines.worktime.provisional import qingming

CALENDAR = national_calendar()

# Typed from 全国年节及纪念日放假办法 (2024-11-10), art. 2, and the lunar calendar of 2027.
DAYS_OF_2027 = {
    "2027-01-01": "元旦",
    "2027-02-05": "春节",  # 除夕
    "2027-02-06": "春节",
    "2027-02-07": "春节",
    "2027-02-08": "春节",
    "2027-04-05": "清明",
    "2027-05-01": "劳动节",
    "2027-05-02": "劳动节",
    "2027-06-09": "端午",
    "2027-09-15": "中秋",
    "2027-10-01": "国庆节",
    "2027-10-02": "国庆节",
    "2027-10-03": "国庆节",
}


def test_2027_has_its_thirteen_statutory_days_and_nothing_invented() -> None:
    days = provisional_days(2027)

    assert {rule.day.isoformat(): rule.name for rule in days} == DAYS_OF_2027
    assert {(rule.is_working, rule.status) for rule in days} == {(False, "provisional")}


def test_the_calendar_uses_the_computed_days() -> None:
    for text in DAYS_OF_2027:
        assert not CALENDAR.is_working_day(date.fromisoformat(text))
    # Substitutes for the weekend and moved days wait for the notice.
    assert CALENDAR.is_working_day(date(2027, 2, 9))
    assert CALENDAR.is_working_day(date(2027, 10, 4))
    assert not CALENDAR.is_working_day(date(2027, 10, 9))


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_lunar_table_agrees_with_the_holidays_announced(year: int) -> None:
    """Only days every revision since 2008 has kept are compared: the law grew in between."""
    announced = {day: name for day, name in holidays.items() if day.year == year}
    lunar = [rule for rule in provisional_days(year) if rule.name not in ("元旦", "劳动节")]
    kept = [rule.day for rule in lunar if rule.name != "春节"]
    spring = sorted(rule.day for rule in lunar if rule.name == "春节")

    # A holiday on a Saturday is a plain weekend in the data: 端午 of 2012.
    assert all(is_holiday(day) for day in (*kept, *spring[1:3]))
    assert len(spring) == 4
    assert {announced[day] for day in spring[1:3]} == {"Spring Festival"}
    assert announced[qingming(year)] == "Tomb-sweeping Day"


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_is_off_in_the_years_of_today_s_rule(year: int) -> None:
    assert {rule.day for rule in provisional_days(year)} <= set(holidays)


def test_a_mid_autumn_on_national_day_bears_both_names() -> None:
    names = {rule.day: rule.name for rule in provisional_days(2031)}

    assert names[date(2031, 10, 1)] == "国庆节、中秋"
    assert len(names) == 12


@pytest.mark.parametrize(
    ("year", "names"),
    [
        (2050, {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}),
        (2051, {"元旦", "清明", "劳动节", "国庆节"}),
        (2003, {"元旦", "清明", "劳动节", "国庆节"}),
        (2100, {"元旦", "劳动节", "国庆节"}),
        (1978, {"元旦", "劳动节", "国庆节"}),
        (1, {"元旦", "劳动节", "国庆节"}),
        (9999, {"元旦", "劳动节", "国庆节"}),
    ],
)
def test_a_year_beyond_the_lunar_table_has_its_solar_holidays(year: int, names: set[str]) -> None:
    assert {rule.name for rule in provisional_days(year)} == names
    assert (year in LUNAR_YEARS) == ("春节" in names)


def test_the_formula_of_qingming_knows_its_century() -> None:
    assert [qingming(year).day for year in (2024, 2025, 2026, 2027)] == [4, 4, 5, 5]
    with pytest.raises(ValueError, match=r"^year: "):
        qingming(1999)


class TestWhatIsProvisional:
    @pytest.mark.parametrize(
        ("start", "due", "expected"),
        [
            ("2026-11-23", "2026-12-28", ()),
            ("2026-11-23", "2026-12-29", (2027,)),  # a notice reaches back to that day
            ("2026-12-30", "2027-01-05", (2027,)),
            ("2027-01-04", "2027-01-05", (2027,)),
            ("2027-01-05", "2026-12-20", (2027,)),  # either order
            ("2003-12-31", "2004-01-05", (2003,)),
            ("2026-12-01", "2029-01-05", (2027, 2028, 2029)),
            ("2025-12-25", "2026-01-05", ()),
        ],
    )
    def test_is_what_a_coming_notice_may_change(
        self, start: str, due: str, expected: tuple[int, ...]
    ) -> None:
        first, last = date.fromisoformat(start), date.fromisoformat(due)

        assert CALENDAR.provisional_years(first, last) == expected
        assert CALENDAR.is_provisional(first, last) == bool(expected)

    def test_moments_are_dated_in_the_park_s_zone(self) -> None:
        new_year_in_shanghai = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
        earlier = datetime(2026, 12, 1, tzinfo=UTC)

        assert CALENDAR.is_provisional(new_year_in_shanghai, new_year_in_shanghai)
        assert not CALENDAR.is_provisional(earlier, earlier)


class TestANoticeThatArrives:
    def test_stands_above_what_was_computed(self) -> None:
        working = DayRule(date(2027, 6, 9), True, "端午")
        provisional = WorkCalendar([working], official_years=())
        official = WorkCalendar([working], official_years={2027})

        assert provisional.is_working_day(date(2027, 6, 9))
        assert not provisional.is_working_day(date(2027, 9, 15))
        assert official.is_working_day(date(2027, 9, 15))  # the notice is the whole truth
        assert official.status(2027) == "official"

    def test_computing_can_be_left_out(self) -> None:
        plain = WorkCalendar([], (), assumed_days=None)

        assert plain.is_working_day(date(2027, 10, 1))
        assert plain.rule(date(2027, 10, 1)) is None

    def test_another_nation_may_compute_its_own(self) -> None:
        calendar = WorkCalendar(
            [], (), assumed_days=lambda year: [DayRule(date(year, 7, 14), False, "fête")]
        )

        assert not calendar.is_working_day(date(2027, 7, 14))
        assert calendar.is_working_day(date(2027, 10, 1))

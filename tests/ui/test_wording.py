"""How moments, lengths of time, money, land and people are said, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from qianjin.ui import wording

PARK = ZoneInfo("Asia/Shanghai")
MONDAY_MORNING = datetime(2026, 11, 23, 9, 42, tzinfo=PARK)


@pytest.fixture(autouse=True)
def in_the_park() -> Iterator[None]:
    with timezone.override(PARK), translation.override("zh-hans"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def at(month: int, day: int, hour: int = 17, minute: int = 30, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARK)


class TestAMoment:
    @pytest.mark.parametrize(
        ("moment", "chinese", "english"),
        [
            (at(11, 23), "今天 17:30", "today 17:30"),
            (at(11, 24), "明天 17:30", "tomorrow 17:30"),
            (at(11, 22, 19, 20), "昨天 19:20", "yesterday 19:20"),
            (at(11, 27), "周五 17:30", "Fri 17:30"),
            (at(11, 20, 15, 10), "上周五 15:10", "last Fri 15:10"),
            (at(12, 4), "下周五 17:30", "next Fri 17:30"),
            (at(10, 28, 9, 0), "10月28日 09:00", "28 Oct 09:00"),
            (at(3, 24, year=2025), "2025年3月24日 17:30", "24 Mar 2025 17:30"),
        ],
    )
    def test_is_said_as_people_say_it(self, moment: datetime, chinese: str, english: str) -> None:
        assert wording.moment(moment, MONDAY_MORNING) == chinese
        with translation.override("en"):
            assert wording.moment(moment, MONDAY_MORNING) == english

    def test_of_last_friday_and_of_the_coming_one_differ(self) -> None:
        past = wording.moment(at(11, 20), MONDAY_MORNING)
        coming = wording.moment(at(11, 27), MONDAY_MORNING)

        assert past != coming

    def test_is_shown_in_the_zone_of_the_park(self) -> None:
        late_in_london = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("UTC"))

        assert wording.moment(late_in_london, MONDAY_MORNING) == "今天 07:30"

    def test_without_an_hour_is_a_day(self) -> None:
        assert wording.moment(date(2026, 11, 24), MONDAY_MORNING) == "明天"


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert wording.day(date(2026, 11, 27), MONDAY_MORNING) == "11月27日"
    assert wording.day(date(2021, 3, 24), MONDAY_MORNING) == "2021年3月24日"


def test_the_head_of_a_day() -> None:
    assert wording.day_long(MONDAY_MORNING) == "11月23日 星期一"
    with translation.override("en"):
        assert wording.day_long(MONDAY_MORNING) == "Monday 23 November"
        assert wording.month_long(MONDAY_MORNING) == "November 2026"
    assert wording.month_long(MONDAY_MORNING) == "2026年11月"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=2), "2 小时前"),
        (timedelta(hours=14), "昨天"),
        (timedelta(days=5), "5 天前"),
        (timedelta(days=26), "10月28日"),
    ],
)
def test_how_long_ago(before: timedelta, words: str) -> None:
    assert wording.ago(MONDAY_MORNING - before, MONDAY_MORNING) == words


def test_an_hour_before_midnight_is_hours_ago_at_two_in_the_morning() -> None:
    now = at(11, 23, 2, 0)

    assert wording.ago(at(11, 22, 23, 0), now) == "3 小时前"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (42, "42 分"),
        (60, "1 小时"),
        (80, "1 小时 20 分"),
        (0, "0 分"),
        (-80, "\N{MINUS SIGN}1 小时 20 分"),
    ],
)
def test_a_length_of_time(minutes: int, words: str) -> None:
    assert wording.duration(minutes) == words


@pytest.mark.parametrize(
    ("wan", "chinese", "english"),
    [
        (850, "850 万元", "RMB 8.5 million"),
        (224_000, "22.4 亿元", "RMB 2.24 billion"),
        (1_000_000, "100 亿元", "RMB 10 billion"),
        (10_000, "1 亿元", "RMB 100 million"),
        (Decimal("0.5"), "0.5 万元", "RMB 5,000"),
        (85, "85 万元", "RMB 850,000"),
        (9_999, "9,999 万元", "RMB 99.99 million"),
    ],
)
def test_money_is_counted_as_the_reader_counts(wan: Decimal, chinese: str, english: str) -> None:
    assert wording.wan(wan) == chinese
    with translation.override("en"):
        assert wording.wan(wan) == english


def test_land_is_said_in_mu() -> None:
    assert wording.mu(394_000) == "591 亩"
    assert wording.mu(2000) == "3 亩"
    with translation.override("en"):
        assert wording.mu(394_000) == "591 mu (39.4 ha)"


@pytest.mark.parametrize(
    ("octets", "words"),
    [(12, "12 B"), (1434, "1.4 KB"), (839_680, "820 KB"), (1_468_006, "1.4 MB")],
)
def test_the_size_of_a_file(octets: int, words: str) -> None:
    assert wording.size(octets) == words


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13800002210", "138****2210"), ("057180001234", "057****1234"), ("8001", "****"), ("", "")],
)
def test_a_telephone_number_is_masked(number: str, masked: str) -> None:
    assert wording.masked_phone(number) == masked


def test_a_name_is_masked() -> None:
    assert wording.masked_name("陈岚") == "陈*"
    assert wording.masked_name("欧阳晨曦") == "欧**"
    assert wording.masked_name("") == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("林悦", "林悦"),
        ("演示·林悦", "林悦"),
        ("林悦（演示）", "林悦"),
        ("欧阳晨曦", "晨曦"),
        ("演示·审计员", "审计"),
        ("演示·园区管理员", "管理"),
        ("演示·供电公司联络员", "联络"),
        ("Lin Yue", "LY"),
        ("Lin Yue (demo)", "LY"),
        ("John Q. Public", "JP"),
        ("admin", "A"),
        ("𠮷野", "𠮷野"),
        ("", "·"),
    ],
)
def test_the_letters_of_an_avatar(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


@pytest.mark.parametrize(
    ("count", "shown"), [(7, "7"), ("7 late", "7"), ("超期 999+", "999+"), ("", ""), ("new", "new")]
)
def test_the_number_alone_of_a_count(count: int | str, shown: str) -> None:
    assert wording.figure(count) == shown

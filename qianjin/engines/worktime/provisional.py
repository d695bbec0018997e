"""暂定 Statutory holidays computed for years that no notice has settled.

The rule is 全国年节及纪念日放假办法 (State Council, fourth revision of 2024-11-10), art. 2:
New Year 1 day, Spring Festival 4 (the eve and the first three days), 清明 1, Labour Day 2
(May 1 and 2), 端午 1, 中秋 1, National Day 3. Two things wait for the yearly notice and are not
invented here: the day given back for a holiday that falls on a weekend (art. 6), and the days
that are moved together, with their make-up working days (art. 7).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from .data import DayRule

# Dates of the first day of the first month, of 端午 (5th of the 5th) and of 中秋 (15th of the
# 8th) in the lunar calendar. Derived in four ways that agree for every year: the tables of
# cnlunar 0.2.5, lunar_python 1.4.8 and zhdate 0.1, and new moons and solar terms computed with
# ephem 4.2.1 by the rules of GB/T 33661-2017 (a month begins on the day of the new moon at
# UTC+8; of thirteen months between two winter solstices the first without a principal term is
# the leap month). 2033, where older tables put the leap month wrongly, is among them. A test
# compares 2008-2026 with the notices.
_LUNAR: Final[dict[int, str]] = {
    2004: "01-22 06-22 09-28",
    2005: "02-09 06-11 09-18",
    2006: "01-29 05-31 10-06",
    2007: "02-18 06-19 09-25",
    2008: "02-07 06-08 09-14",
    2009: "01-26 05-28 10-03",
    2010: "02-14 06-16 09-22",
    2011: "02-03 06-06 09-12",
    2012: "01-23 06-23 09-30",
    2013: "02-10 06-12 09-19",
    2014: "01-31 06-02 09-08",
    2015: "02-19 06-20 09-27",
    2016: "02-08 06-09 09-15",
    2017: "01-28 05-30 10-04",
    2018: "02-16 06-18 09-24",
    2019: "02-05 06-07 09-13",
    2020: "01-25 06-25 10-01",
    2021: "02-12 06-14 09-21",
    2022: "02-01 06-03 09-10",
    2023: "01-22 06-22 09-29",
    2024: "02-10 06-10 09-17",
    2025: "01-29 05-31 10-06",
    2026: "02-17 06-19 09-25",
    2027: "02-06 06-09 09-15",
    2028: "01-26 05-28 10-03",
    2029: "02-13 06-16 09-22",
    2030: "02-03 06-05 09-12",
    2031: "01-23 06-24 10-01",
    2032: "02-11 06-12 09-19",
    2033: "01-31 06-01 09-08",
    2034: "02-19 06-20 09-27",
    2035: "02-08 06-10 09-16",
    2036: "01-28 05-30 10-04",
    2037: "02-15 06-18 09-24",
    2038: "02-04 06-07 09-13",
    2039: "01-24 05-27 10-02",
    2040: "02-12 06-14 09-20",
    2041: "02-01 06-03 09-10",
    2042: "01-22 06-22 09-28",
    2043: "02-10 06-11 09-17",
    2044: "01-30 05-31 10-05",
    2045: "02-17 06-19 09-25",
    2046: "02-06 06-08 09-15",
    2047: "01-26 05-29 10-04",
    2048: "02-14 06-15 09-22",
    2049: "02-02 06-04 09-11",
    2050: "01-23 06-23 09-30",
}

#: Years whose lunar holidays are known; outside them only those of the solar calendar are given.
LUNAR_YEARS: Final = range(min(_LUNAR), max(_LUNAR) + 1)


def provisional_days(year: int) -> tuple[DayRule, ...]:
    """The statutory holidays of ``year`` under today's rule, all ``provisional``.

    Outside 2004-2050 the lunar holidays are missing (and 清明 outside 2000-2099): weekends and
    the holidays of the solar calendar are then all that is known. Never an error for a year that
    has dates.
    """
    names: dict[date, str] = {}
    for day, name in sorted(_statutory(year), key=lambda found: found[0]):
        # 中秋 may fall on a National Day holiday, as in 2031.
        names[day] = f"{names[day]}、{name}" if day in names else name
    return tuple(DayRule(day, False, names[day], "provisional") for day in names)


def qingming(year: int) -> date:
    """The day of the solar term 清明, for the years 2000 to 2099.

    The well-known approximation ``[Y * 0.2422 + 4.81] - [Y / 4]``, ``Y`` the year in the
    century; compared with the sun's apparent longitude of 15° at UTC+8 it holds for every year.

    Raises
    ------
    ValueError
        For other years, which need another constant.
    """
    if year not in range(2000, 2100):
        raise ValueError(f"year: {year} is not in 2000-2099")
    in_century = year - 2000
    return date(year, 4, (in_century * 2422 + 48_100) // 10_000 - in_century // 4)


def _statutory(year: int) -> list[tuple[date, str]]:
    found = [
        (date(year, 1, 1), "元旦"),
        (date(year, 5, 1), "劳动节"),
        (date(year, 5, 2), "劳动节"),
        *((date(year, 10, day), "国庆节") for day in (1, 2, 3)),
    ]
    if 2000 <= year <= 2099:
        found.append((qingming(year), "清明"))
    if year in _LUNAR:
        spring, dragon_boat, mid_autumn = (
            date.fromisoformat(f"{year:04}-{text}") for text in _LUNAR[year].split()
        )
        found += [(spring + timedelta(days=offset), "春节") for offset in (-1, 0, 1, 2)]
        found += [(dragon_boat, "端午"), (mid_autumn, "中秋")]
    return found

"""Days announced by the State Council, from the data of ``chinesecalendar`` (MIT)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .data import DayRule


@lru_cache(maxsize=1)
def _notices() -> tuple[DayRule, ...]:
    # Imported here, so that a park with its own days never loads it.
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {holiday.value: holiday.chinese for holiday in Holiday}
    rules = [DayRule(day, False, names[name]) for day, name in holidays.items()]
    rules += [DayRule(day, True, names[name]) for day, name in workdays.items()]
    return tuple(sorted(rules, key=lambda rule: rule.day))


@lru_cache(maxsize=1)
def official_years() -> frozenset[int]:
    """The years whose notice is in the data: 2004 to 2026 at the time of writing.

    A year counts when its National Day is there; a few days of January that belong to the
    notice of the year before do not settle a year.
    """
    return frozenset(
        rule.day.year
        for rule in _notices()
        if not rule.is_working and (rule.day.month, rule.day.day) == (10, 1)
    )


def official_days(years: Iterable[int] | None = None) -> tuple[DayRule, ...]:
    """Holidays and make-up working days of ``years``, or of all official years, in order.

    Years without a notice are left out: see ``provisional_days``.
    """
    wanted = official_years() if years is None else official_years().intersection(years)
    return tuple(rule for rule in _notices() if rule.day.year in wanted)

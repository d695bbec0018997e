"""The front door: its example runs, and its page describes everything behind it."""

from __future__ import annotations

import doctest
from pathlib import Path

from qianjin.engines import worktime

PAGE = Path(__file__).parents[3] / "docs" / "engines" / "worktime.md"


def test_the_example_of_the_front_door_runs() -> None:
    result = doctest.testmod(worktime)

    assert result.attempted >= 5
    assert result.failed == 0


def test_the_page_names_everything_behind_the_door() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in worktime.__all__ if f"`{name}" not in page] == []
    methods = [name for name in vars(worktime.WorkCalendar) if not name.startswith("_")]
    assert [name for name in methods if f"`{name}" not in page and name != "almanac"] == []

"""The park's own case: 50 projects through 77 steps, 12 officers, 14 bureaux, mixed calendars."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from qianjin.engines.delivery import (
    Activity,
    Calendar,
    DayKind,
    Link,
    Network,
    Problem,
    Project,
    Resource,
    project_from,
    usual,
    zero_gap,
)
from qianjin.engines.delivery.park_file import read_network
from qianjin.engines.worktime import national_calendar

FIRST = date(2026, 11, 23)
_YEARS = range(2026, 2036)


def the_network() -> Network:
    """The 77 steps."""
    return read_network(Path(__file__).with_name("delivery_network.yaml").read_text("utf-8"))


def the_calendar() -> Calendar:
    """Working days of the nation; years without a notice are provisional."""
    national = national_calendar()
    first, last = date(_YEARS[0], 1, 1).toordinal(), date(_YEARS[-1], 12, 31).toordinal()
    days = [n for n in range(first, last + 1) if national.is_working_day(date.fromordinal(n))]
    official = date(max(national.official_years), 12, 31).toordinal()
    return Calendar.of_working_days("office", days, first, last, official)


def a_park(seed: int, *, projects: int = 50, conditions: bool = True) -> Problem:
    """Projects that arrive over a year, some zero-gap and some usual, all steps or most."""
    dice = random.Random(seed)
    network = the_network()
    officers = [f"officer {n + 1}" for n in range(12)]
    first = FIRST.toordinal()
    activities: list[Activity] = []
    links: list[Link] = []
    those: list[Project] = []
    for n in range(projects):
        project = Project(f"演示{n + 1:02d}", dice.choice([1, 1, 2, 3]))
        holds = {
            one.condition
            for one in network.steps
            if one.condition and (not conditions or dice.random() < 0.8)
        }
        made, tied = project_from(
            network,
            project.id,
            zero_gap("G03") if dice.random() < 0.6 else usual(),
            calendar="office",
            conditions=holds,
            officer=dice.choice(officers),
            days={
                one.key: dice.randint(one.least, max(one.days, one.least)) for one in network.steps
            },
        )
        arrives = first + dice.randint(0, 365)
        promised = arrives + dice.randint(700, 1000)
        for one in made:
            change: dict[str, int] = {}
            if one.template in ("P01", "S01", "P03"):
                change["not_before"] = arrives
            if one.template == "C05":
                change["promised"] = promised
            activities.append(_with(one, change))
        links += tied
        those.append(project)
    return Problem(
        tuple(activities),
        tuple(links),
        tuple(_resources(dice, activities)),
        tuple(those),
        (the_calendar(),),
        today=first,
    )


def _resources(dice: random.Random, activities: list[Activity]) -> Iterator[Resource]:
    """Officers and bureaux that could do it all in a year or two, as far as they are alone."""
    load: dict[str, int] = defaultdict(int)
    for one in activities:
        days = one.days * 7 / 5 if one.kind is DayKind.WORKING else one.days
        for name, amount in one.demands:
            load[name] += int(amount * days)
    for name, days in sorted(load.items()):
        yield Resource(name, max(1, round(days / dice.uniform(350, 700))))


def _with(one: Activity, change: dict[str, int]) -> Activity:
    return replace(one, **change) if change else one  # type: ignore[arg-type]

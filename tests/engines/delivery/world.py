"""Small parks to plan, and the domain's network in few words."""

from __future__ import annotations

import random
from pathlib import Path

from qianjin.engines.delivery import (
    Activity,
    Calendar,
    DayKind,
    Limit,
    Link,
    LinkKind,
    Mark,
    PreReview,
    Problem,
    Project,
    Resource,
    Side,
    Strength,
    Weights,
)

MONDAY = 739_943  # 2026-11-23
OFFICE = Calendar(
    "office",
    exceptions={MONDAY + day: False for day in (38, 39, 74, 75, 76, 77, 78)} | {MONDAY + 40: True},
    official=MONDAY + 60,
)


def a_park(seed: int, size: int = 12, *, reviews: bool = True, facts: bool = True) -> Problem:
    """A few projects with every kind of day, link, limit, review, resource and fact."""
    dice = random.Random(seed)
    projects = tuple(Project(f"P{n}", dice.randint(1, 3)) for n in range(dice.randint(1, 3)))
    resources = (
        Resource("officer", dice.randint(1, 2)),
        Resource("bureau", dice.randint(1, 3), ((MONDAY + dice.randint(3, 20), 1),)),
    )
    activities = []
    for n in range(size):
        is_working = dice.random() < 0.6
        days = dice.choice([0, 1, 2, 3, 5, 10, 20])
        is_notice = dice.random() < 0.15
        limits: tuple[Limit, ...] = ()
        if is_notice:
            days = dice.choice([5, 10])
            limits = (Limit(days, kind=dice.choice(list(DayKind)), law="条例"),)
        one = Activity(
            f"a{n}",
            project=dice.choice(projects).id,
            days=days,
            kind=DayKind.WORKING if is_working else DayKind.CALENDAR,
            calendar="office",
            begins_working=None if is_working else dice.random() < 0.5,
            rolls=not is_working and dice.random() < 0.3,
            whole_days=is_notice,
            limits=limits,
            demands=tuple((name, 1) for name in ("officer", "bureau") if dice.random() < 0.4),
            pre_review=(
                PreReview(f"a{dice.randrange(n)}", dice.randint(0, 2))
                if reviews and n > 3 and dice.random() < 0.3
                else None
            ),
            not_before=MONDAY + dice.randint(0, 9) if dice.random() < 0.2 else None,
            promised=MONDAY + dice.randint(0, 60) if dice.random() < 0.2 else None,
            side=dice.choice(list(Side)),
            **_fact(dice, n) if facts else {},
        )
        activities.append(one)
    marks = {}
    for project in projects:
        mine = [n for n, one in enumerate(activities) if one.project == project.id]
        if len(mine) > 1:
            marks[mine[len(mine) // 2 - 1]] = Mark.TITLE
            marks[mine[-1]] = Mark.START
    return Problem(
        activities=tuple(
            _with(one, mark=marks.get(n, Mark.NONE)) for n, one in enumerate(activities)
        ),
        links=tuple(_links(dice, size)),
        resources=resources,
        projects=projects,
        calendars=(OFFICE,),
        today=MONDAY,
        weights=Weights(),
    )


def _with(one: Activity, **changes: object) -> Activity:
    from dataclasses import replace

    return replace(one, **changes)  # type: ignore[arg-type]


def _fact(dice: random.Random, n: int) -> dict[str, int]:
    if n > 1 or dice.random() < 0.7:
        return {}
    begun = MONDAY - dice.randint(1, 9)
    return {"begun": begun} | ({"done": MONDAY - 1} if dice.random() < 0.5 else {})


def _links(dice: random.Random, size: int) -> list[Link]:
    found = []
    for after in range(1, size):
        for before in dice.sample(range(after), min(after, dice.randint(0, 2))):
            kind = dice.choice([LinkKind.FS, LinkKind.FS, *LinkKind])
            is_working = dice.random() < 0.3
            found.append(
                Link(
                    f"a{before}",
                    f"a{after}",
                    kind,
                    lag=dice.randint(0 if is_working else -3, 5),
                    lag_kind=DayKind.WORKING if is_working else DayKind.CALENDAR,
                    strength=dice.choice(list(Strength)),
                    binds_review=dice.random() < 0.5,
                    law="条例" if dice.random() < 0.5 else "",
                )
            )
    return found


def a_puzzle(seed: int, size: int, *, capacity: int = 4) -> Problem:
    """A project as the published instances have them: whole days, few resources."""
    from qianjin.engines.delivery import MAKESPAN

    dice = random.Random(seed)
    activities = tuple(
        Activity(
            str(n),
            days=dice.randint(1, 6),
            demands=tuple((f"R{k}", dice.randint(0, capacity)) for k in range(2)),
        )
        for n in range(size)
    )
    links = tuple(
        Link(str(before), str(after))
        for after in range(1, size)
        for before in dice.sample(range(after), min(after, dice.randint(0, 2)))
    )
    resources = tuple(Resource(f"R{k}", capacity) for k in range(2))
    return Problem(activities, links, resources, weights=MAKESPAN)


HERE = Path(__file__).parent

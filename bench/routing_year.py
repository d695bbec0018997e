"""A year of visits for 500 invented enterprises and 12 officers, and the greedy plan beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qianjin.engines.kernel import Stop
from qianjin.engines.routing import Outing, Season, Shift, Turn, plan_season

ENTERPRISES, OFFICERS, DAYS = 500, 12, 364
SECTORS = ("汽车", "航空", "航天", "智能制造")
LUNCH = ((720, 810),)
SECONDS = 36.0
"""Of search; building the weeks' problems comes on top."""


def a_year(seed: int = 7) -> Season:
    """
    Clusters in 16 x 12 km; tiers of 30, 61 and 91 days; skills, windows, closed days.

    Nothing falls due before a day on which somebody who may go works: whoever kept the rules until
    yesterday begins such a year, and no plan could make a visit that was due before.
    """
    chance = random.Random(seed)
    centres = [(chance.uniform(0, 16_000), chance.uniform(0, 12_000)) for _ in range(25)]
    points = [(8_000.0, 6_000.0)]
    for _ in range(ENTERPRISES):
        x, y = chance.choice(centres)
        points.append((x + chance.gauss(0, 700), y + chance.gauss(0, 700)))
    across = np.array(points)
    metres = np.hypot(*(across[:, None] - across[None, :]).transpose(2, 0, 1)) * 1.35
    outings = tuple(
        Outing(day, Shift(f"{officer}", 0, 0, window, skills=_skills(officer)))
        for day in range(DAYS)
        if day % 7 < 5
        for officer in range(OFFICERS)
        if (day + officer) % 5 in (0, 2)
        for window in ((510, 720), (810, 1050))
    )
    return Season(
        distances=metres.astype(np.int64),
        durations=np.ceil(metres / 500).astype(np.int64),
        turns=tuple(_possible(_turn(chance, n), outings) for n in range(ENTERPRISES)),
        outings=outings,
        breaks=LUNCH,
    )


def _turn(chance: random.Random, number: int) -> Turn:
    every, minutes = chance.choices([(30, 60), (61, 45), (91, 40)], [1, 3, 6])[0]
    open_days = range(5) if chance.random() < 0.85 else chance.sample(range(5), 3)
    return Turn(
        f"演示企业{number}",
        number + 1,
        minutes,
        every=every,
        apart=every // 3,
        latest=-chance.randrange(every),
        windows=() if chance.random() < 0.7 else ((540, 690), (840, 990)),
        weekdays=frozenset(open_days),
        skills=frozenset({chance.choice(SECTORS)}) if chance.random() < 0.6 else frozenset(),
    )


def _possible(turn: Turn, outings: Sequence[Outing]) -> Turn:
    """The enterprise, seen last no earlier than its period before the first day it can be seen."""
    first = min(
        outing.day
        for outing in outings
        if turn.skills <= outing.shift.skills and outing.day % 7 in turn.weekdays
    )
    return replace(turn, latest=max(turn.latest, first - turn.every))


def _skills(officer: int) -> frozenset[str]:
    return frozenset({SECTORS[officer % 4], SECTORS[(officer + 1) % 4]})


def greedy(data: Season) -> tuple[int, int]:
    """
    Each person goes to the nearest enterprise that falls due within a week, until the time is up.

    Returns the distance and how many visits came late.
    """
    latest = [turn.latest for turn in data.turns]
    distance = late = 0
    for outing in sorted(data.outings, key=lambda o: (o.day, o.shift.window)):
        here, now, went = outing.shift.start, outing.shift.window[0], False
        while found := _nearest(data, outing, latest, here, now):
            length, number, now = found
            distance, went, here = distance + length, True, data.turns[number].place
            late += outing.day > latest[number] + data.turns[number].every
            latest[number] = outing.day
        distance += int(data.distances[here, outing.shift.end]) if went else 0
    end = data.outings[-1].day
    late += sum(latest[n] + turn.every <= end for n, turn in enumerate(data.turns))
    return distance, late


def _nearest(
    data: Season, outing: Outing, latest: list[int], here: int, now: int
) -> tuple[int, int, int] | None:
    best = None
    for number, turn in enumerate(data.turns):
        soon = latest[number] + turn.every - outing.day <= 7
        rested = outing.day - latest[number] >= turn.apart
        able = outing.day % 7 in turn.weekdays and turn.skills <= outing.shift.skills
        if not (soon and rested and able):
            continue
        arrive = now + int(data.durations[here, turn.place])
        begins = [max(arrive, a) for a, b in turn.windows or ((0, 1440),) if max(arrive, a) <= b]
        if not begins:
            continue
        leave = begins[0] + turn.minutes
        if leave + int(data.durations[turn.place, outing.shift.end]) > outing.shift.window[1]:
            continue
        length = int(data.distances[here, turn.place])
        if best is None or length < best[0]:
            best = (length, number, leave)
    return best


def measure_year() -> None:
    """Plan the year both ways and print a line for each."""
    data = a_year()
    plain, plain_late = greedy(data)
    began = time.perf_counter()
    plan = plan_season(data, stop=Stop(seconds=SECONDS), seed=1)
    took = time.perf_counter() - began
    visits = sum(len(one.round.calls) for one in plan.rounds)
    print(f"\na year, {ENTERPRISES} enterprises, {OFFICERS} officers: {visits} visits")
    print(f"{'greedy, nearest first':<28}{plain / 1000:>10,.0f} km{plain_late:>6} late")
    print(
        f"{'ours':<28}{plan.distance / 1000:>10,.0f} km{plan.late:>6} late"
        f"   {100 * (1 - plan.distance / plain):.0f} % less, {took:.0f} s"
    )
    end, seen = data.outings[-1].day, [turn.latest for turn in data.turns]
    for one in sorted(plan.rounds, key=lambda found: found.day):
        for call in one.round.calls:
            seen[call.visit] = one.day
    left = sum(seen[n] + turn.every <= end for n, turn in enumerate(data.turns))
    least = sum((end - turn.latest) // turn.every for turn in data.turns)
    mandatory = visits + left
    print(
        f"mandatory: {mandatory} periods ended, each asking for a visit (the rules alone: at"
        f" least {least}); {visits} visits made, {plan.late} late or not made:"
        f" {100 * (mandatory - plan.late) / mandatory:.2f} % in time"
    )

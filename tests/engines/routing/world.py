"""Small rounds to plan, and a twin that tries everything."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np

from qianjin.engines.routing import ProblemData, Shift, Visit

LUNCH = ((720, 810),)


def a_round(
    visits: int = 5,
    seed: int = 1,
    *,
    shifts: tuple[Shift, ...] = (Shift("林悦", 0, 0, (510, 1050)),),
    breaks: tuple[tuple[int, int], ...] = LUNCH,
    **fields: object,
) -> ProblemData:
    """An office and some enterprises within ten kilometres; each visit takes half an hour."""
    chance = random.Random(seed)
    points = np.array(
        [(chance.uniform(0, 10_000), chance.uniform(0, 10_000)) for _ in range(visits + 1)]
    )
    ways = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)).astype(np.int64)
    return ProblemData(
        distances=ways,
        durations=ways // 500,
        visits=tuple(
            Visit(f"企业{n}", n, minutes=30, **fields)  # type: ignore[arg-type]
            for n in range(1, visits + 1)
        ),
        shifts=shifts,
        breaks=breaks,
    )


def shortest_by_trying(data: ProblemData) -> int:
    """The shortest way of one person through all visits that keeps every rule, by trying all."""
    best = None
    for order in permutations(range(len(data.visits))):
        length = length_if_possible(data, order)
        if length is not None and (best is None or length < best):
            best = length
    assert best is not None
    return best


def length_if_possible(data: ProblemData, order: tuple[int, ...]) -> int | None:
    """How far this order drives; ``None`` when it breaks a rule. Minute by minute."""
    shift = data.shifts[0]
    here, now, length = shift.start, shift.window[0], 0
    for number in order:
        visit = data.visits[number]
        now = _travel(data, now, int(data.durations[here, visit.place]))
        length += int(data.distances[here, visit.place])
        begin = _first_beginning(data, visit, now)
        if begin is None:
            return None
        now, here = begin + visit.minutes, visit.place
    now = _travel(data, now, int(data.durations[here, shift.end]))
    length += int(data.distances[here, shift.end])
    return length if now <= shift.window[1] else None


def _travel(data: ProblemData, now: int, minutes: int) -> int:
    while minutes:
        if not any(begin <= now < end for begin, end in data.breaks):
            minutes -= 1
        now += 1
    return now


def _first_beginning(data: ProblemData, visit: Visit, now: int) -> int | None:
    for moment in range(now, 24 * 60):
        in_window = not visit.windows or any(a <= moment <= b for a, b in visit.windows)
        broken = any(
            begin <= minute < end
            for begin, end in data.breaks
            for minute in range(moment, moment + max(visit.minutes, 1))
        )
        if in_window and not broken:
            return moment
    return None

"""The bridge to the engine ``routing``: enterprises and officers in, a proposal out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from qianjin.engines import routing
from qianjin.engines.kernel import Stop
from qianjin.engines.routing import BadTable, osrm_table

from .choices import Ground

__all__ = [
    "HEAD",
    "OFFICE",
    "SAME_PLACE",
    "Ask",
    "BadTable",
    "Measured",
    "Outing",
    "Wanted",
    "care",
    "is_season",
    "minute_of",
    "osrm_table",
    "proposal_of",
]

DAY = 1440
WORTH_OF_A_REQUEST = 3_000
"""Metres of detour that an open request makes a visit worth; to be calibrated by the park."""
WORTH_OF_A_VISIT = 6_000
"""Metres that a visit is worth when its time has nearly come."""
OUTING_METRES = 2_000
"""What going out at all costs, so that half-empty days are joined."""
MOST_REQUESTS = 3
SEASON_DAYS = 14
"""A longer plan is made week after week, and enterprises come up in it several times."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """待访 One enterprise that may be visited in the span of a plan."""

    key: int
    name: str
    lon: float
    lat: float
    minutes: int
    every: int
    latest: date | None
    windows: tuple[tuple[int, int], ...] = ()
    weekdays: frozenset[int] = frozenset(range(7))
    needs: frozenset[str] = frozenset()
    requests: int = 0
    pin: tuple[int, date] | None = None

    @property
    def due_on(self) -> date:
        """The day by which it should be seen again."""
        return self.latest + timedelta(days=self.every) if self.latest else date.min


@dataclass(frozen=True, slots=True)
class Outing:
    """外勤 One officer on one day, in minutes of that day."""

    officer: int
    on: date
    begins: int
    ends: int
    skills: frozenset[str]


OFFICE = 0
"""The key of the office among the places of a measured table."""
SAME_PLACE = 1e-4
"""Degrees: a place moved further than this (about ten metres) is no longer the measured one."""


@dataclass(frozen=True)
class Measured:
    """实测路程 Ways as a road router measured them: where each key stood then, metres, minutes."""

    points: tuple[tuple[int, float, float], ...]
    metres: Any
    minutes: Any


@dataclass(frozen=True)
class Ask:
    """What a plan is made from."""

    first_on: date
    until_on: date
    office: tuple[float, float]
    wanted: tuple[Wanted, ...]
    outings: tuple[Outing, ...]
    breaks: tuple[tuple[int, int], ...]
    road_factor: float
    speed_kmh: float
    left_out: tuple[tuple[int, str], ...] = field(default=())
    """Enterprises that are not even asked for, with their ground."""
    measured: Measured | None = None


def proposal_of(
    ask: Ask, *, seconds: float, seed: int = 0, iterations: int | None = None
) -> dict[str, Any]:
    """
    Rounds, what was left out and why, how far, and how good that is known to be.

    With ``iterations`` instead of time the same question has the same answer on every machine.
    """
    stop = Stop(iterations=iterations) if iterations else Stop(seconds=seconds)
    if not ask.outings or not ask.wanted:
        left = [(w.key, str(Ground.NO_WINDOW), 0.0) for w in ask.wanted]
        return _told(ask, [], left, None, 0)
    if is_season(ask.first_on, ask.until_on):
        return _season(ask, stop, seed)
    return _weeks(ask, stop, seed)


def is_season(first_on: date, until_on: date) -> bool:
    """Whether a span is planned week after week."""
    return (until_on - first_on).days >= SEASON_DAYS


def _ways(ask: Ask) -> tuple[Any, Any]:
    places = [ask.office, *((one.lon, one.lat) for one in ask.wanted)]
    metres, minutes = routing.straight_lines(
        places, road_factor=ask.road_factor, speed_kmh=ask.speed_kmh
    )
    if ask.measured is not None:
        keys = [OFFICE, *(one.key for one in ask.wanted)]
        here, there = _known(ask.measured, keys, places)
        metres[np.ix_(here, here)] = ask.measured.metres[np.ix_(there, there)]
        minutes[np.ix_(here, here)] = ask.measured.minutes[np.ix_(there, there)]
    return metres, minutes


def _known(
    measured: Measured, keys: Sequence[int], places: Sequence[tuple[float, float]]
) -> tuple[list[int], list[int]]:
    """Which of the places stand where they were measured, and in which rows of the table."""
    rows = {key: (row, lon, lat) for row, (key, lon, lat) in enumerate(measured.points)}
    here, there = [], []
    for number, (key, (lon, lat)) in enumerate(zip(keys, places, strict=True)):
        row, was_lon, was_lat = rows.get(key, (-1, 0.0, 0.0))
        if row >= 0 and abs(lon - was_lon) <= SAME_PLACE and abs(lat - was_lat) <= SAME_PLACE:
            here.append(number)
            there.append(row)
    return here, there


def _weeks(ask: Ask, stop: Stop, seed: int) -> dict[str, Any]:
    distances, durations = _ways(ask)
    visits, rows = [], []
    for number, one in enumerate(ask.wanted):
        visit = _visit(ask, number, one)
        if visit is not None:
            visits.append(visit)
            rows.append(number)
    shifts = tuple(
        routing.Shift(
            name=f"{o.officer} {o.on}",
            start=0,
            end=0,
            window=(_minute(ask, o.on, o.begins), _minute(ask, o.on, o.ends)),
            skills=o.skills | {_pin(o.officer, o.on)},
            cost=OUTING_METRES,
        )
        for o in ask.outings
    )
    days = sorted({o.on for o in ask.outings})
    breaks = tuple(
        (_minute(ask, day, begin), _minute(ask, day, end))
        for day in days
        for begin, end in ask.breaks
    )
    data = routing.ProblemData(distances, durations, tuple(visits), shifts, breaks)
    found = routing.solve(data, stop=stop, seed=seed)
    reasons = {reason.subject: reason for reason in found.reasons}
    left = []
    for n in found.left_out:
        reason = reasons.get(visits[n].name)
        key = ask.wanted[rows[n]].key
        left.append((key, reason.code if reason else Ground.NOT_DUE, 0.0))
    rounds = [
        _round(ask, ask.outings[one.shift], one, rows, DAY * _day(ask, ask.outings[one.shift].on))
        for one in found.rounds
    ]
    left += [
        (ask.wanted[n].key, Ground.NO_WINDOW, 0.0) for n in set(range(len(ask.wanted))) - {*rows}
    ]
    return _told(ask, rounds, left, found.proof, found.cost.distance)


def _visit(ask: Ask, number: int, one: Wanted) -> routing.Visit | None:
    days = [day for day in _days(ask) if day.weekday() in one.weekdays]
    needs = set(one.needs)
    if one.pin is not None:
        officer, day = one.pin
        days, needs = [day], {_pin(officer, day)}
    if not days:
        return None
    hours = one.windows if one.pin is None and one.windows else ((0, DAY - 1),)
    is_due = one.due_on <= ask.until_on
    share = 1.0 if is_due else _elapsed(ask, one)
    prize = int(WORTH_OF_A_VISIT * share**2) + WORTH_OF_A_REQUEST * min(one.requests, MOST_REQUESTS)
    return routing.Visit(
        name=str(one.key),
        place=number + 1,
        minutes=one.minutes,
        windows=tuple(
            (_minute(ask, day, opens), _minute(ask, day, closes))
            for day in days
            for opens, closes in hours
        ),
        prize=prize,
        is_mandatory=is_due or one.pin is not None,
        skills=frozenset(needs),
    )


def _elapsed(ask: Ask, one: Wanted) -> float:
    """Which share of its span has gone by at the end of the plan."""
    if one.latest is None:
        return 1.0
    return min(1.0, max(0.0, (ask.until_on - one.latest).days / one.every))


def _season(ask: Ask, stop: Stop, seed: int) -> dict[str, Any]:
    distances, durations = _ways(ask)
    can = {(o.officer, o.on) for o in ask.outings}
    lost = [(w.key, str(Ground.NO_WINDOW), 0.0) for w in ask.wanted if w.pin and w.pin not in can]
    turns = tuple(
        routing.Turn(
            name=str(one.key),
            place=number + 1,
            minutes=one.minutes,
            every=one.every,
            apart=one.every // 2,
            latest=(one.latest - ask.first_on).days if one.latest else -(10**6),
            windows=one.windows,
            weekdays=one.weekdays,
            skills=one.needs,
            value=WORTH_OF_A_REQUEST * min(one.requests, MOST_REQUESTS),
            pin=(_day(ask, one.pin[1]), _pin(*one.pin)) if one.pin in can else None,
        )
        for number, one in enumerate(ask.wanted)
    )
    outings = tuple(
        routing.Outing(
            _day(ask, o.on),
            routing.Shift(
                str(o.officer),
                0,
                0,
                (o.begins, o.ends),
                skills=o.skills | {_pin(o.officer, o.on)},
                cost=OUTING_METRES,
            ),
        )
        for o in ask.outings
    )
    data = routing.Season(
        distances, durations, turns, outings, monday=-ask.first_on.weekday(), breaks=ask.breaks
    )
    found = routing.plan_season(data, stop=stop, seed=seed)
    rows = list(range(len(turns)))
    rounds = [_round(ask, ask.outings[one.outing], one.round, rows, 0) for one in found.rounds]
    ground = {routing.PIN_MISSED: Ground.CROWDED_OUT}
    left = [
        (int(r.subject), str(ground.get(r.code, Ground.TOO_LATE)), r.amount) for r in found.reasons
    ]
    return _told(ask, rounds, [*lost, *left], None, found.distance)


def _round(ask: Ask, outing: Outing, one: Any, rows: Sequence[int], offset: int) -> dict[str, Any]:
    stops = []
    for call in one.calls:
        wanted = ask.wanted[rows[call.visit]]
        stops.append(
            {
                "enterprise": wanted.key,
                "begin": call.begin - offset,
                "leave": call.leave - offset,
                "is_due": wanted.due_on <= ask.until_on,
                "is_pinned": wanted.pin == (outing.officer, outing.on),
            }
        )
    return {
        "officer": outing.officer,
        "on": outing.on.isoformat(),
        "begin": one.begin - offset,
        "end": one.end - offset,
        "metres": one.distance,
        "stops": stops,
    }


def _told(
    ask: Ask,
    rounds: list[dict[str, Any]],
    left: list[tuple[int, str, float]],
    proof: Any,
    metres: int,
) -> dict[str, Any]:
    order = {outing.officer: n for n, outing in enumerate(ask.outings)}
    seen: set[tuple[int, str]] = set()
    unlike = [
        {"enterprise": key, "ground": str(code), "day": int(amount)}
        for key, code, amount in [*left, *((k, c, 0.0) for k, c in ask.left_out)]
        if (key, code) not in seen and not seen.add((key, code))  # type: ignore[func-returns-value]
    ]
    return {
        "rounds": sorted(rounds, key=lambda one: (one["on"], order.get(one["officer"], 0))),
        "left_out": unlike,
        "metres": metres,
        "status": proof.status if proof else "heuristic",
        "gap": proof.gap_percent if proof else None,
    }


def _days(ask: Ask) -> list[date]:
    return sorted({outing.on for outing in ask.outings})


def _day(ask: Ask, day: date) -> int:
    return (day - ask.first_on).days


def _minute(ask: Ask, day: date, minute: int) -> int:
    return DAY * _day(ask, day) + minute


def _pin(officer: int, day: date) -> str:
    return f"at {officer} {day}"


def care(officer: int) -> str:
    """The skill of being the officer responsible."""
    return f"care {officer}"


HEAD = "head"
"""The skill of being a head."""


def minute_of(clock: str) -> int:
    """Minutes since midnight of ``08:30``."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)

"""Visits that come again: a year of rounds, week by week."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..kernel import Reason, Stop
from .data import LATEST, Matrix, ProblemData, Shift, Visit, Window
from .result import Round
from .solve import solve

DAY = 1440
"""Minutes."""
NEIGHBOURS = 3
TAKEN_ALONG = 0.5
"""Nobody is visited before this share of the period is over, unless something waits there."""

TOO_LATE = "too_late"
"""A visit could not be made by its last day; amount: that day."""
PIN_MISSED = "pin_missed"
"""A visit that was pinned found no room on its day; amount: that day."""


@dataclass(frozen=True, slots=True)
class Turn:
    """
    周期走访 One enterprise that is to be visited again and again.

    Parameters
    ----------
    name
        How answers and reasons call it.
    place
        Row of the matrices.
    minutes
        How long a visit takes.
    every
        Days within which it must be seen again: the longest span between two visits.
    apart
        Days that must lie between two visits at least.
    latest
        The day it was last seen, counted from day 0; negative for the past.
    windows
        When a visit may begin, as minutes of a day; empty: at any time.
    weekdays
        Days of the week (Monday 0) on which it is open.
    skills
        What the person who comes must know.
    value
        What a visit is worth beyond the duty, in the unit of distances: an open request nearby.
    pin
        The day of a visit settled by hand, and the skill that only its outing has; hours do not
        count for it.
    """

    name: str
    place: int
    minutes: int
    every: int
    apart: int = 0
    latest: int = -(10**6)
    windows: tuple[Window, ...] = ()
    weekdays: frozenset[int] = frozenset(range(7))
    skills: frozenset[str] = frozenset()
    value: int = 0
    pin: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        if self.every < 1:
            raise ValueError(f"{self.name}: every must be at least one day")
        if not 0 <= self.apart < self.every:
            raise ValueError(f"{self.name}: apart must be shorter than every")
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"{self.name}: weekdays are 0 to 6")


@dataclass(frozen=True, slots=True)
class Outing:
    """外勤 A stretch of one day in which one person can go: ``shift`` in minutes of that day."""

    day: int
    shift: Shift


@dataclass(frozen=True)
class Season:
    """
    周期计划 What a long plan is made from.

    Parameters
    ----------
    distances, durations
        As in ``ProblemData``.
    turns
        The enterprises.
    outings
        Who can go when, by day.
    monday
        A day that is a Monday, so that weekdays are known.
    breaks
        Lunch, in minutes of every day.
    """

    distances: Matrix
    durations: Matrix
    turns: tuple[Turn, ...]
    outings: tuple[Outing, ...]
    monday: int = 0
    breaks: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        if not self.outings:
            raise ValueError("outings: nobody can go")
        if any(outing.day < 0 for outing in self.outings):
            raise ValueError("outings: days begin with 0")


@dataclass(frozen=True, slots=True)
class DatedRound:
    """A round on its day; calls count turns, ``outing`` is the number of its outing."""

    day: int
    outing: int
    round: Round


@dataclass(frozen=True)
class SeasonPlan:
    """周期排程 All rounds by day, what came too late, and how far they drive in all."""

    rounds: tuple[DatedRound, ...]
    reasons: tuple[Reason, ...]
    distance: int
    due: int
    """How many visits fell due."""
    late: int
    """How many of them came late or not at all."""


def plan_season(data: Season, *, stop: Stop, seed: int = 0) -> SeasonPlan:
    """
    排周期 Plan week after week; each week does what cannot wait for the next, and takes along
    what lies on the way.

    Parameters
    ----------
    data
        Enterprises, and who can go when.
    stop
        For the whole plan; each week has an equal share.
    seed
        Same data, seed and iterations: same plan.

    Returns
    -------
    SeasonPlan
        Rounds by day; for each visit that was late or not made at all, a reason.

    Notes
    -----
    Seeing an enterprise before it is due wastes the rest of its period, but saves coming back for
    it alone: what coming back costs (``_alone``), less the wasted share of the period, is its
    prize. Neighbours so fall into step with each other after a few weeks.
    """
    weeks = _weeks(data)
    chances = [_days_of(data, turn) for turn in data.turns]
    alone = _alone(data)
    latest = [turn.latest for turn in data.turns]
    rounds: list[DatedRound] = []
    late: dict[tuple[int, int], Reason] = {}
    due = 0
    for number, outings in enumerate(weeks):
        days = (data.outings[outings[0]].day, data.outings[outings[-1]].day)
        calls = [_call(n, turn, latest[n], days) for n, turn in enumerate(data.turns)]
        wanted = [call for call in calls if call.begin <= days[1]]
        visits, turns = _visits(data, wanted, chances, alone, days)
        due += sum(visit.is_mandatory for visit in visits)
        if not visits:
            continue
        problem = _week(data, outings, visits, days[0])
        found = solve(problem, stop=_share(stop, len(weeks)), seed=seed + number)
        for one in found.rounds:
            outing = outings[one.shift]
            day = data.outings[outing].day
            rounds.append(DatedRound(day, outing, _on_its_day(one, turns, DAY * (day - days[0]))))
            for call in one.calls:
                turn = turns[call.visit]
                if day > _limit(data.turns[turn], latest[turn]):
                    late[turn, latest[turn]] = _too_late(data.turns[turn], latest[turn])
                latest[turn] = day
        late |= _missed(data, days, latest)
    end = data.outings[weeks[-1][-1]].day
    for number, turn_ in enumerate(data.turns):
        if _limit(turn_, latest[number]) <= end:
            late[number, latest[number]] = _too_late(turn_, latest[number])
    return SeasonPlan(
        rounds=tuple(rounds),
        reasons=tuple(late.values()),
        distance=sum(one.round.distance for one in rounds),
        due=due,
        late=len(late),
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """A turn as a week sees it: from which day, and until which day it should be."""

    turn: int
    limit: int
    begin: int
    is_pinned: bool = False


def _call(number: int, turn: Turn, latest: int, days: tuple[int, int]) -> _Call:
    """A pin stands in the place of the visit of its week, and of one so near before it."""
    limit, begin = _limit(turn, latest), _begin(turn, latest, days)
    if turn.pin is None or turn.pin[0] < days[0]:
        return _Call(number, limit, begin)
    day = turn.pin[0]
    if day <= days[1]:
        return _Call(number, day, day, is_pinned=True)
    return _Call(number, limit, day if day - days[1] <= turn.apart else begin)


def _missed(
    data: Season, days: tuple[int, int], latest: Sequence[int]
) -> dict[tuple[int, int], Reason]:
    return {
        (number, -1): Reason(PIN_MISSED, turn.name, turn.pin[0])
        for number, turn in enumerate(data.turns)
        if turn.pin is not None
        and days[0] <= turn.pin[0] <= days[1]
        and latest[number] != turn.pin[0]
    }


def _limit(turn: Turn, latest: int) -> int:
    return latest + turn.every


def _begin(turn: Turn, latest: int, days: tuple[int, int]) -> int:
    return max(days[0], latest + turn.apart)


def _too_late(turn: Turn, latest: int) -> Reason:
    return Reason(TOO_LATE, turn.name, _limit(turn, latest))


def _share(stop: Stop, parts: int) -> Stop:
    return Stop(
        seconds=stop.seconds / parts if stop.seconds else None,
        iterations=max(1, stop.iterations // parts) if stop.iterations else None,
    )


def _weeks(data: Season) -> list[list[int]]:
    """The numbers of the outings, week by week, each in the order of its days."""
    by_week: dict[int, list[int]] = {}
    for number, outing in enumerate(data.outings):
        by_week.setdefault((outing.day - data.monday) // 7, []).append(number)
    return [
        sorted(by_week[week], key=lambda n: (data.outings[n].day, n)) for week in sorted(by_week)
    ]


def _days_of(data: Season, turn: Turn) -> list[int]:
    """The days on which it is open and somebody with its skills can go."""
    return sorted(
        {
            outing.day
            for outing in data.outings
            if turn.skills <= outing.shift.skills
            and (outing.day - data.monday) % 7 in turn.weekdays
        }
    )


def _alone(data: Season) -> NDArray[np.int64]:
    """For each enterprise: about what a visit adds to a round, made when nothing else is near."""
    places = np.array([turn.place for turn in data.turns])
    starts = np.array(sorted({outing.shift.start for outing in data.outings}))
    home = data.distances[np.ix_(starts, places)].min(axis=0)
    if len(places) == 1:
        return np.asarray(2 * home, dtype=np.int64)
    among = data.distances[np.ix_(places, places)].copy()
    np.fill_diagonal(among, LATEST)
    near = np.sort(among, axis=1)[:, :NEIGHBOURS].mean(axis=1).astype(np.int64)
    return np.asarray(np.minimum(2 * home, home // 2 + near), dtype=np.int64)


def _visits(
    data: Season,
    wanted: Sequence[_Call],
    chances: Sequence[Sequence[int]],
    alone: NDArray[np.int64],
    days: tuple[int, int],
) -> tuple[list[Visit], list[int]]:
    """The visits of a week: what cannot wait, and what is worth taking along; with its turns."""
    first, last = days
    visits: list[Visit] = []
    turns: list[int] = []
    for call in wanted:
        turn, open_on = data.turns[call.turn], chances[call.turn]
        if call.is_pinned and turn.pin is not None:
            visits.append(_pinned(turn, turn.pin, first))
            turns.append(call.turn)
            continue
        next_chance = open_on[bisect_right(open_on, last) :][:1]
        must = call.limit <= last or not next_chance or next_chance[0] > call.limit
        must = must and call.limit <= data.outings[-1].day
        slack = max(0, call.limit - last) / turn.every
        if not must and slack > TAKEN_ALONG and not turn.value:
            continue
        until = last if call.limit < first else min(last, max(call.limit, call.begin))
        windows = _windows(turn, first, [day for day in open_on if call.begin <= day <= until])
        if not windows:
            continue
        prize = int(alone[call.turn] * (1 - min(1, slack))) + turn.value
        visits.append(
            Visit(
                turn.name,
                turn.place,
                minutes=turn.minutes,
                windows=windows,
                prize=0 if must else prize,
                is_mandatory=must,
                skills=turn.skills,
            )
        )
        turns.append(call.turn)
    return visits, turns


def _pinned(turn: Turn, pin: tuple[int, str], first: int) -> Visit:
    begin, skills = DAY * (pin[0] - first), frozenset({pin[1]})
    windows = ((begin, begin + DAY - 1),)
    return Visit(turn.name, turn.place, turn.minutes, windows, is_mandatory=True, skills=skills)


def _windows(turn: Turn, first: int, days: Sequence[int]) -> tuple[Window, ...]:
    """When it may begin, in minutes from the week's first day; one window when always open."""
    if not days:
        return ()
    if not turn.windows and days[-1] - days[0] == len(days) - 1:
        return ((DAY * (days[0] - first), DAY * (days[-1] - first + 1) - 1),)
    by_day = turn.windows or ((0, DAY - 1),)
    return tuple(
        (DAY * (day - first) + opens, DAY * (day - first) + closes)
        for day in days
        for opens, closes in by_day
    )


def _week(data: Season, outings: Sequence[int], visits: Sequence[Visit], first: int) -> ProblemData:
    shifts = []
    for number in outings:
        outing = data.outings[number]
        offset = DAY * (outing.day - first)
        opens, closes = outing.shift.window
        window = (offset + opens, offset + min(closes, DAY))
        shifts.append(replace(outing.shift, window=window))
    days = sorted({data.outings[number].day for number in outings})
    breaks = [
        (DAY * (day - first) + begin, DAY * (day - first) + end)
        for day in days
        for begin, end in data.breaks
    ]
    return ProblemData(
        data.distances, data.durations, tuple(visits), tuple(shifts), tuple(sorted(breaks))
    )


def _on_its_day(one: Round, turns: Sequence[int], offset: int) -> Round:
    """The round with turns for visits, in minutes of its own day."""
    return replace(
        one,
        begin=one.begin - offset,
        end=one.end - offset,
        calls=tuple(
            replace(
                call,
                visit=turns[call.visit],
                arrive=call.arrive - offset,
                begin=call.begin - offset,
                leave=call.leave - offset,
            )
            for call in one.calls
        ),
    )

"""The bridge to PyVRP: our problem in its words, its answer in ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyvrp

from .checks import Chances
from .data import LATEST, Matrix, ProblemData
from .hours import clock_time, work_time
from .result import Call, Round

FORBIDDEN = 2**42
"""The length of a way that nobody may take."""


@dataclass(frozen=True)
class Model:
    """PyVRP's data and, for each of its clients and vehicle types, whom they stand for."""

    data: pyvrp.ProblemData
    visits: tuple[int, ...]
    shifts: tuple[tuple[int, ...], ...]


def model_of(data: ProblemData, chances: Sequence[Chances], *, missed: int | None) -> Model:
    """
    Say the problem in PyVRP's words; visits without a chance are left out of it.

    With ``missed`` a mandatory visit may be left out for that cost; without, it may not.
    """
    wanted = [n for n, chance in enumerate(chances) if chance.beginnings]
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    owners: list[int] = []
    places = [*_depots(data), *(data.visits[n].place for n in wanted)]
    offset = len(places) - len(wanted)
    for row, number in enumerate(wanted):
        visit, pieces = data.visits[number], chances[number].beginnings
        must = visit.is_mandatory and missed is None
        group = None
        if len(pieces) > 1:
            members = list(range(len(clients), len(clients) + len(pieces)))
            groups.append(pyvrp.ClientGroup(members, required=must))
            group = len(groups) - 1
        for first, last in pieces:
            clients.append(
                pyvrp.Client(
                    location=offset + row,
                    delivery=[visit.demand],
                    service_duration=visit.minutes,
                    tw_early=first,
                    tw_late=last,
                    prize=(missed or 0) if visit.is_mandatory else visit.prize,
                    required=must and group is None,
                    group=group,
                )
            )
            owners.append(number)
    profiles, profile_of = _profiles(data, chances, wanted)
    types, shifts = _vehicles(data, profile_of)
    # PyVRP types its matrices in a way that numpy does not know.
    distances: list[Any] = []
    durations: Any = data.durations[np.ix_(places, places)]
    for allowed in profiles:
        ways = data.distances[np.ix_(places, places)].copy()
        closed = [offset + row for row, number in enumerate(wanted) if number not in allowed]
        ways[:, closed] = ways[closed, :] = FORBIDDEN
        np.fill_diagonal(ways, 0)
        distances.append(ways)
    return Model(
        pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in places],
            clients=clients,
            depots=[pyvrp.Depot(n) for n in range(offset)],
            vehicle_types=types,
            distance_matrices=distances,
            duration_matrices=[durations] * len(distances),
            groups=groups,
        ),
        tuple(owners),
        shifts,
    )


def _depots(data: ProblemData) -> list[int]:
    """The places where shifts begin or end."""
    return sorted({place for shift in data.shifts for place in (shift.start, shift.end)})


def _profiles(
    data: ProblemData, chances: Sequence[Chances], wanted: Sequence[int]
) -> tuple[list[frozenset[int]], list[int]]:
    """The different sets of visits that shifts may do, and the number of each shift's set."""
    whole = frozenset(wanted)
    by_skills: dict[frozenset[str], frozenset[int]] = {}
    for shift in data.shifts:
        if shift.skills not in by_skills:
            by_skills[shift.skills] = frozenset(
                n for n in whole if data.visits[n].skills <= shift.skills
            )
    found = list(dict.fromkeys(by_skills.values()))
    return found, [found.index(by_skills[shift.skills]) for shift in data.shifts]


def _vehicles(
    data: ProblemData, profile_of: Sequence[int]
) -> tuple[list[pyvrp.VehicleType], tuple[tuple[int, ...], ...]]:
    """One vehicle type for all shifts that are alike."""
    depots = {place: n for n, place in enumerate(_depots(data))}
    alike: dict[tuple[int, ...], list[int]] = {}
    for number, shift in enumerate(data.shifts):
        opens, closes = (work_time(data.breaks, moment) for moment in shift.window)
        key = (
            depots[shift.start],
            depots[shift.end],
            opens,
            closes,
            LATEST if shift.capacity is None else shift.capacity,
            LATEST if shift.longest is None else shift.longest,
            shift.cost,
            profile_of[number],
        )
        alike.setdefault(key, []).append(number)
    types = [
        pyvrp.VehicleType(
            num_available=len(members),
            start_depot=start,
            end_depot=end,
            tw_early=opens,
            tw_late=closes,
            capacity=[capacity],
            shift_duration=longest,
            fixed_cost=cost,
            profile=profile,
        )
        for (start, end, opens, closes, capacity, longest, cost, profile), members in alike.items()
    ]
    return types, tuple(tuple(members) for members in alike.values())


def rounds_of(data: ProblemData, model: Model, solution: pyvrp.Solution) -> tuple[Round, ...]:
    """PyVRP's routes as rounds of our shifts, in the order of the shifts, on the clock."""
    free = [list(members) for members in model.shifts]
    rounds = []
    for route in solution.routes():
        if not route.num_clients():
            continue
        number = free[route.vehicle_type()].pop(0)
        calls = []
        for activity in route.schedule():
            if not activity.is_client():
                continue
            visit = model.visits[activity.idx]
            arrive = activity.start_time
            begin = arrive + activity.wait_duration
            leave = clock_time(data.breaks, begin + data.visits[visit].minutes, after_break=False)
            begin_on_clock = clock_time(data.breaks, begin, after_break=True)
            if not data.visits[visit].minutes:
                leave = begin_on_clock
            arrive_on_clock = clock_time(data.breaks, arrive, after_break=False)
            calls.append(Call(visit, arrive_on_clock, begin_on_clock, leave))
        rounds.append(
            Round(
                shift=number,
                begin=clock_time(data.breaks, route.start_time(), after_break=True),
                end=clock_time(data.breaks, route.end_time(), after_break=False),
                calls=tuple(calls),
                distance=_length(data.distances, data, number, calls),
            )
        )
    return tuple(sorted(rounds, key=lambda one: one.shift))


def _length(distances: Matrix, data: ProblemData, shift: int, calls: Sequence[Call]) -> int:
    way = [
        data.shifts[shift].start,
        *(data.visits[call.visit].place for call in calls),
        data.shifts[shift].end,
    ]
    return sum(int(distances[a, b]) for a, b in pairwise(way))

"""Which shift could do which visit if it had nothing else to do, and why none can."""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel import Reason
from .data import LATEST, ProblemData, Shift, Visit, Window
from .hours import beginnings, work_time

NO_SKILL = "no_skill"
"""Nobody knows all that the visit asks for; the amount counts the shifts."""
NO_WINDOW = "no_window"
"""No shift works while the enterprise is open; the amount is the visit's first opening."""
TOO_LONG = "too_long"
"""The way there, the visit and the way back take longer than any shift; amount: least time."""
TOO_MUCH = "too_much"
"""It asks for more than any shift can bear; amount: the demand."""
CROWDED_OUT = "crowded_out"
"""It would fit alone; what else must be done leaves no room. Amount: shifts it would fit."""


@dataclass(frozen=True, slots=True)
class Chances:
    """For one visit: the moments (work time) at which it may begin, and the shifts that could."""

    beginnings: tuple[Window, ...]
    shifts: frozenset[int]
    reason: Reason | None


def chances_of(data: ProblemData, visit: Visit) -> Chances:
    """The windows in which some shift can do this visit alone, or the reason why there is none."""
    skilled = [n for n, shift in enumerate(data.shifts) if visit.skills <= shift.skills]
    if not skilled:
        return _none(NO_SKILL, visit, len(data.shifts))
    strong = [n for n in skilled if _bears(data.shifts[n], visit)]
    if not strong:
        return _none(TOO_MUCH, visit, visit.demand)
    on_clock = beginnings(visit.windows or ((0, LATEST),), visit.minutes, data.breaks)
    pieces = [
        (work_time(data.breaks, first), work_time(data.breaks, last)) for first, last in on_clock
    ]
    able: set[int] = set()
    useful: list[Window] = []
    for piece in pieces:
        shifts = [n for n in strong if _fits(data, data.shifts[n], visit, piece)]
        if shifts:
            able.update(shifts)
            useful.append(piece)
    if useful:
        return Chances(tuple(useful), frozenset(able), None)
    least = min(_alone(data, data.shifts[n], visit) for n in strong)
    room = max(_room(data, data.shifts[n]) for n in strong)
    if least > room:
        return _none(TOO_LONG, visit, least)
    return _none(NO_WINDOW, visit, on_clock[0][0] if on_clock else 0)


def _none(code: str, visit: Visit, amount: int) -> Chances:
    return Chances((), frozenset(), Reason(code, visit.name, amount))


def _bears(shift: Shift, visit: Visit) -> bool:
    return shift.capacity is None or visit.demand <= shift.capacity


def _alone(data: ProblemData, shift: Shift, visit: Visit) -> int:
    there, back = _ways(data, shift, visit)
    return there + visit.minutes + back


def _room(data: ProblemData, shift: Shift) -> int:
    opens, closes = (work_time(data.breaks, moment) for moment in shift.window)
    return min(closes - opens, LATEST if shift.longest is None else shift.longest)


def _fits(data: ProblemData, shift: Shift, visit: Visit, piece: Window) -> bool:
    there, back = _ways(data, shift, visit)
    opens, closes = (work_time(data.breaks, moment) for moment in shift.window)
    earliest = max(piece[0], opens + there)
    latest = min(piece[1], closes - back - visit.minutes)
    return earliest <= latest and there + visit.minutes + back <= _room(data, shift)


def _ways(data: ProblemData, shift: Shift, visit: Visit) -> tuple[int, int]:
    return (
        int(data.durations[shift.start, visit.place]),
        int(data.durations[visit.place, shift.end]),
    )

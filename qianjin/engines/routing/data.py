"""What a round is planned from: places, visits, shifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
Window = tuple[int, int]

LATEST = 2**40
"""Larger than any moment, distance or cost that is accepted; sums of many still fit 64 bits."""


@dataclass(frozen=True, slots=True)
class Visit:
    """
    走访点 One thing to do at a place.

    Parameters
    ----------
    name
        How answers and reasons call it.
    place
        Row of the matrices.
    minutes
        How long it takes there, in the time unit of ``durations``.
    windows
        When it may begin, both ends included; empty: at any time.
    demand
        What it takes of a shift's ``capacity``.
    prize
        What leaving it out costs, in the unit of ``distances``; of no account when mandatory.
    is_mandatory
        Whether it must be done.
    skills
        What the person who comes must know, all of it.
    """

    name: str
    place: int
    minutes: int = 0
    windows: tuple[Window, ...] = ()
    demand: int = 0
    prize: int = 0
    is_mandatory: bool = True
    skills: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for field in ("place", "minutes", "demand", "prize"):
            _check_amount(f"visit {self.name}: {field}", getattr(self, field))
        for window in self.windows:
            _check_window(f"visit {self.name}: windows", window)


@dataclass(frozen=True, slots=True)
class Shift:
    """
    出勤 One person on one day, or one vehicle.

    Parameters
    ----------
    name
        How answers and reasons call it.
    start, end
        Places where it begins and ends.
    window
        Earliest begin and latest end.
    capacity
        The sum of demands it can bear; ``None``: any.
    longest
        Most time from begin to end; ``None``: as the window allows.
    skills
        What the person knows.
    cost
        What using it at all costs, in the unit of ``distances``.
    """

    name: str
    start: int
    end: int
    window: Window = (0, LATEST)
    capacity: int | None = None
    longest: int | None = None
    skills: frozenset[str] = frozenset()
    cost: int = 0

    def __post_init__(self) -> None:
        for field in ("start", "end", "cost"):
            _check_amount(f"shift {self.name}: {field}", getattr(self, field))
        for field in ("capacity", "longest"):
            _check_amount(f"shift {self.name}: {field}", getattr(self, field) or 0)
        _check_window(f"shift {self.name}: window", self.window)


@dataclass(frozen=True)
class ProblemData:
    """
    走访任务 Places, visits and shifts, checked.

    Parameters
    ----------
    distances
        Square, in metres or any unit of cost; from row to column.
    durations
        Square, in minutes or any unit of time.
    visits, shifts
        What is to do, and who can.
    breaks
        Times in which nobody works (lunch), apart from each other and in order. Travel may be
        interrupted by one, a visit may not.

    Raises
    ------
    ValueError
        Something does not fit; the field is named.
    """

    distances: Matrix
    durations: Matrix
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    breaks: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        for field in ("distances", "durations"):
            _check_matrix(field, getattr(self, field))
        if self.distances.shape != self.durations.shape:
            raise ValueError("durations: not as large as distances")
        if not self.shifts:
            raise ValueError("shifts: nobody can go")
        last = 0
        for window in self.breaks:
            _check_window("breaks", window)
            if window[0] < last or window[0] == window[1]:
                raise ValueError("breaks: must be apart and in order")
            last = window[1]
        places = len(self.distances)
        for visit in self.visits:
            if visit.place >= places:
                raise ValueError(f"visit {visit.name}: place {visit.place} has no row")
        for shift in self.shifts:
            if max(shift.start, shift.end) >= places:
                raise ValueError(f"shift {shift.name}: its place has no row")


def _check_amount(name: str, value: int) -> None:
    if not 0 <= value <= LATEST:
        raise ValueError(f"{name}: must lie between 0 and {LATEST}")


def _check_window(name: str, window: Window) -> None:
    _check_amount(name, window[0])
    _check_amount(name, window[1])
    if window[0] > window[1]:
        raise ValueError(f"{name}: ends before it begins")


def _check_matrix(name: str, matrix: Matrix) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not len(matrix):
        raise ValueError(f"{name}: must be square")
    if matrix.dtype != np.int64:
        raise ValueError(f"{name}: must hold whole numbers of 64 bits")
    if matrix.min() < 0 or matrix.max() > LATEST:
        raise ValueError(f"{name}: must lie between 0 and {LATEST}")

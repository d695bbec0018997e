"""What the compiled functions read: plain arrays that all threads of a search share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


OTHER, FROM_END, TO_END, LAG_ROW, LAG, BEFORE = range(6)
"""Columns of a link: the other job; whether it is tied to the end before and to the end after; the
row of its lag in the tables (-1: ``LAG`` days of the calendar are added). Links with a most also
name the job ``BEFORE``; ``OTHER`` is then the one after."""
RESOURCE, AMOUNT = range(2)
"""Columns of a need."""
UNIT, ROLLS, FLOOR = range(3)
"""Columns of how drawn days are counted: the row of working days by which, and of those to which
an end moves on; the table of the statutory least (-1: calendar days, it stays, none)."""


class Net(NamedTuple):
    """
    作业网络 Jobs (an activity, or its pre-review), their links and resources; days are places.

    The links into a job are the rows of ``into`` from ``in_head[job]`` on, those out of it of
    ``out`` from ``out_head[job]`` on, its needs of ``need`` from ``need_head[job]`` on. Few arrays,
    for each costs time when the code is compiled.
    """

    row: Ints  # of each job in begin, end and latest
    begin: Ints  # 2-d: see DayTable
    end: Ints
    latest: Ints
    release: Ints
    fixed: Ints  # start, -1: free
    fixed_end: Ints
    stretches: Ints  # 1: begun and not done, so its end waits for what must come first
    rank: Ints  # in an order that keeps every link
    in_head: Ints
    into: Ints
    out_head: Ints
    out: Ints
    far: Ints  # links that also have a most
    need_head: Ints
    need: Ints
    capacity: Ints  # 2-d: resource, place
    deadline: Ints  # of ends, NEVER: none
    due: Ints  # promised ends, NEVER: none
    due_cost: Longs
    gap_from: Ints  # earliest title, NEVER: no gap is counted from this job's start
    gap_cost: Longs
    planned: Ints  # last plan, -1: none
    spans: Ints  # days drawn for a job in place of its own, -1: its own
    drawn: Ints  # how drawn days are counted
    worked: Ints  # 2-d: for each calendar its working days in order, then NEVER
    counted: Ints  # 2-d: how many working days lie before a place
    moved_cost: int
    finish_cost: int
    broken_cost: int  # of a day by which a hard date is missed


class Herd(NamedTuple):
    """
    种群 Plans that are crossed: starts, ends (2-d: plan, job) and costs.

    ``group`` is the project of each job, ``groups`` how many there are; ``picked`` is room for one
    mark of each.
    """

    starts: Ints
    ends: Ints
    costs: Longs
    group: Ints
    groups: int
    picked: Ints

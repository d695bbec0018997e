"""What the compiled functions read: plain arrays that all threads of a search share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Net(NamedTuple):
    """
    作业网络 Jobs (an activity, or its pre-review), their links and resources; days are places.

    ``in_*`` are the links into each job and ``out_*`` those out of it, by ``in_head`` and
    ``out_head``: the other job, whether the link is tied to the end before and to the end after,
    and the row of its lag in the tables (-1: ``lag`` days of the calendar are added).
    ``far_*`` are the links that also have a most.
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
    in_job: Ints
    in_from_end: Ints
    in_to_end: Ints
    in_row: Ints
    in_lag: Ints
    out_head: Ints
    out_job: Ints
    out_from_end: Ints
    out_to_end: Ints
    out_row: Ints
    out_lag: Ints
    far_before: Ints
    far_after: Ints
    far_from_end: Ints
    far_to_end: Ints
    far_row: Ints
    far_lag: Ints
    need_head: Ints
    need_resource: Ints
    need_amount: Ints
    capacity: Ints  # 2-d: resource, place
    deadline: Ints  # of ends, NEVER: none
    due: Ints  # promised ends, NEVER: none
    due_cost: Longs
    gap_from: Ints  # earliest title, NEVER: no gap is counted from this job's start
    gap_cost: Longs
    planned: Ints  # last plan, -1: none
    spans: Ints  # days drawn for a job in place of its own, -1: its own
    unit: Ints  # row of working days by which drawn days are counted, -1: days of the calendar
    rolls: Ints  # row of working days to which an end of drawn days moves on, -1: it stays
    floor_row: Ints  # table of the statutory least that drawn days must reach, -1: none
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

"""Links between jobs, as arrays sorted by the job on either side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .days import Count
from .fields import Ints
from .tables import Tables


class Tie(NamedTuple):
    """A link between two jobs."""

    before: int
    after: int
    from_end: bool
    to_end: bool
    lag: Count
    is_most: bool = False


def by_job(ties: Sequence[Tie], jobs: int, tables: Tables, side: str) -> tuple[Ints, Ints]:
    """Heads and rows (see ``fields``) of ties sorted by the job on one ``side``."""
    key = np.array([getattr(tie, side) for tie in ties], np.int64)
    order = np.argsort(key, kind="stable")
    head = np.concatenate([[0], np.cumsum(np.bincount(key, minlength=jobs))])
    return head.astype(np.int32), rows_of([ties[n] for n in order], tables, side == "after")


def rows_of(ties: Sequence[Tie], tables: Tables, is_into: bool = True) -> Ints:
    """A row for each tie; ``OTHER`` is the job before for those that lead into a job."""
    rows = [
        (
            tie.before if is_into else tie.after,
            tie.from_end,
            tie.to_end,
            tables.lag_row(tie.lag),
            tie.lag.days,
            tie.before,
        )
        for tie in ties
    ]
    return np.array(rows, np.int32).reshape(-1, 6)


def ints(values: Sequence[int | bool]) -> Ints:
    """Whole numbers as an array."""
    return np.array(values, np.int32)

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


def ints(values: Sequence[int | bool]) -> Ints:
    """Whole numbers as an array."""
    return np.array(values, np.int32)


def by_job(
    ties: Sequence[Tie], jobs: int, tables: Tables, side: str
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Ties sorted by the job on one side: heads, and of each tie the other job and its lag."""
    key = np.array([getattr(tie, side) for tie in ties], np.int64)
    order = np.argsort(key, kind="stable")
    head = np.concatenate([[0], np.cumsum(np.bincount(key, minlength=jobs))])
    other = "before" if side == "after" else "after"
    chosen = [ties[n] for n in order]
    return (
        head.astype(np.int32),
        ints([getattr(tie, other) for tie in chosen]),
        ints([tie.from_end for tie in chosen]),
        ints([tie.to_end for tie in chosen]),
        ints([tables.lag_row(tie.lag) for tie in chosen]),
        ints([tie.lag.days for tie in chosen]),
    )

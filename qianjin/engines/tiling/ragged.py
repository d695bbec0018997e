"""Rows of unequal length, kept end to end: ``starts`` has one more entry than there are rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def starts_of(lengths: Ints) -> Ints:
    """
    Where rows of these lengths begin, and after them where the last one ends.

    >>> starts_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def members(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """
    Where everything in ``rows`` is kept, row after row, and the starts of what that makes.

    >>> [part.tolist() for part in members(np.array([0, 2, 2, 5]), np.array([2, 0]))]
    [[2, 3, 4, 0, 1], [0, 3, 5]]
    """
    first = starts[rows]
    lengths = starts[rows + 1] - first
    new = starts_of(lengths)
    return np.arange(new[-1]) + np.repeat(first - new[:-1], lengths), new


def put(out: NDArray[Any], at: Ints, source: NDArray[Any], first: Ints, sizes: Ints) -> None:
    """
    Copy rows of ``source`` to where they belong in ``out``.

    >>> out = np.zeros(4, int)
    >>> put(out, np.array([2, 0]), np.array([5, 6, 7]), np.array([0, 2]), np.array([2, 1]))
    >>> out.tolist()
    [7, 0, 5, 6]
    """
    new = starts_of(sizes)
    run = np.arange(new[-1])
    out[run + np.repeat(at - new[:-1], sizes)] = source[run + np.repeat(first - new[:-1], sizes)]


def row_of(starts: Ints) -> Ints:
    """The row of everything kept."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def sums(values: NDArray[Any], starts: Ints) -> NDArray[Any]:
    """The sum of each row; 0 of an empty one."""
    running = np.zeros(len(values) + 1, values.dtype if values.dtype != bool else np.int64)
    np.cumsum(values, out=running[1:])
    found: NDArray[Any] = running[starts[1:]] - running[starts[:-1]]
    return found


def neighbours(starts: Ints) -> tuple[Ints, Ints]:
    """Where the one before and the one after each is kept, going round in its row."""
    count = int(starts[-1])
    before, after = np.arange(-1, count - 1), np.arange(1, count + 1)
    rows = np.flatnonzero(np.diff(starts) > 0)
    first, last = starts[rows], starts[rows + 1] - 1
    before[first], after[last] = last, first
    return before, after

"""Multinomial logistic regression: the one set of weights that explains the examples best.

The objective is convex with one optimum, so neither order nor chance enters the answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .grams import Floats, Ints, Rows

MOST_STEPS = 100
REMEMBERED = 10
"""Steps whose curvature L-BFGS remembers."""
STILL = 2e-5
"""Where no slope is steeper, the optimum is found."""
_CHUNK = 400_000
"""Values handled at once, so that memory does not grow with the examples."""


def products(rows: Rows, weights: Floats) -> Floats:
    """Rows times weights: one line of scores per text."""
    parts = []
    for first, last in _chunks(rows):
        begin = int(rows.starts[first])
        end = int(rows.starts[last]) if last < len(rows) else len(rows.columns)
        spread = weights[rows.columns[begin:end]] * rows.values[begin:end, None]
        parts.append(np.add.reduceat(spread, rows.starts[first:last] - begin, axis=0))
    return np.concatenate(parts)


def _chunks(rows: Rows) -> list[tuple[int, int]]:
    per_row = max(1, len(rows.columns) // max(1, len(rows)))
    step = max(1, _CHUNK // per_row)
    return [(first, min(first + step, len(rows))) for first in range(0, len(rows), step)]


class _ByColumn:
    """The same rows read by column, for the slope."""

    def __init__(self, rows: Rows) -> None:
        lengths = np.diff(np.append(rows.starts, len(rows.columns)))
        owner = np.repeat(np.arange(len(rows)), lengths)
        order = np.argsort(rows.columns, kind="stable")
        self.owner, self.values = owner[order], rows.values[order]
        self.columns, self.starts = np.unique(rows.columns[order], return_index=True)
        self.width = rows.width

    def products(self, errors: Floats) -> Floats:
        """The transposed rows times ``errors``."""
        found = np.zeros((self.width, errors.shape[1]))
        step = max(1, _CHUNK // 200)
        for first in range(0, len(self.columns), step):
            last = min(first + step, len(self.columns))
            begin = int(self.starts[first])
            end = int(self.starts[last]) if last < len(self.columns) else len(self.owner)
            spread = errors[self.owner[begin:end]] * self.values[begin:end, None]
            found[self.columns[first:last]] = np.add.reduceat(
                spread, self.starts[first:last] - begin, axis=0
            )
        return found


def log_shares(scores: Floats) -> Floats:
    """Scores as logarithms of probabilities."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    shares: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shares


def fit(rows: Rows, labels: Ints, counts: Floats, many: int, smoothing: float) -> Floats:
    """
    The weights, a line per column and a number per label.

    Minimises the mean of ``-log p(label)``, weighed by ``counts``, plus half of ``smoothing``
    times the sum of squares of all weights but those of the constant.
    """
    by_column, share = _ByColumn(rows), counts / counts.sum()
    wanted = np.zeros((len(rows), many))
    wanted[np.arange(len(rows)), labels] = 1.0
    pull = np.full((rows.width, 1), smoothing)
    # The constant is hardly held back: how frequent a label is must not be learned twice.
    pull[-1] = smoothing / 100

    def cost_and_slope(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(rows.width, many)
        logs = log_shares(products(rows, weights))
        cost = -float(np.sum(share * logs[np.arange(len(rows)), labels]))
        cost += 0.5 * float(np.sum(pull * weights * weights))
        errors = (np.exp(logs) - wanted) * share[:, None]
        slope = by_column.products(errors) + pull * weights
        return cost, slope.ravel()

    return _descend(cost_and_slope, np.zeros(rows.width * many)).reshape(rows.width, many)


def _descend(measure: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """L-BFGS with halved steps until the ground is level."""
    here = start
    cost, slope = measure(here)
    moves: list[tuple[Floats, Floats, float]] = []
    for _ in range(MOST_STEPS):
        if np.abs(slope).max() <= STILL:
            break
        way = -_curved(slope, moves)
        descent, length = float(way @ slope), 1.0
        if not moves:
            length = 1.0 / max(1.0, float(np.abs(slope).sum()))
        while True:
            there = here + length * way
            next_cost, next_slope = measure(there)
            if next_cost <= cost + 1e-4 * length * descent or length < 1e-12:
                break
            length /= 2
        move, turn = there - here, next_slope - slope
        bend = float(move @ turn)
        if bend > 1e-14:
            moves = [*moves[-REMEMBERED + 1 :], (move, turn, bend)]
        here, cost, slope = there, next_cost, next_slope
    return here


def _curved(slope: Floats, moves: list[tuple[Floats, Floats, float]]) -> Floats:
    """The slope seen through the curvature of the last moves (two-loop recursion)."""
    seen, parts = slope.copy(), []
    for move, turn, bend in reversed(moves):
        part = float(move @ seen) / bend
        seen = seen - part * turn
        parts.append(part)
    if moves:
        _move, turn, bend = moves[-1]
        seen = seen * (bend / float(turn @ turn))
    for (move, turn, bend), part in zip(moves, reversed(parts), strict=True):
        seen = seen + move * (part - float(turn @ seen) / bend)
    return seen

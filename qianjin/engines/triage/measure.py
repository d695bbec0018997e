"""How good suggestions are, and whether their confidence tells the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .grams import Floats, Ints
from .regression import log_shares

BINS = 10
COOLEST, HOTTEST = 0.5, 5.0
"""Between these lies the temperature: a few lucky guesses do not prove certainty."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One tenth of the confidences: how sure the suggestions were, how many came true."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Measured:
    """
    测得 What was found on texts the classifier had not seen.

    Parameters
    ----------
    count
        How many texts.
    top1, top3
        Shares of texts whose label was the first, or among the first three.
    calibration_error
        Mean distance between confidence and share of truth over the bins, weighed by their size.
    bins
        The bins that hold at least one text.
    """

    count: int
    top1: float
    top3: float
    calibration_error: float
    bins: tuple[Bin, ...]


def measured(probabilities: Floats, labels: Ints) -> Measured:
    """Measure rows of probabilities against the true labels (-1: a label never seen)."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    first = order[:, 0] == labels
    among = (order[:, :3] == labels[:, None]).any(axis=1)
    sure = probabilities[np.arange(len(labels)), order[:, 0]]
    bins = _bins(sure, first)
    error = sum(found.count * abs(found.confidence - found.accuracy) for found in bins)
    return Measured(
        count=len(labels),
        top1=float(first.mean()),
        top3=float(among.mean()),
        calibration_error=error / len(labels),
        bins=tuple(bins),
    )


def _bins(sure: Floats, right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[Bin]:
    slot = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    return [
        Bin(
            low=n / BINS,
            high=(n + 1) / BINS,
            count=int(inside.sum()),
            confidence=float(sure[inside].mean()),
            accuracy=float(right[inside].mean()),
        )
        for n in range(BINS)
        if (inside := slot == n).any()
    ]


def best_temperature(scores: Floats, labels: Ints, counts: Floats) -> float:
    """
    The divisor of the scores under which the held-out labels are least surprising.

    The surprise is convex in one over the temperature; a golden section finds its lowest point.
    """
    rows = np.arange(len(labels))

    def surprise(sharpness: float) -> float:
        return -float(np.sum(counts * log_shares(scores * sharpness)[rows, labels]))

    low, high, golden = np.log(1 / HOTTEST), np.log(1 / COOLEST), (5**0.5 - 1) / 2
    a, b = high - golden * (high - low), low + golden * (high - low)
    at_a, at_b = surprise(float(np.exp(a))), surprise(float(np.exp(b)))
    for _ in range(40):
        if at_a <= at_b:
            high, b, at_b = b, a, at_a
            a = high - golden * (high - low)
            at_a = surprise(float(np.exp(a)))
        else:
            low, a, at_a = a, b, at_b
            b = low + golden * (high - low)
            at_b = surprise(float(np.exp(b)))
    return float(1 / np.exp((low + high) / 2))


def tenths(count: int, parts: int, chance: Sequence[int]) -> list[Ints]:
    """The places 0 to ``count`` dealt into ``parts`` in the order of ``chance``."""
    order = np.array(chance, dtype=np.int64)
    return [np.sort(order[part::parts]) for part in range(min(parts, count))]

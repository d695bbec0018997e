"""From decisions of the past to a classifier, with a measure of what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .classifier import Classifier
from .data import TrainingData
from .grams import Floats, Ints, Rows, distinct_places, rows_of
from .measure import Measured, best_temperature, measured, tenths
from .regression import fit, log_shares, products

PARTS = 5
MANY = 1500
"""From this many examples on, one fifth held out says enough; fewer take their turns."""

ENOUGH = 200
"""From this many examples on, places that occur in one text only are left out."""


@dataclass(frozen=True, slots=True)
class Result:
    """
    训练结果 The classifier, and how it did on examples held out of its training.

    ``measured`` speaks of the method on this data: each example was judged by a classifier that
    had not seen it. The classifier handed out was then trained on all of them.
    """

    classifier: Classifier
    measured: Measured
    seed: int


def train(data: TrainingData, *, seed: int) -> Result:
    """
    Learn from the examples.

    Parameters
    ----------
    data
        What people decided.
    seed
        Deals the examples into the parts that are held out in turn to set the temperature.

    Returns
    -------
    Result
        Same data and seed, same classifier.
    """
    labels = data.labels
    number = {label: n for n, label in enumerate(labels)}
    wanted = np.array([number[example.label] for example in data.examples], dtype=np.int64)
    counts = np.array([example.weight for example in data.examples])
    places = distinct_places([example.text for example in data.examples], data.bits)
    known, rarity = _known(places)
    rows = rows_of(places, known, rarity)
    scores, judged = _held_out(rows, wanted, counts, data, seed)
    temperature = best_temperature(scores, wanted[judged], counts[judged])
    weights = fit(rows, wanted, counts, len(labels), data.smoothing)
    return Result(
        Classifier(labels, data.bits, known, rarity, weights, temperature),
        measured(np.exp(log_shares(scores / temperature)), wanted[judged]),
        seed,
    )


def _known(places: Sequence[Ints]) -> tuple[Ints, Floats]:
    """The places that occur, and how much each counts: the rarer, the more."""
    known, spread = np.unique(np.concatenate(places), return_counts=True)
    if len(places) >= ENOUGH:
        # What occurs once says nothing of another text.
        known, spread = known[spread > 1], spread[spread > 1]
    rarity: Floats = np.log((1 + len(places)) / spread) + 0.5
    # In half precision from the start, so that a packed classifier judges as the trained one.
    return known.astype(np.int64), rarity.astype(np.float16).astype(np.float64)


def _held_out(
    rows: Rows, wanted: Ints, counts: Floats, data: TrainingData, seed: int
) -> tuple[Floats, Ints]:
    """Scores of examples by classifiers that had not seen them, and which examples those are."""
    order = np.random.default_rng(seed).permutation(len(rows))
    parts = tenths(len(rows), PARTS, order.tolist())
    if len(rows) >= MANY:
        parts = parts[:1]
    scores = []
    for part in parts:
        rest = np.setdiff1d(np.arange(len(rows)), part)
        weights = fit(
            _pick(rows, rest), wanted[rest], counts[rest], len(data.labels), data.smoothing
        )
        scores.append(products(_pick(rows, part), weights))
    return np.concatenate(scores), np.concatenate(parts)


def _pick(rows: Rows, chosen: Ints) -> Rows:
    """Some of the rows."""
    ends = np.append(rows.starts[1:], len(rows.columns))
    spans = [np.arange(rows.starts[n], ends[n]) for n in chosen]
    lengths = np.array([len(span) for span in spans])
    picked = np.concatenate(spans)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
    return Rows(starts, rows.columns[picked], rows.values[picked], rows.width)

"""The method: a prior from all groups, a posterior for each, an order by the proven bound."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np
from numpy.typing import NDArray

from .data import Count
from .ranking import Ranking, Z
from .result import Scores

FEWEST = 5
"""A group with fewer cases gets no rank, however good it looks."""
LIGHTEST, HEAVIEST, USUAL = 4.0, 200.0, 20.0
"""Least and most weight of the mean, and the weight when the groups cannot tell (cases)."""


def score(counts: Sequence[Count], *, fewest: int = FEWEST, less_is_better: bool = False) -> Scores:
    """
    Shrink and order the rates of groups.

    Parameters
    ----------
    counts
        The groups; keys should differ.
    fewest
        Cases from which on a group is ranked.
    less_is_better
        Whether a low rate is the good one (matters done again, for instance).

    Returns
    -------
    Scores
        Mean, weight and groups in order. Nothing is random: same counts, same answer.
    """
    found = rank(
        [count.key for count in counts],
        [count.hits for count in counts],
        [count.cases for count in counts],
        fewest=fewest,
        less_is_better=less_is_better,
    )
    return Scores(found.mean, found.weight, found.groups(0, len(found)))


def rank(
    keys: Sequence[str],
    hits: Sequence[int],
    cases: Sequence[int],
    *,
    fewest: int = FEWEST,
    less_is_better: bool = False,
) -> Ranking:
    """
    Order the rates of many groups without writing out more of them than are asked for.

    The same answer as ``score``: twenty thousand groups are ordered in some hundredths of a
    second, and the page that is shown is written out by ``Ranking.groups``.

    Raises
    ------
    ValueError
        The three are not of one length, or a group has more hits than cases.
    """
    if not len(keys) == len(hits) == len(cases):
        raise ValueError(f"keys, hits, cases: {len(keys)}, {len(hits)} and {len(cases)} of them")
    h, n = np.asarray(hits, np.float64), np.asarray(cases, np.float64)
    if len(keys) and not ((h >= 0) & (h <= n)).all():
        raise ValueError("hits: more than cases, or fewer than none")
    mean, weight = _prior(h, n)
    size = n + weight
    shrunk = (h + mean * weight) / size
    middle = (shrunk + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z * np.sqrt(shrunk * (1 - shrunk) / size + Z * Z / (4 * size * size))
    half /= 1 + Z * Z / size
    bound = np.minimum(middle + half, 1.0) if less_is_better else -np.maximum(middle - half, 0.0)
    is_known = n >= fewest
    names = np.asarray(keys, dtype=np.str_) if len(keys) else np.zeros(0, dtype="U1")
    # Last key first: the known before the others, by their bound, the larger, by name.
    order = np.lexsort((names, -n, np.where(is_known, bound, 0.0), ~is_known))
    return Ranking(
        mean=mean,
        weight=weight,
        keys=tuple(keys[at] for at in order.tolist()),
        known=int(is_known.sum()),
        counts=tuple((int(h[at]), int(n[at])) for at in order.tolist()),
    )


def _prior(hits: NDArray[np.float64], cases: NDArray[np.float64]) -> tuple[float, float]:
    """Mean of all cases, and its weight by the method of moments."""
    some = cases > 0
    h, n = hits[some], cases[some]
    total = float(n.sum())
    # Half a case on either side keeps a mean of 0 or 1 from being certain.
    mean = (float(h.sum()) + 0.5) / (total + 1)
    spread = mean * (1 - mean)
    room = total - float((n**2).sum()) / total if total else 0.0
    if len(n) < 3 or room <= 0:
        return mean, USUAL
    # Added up exactly, so that the order of the groups does not move the last digit.
    apart = fsum((n * (h / n - mean) ** 2).tolist())
    between = (apart - (len(n) - 1) * spread) / room
    if between <= 0:
        return mean, HEAVIEST
    return mean, min(max(spread / between - 1, LIGHTEST), HEAVIEST)

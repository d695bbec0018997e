"""The method: a prior from all groups, a posterior for each, an order by the proven bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum, sqrt

from .data import Count
from .result import Group, Scores

FEWEST = 5
"""A group with fewer cases gets no rank, however good it looks."""
LIGHTEST, HEAVIEST, USUAL = 4.0, 200.0, 20.0
"""Least and most weight of the mean, and the weight when the groups cannot tell (cases)."""
Z = 1.6448536269514722
"""One-sided 95 %."""


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
    mean, weight = _prior(counts)
    groups = [_posterior(count, mean, weight) for count in counts]

    def better(group: Group) -> tuple[float, int, str]:
        return (group.high if less_is_better else -group.low, -group.cases, group.key)

    known = sorted((group for group in groups if group.cases >= fewest), key=better)
    unknown = sorted(
        (group for group in groups if group.cases < fewest),
        key=lambda group: (-group.cases, group.key),
    )
    ranked = [replace(group, rank=place) for place, group in enumerate(known, 1)]
    return Scores(mean, weight, (*ranked, *unknown))


def _prior(counts: Sequence[Count]) -> tuple[float, float]:
    """Mean of all cases, and its weight by the method of moments."""
    cases = sum(count.cases for count in counts)
    hits = sum(count.hits for count in counts)
    # Half a case on either side keeps a mean of 0 or 1 from being certain.
    mean = (hits + 0.5) / (cases + 1)
    some = [count for count in counts if count.cases]
    spread = mean * (1 - mean)
    room = cases - sum(count.cases**2 for count in some) / cases if cases else 0.0
    if len(some) < 3 or room <= 0:
        return mean, USUAL
    apart = fsum(count.cases * (count.hits / count.cases - mean) ** 2 for count in some)
    between = (apart - (len(some) - 1) * spread) / room
    if between <= 0:
        return mean, HEAVIEST
    return mean, min(max(spread / between - 1, LIGHTEST), HEAVIEST)


def _posterior(count: Count, mean: float, weight: float) -> Group:
    """The group's cases and those lent to it, with Wilson's bounds around their rate."""
    size = count.cases + weight
    shrunk = (count.hits + mean * weight) / size
    middle = (shrunk + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z * sqrt(shrunk * (1 - shrunk) / size + Z * Z / (4 * size * size)) / (1 + Z * Z / size)
    return Group(
        key=count.key,
        hits=count.hits,
        cases=count.cases,
        raw=count.hits / count.cases if count.cases else None,
        shrunk=shrunk,
        low=max(middle - half, 0.0),
        high=min(middle + half, 1.0),
    )

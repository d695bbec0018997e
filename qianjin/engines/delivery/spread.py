"""工期校准 How long steps really take: an inferred prior, drawn towards the park's own ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from .refusals import ProblemError

PRIOR_COUNT = 5.0
"""An inferred duration weighs like so many finished steps."""


@dataclass(frozen=True, slots=True)
class Spread:
    """
    工期分布 How long a step takes: days above ``least`` are log-normal.

    Parameters
    ----------
    mean, sd
        Days.
    least, most
        It never takes less, nor more (``None``: no such end).
    count
        Finished steps that it rests on; 0: it is inferred, and marked to be calibrated.
    doubt
        Days (sd) by which the mean itself may be wrong, for all steps of the kind alike.
    """

    mean: float
    sd: float
    least: int = 0
    most: int | None = None
    count: int = 0
    doubt: float = 0.0

    def __post_init__(self) -> None:
        if not (self.sd >= 0 and self.mean >= self.least >= 0):
            raise ProblemError("spread: the mean must not lie below the least, nor the sd below 0")

    @classmethod
    def inferred(cls, least: int, likely: int, most: int) -> Spread:
        """From three guesses (PERT); ``least <= likely <= most``."""
        if not 0 <= least <= likely <= most:
            raise ProblemError("spread: least, likely and most must be in order")
        return cls((least + 4 * likely + most) / 6, (most - least) / 6, least, most)

    def drawn(
        self, normals: NDArray[np.float64], doubts: NDArray[np.float64] | None = None
    ) -> NDArray[np.int32]:
        """Whole days from standard normal numbers, those of a doubt shared by a kind of step."""
        over = self.mean - self.least
        if over <= 0 or self.sd == 0:
            return np.full(normals.shape, round(self.mean), np.int32)
        spread = log(1 + (self.sd / over) ** 2)
        days = self.least + np.exp(log(over) - spread / 2 + sqrt(spread) * normals)
        if doubts is not None:
            days = days + self.doubt * doubts
        whole: NDArray[np.int32] = np.clip(np.rint(days), self.least, self.most).astype(np.int32)
        return whole


def calibrated(
    prior: Spread, observed: Sequence[int], *, prior_count: float = PRIOR_COUNT
) -> Spread:
    """
    The prior drawn towards what was observed (shrinkage): it weighs like ``prior_count`` steps.

    A step that took less than the prior's least, or more than its most, moves that end.
    """
    if not observed:
        return prior
    days = np.asarray(observed, float)
    if days.min() < 0:
        raise ProblemError("observed: days must not be negative")
    weight, count = prior_count, len(days)
    mean = (weight * prior.mean + days.sum()) / (weight + count)
    scatter = weight * (prior.sd**2 + (prior.mean - mean) ** 2) + ((days - mean) ** 2).sum()
    variance = scatter / (weight + count)
    return Spread(
        mean=float(mean),
        sd=float(sqrt(variance)),
        doubt=float(sqrt(variance / (weight + count))),
        least=min(prior.least, int(days.min())),
        most=None if prior.most is None else max(prior.most, int(days.max())),
        count=count,
    )


def calibrated_all(
    priors: Mapping[str, Spread], ledger: Mapping[str, Sequence[int]]
) -> dict[str, Spread]:
    """Every step's spread, calibrated where the ledger has finished steps."""
    return {key: calibrated(prior, ledger.get(key, ())) for key, prior in priors.items()}

"""What comes out: each group's raw and shrunk rate, its bounds, and the order they prove."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """
    One group scored.

    Parameters
    ----------
    raw
        Hits of cases (ratio); none without a case.
    shrunk
        The rate drawn toward the mean of all groups (ratio).
    low, high
        What its cases prove: with 95 % confidence not below, not above (ratio).
    rank
        Place among the groups with enough cases, 1 is best; none for the others.
    """

    key: str
    hits: int
    cases: int
    raw: float | None
    shrunk: float
    low: float
    high: float
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """
    All groups scored.

    Parameters
    ----------
    mean
        The rate of all cases together (ratio).
    weight
        How many cases of the mean each group is given (cases); found from how far apart the
        groups are: groups that are alike lend each other more.
    groups
        In the order: ranked ones best first, then those with too few cases, most cases first.
    """

    mean: float
    weight: float
    groups: tuple[Group, ...]

    @property
    def ranked(self) -> tuple[Group, ...]:
        """The groups with enough cases, best first."""
        return tuple(group for group in self.groups if group.rank is not None)

    @property
    def unranked(self) -> tuple[Group, ...]:
        """The groups of which too little is known."""
        return tuple(group for group in self.groups if group.rank is None)

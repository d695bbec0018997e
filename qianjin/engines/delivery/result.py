"""A plan: two dates of every activity, what it costs by term, and how good it is known to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..kernel import Proof, Reason, Status


@dataclass(frozen=True, slots=True)
class Dated:
    """
    日期 When an activity starts and ends; of one that is reviewed before, the formal issue.

    ``review`` are start and end of the pre-review: an opinion, never an approval.
    """

    start: int
    end: int
    review: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        """When work on it begins."""
        return self.review[0] if self.review else self.start


@dataclass(frozen=True, slots=True)
class Cost:
    """
    代价 What a plan costs, by term.

    ``gap``, ``late`` and ``moved`` are days, the first two times the weights of their projects;
    ``finish`` is the last day less the first; ``total`` has the weights of the problem.
    """

    gap: int
    late: int
    finish: int
    moved: int
    total: int


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """
    项目结果 What a plan means for one project.

    ``title`` and ``start`` are the days on which the land is taken and construction starts;
    ``gap`` the days between (0 when construction starts no later); ``waited`` the days from the
    earliest day of title; ``government`` and ``enterprise`` the days of work of either side from
    title to start, counted once where they overlap. ``None`` where the project has no such mark.
    """

    project: str
    title: int | None
    start: int | None
    gap: int | None
    waited: int | None
    government: int
    enterprise: int
    finish: int


@dataclass(frozen=True)
class Plan:
    """
    计划 Dates for every activity.

    Parameters
    ----------
    dates
        By activity.
    cost
        By term.
    proof
        The cost beside a proven bound; impossible when a hard rule is broken (``reasons``).
    outcomes
        By project.
    reasons
        Which hard dates cannot be kept, and what forbids them.
    provisional
        Activities whose dates rest on days that no notice has settled (暂定).
    seed, steps
        Same data, seed and steps: same plan.
    """

    dates: Mapping[str, Dated]
    cost: Cost
    proof: Proof
    outcomes: tuple[ProjectOutcome, ...] = ()
    reasons: tuple[Reason, ...] = ()
    provisional: tuple[str, ...] = ()
    seed: int = 0
    steps: int = 0
    first_cost: int | None = None
    """Cost of the first valid plan, before any search."""

    @property
    def status(self) -> Status:
        """Optimal, within a gap, heuristic, or impossible."""
        return self.proof.status

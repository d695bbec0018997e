"""A forecast: quarters with intervals, projects with their chances, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qianjin.engines.kernel import Reason, Status


@dataclass(frozen=True, slots=True)
class Quarter:
    """
    一季度 Signings of thirteen weeks.

    ``held`` is the probability of ``low`` to ``high``, ends included; ``known`` comes from projects
    that run already, ``coming`` from those not yet entered; they sum to the expectation but for
    what chance adds to a mean of draws.
    """

    expected: float
    low: int
    high: int
    held: float
    known: float
    coming: float


@dataclass(frozen=True, slots=True)
class Likely:
    """One running project and its chance to be signed in each quarter."""

    key: str
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """预测 The answer; ``status`` is never more than ``heuristic``."""

    quarters: Sequence[Quarter]
    projects: Sequence[Likely]
    status: Status
    reasons: Sequence[Reason]
    seed: int

"""评分的维度与指标 By what the desk is scored, and what is counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Facet(models.TextChoices):
    """评分维度 By what the desk is scored."""

    UNIT = "unit", pgettext_lazy("score", "By unit")
    KIND = "kind", pgettext_lazy("score", "By type")
    ENTERPRISE = "enterprise", pgettext_lazy("score", "By enterprise")


class Measure(models.TextChoices):
    """评分指标 What is scored: hits of cases, both counted to the case."""

    RESPONDED = "responded", pgettext_lazy("score", "Responded")
    IN_TIME = "in_time", pgettext_lazy("score", "Response in time")
    PLAN_IN_TIME = "plan_in_time", pgettext_lazy("score", "Plan in time")
    RESOLVE_IN_TIME = "resolve_in_time", pgettext_lazy("score", "Resolution in time")
    SOLVED = "solved", pgettext_lazy("score", "Solved")
    CONTENT = "content", pgettext_lazy("score", "Content")
    RETURNED = "returned", pgettext_lazy("score", "Returned")
    REDONE = "redone", pgettext_lazy("score", "Reopened")

    @property
    def less_is_better(self) -> bool:
        """Whether a low rate is the good one."""
        return self.value in {"returned", "redone"}

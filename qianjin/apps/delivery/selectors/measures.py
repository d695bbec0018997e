"""度量 Days from the land title to the construction permit, project by project and by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor

from ..models import Plan, PlanStep
from ..network import PERMITS, START, TITLE
from .entries import plans_for

MOST = 500


@dataclass(frozen=True, slots=True)
class Measured:
    """
    一个项目 Formal days of one project: title, permit, start; ``days`` from title to permit.

    A permit issued before the title counts as 0 days.
    """

    plan: Plan
    title_on: date
    permit_on: date | None
    start_on: date | None

    @property
    def days(self) -> int | None:
        """Days from title to permit; ``None`` while there is no permit."""
        if self.permit_on is None:
            return None
        return max((self.permit_on - self.title_on).days, 0)

    @property
    def gap(self) -> int | None:
        """Days from title to the start of construction."""
        return max((self.start_on - self.title_on).days, 0) if self.start_on else None


def measured(actor: Actor) -> tuple[list[Measured], list[tuple[int, int, int]]]:
    """
    Projects with a title, the newest title first, and by year of title: the median of days from
    title to permit, and of how many projects.
    """
    keys = (TITLE, START, *PERMITS)
    plans = plans_for(actor)
    steps = PlanStep.objects.filter(plan__in=plans.values("pk"), key__in=keys)
    happened = Q(done_on__isnull=False) | Q(key=START, begun_on__isnull=False)
    dates: dict[int, dict[str, date]] = {}
    for plan, key, begun, done in steps.filter(happened).values_list(
        "plan", "key", "begun_on", "done_on"
    ):
        dates.setdefault(plan, {})[key] = begun if key == START else done
    titled = [pk for pk, known in dates.items() if TITLE in known]
    rows = {row.pk: row for row in plans.filter(pk__in=titled[:MOST])}
    found = [
        Measured(
            rows[pk],
            known[TITLE],
            min((known[key] for key in PERMITS if key in known), default=None),
            known.get(START),
        )
        for pk, known in dates.items()
        if pk in rows
    ]
    found.sort(key=lambda one: (one.title_on, one.plan.pk), reverse=True)
    return found, _by_year(found)


def _by_year(found: Sequence[Measured]) -> list[tuple[int, int, int]]:
    years: dict[int, list[int]] = {}
    for one in found:
        if one.days is not None:
            years.setdefault(one.title_on.year, []).append(one.days)
    return [(year, round(median(days)), len(days)) for year, days in sorted(years.items())]

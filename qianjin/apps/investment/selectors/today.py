"""今日 What a person's projects ask for today: next steps, the cold ones, those to be revived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability

from ..models import Project
from .entries import projects_for

MOST = 8


@dataclass(frozen=True, slots=True)
class ProjectsToday:
    """Next steps due, projects gone cold, and lost ones whose day has come; eight of each."""

    steps: list[Project]
    cold: list[Project]
    revivals: list[Project]

    def __bool__(self) -> bool:
        return bool(self.steps or self.cold or self.revivals)


def projects_today(actor: Actor, *, on: date) -> ProjectsToday:
    """What waits for this person and those they stand in for."""
    if not actor.may(Capability.PROJECT_KEEP):
        return ProjectsToday([], [], [])
    rows = projects_for(actor).select_related("stage", "organisation")
    steps = rows.filter(next_by__in=actor.people, next_on__lte=on).order_by("next_on", "pk")
    own: QuerySet[Project] = rows.filter(owner__in=actor.people)
    cold = own.filter(cold_on__lte=on, next_on=None).order_by("cold_on", "pk")
    revivals = own.filter(revive_on__lte=on).order_by("revive_on", "pk")
    return ProjectsToday(list(steps[:MOST]), list(cold[:MOST]), list(revivals[:MOST]))

"""带出 What hangs on the projects of a filter, row by row, for tables that leave the house."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor

from ..models import (
    AdmissionScore,
    BureauOpinion,
    Move,
    Project,
    Reception,
    Subsidy,
    Touch,
    Trip,
    TripMeeting,
)
from .entries import projects_for
from .listing import Filters, matching
from .promises import CommitmentRow, commitments_of

CHUNK = 1000
Line = tuple[Project, Any]


def chosen(
    actor: Actor, filters: Filters, *, on: date, only: Project | None = None
) -> QuerySet[Project]:
    """The projects a filter leaves, or one of them."""
    return projects_for(actor).filter(pk=only.pk) if only else matching(actor, filters, on=on)


def happened(actor: Actor, projects: QuerySet[Project]) -> Iterator[Touch | Move]:
    """Touches and moves, the latest first."""
    here = {"park_id": actor.park_id, "project__in": projects.order_by().values("pk")}
    touches = Touch.objects.filter(**here).select_related("project", "contact")
    moves = Move.objects.filter(**here).select_related("project", "before", "after")
    both: list[Iterator[Any]] = [
        rows.order_by("-at", "-pk").iterator(chunk_size=CHUNK) for rows in (touches, moves)
    ]
    return heapq.merge(*both, key=lambda row: row.at, reverse=True)


def count_happened(actor: Actor, projects: QuerySet[Project], *, most: int) -> int:
    """How many touches and moves there are, counted no further than ``most`` of each."""
    here = {"park_id": actor.park_id, "project__in": projects.order_by().values("pk")}
    return sum(model.objects.filter(**here).order_by()[:most].count() for model in (Touch, Move))


def promises(projects: QuerySet[Project], *, on: date) -> Iterator[tuple[Project, CommitmentRow]]:
    """Every commitment with its years."""
    rows = projects.filter(commitments__isnull=False).distinct().order_by("-pk")
    for project in rows.select_related("organisation").iterator(chunk_size=CHUNK):
        for commitment in commitments_of(project, on=on):
            yield project, commitment


def subsidies(projects: QuerySet[Project]) -> Iterator[Subsidy]:
    """What the park has promised, the newest project first."""
    rows = Subsidy.objects.filter(project__in=projects.order_by().values("pk"))
    return rows.select_related("project").order_by("-project", "pk").iterator(chunk_size=CHUNK)


def receptions(projects: QuerySet[Project]) -> Iterator[Reception]:
    """Visits planned and paid, the latest first."""
    rows = Reception.objects.filter(project__in=projects.order_by().values("pk"))
    return rows.select_related("project").order_by("-arrives_at", "pk").iterator(chunk_size=CHUNK)


def scores(projects: QuerySet[Project]) -> Iterator[AdmissionScore]:
    """Every score of every admission review, the latest review first."""
    rows = AdmissionScore.objects.filter(review__project__in=projects.order_by().values("pk"))
    rows = rows.select_related("review__project", "criterion")
    return rows.order_by("-review", "criterion__position", "pk").iterator(chunk_size=CHUNK)


def opinions(projects: QuerySet[Project]) -> Iterator[BureauOpinion]:
    """Every opinion a bureau was asked for, the latest review first."""
    rows = BureauOpinion.objects.filter(review__project__in=projects.order_by().values("pk"))
    rows = rows.select_related("review__project", "unit")
    return rows.order_by("-review", "pk").iterator(chunk_size=CHUNK)


def journeys(actor: Actor) -> Iterator[tuple[Trip, TripMeeting | None]]:
    """Every trip with its meetings, the latest first; one without any has a line of its own."""
    rows = Trip.objects.filter(park_id=actor.park_id).order_by("-from_on", "-pk")
    for trip in rows.prefetch_related("meetings__project").iterator(chunk_size=CHUNK):
        meetings = sorted(trip.meetings.all(), key=lambda one: (one.at, one.pk))
        yield from ((trip, one) for one in meetings)
        if not meetings:
            yield trip, None

"""今日 What one person has to do now, what waits for others, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus, Side
from ..models import Entry, ServiceRequest
from .lists import RequestRow, count_up_to, to_rows

QUEUE = 12
NEWS = 12
NEWSWORTHY = (
    EntryKind.RAISED,
    EntryKind.SUPPLIED,
    EntryKind.MESSAGE,
    EntryKind.RATED,
    EntryKind.REOPENED,
    EntryKind.THANKED,
    EntryKind.WITHDRAWN,
    EntryKind.RESOLVED,
)


@dataclass(frozen=True, slots=True)
class News:
    """新动态 Something that happened since the last look."""

    at: datetime
    kind: str
    number: str
    title: str
    by: str
    enterprise: str
    text: str
    score: int | None


@dataclass(frozen=True, slots=True)
class Today:
    """今日 One person's day at the desk."""

    queue: list[RequestRow]
    queue_total: int
    late: int
    soon: int
    due_today: list[RequestRow]
    waiting: list[RequestRow]
    to_rate: list[RequestRow]
    unassigned: list[RequestRow]
    unassigned_total: int
    news: list[News]


def my_queue(actor: Actor) -> QuerySet[ServiceRequest]:
    """要我办 What this person (or whom they stand in for) has to do, waiting material aside."""
    rows = ServiceRequest.objects.filter(
        policies.visible(actor), status__in=OPEN_STATES, paused_at=None
    )
    scope = actor.scope(Capability.REQUEST_HANDLE)
    mine = Q(officer_id__in=actor.people)
    if scope == Scope.UNIT or (scope == Scope.OWN and actor.unit_ids):
        # In one's own unit, what nobody has taken yet is everybody's.
        mine |= Q(unit_id__in=actor.unit_ids, officer=None)
    return rows.filter(mine)


def today(actor: Actor, *, at: datetime, since: datetime | None = None) -> Today:
    """The day of one person; every part is bounded, whatever the size of the park."""
    mine = my_queue(actor)
    queue = list(_joined(mine).order_by("next_due_at", "id")[:QUEUE])
    end_of_day = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    waiting = list(
        _joined(
            ServiceRequest.objects.filter(
                policies.visible(actor),
                officer_id__in=actor.people,
                status=RequestStatus.NEED_INFO,
            )
        ).order_by("paused_at")[:6]
    )
    to_rate = list(
        _joined(
            ServiceRequest.objects.filter(
                policies.visible(actor),
                officer_id__in=actor.people,
                status=RequestStatus.RESOLVED,
                score=None,
            )
        ).order_by("resolved_at")[:6]
    )
    fresh = ServiceRequest.objects.filter(
        policies.visible(actor), status__in=OPEN_STATES, officer=None
    )
    sorts = actor.may(Capability.REQUEST_TRIAGE)
    unassigned = list(_joined(fresh).order_by("next_due_at", "id")[:6]) if sorts else []
    rows = to_rows([*queue, *waiting, *to_rate, *unassigned], actor, at)
    a, b, c = len(queue), len(queue) + len(waiting), len(queue) + len(waiting) + len(to_rate)
    return Today(
        queue=rows[:a],
        queue_total=count_up_to(mine),
        late=count_up_to(mine.filter(next_due_at__lt=at)),
        soon=count_up_to(mine.filter(warn_at__lte=at, next_due_at__gte=at)),
        due_today=[r for r in rows[:a] if r.due_at and at <= r.due_at <= end_of_day],
        waiting=rows[a:b],
        to_rate=rows[b:c],
        unassigned=rows[c:],
        unassigned_total=count_up_to(fresh) if sorts else 0,
        news=news(actor, since=since or at - timedelta(days=1)),
    )


def _joined(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    return rows.select_related("enterprise", "unit", "officer")


def news(actor: Actor, *, since: datetime) -> list[News]:
    """What others did to requests this person may see, since a moment, newest first."""
    rows = (
        Entry.objects.filter(
            park_id=actor.park_id, at__gt=since, kind__in=NEWSWORTHY, is_internal=False
        )
        .filter(request__in=ServiceRequest.objects.filter(policies.visible(actor)))
        .exclude(by_id=actor.user_id)
        .exclude(side=Side.CLOCK)
        .select_related("request__enterprise")
        .order_by("-id")[:NEWS]
    )
    return [
        News(
            at=e.at, kind=e.kind, number=e.request.number, title=e.request.title, by=e.by_name,
            enterprise=e.request.enterprise.short_name or e.request.enterprise.name,
            text=e.text[:120], score=e.data.get("score"),
        )
        for e in rows
    ]


def open_counts_by_officer(actor: Actor) -> dict[int, int]:
    """在办量 Open requests per officer, for the page of people."""
    rows = (
        ServiceRequest.objects.filter(
            policies.visible(actor), status__in=OPEN_STATES, officer__isnull=False
        )
        .order_by()
        .values("officer_id")
        .annotate(n=Count("pk"))
    )
    return {row["officer_id"]: row["n"] for row in rows}

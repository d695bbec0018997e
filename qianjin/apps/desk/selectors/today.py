"""今日 What one person has to do now, what waits for others, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus, Side
from ..models import Entry, ServiceRequest
from ..planning import days_waited
from .lists import RequestRow, to_rows
from .questions import NOW, Question, count_together, counting

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
class Waiting:
    """等别人 A request that waits for the enterprise: since when, and whom to ring."""

    row: RequestRow
    since: datetime
    days: int
    """Working days after the day it was asked for."""
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Today:
    """今日 One person's day at the desk; no total goes beyond the bound of counting."""

    queue: list[RequestRow]
    queue_total: int
    late: int
    soon: int
    due_today: list[RequestRow]
    waiting: list[Waiting]
    waiting_total: int
    to_rate: list[RequestRow]
    to_rate_total: int
    unassigned: list[RequestRow]
    unassigned_total: int
    watched: list[RequestRow]
    """For heads: what is late in their section, or in the park, in other hands than theirs."""
    watched_total: int
    section_open: int
    section_soon: int
    section_late: int
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


def answered_for(actor: Actor) -> QuerySet[ServiceRequest]:
    """分管 The open requests a head answers for: those of the section, or of the park."""
    scope = actor.scope(Capability.BOARD_SEE)
    if scope == Scope.NONE:
        return ServiceRequest.objects.none()
    rows = ServiceRequest.objects.filter(policies.visible(actor), status__in=OPEN_STATES)
    return rows if scope == Scope.PARK else rows.filter(unit_id__in=actor.unit_ids)


def today(actor: Actor, *, at: datetime, since: datetime | None = None) -> Today:
    """The day of one person; every part is bounded, whatever the size of the park."""
    mine = my_queue(actor)
    seen = ServiceRequest.objects.filter(policies.visible(actor))
    own = seen.filter(officer_id__in=actor.people)
    end_of_day = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    fresh = seen.filter(status__in=OPEN_STATES, officer=None)
    sorts = actor.may(Capability.REQUEST_TRIAGE)
    section = answered_for(actor)
    watched = section.filter(next_due_at__lt=at, officer__isnull=False)
    watched = watched.exclude(officer_id__in=actor.people)
    parts = {
        "queue": _first(mine, "next_due_at", "id", most=QUEUE),
        "due_today": _due_today(mine, at, end_of_day),
        "waiting": _first(own.filter(status=RequestStatus.NEED_INFO), "paused_at"),
        "to_rate": _first(own.filter(status=RequestStatus.RESOLVED, score=None), "resolved_at"),
        "unassigned": _first(fresh, "next_due_at", "id") if sorts else [],
        "watched": _first(watched, "next_due_at", "id"),
    }
    shown = {
        r.id: r
        for r in to_rows(list({r.pk: r for p in parts.values() for r in p}.values()), actor, at)
    }
    rows = {name: [shown[r.pk] for r in found] for name, found in parts.items()}
    counts = count_together(
        {
            "queue_total": mine,
            "late": mine.filter(next_due_at__lt=at),
            "soon": mine.filter(warn_at__lte=at, next_due_at__gte=at),
            "waiting_total": own.filter(status=RequestStatus.NEED_INFO),
            "to_rate_total": own.filter(status=RequestStatus.RESOLVED, score=None),
            "unassigned_total": fresh if sorts else fresh.none(),
            "watched_total": watched,
            "section_open": section,
            "section_soon": section.filter(warn_at__lte=at, next_due_at__gte=at),
            "section_late": section.filter(next_due_at__lt=at),
        }
    )
    waits = {r.pk: r for r in parts["waiting"]}
    return Today(
        queue=rows["queue"],
        due_today=rows["due_today"],
        to_rate=rows["to_rate"],
        unassigned=rows["unassigned"],
        watched=rows["watched"],
        waiting=[_waiting(row, waits[row.id], at) for row in rows["waiting"]],
        news=news(actor, since=since or at - timedelta(days=1)),
        **counts,
    )


def _due_today(
    mine: QuerySet[ServiceRequest], at: datetime, end_of_day: datetime
) -> list[ServiceRequest]:
    return _first(
        mine.filter(next_due_at__gte=at, next_due_at__lte=end_of_day), "next_due_at", most=QUEUE
    )


def _first(rows: QuerySet[ServiceRequest], *order: str, most: int = 6) -> list[ServiceRequest]:
    return list(_joined(rows).order_by(*order)[:most])


def _waiting(row: RequestRow, request: ServiceRequest, at: datetime) -> Waiting:
    since = request.paused_at or at
    contact = request.contact
    return Waiting(
        row=row,
        since=since,
        days=days_waited(request.park, since, at),
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
    )


def _joined(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    return rows.select_related("park", "enterprise", "unit", "officer", "contact")


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
            at=e.at,
            kind=e.kind,
            number=e.request.number,
            title=e.request.title,
            by=e.by_name,
            enterprise=e.request.enterprise.short_name or e.request.enterprise.name,
            text=e.text[:120],
            score=e.data.get("score"),
        )
        for e in rows
    ]


def in_hand(actor: Actor, *, at: datetime) -> tuple[int, int]:
    """What waits for this person, and how much of it is late; one query, for the menu."""
    ((queue, late),) = _counting_hand(actor).ask(at)
    return queue, late


@lru_cache(maxsize=512)
def _counting_hand(actor: Actor) -> Question:
    mine = my_queue(actor)
    return counting({"queue": mine, "late": mine.filter(next_due_at__lt=NOW)})


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

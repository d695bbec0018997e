"""今日 What one person has to do now, what waits for others, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Count, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus, Side
from ..models import Entry, ServiceRequest
from ..planning import days_waited
from .hand import my_queue
from .lines import Line, values_of
from .lists import RequestRow, to_rows
from .parts import PartRow, my_parts, part_rows
from .questions import EVENING, NOW, Question, counting, one_of_keys, question_of
from .rulings import waiting_causes, waiting_extensions, waiting_returns

QUEUE, FEW, NEWS = 12, 6, 12
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
    parts: list[PartRow]
    """What other leads have asked of this person, to be answered next."""
    returns_total: int
    """退单 and 延期 that wait for this person's ruling."""
    extensions_total: int
    causes_total: int
    """共性问题 that nobody has answered yet, for whoever groups them or leads them."""
    parts_total: int
    parts_late: int
    news: list[News]


def answered_for(actor: Actor) -> QuerySet[ServiceRequest]:
    """分管 The open requests a head answers for: those of the section, or of the park."""
    scope = actor.scope(Capability.BOARD_SEE)
    if scope == Scope.NONE:
        return ServiceRequest.objects.none()
    rows = ServiceRequest.objects.filter(policies.visible(actor), status__in=OPEN_STATES)
    return rows if scope == Scope.PARK else rows.filter(unit_id__in=actor.unit_ids)


def today(actor: Actor, *, at: datetime, since: datetime | None = None) -> Today:
    """The day of one person; every part is bounded, whatever the size of the park."""
    end_of_day = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    places: dict[str, list[int]] = {name: [] for name in ORDERS}
    for pk, name in _choosing(actor).ask(at, end_of_day):
        places[name].append(pk)
    keys = {pk for part in places.values() for pk in part}
    found = {line.pk: line for line in (Line(*row) for row in _chosen().ask(keys=keys))}
    shown = {row.id: row for row in to_rows(list(found.values()), actor, at)}
    rows = {
        name: [
            shown[line.pk]
            for line in sorted((found[pk] for pk in part if pk in found), key=_order_of(name))
        ]
        for name, part in places.items()
    }
    (numbers,) = _counting_day(actor).ask(at)
    counts = dict(zip(COUNTED, numbers, strict=True))
    return Today(
        queue=rows["queue"],
        due_today=rows["due_today"],
        to_rate=rows["to_rate"],
        unassigned=rows["unassigned"],
        watched=rows["watched"],
        waiting=_waiting(rows["waiting"], at),
        parts=part_rows(actor, my_parts(actor), at=at) if counts["parts_total"] else [],
        news=news(actor, since=since or at - timedelta(days=1)),
        **counts,
    )


ORDERS = {
    "queue": ("next_due_at", QUEUE),
    "due_today": ("next_due_at", QUEUE),
    "waiting": ("paused_at", FEW),
    "to_rate": ("resolved_at", FEW),
    "unassigned": ("next_due_at", FEW),
    "watched": ("next_due_at", FEW),
}
"""The lists of a day: by which moment they are ordered, and how many are shown."""
COUNTED = (
    *("queue_total", "late", "soon", "waiting_total", "to_rate_total", "unassigned_total"),
    *("watched_total", "section_open", "section_soon", "section_late"),
    *("returns_total", "extensions_total", "causes_total", "parts_total", "parts_late"),
)


def _lists(actor: Actor) -> dict[str, QuerySet[ServiceRequest]]:
    """Every list of the day, whole and unordered, with moments that stand for the real ones."""
    mine, section = my_queue(actor), answered_for(actor)
    own = ServiceRequest.objects.filter(policies.visible(actor), officer_id__in=actor.people)
    fresh = ServiceRequest.objects.filter(policies.visible(actor), status__in=OPEN_STATES)
    watched = section.filter(next_due_at__lt=NOW, officer__isnull=False)
    sorts = actor.may(Capability.REQUEST_TRIAGE)
    return {
        "queue": mine,
        "due_today": mine.filter(next_due_at__gte=NOW, next_due_at__lte=EVENING),
        "waiting": own.filter(status=RequestStatus.NEED_INFO),
        "to_rate": own.filter(status=RequestStatus.RESOLVED, score=None),
        "unassigned": fresh.filter(officer=None) if sorts else fresh.none(),
        "watched": watched.exclude(officer_id__in=actor.people),
        "section": section,
    }


@lru_cache(maxsize=512)
def _choosing(actor: Actor) -> Question:
    """Which requests stand in the lists of the day, all lists in one query."""
    lists = _lists(actor)
    chosen = [
        lists[name].order_by(order, "id").values_list("pk", Value(name))[:most]
        for name, (order, most) in ORDERS.items()
    ]
    return question_of(chosen[0].union(*chosen[1:], all=True))


@lru_cache(maxsize=1)
def _chosen() -> Question:
    """The lines of these requests."""
    return question_of(values_of(ServiceRequest.objects.filter(pk__in=one_of_keys())))


@lru_cache(maxsize=512)
def _counting_day(actor: Actor) -> Question:
    lists = _lists(actor)
    mine, section, helps = lists["queue"], lists["section"], my_parts(actor)
    parts = {
        "queue_total": mine,
        "late": mine.filter(next_due_at__lt=NOW),
        "soon": mine.filter(warn_at__lte=NOW, next_due_at__gte=NOW),
        "waiting_total": lists["waiting"],
        "to_rate_total": lists["to_rate"],
        "unassigned_total": lists["unassigned"],
        "watched_total": lists["watched"],
        "section_open": section,
        "section_soon": section.filter(warn_at__lte=NOW, next_due_at__gte=NOW),
        "section_late": section.filter(next_due_at__lt=NOW),
        "returns_total": waiting_returns(actor),
        "extensions_total": waiting_extensions(actor),
        "causes_total": waiting_causes(actor),
        "parts_total": helps,
        "parts_late": helps.filter(due_at__lt=NOW),
    }
    return counting({name: parts[name] for name in COUNTED})


def _order_of(name: str) -> Callable[[Line], tuple[bool, datetime, int]]:
    """As the database orders: by the moment, those without one last, then by number."""
    field = ORDERS[name][0]

    def key(line: Line) -> tuple[bool, datetime, int]:
        moment: datetime | None = getattr(line, field)
        return (moment is None, moment or NOW, line.pk)

    return key


def _waiting(rows: list[RequestRow], at: datetime) -> list[Waiting]:
    """Since when each waits and whom to ring, in one query."""
    if not rows:
        return []
    requests = ServiceRequest.objects.filter(pk__in=[row.id for row in rows]).only(
        "paused_at", "park", "contact__name", "contact__phone"
    )
    known = {request.pk: request for request in requests.select_related("park", "contact")}
    waiting = []
    for row in rows:
        request = known[row.id]
        since, contact = request.paused_at or at, request.contact
        waiting.append(
            Waiting(
                row=row,
                since=since,
                days=days_waited(request.park, since, at),
                contact=contact.name if contact else "",
                phone=contact.phone if contact else "",
            )
        )
    return waiting


def news(actor: Actor, *, since: datetime) -> list[News]:
    """What others did to requests this person may see, since a moment, newest first."""
    return [
        News(at, kind, number, title, by, short or name, text[:120], score and int(score))
        for at, kind, number, title, by, short, name, text, score in _asking_news(actor).ask(since)
    ]


@lru_cache(maxsize=512)
def _asking_news(actor: Actor) -> Question:
    rows = (
        Entry.objects.filter(
            park_id=actor.park_id, at__gt=NOW, kind__in=NEWSWORTHY, is_internal=False
        )
        .filter(request__in=ServiceRequest.objects.filter(policies.visible(actor)))
        .exclude(by_id=actor.user_id)
        .exclude(side=Side.CLOCK)
        .annotate(stars=KeyTextTransform("score", "data"))
        .order_by("-at", "-id")
    )
    firm = "request__enterprise"
    columns = ("at", "kind", "request__number", "request__title", "by_name")
    return question_of(
        rows.values_list(*columns, f"{firm}__short_name", f"{firm}__name", "text", "stars")[:NEWS]
    )


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

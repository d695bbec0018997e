"""企业这一侧 What one enterprise has to do, and where its requests stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus
from ..models import Entry, ServiceRequest
from .lines import lines_of
from .lists import RequestRow, to_rows

MOST = 20
"""Open requests shown at once; the list has the rest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """待补件 A request that waits for the enterprise, and what it was asked for."""

    row: RequestRow
    words: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Home:
    """首页 What waits for the enterprise, and what the office is at work on."""

    asked: list[Asked]
    to_rate: list[RequestRow]
    running: list[RequestRow]
    is_more: bool

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.to_rate or self.running)


def home_of(actor: Actor, enterprise_id: int, *, at: datetime) -> Home:
    """Everything of one enterprise that is open or waits for a rating, in three queries."""
    seen = ServiceRequest.objects.filter(policies.visible(actor), enterprise_id=enterprise_id)
    running = Q(status__in=OPEN_STATES) | Q(status=RequestStatus.RESOLVED, score__isnull=True)
    found = lines_of(seen.filter(running).order_by("-opened_at", "-id")[: MOST + 1])
    rows = to_rows(found[:MOST], actor, at)
    waiting = [row for row in rows if row.status == RequestStatus.NEED_INFO]
    said = _asked([row.id for row in waiting]) if waiting else {}
    return Home(
        asked=[Asked(row, *said.get(row.id, ("", None))) for row in waiting],
        to_rate=[row for row in rows if row.status == RequestStatus.RESOLVED],
        running=[
            row
            for row in rows
            if row.status not in {RequestStatus.NEED_INFO, RequestStatus.RESOLVED}
        ],
        is_more=len(found) > MOST,
    )


def _asked(ids: list[int]) -> dict[int, tuple[str, datetime]]:
    """The latest question of each request."""
    rows = (
        Entry.objects.filter(request_id__in=ids, kind=EntryKind.ASKED)
        .order_by("request_id", "-id")
        .distinct("request_id")
    )
    return {entry.request_id: (entry.text, entry.at) for entry in rows}


@dataclass(frozen=True, slots=True)
class EnterpriseCounts:
    """How many requests of an enterprise are open, and how many of these wait for it."""

    open: int = 0
    waiting: int = 0


def counts_by_enterprise(actor: Actor) -> dict[int, EnterpriseCounts]:
    """For a person who speaks for several enterprises: where there is something to do."""
    waiting = Q(status=RequestStatus.NEED_INFO) | Q(
        status=RequestStatus.RESOLVED, score__isnull=True
    )
    rows = (
        ServiceRequest.objects.filter(policies.visible(actor))
        .order_by()
        .values("enterprise_id")
        .annotate(
            open=Count("pk", filter=Q(status__in=OPEN_STATES)),
            waiting=Count("pk", filter=waiting),
        )
    )
    return {row["enterprise_id"]: EnterpriseCounts(row["open"], row["waiting"]) for row in rows}

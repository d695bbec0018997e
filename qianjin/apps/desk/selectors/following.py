"""回访问询 Whom to ask again, what was said, and how many were: month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..hands import FollowUpOutcome, FollowUpReason
from ..models import FollowUp, ServiceRequest
from .cursors import keyset
from .one import get_request_for

PAGE = 20
MONTHS = 6


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """回访行 One round to be asked about, or asked about."""

    id: int
    number: str
    title: str
    enterprise: str
    contact: str
    phone: str
    unit: str
    reason: str
    score: int | None
    resolved_at: datetime | None
    outcome: str
    words: str
    done_at: datetime | None
    done_by: str
    is_over: bool
    """Nobody need ask: a new round has begun."""


@dataclass(frozen=True, slots=True)
class MonthCount:
    """回访统计 One month: how many were drawn why, asked, solved, reopened."""

    month: date
    sample: int
    dissatisfied: int
    done: int
    solved: int
    unsolved: int


def follow_up_for(actor: Actor, pk: int) -> FollowUp:
    """
    A follow-up, if the actor may see its request.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    row = FollowUp.objects.select_related("request").filter(pk=pk, park_id=actor.park_id).first()
    if row is None:
        raise Missing
    row.request = get_request_for(actor, row.request.number)
    return row


def _seen(actor: Actor) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(park_id=actor.park_id)
    if policies.sees_all(actor):
        return rows
    return rows.filter(request__in=ServiceRequest.objects.filter(policies.led(actor)))


def follow_ups_page(
    actor: Actor, *, open_only: bool, cursor: str = ""
) -> tuple[list[FollowUpRow], str, str]:
    """Follow-ups this person may see, newest first."""
    rows = _seen(actor)
    if open_only:
        rows = rows.filter(done_at=None)
    rows = rows.select_related(
        "request__enterprise", "request__contact", "request__unit", "done_by"
    )
    found, newer, older = keyset(rows, "drawn_at", cursor, PAGE)
    return [_row(row) for row in found], newer, older


def _row(row: FollowUp) -> FollowUpRow:
    request = row.request
    contact = request.contact
    return FollowUpRow(
        id=row.pk,
        number=request.number,
        title=request.title,
        enterprise=request.enterprise.short_name or request.enterprise.name,
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
        unit=request.unit.name if request.unit else "",
        reason=row.reason,
        score=request.score if request.round == row.round else None,
        resolved_at=request.resolved_at,
        outcome=row.outcome,
        words=row.words,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
        is_over=row.done_at is None and request.round != row.round,
    )


def follow_up_counts(actor: Actor) -> list[MonthCount]:
    """The last months, the newest first."""
    rows = (
        _seen(actor)
        .order_by()
        .values("month")
        .annotate(
            sample=Count("pk", filter=Q(reason=FollowUpReason.SAMPLE)),
            dissatisfied=Count("pk", filter=Q(reason=FollowUpReason.DISSATISFIED)),
            done=Count("pk", filter=Q(done_at__isnull=False)),
            solved=Count("pk", filter=Q(outcome=FollowUpOutcome.SOLVED)),
            unsolved=Count("pk", filter=Q(outcome=FollowUpOutcome.UNSOLVED)),
        )
        .order_by("-month")[:MONTHS]
    )
    return [MonthCount(**row) for row in rows]

"""相似诉求 What speaks of the same matter: still open, or solved with an answer to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus
from ..models import Entry, ServiceRequest
from ..planning import alike
from .one import get_request_for

ALIKE = 0.35
"""From this likeness on, two texts of one enterprise are shown as perhaps the same matter."""
SOLVED = (RequestStatus.RESOLVED, RequestStatus.CLOSED)


def alike_open(
    actor: Actor, enterprise_id: int, words: str, *, besides: int = 0
) -> list[ServiceRequest]:
    """相近在办诉求 The enterprise's own open requests that speak of the same matter."""
    if enterprise_id not in actor.enterprise_ids and actor.is_enterprise:
        return []
    rows = list(
        ServiceRequest.objects.filter(
            policies.visible(actor), enterprise_id=enterprise_id, status__in=OPEN_STATES
        )
        .exclude(pk=besides)
        .order_by("-id")[:200]
    )
    ranked = alike(words, [f"{row.title} {row.body}" for row in rows])
    return [rows[index] for index, score in ranked[:3] if score >= ALIKE]


@dataclass(frozen=True, slots=True)
class Solved:
    """办过的一件 A solved request with the answer it got."""

    number: str
    title: str
    enterprise: str
    resolved_at: datetime | None
    score: int | None
    answer: str


def similar_solved(actor: Actor, request: ServiceRequest, *, most: int = 3) -> list[Solved]:
    """办过的相似诉求 Resolved requests of the same type with their answers, most alike first."""
    words = f"{request.title} {request.body}"
    return solved_like(actor, words, kinds=(request.kind,), besides=request.pk, most=most)


def solved_like(
    actor: Actor, words: str, *, kinds: Sequence[str], besides: int = 0, most: int = 3
) -> list[Solved]:
    """The same for words that are no request yet, among requests of these types."""
    rows = list(
        ServiceRequest.objects.filter(policies.visible(actor), kind__in=kinds, status__in=SOLVED)
        .exclude(pk=besides)
        .select_related("enterprise")
        .order_by("-opened_at", "-id")
        .only("number", "title", "body", "score", "resolved_at", "enterprise__name")[:120]
    )
    ranked = alike(words, [f"{r.title} {r.body}" for r in rows])
    found = [rows[index] for index, score in ranked[:most] if score >= ALIKE / 2]
    answers = _answers([row.pk for row in found])
    return [
        Solved(
            number=row.number,
            title=row.title,
            enterprise=row.enterprise.name,
            resolved_at=row.resolved_at,
            score=row.score,
            answer=answers.get(row.pk, ""),
        )
        for row in found
    ]


def answer_of(actor: Actor, number: str) -> str:
    """
    The words with which a request was resolved last.

    :raises Missing: not the actor's to see, or not resolved.
    """
    row = get_request_for(actor, number)
    if row.status not in SOLVED:
        raise Missing
    return _answers([row.pk]).get(row.pk, "")


def _answers(ids: list[int]) -> dict[int, str]:
    """The latest answer of each request."""
    rows = (
        Entry.objects.filter(request_id__in=ids, kind=EntryKind.RESOLVED)
        .order_by("id")
        .values_list("request_id", "text")
    )
    return dict(rows) if ids else {}

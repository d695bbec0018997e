"""关联问询 What a request hangs together with, and with which it may be merged or linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import OPEN_STATES
from ..hands import LOOSE_LINKS, LinkKind
from ..models import Link, ServiceRequest
from ..planning import alike
from .one import get_request_for
from .suggesting import alike_elsewhere

COMPARED = 200


@dataclass(frozen=True, slots=True)
class LinkRow:
    """关联行 One link as the page of a request shows it: how, to which, and whether to undo it."""

    id: int
    kind: str
    is_out: bool
    """Whether the request looked at is the source: it blocks, follows, was merged or split off."""
    number: str
    title: str
    enterprise: str
    status: str
    is_open: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """可选诉求 A request one may choose in a form."""

    number: str
    title: str
    enterprise: str
    opened_at: datetime


def links_of(actor: Actor, request: ServiceRequest) -> list[LinkRow]:
    """Every link of this request to one the actor may see; loose ones only for the office."""
    rows = Link.objects.filter(Q(source=request) | Q(target=request))
    if not policies.may_note(actor, request):
        rows = rows.exclude(kind__in=LOOSE_LINKS)
    if not policies.sees_all(actor):
        seen = ServiceRequest.objects.filter(policies.visible(actor))
        rows = rows.filter(Q(source=request, target__in=seen) | Q(target=request, source__in=seen))
    rows = rows.select_related("source__enterprise", "target__enterprise")
    return [_row(actor, link, request) for link in rows.order_by("id")]


def _row(actor: Actor, link: Link, request: ServiceRequest) -> LinkRow:
    is_out = link.source_id == request.pk
    other = link.target if is_out else link.source
    return LinkRow(
        id=link.pk,
        kind=link.kind,
        is_out=is_out,
        number=other.number,
        title=other.title,
        enterprise=other.enterprise.short_name or other.enterprise.name,
        status=other.status,
        is_open=other.status in OPEN_STATES,
        can_undo=_can_undo(actor, link, request, other),
    )


def _can_undo(actor: Actor, link: Link, request: ServiceRequest, other: ServiceRequest) -> bool:
    if link.kind in LOOSE_LINKS:
        return policies.may_link(actor, request) and policies.may_link(actor, other)
    return link.kind == LinkKind.MERGED and all(
        policies.may_triage(actor, row) for row in (request, other)
    )


def link_for(actor: Actor, pk: int) -> Link:
    """
    A link, if the actor may see both requests it joins.

    :raises Missing: there is none, or one of the two is not theirs; both answer alike.
    """
    link = Link.objects.select_related("source", "target").filter(pk=pk, park_id=actor.park_id)
    found = link.first()
    if found is None:
        raise Missing
    found.source = get_request_for(actor, found.source.number)
    found.target = get_request_for(actor, found.target.number)
    if found.kind in LOOSE_LINKS and not policies.may_note(actor, found.source):
        raise Missing
    return found


def to_merge_with(actor: Actor, request: ServiceRequest, *, most: int = 20) -> list[Candidate]:
    """可并诉求 The other open requests of the enterprise, those that say the same in front."""
    rows = _open_ones(actor, request).filter(enterprise_id=request.enterprise_id)
    found = list(rows.order_by("-opened_at", "-id")[:COMPARED])
    ranked = alike(_words(request), [_words(row) for row in found])
    first = [found[index] for index, _score in ranked]
    rest = [row for row in found if row not in first]
    return [_candidate(row) for row in (first + rest)[:most]]


def to_link_with(
    actor: Actor, request: ServiceRequest, *, at: datetime, most: int = 8
) -> list[Candidate]:
    """可关联诉求 Others of the enterprise and like ones elsewhere, to choose from; or by number."""
    own = to_merge_with(actor, request, most=most // 2)
    elsewhere = alike_elsewhere(
        actor,
        _words(request),
        at=at,
        enterprise_id=request.enterprise_id,
        besides=request.pk,
        most=most - len(own),
    )
    return own + [
        Candidate(hit.number, hit.title, hit.enterprise, hit.opened_at) for hit in elsewhere
    ]


def _open_ones(actor: Actor, request: ServiceRequest) -> QuerySet[ServiceRequest]:
    rows = ServiceRequest.objects.filter(policies.visible(actor), status__in=OPEN_STATES)
    return rows.exclude(pk=request.pk).select_related("enterprise")


def _words(row: ServiceRequest) -> str:
    return f"{row.title} {row.body}"


def _candidate(row: ServiceRequest) -> Candidate:
    name = row.enterprise.short_name or row.enterprise.name
    return Candidate(row.number, row.title, name, row.opened_at)


def merged_into(links: Iterable[LinkRow]) -> LinkRow | None:
    """Where a merged request goes on, as far as the reader may see it."""
    return next((row for row in links if row.kind == LinkKind.MERGED and row.is_out), None)

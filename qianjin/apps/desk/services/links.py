"""关联 Saying that requests hang together, and taking it back; whoever waited is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import OPEN_STATES, EntryKind
from ..hands import LOOSE_LINKS, LinkKind
from ..models import Link, ServiceRequest
from ..refusals import AlreadyLinked, BadRequest, MayNotLink, NotLoose, WaitsForItself
from . import steps

MOST_LINKS = 50
"""Most links of one request: a page shows them all."""
_DEEP = 200


def lock_two(one: ServiceRequest, other: ServiceRequest) -> tuple[ServiceRequest, ServiceRequest]:
    """
    Lock two requests in one order, so that two acts never wait for each other crosswise.

    :raises BadRequest: it is one and the same, or of another park.
    """
    if one.pk == other.pk:
        raise BadRequest({"other": [_("Choose another request than this one.")]})
    if one.park_id != other.park_id:
        raise BadRequest({"other": [_("This request belongs to another park.")]})
    rows = {row.pk: steps.lock(row) for row in sorted((one, other), key=lambda row: row.pk)}
    return rows[one.pk], rows[other.pk]


@transaction.atomic
def relate(
    *, request: ServiceRequest, other: ServiceRequest, kind: str, by: Actor, at: datetime
) -> Link:
    """
    关联 Say how ``request`` stands to ``other``: related, before it, or following from it.

    Only the office sees it. When what has to come first is resolved, whoever waits is told.

    :raises MayNotLink: the actor has no share in the work on both.
    :raises AlreadyLinked: the two are linked by hand already.
    :raises WaitsForItself: it would have to come before what it waits for.
    :raises BadRequest: an unknown way, the request itself, or too many links.
    """
    if kind not in LOOSE_LINKS:
        raise BadRequest({"kind": [_("Say how the two hang together.")]})
    source, target = lock_two(request, other)
    if not (policies.may_link(by, source) and policies.may_link(by, target)):
        raise MayNotLink
    pair = (source.pk, target.pk)
    linked = Link.objects.filter(source__in=pair, target__in=pair, kind__in=LOOSE_LINKS)
    if linked.exists():
        raise AlreadyLinked(number=target.number)
    if kind == LinkKind.BLOCKS and _waits_for(source.pk, target.pk):
        raise WaitsForItself(number=source.number)
    for row in (source, target):
        if row.links_out.count() + row.links_in.count() >= MOST_LINKS:
            sentence = _("%(number)s has %(most)s links already.")
            words = sentence % {"number": row.number, "most": MOST_LINKS}
            raise BadRequest({"other": [words]})
    link = Link.objects.create(
        park_id=source.park_id,
        source=source,
        target=target,
        kind=kind,
        made_by_id=by.person_id,
        made_at=at,
    )
    _write(link, EntryKind.RELATED, by, at)
    return link


def _waits_for(waiting: int, first: int) -> bool:
    """Whether ``waiting`` has to wait for ``first`` by what was said before, however far."""
    seen, now = {waiting}, {waiting}
    while now and len(seen) < _DEEP:
        rows = Link.objects.filter(target__in=now, kind=LinkKind.BLOCKS)
        now = set(rows.values_list("source_id", flat=True)) - seen
        seen |= now
    return first in seen


@transaction.atomic
def unrelate(*, link: Link, by: Actor, at: datetime) -> None:
    """
    取消关联 Take a link away that was set by hand.

    :raises MayNotLink: the actor has no share in the work on both.
    :raises NotLoose: it comes from splitting or merging.
    """
    link.source, link.target = lock_two(link.source, link.target)
    if not (policies.may_link(by, link.source) and policies.may_link(by, link.target)):
        raise MayNotLink
    if link.kind not in LOOSE_LINKS:
        raise NotLoose
    _write(link, EntryKind.UNRELATED, by, at)
    link.delete()


def _write(link: Link, kind: EntryKind, by: Actor, at: datetime) -> None:
    """On both threads, inside the office; each names the other."""
    for row, other, is_source in (
        (link.source, link.target, True),
        (link.target, link.source, False),
    ):
        steps.step(
            request=row,
            kind=kind,
            by=by,
            at=at,
            data={"number": other.number, "link": link.kind, "is_source": is_source},
            is_internal=True,
        )


def tell_waiting(row: ServiceRequest, by: Actor, at: datetime) -> None:
    """What had to come first is settled: whoever handles what waited for it is told."""
    waiting = ServiceRequest.objects.filter(
        links_in__source=row, links_in__kind=LinkKind.BLOCKS, status__in=OPEN_STATES
    ).select_related("enterprise")
    for other in waiting:
        people = steps.office_people(other, at)
        steps.tell(other, people, "may_go_on", at, tone="done", by=by, first=row.number)

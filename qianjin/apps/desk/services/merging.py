"""并件 Two requests of one enterprise about one matter go on as one; it can be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import EntryKind, RequestStatus
from ..hands import OPEN_PARTS, LinkKind, RulingStatus
from ..models import CauseMember, Link, ServiceRequest
from ..refusals import AlreadyInCause, BadRequest, MayNotTriage, StillInHands
from . import clocks, links, steps

FIELDS = ("status", "resume_status", "calendar_version", *clocks.CLOCK_FIELDS)


@transaction.atomic
def merge(
    *,
    request: ServiceRequest,
    other: ServiceRequest,
    by: Actor,
    at: datetime,
    words: str = "",
    version: int | None = None,
) -> Link:
    """
    两件并一件 The later of two requests goes on in the earlier one, whichever way it is said.

    The earlier one keeps number, clock and hands, so that nobody gets more time by it. Whoever
    asked in the later one hears of every further step. The link made holds what is put to rest.

    :raises MayNotTriage: the actor does not dispatch both.
    :raises NotOpen: one of the two is no longer open.
    :raises StillInHands: the later one has open parts, or something of it waits for a ruling.
    :raises AlreadyInCause: the later one belongs to a common cause.
    :raises BadRequest: two enterprises (which have a common cause instead), or one request twice.
    """
    row, row_of_other = links.lock_two(request, other)
    for one in (row, row_of_other):
        if not policies.may_triage(by, one):
            raise MayNotTriage
    steps.need_version(row, version)
    if row.enterprise_id != row_of_other.enterprise_id:
        sentence = _("Another enterprise asked that: group the two as a common cause instead.")
        raise BadRequest({"other": [sentence]})
    for one in (row, row_of_other):
        steps.need_open(one)
    words = steps.may_write(words)
    stays, goes = sorted((row, row_of_other), key=lambda one: (one.opened_at, one.pk))
    _must_be_free(goes)
    if goes.paused_at is not None:
        clocks.resume(goes, at)
    before = steps.working_again(goes) if goes.status == RequestStatus.NEED_INFO else goes.status
    # What was merged into the later one before belongs to the earlier one now.
    Link.objects.filter(target=goes, kind=LinkKind.MERGED).update(target=stays)
    link = Link.objects.create(
        park_id=goes.park_id,
        source=goes,
        target=stays,
        kind=LinkKind.MERGED,
        made_by_id=by.person_id,
        made_at=at,
        data={"status": before, "promises": clocks.put_to_rest(goes)},
    )
    goes.status, goes.resume_status = RequestStatus.MERGED, ""
    data = {"into": stays.number, "said": words}
    steps.step(request=goes, kind=EntryKind.MERGED, by=by, at=at, data=data, fields=FIELDS)
    # Its words stand on the thread that goes on, so that nothing of them is overlooked.
    data = {"from": goes.number, "said": words}
    steps.step(request=stays, kind=EntryKind.MERGED, by=by, at=at, text=goes.body, data=data)
    steps.tell(goes, steps.enterprise_people(goes), "merged", at, by=by, into=stays.number)
    steps.tell(stays, steps.office_people(stays, at), "merged_here", at, by=by, other=goes.number)
    return link


def _must_be_free(row: ServiceRequest) -> None:
    waits = (
        row.parts.filter(status__in=OPEN_PARTS),
        row.returns.filter(status=RulingStatus.ASKED),
        row.extensions.filter(status=RulingStatus.ASKED),
    )
    if any(found.exists() for found in waits):
        raise StillInHands(number=row.number)
    if CauseMember.objects.filter(request=row, cause__answered_at=None).exists():
        raise AlreadyInCause(number=row.number)


@transaction.atomic
def unmerge(*, link: Link, by: Actor, at: datetime) -> ServiceRequest:
    """
    撤销并件 It was another matter after all: the merged request goes on by itself again.

    Its promises run from when they ran, as if it had never been merged.

    :raises MayNotTriage: the actor does not dispatch both.
    """
    goes, stays = links.lock_two(link.source, link.target)
    if not (policies.may_triage(by, goes) and policies.may_triage(by, stays)):
        raise MayNotTriage
    # Under the lock: a second click finds it undone.
    found = Link.objects.filter(pk=link.pk, kind=LinkKind.MERGED).first()
    if found is None or goes.status != RequestStatus.MERGED:
        raise BadRequest({"other": [_("This has been undone already.")]})
    goes.status, goes.resume_status = found.data["status"], ""
    clocks.take_up(goes, found.data["promises"])
    found.delete()
    steps.step(
        request=goes,
        kind=EntryKind.UNMERGED,
        by=by,
        at=at,
        data={"into": stays.number},
        fields=FIELDS,
    )
    data = {"from": goes.number}
    steps.step(request=stays, kind=EntryKind.UNMERGED, by=by, at=at, data=data, is_internal=True)
    steps.tell(goes, steps.enterprise_people(goes), "unmerged", at, by=by)
    steps.tell(goes, steps.office_people(goes, at), "unmerged_here", at, by=by)
    return goes

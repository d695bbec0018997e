"""评价与归档 What the enterprise says in the end: rating, thanks, reopening, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Enterprise

from .. import policies
from ..choices import CONTENT, EntryKind, RatingReason, RequestStatus, reasons_for
from ..models import Rating, ServiceRequest, Thanks
from ..refusals import (
    AlreadyRated,
    BadRequest,
    MayNotHandle,
    MayNotRaise,
    MayNotSpeak,
    NotResolved,
    TooLateToReopen,
)
from ..selectors.acts import may_be_archived
from . import clocks, parts, steps

REOPEN_DAYS = 30


def _of_enterprise(request: ServiceRequest, by: Actor) -> ServiceRequest:
    row = steps.lock(request)
    if not policies.may_speak_for_enterprise(by, row):
        raise MayNotSpeak
    return row


@transaction.atomic
def rate(
    *,
    request: ServiceRequest,
    score: int,
    by: Actor,
    at: datetime,
    reasons: Sequence[str] = (),
    words: str = "",
) -> Rating:
    """
    评价 Rate the answer of this round, 1 to 5 with reasons.

    :raises NotResolved: there is no answer to rate yet.
    :raises AlreadyRated: this round has its rating.
    :raises BadRequest: no score, or a reason that is not on the list.
    """
    row = _of_enterprise(request, by)
    if row.status not in {RequestStatus.RESOLVED, RequestStatus.CLOSED}:
        raise NotResolved
    if row.ratings.filter(round=row.round).exists():
        raise AlreadyRated
    if not 1 <= score <= 5:
        raise BadRequest({"score": [_("Choose 1 to 5 stars.")]})
    if set(reasons) - set(RatingReason.values):
        raise BadRequest({"reasons": [_("Unknown reason.")]})
    if set(reasons) - set(reasons_for(score)):
        raise BadRequest({"reasons": [_("These reasons do not fit the score.")]})
    words = steps.may_write(words)
    rating = Rating.objects.create(
        park_id=row.park_id,
        request=row,
        round=row.round,
        score=score,
        reasons=list(reasons),
        words=words,
        at=at,
        by_id=by.person_id,
    )
    row.score = score
    steps.step(
        request=row,
        kind=EntryKind.RATED,
        by=by,
        at=at,
        text=words,
        data={"score": score, "reasons": list(reasons)},
        fields=("score",),
    )
    enterprises.write_on_thread(
        enterprise=row.enterprise,
        kind=ThreadKind.RATED,
        by=by,
        at=at,
        text=f"{score}/5 {row.title}",
        object_kind="request",
        object_ref=row.number,
    )
    people = steps.office_people(row, at)
    if score < CONTENT:
        people += steps.heads(row, at)
    kind, tone = ("rated", "done") if score >= CONTENT else ("rated_low", "breached")
    steps.tell(row, people, kind, at, tone=tone, by=by, score=score)
    return rating


@transaction.atomic
def reopen(*, request: ServiceRequest, words: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    不满意重办 Reopen what was not solved: a new round with promises of its own.

    :raises NotResolved: it is still open.
    :raises TooLateToReopen: resolved more than thirty days ago.
    """
    row = _of_enterprise(request, by)
    if row.status not in {RequestStatus.RESOLVED, RequestStatus.CLOSED}:
        raise NotResolved
    since = row.resolved_at or at
    if at - since > timedelta(days=REOPEN_DAYS):
        raise TooLateToReopen(days=REOPEN_DAYS)
    words = steps.need_words(words)
    begin_anew(row, words, by, at)
    return row


def begin_anew(row: ServiceRequest, words: str, by: Actor, at: datetime) -> None:
    """A new round with promises of its own; asked for by the enterprise, or after a follow-up."""
    row.status, row.round = RequestStatus.SUBMITTED, row.round + 1
    # What was said of the last answer stays in its rating; the next answer is unrated.
    row.resolved_at = row.closed_at = row.score = None
    clocks.start(row, at)
    steps.step(
        request=row,
        kind=EntryKind.REOPENED,
        by=by,
        at=at,
        text=words,
        data={"round": row.round},
        fields=(
            "status",
            "round",
            "resolved_at",
            "closed_at",
            "score",
            "calendar_version",
            *clocks.CLOCK_FIELDS,
        ),
    )
    enterprises.write_on_thread(
        enterprise=row.enterprise,
        kind=ThreadKind.REQUEST_REOPENED,
        by=by,
        at=at,
        text=row.title,
        object_kind="request",
        object_ref=row.number,
    )
    steps.tell(
        row, steps.office_people(row, at), "reopened", at, tone="breached", by=by, words=words[:80]
    )


@transaction.atomic
def thank(*, request: ServiceRequest, words: str, by: Actor, at: datetime) -> Thanks:
    """
    感谢 Say thank you for a resolved request; it enters the register and the thread.

    :raises NotResolved: it is still open.
    """
    row = _of_enterprise(request, by)
    if row.status not in {RequestStatus.RESOLVED, RequestStatus.CLOSED}:
        raise NotResolved
    words = steps.need_words(words)
    thanks = Thanks.objects.create(
        park_id=row.park_id,
        enterprise=row.enterprise,
        request=row,
        text=words,
        at=at,
        by_id=by.user_id,
        by_name=by.name,
    )
    steps.step(request=row, kind=EntryKind.THANKED, by=by, at=at, text=words)
    enterprises.write_on_thread(
        enterprise=row.enterprise,
        kind=ThreadKind.THANKED,
        by=by,
        at=at,
        text=words[:200],
        object_kind="request",
        object_ref=row.number,
    )
    steps.tell(row, steps.office_people(row, at), "thanked", at, tone="done", by=by)
    return thanks


@transaction.atomic
def enter_thanks(
    *, enterprise: Enterprise, words: str, signed: str, by: Actor, at: datetime
) -> Thanks:
    """
    登记感谢信 Enter a letter of thanks that came on paper, or a pennant; it speaks of no request.

    :raises MayNotRaise: the actor enters nothing for this enterprise.
    :raises BadRequest: no words.
    """
    if by.is_enterprise or enterprise.park_id != by.park_id:
        raise MayNotRaise
    if not policies.may_raise(by, enterprise.pk):
        raise MayNotRaise
    thanks = Thanks.objects.create(
        park_id=enterprise.park_id,
        enterprise=enterprise,
        text=steps.need_words(words),
        at=at,
        by_id=by.user_id,
        by_name=steps.plain(signed)[:80] or enterprise.short_name or enterprise.name[:80],
    )
    enterprises.write_on_thread(
        enterprise=enterprise, kind=ThreadKind.THANKED, by=by, at=at, text=thanks.text[:200]
    )
    audit.record(
        park_id=enterprise.park_id,
        by=by,
        at=at,
        verb="thanks.enter",
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={"thanks": thanks.pk},
    )
    return thanks


@transaction.atomic
def withdraw(
    *, request: ServiceRequest, by: Actor, at: datetime, words: str = ""
) -> ServiceRequest:
    """
    撤回 Withdraw a request that has settled itself; no promise runs any more.

    :raises NotOpen: it is resolved, archived or withdrawn already.
    """
    row = _of_enterprise(request, by)
    steps.need_open(row)
    words = steps.may_write(words)
    row.status, row.closed_at, row.resume_status = RequestStatus.WITHDRAWN, at, ""
    clocks.drop(row, at)
    parts.drop_open(row, at, by=by)
    steps.step(
        request=row,
        kind=EntryKind.WITHDRAWN,
        by=by,
        at=at,
        text=words,
        fields=("status", "closed_at", "resume_status", *clocks.CLOCK_FIELDS),
    )
    steps.tell(row, steps.office_people(row, at), "withdrawn", at, tone="closed", by=by)
    return row


@transaction.atomic
def archive(*, request: ServiceRequest, by: Actor, at: datetime) -> bool:
    """
    归档 Archive a resolved request: content with, or unrated for a fortnight.

    A low rating keeps it open to view until it is reopened or the fortnight is over. Says
    whether anything was done; a second call changes nothing.

    :raises MayNotHandle: not in the actor's hands.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    if row.status != RequestStatus.RESOLVED or not may_be_archived(row, at):
        return False
    row.status, row.closed_at = RequestStatus.CLOSED, at
    steps.step(
        request=row,
        kind=EntryKind.CLOSED,
        by=by,
        at=at,
        is_internal=True,
        fields=("status", "closed_at"),
    )
    return True

"""回访 Drawing whom to ask again each month, writing down what was said, reopening the unsolved."""

from __future__ import annotations

import hashlib
import random
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import CONTENT, Channel, EntryKind, RequestStatus
from ..hands import FollowUpOutcome, FollowUpReason
from ..models import FollowUp, Rating, ServiceRequest
from ..refusals import AlreadyFollowedUp, BadRequest, MayNotFollowUp
from . import closing, steps

SHARE_PERCENT = 10
"""At least so many of what was resolved in a month are drawn."""
ANSWERED = (RequestStatus.RESOLVED, RequestStatus.CLOSED)


def seed_of(park: Park, month: date) -> int:
    """The seed of a month's draw: anyone can repeat it and find the same requests."""
    return int(hashlib.sha256(f"{park.slug} {month:%Y-%m}".encode()).hexdigest()[:12], 16)


@transaction.atomic
def draw_follow_ups(*, park: Park, month: date, at: datetime) -> int:
    """
    抽取回访 Draw a month: at least a tenth of what was resolved, and everyone dissatisfied.

    The draw is seeded by park and month, and done once; a second call only adds who has rated
    low since. Return how many are new.
    """
    first = month.replace(day=1)
    start, end = _bounds(first)
    low = Rating.objects.filter(
        park_id=park.pk, score__lt=CONTENT, request__resolved_at__gte=start,
        request__resolved_at__lt=end, request__status__in=ANSWERED,
    )  # fmt: skip
    wanted = {
        rating.request_id: FollowUpReason.DISSATISFIED
        for rating in low.select_related("request")
        if rating.round == rating.request.round
    }
    drawn = FollowUp.objects.filter(park_id=park.pk, month=first)
    if not drawn.filter(reason=FollowUpReason.SAMPLE).exists():
        for pk in _sample(park, first, start, end):
            wanted.setdefault(pk, FollowUpReason.SAMPLE)
    rounds = dict(ServiceRequest.objects.filter(pk__in=wanted).values_list("pk", "round"))
    known = set(FollowUp.objects.filter(request__in=wanted).values_list("request_id", "round"))
    rows = [
        FollowUp(
            park_id=park.pk,
            request_id=pk,
            round=rounds[pk],
            month=first,
            reason=reason,
            drawn_at=at,
        )
        for pk, reason in sorted(wanted.items())
        if (pk, rounds[pk]) not in known
    ]
    FollowUp.objects.bulk_create(rows)
    if rows:
        audit.record(
            park_id=park.pk,
            by=Actor.clock(park.pk),
            at=at,
            verb="follow_up.draw",
            object_kind="month",
            object_label=f"{first:%Y-%m}",
            detail={"seed": seed_of(park, first), "drawn": len(rows)},
        )
    return len(rows)


def _bounds(first: date) -> tuple[datetime, datetime]:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    start, end = (
        timezone.make_aware(datetime(day.year, day.month, day.day)) for day in (first, following)
    )
    return start, end


def _sample(park: Park, first: date, start: datetime, end: datetime) -> list[int]:
    rows = ServiceRequest.objects.filter(
        park_id=park.pk, status__in=ANSWERED, resolved_at__gte=start, resolved_at__lt=end
    )
    found = list(rows.order_by("id").values_list("pk", flat=True))
    many = -(-len(found) * SHARE_PERCENT // 100)
    return random.Random(seed_of(park, first)).sample(found, many)


@transaction.atomic
def follow_up(
    *, row: FollowUp, outcome: str, channel: str, words: str, by: Actor, at: datetime
) -> FollowUp:
    """
    回访登记 Write down what the enterprise said; what is not solved is reopened.

    :raises MayNotFollowUp: the actor does not ask again.
    :raises AlreadyFollowedUp: it is done, or a new round has begun.
    :raises BadRequest: no outcome, no channel, or no words although it is not solved.
    """
    request = steps.lock(row.request)
    if not policies.may_follow_up(by, request):
        raise MayNotFollowUp
    row = FollowUp.objects.get(pk=row.pk)
    if row.done_at is not None or row.round != request.round or request.status not in ANSWERED:
        raise AlreadyFollowedUp
    problems = {}
    if outcome not in FollowUpOutcome.values:
        problems["outcome"] = [_("Say what came of it.")]
    if channel not in (Channel.PHONE, Channel.VISIT):
        problems["channel"] = [_("By telephone or on site.")]
    if problems:
        raise BadRequest(problems)
    is_unsolved = outcome == FollowUpOutcome.UNSOLVED
    words = steps.need_words(words) if is_unsolved else steps.may_write(words)
    row.outcome, row.channel, row.words = outcome, channel, words
    row.done_at, row.done_by_id = at, by.person_id
    row.save(update_fields=["outcome", "channel", "words", "done_at", "done_by"])
    steps.step(
        request=request,
        kind=EntryKind.ASKED_AGAIN,
        by=by,
        at=at,
        text=words,
        data={"outcome": outcome, "channel": channel},
        is_internal=True,
    )
    if is_unsolved:
        closing.begin_anew(request, words, by, at)
    return row

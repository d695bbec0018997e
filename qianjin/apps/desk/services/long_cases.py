"""长办件 Cases that take longer: the next milestone, and an answer at least every five days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import EntryKind, RequestStatus, Stage
from ..models import ServiceRequest
from ..refusals import BadRequest, NotALongCase
from . import clocks, steps
from .answering import CLOCKED, in_hand, take


@transaction.atomic
def make_long_case(
    *,
    request: ServiceRequest,
    words: str,
    milestone: str,
    milestone_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """
    转长办件（一跟到底） Tell the enterprise why it takes longer and what comes next.

    Keeps the promise to resolve "or make it a long case"; from now on an interim answer is
    promised every five working days.

    :raises BadRequest: the next milestone or its day is missing or past.
    """
    row = in_hand(request, by, version)
    words = steps.need_words(words)
    milestone = _check_milestone(milestone, milestone_on, at)
    taken = take(row, by)
    if row.paused_at:
        clocks.resume(row, at)
    row.status, row.resume_status = RequestStatus.LONG_CASE, ""
    row.milestone, row.milestone_on = milestone, milestone_on
    clocks.meet(row, at, *clocks.ORDER)
    clocks.promise_interim(row, at)
    steps.step(
        request=row,
        kind=EntryKind.LONG_CASE,
        by=by,
        at=at,
        text=words,
        data={"milestone": milestone, "milestone_on": milestone_on},
        fields=(*CLOCKED, *taken, "milestone", "milestone_on"),
    )
    steps.tell(
        row, steps.enterprise_people(row), "long_case", at, tone="waiting", by=by, words=milestone
    )
    return row


@transaction.atomic
def answer_interim(
    *,
    request: ServiceRequest,
    words: str,
    milestone: str,
    milestone_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """
    滚动答复 Tell the enterprise of a long case where it stands, and the next milestone.

    :raises NotALongCase: it is none.
    """
    row = in_hand(request, by, version)
    if row.status != RequestStatus.LONG_CASE:
        raise NotALongCase
    words = steps.need_words(words)
    row.milestone = _check_milestone(milestone, milestone_on, at)
    row.milestone_on = milestone_on
    clocks.meet(row, at, Stage.INTERIM)
    clocks.promise_interim(row, at)
    steps.step(
        request=row,
        kind=EntryKind.INTERIM,
        by=by,
        at=at,
        text=words,
        data={"milestone": milestone, "milestone_on": milestone_on},
        fields=(*CLOCKED, "milestone", "milestone_on"),
    )
    steps.tell(row, steps.enterprise_people(row), "interim", at, by=by)
    return row


@transaction.atomic
def set_milestone(
    *,
    request: ServiceRequest,
    milestone: str,
    milestone_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """
    设下一节点 Move the next milestone of a long case without an answer.

    :raises NotALongCase: it is none.
    """
    row = in_hand(request, by, version)
    if row.status != RequestStatus.LONG_CASE:
        raise NotALongCase
    row.milestone = _check_milestone(milestone, milestone_on, at)
    row.milestone_on = milestone_on
    steps.step(
        request=row,
        kind=EntryKind.MILESTONE,
        by=by,
        at=at,
        text=milestone,
        data={"milestone_on": milestone_on},
        fields=("milestone", "milestone_on"),
    )
    return row


def _check_milestone(milestone: str, milestone_on: date, at: datetime) -> str:
    milestone = steps.plain(milestone)
    problems = {}
    if not milestone:
        problems["milestone"] = [_("Name the next milestone.")]
    if milestone_on < timezone.localdate(at):
        problems["milestone_on"] = [_("This day is past.")]
    if problems:
        raise BadRequest(problems)
    return milestone[:200]

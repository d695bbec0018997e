"""办理 Plans and replies, material and its pause, the solution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind

from .. import policies
from ..choices import EntryKind, RequestStatus, Stage
from ..models import Entry, ServiceRequest
from ..refusals import (
    AlreadyWaiting,
    MayNotHandle,
    MayNotNote,
    MayNotSpeak,
    NotWaiting,
)
from . import clocks, links, parts, steps
from .attachments import Upload, keep_files

CLOCKED = ("status", "resume_status", *clocks.CLOCK_FIELDS)


def in_hand(request: ServiceRequest, by: Actor, version: int | None) -> ServiceRequest:
    """The request locked, open, as the actor saw it, and theirs to handle."""
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    return row


def take(row: ServiceRequest, by: Actor) -> tuple[str, ...]:
    """Answering what nobody has accepted yet is accepting it."""
    if row.status == RequestStatus.SUBMITTED:
        row.officer_id = row.officer_id or by.user_id
        row.unit_id = row.unit_id or min(by.unit_ids, default=None)
    row.first_contact_id = row.first_contact_id or by.user_id
    return ("officer", "unit", "first_contact")


@transaction.atomic
def reply(
    *,
    request: ServiceRequest,
    words: str,
    by: Actor,
    at: datetime,
    is_plan: bool = False,
    files: Sequence[Upload] = (),
    version: int | None = None,
) -> ServiceRequest:
    """
    答复 Reply to the enterprise, or tell it the plan; keeps the promises to respond and to plan.

    A reply to a request that waits for material goes on without it.

    :raises MayNotHandle: not in the actor's hands.
    :raises ChangedMeanwhile: somebody else changed it; carries what they did.
    """
    row = in_hand(request, by, version)
    words = steps.need_words(words)
    taken = take(row, by)
    if row.paused_at:
        clocks.resume(row, at)
    if RequestStatus.LONG_CASE in {row.status, row.resume_status}:
        row.status = RequestStatus.LONG_CASE
    else:
        row.status = RequestStatus.IN_PROGRESS if is_plan else RequestStatus.REPLIED
    row.resume_status = ""
    clocks.meet(row, at, Stage.RESPOND, Stage.PLAN)
    kind = EntryKind.PLAN if is_plan else EntryKind.REPLY
    entry = steps.step(request=row, kind=kind, by=by, at=at, text=words, fields=(*CLOCKED, *taken))
    keep_files(entry=entry, files=files, at=at)
    steps.tell(row, steps.enterprise_people(row), str(kind), at, by=by)
    return row


@transaction.atomic
def ask_material(
    *,
    request: ServiceRequest,
    words: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """
    请企业补件 Ask the enterprise for material; every clock stops until it is here.

    Getting in touch this way keeps the promise to respond.

    :raises AlreadyWaiting: the clock is paused already.
    """
    row = in_hand(request, by, version)
    if row.status == RequestStatus.NEED_INFO:
        raise AlreadyWaiting
    words = steps.need_words(words)
    taken = take(row, by)
    row.resume_status = (
        RequestStatus.ACCEPTED if row.status == RequestStatus.SUBMITTED else row.status
    )
    row.status = RequestStatus.NEED_INFO
    clocks.meet(row, at, Stage.RESPOND)
    clocks.pause(row, at)
    steps.step(
        request=row, kind=EntryKind.ASKED, by=by, at=at, text=words, fields=(*CLOCKED, *taken)
    )
    steps.tell(
        row, steps.enterprise_people(row), "asked", at, tone="at_risk", by=by, words=words[:80]
    )
    return row


@transaction.atomic
def supply_material(
    *,
    request: ServiceRequest,
    words: str,
    by: Actor,
    at: datetime,
    files: Sequence[Upload] = (),
) -> ServiceRequest:
    """
    补件 Send what was asked for, by the enterprise or by the officer who received it.

    The paused working minutes are given back and the clocks go on.

    :raises NotWaiting: nothing was asked for.
    """
    row = steps.lock(request)
    if not (policies.may_speak_for_enterprise(by, row) or policies.may_handle(by, row)):
        raise MayNotSpeak
    if row.status != RequestStatus.NEED_INFO:
        raise NotWaiting
    words = steps.may_write(words) if files else steps.need_words(words)
    row.status = steps.working_again(row)
    row.resume_status = ""
    minutes = clocks.resume(row, at)
    entry = steps.step(
        request=row,
        kind=EntryKind.SUPPLIED,
        by=by,
        at=at,
        text=words,
        data={"paused_minutes": minutes},
        fields=CLOCKED,
    )
    keep_files(entry=entry, files=files, at=at)
    steps.tell(row, steps.office_people(row, at), "supplied", at, by=by)
    return row


@transaction.atomic
def go_on_without(
    *, request: ServiceRequest, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> ServiceRequest:
    """
    恢复计时 Go on although the material has not come; the clocks run again.

    :raises NotWaiting: nothing was asked for.
    """
    row = in_hand(request, by, version)
    if row.status != RequestStatus.NEED_INFO:
        raise NotWaiting
    words = steps.may_write(words)
    row.status = steps.working_again(row)
    row.resume_status = ""
    minutes = clocks.resume(row, at)
    steps.step(
        request=row,
        kind=EntryKind.RESUMED,
        by=by,
        at=at,
        text=words,
        data={"paused_minutes": minutes},
        fields=CLOCKED,
    )
    return row


@transaction.atomic
def write_message(
    *, request: ServiceRequest, words: str, by: Actor, at: datetime, files: Sequence[Upload] = ()
) -> Entry:
    """
    留言 A word from the enterprise that asks for no change of state; answers of the office are
    replies. While material is waited for, use ``supply_material``.

    :raises MayNotSpeak: the request is not of the actor's enterprise.
    """
    row = steps.lock(request)
    if not policies.may_speak_for_enterprise(by, row):
        raise MayNotSpeak
    steps.need_open(row)
    words = steps.may_write(words) if files else steps.need_words(words)
    entry = steps.step(request=row, kind=EntryKind.MESSAGE, by=by, at=at, text=words)
    keep_files(entry=entry, files=files, at=at)
    steps.tell(row, steps.office_people(row, at), "message", at, by=by, words=words[:80])
    return entry


@transaction.atomic
def note(
    *, request: ServiceRequest, words: str, by: Actor, at: datetime, files: Sequence[Upload] = ()
) -> Entry:
    """
    内部备注 Write what the enterprise does not see.

    :raises MayNotNote: the actor has no share in this request.
    """
    row = steps.lock(request)
    if not policies.may_note(by, row):
        raise MayNotNote
    words = steps.need_words(words)
    entry = steps.step(request=row, kind=EntryKind.NOTE, by=by, at=at, text=words, is_internal=True)
    keep_files(entry=entry, files=files, at=at)
    return entry


@transaction.atomic
def resolve(
    *,
    request: ServiceRequest,
    words: str,
    by: Actor,
    at: datetime,
    files: Sequence[Upload] = (),
    parts_reason: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """
    办结 Say how the matter was solved; keeps every promise of the round and asks for a rating.

    Only the lead closes; while parts of co-handlers are open it says why it does not wait.

    :raises MayNotHandle: not in the actor's hands.
    :raises NotOpen: it is resolved, archived or withdrawn.
    :raises BadRequest: parts are open and no ``parts_reason`` is given.
    """
    row = in_hand(request, by, version)
    words = steps.need_words(words)
    dropped = parts.close_without(row, parts_reason, at, by=by)
    taken = take(row, by)
    if row.paused_at:
        clocks.resume(row, at)
    row.status, row.resolved_at, row.resume_status = RequestStatus.RESOLVED, at, ""
    row.milestone, row.milestone_on = "", None
    clocks.meet(row, at, *clocks.ORDER)
    entry = steps.step(
        request=row,
        kind=EntryKind.RESOLVED,
        by=by,
        at=at,
        text=words,
        data=dropped,
        fields=(*CLOCKED, *taken, "resolved_at", "milestone", "milestone_on"),
    )
    keep_files(entry=entry, files=files, at=at)
    enterprises.write_on_thread(
        enterprise=row.enterprise,
        kind=ThreadKind.REQUEST_RESOLVED,
        by=by,
        at=at,
        text=row.title,
        object_kind="request",
        object_ref=row.number,
    )
    steps.tell(row, steps.enterprise_people(row), "resolved", at, tone="done", by=by)
    links.tell_waiting(row, by, at)
    return row

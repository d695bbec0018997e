"""可办事项 What an actor may do with a request in the state it is in, and why not the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Refusal

from .. import policies
from ..choices import CONTENT, OPEN_STATES, Act, RequestStatus
from ..models import ServiceRequest
from ..refusals import (
    AlreadyAccepted,
    AlreadyWaiting,
    MayNotChase,
    MayNotGroup,
    MayNotHandle,
    MayNotLink,
    MayNotNote,
    MayNotTriage,
    NoLeadYet,
    NotALongCase,
    NothingToChase,
    NothingToExtend,
    NotOpen,
    NotResolved,
    NotWaiting,
    NotYetArchivable,
)

ARCHIVE_DAYS = 14

_SORTING = (Act.TRIAGE, Act.MERGE, Act.SPLIT)
_NOTHING_RUNS = (RequestStatus.NEED_INFO, RequestStatus.LONG_CASE)
_NEEDS_WAITING = (Act.SUPPLY, Act.GO_ON)
_NEEDS_LONG_CASE = (Act.INTERIM, Act.MILESTONE)


def act_barred(
    actor: Actor, request: ServiceRequest, act: Act, *, at: datetime
) -> type[Refusal] | None:
    """Why ``act`` is not open to ``actor`` now, or ``None``; the verb itself checks again."""
    if act == Act.NOTE:
        return None if policies.may_note(actor, request) else MayNotNote
    if act == Act.LINK:
        return None if policies.may_link(actor, request) else MayNotLink
    if act in _SORTING:
        if not policies.may_triage(actor, request):
            return MayNotTriage
    elif act == Act.CAUSE:
        if not policies.reaches(actor, Capability.CAUSE_KEEP, request):
            return MayNotGroup
    elif act == Act.CHASE:
        if not policies.may_chase(actor, request):
            return MayNotChase
    elif not policies.may_handle(actor, request):
        return MayNotHandle
    if act == Act.ARCHIVE:
        return _archive_barred(request, at)
    if request.status not in OPEN_STATES:
        return NotOpen
    if act in (Act.SHARE, Act.RETURN) and request.unit_id is None:
        return NoLeadYet
    if act == Act.CHASE and request.next_due_at is None:
        return NothingToChase
    if act == Act.EXTEND and (request.unit_id is None or request.status in _NOTHING_RUNS):
        return NothingToExtend
    return _state_barred(request.status, act)


def _state_barred(status: str, act: Act) -> type[Refusal] | None:
    if act == Act.ACCEPT and status != RequestStatus.SUBMITTED:
        return AlreadyAccepted
    if act == Act.ASK_MATERIAL and status == RequestStatus.NEED_INFO:
        return AlreadyWaiting
    if act in _NEEDS_WAITING and status != RequestStatus.NEED_INFO:
        return NotWaiting
    if act in _NEEDS_LONG_CASE and status != RequestStatus.LONG_CASE:
        return NotALongCase
    return None


def _archive_barred(request: ServiceRequest, at: datetime) -> type[Refusal] | None:
    if request.status != RequestStatus.RESOLVED:
        return NotResolved
    return None if may_be_archived(request, at) else NotYetArchivable


def may_be_archived(request: ServiceRequest, at: datetime) -> bool:
    """Whether a resolved request was rated content, or has waited a fortnight for it."""
    if request.score is not None and request.score >= CONTENT:
        # Reopening empties the score, so it always speaks of the present round.
        return True
    return request.resolved_at is not None and at - request.resolved_at >= timedelta(
        days=ARCHIVE_DAYS
    )

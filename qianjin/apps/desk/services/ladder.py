"""催督阶梯 The ladder of reminders: due soon, late, later; officer, head, deputy director."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks import selectors as parks

from ..choices import OPEN_STATES, EntryKind, RequestStatus, Stage
from ..hands import Rung
from ..models import Promise, Reminder, ServiceRequest
from ..planning import calendar_for
from . import parts, steps

log = logging.getLogger(__name__)

RUNGS = (Rung.YELLOW_OFFICER, Rung.RED_OFFICER, Rung.RED_HEAD, Rung.RED_DIRECTOR)
"""Those that a due time climbs; the milestone of a long case is minded by its day."""


def climb(*, park_id: int, at: datetime, most: int = 500) -> int:
    """
    Remind whoever stands on the rung that a promise has reached; return how many were told.

    Each rung is climbed once per promise; a request that fails does not stop the others.
    """
    clock = Actor.clock(park_id)
    waiting = Promise.objects.filter(
        park_id=park_id,
        met_at=None,
        warn_at__lte=at,
        request__paused_at=None,
        request__status__in=OPEN_STATES,
        stage=F("request__next_stage"),
        round=F("request__round"),
    )
    told = 0
    for rung in RUNGS:
        late = Q() if rung == Rung.YELLOW_OFFICER else Q(due_at__lt=at)
        rows = waiting.filter(late).exclude(reminders__rung=rung)
        # The latest first: should there be too many, none of them waits for ever.
        rows = rows.select_related("request__park", "request__profile").order_by("due_at", "id")
        for promise in rows[:most]:
            try:
                told += _climb_one(promise, rung, clock, at)
            except Exception:
                log.exception("no reminder for promise %s", promise.pk)
    told += _mind_milestones(park_id, clock, at, most)
    return told + parts.remind(park_id=park_id, at=at, most=most)


def _mind_milestones(park_id: int, clock: Actor, at: datetime, most: int) -> int:
    """
    节点已过 Remind of long cases whose milestone is past while no next one has been named.

    Once for each interim answer that is promised, which names the next one: 一跟到底.
    """
    waiting = Promise.objects.filter(
        park_id=park_id,
        met_at=None,
        stage=Stage.INTERIM,
        request__status=RequestStatus.LONG_CASE,
        request__paused_at=None,
        request__milestone_on__lt=timezone.localdate(at),
        round=F("request__round"),
    ).exclude(reminders__rung=Rung.MILESTONE)
    told = 0
    for promise in waiting.select_related("request").order_by("id")[:most]:
        try:
            told += _mind_one(promise, clock, at)
        except Exception:
            log.exception("no reminder of the milestone of promise %s", promise.pk)
    return told


@transaction.atomic
def _mind_one(promise: Promise, clock: Actor, at: datetime) -> bool:
    request = steps.lock(promise.request)
    passed = request.milestone_on is not None and request.milestone_on < timezone.localdate(at)
    if request.status != RequestStatus.LONG_CASE or not passed:
        return False
    if not _note(promise, Rung.MILESTONE, at):
        return False
    people = [*steps.office_people(request, at), *steps.heads(request, at)]
    steps.step(
        request=request,
        kind=EntryKind.REMINDED,
        by=clock,
        at=at,
        is_internal=True,
        data={
            "rung": Rung.MILESTONE,
            "stage": promise.stage,
            "to": list(dict.fromkeys(user.name for user in people)),
        },
    )
    steps.tell(request, people, "milestone_passed", at, tone="at_risk", milestone=request.milestone)
    return True


@transaction.atomic
def _climb_one(promise: Promise, rung: Rung, clock: Actor, at: datetime) -> bool:
    request = steps.lock(promise.request)
    if request.next_due_at != promise.due_at:
        # Kept, paused or moved since the rows were read.
        return False
    if rung == Rung.YELLOW_OFFICER and promise.due_at < at:
        # It went from green to late between two runs; the red rung will speak.
        _note(promise, rung, at)
        return False
    if rung == Rung.RED_DIRECTOR:
        calendar = calendar_for(request.park, request.profile)
        if calendar.working_minutes(promise.due_at, at) < calendar.minutes_per_day:
            return False
    if not _note(promise, rung, at):
        return False
    people = _people_on(rung, request, at)
    if rung != Rung.YELLOW_OFFICER:
        steps.step(
            request=request,
            kind=EntryKind.REMINDED,
            by=clock,
            at=at,
            is_internal=True,
            data={"rung": rung, "stage": promise.stage, "to": [user.name for user in people]},
        )
    tone = "at_risk" if rung == Rung.YELLOW_OFFICER else "breached"
    steps.tell(request, people, str(rung), at, tone=tone)
    return True


def _note(promise: Promise, rung: Rung, at: datetime) -> bool:
    _row, made = Reminder.objects.get_or_create(
        promise=promise, rung=rung, defaults={"park_id": promise.park_id, "at": at}
    )
    return made


def _people_on(rung: Rung, request: ServiceRequest, at: datetime) -> list[User]:
    on = timezone.localdate(at)
    if rung == Rung.RED_HEAD:
        return steps.heads(request, at)
    if rung == Rung.RED_DIRECTOR:
        return accounts.people_with(request.park_id, "deputy_director", on=on)
    return steps.office_people(request, at)


def leave_digest(*, park_id: int, at: datetime) -> int:
    """
    日终小结 Leave each officer with open requests a notice of the evening's state.

    Only on working days of the park; return how many were left. One that fails does not stop the
    others.
    """
    park = parks.park_by_id(park_id)
    today = timezone.localdate(at)
    if not parks.is_working_day(park, today):
        return 0
    left = 0
    # One digest a person, however many roles they hold.
    staff = {member.user_id: member.user for member in accounts.staff_of(park_id, on=today)}
    for user in staff.values():
        try:
            left += _leave_one(park_id, user, today, at)
        except Exception:
            log.exception("no digest for person %s", user.pk)
    return left


@transaction.atomic
def _leave_one(park_id: int, user: User, today: date, at: datetime) -> bool:
    mine = ServiceRequest.objects.filter(park_id=park_id, officer=user)
    still = mine.filter(status__in=OPEN_STATES)
    counts = {
        "late": still.filter(next_due_at__lt=at).count(),
        "soon": still.filter(warn_at__lte=at, next_due_at__gte=at).count(),
        "open": still.count(),
        "done": mine.filter(
            status__in=[RequestStatus.RESOLVED, RequestStatus.CLOSED],
            resolved_at__date=today,
        ).count(),
    }
    if not any(counts.values()):
        return False
    notices.notify(
        users=[user],
        park_id=park_id,
        at=at,
        kind="desk.digest",
        tone="breached" if counts["late"] else "active",
        params=counts,
    )
    return True

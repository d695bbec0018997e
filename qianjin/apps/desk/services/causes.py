"""举一反三 Grouping what has one cause: told together, given time together, answered together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, Enterprise

from .. import policies
from ..choices import OPEN_STATES, EntryKind, RequestStatus, Stage
from ..models import Cause, CauseMember, ChainTeam, ServiceRequest
from ..refusals import (
    AlreadyInCause,
    BadRequest,
    CauseAnswered,
    MayNotGroup,
    MayNotHandle,
)
from . import answering, clocks, sorting, steps

MOST_MEMBERS = 500


@transaction.atomic
def open_cause(
    *,
    request: ServiceRequest,
    title: str,
    by: Actor,
    at: datetime,
    requests: Sequence[ServiceRequest] = (),
    concerned: Sequence[Enterprise] = (),
    for_chain: bool = False,
) -> Cause:
    """
    归为共性问题 Say that requests have one cause; the lead of ``request`` answers for all.

    Enterprises that have not asked but suffer from it are told as well. What concerns a whole
    chain (``for_chain``) goes to the team of the enterprise's chain first.

    :raises MayNotGroup: the actor does not dispatch.
    :raises AlreadyInCause: one of the requests belongs to a cause already.
    :raises BadRequest: no title, or too many members.
    """
    main = steps.lock(request)
    if not policies.reaches(by, Capability.CAUSE_KEEP, main):
        raise MayNotGroup
    steps.need_open(main)
    _not_in_one(main)
    title = steps.need_words(title, "title")[:120]
    if for_chain:
        main = _to_chain_team(main, by, at)
    cause = Cause.objects.create(
        park_id=main.park_id, title=title, main=main, opened_by_id=by.person_id, opened_at=at
    )
    _audit(cause, "open", by, at, {"number": main.number})
    _link(cause, main, by, at)
    _join(cause, main, requests, concerned, by, at)
    return cause


@transaction.atomic
def join_cause(
    *,
    cause: Cause,
    by: Actor,
    at: datetime,
    requests: Sequence[ServiceRequest] = (),
    concerned: Sequence[Enterprise] = (),
) -> int:
    """
    并入共性问题 Add requests, or enterprises that have not asked; say how many were new.

    :raises CauseAnswered: it has had its answer.
    :raises BadRequest: nothing to add, or too many members.
    """
    main = _main(cause, by, Capability.CAUSE_KEEP)
    if not requests and not concerned:
        raise BadRequest({"concerned": [_("Name whom else it concerns.")]})
    return _join(cause, main, requests, concerned, by, at)


@transaction.atomic
def leave_cause(*, cause: Cause, number: str, by: Actor, at: datetime) -> None:
    """
    移出共性问题 Take a request out again; its thread and its promises stay as they are.

    :raises BadRequest: it is the leading one, or not of this cause.
    """
    main = _main(cause, by, Capability.CAUSE_KEEP)
    # No number holds a NUL, and PostgreSQL would not even look for one.
    wanted = number.replace("\x00", "")
    members = CauseMember.objects.filter(cause=cause, request__number=wanted)
    member = members.exclude(request=main).select_related("request").first()
    if member is None or member.request is None:
        raise BadRequest({"number": [_("Choose a request of this cause, not its leading one.")]})
    row = steps.lock(member.request)
    member.delete()
    steps.step(
        request=row,
        kind=EntryKind.UNLINKED,
        by=by,
        at=at,
        data={"cause": cause.title},
        is_internal=True,
    )
    _audit(cause, "leave", by, at, {"number": row.number})


@transaction.atomic
def tell_cause(*, cause: Cause, words: str, by: Actor, at: datetime) -> int:
    """
    统一告知 Tell everyone concerned how it stands; whoever asked has been responded to by it.

    Returns how many enterprises were told.

    :raises MayNotHandle: another unit leads it.
    """
    main = _main(cause, by, Capability.REQUEST_HANDLE)
    words = steps.need_words(words)
    for row in (main, *others_open(main)):
        clocks.meet(row, at, Stage.RESPOND)
        steps.step(
            request=row,
            kind=EntryKind.TOLD,
            by=by,
            at=at,
            text=words,
            fields=clocks.CLOCK_FIELDS,
        )
        steps.tell(row, steps.enterprise_people(row), "told", at, by=by, words=words[:200])
    tell_concerned(main, words, by, at)
    return _mark_told(cause, at)


@transaction.atomic
def answer_cause(
    *, cause: Cause, words: str, by: Actor, at: datetime, parts_reason: str = ""
) -> int:
    """
    统一答复办结 One answer resolves every open request of the cause; the others are told.

    Returns how many requests were resolved.

    :raises MayNotHandle: another unit leads it.
    :raises BadRequest: parts are open and no reason is given.
    """
    main = _main(cause, by, Capability.REQUEST_HANDLE)
    words = steps.need_words(words)
    others = others_open(main)
    resolved = 0
    if main.status in OPEN_STATES:
        answering.resolve(request=main, words=words, by=by, at=at, parts_reason=parts_reason)
        resolved += 1
    for row in others:
        if (row.unit_id, row.officer_id) != (main.unit_id, main.officer_id):
            # The lead may have changed since: whoever answers for the cause answers for all.
            row.unit_id, row.officer_id = main.unit_id, main.officer_id
            steps.step(
                request=row,
                kind=EntryKind.TRIAGED,
                by=by,
                at=at,
                data={"unit": main.unit.name_zh if main.unit else "", "cause": cause.title},
                is_internal=True,
                fields=("unit", "officer"),
            )
        answering.resolve(request=row, words=words, by=by, at=at, parts_reason=parts_reason)
    tell_concerned(main, words, by, at)
    cause.answered_at = at
    cause.save(update_fields=["answered_at"])
    _audit(cause, "answer", by, at, {"resolved": resolved + len(others)})
    _mark_told(cause, at)
    return resolved + len(others)


def others_open(main: ServiceRequest) -> list[ServiceRequest]:
    """The other open requests of the cause that ``main`` leads, each locked."""
    rows = ServiceRequest.objects.filter(
        in_cause__cause__main=main, in_cause__cause__answered_at=None, status__in=OPEN_STATES
    ).exclude(pk=main.pk)
    return [steps.lock(row) for row in rows.order_by("id")]


def tell_concerned(main: ServiceRequest, words: str, by: Actor, at: datetime) -> None:
    """Tell those of the cause that ``main`` leads who have not asked, on their timelines too."""
    members = CauseMember.objects.filter(
        cause__main=main, cause__answered_at=None, request=None
    ).select_related("enterprise", "cause")
    for member in members:
        enterprises.write_on_thread(
            enterprise=member.enterprise,
            kind=ThreadKind.TOLD,
            by=by,
            at=at,
            text=f"{member.cause.title}：{words}",
        )
        notices.notify(
            users=_people(member.enterprise),
            park_id=main.park_id,
            at=at,
            kind="desk.concerned",
            tone="active",
            params={"title": member.cause.title, "words": words[:300]},
        )


def _people(enterprise: Enterprise) -> list[User]:
    rows = Contact.objects.filter(enterprise=enterprise, user__isnull=False, left_on=None)
    return [contact.user for contact in rows.select_related("user") if contact.user]


def _mark_told(cause: Cause, at: datetime) -> int:
    cause.members.update(told_at=at)
    return cause.members.values("enterprise_id").distinct().count()


def _main(cause: Cause, by: Actor, right: str) -> ServiceRequest:
    main = steps.lock(cause.main)
    if not policies.reaches(by, right, main):
        raise MayNotGroup if right == Capability.CAUSE_KEEP else MayNotHandle
    cause.refresh_from_db()
    if cause.answered_at is not None:
        raise CauseAnswered
    return main


def _join(
    cause: Cause,
    main: ServiceRequest,
    requests: Iterable[ServiceRequest],
    concerned: Iterable[Enterprise],
    by: Actor,
    at: datetime,
) -> int:
    before = cause.members.count()
    for request in requests:
        row = steps.lock(request)
        if row.park_id != main.park_id:
            raise BadRequest({"requests": [_("This request belongs to another park.")]})
        steps.need_open(row)
        _not_in_one(row)
        _link(cause, row, by, at)
        if main.unit_id is not None and row.unit_id != main.unit_id:
            _follow(row, main, by, at)
    asked = set(cause.members.values_list("enterprise_id", flat=True))
    for enterprise in concerned:
        if enterprise.park_id != main.park_id:
            raise BadRequest({"concerned": [_("This enterprise belongs to another park.")]})
        if enterprise.pk not in asked:
            asked.add(enterprise.pk)
            CauseMember.objects.create(
                park_id=main.park_id, cause=cause, enterprise=enterprise, joined_at=at
            )
    now = cause.members.count()
    if now > MOST_MEMBERS:
        raise BadRequest({"concerned": [_("At most %(most)s.") % {"most": MOST_MEMBERS}]})
    _audit(cause, "join", by, at, {"members": now})
    return now - before


def _link(cause: Cause, row: ServiceRequest, by: Actor, at: datetime) -> None:
    # Whoever asks now was perhaps only told before.
    cause.members.filter(enterprise_id=row.enterprise_id, request=None).delete()
    CauseMember.objects.create(
        park_id=row.park_id,
        cause=cause,
        enterprise_id=row.enterprise_id,
        request=row,
        joined_at=at,
    )
    steps.step(
        request=row,
        kind=EntryKind.LINKED,
        by=by,
        at=at,
        data={"cause": cause.title},
        is_internal=True,
    )


def _to_chain_team(main: ServiceRequest, by: Actor, at: datetime) -> ServiceRequest:
    """产业链专班 The team of the chain leads; it accepts anew what somebody else had accepted."""
    sector = main.enterprise.sector
    team = ChainTeam.objects.filter(park_id=main.park_id, sector=sector).select_related("unit")
    found = team.first()
    if found is None:
        raise BadRequest({"for_chain": [_("This chain has no team yet; see the duties.")]})
    if main.unit_id == found.unit_id:
        return main
    if main.status == RequestStatus.ACCEPTED:
        main.status = RequestStatus.SUBMITTED
        main.save(update_fields=["status"])
    return sorting.triage(
        request=main,
        kind=main.kind,
        subkind=main.subkind,
        level=main.level,
        aim=main.aim,
        unit=found.unit,
        by=by,
        at=at,
    )


def _follow(row: ServiceRequest, main: ServiceRequest, by: Actor, at: datetime) -> None:
    """Into the hands that have the cause, sorted alike."""
    officer = main.officer if main.officer_id else None
    sorting.triage(
        request=row,
        kind=main.kind,
        subkind=main.subkind,
        level=main.level,
        aim=main.aim,
        unit=main.unit,
        officer=officer,
        by=by,
        at=at,
    )


def _not_in_one(row: ServiceRequest) -> None:
    leads = Cause.objects.filter(main=row)
    if leads.exists() or CauseMember.objects.filter(request=row).exists():
        raise AlreadyInCause(number=row.number)


def _audit(cause: Cause, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(
        park_id=cause.park_id,
        by=by,
        at=at,
        verb=f"cause.{verb}",
        object_kind="cause",
        object_id=cause.pk,
        object_label=cause.title,
        detail=detail,
    )

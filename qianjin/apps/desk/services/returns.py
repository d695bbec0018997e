"""退单 Giving back what is not one's duty, within a working day; the dispatcher rules finally."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Unit

from .. import policies
from ..choices import EntryKind, RequestStatus
from ..hands import OPEN_PARTS, PartStatus, ReturnReason, RulingStatus
from ..models import Part, Return, ServiceRequest
from ..planning import calendar_for, clock_for
from ..refusals import (
    AlreadyRuled,
    BadRequest,
    MayNotHandle,
    MayNotRule,
    NoLeadYet,
    PartSettled,
    RefusedBefore,
    ReturnWaits,
    TooLateToReturn,
)
from . import parts, sorting, steps

RETURN_DAYS = 1
"""Working days after receipt within which it may be returned (RULES §4, Quanzhou 2022)."""


@transaction.atomic
def return_request(
    *,
    request: ServiceRequest,
    reason: str,
    words: str,
    by: Actor,
    at: datetime,
    proposed: Unit | None = None,
    version: int | None = None,
) -> Return:
    """
    退单 The lead gives a request back, with a reason and who should have it.

    Nothing stands still meanwhile: the promise is the park's, whoever keeps it.

    :raises MayNotHandle: not in the actor's hands.
    :raises TooLateToReturn: more than a working day after it was assigned.
    :raises RefusedBefore: the dispatcher has refused this reason.
    :raises ReturnWaits: it waits for the ruling.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    if row.unit is None:
        raise NoLeadYet
    earlier = Return.objects.filter(request=row, part=None, unit=row.unit)
    _check_time(row, row.assigned_at or row.opened_at, at)
    return _ask(row, None, row.unit, earlier, reason, words, proposed, by, at)


@transaction.atomic
def return_part(
    *,
    part: Part,
    reason: str,
    words: str,
    by: Actor,
    at: datetime,
    proposed: Unit | None = None,
) -> Return:
    """
    协办退单 A co-handler gives its part back; the same rules hold.

    :raises MayNotHelp: it is another unit's, or a colleague's.
    """
    part, row = parts.lock_part(part, by)
    _check_time(row, part.asked_at, at)
    earlier = Return.objects.filter(part=part)
    return _ask(row, part, part.unit, earlier, reason, words, proposed, by, at)


def _check_time(row: ServiceRequest, since: datetime, at: datetime) -> None:
    calendar = calendar_for(row.park, row.profile)
    until = clock_for(calendar, start=since, amount=RETURN_DAYS, unit="wd").due_at
    if at > until:
        shown = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
        raise TooLateToReturn(until=shown)


def _ask(
    row: ServiceRequest,
    part: Part | None,
    unit: Unit,
    earlier: object,
    reason: str,
    words: str,
    proposed: Unit | None,
    by: Actor,
    at: datetime,
) -> Return:
    states = set(earlier.values_list("status", "reason"))  # type: ignore[attr-defined]
    if any(status == RulingStatus.ASKED for status, _reason in states):
        raise ReturnWaits
    if (RulingStatus.REFUSED, reason) in states:
        raise RefusedBefore
    words = steps.need_words(words)
    problems = {}
    if reason not in ReturnReason.values:
        problems["reason"] = [_("Give the reason.")]
    if proposed is not None and (proposed.park_id != row.park_id or proposed.pk == unit.pk):
        problems["proposed"] = [_("Propose another unit of this park.")]
    if problems:
        raise BadRequest(problems)
    made = Return.objects.create(
        park_id=row.park_id,
        request=row,
        part=part,
        unit=unit,
        reason=reason,
        words=words,
        proposed=proposed,
        asked_by_id=by.person_id,
        asked_at=at,
    )
    steps.step(
        request=row,
        kind=EntryKind.RETURNED,
        by=by,
        at=at,
        text=words,
        data={
            "ruling": made.pk,
            "units": [unit.name_zh],
            "reason": reason,
            "proposed": proposed.name_zh if proposed else "",
        },
        is_internal=True,
    )
    people = accounts.people_with(row.park_id, "general_affairs", on=timezone.localdate(at))
    steps.tell(
        row, people, "returned", at, tone="at_risk", by=by, unit=unit.name_zh, words=words[:80]
    )
    return made


@transaction.atomic
def rule_return(
    *,
    returned: Return,
    is_granted: bool,
    by: Actor,
    at: datetime,
    words: str = "",
    unit: Unit | None = None,
) -> Return:
    """
    退单裁定 The dispatcher's last word: granted, it goes to ``unit``; refused, it stays.

    :raises MayNotRule: the actor does not dispatch.
    :raises AlreadyRuled: somebody has ruled.
    :raises BadRequest: refused without a word, or granted to nobody although the lead returns it.
    """
    row = steps.lock(returned.request)
    if not policies.may_rule_return(by, row):
        raise MayNotRule
    found = Return.objects.select_related("unit", "part__unit", "asked_by", "proposed").get(
        pk=returned.pk
    )
    if found.status != RulingStatus.ASKED:
        raise AlreadyRuled
    steps.need_open(row)
    if found.part is not None and found.part.status not in OPEN_PARTS:
        raise PartSettled
    words = steps.may_write(words) if is_granted else steps.need_words(words)
    unit = unit or found.proposed
    if is_granted and ((unit is None and found.part is None) or unit == found.unit):
        raise BadRequest({"unit": [_("Name the unit that is to have it.")]})
    found.status = RulingStatus.GRANTED if is_granted else RulingStatus.REFUSED
    found.ruled_by_id, found.ruled_at, found.ruling = by.person_id, at, words
    found.save(update_fields=["status", "ruled_by", "ruled_at", "ruling"])
    people = [found.asked_by, *steps.office_people(row, at)]
    steps.step(
        request=row,
        kind=EntryKind.RETURN_RULED,
        by=by,
        at=at,
        text=words,
        data={
            "ruling": found.pk,
            "granted": is_granted,
            "units": [found.unit.name_zh],
            "proposed": unit.name_zh if unit and is_granted else "",
        },
        is_internal=True,
    )
    _tell(row, people, found, at, by)
    if is_granted and found.part is not None:
        _give_part(row, found.part, unit, by, at)
    elif is_granted:
        _give(row, unit, by, at)
    return found


def _tell(row: ServiceRequest, people: list[User], found: Return, at: datetime, by: Actor) -> None:
    kind = f"return_{found.status}"
    tone = "active" if found.status == RulingStatus.GRANTED else "at_risk"
    steps.tell(row, people, kind, at, tone=tone, by=by, unit=found.unit.name_zh)


def _give(row: ServiceRequest, unit: Unit | None, by: Actor, at: datetime) -> None:
    """The request to its new lead, who accepts it anew; what was promised stays promised."""
    if row.status == RequestStatus.ACCEPTED:
        row.status = RequestStatus.SUBMITTED
        row.save(update_fields=["status"])
    sorting.triage(
        request=row,
        kind=row.kind,
        subkind=row.subkind,
        level=row.level,
        aim=row.aim,
        unit=unit,
        by=by,
        at=at,
    )


def _give_part(row: ServiceRequest, part: Part, unit: Unit | None, by: Actor, at: datetime) -> None:
    """The part to another unit, with a clock of its own, or to nobody."""
    part.status = PartStatus.RETURNED
    part.save(update_fields=["status"])
    helps = set(row.parts.exclude(status=PartStatus.RETURNED).values_list("unit_id", flat=True))
    row.co_units = sorted(helps) or None
    row.save(update_fields=["co_units"])
    if unit is not None:
        parts.share(request=row, units=[unit], words=part.task, days=part.days, by=by, at=at)

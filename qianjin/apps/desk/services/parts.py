"""协办 Asking other units to help, taking a part, answering for it; only the lead closes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Unit

from .. import policies
from ..choices import OPEN_STATES, EntryKind
from ..hands import OPEN_PARTS, PartStatus, Rung
from ..models import Part, ServiceRequest
from ..refusals import BadRequest, MayNotHandle, MayNotHelp, NoLeadYet, PartSettled, PartTaken
from . import clocks, steps
from .attachments import Upload, keep_files

log = logging.getLogger(__name__)

MOST_DAYS = 60


@transaction.atomic
def share(
    *,
    request: ServiceRequest,
    units: Sequence[Unit],
    words: str,
    by: Actor,
    at: datetime,
    days: int | None = None,
    version: int | None = None,
) -> list[Part]:
    """
    请协办 Ask one unit or several to do a part; each gets a clock of its own.

    Without ``days`` the profile of the request says how many working days a co-handler has.

    :raises MayNotHandle: not in the actor's hands; only the lead shares.
    :raises NoLeadYet: no unit leads the request.
    :raises BadRequest: no unit, the lead itself, one that is at it already, or no task.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    if row.unit_id is None:
        raise NoLeadYet
    words = steps.need_words(words)
    days = row.profile.part_days if days is None else days
    _check(row, units, days)
    clock = clocks.part_clock(row, at, days)
    made = Part.objects.bulk_create(
        Part(
            park_id=row.park_id,
            request=row,
            round=row.round,
            unit=unit,
            task=words,
            asked_by_id=by.user_id,
            asked_at=at,
            days=days,
            due_at=clock.due_at,
            warn_at=clock.warn_at,
            is_provisional=clock.is_provisional,
        )
        for unit in units
    )
    row.co_units = sorted({*(row.co_units or ()), *(unit.pk for unit in units)})
    steps.step(
        request=row,
        kind=EntryKind.SHARED,
        by=by,
        at=at,
        text=words,
        data={"units": [unit.name_zh for unit in units], "due_at": clock.due_at, "days": days},
        is_internal=True,
        fields=("co_units",),
    )
    for unit in units:
        people = steps.people_of_unit(row, unit.pk, at)
        steps.tell(row, people, "shared", at, by=by, unit=unit.name_zh, words=words[:80])
    return made


def _check(row: ServiceRequest, units: Sequence[Unit], days: int) -> None:
    problems: dict[str, list[str]] = {}
    busy = set(row.parts.filter(status__in=OPEN_PARTS).values_list("unit_id", flat=True))
    if not units or len({unit.pk for unit in units}) != len(units):
        problems["units"] = [_("Choose at least one unit, each once.")]
    for unit in units:
        if unit.park_id != row.park_id:
            problems["units"] = [_("This unit belongs to another park.")]
        elif unit.pk == row.unit_id:
            problems["units"] = [_("%(unit)s leads this request itself.") % {"unit": unit.name}]
        elif unit.pk in busy:
            problems["units"] = [_("%(unit)s is at its part already.") % {"unit": unit.name}]
    if not 1 <= days <= MOST_DAYS:
        problems["days"] = [_("Give 1 to %(most)s working days.") % {"most": MOST_DAYS}]
    if problems:
        raise BadRequest(problems)


def lock_part(part: Part, by: Actor) -> tuple[Part, ServiceRequest]:
    """
    The part and its request as they are now, while it is still to be done.

    :raises MayNotHelp: it is another unit's, or a colleague's.
    :raises PartSettled: answered, returned or dropped.
    """
    row = steps.lock(part.request)
    part = Part.objects.select_related("unit").get(pk=part.pk)
    if not policies.may_help(by, part):
        raise MayNotHelp
    steps.need_open(row)
    if part.status not in OPEN_PARTS:
        raise PartSettled
    return part, row


@transaction.atomic
def take_part(*, part: Part, by: Actor, at: datetime) -> Part:
    """
    接协办 Take on a part: whoever takes it answers for it.

    :raises PartTaken: a colleague was first.
    """
    part, row = lock_part(part, by)
    if part.status == PartStatus.TAKEN:
        raise PartTaken
    part.status, part.taken_at = PartStatus.TAKEN, at
    part.officer_id = part.officer_id or by.user_id
    part.save(update_fields=["status", "taken_at", "officer"])
    steps.step(
        request=row,
        kind=EntryKind.PART_TAKEN,
        by=by,
        at=at,
        data={"units": [part.unit.name_zh]},
        is_internal=True,
    )
    return part


@transaction.atomic
def answer_part(
    *, part: Part, words: str, by: Actor, at: datetime, files: Sequence[Upload] = ()
) -> Part:
    """
    协办答复 Answer for a part: its clock stops, the lead is told and goes on.

    Answering what nobody has taken is taking it.
    """
    part, row = lock_part(part, by)
    words = steps.need_words(words)
    part.status, part.met_at, part.answer = PartStatus.ANSWERED, at, words
    part.taken_at = part.taken_at or at
    part.officer_id = part.officer_id or by.user_id
    part.save(update_fields=["status", "met_at", "answer", "taken_at", "officer"])
    entry = steps.step(
        request=row,
        kind=EntryKind.PART_DONE,
        by=by,
        at=at,
        text=words,
        data={"units": [part.unit.name_zh], "late": at > part.due_at},
        is_internal=True,
    )
    keep_files(entry=entry, files=files, at=at)
    people = steps.office_people(row, at)
    steps.tell(
        row, people, "part_done", at, tone="done", by=by, unit=part.unit.name_zh, words=words[:80]
    )
    return part


def close_without(row: ServiceRequest, reason: str, at: datetime, *, by: Actor) -> dict[str, Any]:
    """
    What the entry of the solution says of parts that are dropped with it.

    :raises BadRequest: parts are open and nothing says why the lead does not wait for them.
    """
    open_parts = row.parts.filter(status__in=OPEN_PARTS).select_related("unit")
    names = [part.unit.name for part in open_parts]
    if not names:
        return {}
    reason = steps.may_write(reason, "parts_reason")
    if not reason:
        listed = "、".join(names)
        sentence = _("Parts are still open (%(units)s). Say why you close without them.")
        raise BadRequest({"parts_reason": [sentence % {"units": listed}]})
    dropped = drop_open(row, at, by=by)
    return {"parts_dropped": dropped, "parts_reason": reason}


def drop_open(
    row: ServiceRequest, at: datetime, *, by: Actor, unit_id: int | None = None
) -> list[str]:
    """Let open parts (of one unit when given) fall; those who were at them are told."""
    rows = row.parts.filter(status__in=OPEN_PARTS).select_related("unit", "officer")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    found = list(rows)
    for part in found:
        steps.tell(
            row, _helpers(part, row, at), "part_dropped", at, tone="closed", by=by,
            unit=part.unit.name_zh,
        )  # fmt: skip
    row.parts.filter(pk__in=[part.pk for part in found]).update(status=PartStatus.DROPPED)
    return [part.unit.name_zh for part in found]


def _helpers(part: Part, row: ServiceRequest, at: datetime) -> list[User]:
    """Who is at a part: its officer, or while there is none the heads of the unit."""
    return [part.officer] if part.officer else steps.people_of_unit(row, part.unit_id, at)


def remind(*, park_id: int, at: datetime, most: int) -> int:
    """催办协办 Remind co-handlers before their part is due, and their heads and the lead after."""
    told = 0
    waiting = Part.objects.filter(
        park_id=park_id,
        status__in=OPEN_PARTS,
        warn_at__lte=at,
        request__paused_at=None,
        request__status__in=OPEN_STATES,
    ).exclude(rung=Rung.RED_HEAD)
    for part in waiting.select_related("request").order_by("due_at", "id")[:most]:
        try:
            told += _remind_one(part, at)
        except Exception:
            log.exception("no reminder for part %s", part.pk)
    return told


@transaction.atomic
def _remind_one(part: Part, at: datetime) -> bool:
    row = steps.lock(part.request)
    part = Part.objects.select_related("unit", "officer").get(pk=part.pk)
    rung = Rung.RED_HEAD if part.due_at < at else Rung.YELLOW_OFFICER
    if part.status not in OPEN_PARTS or part.rung == rung or part.warn_at > at:
        return False
    part.rung = rung
    part.save(update_fields=["rung"])
    people = _helpers(part, row, at)
    kind, tone = "part_yellow", "at_risk"
    if rung == Rung.RED_HEAD:
        kind, tone = "part_red", "breached"
        people = [*people, *steps.people_of_unit(row, part.unit_id, at)]
        people += steps.office_people(row, at)
        steps.step(
            request=row,
            kind=EntryKind.REMINDED,
            by=Actor.clock(row.park_id),
            at=at,
            is_internal=True,
            data={"rung": rung, "units": [part.unit.name_zh], "to": _names(people)},
        )
    steps.tell(row, people, kind, at, tone=tone, unit=part.unit.name_zh)
    return True


def _names(people: Sequence[User]) -> list[str]:
    return list(dict.fromkeys(user.name for user in people))

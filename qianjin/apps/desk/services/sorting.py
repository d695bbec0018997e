"""分类受理 Sorting a request, naming who leads it, accepting it and getting in touch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Unit
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import Aim, Channel, EntryKind, Level, RequestStatus, Stage
from ..hands import RulingStatus
from ..models import Return, ServiceRequest
from ..refusals import AlreadyAccepted, BadRequest, MayNotHandle, MayNotTriage
from ..selectors.suggesting import hints_for
from . import clocks, parts, steps
from .raising import check_kind

SORTED = (
    *("kind", "subkind", "aim", "level", "unit", "officer"),
    *("title", "first_contact", "assigned_at"),
)


@transaction.atomic
def triage(
    *,
    request: ServiceRequest,
    kind: str,
    level: str,
    by: Actor,
    at: datetime,
    subkind: str = "",
    aim: str = "",
    unit: Unit | None = None,
    officer: User | None = None,
    title: str = "",
    words: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """
    分类交办 Name type, aim and level, the lead unit and its officer.

    Another type or level may bring another promise: the clocks not yet kept are then counted
    anew from the same start.

    :raises MayNotTriage: the actor sorts no requests here.
    :raises ChangedMeanwhile: somebody else was first.
    :raises BadRequest: type, unit or officer do not go together.
    """
    row = steps.lock(request)
    if not policies.may_triage(by, row):
        raise MayNotTriage
    steps.need_version(row, version)
    steps.need_open(row)
    check_kind(kind, subkind)
    _check_people(row, unit, officer, level, aim, at)
    before = {"kind": row.kind, "level": row.level, "unit": row.unit_id, "officer": row.officer_id}
    row.kind, row.subkind, row.level, row.aim = kind, subkind, level, aim
    row.unit, row.officer = unit, officer
    suggested = {
        target: hints[0].code for target, hints in hints_for(row.park_id, row.body).items()
    }
    if unit and unit.pk != before["unit"]:
        row.assigned_at = at
        # Given to another, what its old lead asked to return is granted.
        waits = Return.objects.filter(request=row, part=None, status=RulingStatus.ASKED)
        waits.update(status=RulingStatus.GRANTED, ruled_by=by.person_id, ruled_at=at)
    words, title = steps.may_write(words), steps.plain(title)[:120]
    if title and title != row.title:
        row.title = title
        steps.add_to_search(row, title)
    row.first_contact_id = row.first_contact_id or by.user_id
    if unit and unit.pk != before["unit"]:
        parts.drop_open(row, at, by=by, unit_id=unit.pk)
    profile = clocks.profile_for(row.park_id, kind, level)
    moved = False
    if row.status != RequestStatus.LONG_CASE and (
        profile != row.profile or level != before["level"]
    ):
        moved = clocks.retime(row, profile)
    steps.step(
        request=row,
        kind=EntryKind.TRIAGED,
        by=by,
        at=at,
        text=words,
        data={
            "before": before,
            "kind": kind,
            "subkind_code": f"{kind}/{subkind}" if subkind else "",
            "level": level,
            "unit": unit.name_zh if unit else "",
            "unit_code": unit.code if unit else "",
            "officer": officer.name if officer else "",
            "clocks_moved": moved,
            # What was suggested when this was chosen: a choice against it teaches more.
            "suggested": suggested,
        },
        is_internal=True,
        fields=(*SORTED, *clocks.CLOCK_FIELDS, "profile"),
    )
    if officer and officer.pk != before["officer"]:
        steps.tell(row, [officer], "assigned", at, by=by)
    elif unit and unit.pk != before["unit"] and officer is None:
        steps.tell(row, steps.people_of_unit(row, unit.pk, at), "assigned", at, by=by)
    return row


def _check_people(
    row: ServiceRequest, unit: Unit | None, officer: User | None, level: str, aim: str, at: datetime
) -> None:
    problems = {}
    if level and level not in Level.values:
        problems["level"] = [_("Unknown level.")]
    if aim and aim not in Aim.values:
        problems["aim"] = [_("Unknown aim.")]
    if unit is not None and unit.park_id != row.park_id:
        problems["unit"] = [_("This unit belongs to another park.")]
    if officer is not None:
        try:
            accounts.officer_of(row.park_id, officer.pk, on=timezone.localdate(at))
        except Missing:
            problems["officer"] = [_("This person does not serve in the park.")]
    if problems:
        raise BadRequest(problems)


@transaction.atomic
def accept(
    *,
    request: ServiceRequest,
    by: Actor,
    at: datetime,
    channel: str = "",
    words: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """
    受理 Accept a request: whoever accepts handles it, unless an officer is named already.

    With a ``channel`` the first contact is made in the same act, which keeps the first promise.

    :raises MayNotHandle: not in the actor's hands.
    :raises AlreadyAccepted: it has been accepted in this round.
    :raises ChangedMeanwhile: somebody else was first.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    if row.status != RequestStatus.SUBMITTED:
        raise AlreadyAccepted
    words = steps.may_write(words)
    row.status = RequestStatus.ACCEPTED
    row.officer_id = row.officer_id or by.user_id
    if row.unit_id is None:
        row.unit_id = min(by.unit_ids, default=None)
    row.first_contact_id = row.first_contact_id or by.user_id
    steps.step(
        request=row,
        kind=EntryKind.ACCEPTED,
        by=by,
        at=at,
        text="" if channel else words,
        fields=("status", "officer", "unit", "first_contact"),
    )
    if channel:
        _contacted(row, channel, words, by, at)
    steps.tell(row, steps.enterprise_people(row), "accepted", at, by=by, name=by.name)
    return row


@transaction.atomic
def contact(
    *,
    request: ServiceRequest,
    channel: str,
    by: Actor,
    at: datetime,
    words: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """
    首次联系 Note that one got in touch; the first time keeps the promise to respond.

    :raises MayNotHandle: not in the actor's hands.
    :raises NotOpen: nothing is open any more.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    _contacted(row, channel, steps.may_write(words), by, at)
    steps.tell(row, steps.enterprise_people(row), "contacted", at, by=by, name=by.name)
    return row


def _contacted(row: ServiceRequest, channel: str, words: str, by: Actor, at: datetime) -> None:
    if channel not in Channel.values:
        raise BadRequest({"channel": [_("Say how you got in touch.")]})
    clocks.meet(row, at, Stage.RESPOND)
    row.first_contact_id = row.first_contact_id or by.user_id
    steps.step(
        request=row,
        kind=EntryKind.CONTACTED,
        by=by,
        at=at,
        text=words,
        data={"channel": channel},
        fields=(*clocks.CLOCK_FIELDS, "first_contact"),
    )

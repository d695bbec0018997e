"""推进 Starting a special action, telling enterprises, recording what they answer and are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks.models import Park

from ..choices import TargetState
from ..models import Allotment, Drive, Resource, Target
from ..refusals import BadDrive, DriveFinished, MayNotRun, NothingLeft

MOST_WORDS = 5000


@transaction.atomic
def start_drive(
    *,
    park: Park,
    name: str,
    words: str,
    due_on: date,
    chosen: Sequence[Enterprise],
    by: Actor,
    at: datetime,
    resources: Mapping[str, int] | None = None,
) -> Drive:
    """
    发起专项行动 Start a special action with the enterprises chosen and what is to be allotted.

    :raises MayNotRun: the actor starts none in this park.
    :raises BadDrive: a field is missing or wrong, or no enterprise is chosen.
    """
    if park.pk != by.park_id or not by.may(Capability.DRIVE_RUN):
        raise MayNotRun
    name, words = name.strip()[:80], words.strip()
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Please write something.")]
    if not words or len(words) > MOST_WORDS:
        problems["words"] = [_("Write the question or task, at most 5,000 characters.")]
    if due_on < timezone.localdate(at):
        problems["due_on"] = [_("This day is past.")]
    if not chosen or any(firm.park_id != park.pk for firm in chosen):
        problems["tier"] = [_("No enterprise is left by these filters.")]
    if any(capacity < 1 for capacity in (resources or {}).values()):
        problems["resources"] = [_("A shared resource needs a capacity of at least 1.")]
    if problems:
        raise BadDrive(problems)
    drive = Drive.objects.create(
        park=park, name=name, words=words, due_on=due_on, started_by_id=by.person_id, started_at=at
    )
    Target.objects.bulk_create(
        [Target(park=park, drive=drive, enterprise=firm) for firm in chosen], batch_size=1000
    )
    Resource.objects.bulk_create(
        Resource(park=park, drive=drive, name=label[:60], capacity=capacity)
        for label, capacity in (resources or {}).items()
    )
    detail = {"enterprises": len(chosen), "due_on": due_on.isoformat()}
    _trace(drive, "drive.start", by, at, detail)
    return drive


@transaction.atomic
def tell(*, drive: Drive, by: Actor, at: datetime) -> int:
    """
    告知 Tell every enterprise not yet told: a notice to its people; says how many were told.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    """
    row = _running(drive, by)
    targets = list(row.targets.filter(state=TargetState.NOT_TOLD).select_related("enterprise"))
    firms = [target.enterprise_id for target in targets]
    reached = Contact.objects.filter(enterprise__in=firms, left_on=None).values("user")
    people = User.objects.filter(pk__in=reached, is_active=True)
    notices.notify(
        users=list(people),
        park_id=row.park_id,
        at=at,
        kind="drives.told",
        params={"name": row.name, "words": row.words[:80], "due_on": row.due_on.isoformat()},
    )
    for target in targets:
        enterprises.write_on_thread(
            enterprise=target.enterprise, kind=ThreadKind.DRIVE, by=by, at=at, text=row.name
        )
    row.targets.filter(pk__in=[target.pk for target in targets]).update(
        state=TargetState.TOLD, changed_at=at, changed_by=by.name
    )
    _trace(row, "drive.tell", by, at, {"enterprises": len(targets)})
    return len(targets)


@transaction.atomic
def record(
    *,
    target: Target,
    state: str,
    by: Actor,
    at: datetime,
    answer: str = "",
    given: Mapping[int, int] | None = None,
) -> Target:
    """
    登记 Enter where an enterprise stands, what it answered, and what it is given.

    ``given``: resource -> amount; 0 takes an allotment back, what is not named stays.

    :raises NothingLeft: more than the capacity would be allotted; nothing is changed.
    :raises BadDrive: an unknown state, or answered without an answer.
    """
    drive = _running(target.drive, by)
    row = Target.objects.select_for_update().select_related("enterprise").get(pk=target.pk)
    answer = answer.strip()
    if state not in TargetState.values:
        raise BadDrive({"state": [_("Unknown state.")]})
    if len(answer) > MOST_WORDS or (state == TargetState.ANSWERED and not answer):
        raise BadDrive({"answer": [_("Write what the enterprise answered.")]})
    before = row.state
    row.state, row.answer, row.changed_at, row.changed_by = state, answer, at, by.name
    row.save(update_fields=["state", "answer", "changed_at", "changed_by"])
    for resource_id, amount in sorted((given or {}).items()):
        _allot(drive, row, resource_id, amount)
    if state != before:
        enterprises.write_on_thread(
            enterprise=row.enterprise,
            kind=ThreadKind.DRIVE,
            by=by,
            at=at,
            text=f"{drive.name}：{TargetState(state).label}",
        )
    detail = {"enterprise": row.enterprise_id, "before": before, "state": state}
    _trace(drive, "drive.record", by, at, {**detail, "given": dict(given or {})})
    return row


def _allot(drive: Drive, target: Target, resource_id: int, amount: int) -> None:
    # The resource is locked: two officers cannot give the last room twice.
    resource = Resource.objects.select_for_update().filter(pk=resource_id, drive=drive).first()
    if resource is None or amount < 0:
        raise BadDrive({"given": [_("Unknown resource or amount.")]})
    Allotment.objects.filter(resource=resource, target=target).delete()
    given = resource.allotments.aggregate(all=Sum("amount"))["all"] or 0
    if given + amount > resource.capacity:
        raise NothingLeft(resource=resource.name, left=resource.capacity - given)
    if amount:
        Allotment.objects.create(resource=resource, target=target, amount=amount)


@transaction.atomic
def finish(*, drive: Drive, by: Actor, at: datetime) -> Drive:
    """
    结束专项行动 Nothing is told or recorded any more; what stands, stands.

    :raises MayNotRun, DriveFinished: not this person's, or over already.
    """
    row = _running(drive, by)
    row.finished_at = at
    row.save(update_fields=["finished_at"])
    _trace(row, "drive.finish", by, at, {})
    return row


def _running(drive: Drive, by: Actor) -> Drive:
    row = Drive.objects.select_for_update().get(pk=drive.pk)
    if row.park_id != by.park_id or not by.may(Capability.DRIVE_RUN):
        raise MayNotRun
    if row.finished_at is not None:
        raise DriveFinished
    return row


def _trace(drive: Drive, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=drive.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="drive",
        object_id=drive.pk,
        object_label=drive.name,
        detail=detail,
    )

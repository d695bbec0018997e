"""What every verb of special actions begins and ends with: the right, the state, the trace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind

from .. import policies
from ..models import Drive, Target
from ..refusals import ChangedMeanwhile, DriveFinished, MayNotAnswer, MayNotRun


def running(drive: Drive, by: Actor) -> Drive:
    """
    The drive as it is now, held until the transaction ends.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    """
    if not policies.may_run(by, drive.park_id):
        raise MayNotRun
    row = (
        Drive.objects.select_for_update(of=("self",), no_key=True)
        .select_related("park")
        .get(pk=drive.pk)
    )
    if row.finished_at is not None:
        raise DriveFinished
    return row


def held_target(target: Target, by: Actor, *, seen: int | None = None) -> Target:
    """
    One enterprise of a drive, held, for whoever may answer for it.

    The drive itself is read after the lock: finishing holds every open target first, so nothing
    is entered after the end.

    :raises MayNotAnswer, DriveFinished, ChangedMeanwhile: not theirs; over; not as it was seen.
    """
    row = (
        Target.objects.select_for_update(of=("self",), no_key=True)
        .select_related("drive", "enterprise")
        .get(pk=target.pk)
    )
    if not policies.may_answer(by, row):
        raise MayNotAnswer
    if Drive.objects.values_list("finished_at", flat=True).get(pk=row.drive_id) is not None:
        raise DriveFinished
    if seen is not None and seen != row.version:
        raise ChangedMeanwhile
    return row


def note(target: Target, text: str, by: Actor, at: datetime) -> None:
    """A line on the thread of the enterprise that leads to the drive."""
    enterprises.write_on_thread(
        enterprise=target.enterprise,
        kind=ThreadKind.DRIVE,
        by=by,
        at=at,
        text=f"{target.drive.name}：{text}" if text else target.drive.name,
        object_kind="drive_target",
        object_ref=str(target.pk),
    )


def trace(drive: Drive, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    """Seal one act into the park's chain."""
    audit.record(
        park_id=drive.park_id,
        by=by,
        at=at,
        verb=f"drive.{verb}",
        object_kind="drive",
        object_id=drive.pk,
        object_label=drive.name,
        detail=detail,
    )

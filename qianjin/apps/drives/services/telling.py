"""告知 Telling enterprises what is asked, assigning officers, reminding before the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, ThreadEntry
from qianjin.apps.parks.planning import calendar_of

from ..choices import WAITED_FOR, TargetState
from ..models import Drive, Target
from .starting import BATCH, seats_of
from .traces import running, trace

REMINDED_BEFORE = (3, 1, 0)
"""So many working days before the day the enterprise is reminded; 0 is the last one left."""
LONGEST_REST = timedelta(days=14)
"""No row of days off is longer; three working days and one such row reach no further than twice."""


@transaction.atomic
def tell(*, drive: Drive, by: Actor, at: datetime) -> int:
    """
    告知 Tell every enterprise not yet told: a notice to its people; says how many were told.

    Their officers learn how many were given to them.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    """
    row = running(drive, by)
    targets = list(
        row.targets.filter(state=TargetState.NOT_TOLD)
        .select_for_update(of=("self",), no_key=True)
        .select_related("enterprise")
        .order_by("pk")
    )
    tell_people(targets, row, at, "drives.told", words=row.words[:80])
    ThreadEntry.objects.bulk_create(
        [
            enterprises.thread_line(
                enterprise=target.enterprise,
                kind=ThreadKind.DRIVE,
                by=by,
                at=at,
                text=row.name,
                object_kind="drive_target",
                object_ref=str(target.pk),
            )
            for target in targets
        ],
        batch_size=BATCH,
    )
    row.targets.filter(pk__in=[target.pk for target in targets]).update(
        state=TargetState.TOLD, changed_at=at, changed_by=by.name, version=F("version") + 1
    )
    _tell_officers(row, targets, at, "drives.assigned")
    if targets and row.told_at is None:
        row.told_at = at
        row.save(update_fields=["told_at"])
    trace(row, "tell", by, at, {"enterprises": len(targets)})
    return len(targets)


@transaction.atomic
def assign(
    *, drive: Drive, targets: Iterable[int], officer: User | None, by: Actor, at: datetime
) -> int:
    """
    指派 Give enterprises to an officer (none: to nobody); says how many changed hands.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    """
    row = running(drive, by)
    found = list(
        row.targets.filter(pk__in=list(targets))
        .exclude(officer=officer)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    seats = seats_of(row.park_id, {officer.pk} if officer else set(), at)
    row.targets.filter(pk__in=[target.pk for target in found]).update(
        officer=officer, unit_id=seats.get(officer.pk) if officer else None
    )
    for target in found:
        target.officer = officer
    told = [target for target in found if target.state in WAITED_FOR]
    _tell_officers(row, told, at, "drives.assigned")
    name = officer.name if officer else ""
    if found:
        trace(row, "assign", by, at, {"enterprises": len(found), "officer": name})
    return len(found)


def tell_people(
    targets: Iterable[Target], drive: Drive, at: datetime, kind: str, **more: str
) -> None:
    """A notice to everyone with an account at these enterprises; it leads to their own answer."""
    by_firm = {target.enterprise_id: target.pk for target in targets}
    rows = Contact.objects.filter(
        enterprise__in=by_firm, left_on=None, user__is_active=True
    ).select_related("user")
    for contact in rows.order_by("pk"):
        assert contact.user is not None
        notices.notify(
            users=[contact.user],
            park_id=drive.park_id,
            at=at,
            kind=kind,
            params={"name": drive.name, "due_on": drive.due_on.isoformat(), **more},
            object_kind="drive_target",
            object_ref=str(by_firm[contact.enterprise_id]),
        )


def _tell_officers(drive: Drive, targets: Iterable[Target], at: datetime, kind: str) -> None:
    counts = Counter(target.officer_id for target in targets if target.officer_id)
    for user in User.objects.filter(pk__in=counts, is_active=True).order_by("pk"):
        notices.notify(
            users=[user],
            park_id=drive.park_id,
            at=at,
            kind=kind,
            params={
                "name": drive.name,
                "due_on": drive.due_on.isoformat(),
                "count": counts[user.pk],
            },
            object_kind="drive",
            object_ref=str(drive.pk),
        )


def remind(*, at: datetime) -> int:
    """
    到期提醒 What the clock does each morning: three working days and one before, and on the day,
    everybody who has not answered; on the working morning after, the officers learn what is late.

    Nobody is reminded on a day off; a day that falls on one is reminded of on the working day
    before. Each enterprise is reminded once a day at most, however often this runs. Returns how
    many.
    """
    today = timezone.localdate(at)
    near = (today - LONGEST_REST, today + 2 * LONGEST_REST)
    rows = Drive.objects.filter(finished_at=None, due_on__range=near).select_related("park")
    return sum(
        _remind_one(drive, today, at) for drive in rows.order_by("pk") if _speaks_of(drive, today)
    )


def _speaks_of(drive: Drive, today: date) -> bool:
    """Whether this is a working day on which the day of the drive is spoken of."""
    calendar = calendar_of(drive.park)
    if not calendar.is_working_day(today):
        return False
    if drive.due_on < today:
        return calendar.next_working_day(drive.due_on, include=False) == today
    return calendar.working_days_between(today, drive.due_on) in REMINDED_BEFORE


@transaction.atomic
def _remind_one(drive: Drive, today: date, at: datetime) -> int:
    targets = list(
        drive.targets.filter(state__in=WAITED_FOR)
        .exclude(reminded_on=today)
        .select_for_update(skip_locked=True)
        .order_by("pk")
    )
    if not targets:
        return 0
    is_late = drive.due_on < today
    if not is_late:
        tell_people(targets, drive, at, "drives.due")
    _tell_officers(drive, targets, at, "drives.late" if is_late else "drives.open")
    drive.targets.filter(pk__in=[target.pk for target in targets]).update(reminded_on=today)
    trace(drive, "remind", Actor.clock(drive.park_id), at, {"enterprises": len(targets)})
    return len(targets)

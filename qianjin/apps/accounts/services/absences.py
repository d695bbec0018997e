"""请假代理 Absences with a deputy and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit

from .. import policies, selectors
from ..actors import Actor
from ..models import Absence, Membership, User
from ..refusals import AbsenceOver, BadAbsence, MayNotEnterAbsence
from .notices import notify

LONGEST_DAYS = 366


@transaction.atomic
def enter_absence(
    *,
    absent: User,
    deputy: User,
    from_on: date,
    until_on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Absence:
    """
    请假代理 Name a deputy for the days of an absence, both ends included.

    :raises MayNotEnterAbsence: neither oneself nor one's own section.
    :raises BadAbsence: dates run backwards or lie in the past, the deputy is the same person,
        is away on one of the days too, or does not serve in this park.
    """
    today = timezone.localdate(at)
    if not policies.may_enter_absence(
        by, absent_id=absent.pk, absent_unit_ids=_units(by.park_id, absent.pk, today)
    ):
        raise MayNotEnterAbsence
    if by.user_id is None:
        raise MayNotEnterAbsence
    # Two absences of one person entered at once are checked against each other.
    User.objects.select_for_update().get(pk=absent.pk)
    problems = _problems(by.park_id, absent, deputy, from_on, until_on, today)
    if problems:
        raise BadAbsence(problems)
    row = Absence.objects.create(
        park_id=by.park_id,
        absent=absent,
        deputy=deputy,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip(),
        entered_by_id=by.user_id,
        entered_at=at,
    )
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="absence.enter",
        object_kind="person",
        object_id=absent.pk,
        object_label=absent.name,
        detail={"deputy": deputy.name, "from": from_on, "until": until_on},
    )
    days = {"from": from_on.isoformat(), "until": until_on.isoformat()}
    _tell([deputy], by, at, "absence.deputy", {"name": absent.name, **days})
    if absent.pk != by.user_id:
        _tell([absent], by, at, "absence.entered", {"name": deputy.name, **days})
    return row


def _units(park_id: int, user_id: int, today: date) -> frozenset[int]:
    return frozenset(
        selectors.current_memberships(on=today)
        .filter(park_id=park_id, user_id=user_id, unit__isnull=False)
        .values_list("unit_id", flat=True)
    )


def _problems(
    park_id: int, absent: User, deputy: User, from_on: date, until_on: date, today: date
) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    staff = selectors.staff_of(park_id, on=today)
    overlapping = Absence.objects.filter(
        park_id=park_id, from_on__lte=until_on, until_on__gte=from_on
    )
    if until_on < from_on:
        problems["until_on"] = [_("The last day is before the first.")]
    elif until_on < today:
        problems["until_on"] = [_("These days are already over.")]
    elif (until_on - from_on).days >= LONGEST_DAYS:
        problems["until_on"] = [_("An absence can be entered for at most a year.")]
    if not staff.filter(user=absent).exists():
        problems["absent"] = [_("This person does not serve in this park.")]
    elif overlapping.filter(absent=absent).exists():
        problems["from_on"] = [_("These days overlap an absence already entered.")]
    if absent.pk == deputy.pk:
        problems["deputy"] = [_("A person cannot stand in for themselves.")]
    elif not staff.filter(user=deputy).exists():
        problems["deputy"] = [_("The deputy does not serve in this park.")]
    elif overlapping.filter(absent=deputy).exists():
        problems["deputy"] = [_("The deputy is absent on some of these days too.")]
    return problems


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor, at: datetime) -> None:
    """
    销假 End an absence: yesterday was its last day; one not yet begun is removed.

    :raises MayNotEnterAbsence: neither oneself nor one's own section.
    :raises AbsenceOver: it was over already.
    """
    today = timezone.localdate(at)
    units = frozenset(
        Membership.objects.filter(
            park_id=absence.park_id, user_id=absence.absent_id, unit__isnull=False
        ).values_list("unit_id", flat=True)
    )
    if absence.park_id != by.park_id or not policies.may_enter_absence(
        by, absent_id=absence.absent_id, absent_unit_ids=units
    ):
        raise MayNotEnterAbsence
    row = (
        Absence.objects.select_for_update(of=("self",))
        .select_related("absent", "deputy")
        .filter(pk=absence.pk)
        .first()
    )
    if row is None or row.until_on < today:
        raise AbsenceOver
    if row.from_on >= today:
        row.delete()
    else:
        row.until_on = today - timedelta(days=1)
        row.save(update_fields=["until_on"])
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb="absence.end",
        object_kind="person",
        object_id=row.absent_id,
        object_label=row.absent.name,
        detail={"deputy": row.deputy.name, "from": row.from_on, "until": row.until_on},
    )
    _tell([row.deputy], by, at, "absence.ended", {"name": row.absent.name})


def _tell(users: list[User], by: Actor, at: datetime, kind: str, params: dict[str, str]) -> None:
    notify(
        users=[user for user in users if user.pk != by.user_id],
        park_id=by.park_id,
        at=at,
        kind=kind,
        params=params,
        object_kind="absence",
    )

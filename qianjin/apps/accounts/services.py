from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.models import PLATFORM
from qianjin.apps.audit.services import Who
from qianjin.apps.parks.models import Park, Unit
from qianjin.units.refusals import BadInput, NotAllowed, WrongState

from . import policies, selectors
from .actors import Actor
from .choices import Role
from .models import Absence, Draft, Invitation, Membership, Notice, SavedView, User


class MayNotInvite(NotAllowed):
    sentence = gettext_lazy("You may not invite people in this role.")


class MayNotEnterAbsence(NotAllowed):
    sentence = gettext_lazy("You may enter absences for yourself or for your own section only.")


class MayNotChangePeople(NotAllowed):
    sentence = gettext_lazy("Only those who invite people may change their roles.")


class BadAbsence(BadInput):
    sentence = gettext_lazy("Please check the absence.")


class BadPerson(BadInput):
    sentence = gettext_lazy("Please check the details of the person.")


class LastAdministrator(WrongState):
    sentence = gettext_lazy("A park needs at least one administrator.")


@transaction.atomic
def register_person(
    *,
    username: str,
    name: str,
    password: str,
    by: Who,
    at: datetime,
    email: str = "",
    phone: str = "",
    language: str = "zh-hans",
    check_password: bool = True,
) -> User:
    """
    Open an account.

    :raises BadPerson: the name is taken or the password is weak.
    """
    problems: dict[str, list[str]] = {}
    if User.objects.filter(username__iexact=username).exists():
        problems["username"] = [_("This sign-in name is taken.")]
    user = User(username=username, name=name, email=email, phone=phone, language=language)
    if check_password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            problems["password"] = list(error.messages)
    if problems:
        raise BadPerson(problems)
    user.set_password(password)
    user.save()
    audit.record(
        park_id=PLATFORM, by=by, at=at, verb="person.register", object_kind="person",
        object_id=user.pk, object_label=name,
    )
    return user


@transaction.atomic
def appoint(
    *,
    user: User,
    park: Park,
    role: str,
    by: Who,
    at: datetime,
    unit: Unit | None = None,
    from_on: date | None = None,
    sectors: str = "",
) -> Membership:
    """任命 Give a person a role in a park; doing it twice leaves one membership."""
    row, made = Membership.objects.get_or_create(
        user=user, park=park, role=role, unit=unit,
        defaults={"from_on": from_on or timezone.localdate(at), "sectors": sectors},
    )
    if not made and row.until_on is not None:
        row.until_on = None
        row.save(update_fields=["until_on"])
    audit.record(
        park_id=park.pk, by=by, at=at, verb="membership.appoint", object_kind="person",
        object_id=user.pk, object_label=user.name,
        detail={"role": role, "unit": unit.name_zh if unit else ""},
    )
    return row


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """
    卸任 End a role today; what the person did stays under their name.

    :raises MayNotChangePeople: ``by`` does not invite people in this role.
    :raises LastAdministrator: nobody would be left to administer the park.
    """
    if not policies.may_invite(by, membership.role):
        raise MayNotChangePeople
    if membership.role == Role.PARK_ADMIN:
        others = selectors.current_memberships(on=timezone.localdate(at)).filter(
            park_id=membership.park_id, role=Role.PARK_ADMIN
        )
        if not others.exclude(user_id=membership.user_id).exists():
            raise LastAdministrator
    membership.until_on = max(timezone.localdate(at) - timedelta(days=1), membership.from_on)
    membership.save(update_fields=["until_on"])
    audit.record(
        park_id=membership.park_id, by=by, at=at, verb="membership.end", object_kind="person",
        object_id=membership.user_id, object_label=membership.user.name,
        detail={"role": membership.role},
    )
    return membership


@transaction.atomic
def invite(
    *,
    park: Park,
    role: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    days: int = 14,
) -> tuple[Invitation, str]:
    """
    邀请 Make an invitation; return it and the token, which is shown once and not kept.

    :raises MayNotInvite: ``by`` may not invite in this role.
    """
    if not policies.may_invite(by, role):
        raise MayNotInvite
    token = secrets.token_urlsafe(24)
    row = Invitation.objects.create(
        park=park, role=role, unit=unit, name=name, phone=phone, email=email,
        token_hash=selectors.token_hash(token), invited_by_id=by.user_id, invited_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(
        park_id=park.pk, by=by, at=at, verb="invitation.make", object_kind="invitation",
        object_id=row.pk, object_label=name, detail={"role": role},
    )
    return row, token


@transaction.atomic
def accept_invitation(
    *, token: str, at: datetime, user: User | None = None, **person: Any
) -> tuple[Invitation, User]:
    """
    Take up an invitation with an account one has, or with a new one made from ``person``.

    :raises Missing: the link is unknown, used, withdrawn or expired.
    :raises BadPerson: the new account's details are refused.
    """
    row = selectors.open_invitation(token, at=at)
    row = Invitation.objects.select_for_update().get(pk=row.pk)
    row = selectors.open_invitation(token, at=at)
    newcomer = Actor(user_id=None, name=person.get("name", row.name), park_id=row.park_id)
    if user is None:
        user = register_person(by=newcomer, at=at, **person)
    appoint(user=user, park=row.park, role=row.role, unit=row.unit, by=user_as_who(user), at=at)
    row.accepted_by, row.accepted_at = user, at
    row.save(update_fields=["accepted_by", "accepted_at"])
    return row, user


def user_as_who(user: User) -> Actor:
    """A person as the audit trail names them outside any park."""
    return Actor(user_id=user.pk, name=user.name, park_id=PLATFORM)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """
    Withdraw an invitation that has not been taken up; doing it twice changes nothing.

    :raises MayNotInvite: ``by`` may not invite in this role.
    """
    if not policies.may_invite(by, invitation.role):
        raise MayNotInvite
    if invitation.revoked_at is None and invitation.accepted_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        audit.record(
            park_id=invitation.park_id, by=by, at=at, verb="invitation.revoke",
            object_kind="invitation", object_id=invitation.pk, object_label=invitation.name,
        )
    return invitation


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
    请假替岗 Name a deputy for the days of an absence, both ends included.

    :raises MayNotEnterAbsence: neither oneself nor one's own section.
    :raises BadAbsence: dates run backwards, the deputy is the same person, is away too, or
        serves no unit of this park.
    """
    today = timezone.localdate(at)
    units = frozenset(
        selectors.current_memberships(on=today)
        .filter(park_id=by.park_id, user=absent, unit__isnull=False)
        .values_list("unit_id", flat=True)
    )
    if not policies.may_enter_absence(by, absent_id=absent.pk, absent_unit_ids=units):
        raise MayNotEnterAbsence
    problems: dict[str, list[str]] = {}
    if until_on < from_on:
        problems["until_on"] = [_("The last day is before the first.")]
    if absent.pk == deputy.pk:
        problems["deputy"] = [_("A person cannot stand in for themselves.")]
    elif deputy.pk in selectors.deputies_of(by.park_id, [deputy.pk], on=from_on):
        problems["deputy"] = [_("The deputy is absent on the first day too.")]
    elif not selectors.staff_of(by.park_id, on=today).filter(user=deputy).exists():
        problems["deputy"] = [_("The deputy does not serve in this park.")]
    if Absence.objects.filter(
        park_id=by.park_id, absent=absent, from_on__lte=until_on, until_on__gte=from_on
    ).exists():
        problems["from_on"] = [_("These days overlap an absence already entered.")]
    if problems:
        raise BadAbsence(problems)
    row = Absence.objects.create(
        park_id=by.park_id, absent=absent, deputy=deputy, from_on=from_on, until_on=until_on,
        reason=reason, entered_by_id=by.user_id, entered_at=at,
    )
    audit.record(
        park_id=by.park_id, by=by, at=at, verb="absence.enter", object_kind="person",
        object_id=absent.pk, object_label=absent.name,
        detail={"deputy": deputy.name, "from": from_on, "until": until_on},
    )
    notify(
        users=[deputy], park_id=by.park_id, at=at, kind="absence.deputy", tone="active",
        params={"name": absent.name, "from": str(from_on), "until": str(until_on)},
    )
    return row


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor, at: datetime) -> None:
    """Remove an absence, for instance when the person is back early."""
    units = frozenset(
        Membership.objects.filter(park_id=by.park_id, user_id=absence.absent_id, unit__isnull=False)
        .values_list("unit_id", flat=True)
    )
    if not policies.may_enter_absence(by, absent_id=absence.absent_id, absent_unit_ids=units):
        raise MayNotEnterAbsence
    audit.record(
        park_id=by.park_id, by=by, at=at, verb="absence.end", object_kind="person",
        object_id=absence.absent_id, object_label=absence.absent.name,
    )
    absence.delete()


def notify(
    *,
    users: list[User],
    park_id: int,
    at: datetime,
    kind: str,
    params: Mapping[str, Any],
    tone: str = "active",
    object_kind: str = "",
    object_ref: str = "",
) -> None:
    """站内消息 Leave a notice for each person, in the transaction of the act it speaks of."""
    Notice.objects.bulk_create(
        Notice(
            park_id=park_id, user=user, at=at, kind=kind, tone=tone, params=dict(params),
            object_kind=object_kind, object_ref=object_ref,
        )
        for user in users
    )


def read_notices(*, by: Actor, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice (or all) of this person as read."""
    rows = selectors.notices_of(by).filter(read_at=None)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    return rows.order_by().update(read_at=at)


def save_draft(*, by: Actor, key: str, data: Mapping[str, Any], at: datetime) -> None:
    """Keep what has been typed so far; an empty form removes the draft."""
    if not any(data.values()):
        forget_draft(by=by, key=key)
        return
    Draft.objects.update_or_create(
        park_id=by.park_id, user_id=by.user_id, key=key[:80],
        defaults={"data": dict(data), "saved_at": at},
    )


def forget_draft(*, by: Actor, key: str) -> None:
    """Remove a draft: it was sent, or its writer gave it up."""
    Draft.objects.filter(park_id=by.park_id, user_id=by.user_id, key=key).delete()


def save_view(*, by: Actor, page: str, name: str, query: str) -> SavedView:
    """常用视图 Keep a list's filters under a name; the same name is overwritten."""
    row, _made = SavedView.objects.update_or_create(
        park_id=by.park_id, user_id=by.user_id, page=page, name=name[:40],
        defaults={"query": query[:500]},
    )
    return row


def drop_view(*, by: Actor, view_id: int) -> None:
    """Remove one of this person's saved views."""
    SavedView.objects.filter(park_id=by.park_id, user_id=by.user_id, pk=view_id).delete()


def looked(*, by: Actor, at: datetime) -> datetime | None:
    """Note that this person has looked at Today; return when they last did."""
    rows = Membership.objects.filter(park_id=by.park_id, user_id=by.user_id)
    before = max((row.looked_at for row in rows if row.looked_at), default=None)
    rows.update(looked_at=at)
    return before


def set_language(*, user: User, language: str) -> None:
    """Keep the language a person reads in."""
    User.objects.filter(pk=user.pk).update(language=language)




def nobody(name: str) -> Actor:
    """Someone who could not be recognised, as the audit trail names them."""
    return Actor(user_id=None, name=name, park_id=PLATFORM)

"""Accounts and the roles people hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.models import PLATFORM
from qianjin.apps.audit.services import Who
from qianjin.apps.parks.models import Park, Unit

from .. import policies, selectors
from ..actors import Actor
from ..choices import NEEDS_UNIT, Role
from ..models import Membership, User
from ..refusals import BadPerson, BadRole, HasEnded, LastAdministrator, MayNotChangePeople


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
    password_hash: str = "",
    must_change_password: bool = False,
) -> User:
    """
    开户 Open an account, with a password or (moved here from elsewhere) with its hash.

    ``must_change_password``: the password was made for them; nothing else opens before they have
    chosen one of their own.

    :raises BadPerson: the sign-in name is taken or unusable, or the password is weak.
    """
    username, name = username.strip(), name.strip()
    user = User(
        username=username,
        name=name,
        email=email.strip(),
        phone=phone.strip(),
        language=language,
        must_change_password=must_change_password,
    )
    problems = _problems(user)
    if check_password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            problems["password"] = list(error.messages)
    if problems:
        raise BadPerson(problems)
    if password_hash:
        user.password = password_hash
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise BadPerson({"username": [_("This sign-in name is taken.")]}) from error
    audit.record(
        park_id=PLATFORM,
        by=by,
        at=at,
        verb="person.register",
        object_kind="person",
        object_id=user.pk,
        object_label=name,
    )
    return user


def _problems(user: User) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not user.name:
        problems["name"] = [_("Please give a name.")]
    try:
        UnicodeUsernameValidator()(user.username)
    except ValidationError:
        problems["username"] = [_("Letters, digits and @ . + - _ only.")]
    if User.objects.filter(username__iexact=user.username).exists():
        problems["username"] = [_("This sign-in name is taken.")]
    # A city's sign-on finds the account by its address, so an address may not lead to two.
    if user.email and User.objects.filter(email__iexact=user.email).exists():
        problems["email"] = [_("Another account uses this e-mail address.")]
    return problems


@transaction.atomic
def appoint(
    *,
    user: User,
    park: Park,
    role: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    from_on: date | None = None,
    sectors: str = "",
) -> Membership:
    """
    任命 Give a person a role in a park; doing it twice leaves one membership.

    :raises MayNotChangePeople: ``by`` does not invite people in this role here.
    :raises BadRole: the role needs a unit of this park, or the person stands on the other side
        of the counter here.
    """
    if by.park_id != park.pk or not policies.may_invite(by, role):
        raise MayNotChangePeople
    return take_up(
        user=user, park=park, role=role, unit=unit, by=by, at=at, from_on=from_on, sectors=sectors
    )


def take_up(
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
    """Give the role without asking whether ``by`` may: it was settled with the invitation."""
    today = timezone.localdate(at)
    _check_role(user=user, park=park, role=role, unit=unit, today=today)
    start = from_on or today
    row, made = Membership.objects.get_or_create(
        user=user,
        park=park,
        role=role,
        unit=unit,
        defaults={"from_on": start, "sectors": sectors},
    )
    if not made and row.until_on is not None and row.until_on < start:
        row.from_on, row.until_on = start, None
    if sectors:
        row.sectors = sectors
    row.save(update_fields=["from_on", "until_on", "sectors"])
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="membership.appoint",
        object_kind="person",
        object_id=user.pk,
        object_label=user.name,
        detail={"role": role, "unit": unit.name_zh if unit else "", "from": row.from_on},
    )
    return row


def _check_role(*, user: User, park: Park, role: str, unit: Unit | None, today: date) -> None:
    if role not in Role.values:
        raise BadRole({"role": [_("This role is unknown.")]})
    if unit is not None and unit.park_id != park.pk:
        raise BadRole({"unit": [_("This unit belongs to another park.")]})
    if unit is None and role in NEEDS_UNIT:
        raise BadRole({"unit": [_("This role belongs to a section or unit; please choose it.")]})
    held = selectors.current_memberships(on=today).filter(user=user, park=park)
    contacts = held.filter(role=Role.ENTERPRISE_CONTACT).exists()
    officers = held.exclude(role=Role.ENTERPRISE_CONTACT).exists()
    # Whoever handles requests may not raise and rate them too.
    if (officers and role == Role.ENTERPRISE_CONTACT) or (
        contacts and role != Role.ENTERPRISE_CONTACT
    ):
        raise BadRole(
            {"role": [_("A person cannot stand on both sides of the counter of one park.")]}
        )


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """
    卸任 End a role now; what the person did stays under their name.

    A role taken up today is removed as if it had not been; the audit trail keeps both acts.

    :raises MayNotChangePeople: ``by`` does not invite people in this role here.
    :raises HasEnded: the role has already ended.
    :raises LastAdministrator: nobody would be left to administer the park.
    """
    today = timezone.localdate(at)
    if by.park_id != membership.park_id or not policies.may_invite(by, membership.role):
        raise MayNotChangePeople
    # Two administrators who end each other at the same moment must not both succeed.
    Park.objects.select_for_update().get(pk=membership.park_id)
    row = Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if row is None or (row.until_on is not None and row.until_on < today):
        raise HasEnded
    if row.role == Role.PARK_ADMIN:
        others = selectors.current_memberships(on=today).filter(
            park_id=row.park_id, role=Role.PARK_ADMIN, user__is_active=True
        )
        if not others.exclude(user_id=row.user_id).exists():
            raise LastAdministrator
    if row.from_on >= today:
        row.delete()
    else:
        row.until_on = today - timedelta(days=1)
        row.save(update_fields=["until_on"])
    audit.record(
        park_id=membership.park_id,
        by=by,
        at=at,
        verb="membership.end",
        object_kind="person",
        object_id=membership.user_id,
        object_label=membership.user.name,
        detail={
            "role": membership.role,
            "unit": membership.unit.name_zh if membership.unit else "",
        },
    )


def user_as_who(user: User) -> Actor:
    """A person as the audit trail names them outside any park."""
    return Actor(user_id=user.pk, name=user.name, park_id=PLATFORM)


def nobody(name: str) -> Actor:
    """Someone who could not be recognised, as the audit trail names them."""
    return Actor(user_id=None, name=name, park_id=PLATFORM)

"""People with their roles, and the standing cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Absence, Invitation, Membership, Notice, User
from qianjin.apps.accounts.selectors import token_hash
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.enterprises.selectors import actor_of
from qianjin.apps.parks.models import Park, Unit

from .enterprises import a_contact, an_enterprise
from .parks import NOON, a_park, a_unit

PASSWORD = "tide-and-thread-135"
SINCE = date(2020, 5, 20)
TODAY = date(2026, 11, 23)
_numbers = count(1)


def a_person(name: str = "林悦", **fields: Any) -> User:
    """An account without any role."""
    fields.setdefault("username", f"person{next(_numbers)}")
    user = User(name=name, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def a_member(
    park: Park, role: str, unit: Unit | None = None, name: str = "林悦", **fields: Any
) -> User:
    """A new person who has held one role since the park opened."""
    user = a_person(name, **fields)
    a_role(user, park, role, unit)
    return user


def a_role(user: User, park: Park, role: str, unit: Unit | None = None) -> Membership:
    """One role of a person, in force since the park opened."""
    return Membership.objects.create(user=user, park=park, role=role, unit=unit, from_on=SINCE)


def acting(user: User, park: Park, on: date = TODAY) -> Actor:
    """The person as services see them."""
    return actor_of(user=user, park=park, on=on)


def an_invitation(
    park: Park, by: User, role: str = Role.GENERAL_AFFAIRS, token: str = "token", **fields: Any
) -> Invitation:
    """An open invitation whose link ends in ``token``."""
    at: datetime = fields.pop("at", NOON)
    fields.setdefault("expires_at", at + timedelta(days=14))
    return Invitation.objects.create(
        park=park, role=role, token_hash=token_hash(token), invited_by=by, invited_at=at, **fields
    )


def an_absence(
    park: Park, absent: User, deputy: User, from_on: date = TODAY, until_on: date = TODAY
) -> Absence:
    """An absence of one day, today, unless dates are given."""
    return Absence.objects.create(
        park=park,
        absent=absent,
        deputy=deputy,
        from_on=from_on,
        until_on=until_on,
        entered_by=absent,
        entered_at=NOON,
    )


def a_notice(park: Park, user: User, at: datetime = NOON, **fields: Any) -> Notice:
    """An unread notice."""
    fields.setdefault("kind", "absence.ended")
    fields.setdefault("params", {"name": "周衡"})
    return Notice.objects.create(park=park, user=user, at=at, **fields)


@dataclass(frozen=True, slots=True)
class Cast:
    """角色 The people whom tests and pictures share; the other enterprise sees nothing of hers."""

    park: Park
    general: Unit
    investment: Unit
    planning: Unit
    power: Unit
    linyue: User
    """window officer, general affairs"""
    zhouheng: User
    """head of the investment section"""
    yeting: User
    """sector specialist of the investment section"""
    gumingzhou: User
    """head of the planning section"""
    hewei: User
    """deputy director"""
    liaison: User
    """of the power company"""
    auditor: User
    admin: User
    chenxi: Enterprise
    chenlan: User
    """contact of 晨曦精密（演示）"""
    other: Enterprise
    duzhong: User
    """contact of another enterprise"""

    def acts(self, user: User) -> Actor:
        """A person of the cast as services see them."""
        return acting(user, self.park)


def the_cast(park: Park | None = None) -> Cast:
    """The standing cast in their park."""
    park = park or a_park()
    general, investment, planning = (
        a_unit(park, name) for name in ("综合管理部", "招商引资部", "规划建设部")
    )
    power = a_unit(park, "供电公司", "bureau")
    chenlan = a_member(park, Role.ENTERPRISE_CONTACT, name="陈岚")
    duzhong = a_member(park, Role.ENTERPRISE_CONTACT, name="杜仲")
    chenxi, other = an_enterprise(park, "晨曦精密（演示）"), an_enterprise(park, "远山材料（演示）")
    a_contact(chenxi, "陈岚", user=chenlan)
    a_contact(other, "杜仲", user=duzhong)
    return Cast(
        park=park,
        general=general,
        investment=investment,
        planning=planning,
        power=power,
        linyue=a_member(park, Role.GENERAL_AFFAIRS, general, "林悦"),
        zhouheng=a_member(park, Role.SECTION_HEAD, investment, "周衡"),
        yeting=a_member(park, Role.SECTOR_SPECIALIST, investment, "叶汀"),
        gumingzhou=a_member(park, Role.SECTION_HEAD, planning, "顾明舟"),
        hewei=a_member(park, Role.DEPUTY_DIRECTOR, name="何蔚"),
        liaison=a_member(park, Role.BUREAU_LIAISON, power, "供电联络员"),
        auditor=a_member(park, Role.AUDITOR, name="审计员"),
        admin=a_member(park, Role.PARK_ADMIN, name="园区管理员"),
        chenxi=chenxi,
        chenlan=chenlan,
        other=other,
        duzhong=duzhong,
    )

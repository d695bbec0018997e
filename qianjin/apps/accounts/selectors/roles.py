"""Who holds which role in which park, and who a person is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet

from qianjin.apps.parks.composed import DAY, NUMBER, OTHER, Composed
from qianjin.apps.parks.models import Park
from qianjin.units.name_order import name_order
from qianjin.units.refusals import Missing

from ..actors import Actor
from ..choices import Role
from ..models import Absence, Membership, User

Standing = tuple[int, str, int | None, int, str | None]
"""A role held (person, role, unit, number, nothing), or somebody stood in for (their name last)."""


def current_memberships(*, on: date) -> QuerySet[Membership]:
    """Memberships in force on a day."""
    return Membership.objects.filter(from_on__lte=on).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on)
    )


WHO = """
WITH covered AS (
    SELECT DISTINCT ON (a.absent_id) a.absent_id, u.name
    FROM accounts_absence a JOIN accounts_user u ON u.id = a.absent_id
    WHERE a.park_id = {park} AND a.deputy_id = %(user)s
      AND a.from_on <= %(on)s AND a.until_on >= %(on)s
)
SELECT m.user_id, m.role, m.unit_id, m.id, NULL AS name FROM accounts_membership m
WHERE m.park_id = {park} AND m.from_on <= %(on)s
  AND (m.until_on IS NULL OR m.until_on >= %(on)s)
  AND (m.user_id = %(user)s OR m.user_id IN (SELECT absent_id FROM covered))
UNION ALL SELECT absent_id, '', NULL, 0, name FROM covered
"""
"""Asked before every page, so it is written as one question and not composed anew each time."""


def actor_of(*, user: User, park: Park, on: date) -> Actor:
    """
    行为人 Who ``user`` is in ``park`` on a day, deputyships included.

    :raises Missing: this person has no role here; the park answers as if it were not there.
    """
    with connection.cursor() as cursor:
        sql = WHO.format(park="%(park)s")
        cursor.execute(sql, {"park": park.pk, "user": user.pk, "on": on})
        return actor_from(user, park, cursor.fetchall())


def actor_from(user: User, park: Park, found: Iterable[Standing]) -> Actor:
    """The same from what ``WHO`` has found."""
    found = list(found)
    covered = {person: name for person, _role, _unit, _id, name in found if name is not None}
    # One's own roles first: whoever stands in for a head is still an officer.
    rows = sorted((row for row in found if row[4] is None), key=lambda r: (r[0] != user.pk, r[3]))
    own = [role for person, role, *_rest in rows if person == user.pk]
    if not own or not user.is_active:
        raise Missing
    return Actor(
        user_id=user.pk,
        name=user.name,
        park_id=park.pk,
        park_slug=park.slug,
        roles=tuple(dict.fromkeys(role for _person, role, *_rest in rows)),
        unit_ids=frozenset(unit for _person, _role, unit, *_rest in rows if unit),
        acting_for=frozenset(covered),
        acting_names=tuple(covered.values()),
        own_roles=tuple(dict.fromkeys(own)),
        language=user.language,
    )


def parks_of(user: User, *, on: date) -> QuerySet[Park]:
    """The parks in which a person serves today."""
    ids = current_memberships(on=on).filter(user=user).values("park_id")
    return Park.objects.filter(pk__in=ids).order_by("id")


def staff_of(park_id: int, *, on: date) -> QuerySet[Membership]:
    """Everyone on the office's side, with role and unit."""
    return (
        current_memberships(on=on)
        .filter(park_id=park_id)
        .exclude(role=Role.ENTERPRISE_CONTACT)
        .select_related("user", "unit")
        .order_by("unit__position", "user_id")
    )


def people_named(actor: Actor, words: str, *, on: date, most: int) -> list[Membership]:
    """The few people of the office whose name or telephone number holds these characters."""
    rows = staff_of(actor.park_id, on=on).filter(user__is_active=True)
    hits = rows.filter(Q(user__name__icontains=words) | Q(user__phone__contains=words))
    return list(hits.order_by("user_id", "id").distinct("user_id")[:most])


def people_with(park_id: int, *roles: str, on: date, unit_id: int | None = None) -> list[User]:
    """The people in these roles (of one unit when given), without doubles."""
    asked = _people_with(roles, in_unit=unit_id is not None)
    return asked.ask({NUMBER: park_id, OTHER: unit_id, DAY: on})


@lru_cache(maxsize=64)
def _people_with(roles: tuple[str, ...], *, in_unit: bool) -> Composed[User]:
    def compose() -> QuerySet[User]:
        rows = current_memberships(on=DAY).filter(park_id=NUMBER, role__in=roles)
        if in_unit:
            rows = rows.filter(unit_id=OTHER)
        people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True)
        return people.order_by("id")

    return Composed(compose)


def heads_of(park_id: int, unit_ids: set[int], *, on: date) -> list[User]:
    """The heads of these sections."""
    rows = current_memberships(on=on).filter(
        park_id=park_id, role=Role.SECTION_HEAD, unit_id__in=unit_ids
    )
    return list(User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("id"))


def units_with(park_id: int, role: str, *, on: date) -> set[int]:
    """The units in which somebody holds this role."""
    rows = current_memberships(on=on).filter(park_id=park_id, role=role, unit__isnull=False)
    return set(rows.values_list("unit_id", flat=True))


def deputies_of(park_id: int, user_ids: list[int], *, on: date) -> dict[int, User]:
    """Who stands in for each absent person of the list on a day."""
    # Few are away at once, and a list in the question would make it another one each time.
    absences = _AWAY.ask({NUMBER: park_id, DAY: on}) if user_ids else ()
    return {row.absent_id: row.deputy for row in absences if row.absent_id in user_ids}


_AWAY = Composed(
    lambda: Absence.objects.filter(
        park_id=NUMBER, from_on__lte=DAY, until_on__gte=DAY
    ).select_related("deputy")
)


def officer_of(park_id: int, user_id: int, *, on: date) -> User:
    """
    A person on the office's side of this park.

    :raises Missing: no such officer here.
    """
    row = staff_of(park_id, on=on).filter(user_id=user_id).first()
    if row is None:
        raise Missing
    return row.user


def serves_an_office(user: User, *, on: date) -> bool:
    """Whether this person is on the office's side of any park."""
    return (
        current_memberships(on=on).filter(user=user).exclude(role=Role.ENTERPRISE_CONTACT).exists()
    )


def serving_in(park_id: int, unit_id: int, *, on: date) -> list[User]:
    """Those who hold a role in a unit on a day."""
    rows = current_memberships(on=on).filter(park_id=park_id, unit_id=unit_id)
    found = User.objects.filter(pk__in=rows.values("user_id")).order_by("pk")
    return sorted(found, key=lambda person: name_order(person.name))


def contacts_in(park_ids: set[int], *, on: date) -> set[tuple[int, int]]:
    """Park and person of everyone who stands on the enterprise's side of these parks."""
    rows = current_memberships(on=on).filter(park_id__in=park_ids, role=Role.ENTERPRISE_CONTACT)
    return set(rows.values_list("park_id", "user_id"))


def account_named(username: str) -> User:
    """
    An active account by the name its person signs in with.

    :raises Missing: there is none.
    """
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Missing
    return found


def account_with_address(addresses: list[str]) -> User | None:
    """The one active account with one of these e-mail addresses; none when there are several."""
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(email__iexact=address)
    found = list(User.objects.filter(wanted, is_active=True).exclude(email="")[:2])
    return found[0] if len(found) == 1 else None

"""到达 Who comes in, and where: what is asked before every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

from qianjin.apps.parks.composed import NUMBER, Composed
from qianjin.apps.parks.models import Park
from qianjin.units.refusals import Missing

from ..actors import Actor
from ..models import User
from .roles import WHO, actor_from


def account_numbered(number: int) -> User | None:
    """The account with this number."""
    return _ACCOUNT.first({NUMBER: number})


_ACCOUNT: Composed[User] = Composed(lambda: User.objects.filter(pk=NUMBER))


_SERVING = """
SELECT p.slug, p.name_zh, p.name_en, (
    SELECT count(*) FROM accounts_notice n
    WHERE n.park_id = p.id AND n.user_id = %(user)s AND n.read_at IS NULL
) AS unread
FROM parks_park p
WHERE p.id IN (
    SELECT m.park_id FROM accounts_membership m
    WHERE m.user_id = %(user)s AND m.from_on <= %(on)s
      AND (m.until_on IS NULL OR m.until_on >= %(on)s)
)
ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """到达 Who comes in, to which park, and the parks they serve: asked before every page."""

    park: Park
    actor: Actor
    serving: tuple[tuple[str, str, int], ...]
    """Parks in which the person serves on that day: short name, name, unread notices."""


@dataclass(frozen=True, slots=True)
class Comer:
    """来人 Whom a session is thought to belong to, read together with it."""

    user: User
    slug: str
    place: tuple[Any, ...] | None
    """What ``_arriving`` gave for the park called ``slug``; nothing when there is none."""


def session_data(key: str, *, at: datetime) -> str | None:
    """What a session holds, as it was signed; nothing for one that is not there or has ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
            [key, at],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def session_with_comer(
    key: str, *, user_id: int, slug: str, at: datetime
) -> tuple[str, Comer | None] | None:
    """
    The same, and the person it was of when it was last read, on the way into a park; one query.

    Only the session itself says whose it is: whoever asks must compare.
    """
    with connection.cursor() as cursor:
        cursor.execute(_coming(), {"key": key, "user": user_id, "slug": slug, "at": at})
        row = cursor.fetchone()
    if row is None:
        return None
    names = _columns(User)
    data, person, place = row[0], row[1 : 1 + len(names)], row[1 + len(names) :]
    if person[0] is None:
        return data, None
    user = User.from_db("default", names, person)
    return data, Comer(user, slug, place if place[0] is not None else None)


@cache
def _coming() -> str:
    person = ", ".join(f"u.{name}" for name in _columns(User))
    return f"""
SELECT s.session_data, {person}, a.* FROM django_session s
LEFT JOIN accounts_user u ON u.id = %(user)s
LEFT JOIN LATERAL ({_arriving()}) a ON true
WHERE s.session_key = %(key)s AND s.expire_date > %(at)s
"""


def arrival(*, user: User, slug: str, at: datetime, comer: Comer | None = None) -> Arrival:
    """
    Who ``user`` is in the park called ``slug``, on the day it is there; in one query, or in none
    when ``comer`` tells it.

    :raises Missing: there is no such park, or this person has no role in it.
    """
    row = None
    if comer is not None and (comer.user.pk, comer.slug) == (user.pk, slug):
        row = comer.place
    if row is None:
        with connection.cursor() as cursor:
            cursor.execute(_arriving(), {"slug": slug, "user": user.pk, "at": at})
            row = cursor.fetchone()
    if row is None:
        raise Missing
    *columns, standing, serving = row
    park = Park.from_db("default", _columns(Park), columns)
    return Arrival(
        park=park,
        actor=actor_from(user, park, standing or ()),
        serving=tuple(
            (slug, Park(name_zh=name_zh, name_en=name_en).name, unread)
            for slug, name_zh, name_en, unread in serving or ()
        ),
    )


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001


@cache
def _arriving() -> str:
    columns = ", ".join(f"here.{name}" for name in _columns(Park))
    who = WHO.format(park="here.id").replace("%(on)s", "today.day")
    serving = _SERVING.replace("%(on)s", "today.day")
    return f"""
SELECT {columns},
  (SELECT json_agg(json_build_array(w.user_id, w.role, w.unit_id, w.id, w.name)) FROM ({who}) w),
  (SELECT json_agg(json_build_array(s.slug, s.name_zh, s.name_en, s.unread)) FROM ({serving}) s)
FROM parks_park here,
  LATERAL (SELECT (%(at)s::timestamptz AT TIME ZONE here.time_zone)::date AS day) today
WHERE here.slug = %(slug)s
"""

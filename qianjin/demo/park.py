"""开园 Open the demonstration park: units, people, promises and duties, through the services."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User
from qianjin.apps.desk import services as desk
from qianjin.apps.investment import services as investment
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park, Unit

from . import cast

SLUG = "qianjin"


def open_demo_park(*, at: datetime) -> Park:
    """Open 前进智造园（演示） as it stood at ``at``: nobody has asked for anything yet."""
    founder = Actor(user_id=None, name=f"{cast.MARK}安装", park_id=0, roles=(Role.PARK_ADMIN,))
    park = parks.open_park(
        slug=SLUG,
        name_zh="前进智造园（演示）",
        name_en="Qianjin Smart Manufacturing Park (demo)",
        opened_on=date(2020, 5, 20),
        address="江东一路5000号",
        number_prefix="前",
        is_demo=True,
        by=founder,
        at=at,
    )
    founder = Actor(
        user_id=None, name=f"{cast.MARK}安装", park_id=park.pk, roles=(Role.PARK_ADMIN,)
    )
    units = open_units(park, by=founder, at=at)
    appoint_people(park, units, by=founder, at=at)
    set_promises(park, units, by=founder, at=at)
    return park


def open_units(park: Park, *, by: Actor, at: datetime) -> dict[str, Unit]:
    """The sections, bureaux, towns and villages; by code."""
    units: dict[str, Unit] = {}
    for position, row in enumerate(cast.UNITS):
        units[row.code] = parks.add_unit(
            park=park,
            code=row.code,
            kind=row.kind,
            name_zh=row.name_zh,
            name_en=row.name_en,
            parent=units.get(row.parent),
            position=position,
            by=by,
            at=at,
        )
    return units


def appoint_people(
    park: Park, units: dict[str, Unit], *, by: Actor, at: datetime
) -> dict[str, User]:
    """The invented officers with their roles; by sign-in name."""
    people = {}
    # One hash for all: they share the printed password, and hashing is slow on purpose.
    secret = make_password(cast.PASSWORD)
    for person in cast.PEOPLE:
        user = accounts.register_person(
            username=person.username,
            name=f"{cast.MARK}{person.name}",
            password="",
            by=by,
            at=at,
            check_password=False,
            password_hash=secret,
        )
        accounts.appoint(
            user=user,
            park=park,
            role=person.role,
            unit=units.get(person.unit),
            sectors=person.sectors,
            from_on=at.date(),
            by=by,
            at=at,
        )
        people[person.username] = user
    return people


def set_promises(park: Park, units: dict[str, Unit], *, by: Actor, at: datetime) -> None:
    """The readings of 135, the recommended one chosen; who leads which type; scores in public."""
    desk.adopt_readings(park=park, by=by, at=at)
    investment.lay_out(park=park)
    for kind, (unit, aim) in cast.DUTIES.items():
        desk.set_duty(park=park, kind=kind, unit=units[unit], aim=aim, by=by, at=at)
    for sector in ("auto", "aviation"):
        desk.set_chain_team(park=park, sector=sector, unit=units["investment"], by=by, at=at)
    desk.publish_scores(park=park, is_open=True, is_listed=False, fewest=5, by=by, at=at)

"""开园 A park opened for good: calendar, promises, first administrator, in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User
from qianjin.apps.desk import services as desk
from qianjin.apps.investment import services as investment
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park
from qianjin.apps.parks.refusals import BadPark
from qianjin.units.refusals import Missing

FOUNDER = "安装"
"""Who the audit trail names: nobody has an account yet."""
PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A park just opened, who administers it, and the password nobody can read again."""

    park: Park
    admin: User
    password: str
    """Empty when the administrator had an account already and keeps its password."""


@transaction.atomic
def open_park(
    *,
    slug: str,
    name_zh: str,
    name_en: str,
    admin: str,
    at: datetime,
    admin_name: str = "",
    number_prefix: str = "",
    address: str = "",
    opened_on: date | None = None,
) -> Opened:
    """
    开园 Open a park with its calendar, the readings of 135 and an administrator.

    An act of the installation. Somebody who has an account is appointed; otherwise one is made,
    with a password that is returned and nowhere kept; it has to be changed at the first sign-in.

    :raises BadPark: the short name cannot be used or is taken, or the Chinese name is missing.
    :raises BadPerson: the sign-in name cannot be used.
    """
    if not name_zh.strip():
        raise BadPark({"name_zh": [_("The park needs a Chinese name.")]})
    founder = Actor(user_id=None, name=FOUNDER, park_id=0, roles=(Role.PARK_ADMIN,))
    park = parks.open_park(
        slug=slug,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        number_prefix=number_prefix.strip(),
        address=address.strip(),
        opened_on=opened_on,
        by=founder,
        at=at,
    )
    founder = Actor(user_id=None, name=FOUNDER, park_id=park.pk, roles=(Role.PARK_ADMIN,))
    desk.adopt_readings(park=park, by=founder, at=at)
    investment.lay_out(park=park)
    password, admin = "", admin.strip()
    try:
        user = people.account_named(admin)
    except Missing:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        user = accounts.register_person(
            username=admin,
            name=admin_name or admin,
            password=password,
            must_change_password=True,
            by=founder,
            at=at,
        )
    accounts.appoint(user=user, park=park, role=Role.PARK_ADMIN, by=founder, at=at)
    return Opened(park, user, password)

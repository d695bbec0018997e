"""The park whose calendars are kept, and two people of it."""

from __future__ import annotations

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from tests.factories.parks import a_park


@pytest.fixture
def park():
    return a_park()


@pytest.fixture
def admin(park) -> Actor:
    return Actor(1, "园区管理员", park.pk, roles=(Role.PARK_ADMIN,))


@pytest.fixture
def officer(park) -> Actor:
    return Actor(2, "林悦", park.pk, roles=(Role.GENERAL_AFFAIRS,))

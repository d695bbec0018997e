"""日历订阅 One's own projects in one's own calendar, under an address that can be taken back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from qianjin.apps.accounts.models import Membership
from qianjin.apps.investment import services
from tests.factories.accounts import Cast
from tests.factories.investment import a_project
from tests.factories.parks import NOON
from tests.factories.web import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/{cast.park.slug}/projects/calendar/address/"


@pytest.fixture
def address(cast: Cast, specialist: Client, page: str) -> str:
    for name, person in (("我的项目（演示）", cast.yeting), ("别人的项目（演示）", cast.zhouheng)):
        row, by = a_project(cast, name), cast.acts(cast.zhouheng)
        services.plan_step(
            project=row,
            next_step="登门拜访",
            next_on=date(2026, 11, 26),
            next_by=person,
            by=by,
            at=NOON,
        )
    told = send(specialist, page).content.decode()
    found = re.search(r"/calendars/[\w-]+\.ics", told)
    assert found is not None
    return found[0]


def test_shows_ones_own_days_to_whoever_has_the_address(address: str) -> None:
    answer = Client().get(address)

    told = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "我的项目" in told and "登门拜访" in told and "别人的项目" not in told
    assert answer["Cache-Control"] == "private, no-cache"


def test_is_told_once_and_taken_back(specialist: Client, page: str, address: str) -> None:
    again = specialist.get(page).content.decode()
    send(specialist, page, {"close": "1"})

    assert address not in again and 'name="close"' in again
    assert Client().get(address).status_code == 404


def test_dies_with_the_right_to_see_projects(cast: Cast, address: str) -> None:
    Membership.objects.filter(user=cast.yeting).delete()

    assert Client().get(address).status_code == 404


def test_of_nobody_is_not_there(cast: Cast) -> None:
    assert Client().get("/calendars/nothing.ics").status_code == 404

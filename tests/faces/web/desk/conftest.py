"""The standing cast at a desk with something in every tab, on the afternoon of a Monday."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, fields

import pytest
from django.utils import timezone

from qianjin.apps.desk import services
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast, the_cast
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import local
from tests.factories.web import signed_in

AFTERNOON = local("2026-11-23 16:00")


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTERNOON)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of each sort; all but the fresh one lie with 叶汀 of the investment section."""

    late: ServiceRequest
    soon: ServiceRequest
    fresh: ServiceRequest
    waiting: ServiceRequest
    long: ServiceRequest
    to_rate: ServiceRequest
    low: ServiceRequest
    withdrawn: ServiceRequest

    def numbers(self, *names: str) -> set[str]:
        """The numbers of some of them, of all when none is named."""
        wanted = names or tuple(field.name for field in fields(self))
        return {getattr(self, name).number for name in wanted}


@pytest.fixture(scope="module")
def standing_desk(standing_cast: Cast) -> Desk:
    """One request of each sort, laid down once for each file of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: AFTERNOON)
        return _a_desk(standing_cast)


@pytest.fixture
def desk(standing_desk: Desk, db: None) -> Desk:
    """A copy of it for each test."""
    return copy.deepcopy(standing_desk)


def _a_desk(cast: Cast) -> Desk:
    low = a_resolved_request(cast, local("2026-11-19 09:00"), words="班车线路调整")
    services.rate(request=low, score=2, reasons=["slow"], by=cast.acts(cast.chenlan), at=MORNING)
    withdrawn = a_request(cast.other, cast.acts(cast.duzhong), MORNING, "食堂就餐补贴")
    services.withdraw(request=withdrawn, by=cast.acts(cast.duzhong), at=MORNING)
    return Desk(
        late=an_assigned_request(cast, local("2026-11-10 09:00"), "变压器扩容"),
        soon=an_accepted_request(cast, local("2026-11-18 09:00"), words="研发补助兑付"),
        fresh=a_request(cast.other, cast.acts(cast.duzhong), MORNING, "子女入学名额"),
        waiting=a_waiting_request(cast, MORNING, words="用工招聘专场"),
        long=a_long_case(cast, MORNING, words="雨污管网改造"),
        to_rate=a_resolved_request(cast, local("2026-11-20 09:00"), words="排污许可延续"),
        low=low,
        withdrawn=withdrawn,
    )


@pytest.fixture
def elsewhere(cast: Cast) -> ServiceRequest:
    """A request in another park, with words of the same kind."""
    there = the_cast()
    return a_request(there.chenxi, there.acts(there.chenlan), MORNING, "变压器扩容")


_NUMBER = re.compile(r"/requests/(\d{4}-\d{4}-\d+)/")


def numbers_in(page: str) -> list[str]:
    """The requests a page leads to, each once, in their order."""
    return list(dict.fromkeys(_NUMBER.findall(page)))


def shown(client, cast: Cast, path: str, **headers: str) -> str:
    """A page of the park, which must answer."""
    response = client.get(f"/{cast.park.slug}/{path}", headers=headers)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch):
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    return tmp_path


@pytest.fixture
def window(cast):
    """林悦 at the window."""
    return signed_in(cast.linyue)


@pytest.fixture
def officer(cast):
    """叶汀, in whose hands most of the requests are."""
    return signed_in(cast.yeting)

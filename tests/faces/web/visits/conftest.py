"""The standing cast in a park whose office and enterprises are on the map, on a Monday."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.accounts import Cast
from tests.factories.parks import local
from tests.factories.visits import a_place, a_rule, an_office

AFTERNOON = local("2026-11-23 16:00")


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTERNOON)


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    cast = standing_cast
    an_office(cast.park)
    a_rule(cast.park)
    a_place(cast.chenxi, east=2)
    a_place(cast.other, east=3, north=1)
    cast.chenxi.contacts.update(phone="13800000001", post="行政经理")
    return cast

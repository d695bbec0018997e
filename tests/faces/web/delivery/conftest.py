"""A park with three plans, a letter on its way, on the noon of a Monday."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import timezone

from qianjin.apps.delivery import services
from qianjin.apps.delivery.models import Letter, Plan
from tests.factories.accounts import Cast
from tests.factories.delivery import a_plan, the_step
from tests.factories.parks import NOON
from tests.factories.web import signed_in


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@dataclass(frozen=True, slots=True)
class Plans:
    """On cleared land, with acquisition, of the park's own works; a letter to the power company."""

    stock: Plan
    whole: Plan
    works: Plan
    letter: Letter


@pytest.fixture(scope="module")
def standing_plans(standing_cast: Cast) -> Plans:
    """Laid down once for each file of tests."""
    cast = standing_cast
    by = cast.acts(cast.gumingzhou)
    with services.gathered():
        stock = a_plan(cast, conditions=["energy"])
        whole = a_plan(cast, "复材二期（演示）", profile="normal")
        works = a_plan(cast, "横一路及管线（演示）", profile="works")
    services.place(cast.park, at=NOON)
    letter = services.write_letter(
        plan=stock,
        unit=cast.power,
        steps=[the_step(stock, "D20")],
        subject="关于临时用电的函",
        words="请协助办理临时用电。",
        due_on=date(2026, 11, 27),
        by=by,
        at=NOON,
    )
    services.send_letter(letter=letter, by=by, at=NOON)
    return Plans(stock, whole, works, letter)


@pytest.fixture
def plans(standing_plans: Plans, db: None) -> Plans:
    """A copy for each test."""
    return copy.deepcopy(standing_plans)


@pytest.fixture
def keeper(cast):
    """顾明舟, in whose care the plans are."""
    return signed_in(cast.gumingzhou)


@pytest.fixture
def liaison(cast):
    """The liaison of the power company."""
    return signed_in(cast.liaison)


def shown(client, cast: Cast, path: str) -> str:
    """A page of the park, which must answer."""
    response = client.get(f"/{cast.park.slug}/delivery/{path}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()

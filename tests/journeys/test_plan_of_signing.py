"""签约建计划 A signing drafts the plan of its delivery; taken back, the plan goes with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.delivery import services as delivery
from qianjin.apps.delivery.models import Plan
from qianjin.journeys.lead_signed import lead_signed, lead_unsigned
from tests.factories.delivery import enter
from tests.factories.investment import a_project
from tests.factories.parks import NOON

TODAY = date(2026, 11, 23)
FIRM = "云帆航空复材有限公司（演示）"


@pytest.fixture
def signed(cast):
    project = a_project(cast, stage="talks", firm=FIRM, land_mu=200)
    by = cast.acts(cast.yeting)
    return lead_signed(project=project, signed_on=TODAY, wants_site=False, by=by, at=NOON)


def test_a_signing_drafts_a_plan_in_the_care_of_the_owner(cast, signed) -> None:
    row = Plan.objects.get(project=signed.signing.project)

    assert row == signed.plan
    assert (row.profile, row.officer, row.state) == ("zero_gap", cast.yeting, "active")
    assert row.start_on is not None


def test_taken_back_the_plan_is_gone(cast, signed) -> None:
    lead_unsigned(signing=signed.signing, by=cast.acts(cast.yeting), at=NOON)

    assert not Plan.objects.filter(park=cast.park).exists()


def test_a_plan_on_which_something_happened_is_stopped_and_stays(cast, signed) -> None:
    enter(cast, signed.plan, "P01", begun_on="2026-11-20", done_on="2026-11-23")

    lead_unsigned(signing=signed.signing, by=cast.acts(cast.yeting), at=NOON)

    row = Plan.objects.get(park=cast.park)
    assert row.state == "stopped"


def test_a_project_without_land_or_with_a_plan_gets_none(cast) -> None:
    by = cast.acts(cast.yeting)
    landless = a_project(cast, stage="talks", firm=FIRM)
    assert lead_signed(project=landless, signed_on=TODAY, by=by, at=NOON).plan is None

    planned = a_project(cast, "第二项目（演示）", stage="talks", firm="远帆（演示）", land_mu=100)
    own = delivery.open_plan(
        park=cast.park, name="已有（演示）", profile="stock", project=planned, by=by, at=NOON
    )
    later = NOON + timedelta(hours=1)
    made = lead_signed(project=planned, signed_on=TODAY, wants_site=False, by=by, at=later)
    assert made.plan is None
    lead_unsigned(signing=made.signing, by=by, at=later)
    own.refresh_from_db()
    assert own.state == "active"

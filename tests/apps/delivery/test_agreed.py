"""What was agreed beside what is reached; permits in stages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.models import Plan
from qianjin.apps.delivery.refusals import BadEntry
from qianjin.apps.investment import services as investment
from tests.factories.delivery import a_plan, the_step
from tests.factories.investment import a_project
from tests.factories.parks import NOON

TODAY = date(2026, 11, 23)


@pytest.fixture
def plan(cast) -> Plan:
    """Of a project that has promised days and amounts."""
    project = a_project(cast)
    by = cast.acts(cast.yeting)
    for kind, due, amount in (
        ("start", date(2026, 11, 1), None),
        ("production", date(2040, 1, 1), None),
        ("capacity", date(2027, 6, 30), None),
        ("jobs", date(2027, 1, 1), Decimal(300)),
    ):
        investment.commit(project=project, kind=kind, due_on=due, amount=amount, by=by, at=NOON)
    row = a_plan(cast, project=project, conditions=["staged", "staged_above"])
    row.refresh_from_db()
    return row


def rows(cast, plan: Plan) -> dict[str, selectors.Reached]:
    found = selectors.reached_by(
        cast.acts(cast.gumingzhou), plan, selectors.steps_of(plan), today=TODAY
    )
    return {(one.step.key if one.step else one.kind): one for one in found}


def test_days_agreed_stand_beside_days_planned_with_their_light(cast, plan: Plan) -> None:
    found = rows(cast, plan)

    assert (found["D22"].agreed_on, found["D22"].state) == (date(2026, 11, 1), "broken")
    assert (found["C09"].state, found["C09"].likely) == ("coming", plan.production_on)
    assert found["C11"].state == selectors.BEHIND
    assert {"D19A", "D19B", "C01", "C05", "C10"} <= set(found)


def test_amounts_agreed_stand_beside_what_was_entered(cast, plan: Plan) -> None:
    assert rows(cast, plan)["jobs"].amount is None
    assert plan.project is not None
    promise = plan.project.commitments.get(kind="jobs")
    promise.due_on = date(2026, 1, 1)
    promise.save()
    investment.report_year(
        commitment=promise, year=2026, amount=Decimal(320), by=cast.acts(cast.yeting), at=NOON
    )
    row = rows(cast, plan)["jobs"]

    assert (row.agreed, row.amount, row.year, row.state) == (300, 320, 2026, "kept")


def test_nothing_is_measured_before_the_start_while_nothing_is_promised(cast) -> None:
    assert rows(cast, a_plan(cast)) == {}


def test_each_stage_of_a_permit_has_its_own_preconditions(cast, plan: Plan) -> None:
    pit, above = the_step(plan, "D19A"), the_step(plan, "D19B")
    drawings, built = the_step(plan, "D07"), the_step(plan, "C01")
    assert pit.end_on and above.end_on and drawings.end_on and built.end_on

    assert plan.start_on is not None
    assert pit.end_on <= plan.start_on
    assert above.end_on >= max(pit.end_on, drawings.end_on)
    assert (built.end_on - above.end_on).days >= 90


def test_above_the_slab_comes_after_the_pit(cast) -> None:
    with pytest.raises(BadEntry):
        a_plan(cast, conditions=["staged_above"])


def test_the_network_lets_a_park_switch_the_second_stage_off(cast, plan: Plan) -> None:
    services.change_plan(
        plan=plan, version=None, name=plan.name, conditions=["staged"], weight=1, words="",
        parcels=[], by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip
    assert not plan.steps.filter(key="D19B").exists()

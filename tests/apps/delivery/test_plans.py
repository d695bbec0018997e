"""Plans made from the network, placed by the engine, placed anew when something happens."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.models import Network, Plan, PlanStep, Round, StepNote
from qianjin.apps.delivery.refusals import AgainstTheLaw, BadEntry, ChangedSince, MayNotKeepPlan
from tests.factories.delivery import a_plan, enter, the_step
from tests.factories.parks import NOON

MONDAY = date(2026, 11, 23)


@pytest.fixture
def plan(cast) -> Plan:
    row = a_plan(cast)
    row.refresh_from_db()
    return row


def test_a_plan_on_cleared_land_starts_on_the_day_of_its_title(plan: Plan) -> None:
    assert plan.gap == 0
    assert plan.listing_on is not None
    assert plan.title_on is not None
    assert plan.listing_on < plan.title_on
    assert plan.permit_on is not None
    assert plan.permit_on >= plan.title_on


def test_the_usual_way_waits_for_the_land_and_takes_longer(cast, plan: Plan) -> None:
    usual = a_plan(cast, "常规（演示）", profile="normal")
    usual.refresh_from_db()

    assert usual.gap is not None
    assert usual.gap > 30
    reviewed = PlanStep.objects.filter(plan=usual, review_from__isnull=False)
    assert not reviewed.exists()
    assert PlanStep.objects.filter(plan=plan, review_from__isnull=False).exists()


def test_facts_of_the_project_switch_steps_on_and_off(cast, plan: Plan) -> None:
    assert not plan.steps.filter(key="D14").exists()

    services.change_plan(
        plan=plan, version=plan.version, name=plan.name, conditions=["energy"], weight=1,
        words="", parcels=(), by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip
    assert plan.steps.filter(key="D14").exists()

    plan.refresh_from_db()
    services.change_plan(
        plan=plan, version=plan.version, name=plan.name, conditions=[], weight=1,
        words="", parcels=(), by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip
    assert not plan.steps.filter(key="D14").exists()


def test_a_step_that_happened_later_than_planned_moves_what_waits_for_it(cast, plan: Plan) -> None:
    before = plan.start_on
    late = the_step(plan, "G01").start_on
    assert late is not None
    services.set_dates(
        step=the_step(plan, "G01"), version=None, not_before=date(2027, 6, 1), reason="待补",
        by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip
    plan.refresh_from_db()

    assert before is not None
    assert plan.start_on is not None
    assert plan.start_on > before
    assert the_step(plan, "G01").start_on == date(2027, 6, 1)


def test_what_is_done_stands_and_the_rest_is_placed_from_today(cast, plan: Plan) -> None:
    row = enter(cast, plan, "P01", begun_on="2026-11-02", done_on="2026-11-06")
    row.refresh_from_db()

    assert (row.state, row.start_on, row.end_on) == ("done", date(2026, 11, 2), date(2026, 11, 6))
    assert StepNote.objects.filter(step=row, kind="fact").count() == 1
    open_ones = PlanStep.objects.filter(plan=plan, state="open")
    assert min(one.review_from or one.start_on for one in open_ones) >= MONDAY


def test_every_act_asks_the_worker_to_work_all_plans_out(cast, plan: Plan) -> None:
    asked = Round.objects.get(park=cast.park)

    done = _worked_out(cast, asked.run)

    assert done is not None
    assert (done.state, done.answer["plans"], done.answer["breaches"]) == ("ready", 1, 0)
    # A run that was asked anew meanwhile is dropped.
    assert _worked_out(cast, asked.run) is None


def _worked_out(cast, run: int) -> Round | None:
    """Without a search and with few runs, so that nothing is compiled."""
    return services.work_out(park_id=cast.park.pk, run=run, at=NOON, seconds=0, runs=20)


def test_a_round_says_what_the_start_hangs_on_and_what_may_be_promised(cast, plan: Plan) -> None:
    _worked_out(cast, Round.objects.get(park=cast.park).run)
    plan.refresh_from_db()
    why = selectors.why_of(plan)

    assert plan.likely_on is not None
    assert plan.promise_on is not None
    assert plan.start_on is not None
    assert plan.promise_on >= plan.likely_on
    assert why.chain[-1].step.key == "D22"
    assert {one.step.key for one in why.chain} >= {"G03", "G04", "G08"}
    assert why.gains
    assert PlanStep.objects.get(plan=plan, key="G03").is_critical
    assert [row.promise_on for row in selectors.forecasts_of(plan)] == [plan.promise_on]


def test_customs_that_cost_days_are_named(cast) -> None:
    usual = a_plan(cast, "常规（演示）", profile="normal")
    _worked_out(cast, Round.objects.get(park=cast.park).run)

    customs = selectors.why_of(usual).customs
    assert customs
    assert all(days > 0 for _before, _after, days in customs)
    tight = selectors.tight_of(selectors.round_of(cast.park.pk))
    before, after, gain = customs[0]
    question = selectors.What(dropped=frozenset({(before.pk, after.pk)}))
    answer = selectors.compared(usual, MONDAY, question)
    assert answer.now["start_on"] is not None
    assert answer.then["start_on"] is not None
    assert (answer.now["start_on"] - answer.then["start_on"]).days == gain
    assert tight.customs[0][2] == max(days for _before, _after, days in customs)


def test_a_pre_review_never_counts_as_the_approval(cast, plan: Plan) -> None:
    row = enter(cast, plan, "D05", review_begun_on="2026-11-20", review_done_on="2026-11-23")

    assert (row.state, row.done_on) == ("reviewed", None)
    row.refresh_from_db()
    assert row.end_on is not None
    assert row.end_on > MONDAY
    with pytest.raises(AgainstTheLaw) as refused:
        enter(cast, plan, "D19", begun_on="2026-11-23", done_on="2026-11-23")
    assert "建设工程规划许可证" in "".join(refused.value.fields["done_on"])


def test_an_approval_before_what_the_law_asks_first_is_refused_with_the_law(
    cast, plan: Plan
) -> None:
    with pytest.raises(AgainstTheLaw) as refused:
        enter(cast, plan, "D02", begun_on="2026-11-20", done_on="2026-11-23")

    told = "".join(refused.value.fields["done_on"])
    assert "城乡规划法第38条" in told
    assert the_step(plan, "D02").state == "open"


def test_a_fixed_day_within_a_period_of_notice_is_refused(cast, plan: Plan) -> None:
    notice = the_step(plan, "G03")
    assert notice.start_on is not None
    with pytest.raises(AgainstTheLaw) as refused:
        services.set_dates(
            step=the_step(plan, "G04"), version=None, reason="赶进度",
            starts_on=date.fromordinal(notice.start_on.toordinal() + 5),
            by=cast.acts(cast.gumingzhou), at=NOON,
        )  # fmt: skip
    assert "39" in "".join(refused.value.fields["starts_on"])


def test_fewer_days_than_a_law_asks_for_cannot_be_typed(cast, plan: Plan) -> None:
    with pytest.raises(AgainstTheLaw) as refused:
        services.set_dates(
            step=the_step(plan, "G03"), version=None, days=5, reason="赶进度",
            by=cast.acts(cast.gumingzhou), at=NOON,
        )  # fmt: skip
    assert "20" in "".join(refused.value.fields["days"])


def test_days_to_come_and_ends_before_beginnings_are_refused(cast, plan: Plan) -> None:
    with pytest.raises(BadEntry):
        enter(cast, plan, "P01", begun_on="2026-12-01")
    with pytest.raises(BadEntry):
        enter(cast, plan, "P01", begun_on="2026-11-10", done_on="2026-11-09")


def test_whoever_has_an_old_version_before_them_is_told(cast, plan: Plan) -> None:
    row = the_step(plan, "P01")
    enter(cast, plan, "P01", begun_on="2026-11-20")
    with pytest.raises(ChangedSince):
        services.enter_step(
            step=row, version=row.version, by=cast.acts(cast.gumingzhou), at=NOON,
            begun_on=date(2026, 11, 19),
        )  # fmt: skip


def test_a_specialist_keeps_only_the_own_plan(cast, plan: Plan) -> None:
    own = a_plan(cast, "专员的（演示）", by=cast.acts(cast.yeting))
    services.promise_dates(plan=own, by=cast.acts(cast.yeting), at=NOON)
    with pytest.raises(MayNotKeepPlan):
        services.promise_dates(plan=plan, by=cast.acts(cast.yeting), at=NOON)


def test_promises_are_the_days_by_which_lights_turn(cast, plan: Plan) -> None:
    many = services.promise_dates(plan=plan, by=cast.acts(cast.gumingzhou), at=NOON)

    assert many == plan.steps.count()
    row = the_step(plan, "P01")
    assert row.promised_on == row.end_on == row.due_on


def test_plans_share_a_bureau_that_carries_one_step_at_once(cast) -> None:
    admin = cast.acts(cast.admin)
    services.set_capacity(park=cast.park, unit=cast.power, cases=1, by=admin, at=NOON)
    for n in range(3):
        a_plan(cast, f"项目{n}（演示）", profile="expansion")

    spans = [
        (row.start_on, row.end_on)
        for row in PlanStep.objects.filter(key="D20").order_by("start_on")
    ]
    assert len(spans) == 3
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_parcels_wait_for_the_works_that_serve_them(cast) -> None:
    from tests.factories.land import a_parcel

    parcel = a_parcel(cast)
    works = a_plan(cast, "横一路（演示）", profile="works", parcels=[parcel])
    plan = a_plan(cast, parcels=[parcel])

    handed_over = the_step(works, "W10").end_on
    assert handed_over is not None
    there = the_step(plan, "Z19").end_on
    assert there is not None
    assert there >= handed_over
    alone = the_step(a_plan(cast, "别处（演示）"), "Z19").end_on
    assert alone is not None
    assert alone < handed_over


def test_the_first_plan_puts_the_usual_network_in_force(cast, plan: Plan) -> None:
    only = Network.objects.get(park=cast.park)
    assert (only.number, len(only.content)) == (1, 88)

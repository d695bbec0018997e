"""From a plan to its slip, the plan made anew, the letter, and the bureau's answer by its link."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from qianjin.apps.delivery.models import Letter, Plan, PlanStep

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("house", [("desk", "zh"), ("phone", "en")], indirect=True, ids="-".join)
def test_a_step_slips_the_plan_moves_and_the_bureau_answers(house, clock) -> None:
    clock.set("2026-11-23 10:00")
    keeper = house.visitor("gumingzhou")
    keeper.goto(f"{house.url}/qianjin/delivery/new/")
    keeper.fill("[name=name]", "演示·智能座舱二期")
    keeper.select_option("[name=profile]", "stock")
    keeper.locator("form.form-grid [type=submit]").click()
    keeper.wait_for_url("**/delivery/*/")
    plan = Plan.objects.get()
    drawn = ".gantt" if house.size == "desk" else ".gantt-phone"
    expect(keeper.locator(drawn).first).to_be_visible()
    start = plan.start_on

    # What would be if: shown beside today's plan, and saved with a reason on the step's page.
    step = PlanStep.objects.get(plan=plan, key="G01")
    keeper.goto(f"{house.url}/qianjin/delivery/{plan.pk}/if/?step={step.pk}&later=20")
    keeper.locator("a.btn.is-main").click()
    keeper.locator("#dates [name=reason]").fill("演示：材料待补")
    keeper.locator("#dates [type=submit]").click()
    keeper.wait_for_url(f"**/delivery/steps/{step.pk}/")
    plan.refresh_from_db()
    assert plan.start_on > start

    power = PlanStep.objects.get(plan=plan, key="D20")
    keeper.goto(f"{house.url}/qianjin/delivery/{plan.pk}/letter/?step={power.pk}")
    keeper.locator("form.form-grid [type=submit]").click()
    keeper.wait_for_url("**/delivery/letters/*/")
    keeper.locator("form:has(input[value=send]) button").click()
    expect(keeper.locator("form:has(input[value=chase])")).to_be_visible()

    liaison = house.visitor("liaison-power")
    liaison.goto(f"{house.url}/qianjin/me/notices/")
    liaison.get_by_text(Letter.objects.get().number).first.click()
    liaison.wait_for_url("**/delivery/letters/*/")
    liaison.fill("[name=answer]", "可于周五接通（演示）")
    liaison.locator("form:has(input[value=answer]) [type=submit]").click()
    expect(liaison.locator("body")).to_contain_text("可于周五接通（演示）")
    assert Letter.objects.get().state == "answered"

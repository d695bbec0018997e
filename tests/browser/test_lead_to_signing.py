"""从名片到签约 A card becomes a project, goes through its stages and is signed; on both screens."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from qianjin.apps.accounts.models import User
from qianjin.apps.delivery.models import Plan
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.enterprises.selectors import actor_of
from qianjin.apps.investment.models import Project, Stage
from qianjin.apps.prospects import services as prospects

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRM = "云帆航空复材有限公司（演示）"
WORDS = {
    "zh": {"talks": "洽谈", "signed": "签约", "refused": "签约", "said": "下周来园考察"},
    "en": {"talks": "In talks", "signed": "Signed", "refused": "signed", "said": "They come"},
}


SCREENS = [(size, language) for size in ("desk", "phone") for language in ("zh", "en")]


@pytest.mark.parametrize("house", SCREENS, indirect=True, ids="-".join)
def test_a_card_becomes_a_signed_project(house) -> None:
    house_words = WORDS[house.language]
    yeting = User.objects.get(username="yeting")
    at = datetime.fromisoformat("2026-02-13T09:00:00+08:00")
    by = actor_of(user=yeting, park=house.park, on=at.date())
    firm = prospects.write_organisation(name=FIRM, sector="aviation", by=by, at=at)
    page = house.visitor("yeting")

    house.go(page, f"/qianjin/prospects/firms/{firm.pk}/")
    page.locator(f"a[href$='/projects/new/?organisation={firm.pk}']").click()
    assert page.input_value("input[name=organisation]") == FIRM
    page.fill("input[name=name]", "复材结构件项目（演示）")
    page.fill("input[name=investment_wan]", "22.4亿")
    page.fill("input[name=land_mu]", "120")
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/projects/*/")
    row = Project.objects.get()
    assert row.investment_wan == 224_000

    page.locator("form.project-touch textarea").fill(house_words["said"])
    page.locator("form.project-touch .form-actions button").click()
    expect(page.locator("#thread")).to_contain_text(house_words["said"])

    _to_talks(house, page, row)
    row.refresh_from_db()
    assert row.stage.code == "talks"

    house.go(page, f"/qianjin/projects/{row.pk}/sign/")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(f"**/projects/{row.pk}/")
    expect(page.locator(".page-head .tag").first).to_have_text(house_words["signed"])
    assert Enterprise.objects.filter(name=FIRM).exists()

    plan = Plan.objects.get(project=row)
    page.locator(f"a.project-part[href$='/delivery/{plan.pk}/']").click()
    expect(page.locator("h1")).to_have_text(row.name)
    expect(page.locator(".gantt-phone" if house.size == "phone" else ".gantt-box")).to_be_visible()


def _to_talks(house, page, row: Project) -> None:
    """On a desk the card is dragged, on a phone its form is used; over the signing neither goes."""
    talks = Stage.objects.get(pipeline__code="projects", code="talks")
    if house.size == "phone":
        house.go(page, f"/qianjin/projects/{row.pk}/move/")
        page.select_option("select[name=stage]", str(talks.pk))
        page.locator("main form [type=submit]").click()
        page.wait_for_url(f"**/projects/{row.pk}/")
        return
    house.go(page, "/qianjin/projects/board/")
    lane = f".lane[data-stage='{talks.pk}']"
    page.locator(f".deal[data-move$='/{row.pk}/move/']").drag_to(
        page.locator(f"{lane} .lane-cards")
    )
    expect(page.locator(f"{lane} .deal")).to_have_count(1)
    expect(page.locator("#toasts")).to_contain_text(WORDS[house.language]["talks"])
    signed = Stage.objects.get(pipeline__code="projects", code="signed")
    refused = page.locator("#toasts .tone-breached").first
    # A message that still stands over the lanes would catch what is dropped on them.
    expect(page.locator("#toasts > *")).to_have_count(0, timeout=20_000)
    for _again in range(5):  # lanes that are drawn anew under the mouse drop what it carries
        page.locator("#board-lanes").evaluate("board => { board.scrollLeft = 700; }")
        page.locator(f"{lane} .deal").drag_to(
            page.locator(f".lane[data-stage='{signed.pk}'] .lane-cards")
        )
        page.wait_for_timeout(700)
        if refused.count():
            break
    expect(refused).to_contain_text(WORDS[house.language]["refused"])
    expect(page.locator(f"{lane} .deal")).to_have_count(1)

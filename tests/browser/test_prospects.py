"""人脉: a card pasted after dinner, known already, merged, and found through whom (issue 5)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from qianjin.apps.prospects import services
from qianjin.apps.prospects.models import Contact
from qianjin.demo.story import actors_of

from .conftest import Clock, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CARD = "杭州远帆汽车部件有限公司（演示）\n陸小明 副总经理\n手机：138 0000 1234"


def before_dinner(house: House, clock: Clock) -> None:
    """One row of the same person, known to the head through a friend."""
    people = actors_of(house.park)
    by, at = people["yeting"], clock.moment
    known = services.write_contact(
        by=by, at=at, name="陆小明", firm="远帆汽车部件（演示）", phones="13800001234"
    )
    friend = services.write_contact(by=people["zhouheng"], at=at, name="高远", source="trip")
    services.tie_contacts(one=friend, other=known, kind="classmate", strength=3, by=by, at=at)


def see_what_was_recognised(page: Page) -> None:
    page.get_by_label("粘贴任意内容").fill(CARD)
    expect(page.locator("input[name=name]")).to_have_value("陸小明")
    expect(page.locator("input[name=phones]")).to_have_value("13800001234")
    expect(page.locator("#quick-likes")).to_contain_text("陆小明")


@pytest.mark.parametrize("house", [("phone", "zh")], indirect=True)
def test_from_a_pasted_card_to_who_leads_there(house: House, clock: Clock) -> None:
    clock.set("2026-02-13 21:30")
    before_dinner(house, clock)
    phone = house.visitor("yeting")

    house.go(phone, "/qianjin/")
    phone.get_by_role("button", name="更多").click()
    phone.locator(".side.is-open").get_by_role("link", name="人脉").click()
    phone.get_by_role("link", name="登记名片").first.click()
    see_what_was_recognised(phone)
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.locator("h1")).to_have_text("陸小明")
    expect(phone.locator("#reach")).to_contain_text("138****1234")

    house.go(phone, "/qianjin/prospects/doubles/")
    side = phone.locator(".pair-side", has_text="陆小明")
    side.get_by_role("button", name="是同一个，保留这条").click()
    phone.wait_for_url("**/prospects/doubles/")
    assert Contact.objects.get(name="陸小明").merged_into == Contact.objects.get(name="陆小明")

    house.go(phone, "/qianjin/prospects/?q=13800001234")
    phone.get_by_role("link", name="陆小明").click()
    ways = phone.locator("#ways")
    expect(ways).to_contain_text("演示·周衡认识高远（见过面），高远认识陆小明（同学）。")
    expect(ways.locator(".way").first).to_contain_text("叶汀")

    phone.locator("#reach button").click()
    expect(phone.locator("#reach")).to_contain_text("13800001234")

    house.go(phone, "/qianjin/projects/team/")
    here = phone.locator(".project-ways .on").bounding_box()
    assert here is not None and here["x"] + here["width"] <= 390

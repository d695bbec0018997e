"""One request from the enterprise's phone to the thank-you, over a make-up Saturday.

Fri 13 Feb   Sat 14 Feb (make-up)   15-23 Feb Spring Festival   24 Feb … Sat 28 Feb (make-up)
asked        material asked, sent                               plan      resolved, rated 2
2 Mar: reopened, accepted, resolved, rated 5, thanked
"""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from qianjin.apps.accounts.models import User
from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk.models import Promise, ServiceRequest, Thanks
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises import services as directory
from qianjin.demo.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERY_SCREEN = [("desk", "zh"), ("phone", "en"), ("phone", "zh"), ("desk", "en")]
WORDS = "新产线设备下周到货，变压器容量不够，想先接两千千伏安临时用电。𠮷😀"


def photograph() -> dict[str, object]:
    image = Image.new("RGB", (900, 600), (120, 140, 150))
    target = io.BytesIO()
    image.save(target, "JPEG")
    return {"name": "配电房.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


def settle_in(house) -> None:
    """晨曦精密 stands in the directory, and 陈岚 has an account for it."""
    from qianjin.apps.accounts import services as accounts

    at = datetime.fromisoformat("2025-06-03T10:00:00+08:00")
    keeper = enterprises.actor_of(
        user=User.objects.get(username="linyue"), park=house.park, on=at.date()
    )
    firm = directory.register(
        park=house.park, by=keeper, at=at, name="晨曦精密机械有限公司（演示）", is_demo=True
    )
    user = accounts.register_person(
        username="chenlan",
        name="演示·陈岚",
        password=PASSWORD,
        by=keeper,
        at=at,
        phone="13800000001",
        check_password=False,
    )
    accounts.appoint(
        user=user,
        park=house.park,
        role="enterprise_contact",
        by=keeper,
        at=at,
        from_on=at.date(),
    )
    directory.add_contact(
        enterprise=firm, name=user.name, phone=user.phone, user=user, by=keeper, at=at
    )


def due(number: str, stage: str) -> str:
    """The due time of a stage in the present round, on the clock of Hangzhou."""
    request = ServiceRequest.objects.get(number=number)
    promise = Promise.objects.get(request=request, round=request.round, stage=stage)
    from zoneinfo import ZoneInfo

    return promise.due_at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%m-%d %H:%M")


def act(page: Page, house, number: str, name: str, **fields: str) -> None:
    """An officer opens one act of the request and sends its form."""
    house.go(page, f"/qianjin/requests/{number}/{name}/")
    form = page.locator(f"form[action$='/{name}/'], main form[method=post]").first
    for field, value in fields.items():
        control = form.locator(f"[name={field}]").first
        if control.evaluate("e => e.type") == "radio":
            form.locator(f"[name={field}][value='{value}']").check(force=True)
        elif control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    form.locator("[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/requests/{number}/(\?.*)?$"))
    # What the page still asks for belongs to this moment, not to the next one.
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("house", EVERY_SCREEN, indirect=True, ids="-".join)
def test_a_request_travels_from_the_phone_to_the_thank_you(house, clock) -> None:
    settle_in(house)

    # Friday before the Spring Festival: the enterprise asks with a photograph.
    clock.set("2026-02-13 16:00")
    lan = house.visitor("chenlan")
    house.go(lan, "/qianjin/portal/ask/")
    lan.fill("textarea[name=words]", WORDS)
    lan.set_input_files("input[type=file][name=files]", [photograph()])
    lan.locator("main form [type=submit]").last.click()
    lan.wait_for_url(re.compile(r"/portal/requests/(\d{4}-\d{4}-\d+)/"))
    number = re.search(r"requests/(\d{4}-\d{4}-\d+)/", lan.url)[1]
    expect(lan.locator("main")).to_contain_text(number)
    assert due(number, "respond") == "02-14 17:30"
    assert due(number, "plan") == "02-25 17:30"
    assert due(number, "resolve") == "02-27 17:30"
    request = ServiceRequest.objects.get(number=number)
    assert request.body == WORDS
    assert request.attachments.get().preview

    # The window sorts it at once.
    clock.set("2026-02-13 16:20")
    yue = house.visitor("linyue")
    officer = str(User.objects.get(username="linyue").pk)
    unit = str(house.park.units.get(code="general").pk)
    act(yue, house, number, "triage", kind="ENG", level="ordinary", unit=unit, officer=officer)

    # The make-up Saturday is a working day: material is asked for and comes after lunch.
    clock.set("2026-02-14 09:00")
    act(yue, house, number, "ask-material", words="请补充用电负荷表。")
    request.refresh_from_db()
    assert request.status == "need_info"
    assert request.next_due_at is None
    clock.set("2026-02-14 14:30")
    house.go(lan, f"/qianjin/portal/requests/{number}/")
    lan.fill("#supply textarea[name=words]", "负荷表如下：高峰一千八百千瓦。")
    lan.locator("#supply [type=submit]").last.click()
    expect(lan.locator("#supply")).to_have_count(0)
    # Three hours before lunch and one after it are given back.
    assert due(number, "plan") == "02-26 14:00"
    assert due(number, "resolve") == "02-28 14:00"

    # The first working day after the festival brings the plan, the next make-up Saturday the end.
    clock.set("2026-02-24 10:00")
    act(yue, house, number, "plan", words="先接临时用电，正式增容并行报装。")
    clock.set("2026-02-28 10:00")
    act(yue, house, number, "resolve", words="临时用电已送电。")
    promises = Promise.objects.filter(request=request, round=1)
    assert all(promise.met_at and promise.met_at <= promise.due_at for promise in promises)

    # Not content: rated 2 and reopened, with a promise of its own.
    clock.set("2026-02-28 11:00")
    rate(lan, house, number, 2)
    lan.fill("#reopen textarea[name=words]", "设备一开还是跳闸。")
    lan.locator("#reopen [type=submit]").last.click()
    expect(lan.locator("#reopen")).to_have_count(0)
    request.refresh_from_db()
    assert (request.round, request.status) == (2, "submitted")
    assert due(number, "respond") == "03-02 17:30"
    assert due(number, "resolve") == "03-06 17:30"

    # Won back.
    clock.set("2026-03-02 09:00")
    act(yue, house, number, "accept", channel="phone", words="已电话致歉并约上午到场。")
    clock.set("2026-03-02 15:00")
    act(yue, house, number, "resolve", words="更换开关并连续观察三小时，正常。")
    clock.set("2026-03-02 16:00")
    rate(lan, house, number, 5)
    lan.locator("#rated summary").click()
    lan.fill("#rated textarea[name=words]", "从提出到办好没跑一趟，谢谢。")
    lan.locator("#rated [type=submit]").last.click()
    expect(lan.locator("main")).to_contain_text("从提出到办好没跑一趟")

    request.refresh_from_db()
    assert (request.status, request.score) == ("resolved", 5)
    assert Thanks.objects.get(request=request).text.startswith("从提出到办好")
    house.go(yue, f"/qianjin/requests/{number}/")
    expect(yue.locator("main")).to_contain_text("从提出到办好没跑一趟")
    assert verify() == []


def rate(page: Page, house, number: str, score: int) -> None:
    """The enterprise gives its stars."""
    house.go(page, f"/qianjin/portal/requests/{number}/")
    form = page.locator(f"form[action$='/requests/{number}/rate/']")
    form.locator(f"label[for=id_score_{score}]").click()
    form.locator("[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/portal/requests/{number}/\?done=rate"))
    expect(page.locator(f"form[action$='/requests/{number}/rate/']")).to_have_count(0)

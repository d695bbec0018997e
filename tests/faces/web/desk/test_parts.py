"""协办 on the pages: the lead asks, the co-handler answers, the enterprise sees who helps."""

from __future__ import annotations

import pytest

from qianjin.apps.desk import services
from qianjin.apps.desk.models import Extension, Part
from tests.factories.desk import an_accepted_request
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return signed_in(cast.yeting)


@pytest.fixture
def asked(cast, desk, officer):
    """叶汀 asks the power company and the planning section by the form."""
    response = send(
        officer,
        f"/{cast.park.slug}/requests/{desk.soon.number}/share/",
        {"units": [cast.power.pk, cast.planning.pk], "words": "请到场核实", "days": "3"},
    )
    assert response.status_code == 303
    return desk.soon


def part_of(cast, unit) -> Part:
    return Part.objects.get(unit=unit)


def test_the_page_says_who_does_what_until_when(cast, asked, officer) -> None:
    page = shown(officer, cast, f"requests/{asked.number}/")

    assert "谁来协办" in page
    assert "供电公司" in page and "规划建设部" in page
    assert "请到场核实" in page
    assert "/take/" not in page  # the lead does not do the others' part


def test_the_co_handler_takes_and_answers(cast, asked) -> None:
    client, part = signed_in(cast.liaison), part_of(cast, cast.power)
    day = shown(client, cast, "")
    assert f"/parts/{part.pk}/answer/" in day

    taken = send(client, f"/{cast.park.slug}/parts/{part.pk}/take/")
    page = shown(client, cast, f"parts/{part.pk}/answer/")
    answered = send(client, f"/{cast.park.slug}/parts/{part.pk}/answer/", {"words": "线路正常"})

    assert (taken.status_code, answered.status_code) == (303, 303)
    assert "请到场核实" in page
    assert part_of(cast, cast.power).answer == "线路正常"


def test_an_empty_answer_is_shown_again(cast, asked) -> None:
    client, part = signed_in(cast.liaison), part_of(cast, cast.power)

    response = send(client, f"/{cast.park.slug}/parts/{part.pk}/answer/", {"words": " "})

    assert response.status_code == 422
    assert "请填写内容" in response.content.decode() or "errorlist" in response.content.decode()


def test_closing_asks_why_one_does_not_wait(cast, asked, officer) -> None:
    address = f"/{cast.park.slug}/requests/{asked.number}/resolve/"
    form = officer.get(address).content.decode()

    without = send(officer, address, {"words": "已办好"})
    with_reason = send(officer, address, {"words": "已办好", "parts_reason": "企业已自行解决"})

    assert 'name="parts_reason"' in form
    assert (without.status_code, with_reason.status_code) == (422, 303)


def test_the_enterprise_sees_who_helps_and_not_what_they_say(cast, asked) -> None:
    part = part_of(cast, cast.power)
    send(signed_in(cast.liaison), f"/{cast.park.slug}/parts/{part.pk}/answer/", {"words": "内部话"})

    page = shown(signed_in(cast.chenlan), cast, f"portal/requests/{asked.number}/")

    assert "供电公司" in page
    assert "内部话" not in page and "请到场核实" not in page


def test_the_tab_lists_what_one_helps_with(cast, asked) -> None:
    page = shown(signed_in(cast.liaison), cast, "requests/?tab=parts")

    assert asked.number in page
    assert "协办" in page


def test_both_languages_say_it(cast, asked) -> None:
    client = signed_in(cast.liaison, "en")

    assert "Others ask for your part" in shown(client, cast, "")
    assert "Who helps" in shown(client, cast, f"requests/{asked.number}/")


def test_the_co_handler_asks_for_more_time_and_the_lead_rules(cast) -> None:
    request = an_accepted_request(cast)
    (part,) = services.share(
        request=request, units=[cast.power], words="请到场", days=1,
        by=cast.acts(cast.yeting), at=AFTERNOON,
    )  # fmt: skip
    base = f"/{cast.park.slug}"
    helper, lead = signed_in(cast.liaison), signed_in(cast.yeting)
    ask = f"{base}/parts/{part.pk}/extend/"

    late = send(helper, ask, {"words": "设备未到", "until_on": "2027-06-01"})
    sent = send(helper, ask, {"words": "设备未到", "until_on": "2026-11-27"})

    assert (late.status_code, sent.status_code) == (422, 303)
    row = Extension.objects.get()
    here, elsewhere = f"{base}/extensions/{row.pk}/part/", f"{base}/extensions/{row.pk}/rule/"
    assert here in shown(lead, cast, "extensions/")
    assert here in shown(lead, cast, f"requests/{request.number}/")
    assert "设备未到" in lead.get(here).content.decode()
    assert signed_in(cast.zhouheng).get(elsewhere).status_code == 404
    assert send(lead, here, {"verdict": "grant", "words": ""}).status_code == 303
    row.refresh_from_db()
    assert row.status == "granted"

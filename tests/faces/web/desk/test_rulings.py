"""退单, 延期, 催办 on the pages: asked by a form, ruled on by a form, read by whoever may."""

from __future__ import annotations

import pytest

from qianjin.apps.desk import services
from qianjin.apps.desk.models import Extension, Return
from qianjin.ui.wording import moment
from tests.factories.desk import an_accepted_request
from tests.factories.parks import local
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(cast):
    return an_accepted_request(cast, local("2026-11-23 09:00"))


def test_a_return_is_asked_for_ruled_on_and_counted(cast, fresh) -> None:
    officer, window = signed_in(cast.yeting), signed_in(cast.linyue)
    sent = send(
        officer,
        f"/{cast.park.slug}/requests/{fresh.number}/return/",
        {"reason": "not_ours", "words": "属供电范围", "proposed": cast.power.pk},
    )
    row = Return.objects.get()
    day, waiting = shown(window, cast, ""), shown(window, cast, "returns/")
    page = shown(window, cast, f"requests/{fresh.number}/")

    ruled = send(
        window,
        f"/{cast.park.slug}/returns/{row.pk}/rule/",
        {"verdict": "grant", "words": "", "unit": cast.power.pk},
    )

    assert (sent.status_code, ruled.status_code) == (303, 303)
    assert "待您裁定" in day and "属供电范围" in waiting
    assert f"/returns/{row.pk}/rule/" in page
    fresh.refresh_from_db()
    assert fresh.unit == cast.power
    after = shown(window, cast, "returns/?tab=all")
    assert "同意" in after and "招商引资部" in after.split("各单位退单")[1]


def test_a_refusal_without_a_word_is_shown_again(cast, fresh) -> None:
    row = services.return_request(
        request=fresh, reason="not_ours", words="x", by=cast.acts(cast.yeting), at=AFTERNOON
    )

    response = send(
        signed_in(cast.linyue), f"/{cast.park.slug}/returns/{row.pk}/rule/", {"verdict": "refuse"}
    )

    assert response.status_code == 422
    assert Return.objects.get().status == "asked"


def test_more_time_is_asked_for_and_granted_and_the_enterprise_reads_why(cast, fresh) -> None:
    officer, head = signed_in(cast.yeting), signed_in(cast.zhouheng)
    sent = send(
        officer,
        f"/{cast.park.slug}/requests/{fresh.number}/extend/",
        {"words": "设备到货延迟", "until_on": "2026-12-04"},
    )
    row = Extension.objects.get()
    assert "设备到货延迟" in shown(head, cast, "extensions/")
    assert f"/extensions/{row.pk}/rule/" not in shown(officer, cast, "extensions/")

    ruled = send(head, f"/{cast.park.slug}/extensions/{row.pk}/rule/", {"verdict": "grant"})

    assert (sent.status_code, ruled.status_code) == (303, 303)
    portal = shown(signed_in(cast.chenlan), cast, f"portal/requests/{fresh.number}/")
    assert "设备到货延迟" in portal
    assert moment(local("2026-12-04 17:30")) in portal


def test_too_late_a_return_says_until_when(cast, desk) -> None:
    response = send(
        signed_in(cast.yeting),
        f"/{cast.park.slug}/requests/{desk.soon.number}/return/",
        {"reason": "not_ours", "words": "x"},
    )

    assert response.status_code == 409
    assert "仍由原单位办理" in response.content.decode()


def test_a_head_chases_from_the_page(cast, fresh) -> None:
    head = signed_in(cast.zhouheng)
    assert "/chase/" in shown(head, cast, f"requests/{fresh.number}/")
    assert "/chase/" not in shown(signed_in(cast.yeting), cast, f"requests/{fresh.number}/")

    sent = send(head, f"/{cast.park.slug}/requests/{fresh.number}/chase/", {"words": "请今天联系"})

    assert sent.status_code == 303
    assert "请今天联系" in shown(head, cast, f"requests/{fresh.number}/")


def test_the_lists_ask_a_fixed_number_of_queries(cast, fresh, django_assert_num_queries) -> None:
    client, address = signed_in(cast.linyue), f"/{cast.park.slug}/returns/?tab=all"
    client.get(address)
    for n in range(3):
        services.return_request(
            request=an_accepted_request(cast, local("2026-11-23 09:00"), words=f"{n}"),
            reason="not_ours",
            words="x",
            by=cast.acts(cast.yeting),
            at=AFTERNOON,
        )

    with django_assert_num_queries(4):
        client.get(address)


def test_both_languages_say_it(cast, fresh) -> None:
    client = signed_in(cast.linyue, "en")

    assert "Nothing waits for a ruling" in shown(client, cast, "returns/")
    assert "Extensions" in shown(client, cast, "extensions/")

"""感谢、投诉、建议: the registers, and entering a letter of thanks."""

from __future__ import annotations

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Thanks
from qianjin.apps.enterprises.models import ThreadEntry
from tests.factories.desk import MORNING, a_request
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON, numbers_in, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def voices(cast):
    """A complaint and a suggestion of 晨曦, a complaint that is settled of 远山."""
    by, other = cast.acts(cast.chenlan), cast.acts(cast.duzhong)
    asked = {
        "noise": a_request(
            cast.chenxi, by, MORNING, "夜间施工噪声大", kind="ADV", subkind="complaint"
        ),
        "bikes": a_request(
            cast.chenxi, by, MORNING, "增设充电棚", kind="ADV", subkind="suggestion"
        ),
        "gone": a_request(
            cast.other, other, MORNING, "保洁不及时", kind="ADV", subkind="complaint"
        ),
    }
    services.withdraw(request=asked["gone"], by=other, at=MORNING)
    return {name: row.number for name, row in asked.items()}


def test_each_register_holds_its_own_open_or_settled(cast, window, voices) -> None:
    complaints = shown(window, cast, "thanks/?of=complaint")
    suggestions = shown(window, cast, "thanks/?of=suggestion")

    assert set(numbers_in(complaints)) == {voices["noise"], voices["gone"]}
    assert numbers_in(suggestions) == [voices["bikes"]]
    assert "投诉" in complaints and "已撤回" in complaints
    assert numbers_in(shown(window, cast, "thanks/?of=nonsense")) == []


def test_an_officer_reads_those_of_the_own_section(cast, officer, voices) -> None:
    assert numbers_in(shown(officer, cast, "thanks/?of=complaint")) == []


def test_pages_go_on_and_ask_few_queries(
    cast, window, voices, django_assert_max_num_queries
) -> None:
    actor = cast.acts(cast.linyue)
    first = selectors.voices_page(actor, "complaint", at=AFTERNOON, size=1)
    second = selectors.voices_page(actor, "complaint", at=AFTERNOON, size=1, cursor=first.older)

    assert [row.number for row in first.rows + second.rows] == [voices["gone"], voices["noise"]]
    assert (second.older, bool(second.newer)) == ("", True)
    shown(window, cast, "thanks/")
    with django_assert_max_num_queries(10):
        shown(window, cast, "thanks/?of=complaint")
    with django_assert_max_num_queries(9):
        shown(window, cast, "thanks/")


def test_a_letter_stands_in_the_register_and_on_the_thread(cast, window) -> None:
    form = {"enterprise": "晨曦精密（演示）", "words": "锦旗一面：急企业所急", "signed": "全体员工"}

    response = send(window, f"/{cast.park.slug}/thanks/new/", form)

    assert response.status_code == 303
    row = Thanks.objects.get()
    assert (row.enterprise, row.request, row.by_name) == (cast.chenxi, None, "全体员工")
    assert "急企业所急" in shown(window, cast, "thanks/")
    assert ThreadEntry.objects.filter(enterprise=cast.chenxi, kind="thanked").exists()
    assert AuditEntry.objects.filter(park_id=cast.park.pk, verb="thanks.enter").count() == 1


def test_a_name_that_is_not_clear_and_no_words_are_said(cast, window) -> None:
    response = send(
        window, f"/{cast.park.slug}/thanks/new/", {"enterprise": "无此企业", "words": ""}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "无此企业" in page and "请填写内容" in page
    assert not Thanks.objects.exists()


def test_both_languages_say_it(cast) -> None:
    client = signed_in(cast.linyue, "en")

    assert "Complaints" in shown(client, cast, "thanks/")
    assert "What the letter says" in shown(client, cast, "thanks/new/")

"""共性问题 on the pages: grouped from one request, told and answered from the page of the cause."""

from __future__ import annotations

import pytest

from qianjin.apps.desk.models import Cause
from tests.factories.desk import an_accepted_request
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import local
from tests.factories.web import send, signed_in

from .conftest import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(cast):
    return signed_in(cast.linyue)


@pytest.fixture
def main(cast):
    return an_accepted_request(cast, local("2026-11-23 09:00"), words="全厂停电")


@pytest.fixture
def cause(cast, main, window) -> Cause:
    an_enterprise(cast.park, "静默电子（演示）")
    response = send(
        window,
        f"/{cast.park.slug}/requests/{main.number}/cause/",
        {"title": "北环路停电", "concerned": "静默电子（演示）\n"},
    )
    assert response.status_code == 303
    return Cause.objects.get()


def test_the_page_shows_everyone_concerned(cast, cause, window, main) -> None:
    page = shown(window, cast, f"causes/{cause.pk}/")

    assert "静默电子（演示）" in page and "未提诉求" in page
    assert main.number in page
    assert f"/causes/{cause.pk}/" in shown(window, cast, f"requests/{main.number}/")
    assert "北环路停电" in shown(window, cast, "causes/")


def test_a_name_that_is_not_in_the_directory_is_named(cast, main, window) -> None:
    response = send(
        window,
        f"/{cast.park.slug}/requests/{main.number}/cause/",
        {"title": "停电", "concerned": "无此企业"},
    )

    assert response.status_code == 422
    assert "无此企业" in response.content.decode()
    assert not Cause.objects.exists()


def test_all_are_told_and_answered_from_the_page(cast, cause, main) -> None:
    officer = signed_in(cast.yeting)
    base = f"/{cast.park.slug}/causes/{cause.pk}"

    told = send(officer, f"{base}/tell/", {"words": "抢修已开始"})
    empty = send(officer, f"{base}/answer/", {"words": ""})
    answered = send(officer, f"{base}/answer/", {"words": "已恢复供电"})

    assert (told.status_code, empty.status_code, answered.status_code) == (303, 422, 303)
    main.refresh_from_db()
    assert main.status == "resolved"
    portal = shown(signed_in(cast.chenlan), cast, f"portal/requests/{main.number}/")
    assert "抢修已开始" in portal and "已恢复供电" in portal


def test_the_list_and_the_page_ask_a_fixed_number_of_queries(
    cast, cause, window, django_assert_max_num_queries
) -> None:
    shown(window, cast, "causes/")
    with django_assert_max_num_queries(8):
        shown(window, cast, "causes/")
    with django_assert_max_num_queries(14):
        shown(window, cast, f"causes/{cause.pk}/")


def test_both_languages_say_it(cast, cause) -> None:
    client = signed_in(cast.linyue, "en")

    assert "Everyone concerned" in shown(client, cast, f"causes/{cause.pk}/")
    assert "Common causes" in shown(client, cast, "causes/")

"""回访 on the pages: whom to ask, writing down what was said, the months in figures."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.desk import services
from qianjin.apps.desk.models import FollowUp
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(cast, desk) -> FollowUp:
    services.draw_follow_ups(park=cast.park, month=date(2026, 11, 1), at=AFTERNOON)
    return FollowUp.objects.get(request=desk.low)


def test_whom_to_ask_stands_in_the_list_and_is_written_down(cast, desk, drawn) -> None:
    window = signed_in(cast.linyue)
    before = shown(window, cast, "follow-ups/")
    form = shown(window, cast, f"follow-ups/{drawn.pk}/")

    sent = send(
        window,
        f"/{cast.park.slug}/follow-ups/{drawn.pk}/",
        {"channel": "phone", "outcome": "unsolved", "words": "电压仍不稳"},
    )

    assert "评价不满意" in before and f"/follow-ups/{drawn.pk}/" in before
    assert "电话" in form
    assert sent.status_code == 303
    after = shown(window, cast, "follow-ups/?tab=all")
    assert "未解决，已重办" in after and "2026-11" in after
    desk.low.refresh_from_db()
    assert desk.low.round == 2


def test_who_does_not_ask_reads_only(cast, drawn) -> None:
    page = shown(signed_in(cast.yeting), cast, "follow-ups/")

    assert f"/follow-ups/{drawn.pk}/" not in page


def test_the_list_asks_a_fixed_number_of_queries(cast, drawn, django_assert_max_num_queries):
    client = signed_in(cast.linyue)
    shown(client, cast, "follow-ups/")

    with django_assert_max_num_queries(9):
        shown(client, cast, "follow-ups/")


def test_both_languages_say_it(cast, drawn) -> None:
    assert "Follow-ups" in shown(signed_in(cast.linyue, "en"), cast, "follow-ups/")

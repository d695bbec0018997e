"""What earlier requests suggest, beside the form of sorting and while an officer types."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest

from qianjin.apps.desk import services
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.desk import MORNING, a_request
from tests.factories.enterprises import an_enterprise
from tests.factories.web import send, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLACES = ("东门", "西门", "三号车间", "河滨路", "北侧堆场", "职工宿舍", "二期工地", "物流通道")


@pytest.fixture
def learned(cast) -> None:
    """Sixteen power failures and sixteen lamps, sorted; the night has learned from them."""
    sorts = (
        ("{}停电跳闸，请抢修", "ENG", "power", cast.investment),
        ("{}路灯坏了，看不清路", "INF", "roads", cast.planning),
    )
    for n in range(16):
        for words, kind, subkind, unit in sorts:
            at = MORNING - timedelta(days=3, minutes=n)
            request = a_request(
                cast.chenxi, cast.acts(cast.chenlan), at, words.format(PLACES[n % 8])
            )
            services.triage(
                request=request,
                kind=kind,
                subkind=subkind,
                level=("simple", "ordinary", "complex")[n % 3],
                unit=unit,
                by=cast.acts(cast.linyue),
                at=at,
            )
    ServiceRequest.objects.update(status="closed")
    services.learn_triage(park_id=cast.park.pk, at=MORNING)


@pytest.fixture
def asked(cast) -> ServiceRequest:
    return a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, "新厂房突然跳闸停电，请抢修")


def suggestions(client, cast, request) -> str:
    address = f"/{cast.park.slug}/requests/{request.number}/suggest/"
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


class TestBesideTheFormOfSorting:
    def test_each_choice_says_how_sure_it_is_and_fills_the_form(self, cast, learned, asked):
        page = suggestions(signed_in(cast.linyue), cast, asked)

        fills = re.findall(r'data-fill="(\{.*?\})"', page)
        assert '{"kind": "ENG"}' in fills
        assert '{"kind": "ENG", "subkind": "power"}' in fills
        assert f'{{"unit": "{cast.investment.pk}"}}' in fills
        assert re.search(r"用能 <span class=\"num\">\d+%", page)

    def test_one_click_takes_what_is_likely_together(self, cast, learned, asked) -> None:
        page = suggestions(signed_in(cast.linyue), cast, asked)

        together = json.loads(re.findall(r'data-fill="(\{.*?\})"', page)[0])
        assert together == {
            "kind": "ENG",
            "subkind": "power",
            "unit": str(cast.investment.pk),
        }
        assert "采用可能性大的" in page

    def test_the_words_that_spoke_for_it_are_named(self, cast, learned, asked) -> None:
        page = suggestions(signed_in(cast.linyue), cast, asked)

        said = re.search("依据：(.*?)</small>", page)
        assert said
        assert all(word in asked.body for word in re.findall("“(.*?)”", said[1]))

    def test_the_same_cause_elsewhere_is_shown(self, cast, learned, asked) -> None:
        other = an_enterprise(cast.park, "远山材料（演示）")
        theirs = a_request(
            other, cast.acts(cast.linyue), MORNING, "厂房突然跳闸停电，请抢修", source="phone"
        )

        page = suggestions(signed_in(cast.linyue), cast, asked)

        assert theirs.number in page
        assert "其他企业可能同因" in page

    def test_nothing_is_said_before_anything_was_learned(self, cast, asked) -> None:
        page = suggestions(signed_in(cast.linyue), cast, asked)

        assert "data-fill" not in page

    def test_the_address_can_be_opened_by_itself(self, cast, asked) -> None:
        answer = signed_in(cast.linyue, "en").get(
            f"/{cast.park.slug}/requests/{asked.number}/suggest/"
        )

        assert "Nothing yet: the park has sorted too few requests" in answer.content.decode()

    def test_who_may_not_sort_is_not_told(self, cast, learned, asked) -> None:
        answer = signed_in(cast.yeting).get(f"/{cast.park.slug}/requests/{asked.number}/suggest/")

        assert answer.status_code == 403

    def test_the_form_asks_for_it(self, cast, asked) -> None:
        page = signed_in(cast.linyue).get(f"/{cast.park.slug}/requests/{asked.number}/triage/")

        assert (
            f'hx-get="/{cast.park.slug}/requests/{asked.number}/suggest/"' in page.content.decode()
        )

    def test_asks_at_most_fifteen_queries(
        self, cast, learned, asked, django_assert_max_num_queries
    ) -> None:
        client = signed_in(cast.linyue)
        suggestions(client, cast, asked)
        with django_assert_max_num_queries(15):
            suggestions(client, cast, asked)


class TestWhileSomebodySpeaks:
    def test_the_type_is_offered_and_the_unit_only_named(self, cast, learned) -> None:
        answer = signed_in(cast.linyue).post(
            f"/{cast.park.slug}/requests/new/alike/",
            {"enterprise": cast.chenxi.pk, "words": "新厂房突然跳闸停电"},
        )

        page = html.unescape(answer.content.decode())
        assert re.findall(r'data-fill="(\{.*?\})"', page)[0] == '{"kind": "ENG"}'
        assert '"unit"' not in page
        assert cast.investment.name in page
        assert ServiceRequest.objects.filter(status="submitted").count() == 0

    def test_nothing_is_decided_by_entering(self, cast, learned, media) -> None:
        send(
            signed_in(cast.linyue),
            f"/{cast.park.slug}/requests/new/",
            {"enterprise": cast.chenxi.pk, "words": "新厂房突然跳闸停电", "source": "phone"},
        )

        assert ServiceRequest.objects.latest("id").kind == ""

    @pytest.fixture
    def media(self, tmp_path, monkeypatch):
        monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)

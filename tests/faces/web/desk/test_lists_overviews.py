"""The board, the register of thanks, finding anything; who is let in, in which language."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from qianjin.apps.accounts.models import SavedView
from qianjin.apps.desk import services
from qianjin.apps.desk.models import Thanks
from tests.factories.desk import MORNING, a_request, a_resolved_request
from tests.factories.web import signed_in

from .conftest import numbers_in, shown

pytestmark = pytest.mark.django_db

PAGES = ("", "requests/", "requests/views/", "board/", "thanks/", "search/", "search/?q=变压器")


class TestTheBoard:
    def test_shows_the_state_and_leads_into_the_list(self, cast, desk):
        page = shown(signed_in(cast.hewei), cast, "board/")

        assert _figures(page)["在办"] == "5"
        assert _figures(page)["超期"] == "1"
        assert _figures(page)["平均评分"] == "2"
        assert f"/requests/?tab=late&amp;unit={cast.investment.pk}" in page
        assert "/requests/?tab=all&amp;kind=SUP&amp;since=2026-10-24" in page
        assert desk.late.number in numbers_in(page)

    def test_counts_kept_promises_of_those_that_fell_due(self, cast, desk):
        page = shown(signed_in(cast.hewei), cast, "board/")

        kept = page.split('class="table kept-table"')[1].split("</table>")[0]
        assert re.search(r"响应.*?2 / 3</td>", kept, re.DOTALL)

    def test_of_a_section_shows_that_section_only(self, cast, desk):
        page = shown(signed_in(cast.gumingzhou), cast, "board/")

        assert _figures(page)["在办"] == "0"
        assert numbers_in(page) == []
        assert "没有超期" in page

    def test_is_for_heads(self, cast, desk):
        answer = signed_in(cast.yeting).get(f"/{cast.park.slug}/board/")

        assert answer.status_code == 403

    def test_asks_a_fixed_number_of_queries(self, cast, desk, django_assert_num_queries):
        client = signed_in(cast.hewei)
        client.get(f"/{cast.park.slug}/board/")

        with django_assert_num_queries(14):
            client.get(f"/{cast.park.slug}/board/")


def _figures(page: str) -> dict[str, str]:
    pairs = re.findall(
        r'stat-label">([^<]+)</span><span class="stat-value">([^<]+?)\s*</span>', page
    )
    return dict(pairs)


class TestTheRegisterOfThanks:
    def test_shows_what_was_said_and_for_what(self, cast, desk):
        services.thank(
            request=desk.to_rate, words="一趟没跑就办好了", by=cast.acts(cast.chenlan), at=MORNING
        )

        page = shown(signed_in(cast.linyue), cast, "thanks/")

        assert "一趟没跑就办好了" in page
        assert numbers_in(page) == [desk.to_rate.number]

    def test_keeps_thanks_for_a_foreign_request_from_a_liaison(self, cast, desk):
        services.thank(
            request=desk.to_rate, words="一趟没跑就办好了", by=cast.acts(cast.chenlan), at=MORNING
        )

        assert "一趟没跑就办好了" not in shown(signed_in(cast.liaison), cast, "thanks/")

    def test_shows_every_word_once_page_by_page_and_leads_back(self, cast):
        for n in range(23):
            Thanks.objects.create(
                park=cast.park,
                enterprise=cast.chenxi,
                text=f"谢谢第{n:02d}次",
                at=MORNING + timedelta(minutes=n // 4),
            )
        client = signed_in(cast.linyue)

        first = shown(client, cast, "thanks/")
        second = shown(client, cast, "thanks/" + _way(first, "next"))
        again = shown(client, cast, "thanks/" + _way(second, "prev"))

        said = re.findall(r"谢谢第\d\d次", first + second)
        assert said == [f"谢谢第{n:02d}次" for n in reversed(range(23))]
        assert re.findall(r"谢谢第\d\d次", again) == re.findall(r"谢谢第\d\d次", first)


def _way(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


class TestFindingAnything:
    HITS = {"HX-Request": "true"}

    def test_finds_requests_by_words_and_by_number(self, cast, desk):
        client = signed_in(cast.linyue)

        assert numbers_in(shown(client, cast, "search/?q=变压器", **self.HITS)) == [
            desk.late.number
        ]
        by_number = shown(client, cast, f"search/?q={desk.soon.number}", **self.HITS)
        assert numbers_in(by_number) == [desk.soon.number]

    def test_finds_enterprises_people_and_pages(self, cast, desk):
        client = signed_in(cast.linyue)

        firm = shown(client, cast, "search/?q=远山", **self.HITS)
        person = shown(client, cast, "search/?q=何蔚", **self.HITS)
        place = shown(client, cast, "search/?q=日历", **self.HITS)

        assert f"/{cast.park.slug}/enterprises/{cast.other.pk}/" in firm
        assert f"/{cast.park.slug}/people/{cast.hewei.pk}/" in person
        assert f"/{cast.park.slug}/calendar/" in place

    def test_finds_nothing_one_may_not_see(self, cast, desk, elsewhere):
        assert numbers_in(shown(signed_in(cast.gumingzhou), cast, "search/?q=变压器")) == []
        assert numbers_in(shown(signed_in(cast.admin), cast, "search/?q=变压器")) == []

    def test_typed_as_an_address_is_a_page(self, cast, desk):
        page = shown(signed_in(cast.linyue), cast, "search/?q=变压器")

        assert "<html" in page
        assert desk.late.number in numbers_in(page)

    def test_says_so_when_nothing_is_found(self, cast):
        assert "没有找到" in shown(signed_in(cast.linyue), cast, "search/?q=磁悬浮")

    def test_asks_a_fixed_number_of_queries(self, cast, desk, django_assert_num_queries):
        client = signed_in(cast.linyue)
        address = f"/{cast.park.slug}/search/?q=变压器"
        client.get(address, headers=self.HITS)

        with django_assert_num_queries(6):
            client.get(address, headers=self.HITS)


class TestFavourites:
    def keep(self, client, cast, **data):
        return client.post(
            f"/{cast.park.slug}/search/favourites/", data, headers={"HX-Request": "true"}
        )

    def test_are_offered_when_nothing_is_asked(self, cast):
        client = signed_in(cast.linyue)
        address = f"/{cast.park.slug}/requests/?tab=late"

        before = shown(client, cast, f"search/?here={address}", **TestFindingAnything.HITS)
        answer = self.keep(client, cast, address=address, title="超期清单")
        after = shown(client, cast, f"search/?here={address}", **TestFindingAnything.HITS)

        assert answer.status_code == 204
        assert "收藏本页" in before
        assert f'<a class="hit" href="{address}"><b>超期清单</b>' in after
        assert "取消收藏本页" in after

    def test_are_dropped_by_their_keeper_only(self, cast):
        mine, other = signed_in(cast.linyue), signed_in(cast.hewei)
        self.keep(mine, cast, address=f"/{cast.park.slug}/board/", title="驾驶舱")
        key = SavedView.objects.get().pk

        self.keep(other, cast, drop=key)
        assert SavedView.objects.filter(pk=key).exists()
        self.keep(mine, cast, drop=key)
        assert not SavedView.objects.filter(pk=key).exists()

    @pytest.mark.parametrize(
        "address", ["https://example.org/", "//example.org/", "/another/board/", "javascript:x"]
    )
    def test_never_lead_elsewhere(self, cast, address):
        self.keep(signed_in(cast.linyue), cast, address=address, title="别处")

        assert not SavedView.objects.exists()


@pytest.mark.parametrize("path", [*PAGES, "requests/export/", "requests/columns/"])
def test_an_enterprise_contact_is_refused_at_the_offices_pages(cast, desk, path):
    answer = signed_in(cast.chenlan).get(f"/{cast.park.slug}/{path}")

    assert answer.status_code == 403
    assert numbers_in(answer.content.decode()) == []


@pytest.mark.parametrize("path", PAGES)
def test_another_park_answers_as_one_that_is_not_there(cast, desk, elsewhere, path):
    stranger = elsewhere.park.memberships.get(role="general_affairs").user

    assert signed_in(stranger).get(f"/{cast.park.slug}/{path}").status_code == 404


def _visible(page: str) -> str:
    """The words a reader sees or hears: text, labels and titles, without scripts."""
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder|data-label)="([^"]*)"', page)
    return " ".join([re.sub(r"<[^>]+>", " ", page), *spoken])


FOREIGN_WORDS = {"Ctrl", "Enter", "Esc", "English", "Excel"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_chinese_throughout(cast, desk, path):
    page = shown(signed_in(cast.hewei), cast, path)

    words = set(re.findall(r"[A-Za-z]{3,}", _visible(page)))
    assert words - FOREIGN_WORDS - {"park"} == set()


@pytest.mark.parametrize("path", [p for p in PAGES if "q=" not in p])
def test_a_page_is_english_throughout(cast, desk, path):
    page = shown(signed_in(cast.hewei, "en"), cast, path)

    data = "".join(
        [
            *(r.title for r in (desk.late, desk.soon, desk.fresh, desk.waiting, desk.long)),
            *(r.title for r in (desk.to_rate, desk.low, desk.withdrawn)),
            *(f"{u.name_zh}|" for u in cast.park.units.all()),
            *(f"{m.user.name}|" for m in cast.park.memberships.select_related("user")),
            "晨曦精密（演示）|远山材料（演示）|前进|简体中文|中文|部门会审",
        ]
    )
    unknown = {run for run in re.findall(r"[\u4e00-\u9fff]+", _visible(page)) if run not in data}
    assert unknown == set()


def test_a_request_of_nobody_can_be_found_again_after_it_is_resolved(cast, desk):
    done = a_resolved_request(cast, MORNING, words="磁悬浮主轴检测")
    a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, "别的事")

    page = shown(signed_in(cast.linyue), cast, "requests/?tab=all&words=磁悬浮主轴")

    assert done.number in numbers_in(page)

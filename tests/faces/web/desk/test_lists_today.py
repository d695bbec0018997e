"""今日: what one has to do first, what waits, what happened meanwhile, by role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qianjin.apps.accounts.models import Membership
from qianjin.apps.desk import services
from tests.factories.accounts import an_absence
from tests.factories.desk import MORNING, a_request, an_assigned_request
from tests.factories.land import a_parcel, a_split, square
from tests.factories.web import signed_in

from .conftest import AFTERNOON, numbers_in, shown

pytestmark = pytest.mark.django_db


def part(page: str, heading: str) -> str:
    """The card under a heading."""
    assert f"<h2>{heading}</h2>" in page, heading
    return page.split(f"<h2>{heading}</h2>")[1].split("</section>")[0]


def test_what_would_break_a_promise_first_stands_first(cast, desk):
    mine = part(shown(signed_in(cast.yeting), cast, ""), "要我办")

    assert numbers_in(mine)[:2] == [desk.late.number, desk.soon.number]
    assert desk.waiting.number not in numbers_in(mine)
    assert "今天 17:30 前给方案" in mine
    assert f"/requests/{desk.late.number}/accept/" in mine


def test_the_head_of_the_page_counts_what_is_late_and_due_today(cast, desk):
    page = shown(signed_in(cast.yeting), cast, "")

    assert "今日 · 11月23日 星期一" in page
    assert "工作日 · 1 件已超期 · 1 件今天到期 · 1 件等别人" in page


def test_due_times_of_today_stand_on_one_line_of_time(cast, desk):
    page = shown(signed_in(cast.yeting), cast, "")

    line = page.split('class="day-line"')[1].split("</svg>")[0]
    assert f"/requests/{desk.soon.number}/" in line
    assert "17:30 研发补助兑付" in line
    assert "午休" in line


def test_several_due_at_one_moment_are_one_mark(cast, desk):
    services.accept(
        request=an_assigned_request(cast, desk.soon.opened_at, "另一件"),
        channel="phone",
        by=cast.acts(cast.yeting),
        at=desk.soon.opened_at + timedelta(minutes=20),
    )

    page = shown(signed_in(cast.yeting), cast, "")

    assert "2 件到期" in page.split('class="day-line"')[1].split("</svg>")[0]


def test_what_waits_for_material_says_since_when_and_whom_to_ring(cast, desk):
    waiting = part(shown(signed_in(cast.yeting), cast, ""), "等别人")

    assert numbers_in(waiting) == [desk.waiting.number]
    assert "今天起" in waiting


def test_whoever_sorts_sees_what_nobody_has_taken(cast, desk):
    assert desk.fresh.number in part(shown(signed_in(cast.linyue), cast, ""), "待交办")
    assert "<h2>待交办</h2>" not in shown(signed_in(cast.yeting), cast, "")


def test_a_head_sees_first_what_is_late_in_the_section(cast, desk):
    page = shown(signed_in(cast.zhouheng), cast, "")

    assert desk.late.number in part(page, "别人手上已超期")
    assert page.index("<h2>别人手上已超期</h2>") < page.index("<h2>要我办</h2>")


def test_a_head_sees_the_state_of_the_section_in_three_figures(cast, desk):
    page = shown(signed_in(cast.zhouheng), cast, "")

    figures = page.split("stat-row is-three")[1].split("</section>")[0]
    assert f"?tab=late&amp;unit={cast.investment.pk}" in figures
    assert [f.split("<")[0].strip() for f in figures.split('stat-value">')[1:]] == ["4", "1", "1"]


def test_a_head_of_another_section_sees_nothing_of_it(cast, desk):
    page = shown(signed_in(cast.gumingzhou), cast, "")

    assert numbers_in(page) == []
    assert "没有等您办的事" in page


def test_whoever_covers_an_absence_has_both_queues_in_one(cast, desk):
    an_absence(cast.park, cast.yeting, cast.linyue)

    mine = part(shown(signed_in(cast.linyue), cast, ""), "要我办")

    assert desk.late.number in numbers_in(mine)


def test_news_since_the_last_look_are_marked(cast, desk, monkeypatch):
    client = signed_in(cast.linyue)
    shown(client, cast, "")
    later = AFTERNOON + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    fresh = a_request(
        cast.chenxi, cast.acts(cast.chenlan), later - timedelta(minutes=5), "新的一件"
    )

    news = part(shown(client, cast, ""), "上次看过以后")

    new = [item for item in news.split("<li") if "is-unread" in item]
    assert len(new) == 1
    assert fresh.number in new[0]


def test_a_second_look_within_minutes_writes_nothing(cast, monkeypatch):
    client = signed_in(cast.linyue)
    shown(client, cast, "")
    monkeypatch.setattr(timezone, "now", lambda: AFTERNOON + timedelta(minutes=2))
    shown(client, cast, "")

    assert Membership.objects.get(user=cast.linyue).looked_at == AFTERNOON


def test_the_keeper_of_the_house_gets_the_way_to_their_own_pages(cast, desk):
    page = shown(signed_in(cast.admin), cast, "")

    assert numbers_in(page) == []
    assert f"/{cast.park.slug}/calendar/" in page.split("<main")[1]


def test_the_menu_says_how_much_is_mine_and_how_much_late(cast, desk):
    page = shown(signed_in(cast.yeting), cast, "requests/")

    menu = page.split('class="side-items"')[1].split("</div>")[0]
    assert '<b class="tone-active">3</b>' in menu
    assert '<b class="tone-breached">超期 1</b>' in menu


def test_the_day_asks_a_fixed_number_of_queries(cast, desk, django_assert_num_queries):
    client = signed_in(cast.linyue)
    address = f"/{cast.park.slug}/"
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


def test_a_day_with_much_to_do_asks_no_more_queries(cast, desk, django_assert_num_queries):
    for n in range(12):
        an_assigned_request(cast, MORNING, f"再来一件{n}")
    client = signed_in(cast.yeting)
    address = f"/{cast.park.slug}/"
    client.get(address)

    with django_assert_num_queries(19):
        client.get(address)


def test_a_change_of_boundaries_waits_for_who_reviews_it_and_not_for_who_proposed_it(cast, desk):
    split = a_split(cast, a_parcel(cast), square(wide=40, high=100), square(40, wide=60, high=100))
    here = f"/{cast.park.slug}/parcel-changes/"

    def ruled(user) -> str:
        page = shown(signed_in(user), cast, "")
        return page.partition('id="rulings"')[2].partition("</section>")[0]

    assert here in ruled(cast.hewei)
    assert "待审界线变更" in ruled(cast.hewei)
    assert here not in ruled(split.proposed_by)

"""The list of requests: its tabs, filters, pages, columns, views."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import the_cast
from tests.factories.desk import MORNING, a_promise, a_request, an_assigned_request
from tests.factories.web import send, signed_in

from .conftest import numbers_in, shown

pytestmark = pytest.mark.django_db

ROWS = {"HX-Request": "true", "HX-Target": "request-rows"}

TABS = {
    "open": {"fresh", "late", "soon", "waiting", "long"},
    "unassigned": {"fresh"},
    "late": {"late"},
    "soon": {"soon"},
    "waiting": {"waiting"},
    "long": {"long"},
    "to_rate": {"to_rate"},
    "low": {"low"},
    "all": {"late", "soon", "fresh", "waiting", "long", "to_rate", "low", "withdrawn"},
}


@pytest.fixture
def window(cast):
    """林悦 at the window, who sorts what comes in."""
    return signed_in(cast.linyue)


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_shows_what_it_says(cast, desk, elsewhere, window, tab):
    page = shown(window, cast, f"requests/?tab={tab}", **ROWS)

    assert set(numbers_in(page)) == desk.numbers(*TABS[tab])


def test_an_officers_own_tab_shows_what_lies_with_them(cast, desk):
    page = shown(signed_in(cast.yeting), cast, "requests/?tab=mine", **ROWS)

    assert set(numbers_in(page)) == desk.numbers("late", "soon", "waiting", "long")


def test_a_tab_says_how_many_stand_behind_it(cast, desk, window):
    page = shown(window, cast, "requests/")

    assert 'tab=open" class="on" aria-current="page">在办<b class="tone-plain">5</b>' in page
    assert 'tab=late">超期<b class="tone-breached">1</b>' in page


def test_an_unknown_tab_shows_what_is_open(cast, desk, window):
    page = shown(window, cast, "requests/?tab=nonsense", **ROWS)

    assert set(numbers_in(page)) == desk.numbers(*TABS["open"])


def test_what_breaks_first_stands_first_and_newest_on_demand(cast, desk, window):
    by_due = numbers_in(shown(window, cast, "requests/", **ROWS))
    by_age = numbers_in(shown(window, cast, "requests/?sort=newest", **ROWS))

    assert by_due[:2] == [desk.late.number, desk.soon.number]
    opened = [ServiceRequest.objects.get(number=n, park=cast.park).opened_at for n in by_age]
    assert opened == sorted(opened, reverse=True)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"words": "变压器"}, {"late"}),
        ({"words": "入学名额"}, {"fresh"}),
        ({"kind": "SUP"}, {"late", "soon", "waiting", "long", "to_rate", "low"}),
        ({"level": "complex"}, set()),
        ({"status": "withdrawn"}, {"withdrawn"}),
        ({"since": "2026-11-23"}, {"fresh", "waiting", "long", "withdrawn"}),
        ({"until": "2026-11-10"}, {"late"}),
        ({"since": "2026-11-11", "until": "2026-11-18"}, {"soon"}),
        ({"firm": "远山"}, {"fresh", "withdrawn"}),
        ({"firm": "没有这家"}, set()),
    ],
    ids=lambda part: str(sorted(part.items() if isinstance(part, dict) else part)),
)
def test_a_filter_narrows_the_list(cast, desk, elsewhere, window, asked, left):
    page = shown(window, cast, f"requests/?{urlencode({'tab': 'all', **asked})}", **ROWS)

    expected = desk.numbers(*left) if left else set()
    assert set(numbers_in(page)) == expected


def test_unit_officer_and_enterprise_narrow_by_their_number(cast, desk, window):
    by_unit = shown(window, cast, f"requests/?tab=all&unit={cast.investment.pk}", **ROWS)
    by_officer = shown(window, cast, f"requests/?tab=all&officer={cast.linyue.pk}", **ROWS)
    by_firm = shown(window, cast, f"requests/?tab=all&enterprise={cast.other.pk}", **ROWS)

    assert desk.late.number in numbers_in(by_unit)
    assert desk.fresh.number not in numbers_in(by_unit)
    assert numbers_in(by_officer) == []
    assert set(numbers_in(by_firm)) == desk.numbers("fresh", "withdrawn")


def test_a_filter_that_cannot_be_read_narrows_nothing(cast, desk, window):
    page = shown(window, cast, "requests/?tab=all&unit=x&kind=Z&since=soon&cursor=!", **ROWS)

    assert set(numbers_in(page)) == desk.numbers()


def test_one_character_is_too_little_to_search_for(cast, desk, window):
    page = shown(window, cast, "requests/?tab=all&words=变", **ROWS)

    assert "请至少输入两个字再搜索" in page


def test_what_is_taken_home_follows_the_filters_as_one_types(cast, desk, window):
    rows = shown(window, cast, "requests/?tab=all&words=招聘&kind=", **ROWS)

    query = "tab=all&amp;words=%E6%8B%9B%E8%81%98"
    assert f"requests/export/?{query}" in rows
    assert f"requests/views/?{query}" in rows
    assert f'form="bulk" name="back" value="{query}"' in rows


def test_the_rows_fetched_alone_are_those_of_the_page(cast, desk, window):
    whole = shown(window, cast, "requests/?tab=all")
    rows = shown(window, cast, "requests/?tab=all", **ROWS)

    assert "<html" not in rows
    assert rows.strip() in whole


def test_the_pages_of_a_list_show_every_row_once_and_lead_back(db):
    cast = the_cast()
    a_promise(cast.park)
    window = signed_in(cast.linyue)
    made = {
        an_assigned_request(cast, MORNING + timedelta(minutes=n // 3), f"第{n}件诉求").number
        for n in range(31)
    }

    first = shown(window, cast, "requests/", **ROWS)
    older = _link(first, "next")
    second = window.get(f"/{cast.park.slug}/requests/{older}").content.decode()
    back = window.get(f"/{cast.park.slug}/requests/{_link(second, 'prev')}", headers=ROWS)

    assert len(numbers_in(first)) == 25
    assert numbers_in(first) + numbers_in(_rows(second)) == sorted(
        made, key=lambda n: ServiceRequest.objects.get(number=n, park=cast.park).pk
    )
    assert numbers_in(back.content.decode()) == numbers_in(first)


def _link(page: str, rel: str) -> str:
    start = page.index(f'rel="{rel}" href="') + len(f'rel="{rel}" href="')
    return page[page.index("?", start) : page.index('"', start)].replace("&amp;", "&")


def _rows(page: str) -> str:
    return page[page.index('id="request-rows"') :]


def test_an_officer_sees_only_what_their_section_has(cast, desk):
    planning = shown(signed_in(cast.gumingzhou), cast, "requests/?tab=all", **ROWS)
    power = shown(signed_in(cast.liaison), cast, "requests/?tab=all", **ROWS)

    assert numbers_in(planning) == numbers_in(power) == []


def test_a_late_row_is_marked_and_says_by_how_much(cast, desk, window):
    page = shown(window, cast, "requests/?tab=late", **ROWS)

    assert 'class="tone-breached" data-walk' in page
    assert "超期 7 个工作日" in page


def test_columns_one_has_chosen_are_kept_by_the_browser(cast, desk, window):
    answer = window.get(
        f"/{cast.park.slug}/requests/columns/?tab=all&column=score&column=kind&column=nonsense"
    )
    page = window.get(answer["Location"]).content.decode()

    assert answer["Location"].endswith("/requests/?tab=all")
    assert 'data-label="评分"' in page
    assert 'data-label="类型"' in page
    assert 'data-label="承诺时限"' not in page


def test_a_view_one_keeps_stands_among_the_tabs(cast, desk, window):
    kept = "tab=all&kind=SUP"
    form = shown(window, cast, f"requests/views/?{kept}")
    assert 'name="query" value="tab=all&amp;kind=SUP"' in form
    assert '<span class="tag tone-plain">类型 供应链</span>' in form
    list_url = f"/{cast.park.slug}/requests/?{kept}"

    answer = send(
        window,
        f"/{cast.park.slug}/me/views/",
        {"page": "requests", "name": "我常看的", "query": kept, "next": list_url},
    )

    page = window.get(answer["Location"]).content.decode()
    assert 'class="on" aria-current="page">我常看的' in page
    assert "我常看的" in shown(window, cast, "requests/views/")
    assert "我常看的" not in shown(signed_in(cast.hewei), cast, "requests/")


def test_the_list_asks_a_fixed_number_of_queries(cast, desk, window, django_assert_num_queries):
    address = f"/{cast.park.slug}/requests/?tab=all"
    window.get(address)

    with django_assert_num_queries(4):
        window.get(address)
    with django_assert_num_queries(4):
        window.get(address, headers=ROWS)
    with django_assert_num_queries(5):
        window.get(f"{address}&words=变压器", headers=ROWS)


def test_more_rows_ask_no_more_queries(cast, desk, window, django_assert_num_queries):
    for n in range(20):
        a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, f"再来一件{n}")
    window.get(f"/{cast.park.slug}/requests/")

    with django_assert_num_queries(4):
        window.get(f"/{cast.park.slug}/requests/", headers=ROWS)

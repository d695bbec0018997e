"""并件、拆件、关联 on the pages of both sides of the counter."""

from __future__ import annotations

import pytest

from qianjin.apps.desk import services
from qianjin.apps.desk.models import Link, ServiceRequest
from tests.factories.desk import MORNING, a_request, an_accepted_request
from tests.factories.web import send, signed_in

from .act_forms import act, address
from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(cast):
    return an_accepted_request(cast, MORNING, words="厂区变压器要增容")


@pytest.fixture
def second(cast, first):
    return a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, "变压器不够用，请增容")


def test_two_are_merged_and_parted_again_from_the_page(cast, window, first, second) -> None:
    form = shown(window, cast, f"requests/{second.number}/merge/")
    assert first.number in form

    response = act(window, cast, second, "merge", other=first.number, words="同一台变压器")

    assert response.status_code == 303
    page = shown(window, cast, f"requests/{second.number}/")
    assert "已并件" in page
    assert f"已并入 {first.number}" in page
    kept = shown(window, cast, f"requests/{first.number}/")
    assert "并进来的" in kept and "变压器不够用" in kept and "撤销并件" in kept
    link = Link.objects.get()
    undone = send(window, f"/{cast.park.slug}/links/{link.pk}/undo/", {})
    assert undone.status_code == 303
    assert ServiceRequest.objects.get(pk=second.pk).status == "submitted"


def test_the_enterprise_reads_where_it_goes_on(cast, window, first, second) -> None:
    act(window, cast, second, "merge", other=first.number)
    client = signed_in(cast.chenlan)

    page = shown(client, cast, f"portal/requests/{second.number}/")
    kept = shown(client, cast, f"portal/requests/{first.number}/")

    assert f"portal/requests/{first.number}/" in page
    assert "合并为一件" in page
    assert "已并入另一件办理" in page
    assert "变压器不够用" in kept


def test_what_cannot_be_merged_is_said_beside_the_field(cast, window, first) -> None:
    other = a_request(cast.other, cast.acts(cast.duzhong), MORNING, "变压器增容")

    unknown = act(window, cast, first, "merge", number="2026-0101-999")
    elsewhere = act(window, cast, first, "merge", number=other.number)
    nothing = act(window, cast, first, "merge")

    for response, words in (
        (unknown, "没有编号为 2026-0101-999 的诉求"),
        (elsewhere, "归为共性问题"),
        (nothing, "请选择一件诉求，或填写编号"),
    ):
        assert response.status_code == 422
        assert words in response.content.decode()


def test_one_becomes_several_with_words_type_and_unit(cast, window, first) -> None:
    response = act(
        window,
        cast,
        first,
        "split",
        words_1="班车绕行，请协调站点",
        kind_1="LOG",
        unit_1=cast.planning.pk,
        words_2="食堂太小",
        title="变压器增容",
    )

    assert response.status_code == 303
    made = list(ServiceRequest.objects.exclude(pk=first.pk).order_by("id"))
    assert [(r.title, r.kind, r.unit) for r in made] == [
        ("班车绕行，请协调站点", "LOG", cast.planning),
        ("食堂太小", "SUP", None),
    ]
    page = shown(window, cast, f"requests/{first.number}/")
    assert all(row.number in page for row in made)
    portal = shown(signed_in(cast.chenlan), cast, f"portal/requests/{first.number}/")
    assert made[1].title in portal


def test_a_unit_without_words_is_a_mistake_and_nothing_is_split(cast, window, first) -> None:
    response = act(window, cast, first, "split", words_1="一", unit_2=cast.planning.pk)

    assert response.status_code == 422
    assert ServiceRequest.objects.count() == 1


def test_links_stand_on_both_pages_and_the_enterprise_sees_none(cast, window, first) -> None:
    other = a_request(cast.other, cast.acts(cast.duzhong), MORNING, "新厂房送电")

    response = act(window, cast, first, "link", kind="1", number=other.number)

    assert response.status_code == 303
    link = Link.objects.get()
    assert (link.source, link.target, link.kind) == (other, first, "blocks")
    assert "须等待" in shown(window, cast, f"requests/{first.number}/")
    assert "须先于" in shown(window, cast, f"requests/{other.number}/")
    assert other.number not in shown(
        signed_in(cast.chenlan), cast, f"portal/requests/{first.number}/"
    )
    away = send(window, f"/{cast.park.slug}/links/{link.pk}/undo/", {})
    assert (away.status_code, Link.objects.count()) == (303, 0)


def test_an_officer_links_but_neither_merges_nor_splits(cast, officer, first, second) -> None:
    assert officer.get(address(cast, first, "link")).status_code == 200
    for name in ("merge", "split"):
        assert officer.get(address(cast, first, name)).status_code == 403


def test_the_page_with_links_asks_few_queries(
    cast, window, first, second, django_assert_max_num_queries
) -> None:
    by = cast.acts(cast.linyue)
    for words in ("甲", "乙", "丙"):
        other = a_request(cast.other, cast.acts(cast.duzhong), MORNING, words)
        services.relate(request=first, other=other, kind="related", by=by, at=AFTERNOON)
    services.merge(request=second, other=first, by=by, at=AFTERNOON)
    shown(window, cast, f"requests/{first.number}/")

    with django_assert_max_num_queries(12):
        shown(window, cast, f"requests/{first.number}/")
    with django_assert_max_num_queries(10):
        shown(window, cast, f"requests/{first.number}/merge/")


def test_both_languages_say_it(cast, first, second) -> None:
    client = signed_in(cast.linyue, "en")

    assert "Merge with another request" in shown(client, cast, f"requests/{first.number}/")
    assert "Why they are one" in shown(client, cast, f"requests/{first.number}/merge/")
    assert "Matter 1 to split off" in shown(client, cast, f"requests/{first.number}/split/")
    assert "It has to wait for that one" in shown(client, cast, f"requests/{first.number}/link/")

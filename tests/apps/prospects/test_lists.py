"""名单 Filters, search and pages of firms and people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.models import Contact
from tests.factories.accounts import TODAY, Cast, an_absence
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone


def names(cast: Cast, **filters: object) -> list[str]:
    page = selectors.contacts_page(cast.acts(cast.yeting), selectors.Filters(**filters), on=TODAY)
    return [row.name for row in page.rows]


def firms(cast: Cast, **filters: object) -> list[str]:
    page = selectors.organisations_page(
        cast.acts(cast.yeting), selectors.Filters(**filters), on=TODAY
    )
    return [row.name for row in page.rows]


def test_people_are_narrowed_by_what_is_known_of_them(cast: Cast) -> None:
    auto = a_prospect(cast, sector="auto")
    someone(cast, "陆小明", auto, city="上海", tags="链主", source="card", phones="13800001234")
    someone(cast, "高远", city="苏州", by=cast.zhouheng, retain_until=TODAY + timedelta(days=9))
    row = Contact.objects.get(name="高远")
    services.touched(park_id=cast.park.pk, on=TODAY - timedelta(days=90), contacts=[row.pk])

    assert names(cast, city="上海") == ["陆小明"]
    assert names(cast, tag="链主") == ["陆小明"]
    assert names(cast, source="card") == ["陆小明"]
    assert names(cast, sector="auto") == ["陆小明"]
    assert names(cast, organisation=auto.pk) == ["陆小明"]
    assert names(cast, owner=cast.zhouheng.pk) == ["高远"]
    assert names(cast, mine=True) == ["陆小明"]
    assert names(cast, expiring=True) == ["高远"]
    assert set(names(cast, untouched_days=60)) == {"陆小明", "高远"}
    assert names(cast, untouched_days=100) == ["陆小明"]
    assert names(cast, q="远帆") == ["陆小明"]
    assert names(cast, q="138 0000 1234") == ["陆小明"]
    assert names(cast, q="1380000") == []
    an_absence(cast.park, cast.zhouheng, cast.yeting)
    assert set(names(cast, mine=True)) == {"陆小明", "高远"}


def test_firms_are_narrowed_and_those_no_longer_pursued_stand_apart(cast: Cast) -> None:
    by = cast.acts(cast.yeting)
    a_prospect(cast, "远帆汽车（演示）", city="上海", sector="auto")
    gone = a_prospect(cast, "近山材料（演示）", city="苏州")
    services.retire(organisation=gone, back=False, by=by, at=NOON)

    assert firms(cast) == ["远帆汽车（演示）"]
    assert firms(cast, retired=True) == ["近山材料（演示）"]
    assert firms(cast, sector="auto", city="上海") == ["远帆汽车（演示）"]
    assert selectors.cities_of(by) == ["上海", "苏州"] or set(selectors.cities_of(by)) == {
        "上海",
        "苏州",
    }


@pytest.mark.parametrize("sort", selectors.SORTS)
def test_pages_go_on_and_back_in_every_order(cast: Cast, sort: str) -> None:
    by = cast.acts(cast.yeting)
    entries = [services.BookEntry({"name": f"演示{n:03d}"}) for n in range(60)]
    made = services.write_book(entries=entries, by=by, at=NOON)
    for number, key in enumerate(made.contacts[:30]):
        day = date(2026, 1, 1) + timedelta(days=number // 3)
        services.touched(park_id=cast.park.pk, on=day, contacts=[key])
    filters = selectors.Filters(sort=sort)

    first = selectors.contacts_page(by, filters, on=TODAY)
    second = selectors.contacts_page(by, filters, on=TODAY, after=first.older)
    third = selectors.contacts_page(by, filters, on=TODAY, after=second.older)
    back = selectors.contacts_page(by, filters, on=TODAY, before=third.newer)

    seen = [row.pk for page in (first, second, third) for row in page.rows]
    assert len(seen) == len(set(seen)) == 60
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    assert (first.newer, third.older, first.count) == ("", "", 60)
    for cursor in ("x", "W10", "WyJ6eiIsIjEiXQ", "bnVsbA"):
        again = selectors.contacts_page(by, filters, on=TODAY, after=cursor)
        assert [row.pk for row in again.rows] == [row.pk for row in first.rows]

"""The map's page, its tiles, list, card and sheet, and the background."""

from __future__ import annotations

import html
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from qianjin.apps.accounts.choices import Role
from qianjin.apps.land.models import BoundaryChange, MapBackground, Parcel
from qianjin.apps.land.planning.layer import shifted
from tests.engines.tiling.world import around
from tests.factories.accounts import Cast, a_member
from tests.factories.land import a_parcel, a_split, a_village, approved, owned, square
from tests.factories.parks import NOON
from tests.factories.web import send, signed_in


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.hewei)


def here(cast: Cast, path: str = "") -> str:
    return f"/{cast.park.slug}/map/{path}"


def a_tile(cast: Cast, by: str = "state", family: str = "tiles", zoom: int = 15) -> str:
    tile = around([square()], zoom)[0]
    return here(cast, f"{family}/{by}/{tile.zoom}/{tile.column}/{tile.row}")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def told(answer: Any) -> Any:
    found = re.search(r'id="map-told"[^>]*>(.*?)</script>', answer.content.decode(), re.S)
    assert found
    return json.loads(found[1])


class TestThePage:
    def test_has_the_legend_the_list_and_what_its_script_needs(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        a_parcel(cast, state="listed", name="一号地（演示）")
        a_parcel(cast, 200, state="planned")
        desk.get(here(cast))

        with django_assert_max_num_queries(13):
            page = desk.get(here(cast))

        words = text_of(page)
        assert "一号地（演示）" in words
        assert "2 宗" in words
        assert "30.0 亩" in words
        script = told(page)
        assert script["hues"] == {"listed": 4, "planned": 1}
        assert script["tiles"] == here(cast, "tiles/state/{z}/{x}/{y}")
        assert script["background"] is None

    @pytest.mark.parametrize(
        "by", ["state", "ready", "owner", "village", "low_use", "sector", "enclave", "price"]
    )
    def test_is_coloured_by_whatever_is_asked(self, desk: Client, cast: Cast, by: str) -> None:
        ours, theirs = a_village(cast), a_village(cast, "西埠村（演示）")
        owned(cast, a_parcel(cast, village=ours, sector="auto"), (theirs, "1"))
        a_parcel(cast, 300)

        page = desk.get(here(cast), {"by": by})

        assert page.status_code == 200
        script = told(page)
        assert script["by"] == (by if by != "price" else "state")
        if by == "owner":
            assert "西埠村（演示）" in text_of(page)
            assert "权属未知" in text_of(page)
            assert list(script["hues"]) == [str(theirs.pk)]
        if by == "enclave":
            assert set(script["hues"]) == {"true", "false"}

    def test_opens_at_the_parcel_that_the_address_names(self, desk: Client, cast: Cast) -> None:
        parcel = a_parcel(cast)

        assert told(desk.get(here(cast), {"parcel": parcel.pk}))["chosen"]["pk"] == parcel.pk
        for bad in ("0", "999999", "x", "9" * 30):
            assert told(desk.get(here(cast), {"parcel": bad}))["chosen"] is None

    def test_stands_without_a_parcel(self, desk: Client, cast: Cast) -> None:
        page = desk.get(here(cast))

        assert page.status_code == 200
        assert "还没有地块" in text_of(page)

    def test_speaks_english(self, cast: Cast) -> None:
        a_parcel(cast)

        words = text_of(signed_in(cast.hewei, "en").get(here(cast)))

        assert "1 parcel, 15.0 mu" in words
        assert "Coloured by" in words

    def test_lets_the_browser_fetch_from_the_one_host_of_the_background(
        self, desk: Client, cast: Cast
    ) -> None:
        plain = desk.get(here(cast))["Content-Security-Policy"]
        MapBackground.objects.create(
            park=cast.park, source="address", address="https://tiles.example/{z}/{x}/{y}.png"
        )

        page = desk.get(here(cast))

        assert "tiles.example" not in plain
        policy = page["Content-Security-Policy"]
        assert "img-src 'self' https://tiles.example data: blob:" in policy
        assert policy.endswith("connect-src 'self' https://tiles.example")
        assert told(page)["background"]["rasters"] == ["https://tiles.example/{z}/{x}/{y}.png"]

    def test_has_a_second_family_of_tiles_for_backgrounds_on_gcj02(
        self, desk: Client, cast: Cast
    ) -> None:
        a_parcel(cast)
        MapBackground.objects.create(
            park=cast.park, source="address", address="https://a.b/{z}/{x}/{y}", is_gcj02=True
        )

        page = told(desk.get(here(cast)))

        assert page["tiles"] == here(cast, "tiles-gcj02/state/{z}/{x}/{y}")
        zoom_12 = a_tile(cast, family="tiles-gcj02", zoom=12)
        assert desk.get(zoom_12).status_code == 200
        assert desk.get(zoom_12).content != desk.get(a_tile(cast, zoom=12)).content

    def test_and_all_that_is_taken_from_such_a_map_fit_each_other(
        self, desk: Client, cast: Cast
    ) -> None:
        parcel = a_parcel(cast)
        a_parcel(cast, 400, 400)
        MapBackground.objects.create(
            park=cast.park, source="address", address="https://a.b/{z}/{x}/{y}", is_gcj02=True
        )
        drawn = told(desk.get(here(cast), {"parcel": parcel.pk}))["chosen"]["box"]
        west, south, east, north = drawn
        outline = (west, south, east, south, east, north, west, north)

        in_view = desk.get(here(cast, "found/"), {"box": ",".join(map(str, drawn))})
        in_outline = desk.get(here(cast, "found/"), {"shape": ",".join(map(str, outline))})

        assert abs(west - parcel.west) > 0.003
        assert parcel.number in text_of(in_view)
        assert "1 宗，15.0 亩" in text_of(in_outline)
        assert f'data-box="{west:.7f}' in in_view.content.decode()


class TestTheList:
    def test_tells_what_lies_in_the_part_that_is_seen(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        near, far = a_parcel(cast), a_parcel(cast, 5000)
        box = f"{near.west},{near.south},{near.east},{near.north}"
        desk.get(here(cast, "found/"))

        with django_assert_max_num_queries(7):
            answer = desk.get(here(cast, "found/"), {"box": box})

        assert near.number in text_of(answer)
        assert far.number not in text_of(answer)

    def test_tells_what_shares_ground_with_a_drawn_outline(self, desk: Client, cast: Cast) -> None:
        near, far = a_parcel(cast), a_parcel(cast, 300)
        corners = square(20, 20, 30).exterior.coords[:-1]
        shape = ",".join(f"{place:.7f}" for corner in corners for place in corner)

        words = text_of(desk.get(here(cast, "found/"), {"shape": shape}))

        assert "所画范围内" in words
        assert near.number in words
        assert far.number not in words

    @pytest.mark.parametrize("gcj02", [False, True])
    def test_a_drawn_outline_becomes_a_proposed_parcel_where_it_was_drawn(
        self, cast: Cast, gcj02: bool
    ) -> None:
        if gcj02:
            MapBackground.objects.create(
                park=cast.park, source="address", address="https://a.b/{z}/{x}/{y}", is_gcj02=True
            )
        ring = square(20, 20, 30).exterior.coords[:-1]
        seen = shifted(ring) if gcj02 else ring
        shape = ",".join(f"{place:.9f}" for corner in seen for place in corner)
        head, village = signed_in(cast.gumingzhou), a_village(cast)

        listed = head.get(here(cast, "found/"), {"shape": shape}).content.decode()
        address = html.unescape(re.search(r'href="([^"]*parcels/new/[^"]*)"', listed)[1])
        form = head.get(address).context["form"]
        send(
            head, address.partition("?")[0],
            {**form.initial, "village": village.pk, "origin": "drawn", "reason": "地等项目"},
        )  # fmt: skip

        approved(cast, BoundaryChange.objects.get(park=cast.park))
        parcel = Parcel.objects.get(park=cast.park)
        assert parcel.village == village
        assert abs(float(parcel.area_plane) - 900) < 1

    def test_who_keeps_no_parcels_is_not_asked_to_propose_one(self, cast: Cast) -> None:
        shape = "120.5,30.3,120.51,30.3,120.51,30.31"

        listed = text_of(signed_in(cast.auditor).get(here(cast, "found/"), {"shape": shape}))

        assert "拟议为新地块" not in listed

    @pytest.mark.parametrize(
        "query",
        [
            {"box": "1,2,3"},
            {"box": "nan,inf,a,b"},
            {"box": "1e308,-1e308,1e308,1e308"},
            {"shape": "1,2,3,4,5"},
            {"shape": "1,2,3,4,5,nan"},
            {"shape": "999,2,3,4,5,6"},
            {"shape": "1,1,1,1,1,1"},
            {"shape": "0,0,2,2,0,2,2,0"},
            {"shape": ",".join("1" for _ in range(5000))},
        ],
    )
    def test_takes_whatever_is_sent(self, desk: Client, cast: Cast, query: dict[str, str]) -> None:
        a_parcel(cast)

        assert desk.get(here(cast, "found/"), query).status_code == 200

    def test_compares_two_days(self, desk: Client, cast: Cast) -> None:
        old = a_parcel(cast, opened_on=NOON.date() - timedelta(days=90), number="T-OLD")
        halves = square(wide=40, high=100), square(40, wide=60, high=100)
        new = approved(cast, a_split(cast, old, *halves))
        days = {
            "earlier": NOON.date() - timedelta(days=2),
            "later": NOON.date() + timedelta(days=2),
        }

        answer = desk.get(here(cast, "compare/"), days)

        words = text_of(answer)
        old.refresh_from_db()
        assert old.number in words
        assert all(row.number in words for row in new)
        assert answer.content.decode().count("&quot;Feature&quot;") == 3
        for bad in ({"earlier": "x"}, {"later": "2026-13-99"}, {}):
            assert desk.get(here(cast, "compare/"), bad).status_code == 200


class TestTheCard:
    def test_says_what_is_known_and_leads_on(self, desk: Client, cast: Cast) -> None:
        village = a_village(cast)
        parcel = a_parcel(cast, village=village, use_name="工业用地", area_stated=9990)

        answer = desk.get(here(cast, f"parcels/{parcel.pk}/"))

        words = text_of(answer)
        assert village.name in words
        assert "15.00 亩" in words
        assert "9990.00 ㎡" in words
        for name in ("web:map_sheet", "web:parcel"):
            page = reverse(name, args=[cast.park.slug, parcel.pk])
            assert f'href="{page}"' in answer.content.decode()

    def test_of_a_foreign_parcel_is_as_absent(self, cast: Cast) -> None:
        parcel = a_parcel(cast)
        liaison = signed_in(a_member(cast.park, Role.VILLAGE_LIAISON, a_village(cast)))

        for path in ("", "sheet/", "word/"):
            found = liaison.get(here(cast, f"parcels/{parcel.pk}/{path}"))
            absent = liaison.get(here(cast, f"parcels/999999/{path}"))
            assert found.status_code == absent.status_code == 404


class TestTheSheet:
    def test_has_the_drawing_the_facts_and_every_corner(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        parcel = owned(cast, a_parcel(cast, number="T-77"), (a_village(cast), "1"))
        a_parcel(cast, 100, number="T-78")

        with django_assert_max_num_queries(14):
            page = desk.get(here(cast, f"parcels/{parcel.pk}/sheet/"))

        words = text_of(page)
        assert "3350100.000" in words
        assert "40545000.000" in words
        assert words.count("100.000 ") >= 4
        assert "T-78" in words
        assert '<svg class="plot"' in page.content.decode()
        assert "J4" in words
        assert "东沙村（演示） 1/1" in words

    def test_comes_as_a_word_file_with_a_picture(self, desk: Client, cast: Cast) -> None:
        parcel = a_parcel(cast, number="T-79")

        answer = desk.get(here(cast, f"parcels/{parcel.pk}/word/"))

        document = Document(io.BytesIO(answer.content))
        facts, corners = document.tables
        assert facts.rows[0].cells[1].text == "T-79"
        assert [row.cells[0].text for row in corners.rows] == ["点号", "J1", "J2", "J3", "J4"]
        assert len(document.inline_shapes) == 1


class TestTheBackground:
    def test_is_chosen_on_a_page_of_its_own(self, desk: Client, cast: Cast) -> None:
        assert desk.get(here(cast, "background/")).status_code == 200

        answer = send(
            desk,
            here(cast, "background/"),
            {"source": "tianditu", "key": "0123456789abcdef", "nearest": "18", "version": "0"},
        )

        assert answer.status_code == 303
        rasters = told(desk.get(here(cast)))["background"]["rasters"]
        assert all("tk=0123456789abcdef" in one and "{z}" in one for one in rasters)
        assert "https://t0.tianditu.gov.cn" in desk.get(here(cast))["Content-Security-Policy"]

    def test_that_does_not_fit_is_refused_beside_the_field(self, desk: Client, cast: Cast) -> None:
        answer = send(
            desk,
            here(cast, "background/"),
            {"source": "tianditu", "key": "", "nearest": "18", "version": "0"},
        )

        assert answer.status_code == 422
        assert "使用该底图必须填写" in text_of(answer)

    def test_is_not_for_everybody_to_choose(self, cast: Cast) -> None:
        assert signed_in(cast.linyue).get(here(cast, "background/")).status_code == 403

    def test_of_a_park_without_a_file_has_no_tiles(self, desk: Client, cast: Cast) -> None:
        assert desk.get(here(cast, "background/3/1/1")).status_code == 404

"""Tiles through the whole house: tag, rights, and a burst of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Membership
from qianjin.apps.land.models import LayerVersion
from qianjin.apps.land.selectors import versions
from qianjin.faces.gate import bursts
from tests.engines.tiling.world import around
from tests.factories.accounts import Cast, a_member
from tests.factories.land import a_parcel, a_village, square
from tests.factories.web import signed_in


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.hewei)


def here(cast: Cast, path: str = "") -> str:
    return f"/{cast.park.slug}/map/{path}"


def a_tile(cast: Cast, by: str = "state", family: str = "tiles", zoom: int = 15) -> str:
    tile = around([square()], zoom)[0]
    return here(cast, f"{family}/{by}/{tile.zoom}/{tile.column}/{tile.row}")


class TestTiles:
    def test_come_compressed_with_a_tag_and_are_not_sent_twice(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        a_parcel(cast)
        first = desk.get(a_tile(cast))

        with django_assert_max_num_queries(5):
            again = desk.get(a_tile(cast), headers={"If-None-Match": first["ETag"]})

        assert first["Content-Type"] == "application/vnd.mapbox-vector-tile"
        assert b"parcels" in gzip.decompress(first.content)
        assert "no-cache" in first["Cache-Control"]
        assert again.status_code == 304
        assert not again.content

    def test_cost_as_many_questions_as_it_takes_to_know_who_asks(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        a_parcel(cast)
        desk.get(a_tile(cast))

        with django_assert_max_num_queries(5):
            desk.get(a_tile(cast))

    def test_are_anew_when_a_parcel_has_changed(self, desk: Client, cast: Cast) -> None:
        a_parcel(cast)
        first = desk.get(a_tile(cast))
        a_parcel(cast, 150)

        again = desk.get(a_tile(cast), headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 200
        assert again["ETag"] != first["ETag"]

    def test_of_one_person_are_no_answer_for_another(self, desk: Client, cast: Cast) -> None:
        ours = a_village(cast)
        a_parcel(cast, village=ours)
        a_parcel(cast, 150, number="SECRET-7")
        liaison = signed_in(a_member(cast.park, Role.VILLAGE_LIAISON, ours))
        tag = desk.get(a_tile(cast))["ETag"]

        answer = liaison.get(a_tile(cast), headers={"If-None-Match": tag})

        assert answer.status_code == 200
        assert b"SECRET-7" not in gzip.decompress(answer.content)
        assert "Cookie" in answer["Vary"]

    def test_are_empty_where_nothing_lies_and_absent_outside_the_pyramid(
        self, desk: Client, cast: Cast
    ) -> None:
        a_parcel(cast)

        assert desk.get(here(cast, "tiles/state/15/0/0")).status_code == 204
        assert desk.get(here(cast, "tiles/state/19/0/0")).status_code == 404
        assert desk.get(here(cast, "tiles/state/3/8/0")).status_code == 404
        assert desk.get(here(cast, "tiles/price/3/1/1")).status_code == 404
        assert desk.get(here(cast, f"tiles/state/{'9' * 30}/0/0")).status_code == 404

    def test_are_not_for_who_may_see_no_parcels(self, cast: Cast) -> None:
        a_parcel(cast)
        bureau = signed_in(a_member(cast.park, Role.BUREAU_LIAISON))

        assert bureau.get(a_tile(cast)).status_code == 403
        assert Client().get(a_tile(cast)).status_code == 302


class TestABurstOfTiles:
    """The tiles after a first one ask for the layer's version alone, and that once a second."""

    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        self.moment = 1000.0
        monkeypatch.setattr(bursts, "now", lambda: self.moment)
        monkeypatch.setattr(versions, "now", lambda: self.moment)
        bursts.forget()
        yield
        bursts.forget()

    def test_is_answered_without_asking_anew_who_wants_it(
        self, desk: Client, cast: Cast, django_assert_num_queries: Any
    ) -> None:
        a_parcel(cast)
        first = desk.get(a_tile(cast))

        with django_assert_num_queries(0):
            next_one = desk.get(a_tile(cast, zoom=14))
        self.moment += 1.1
        with django_assert_num_queries(1):
            unchanged = desk.get(a_tile(cast), headers={"If-None-Match": first["ETag"]})

        assert next_one.status_code == 200
        assert unchanged.status_code == 304
        for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "Content-Type"):
            if name == "Vary":
                assert {"Cookie", "HX-Request"} <= set(next_one[name].split(", "))
            else:
                assert next_one[name] == first[name]

    def test_shows_what_has_been_changed_here_at_once_and_elsewhere_after_a_second(
        self, desk: Client, cast: Cast
    ) -> None:
        a_parcel(cast)
        first = desk.get(a_tile(cast))
        a_parcel(cast, 150)
        changed_here = desk.get(a_tile(cast))
        LayerVersion.objects.filter(park=cast.park).update(version=F("version") + 1)
        of_before = desk.get(a_tile(cast))
        self.moment += 1.1
        changed_elsewhere = desk.get(a_tile(cast))

        assert changed_here["ETag"] != first["ETag"]
        assert of_before["ETag"] == changed_here["ETag"]
        assert changed_elsewhere["ETag"] != changed_here["ETag"]

    def test_is_over_after_five_seconds(
        self, desk: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        a_parcel(cast)
        desk.get(a_tile(cast))
        Membership.objects.filter(user=cast.hewei).delete()

        assert desk.get(a_tile(cast, zoom=14)).status_code == 200
        self.moment += 5.1
        assert desk.get(a_tile(cast, zoom=14)).status_code == 404

    def test_follows_the_layer_all_the_while(self, desk: Client, cast: Cast) -> None:
        a_parcel(cast)
        first = desk.get(a_tile(cast))
        a_parcel(cast, 150)

        again = desk.get(a_tile(cast), headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 200
        assert again.content != first.content

    def test_is_of_one_session_one_park_and_one_family(self, desk: Client, cast: Cast) -> None:
        a_parcel(cast)
        desk.get(a_tile(cast))
        elsewhere = a_tile(cast).replace(cast.park.slug, "another-park")

        assert Client().get(a_tile(cast)).status_code == 302
        bureau = signed_in(a_member(cast.park, Role.BUREAU_LIAISON))
        assert bureau.get(a_tile(cast)).status_code == 403
        assert desk.get(elsewhere).status_code == 404
        assert desk.post(a_tile(cast)).status_code == 405

    def test_refuses_what_is_no_tile_in_the_doorkeeper_s_words(
        self, desk: Client, cast: Cast
    ) -> None:
        a_parcel(cast)
        desk.get(a_tile(cast))

        for path in ("tiles/price/3/1/1", "tiles/state/19/0/0", "tiles/state/x/0/0"):
            assert desk.get(here(cast, path)).status_code == 404

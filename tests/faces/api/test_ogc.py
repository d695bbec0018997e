"""The parcel book as OGC API Features: what the standard asks, and what two clients make of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from owslib.ogcapi.features import Features

from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.services import make_token
from tests.factories.accounts import Cast, a_member, the_cast
from tests.factories.land import WEST, a_parcel, a_split, a_village, approved, square
from tests.factories.parks import NOON
from tests.factories.web import signed_in

READ = """
import json, sys
import pyogrio, shapely

meta, _, shapes, values = pyogrio.raw.read("OAPIF:" + sys.argv[1], layer="parcels", PAGE_SIZE=3)
said = dict(zip(meta["fields"], values))
box = shapely.total_bounds(shapely.from_wkb(shapes)).tolist()
print(json.dumps({"states": said["state"].tolist(), "box": box}))
"""
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture
def program(cast: Cast) -> Client:
    return signed_in(cast.hewei, "en")


def here(cast: Cast, path: str = "") -> str:
    return f"/api/ogc/{cast.park.slug}/{path}"


def ask(program: Client, cast: Cast, **query: Any) -> Any:
    return program.get(here(cast, "collections/parcels/items"), query)


def numbers(answer: Any) -> list[str]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


class TestTheStandard:
    def test_the_landing_page_leads_to_everything(self, program: Client, cast: Cast) -> None:
        a_parcel(cast)
        told = program.get(here(cast)).json()

        followed = {link["rel"]: program.get(link["href"]) for link in told["links"]}

        assert set(followed) == {"self", "service-desc", "conformance", "data"}
        assert {answer.status_code for answer in followed.values()} == {200}
        assert any(
            uri.endswith("features-2/1.0/conf/crs")
            for uri in followed["conformance"].json()["conformsTo"]
        )
        described = followed["service-desc"].json()
        assert "/collections/parcels/items" in described["paths"]

    def test_the_collection_says_how_far_it_reaches_and_in_which_systems(
        self, program: Client, cast: Cast
    ) -> None:
        a_parcel(cast)

        told = program.get(here(cast, "collections/parcels")).json()

        assert told["storageCrs"] == EPSG + "4490"
        assert {uri.rsplit("/", 1)[1] for uri in told["crs"]} == {"CRS84", "4490", "4528", "4549"}
        west, south, east, north = told["extent"]["spatial"]["bbox"][0]
        assert west == pytest.approx(120.4676, abs=1e-3)
        assert south == pytest.approx(30.2687, abs=1e-3)
        assert east > west
        assert north > south

    def test_pages_follow_each_other_until_all_are_there_once(
        self, program: Client, cast: Cast
    ) -> None:
        sought = [a_parcel(cast, 110 * place).number for place in range(5)]
        answer = ask(program, cast, limit=2)
        found = numbers(answer)

        while links := [one for one in answer.json()["links"] if one["rel"] == "next"]:
            answer = program.get(links[0]["href"])
            found += numbers(answer)

        assert found == sought

    def test_a_box_is_read_in_its_own_system_and_axis_order(
        self, program: Client, cast: Cast
    ) -> None:
        near, far = a_parcel(cast), a_parcel(cast, 5000)
        west, south, east, north = near.west, near.south, near.east, near.north

        plain = ask(program, cast, bbox=f"{west},{south},{east},{north}")
        turned = ask(
            program,
            cast,
            bbox=f"{south},{west},{north},{east}",
            **{"bbox-crs": EPSG + "4490"},
        )
        metres = ask(
            program,
            cast,
            bbox=f"3350010,{40_000_000 + WEST + 10},3350090,{40_000_000 + WEST + 90}",
            **{"bbox-crs": EPSG + "4528"},
        )

        assert numbers(plain) == numbers(turned) == numbers(metres) == [near.number]
        assert numbers(ask(program, cast)) == [near.number, far.number]

    @pytest.mark.parametrize(
        ("crs", "first", "second"),
        [
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 120.4676, 30.2687),
            (EPSG + "4490", 30.2687, 120.4676),
            (EPSG + "4528", 3_350_000, 40_545_000),
            (EPSG + "4549", 3_350_000, 545_000),
        ],
    )
    def test_coordinates_come_in_the_order_of_the_registry(
        self, program: Client, cast: Cast, crs: str, first: float, second: float
    ) -> None:
        a_parcel(cast)

        answer = ask(program, cast, crs=crs)

        assert answer["Content-Crs"] == f"<{crs}>"
        (part,) = answer.json()["features"][0]["geometry"]["coordinates"]
        corner = part[0][0]
        slack = 2e-3 if first < 1000 else 150
        assert corner == pytest.approx([first, second], abs=slack)

    def test_a_day_is_answered_with_what_stood_then(self, program: Client, cast: Cast) -> None:
        old = a_parcel(cast, opened_on=date(2026, 1, 5))
        new = approved(
            cast, a_split(cast, old, square(wide=40, high=100), square(40, wide=60, high=100))
        )
        day = NOON.date()

        before = ask(program, cast, datetime=str(day - timedelta(days=1)))
        since = ask(program, cast, datetime=f"{day + timedelta(days=1)}T08:00:00Z/..")

        old.refresh_from_db()
        assert numbers(before) == [old.number]
        assert numbers(since) == [row.number for row in new]
        assert numbers(ask(program, cast, datetime="../..")) == [
            old.number,
            *(row.number for row in new),
        ]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("colour", "red"),
            ("limit", "0"),
            ("limit", "many"),
            ("limit", "-3"),
            ("bbox", "1,2,3"),
            ("bbox", "a,b,c,d"),
            ("bbox", "1,2,nan,4"),
            ("bbox", "1,80,2,70"),
            ("bbox", "1e308,2,3,4"),
            ("crs", EPSG + "3857"),
            ("bbox-crs", "EPSG:4490"),
            ("datetime", "yesterday"),
            ("datetime", "2026-02-30"),
            ("datetime", "2026-05-02/2026-05-01"),
            ("f", "html"),
        ],
    )
    def test_what_is_not_known_or_can_not_be_read_is_refused_by_name(
        self, program: Client, cast: Cast, name: str, value: str
    ) -> None:
        a_parcel(cast)

        answer = ask(program, cast, **{name: value})

        assert answer.status_code == 400
        assert f"“{name}”" in answer.json()["error"]

    def test_a_limit_above_the_most_is_answered_with_the_most(
        self, program: Client, cast: Cast
    ) -> None:
        a_parcel(cast)

        assert ask(program, cast, limit=100_000).status_code == 200

    def test_one_parcel_is_asked_for_by_its_id(self, program: Client, cast: Cast) -> None:
        parcel = a_parcel(cast, state="listed")
        path = here(cast, f"collections/parcels/items/{parcel.pk}")

        answer = program.get(path)

        assert answer["Content-Type"] == "application/geo+json"
        assert answer.json()["id"] == parcel.pk
        assert answer.json()["properties"]["state"] == "listed"
        assert program.get(here(cast, "collections/parcels/items/999999")).status_code == 404
        assert program.get(path, {"bbox": "1,2,3,4"}).status_code == 400

    def test_an_unchanged_page_is_not_sent_twice(self, program: Client, cast: Cast) -> None:
        a_parcel(cast)
        tag = ask(program, cast)["ETag"]
        path = here(cast, "collections/parcels/items")

        assert program.get(path, headers={"If-None-Match": tag}).status_code == 304
        a_parcel(cast, 200)
        assert program.get(path, headers={"If-None-Match": tag}).status_code == 200


class TestRights:
    def test_a_village_gets_its_own_parcels_alone(self, cast: Cast) -> None:
        ours = a_village(cast)
        mine, foreign = a_parcel(cast, village=ours), a_parcel(cast, 200)
        liaison = signed_in(a_member(cast.park, Role.VILLAGE_LIAISON, ours))

        assert numbers(ask(liaison, cast)) == [mine.number]
        hidden = here(cast, f"collections/parcels/items/{foreign.pk}")
        assert liaison.get(hidden).status_code == 404

    def test_who_may_see_no_parcels_gets_none(self, cast: Cast) -> None:
        bureau = signed_in(a_member(cast.park, Role.BUREAU_LIAISON))

        assert ask(bureau, cast).status_code == 403
        assert ask(Client(), cast).status_code == 401


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestClients:
    """GDAL (through pyogrio) and OWSLib against the server itself, with a token."""

    @pytest.fixture
    def served(self, live_server: Any) -> Iterator[tuple[Cast, str, str]]:
        cast = the_cast()
        for place in range(7):
            a_parcel(cast, 110 * place, state="listed" if place % 2 else "planned")
        _, secret = make_token(by=cast.acts(cast.hewei), name="QGIS", days=30, at=timezone.now())
        yield cast, f"{live_server.url}{here(cast)}", secret

    def test_gdal_reads_every_parcel_page_by_page_where_it_lies(
        self, served: tuple[Cast, str, str]
    ) -> None:
        _cast, address, token = served
        # In a process of its own: GDAL waits for an answer without letting Python go on.
        done = subprocess.run(
            [sys.executable, "-c", READ, address],
            env={**os.environ, "GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": token},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )

        found = json.loads(done.stdout)
        assert sorted(found["states"]) == ["listed"] * 3 + ["planned"] * 4
        assert found["box"] == pytest.approx([120.4676, 30.2687, 120.4756, 30.2697], abs=2e-3)

    def test_owslib_reads_the_collection_and_its_features(
        self, served: tuple[Cast, str, str]
    ) -> None:
        _cast, address, token = served
        client = Features(address, headers={"Authorization": f"Bearer {token}"})

        assert client.feature_collections() == ["parcels"]
        assert client.collection("parcels")["storageCrs"] == EPSG + "4490"
        page = client.collection_items("parcels", limit=4)
        assert page["numberReturned"] == 4
        one = client.collection_item("parcels", page["features"][0]["id"])
        assert json.dumps(one["geometry"]) == json.dumps(page["features"][0]["geometry"])

"""GeoReport v2 as the published specification has it, asked by a client that knows only that.

``Client311`` is written from wiki.open311.org/GeoReport_v2: it builds the addresses, sends the
form, reads XML with the element names of the specification, and knows none of our code.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from qianjin.apps.accounts.models import User
from qianjin.apps.accounts.services import make_token
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast, the_cast
from tests.factories.desk import a_photograph, a_request, a_resolved_request

pytestmark = pytest.mark.django_db

W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\Z")
FIELDS = {
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
}


class Client311:
    """A client of GeoReport v2."""

    def __init__(self, base: str, key: str = "") -> None:
        self.base, self.key, self.wire = base, key, Client()

    def get(self, path: str, **arguments: Any) -> Any:
        return self.wire.get(f"{self.base}/{path}", self._with_key(arguments))

    def post(self, path: str, **arguments: Any) -> Any:
        return self.wire.post(
            f"{self.base}/{path}",
            urlencode(self._with_key(arguments)),
            content_type="application/x-www-form-urlencoded",
        )

    def _with_key(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {**arguments, "api_key": self.key} if self.key else arguments

    @staticmethod
    def rows(answer: Any, root: str, item: str) -> list[dict[str, str]]:
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        top = ElementTree.fromstring(answer.content)
        assert top.tag == root
        assert {child.tag for child in top} <= {item}
        return [{field.tag: field.text or "" for field in child} for child in top]


def a_client(cast: Cast, user: User, *, is_read_only: bool = False) -> Client311:
    _row, secret = make_token(
        by=cast.acts(user), name="311", days=9, at=timezone.now(), is_read_only=is_read_only
    )
    return Client311(f"/api/open311/{cast.park.slug}/v2", secret)


@pytest.fixture
def hers(cast: Cast) -> Client311:
    return a_client(cast, cast.chenlan)


class TestServices:
    def test_are_listed_with_the_fields_of_the_specification(self, hers: Client311) -> None:
        rows = hers.rows(hers.get("services.xml"), "services", "service")

        assert len(rows) == 20
        for row in rows:
            assert set(row) == {
                "service_code",
                "service_name",
                "description",
                "metadata",
                "type",
                "keywords",
                "group",
            }
            assert row["metadata"] in {"true", "false"}
            assert row["type"] == "realtime"

    def test_say_the_same_in_json(self, hers: Client311) -> None:
        answer = hers.get("services.json")

        assert answer["Content-Type"].startswith("application/json")
        told = json.loads(answer.content)
        assert told == hers.rows(hers.get("services.xml"), "services", "service")

    def test_have_a_definition_with_a_list_of_values(self, hers: Client311) -> None:
        top = ElementTree.fromstring(hers.get("services/ENG.xml").content)

        assert top.tag == "service_definition"
        assert top.findtext("service_code") == "ENG"
        attribute = top.find("attributes/attribute")
        assert attribute is not None
        assert [child.tag for child in attribute] == [
            "variable",
            "code",
            "datatype",
            "required",
            "datatype_description",
            "order",
            "description",
            "values",
        ]
        assert attribute.findtext("datatype") == "singlevaluelist"
        values = {v.findtext("key"): v.findtext("name") for v in attribute.findall("values/value")}
        assert values["power"] == "供电"

    def test_an_unknown_one_is_an_error_in_their_form(self, hers: Client311) -> None:
        answer = hers.get("services/NONE.xml")

        assert answer.status_code == 404
        assert hers.rows(answer, "errors", "error")[0]["code"] == "404"


class TestRaising:
    def test_makes_a_request_that_can_be_followed_by_its_number(
        self, cast: Cast, hers: Client311
    ) -> None:
        answer = hers.post(
            "requests.xml",
            **{
                "service_code": "ENG",
                "description": "二号产线每天下午跳闸 <急> & 频繁",
                "address_string": "二号厂房",
                "attribute[subkind]": "power",
                "lat": "29.4",
                "long": "121.9",
            },
        )
        made = hers.rows(answer, "service_requests", "request")[0]
        found = hers.rows(
            hers.get(f"requests/{made['service_request_id']}.xml"), "service_requests", "request"
        )

        assert answer.status_code == 201
        assert set(made) == {"service_request_id", "service_notice", "account_id"}
        row = ServiceRequest.objects.get(number=made["service_request_id"])
        assert (row.kind, row.subkind, row.source) == ("ENG", "power", "portal")
        assert len(found) == 1
        assert set(found[0]) == FIELDS
        assert found[0]["description"] == "二号产线每天下午跳闸 <急> & 频繁"
        assert (found[0]["status"], found[0]["address"]) == ("open", "二号厂房")
        for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
            assert W3C.match(found[0][name])

    def test_the_same_words_twice_are_one_request(self, hers: Client311) -> None:
        said = {"service_code": "ENG", "description": "停电"}
        numbers = {
            json.loads(hers.post("requests.json", **said).content)[0]["service_request_id"]
            for _n in range(2)
        }
        other = hers.post("requests.json", service_code="ENG", description="又停电")

        assert len(numbers) == 1
        assert json.loads(other.content)[0]["service_request_id"] not in numbers

    def test_an_officer_names_the_enterprise_by_account_id(self, cast: Cast) -> None:
        office = a_client(cast, cast.linyue)
        missing = office.post("requests.xml", service_code="ENG", description="停电")
        named = office.post(
            "requests.xml", service_code="ENG", description="停电", account_id=cast.other.pk
        )

        assert missing.status_code == 400
        assert "account_id" in office.rows(missing, "errors", "error")[0]["description"]
        assert ServiceRequest.objects.get().enterprise == cast.other
        assert named.status_code == 201

    def test_the_enterprise_of_somebody_else_is_as_one_that_is_not_there(
        self, cast: Cast, hers: Client311
    ) -> None:
        answers = [
            hers.post("requests.xml", service_code="ENG", description="停电", account_id=pk)
            for pk in (cast.other.pk, 2**40)
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert not ServiceRequest.objects.exists()

    def test_every_missing_argument_is_named_in_an_error_of_its_own(self, hers: Client311) -> None:
        answer = hers.post("requests.xml", service_code="NONE", description=" ")

        errors = hers.rows(answer, "errors", "error")
        assert answer.status_code == 400
        assert [error["description"].partition(":")[0] for error in errors] == [
            "service_code",
            "description",
        ]

    def test_a_subtype_of_another_service_is_refused(self, hers: Client311) -> None:
        answer = hers.post(
            "requests.json",
            **{"service_code": "ENG", "description": "停电", "attribute[subkind]": "bus"},
        )

        assert answer.status_code == 400
        assert json.loads(answer.content)[0]["code"] == 400


class TestKeys:
    def test_a_missing_or_wrong_key_is_403_in_their_form(self, cast: Cast) -> None:
        for key in ("", "qj_wrong"):
            client = Client311(f"/api/open311/{cast.park.slug}/v2", key)
            for answer in (
                client.get("requests.xml"),
                client.post("requests.xml", service_code="ENG", description="停电"),
            ):
                assert answer.status_code == 403
                assert client.rows(answer, "errors", "error")[0]["code"] == "403"

    def test_a_key_that_may_only_read_raises_nothing(self, cast: Cast) -> None:
        client = a_client(cast, cast.chenlan, is_read_only=True)

        assert client.get("services.xml").status_code == 200
        answer = client.post("requests.xml", service_code="ENG", description="停电")
        assert answer.status_code == 403
        assert not ServiceRequest.objects.exists()

    def test_a_key_of_another_park_opens_nothing(self, cast: Cast, hers: Client311) -> None:
        hers.base = f"/api/open311/{the_cast().park.slug}/v2"

        assert hers.get("services.xml").status_code == 404

    def test_the_key_opens_no_page(self, cast: Cast, hers: Client311) -> None:
        answer = Client().get(f"/{cast.park.slug}/portal/", {"api_key": hers.key})

        assert answer.status_code == 302


class TestLooking:
    def ids(self, client: Client311, **arguments: Any) -> list[str]:
        answer = client.get("requests.xml", **arguments)
        assert answer.status_code == 200
        rows = client.rows(answer, "service_requests", "request")
        return [row["service_request_id"] for row in rows]

    def test_each_sees_what_they_may_see(self, cast: Cast, hers: Client311) -> None:
        at = timezone.now()
        mine = a_request(cast.chenxi, cast.acts(cast.chenlan), at)
        theirs = a_request(cast.other, cast.acts(cast.duzhong), at)

        assert self.ids(hers) == [mine.number]
        assert self.ids(a_client(cast, cast.linyue)) == [theirs.number, mine.number]
        assert hers.get(f"requests/{theirs.number}.xml").status_code == 404

    def test_narrows_by_number_service_state_and_time(self, cast: Cast, hers: Client311) -> None:
        at = timezone.now().replace(microsecond=0)
        done = a_resolved_request(cast, at - timedelta(days=20), kind="SUP")
        open_one = a_request(
            cast.chenxi, cast.acts(cast.chenlan), at - timedelta(days=2), kind="ENG"
        )
        old = a_request(cast.chenxi, cast.acts(cast.chenlan), at - timedelta(days=200))

        def when(days: int) -> str:
            return (at - timedelta(days=days)).isoformat()

        assert self.ids(hers) == [open_one.number, done.number]
        assert self.ids(hers, status="open") == [open_one.number]
        assert self.ids(hers, status="closed") == [done.number]
        assert self.ids(hers, status="open,closed") == [open_one.number, done.number]
        assert self.ids(hers, service_code="SUP,TAX") == [done.number]
        assert self.ids(hers, start_date=when(5)) == [open_one.number]
        assert self.ids(hers, start_date=when(210), end_date=when(190)) == [old.number]
        assert self.ids(hers, service_request_id=f"{old.number},{done.number}") == [
            done.number,
            old.number,
        ]
        assert self.ids(hers, page=2, page_size=1) == [done.number]

    @pytest.mark.parametrize(
        "wrong",
        [{"status": "late"}, {"start_date": "yesterday"}, {"end_date": "2026-13-01T00:00:00Z"},
         {"page": "0"}, {"page_size": "5000"}, {"start_date": "2026-11-01T00:00:00"}],
    )  # fmt: skip
    def test_an_argument_that_cannot_be_read_is_400(
        self, hers: Client311, wrong: dict[str, str]
    ) -> None:
        answer = hers.get("requests.xml", **wrong)

        assert answer.status_code == 400
        assert next(iter(wrong)) in hers.rows(answer, "errors", "error")[0]["description"]

    def test_the_time_of_the_last_word_is_told_but_not_of_an_internal_note(
        self, cast: Cast, hers: Client311
    ) -> None:
        from qianjin.apps.desk import services as desk

        at = timezone.now().replace(microsecond=0) - timedelta(hours=3)
        row = a_request(cast.chenxi, cast.acts(cast.chenlan), at)
        desk.note(
            request=row,
            words="内部",
            by=cast.acts(cast.linyue),
            at=at + timedelta(hours=1),
        )

        found = hers.rows(hers.get(f"requests/{row.number}.xml"), "service_requests", "request")[0]
        assert datetime.fromisoformat(found["updated_datetime"]) == at

    def test_a_list_is_read_at_the_same_cost_however_long(
        self, cast: Cast, hers: Client311, django_assert_num_queries: Any
    ) -> None:
        at = timezone.now()
        for n in range(30):
            a_request(cast.chenxi, cast.acts(cast.chenlan), at, f"第{n}件")
        hers.get("requests.xml")
        with django_assert_num_queries(5):
            answer = hers.get("requests.xml")

        assert answer.content.count(b"<request>") == 30

    def test_a_token_is_the_number_itself(self, cast: Cast, hers: Client311) -> None:
        row = a_request(cast.chenxi, cast.acts(cast.chenlan), timezone.now())

        found = hers.rows(hers.get(f"tokens/{row.number}.xml"), "service_requests", "request")
        assert found == [{"service_request_id": row.number, "token": row.number}]


def test_the_discovery_names_the_endpoint_and_its_formats(hers: Client311) -> None:
    top = ElementTree.fromstring(hers.get("discovery.xml").content)

    assert top.tag == "discovery"
    assert top.findtext("endpoints/endpoint/specification") == (
        "http://wiki.open311.org/GeoReport_v2"
    )
    assert [f.text for f in top.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


def test_our_own_interface_is_not_opened_by_a_key_in_the_address(
    cast: Cast, hers: Client311
) -> None:
    answer = Client().get(f"/api/v1/{cast.park.slug}/requests", {"api_key": hers.key})

    assert answer.status_code == 401


def test_a_request_with_a_file_names_it_and_the_key_opens_it(cast: Cast, hers: Client311) -> None:
    row = a_request(cast.chenxi, cast.acts(cast.chenlan), timezone.now(), files=[a_photograph()])

    found = hers.rows(hers.get(f"requests/{row.number}.xml"), "service_requests", "request")[0]
    path = found["media_url"].removeprefix("http://testserver")

    assert path.startswith(f"{hers.base}/media/")
    answer = hers.wire.get(path, {"api_key": hers.key})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert hers.wire.get(path).status_code == 403


def test_an_address_of_media_is_kept_as_said_and_not_fetched(cast: Cast, hers: Client311) -> None:
    told = {"service_code": "ENG", "description": "跳闸"}
    hers.post("requests.xml", **told, media_url="http://127.0.0.1/x.jpg")
    refused = hers.post("requests.xml", **told, media_url="file:///etc/passwd")

    assert "http://127.0.0.1/x.jpg" in ServiceRequest.objects.get().body
    assert refused.status_code == 400

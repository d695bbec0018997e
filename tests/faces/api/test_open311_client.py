"""GeoReport v2 read by a client that others wrote: the package ``georeport`` (Apache-2.0)."""

from __future__ import annotations

from typing import Any

import georeport
import pytest
from django.utils import timezone

from qianjin.apps.desk.choices import RequestKind
from tests.factories.accounts import Cast
from tests.factories.desk import a_request

from .test_open311 import FIELDS, Client311, a_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(cast: Cast) -> Client311:
    return a_client(cast, cast.chenlan)


class Wire:
    """What the package's client asks, answered here; it sends no key on reads, so this adds it."""

    def __init__(self, hers: Client311) -> None:
        self.hers = hers

    def get(self, address: str, params: dict[str, str]) -> Any:
        answer = self.hers.wire.get(address.removeprefix("http://testserver"), params, **self.told)
        answer.raise_for_status = lambda: self.check(answer)
        return answer

    @property
    def told(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.hers.key}"}

    @staticmethod
    def check(answer: Any) -> None:
        assert answer.status_code == 200


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_independent_client_reads_services_and_requests(
    cast: Cast, hers: Client311, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package ``georeport`` (Apache-2.0) knows the specification and nothing of us."""
    rows = [a_request(cast.chenxi, cast.acts(cast.chenlan), timezone.now()) for _n in range(2)]
    monkeypatch.setattr(georeport.georeport, "requests", Wire(hers))
    client = georeport.GeoReport(f"http://testserver{hers.base}", output_format=form)

    services = {row["service_code"] for row in client.get_service_list()}
    definition = client.get_service_definition("ENG")
    several = client.get_service_requests(status="open")
    one = client.get_service_request(rows[0].number)

    assert services == set(RequestKind.values)
    assert definition["service_code"] == "ENG"
    assert {row["service_request_id"] for row in several} == {row.number for row in rows}
    assert one["service_request_id"] == rows[0].number
    assert set(one) == FIELDS
    assert client.get_service_requests(
        service_request_id=",".join(row.number for row in rows), service_code="ENG"
    )

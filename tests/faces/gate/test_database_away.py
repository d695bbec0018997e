"""While the database is away every answer is 503 with Retry-After; acts wait a little for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client

from qianjin.apps.parks.models import Unit
from qianjin.faces.gate import middleware
from tests.factories.accounts import Cast


@pytest.fixture
def away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Every statement meets a dead socket, as often as said."""
    left = [0]

    def for_times(times: int) -> list[int]:
        left[0] = times
        wrapper = type(connections["default"])
        real = wrapper.cursor

        def cursor(self: Any, *args: Any, **kwargs: Any) -> Any:
            if left[0] > 0:
                left[0] -= 1
                raise OperationalError("connection to server on socket failed")
            return real(self, *args, **kwargs)

        monkeypatch.setattr(wrapper, "cursor", cursor)
        # Closing the connection of the test would take its transaction along.
        monkeypatch.setattr(middleware.connections, "all", lambda **more: [])
        return left

    monkeypatch.setattr(middleware.time, "sleep", lambda seconds: None)
    yield for_times
    left[0] = 0


def test_everything_answers_503_and_when_to_come_again(
    cast: Cast, signed_in, away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware.DatabasePatience, "seconds", 0.0)
    client = signed_in(cast.linyue, raise_request_exception=False)
    away(10_000)

    for address in ("/", "/healthz", f"/{cast.park.slug}/people/", "/accounts/login/"):
        answer = client.get(address)

        if address == "/accounts/login/" and answer.status_code == 200:
            continue  # drawn without any query
        assert answer.status_code == 503, address
        assert int(answer["Retry-After"]) > 0
        assert "Content-Security-Policy" in answer


def test_a_machine_is_told_in_json(cast: Cast, away, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware.DatabasePatience, "seconds", 0.0)
    away(10_000)

    answer = Client(raise_request_exception=False).get(
        f"/api/v1/{cast.park.slug}/requests", headers={"Authorization": "Bearer qj_x"}
    )

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.json()["error"]


def test_an_act_waits_for_it_and_is_done_once(cast: Cast, signed_in, away) -> None:
    client = signed_in(cast.admin, raise_request_exception=False)
    left = away(3)

    answer = client.post(
        f"/{cast.park.slug}/settings/units/",
        {"code": "hall", "kind": "section", "name_zh": "大厅", "position": "9", "once": "k"},
    )

    assert answer.status_code == 303
    assert left == [0]
    assert Unit.objects.filter(code="hall").count() == 1

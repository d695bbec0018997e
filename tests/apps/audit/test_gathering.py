"""Thousands of acts that stand or fall together are sealed one by one and written at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from qianjin.apps.audit import selectors, services
from qianjin.apps.audit.models import AuditEntry
from tests.factories.audit import Someone

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PARK, OTHER = 7, 8

pytestmark = pytest.mark.django_db


def record(verb: str, park: int = PARK) -> None:
    services.record(park_id=park, by=Someone(), at=NOON, verb=verb)


def verbs(park: int = PARK) -> list[str]:
    rows = AuditEntry.objects.filter(park_id=park).order_by("seq")
    return list(rows.values_list("verb", flat=True))


def test_stand_in_their_order_behind_what_was_there() -> None:
    record("before")

    with services.gathered():
        record("first")
        record("elsewhere", OTHER)
        acts = [services.Act("second"), services.Act("third")]
        assert services.record_many(park_id=PARK, by=Someone(), at=NOON, acts=acts) == 2
        record("fourth")
    record("after")

    assert verbs() == ["before", "first", "second", "third", "fourth", "after"]
    assert verbs(OTHER) == ["elsewhere"]
    assert selectors.verify() == []


def test_are_written_together(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10), services.gathered():
        for number in range(100):
            record(f"act {number}")

    assert len(verbs()) == 100


def test_leave_nothing_when_one_of_them_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), services.gathered():
        record("undone")
        raise ZeroDivisionError
    record("the next")

    assert verbs() == ["the next"]
    assert selectors.verify() == []

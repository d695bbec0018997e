"""Several who raise something at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from qianjin.apps.audit import selectors as audit
from qianjin.apps.desk import services
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import the_cast
from tests.factories.desk import MORNING, a_promise, a_request


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_double_click_gives_one_request() -> None:
    """Both ask for the key before either has written its row."""
    cast = the_cast()
    a_promise(cast.park)
    actor, found, start = cast.acts(cast.chenlan), [], threading.Barrier(2)

    def send() -> None:
        start.wait()
        try:
            found.append(
                services.raise_request(
                    enterprise=cast.chenxi, words="停电", by=actor, at=MORNING, sender_key="k"
                ).number
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["2026-1123-001", "2026-1123-001"]
    assert ServiceRequest.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gaps_or_doubles_and_one_whole_chain() -> None:
    cast = the_cast()
    a_promise(cast.park)
    people, found = [cast.acts(cast.chenlan), cast.acts(cast.linyue)], []
    start = threading.Barrier(4)

    def send(place: int) -> None:
        start.wait()
        try:
            for _turn in range(6):
                made = a_request(cast.chenxi, people[place % 2], MORNING, words=f"停电{place}")
                found.append(made.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [f"2026-1123-{n:03d}" for n in range(1, 25)]
    assert audit.verify(cast.park.pk) == []
    for number in found:
        request = ServiceRequest.objects.get(number=number)
        (trace,) = audit.entries_about(cast.park.pk, "request", request.pk)
        assert trace.object_label == number

"""Two identical posts at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from qianjin.apps.desk import services
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import the_cast
from tests.factories.desk import MORNING, a_promise


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

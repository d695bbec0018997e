"""Whoever looks while a whole table is acted on can be told so."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from qianjin.apps.enterprises import selectors
from qianjin.apps.enterprises.models import ImportBatch
from tests.factories.parks import NOON, a_park


@pytest.mark.django_db(transaction=True)
def test_a_table_is_under_way_as_long_as_somebody_acts_on_the_whole() -> None:
    batch = ImportBatch.objects.create(park=a_park(), file_name="台账.xlsx", made_at=NOON)
    assert not selectors.is_under_way(batch)
    held, done = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            held.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=act)
    other.start()
    try:
        assert held.wait(20)
        assert selectors.is_under_way(batch)
    finally:
        done.set()
        other.join()
    assert not selectors.is_under_way(batch)

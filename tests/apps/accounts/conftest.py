"""The standing cast, laid down once for each file; every test works in a savepoint of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from tests.factories.accounts import Cast, the_cast


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield the_cast()
        transaction.set_rollback(True)

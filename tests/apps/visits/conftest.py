"""The standing cast in a park whose office and enterprises are on the map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone, translation

from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import SHANGHAI
from tests.factories.visits import an_office


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"), timezone.override(SHANGHAI):
        yield


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        cast = the_cast()
        an_office(cast.park)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    return tmp_path

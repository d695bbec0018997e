"""A short story, told once for each file of tests; every test works within a savepoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qianjin.apps.parks.models import Park
from tests.factories.story import telling


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads the story."""


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Park]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), telling(media, requests=6, recent=6) as park:
        yield park

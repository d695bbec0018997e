"""The standing cast in a park whose office and enterprises are on the map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone, translation

from tests.factories.accounts import Cast
from tests.factories.parks import SHANGHAI
from tests.factories.visits import an_office


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"), timezone.override(SHANGHAI):
        yield


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    an_office(standing_cast.park)
    return standing_cast


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    return tmp_path

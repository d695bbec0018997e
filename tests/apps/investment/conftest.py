"""What the tests of projects share: Chinese, a folder for files, the cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.factories.accounts import Cast
from tests.factories.investment import the_pipeline


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    the_pipeline(standing_cast.park)
    return standing_cast

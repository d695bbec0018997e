"""What the tests of schemes share: Chinese, a folder for files, the cast, a scheme in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from qianjin.apps.subsidies.models import Scheme
from tests.factories.accounts import Cast
from tests.factories.subsidies import REVENUE, a_scheme


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)


@pytest.fixture
def scheme(cast: Cast) -> Scheme:
    return a_scheme(cast, conditions=[REVENUE])

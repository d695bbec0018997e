"""The cast with its pipelines, and browsers of three people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import Cast
from tests.factories.investment import the_pipeline
from tests.factories.web import signed_in


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    the_pipeline(standing_cast.park)
    return standing_cast


@pytest.fixture
def specialist(cast: Cast) -> Client:
    return signed_in(cast.yeting)

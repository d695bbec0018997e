"""The cast with its pipelines, and browsers of three people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import Cast, the_cast
from tests.factories.investment import the_pipeline
from tests.factories.web import signed_in


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)


@pytest.fixture
def cast(db: None) -> Cast:
    made = the_cast()
    the_pipeline(made.park)
    return made


@pytest.fixture
def specialist(cast: Cast) -> Client:
    return signed_in(cast.yeting)

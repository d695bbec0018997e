"""陈岚 of 晨曦精密 at her telephone, on the afternoon of a Monday."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import Cast
from tests.factories.parks import local
from tests.factories.web import signed_in

AFTERNOON = local("2026-11-23 16:00")


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTERNOON)


@pytest.fixture
def chenlan(cast: Cast) -> Client:
    return signed_in(cast.chenlan)

"""The standing cast at its desk, and a folder for the files sent to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation

from qianjin.apps.accounts.models import Notice, User
from qianjin.apps.desk.models import Promise, ServiceRequest
from tests.factories.parks import SHANGHAI


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    return tmp_path


Dues = Callable[[ServiceRequest], dict[str, str]]


@pytest.fixture
def dues() -> Dues:
    """The unmet promises of a request's round and when they are due, on the park's clock."""

    def read(request: ServiceRequest) -> dict[str, str]:
        rows = Promise.objects.filter(request=request, round=request.round, met_at=None)
        return {row.stage: shown(row.due_at) for row in rows.order_by("position")}

    return read


def shown(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


Heard = Callable[[User], list[str]]


@pytest.fixture
def heard() -> Heard:
    """The kinds of notices a person has got, oldest first."""

    def read(user: User) -> list[str]:
        rows = Notice.objects.filter(user=user).order_by("id")
        return [row.kind.removeprefix("desk.") for row in rows]

    return read

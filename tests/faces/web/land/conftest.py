"""What the tests of the parcel pages share: the cast, a folder for files, a pinned query count."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import Cast
from tests.factories.web import signed_in


@pytest.fixture
def head(cast: Cast) -> Client:
    """The head of planning, who keeps and approves."""
    return signed_in(cast.gumingzhou)


@pytest.fixture
def deputy(cast: Cast) -> Client:
    return signed_in(cast.hewei)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("apps.parks.services.files", "faces.gate.files"):
        monkeypatch.setattr(f"qianjin.{place}.MEDIA", tmp_path)


def text_of(answer: Any) -> str:
    page = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def queries() -> Callable[[Client, str], tuple[Any, int]]:
    """A page and how many queries it took."""

    def ask(client: Client, address: str) -> tuple[Any, int]:
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(address)
        assert answer.status_code == 200
        return answer, len(caught)

    return ask

"""The standing cast, laid down once for each file; every test works in a savepoint of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield

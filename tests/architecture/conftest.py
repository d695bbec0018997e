"""What the walks over all addresses stand on."""

from __future__ import annotations

import pytest

from qianjin.ui import keeping


@pytest.fixture(autouse=True)
def _pieces_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of answers; that kept pieces hold is proved by every other test that draws them."""
    monkeypatch.setattr(keeping, "check_each_use", False)

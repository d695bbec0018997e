"""How roles, sectors and rights are called on pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qianjin.apps.accounts.choices import Role

from .forms import SECTORS

SECTOR_NAMES: dict[str, Any] = dict(SECTORS)


def role_names(roles: Iterable[str]) -> list[str]:
    """The names of roles in the reader's language."""
    return [str(Role(role).label) for role in roles]

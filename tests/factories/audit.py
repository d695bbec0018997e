"""Who acts, for entries of the trail."""

from __future__ import annotations

from dataclasses import dataclass

from qianjin.apps.audit import services
from qianjin.apps.audit.models import AuditEntry

from .parks import NOON


@dataclass(frozen=True)
class Someone:
    """The least the trail wants to know of a person."""

    user_id: int | None = 1
    name: str = "林悦"
    role: str = "general_affairs"


def some_entries(park_id: int = 1, many: int = 4) -> list[AuditEntry]:
    """Entries sealed one behind the other."""
    return [
        services.record(
            park_id=park_id,
            by=Someone(),
            at=NOON,
            verb="request.accepted",
            object_kind="request",
            object_id=n,
            object_label=f"2026-1123-{n:03d}",
        )
        for n in range(1, many + 1)
    ]

"""The entry in the audit trail that every verb of visits leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit


def trace(
    verb: str,
    *,
    row: Any,
    by: Actor,
    at: datetime,
    kind: str,
    label: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Seal one act upon ``row`` into the park's chain."""
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=f"visits.{verb}",
        object_kind=kind,
        object_id=row.pk,
        object_label=label or str(row),
        detail=detail,
    )

"""今日 Claims in one's care: windows that close within a week, and what waits to be handed over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import selectors
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from . import words


def claims_today(request: ParkRequest, now: datetime) -> list[dict[str, Any]]:
    """The nearest end first."""
    if not request.actor.may(Capability.CLAIM_HANDLE):
        return []
    today = timezone.localdate(now)
    return [
        {
            "row": row,
            "url": to(request, "web:claim", row.pk),
            "tag": words.claim_tag(row),
            "window": words.window_note(row.scheme, today)[1] if row.state != "filed" else "",
        }
        for row in selectors.waiting_for(request.actor, on=today)
    ]

"""今日走访 The round of the day, as the page Today shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors
from qianjin.apps.visits.choices import RoundState
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest


def rounds_today(request: ParkRequest, now: datetime) -> list[dict[str, Any]]:
    """One's own rounds of today and those one stands in for, with what is still ahead."""
    if not request.actor.may(Capability.VISIT_RECORD):
        return []
    found = selectors.todays_rounds(request.actor, on=timezone.localdate(now))
    return [
        {
            "row": row,
            "url": to(request, "web:round", row.pk),
            "state": RoundState(row.state),
            "stops": [
                {
                    "stop": stop,
                    "name": stop.enterprise.short_name or stop.enterprise.name,
                    "is_done": hasattr(stop, "visit") or bool(stop.skipped),
                }
                for stop in row.stops.all()
            ],
        }
        for row in found
    ]

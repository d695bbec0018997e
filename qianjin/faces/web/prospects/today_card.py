"""今日 What waits in one's own book: suspected doubles, and people whose time runs out."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from django.utils import timezone

from qianjin.apps.prospects import selectors
from qianjin.faces.gate.requests import ParkRequest


def prospects_today(request: ParkRequest, now: datetime) -> dict[str, int]:
    """How many of each; empty when nothing waits, or for who keeps no prospects."""
    found = selectors.waiting_for(request.actor, on=timezone.localdate(now))
    return {"pairs": found.pairs, "expiring": found.expiring} if any(astuple(found)) else {}

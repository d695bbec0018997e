"""今日 What waits in one's own book: suspected doubles, and people whose time runs out."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors
from qianjin.faces.gate.requests import ParkRequest


def prospects_today(request: ParkRequest, now: datetime) -> dict[str, int]:
    """How many of each; empty when nothing waits, or for who keeps no prospects."""
    if not request.actor.may(Capability.PROSPECT_KEEP):
        return {}
    pairs = selectors.open_pairs(request.actor)
    expiring = selectors.expiring(request.actor, on=timezone.localdate(now))
    return {"pairs": pairs, "expiring": expiring} if pairs or expiring else {}

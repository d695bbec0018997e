"""提醒 By the clock: windows that close, bureaux that are silent, approvals that are not paid."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor

from .. import selectors
from ..choices import ClaimState, Rung
from ..models import Claim, ClaimReminder
from .steps import send

SILENT_DAYS = 30
"""After how many days without news one asks the bureau 【推】."""
BATCH = 500


def remind(*, park_id: int, at: datetime) -> int:
    """
    催申报 Climb each rung that was reached since the last round, once; says how many.

    Told or prepared and not filed: seven days and one day before the window closes, to the
    enterprise's people and its officer. With the bureau, or approved and not paid, and untouched
    for thirty days: to the officer.
    """
    today = timezone.localdate(at)
    tomorrow = today + timedelta(days=1)
    climbed = 0
    for claim in selectors.closing(park_id, on=today).iterator(chunk_size=BATCH):
        is_last = claim.scheme.closes_on is not None and claim.scheme.closes_on <= tomorrow
        rung = Rung.DAY if is_last else Rung.WEEK
        climbed += _climb(claim, rung, at)
    before = at - timedelta(days=SILENT_DAYS)
    for claim in selectors.stalled(park_id, before=before).iterator(chunk_size=BATCH):
        rung = Rung.UNPAID if claim.state == ClaimState.APPROVED else Rung.SILENT
        climbed += _climb(claim, rung, at)
    return climbed


@transaction.atomic
def _climb(claim: Claim, rung: Rung, at: datetime) -> bool:
    _row, is_new = ClaimReminder.objects.get_or_create(claim=claim, rung=rung, defaults={"at": at})
    if not is_new:
        return False
    clock = Actor.clock(claim.park_id)
    if rung in (Rung.WEEK, Rung.DAY):
        send(claim, "closing", by=clock, at=at, to_office=False)
        send(claim, "closing", by=clock, at=at, to_office=True)
    else:
        send(claim, rung.value, by=clock, at=at, to_office=True)
    return True

"""排走访路线 A plan of rounds that knows which enterprises wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk.choices import OPEN_STATES
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.parks.models import Park
from qianjin.apps.visits import services as visits
from qianjin.apps.visits.models import RoundPlan


def plan_rounds(
    *,
    park: Park,
    first_on: date,
    until_on: date,
    officers: Sequence[int],
    by: Actor,
    at: datetime,
    own_only: bool = True,
    seconds: int = 3,
) -> RoundPlan:
    """
    排路线 Ask for a proposal; an enterprise with open requests is worth a longer way.

    :raises MayNotPlan, BadPlan: as ``visits.propose``.
    """
    rows = (
        ServiceRequest.objects.filter(park=park, status__in=[str(s) for s in OPEN_STATES])
        .order_by()
        .values("enterprise_id")
        .annotate(n=Count("pk"))
    )
    return visits.propose(
        park=park,
        first_on=first_on,
        until_on=until_on,
        officers=officers,
        own_only=own_only,
        seconds=seconds,
        requests={row["enterprise_id"]: row["n"] for row in rows},
        by=by,
        at=at,
    )

"""园区配套 Telling the parcels that wait for works of the park when they are handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from qianjin.apps.clearing import services as clearing

from ..choices import PlanState, ProfileKind
from ..models import Plan, PlanStep
from ..network import HANDED_OVER

KIND = "delivery_plan"


def tell_parcels(plans: Iterable[Plan], *, at: datetime) -> None:
    """
    告知地块 Say to the parcels of these plans' works when they are handed over: planned, P50, P80.

    Plans of projects are passed over, and works without a day. Who stopped works waits for none.
    """
    works = [plan for plan in plans if plan.profile == ProfileKind.WORKS]
    if not works:
        return
    numbers = [plan.pk for plan in works]
    through = Plan.parcels.through.objects.filter(plan__in=numbers).order_by("parcel")
    waiting: dict[int, list[int]] = {}
    for plan_id, parcel_id in through.values_list("plan", "parcel"):
        waiting.setdefault(plan_id, []).append(parcel_id)
    handed = PlanStep.objects.filter(plan__in=numbers, key=HANDED_OVER, done_on__isnull=False)
    done = dict(handed.values_list("plan", "done_on"))
    told = []
    for plan in works:
        end = done.get(plan.pk) or plan.finish_on
        if end is None:
            continue
        # P50 and P80 are those of the latest round; a plan moved since then is not earlier.
        likely = end if plan.pk in done else max(end, plan.likely_on or end)
        told.append(
            clearing.Works(
                key=plan.pk,
                name=plan.name,
                earliest=end,
                likely=likely,
                latest=end if plan.pk in done else max(likely, plan.promise_on or likely),
                done_on=done.get(plan.pk),
                parcels=() if plan.state == PlanState.STOPPED else tuple(waiting.get(plan.pk, ())),
            )
        )
    clearing.await_works(park=works[0].park, kind=KIND, works=told, at=at)

"""园区配套 Which parcels plans are for, and telling those that wait for works of the park."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.clearing import services as clearing
from qianjin.apps.land.models import Parcel

from ..choices import PlanState, ProfileKind
from ..models import Plan, PlanStep
from ..network import HANDED_OVER
from .traces import trace

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


@transaction.atomic
def follow(*, old: Sequence[Parcel], new: Sequence[Parcel], by: Actor, at: datetime) -> int:
    """
    地块变更 Plans of parcels that were replaced go on at those that hold the ground now; how many.

    For the journey of a change of boundaries, which has asked whether this person may approve it.
    Plans that were stopped keep what they had.
    """
    through = Plan.parcels.through.objects.filter(parcel__in=old)
    open_plans = Plan.objects.exclude(state=PlanState.STOPPED).select_related("park")
    rows = list(
        open_plans.filter(pk__in=through.values("plan"))
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    numbers = {"old": [one.number for one in old], "new": [one.number for one in new]}
    for row in rows:
        row.parcels.remove(*old)
        row.parcels.add(*new)
        row.version += 1
        row.save(update_fields=["version"])
        trace(row, "parcels", by, at, numbers)
    tell_parcels(rows, at=at)
    return len(rows)

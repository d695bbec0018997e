"""统排 Working out all plans of a park together: asked for, done by the worker, kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import UNDER_WAY, PlanState, RoundState
from ..models import Forecast, Plan, PlanStep, Round
from ..planning import results as planning
from ..planning import telling
from ..planning.problem import Laid, lay
from ..refusals import BadEntry, MayNotKeepPlan, StillPlanning
from .traces import today_of
from .works import tell_parcels

JOB = "delivery.round"
LOST_AFTER = timedelta(minutes=30)
RUNS = telling.RUNS
SMALL = 900
"""Open steps of a park up to which all plans are placed anew while a page waits."""
_STEPS = planning.PLANNED
_PLANS = (
    "listing_on",
    "title_on",
    "permit_on",
    "start_on",
    "production_on",
    "finish_on",
    "government_days",
    "enterprise_days",
    "likely_on",
    "promise_on",
    "planned_at",
)

_quiet: ContextVar[bool] = ContextVar("_quiet", default=False)


@contextmanager
def gathered() -> Iterator[None]:
    """成批 Nothing is placed anew meanwhile: for a story, which works out all at its end."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def ask(park: Park, *, at: datetime) -> Round:
    """Put a round on the worker's list; one already there is asked anew. The old answer stays."""
    row = Round.objects.select_for_update().filter(park=park).first()
    row = row or Round(park=park, run=0)
    row.state, row.run, row.percent = RoundState.WAITING, row.run + 1, 0
    row.asked_at, row.begun_at, row.on = at, None, today_of(at)
    row.save()
    app.configure_task(JOB).defer(park_id=park.pk, run=row.run)
    return row


@transaction.atomic
def plan_all(*, park: Park, by: Actor, at: datetime) -> Round:
    """
    全园统排 Have all plans worked out together, now.

    :raises MayNotKeepPlan: not this person's.
    :raises StillPlanning: they are being worked out already.
    """
    if not policies.may_open(by, park.pk):
        raise MayNotKeepPlan
    known = Round.objects.filter(park=park, state__in=UNDER_WAY).first()
    if known is not None and (known.begun_at or known.asked_at) > at - LOST_AFTER:
        raise StillPlanning
    return ask(park, at=at)


def placed(plan: Plan, *, at: datetime) -> None:
    """
    Place anew what an act has moved, at once, and have the worker work all plans out.

    A small park is placed whole; of a large one only this plan, until the worker has done the
    rest. Within ``gathered`` nothing happens.
    """
    if _quiet.get():
        return
    place(plan.park, at=at, only=None if _is_small(plan.park_id) else [plan.pk])
    ask(plan.park, at=at)


def _is_small(park_id: int) -> bool:
    rows = PlanStep.objects.filter(park_id=park_id, plan__state=PlanState.ACTIVE, done_on=None)
    return rows.order_by()[: SMALL + 1].count() <= SMALL


def place(park: Park, *, at: datetime, only: Collection[int] | None = None) -> Laid:
    """
    The first valid dates for plans, kept.

    :raises BadEntry: a bureau or an officer can never carry what a step asks for.
    """
    laid = lay(park, today_of(at), only=only)
    if not laid.plans:
        return laid
    try:
        found = planning.first_dates(laid)
    except planning.Impossible as none:
        raise BadEntry({"cases": [str(none)]}) from none
    save(laid, found, at=at)
    tell_parcels(laid.plans.values(), at=at)
    return laid


def save(laid: Laid, found: Any, *, at: datetime) -> None:
    """Keep the dates of a plan of the engine."""
    steps, plans = planning.keep(laid, found)
    PlanStep.objects.bulk_update(steps, _STEPS, batch_size=500)
    for plan in plans:
        plan.planned_at = at
    Plan.objects.bulk_update(plans, _PLANS, batch_size=200)


def forecast(laid: Laid, days: Mapping[int, tuple[date, date]], *, at: datetime) -> None:
    """Keep P50 and P80 of each plan, and how they moved: one row for each change."""
    latest = {
        row.plan_id: row
        for row in Forecast.objects.filter(plan__in=list(days)).order_by("plan", "pk")
    }
    rows, plans = [], []
    for pk, (p50, p80) in days.items():
        plan = laid.plans[pk]
        plan.likely_on, plan.promise_on = p50, p80
        plans.append(plan)
        day = plan.start_on or plan.finish_on
        known = latest.get(pk)
        told = (day, p50, p80)
        if day and (known is None or (known.start_on, known.likely_on, known.promise_on) != told):
            rows.append(
                Forecast(
                    park=laid.park, plan=plan, at=at, start_on=day, likely_on=p50, promise_on=p80
                )
            )
    Plan.objects.bulk_update(plans, ["likely_on", "promise_on"], batch_size=200)
    Forecast.objects.bulk_create(rows, batch_size=200)


@transaction.atomic
def look_ahead(*, plan: Plan, at: datetime, runs: int) -> None:
    """
    看把握 P50 and P80 of one plan by the order it has now, without a search: for a story, which
    has no worker.
    """
    laid = lay(plan.park, today_of(at), only=[plan.pk])
    found = planning.first_dates(laid)
    forecast(laid, telling.likely_days(telling.chances(laid, found, runs=runs)), at=at)


def work_out(
    *, park_id: int, run: int, at: datetime, seconds: float = telling.SECONDS, runs: int = RUNS
) -> Round | None:
    """
    求解 All plans of a park, in the clock's name; nothing when it was asked anew meanwhile.

    Holds no transaction while it reckons; what was entered meanwhile has asked for a later run, and
    this one is then dropped.
    """
    mine = Round.objects.filter(park=park_id, run=run)
    if not mine.filter(state=RoundState.WAITING).update(state=RoundState.RUNNING, begun_at=at):
        return None
    park = Park.objects.get(pk=park_id)
    try:
        laid = lay(park, today_of(at))
        if not laid.plans:
            mine.update(state=RoundState.READY, percent=100, done_at=at, answer={})
            return mine.first()
        mine.update(percent=20)
        found = telling.solved(laid, seconds=seconds)
        mine.update(percent=60)
        days = telling.likely_days(telling.chances(laid, found, runs=runs))
        mine.update(percent=80)
        answer = planning.told(laid, found) | {"runs": runs} | telling.reasons(laid, found)
        answer["chains"] = telling.floats_and_chains(laid, found)[1]
        with transaction.atomic():
            row = mine.select_for_update().filter(state=RoundState.RUNNING).first()
            if row is None:
                return None
            save(laid, found, at=at)
            forecast(laid, days, at=at)
            tell_parcels(laid.plans.values(), at=at)
            row.state, row.percent, row.done_at = RoundState.READY, 100, at
            row.on, row.answer = today_of(at), answer
            row.save()
    except Exception:
        mine.filter(state=RoundState.RUNNING).update(state=RoundState.FAILED)
        raise
    return row


def freshen(*, park: Park, at: datetime) -> bool:
    """保持新鲜 A new day moves what has not begun: whether a round was asked for. Nobody's act."""
    row = Round.objects.filter(park=park).first()
    if row is not None and row.on >= today_of(at) and row.state != RoundState.FAILED:
        return False
    if not Plan.objects.filter(park=park, state=PlanState.ACTIVE).exists():
        return False
    with transaction.atomic():
        ask(park, at=at)
    return True

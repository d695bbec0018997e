"""计划动词 Proposals of rounds: asked for, worked out by the worker, changed by hand, accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .. import planning, policies, selectors
from ..choices import WORKING_OUT, PlanState, RoundState
from ..models import Round, RoundPlan, Stop, TravelSettings
from ..refusals import BadPlan, MayNotPlan, NotReady, StillWorking
from .traces import trace

JOB = "visits.work_out"
LONGEST_DAYS = 370
MOST_SECONDS = 120


@transaction.atomic
def propose(
    *,
    park: Park,
    first_on: date,
    until_on: date,
    officers: Sequence[int],
    by: Actor,
    at: datetime,
    own_only: bool = True,
    seconds: int = 3,
    requests: Mapping[int, int] | None = None,
) -> RoundPlan:
    """
    排路线 Ask for a proposal of rounds; the worker makes it in about ``seconds``.

    ``requests`` are the open requests of enterprises, which make a visit there worth a detour.

    :raises MayNotPlan: rounds of others, and ``by`` plans only their own.
    :raises BadPlan: no officer, a span that cannot be planned, or no office on the map.
    """
    if park.pk != by.park_id or not policies.may_plan_for(by, officers):
        raise MayNotPlan
    known = {row.person_id for row in selectors.officers_to_plan(park.pk, on=first_on)}
    problems: dict[str, list[str]] = {}
    if not officers or not set(officers) <= known:
        problems["officers"] = [_("Choose at least one officer who goes on rounds.")]
    if until_on < first_on or (until_on - first_on).days > LONGEST_DAYS:
        problems["until_on"] = [_("A plan reaches from one day to one year.")]
    if not 1 <= seconds <= MOST_SECONDS:
        problems["seconds"] = [_("Between 1 and 120 seconds, please.")]
    if not TravelSettings.objects.filter(park=park).exists():
        problems["first_on"] = [_("First say in the rules of visits where the office stands.")]
    if problems:
        raise BadPlan(problems)
    row = RoundPlan.objects.create(
        park=park,
        first_on=first_on,
        until_on=until_on,
        officers=sorted(set(officers)),
        own_only=own_only,
        seconds=seconds,
        wishes={"requests": {str(k): v for k, v in (requests or {}).items() if v > 0}},
        made_by_id=by.person_id,
        made_at=at,
    )
    trace("plan.ask", row=row, by=by, at=at, kind="round_plan", detail={"officers": row.officers})
    _to_the_worker(row)
    return row


def _to_the_worker(plan: RoundPlan) -> None:
    """In the same transaction: the job and the row it speaks of are there together."""
    app.configure_task(JOB).defer(plan_id=plan.pk, run=plan.run)


def work_out(
    *, plan_id: int, run: int, at: datetime, iterations: int | None = None
) -> RoundPlan | None:
    """
    求解 Work a plan out, in the clock's name; nothing when it was changed or given up meanwhile.

    The search holds no transaction: whoever looks at the plan meanwhile sees that it is under way.
    """
    begun = RoundPlan.objects.filter(pk=plan_id, run=run, state=PlanState.WAITING).update(
        state=PlanState.RUNNING, begun_at=at
    )
    if not begun:
        return None
    plan = RoundPlan.objects.select_related("park").get(pk=plan_id)
    try:
        found = planning.proposal_of(
            selectors.ask_of(plan), seconds=plan.seconds, seed=plan.run, iterations=iterations
        )
    except Exception:
        _settle(plan_id, run, state=PlanState.FAILED, proposal={})
        raise
    _settle(plan_id, run, state=PlanState.READY, proposal=found)
    plan.refresh_from_db()
    return plan


def _settle(plan_id: int, run: int, **fields: Any) -> None:
    RoundPlan.objects.filter(pk=plan_id, run=run, state=PlanState.RUNNING).update(**fields)


def _locked(plan: RoundPlan, by: Actor) -> RoundPlan:
    if not policies.may_change_plan(by, plan):
        raise MayNotPlan
    return RoundPlan.objects.select_for_update(of=("self",)).select_related("park").get(pk=plan.pk)


@transaction.atomic
def change_plan(
    *,
    plan: RoundPlan,
    enterprise_id: int,
    by: Actor,
    at: datetime,
    officer: int | None = None,
    on: date | None = None,
    is_dropped: bool = False,
) -> RoundPlan:
    """
    改计划 Pin a visit to an officer and a day, take it out, or (without either) let it go again.

    What is pinned stays; the rest is worked out anew.

    :raises MayNotPlan: the plan is somebody else's.
    :raises StillWorking: it is being worked out.
    :raises NotReady: it has been accepted or given up.
    :raises BadPlan: not an officer or a day of this plan, or no such enterprise.
    """
    row = _locked(plan, by)
    if row.state in WORKING_OUT:
        raise StillWorking
    if row.state not in (PlanState.READY, PlanState.FAILED):
        raise NotReady
    key = str(enterprise_id)
    pins, dropped = dict(row.wishes.get("pins", {})), set(row.wishes.get("dropped", []))
    pins.pop(key, None)
    dropped.discard(key)
    if is_dropped:
        dropped.add(key)
    elif officer is not None and on is not None:
        _check_pin(row, enterprise_id, officer, on)
        pins[key] = [officer, on.isoformat()]
    row.wishes = {**row.wishes, "pins": pins, "dropped": sorted(dropped)}
    row.state, row.run, row.begun_at = PlanState.WAITING, row.run + 1, None
    row.save(update_fields=["wishes", "state", "run", "begun_at"])
    detail = {"enterprise": enterprise_id, "officer": officer, "on": on, "dropped": is_dropped}
    trace("plan.change", row=row, by=by, at=at, kind="round_plan", detail=detail)
    _to_the_worker(row)
    return row


def _check_pin(plan: RoundPlan, enterprise_id: int, officer: int, on: date) -> None:
    if officer not in plan.officers or not plan.first_on <= on <= plan.until_on:
        raise BadPlan({"on": [_("Choose an officer and a day of this plan.")]})
    if not Enterprise.objects.filter(pk=enterprise_id, park_id=plan.park_id).exists():
        raise BadPlan({"enterprise": [_("There is no such enterprise.")]})


@transaction.atomic
def accept(*, plan: RoundPlan, by: Actor, at: datetime) -> list[Round]:
    """
    采用 Make the proposal the rounds that officers go on.

    :raises MayNotPlan: the plan is somebody else's.
    :raises StillWorking: it is being worked out.
    :raises NotReady: it is no proposal, or an officer has meanwhile another round on that day.
    """
    row = _locked(plan, by)
    if row.state in WORKING_OUT:
        raise StillWorking
    if row.state != PlanState.READY or not row.proposal.get("rounds"):
        raise NotReady
    rounds = [_made(row, one) for one in row.proposal["rounds"]]
    taken = set(
        Round.objects.filter(park=row.park, on__range=(row.first_on, row.until_on))
        .exclude(state=RoundState.CALLED_OFF)
        .values_list("officer_id", "on")
    )
    if any((one.officer_id, one.on) in taken for one in rounds):
        raise NotReady
    Round.objects.bulk_create(rounds)
    Stop.objects.bulk_create(
        stop
        for made, one in zip(rounds, row.proposal["rounds"], strict=True)
        for stop in _stops(made, one)
    )
    row.state = PlanState.ACCEPTED
    row.save(update_fields=["state"])
    detail = {"rounds": len(rounds), "metres": row.proposal["metres"]}
    trace("plan.accept", row=row, by=by, at=at, kind="round_plan", detail=detail)
    return rounds


def _moment(plan: RoundPlan, day: date, minute: int) -> datetime:
    zone = ZoneInfo(plan.park.time_zone)
    return datetime.combine(day, time(), zone) + timedelta(minutes=minute)


def _made(plan: RoundPlan, one: Mapping[str, Any]) -> Round:
    day = date.fromisoformat(one["on"])
    return Round(
        park=plan.park,
        plan=plan,
        officer_id=one["officer"],
        on=day,
        begin_at=_moment(plan, day, one["begin"]),
        end_at=_moment(plan, day, one["end"]),
        metres=one["metres"],
    )


def _stops(made: Round, one: Mapping[str, Any]) -> list[Stop]:
    assert made.plan is not None
    return [
        Stop(
            park_id=made.park_id,
            round=made,
            enterprise_id=stop["enterprise"],
            position=number,
            begin_at=_moment(made.plan, made.on, stop["begin"]),
            leave_at=_moment(made.plan, made.on, stop["leave"]),
        )
        for number, stop in enumerate(one["stops"], start=1)
    ]


@transaction.atomic
def abandon(*, plan: RoundPlan, by: Actor, at: datetime) -> RoundPlan:
    """
    放弃计划 Give a proposal up, also while it is being worked out.

    :raises MayNotPlan: the plan is somebody else's.
    :raises NotReady: it has been accepted or given up already.
    """
    row = _locked(plan, by)
    if row.state in (PlanState.ACCEPTED, PlanState.ABANDONED):
        raise NotReady
    row.state = PlanState.ABANDONED
    row.save(update_fields=["state"])
    trace("plan.abandon", row=row, by=by, at=at, kind="round_plan")
    return row

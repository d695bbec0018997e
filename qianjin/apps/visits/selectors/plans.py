"""计划提问 Proposals of rounds, with the names of whom they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units.refusals import Missing

from ..models import RoundPlan

MOST_PLANS = 30


@dataclass(frozen=True, slots=True)
class ProposedStop:
    """One stop of a proposed round, as the page shows it."""

    enterprise_id: int
    name: str
    tier: str
    lon: float
    lat: float
    begin_at: datetime
    leave_at: datetime
    is_due: bool
    is_pinned: bool
    requests: int


@dataclass(frozen=True, slots=True)
class ProposedRound:
    """One proposed round: who, when, how far, and the stops."""

    officer_id: int
    officer: str
    on: date
    begin_at: datetime
    end_at: datetime
    metres: int
    stops: list[ProposedStop]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One enterprise that is on no round, and why."""

    enterprise_id: int
    name: str
    ground: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """排线建议 What the engine made of a plan, by names."""

    rounds: list[ProposedRound]
    left_out: list[LeftOut]
    metres: int
    visits: int
    status: str
    gap: float | None


def plans_of(actor: Actor) -> list[RoundPlan]:
    """The latest plans the actor may see, newest first."""
    rows = RoundPlan.objects.filter(park_id=actor.park_id).select_related("made_by")
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(made_by__in=actor.people)
    return list(rows.defer("proposal", "wishes").order_by("-pk")[:MOST_PLANS])


def plan_for(actor: Actor, plan_id: int) -> RoundPlan:
    """
    One plan.

    :raises Missing: no such plan for this person.
    """
    rows = RoundPlan.objects.filter(park_id=actor.park_id, pk=plan_id)
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(made_by__in=actor.people)
    found = rows.select_related("park", "made_by").first()
    if found is None:
        raise Missing
    return found


def proposed(plan: RoundPlan) -> Proposal:
    """What was worked out, with the names of today."""
    told = plan.proposal or {"rounds": [], "left_out": [], "metres": 0, "status": "", "gap": None}
    zone = ZoneInfo(plan.park.time_zone)
    keys = {stop["enterprise"] for one in told["rounds"] for stop in one["stops"]}
    keys |= {one["enterprise"] for one in told["left_out"]}
    firms = Enterprise.objects.select_related("place").in_bulk(keys)
    people = User.objects.in_bulk({one["officer"] for one in told["rounds"]})
    requests = plan.wishes.get("requests", {})

    def at(day: date, minute: int) -> datetime:
        return datetime.combine(day, time(), zone) + timedelta(minutes=minute)

    def stop(day: date, given: dict[str, int]) -> ProposedStop:
        firm = firms[given["enterprise"]]
        place = getattr(firm, "place", None)
        return ProposedStop(
            enterprise_id=firm.pk,
            name=firm.short_name or firm.name,
            tier=firm.tier,
            lon=place.lon if place else 0.0,
            lat=place.lat if place else 0.0,
            begin_at=at(day, given["begin"]),
            leave_at=at(day, given["leave"]),
            is_due=bool(given["is_due"]),
            is_pinned=bool(given["is_pinned"]),
            requests=int(requests.get(str(firm.pk), 0)),
        )

    rounds = []
    for one in told["rounds"]:
        day = date.fromisoformat(one["on"])
        rounds.append(
            ProposedRound(
                officer_id=one["officer"],
                officer=people[one["officer"]].name if one["officer"] in people else "",
                on=day,
                begin_at=at(day, one["begin"]),
                end_at=at(day, one["end"]),
                metres=one["metres"],
                stops=[stop(day, s) for s in one["stops"] if s["enterprise"] in firms],
            )
        )
    left = [
        LeftOut(
            one["enterprise"],
            firms[one["enterprise"]].name,
            one["ground"],
            plan.first_on + timedelta(days=one["day"]) if -3000 < one["day"] < 3000 else None,
        )
        for one in told["left_out"]
        if one["enterprise"] in firms
    ]
    return Proposal(
        rounds=rounds,
        left_out=left,
        metres=told["metres"],
        visits=sum(len(one.stops) for one in rounds),
        status=told["status"],
        gap=told["gap"],
    )

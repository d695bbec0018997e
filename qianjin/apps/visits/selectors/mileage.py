"""里程提问 How far and how long officers were out; the diary asks this."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.units.name_order import name_order

from ..choices import RoundState
from ..models import Round, Visit


@dataclass(frozen=True, slots=True)
class Outdoors:
    """外勤量 What one officer drove and how long they were out, for the diary and the month."""

    officer_id: int
    name: str
    days: int
    rounds: int
    visits: int
    minutes: int
    mileage_km: Decimal
    by_day: list[tuple[date, Decimal, int]] = field(default_factory=list)
    """Day, kilometres and minutes of each round that was ended."""


def outdoors(actor: Actor, *, since: date, until: date) -> list[Outdoors]:
    """
    里程与工时 Kilometres and minutes of each officer's ended rounds, first to last day included.

    Who sees their own rounds only is told of their own only.
    """
    rows = Round.objects.filter(
        park_id=actor.park_id, state=RoundState.DONE, on__range=(since, until)
    )
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(officer__in=actor.people)
    told: dict[int, list[tuple[date, Decimal, int]]] = {}
    names: dict[int, str] = {}
    for one in rows.select_related("officer").order_by("officer_id", "on"):
        names[one.officer_id] = one.officer.name
        told.setdefault(one.officer_id, []).append(
            (one.on, one.mileage_km or Decimal(0), one.minutes or 0)
        )
    seen = _visits_made(actor, since, until, names)
    return [
        Outdoors(
            officer_id=key,
            name=names[key],
            days=len({day for day, _km, _minutes in lines}),
            rounds=len(lines),
            visits=seen.get(key, 0),
            minutes=sum(minutes for _day, _km, minutes in lines),
            mileage_km=sum((km for _day, km, _minutes in lines), Decimal(0)),
            by_day=lines,
        )
        for key, lines in sorted(told.items(), key=lambda one: name_order(names[one[0]]))
    ]


def _visits_made(
    actor: Actor, since: date, until: date, officers: Collection[int]
) -> dict[int, int]:
    rows = Visit.objects.filter(
        park_id=actor.park_id,
        stop__round__officer__in=officers,
        stop__round__state=RoundState.DONE,
        stop__round__on__range=(since, until),
    )
    return dict(rows.order_by().values_list("stop__round__officer_id").annotate(n=Count("pk")))

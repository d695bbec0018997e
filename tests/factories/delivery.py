"""Plans and what they are made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qianjin.apps.delivery import services
from qianjin.apps.delivery.models import Plan, PlanStep

from .accounts import Cast
from .parks import NOON


def a_plan(
    cast: Cast,
    name: str = "智能座舱二期（演示）",
    *,
    profile: str = "stock",
    at: datetime = NOON,
    **values: Any,
) -> Plan:
    """A plan of 顾明舟 on cleared land, unless said otherwise."""
    by = values.pop("by", None) or cast.acts(cast.gumingzhou)
    return services.open_plan(park=cast.park, name=name, profile=profile, by=by, at=at, **values)


def the_step(plan: Plan, key: str) -> PlanStep:
    """One step of a plan, as it is now."""
    return PlanStep.objects.select_related("plan", "plan__park", "plan__network").get(
        plan=plan, key=key
    )


def enter(cast: Cast, plan: Plan, key: str, at: datetime = NOON, **days: date | str) -> PlanStep:
    """Enter days of a step; texts are days."""
    given: dict[str, Any] = {
        name: date.fromisoformat(day) if isinstance(day, str) and name.endswith("_on") else day
        for name, day in days.items()
    }
    return services.enter_step(
        step=the_step(plan, key),
        version=None,
        by=cast.acts(cast.gumingzhou),
        at=at,
        **given,
    )

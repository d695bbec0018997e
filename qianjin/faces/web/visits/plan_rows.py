"""What the page of a plan shows, made ready for its template."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits import policies, selectors
from qianjin.apps.visits.choices import WORKING_OUT, PlanState
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import StatItem
from qianjin.ui.wording import day, duration

from . import words

TONES = ("active", "at_risk", "done", "breached", "waiting", "closed")
MOST_SHOWN = 60
"""Rounds of a season shown one by one; the sums speak of all of them."""


def plan_context(request: ParkRequest, row: Any) -> dict[str, Any]:
    """Its state; once it is a proposal, the rounds, their map, and what was left out."""
    state = PlanState(row.state)
    context: dict[str, Any] = {
        "row": row,
        "state": state,
        "tabs": words.tabs(request, "plans"),
        "is_working": state in WORKING_OUT,
        "done_percent": _percent(row),
        "may_change": policies.may_change_plan(request.actor, row),
    }
    if state not in (PlanState.READY, PlanState.ACCEPTED):
        return context
    found = selectors.proposed(row)
    is_season = (row.until_on - row.first_on).days >= 14
    people = selectors.officers_to_plan(row.park_id, on=row.first_on)
    days = sorted({one.on for one in found.rounds})
    context |= {
        "rounds": [_round(one, number) for number, one in enumerate(found.rounds[:MOST_SHOWN])],
        "more": max(0, len(found.rounds) - MOST_SHOWN),
        "left": (left := words.left_out(request, found.left_out))[:MOST_SHOWN],
        "left_count": len(left),
        "not_due": len(found.left_out) - len(left),
        "taken_out": [one for one in found.left_out if one.ground == "taken_out"],
        "stats": _stats(found),
        "quality": words.quality(found.status, found.gap),
        "points": [] if is_season else _points(row, found),
        "ways": [] if is_season else _ways(row, found),
        "may_pin": (may_pin := context["may_change"] and state == PlanState.READY),
        "is_season": is_season,
        "goers": [(p.person_id, p.name) for p in people if p.person_id in row.officers],
        "may_drop": may_pin,
        "targets": [] if is_season else _targets(row, people, days),
    }
    return context


def _percent(row: Any) -> int:
    """How much of the time given has gone by; it is done when the answer is there."""
    if row.begun_at is None:
        return 0
    gone = (timezone.now() - row.begun_at).total_seconds()
    return min(95, round(100 * gone / row.seconds))


def _stats(found: Any) -> list[StatItem]:
    hours = sum((one.end_at - one.begin_at).total_seconds() / 60 for one in found.rounds)
    return [
        StatItem(_("Rounds"), len(found.rounds)),
        StatItem(_("Visits"), found.visits),
        StatItem(_("Way in all"), words.kilometres(found.metres)),
        StatItem(_("Time out"), duration(round(hours))),
    ]


def _round(one: Any, number: int) -> dict[str, Any]:
    return {
        "round": one,
        "tone": TONES[number % len(TONES)],
        "key": f"{one.officer_id} {one.on.isoformat()}",
        "way": words.kilometres(one.metres),
        "stops": [
            {"stop": stop, "tier": Tier(stop.tier).label, "number": n}
            for n, stop in enumerate(one.stops, start=1)
        ],
    }


def _targets(row: Any, people: list[Any], days: list[Any]) -> list[tuple[str, str]]:
    """Where a visit can be moved: each officer of the plan on each of its days."""
    names = [(p.person_id, p.name) for p in people if p.person_id in row.officers]
    return [
        (f"{key} {one.isoformat()}", f"{name} · {day(one)}") for one in days for key, name in names
    ]


def _points(row: Any, found: Any) -> list[dict[str, Any]]:
    return [
        *words.home(row.park_id),
        *(
            {
                "lon": stop.lon,
                "lat": stop.lat,
                "label": f"{one.officer} {day(one.on)} · {stop.name}",
                "tone": TONES[number % len(TONES)],
                "mark": str(place),
                "url": f"#stop-{stop.enterprise_id}",
            }
            for number, one in enumerate(found.rounds)
            for place, stop in enumerate(one.stops, start=1)
        ),
    ]


def _ways(row: Any, found: Any) -> list[dict[str, Any]]:
    ends = [(one["lon"], one["lat"]) for one in words.home(row.park_id)]
    return [
        {
            "line": [*ends, *((stop.lon, stop.lat) for stop in one.stops), *ends],
            "tone": TONES[number % len(TONES)],
        }
        for number, one in enumerate(found.rounds)
        if one.stops
    ]

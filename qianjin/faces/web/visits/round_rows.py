"""What the sheet of a round shows, made ready for its template."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits import policies
from qianjin.apps.visits.choices import RoundState
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import StatItem
from qianjin.ui.wording import duration

from . import words
from .forms import EndForm


def round_context(request: ParkRequest, row: Any, form: EndForm | None = None) -> dict[str, Any]:
    """The stops in their order, the sketch of the way, and what can be done now."""
    stops = list(row.stops.all())
    state = RoundState(row.state)
    may_go = policies.may_go(request.actor, row)
    lines = [_line(request, row, stop, may_go) for stop in stops]
    home = words.home(row.park_id)
    return {
        "row": row,
        "state": state,
        "lines": lines,
        "stats": _stats(row, stops),
        "points": [*home, *round_points(stops)],
        "ways": round_ways(home, stops),
        "may_begin": may_go and state == RoundState.PLANNED,
        "may_end": may_go and state == RoundState.UNDER_WAY,
        "may_call_off": state == RoundState.PLANNED and policies.may_call_off(request.actor, row),
        "form": form or EndForm(initial=_guess(row)),
        "tabs": words.tabs(request, "rounds"),
    }


def _stats(row: Any, stops: list[Any]) -> list[StatItem]:
    done = sum(hasattr(stop, "visit") for stop in stops)
    minutes = row.minutes or round((row.end_at - row.begin_at).total_seconds() / 60)
    return [
        StatItem(_("Visited"), f"{done}/{len(stops)}"),
        StatItem(_("Way driven") if row.mileage_km is not None else _("Way"), words.way_of(row)),
        StatItem(_("Time out"), duration(minutes)),
    ]


def _line(request: ParkRequest, row: Any, stop: Any, may_go: bool) -> dict[str, Any]:
    firm = stop.enterprise
    visit = getattr(stop, "visit", None)
    is_open = visit is None and not stop.skipped
    going = may_go and is_open and row.state in (RoundState.PLANNED, RoundState.UNDER_WAY)
    place = getattr(firm, "place", None)
    return {
        "stop": stop,
        "name": firm.short_name or firm.name,
        "tier": Tier(firm.tier).label,
        "address": firm.address,
        "contact": next(iter(firm.to_call), None),
        "visit": visit,
        "tone": _tone(stop),
        "may_arrive": going and stop.arrived_at is None,
        "may_record": going,
        "record_url": f"{to(request, 'web:visit_new')}?stop={stop.pk}",
        "geo": f"geo:{place.lat:.6f},{place.lon:.6f}" if place else "",
    }


def _tone(stop: Any) -> str:
    if hasattr(stop, "visit"):
        return "done"
    return "closed" if stop.skipped else "active" if stop.arrived_at else "waiting"


def _placed(stops: list[Any]) -> list[tuple[Any, Any]]:
    pairs = ((stop, getattr(stop.enterprise, "place", None)) for stop in stops)
    return [(stop, place) for stop, place in pairs if place is not None]


def round_points(stops: list[Any]) -> list[dict[str, Any]]:
    """The stops on the ground, each with its number and what became of it."""
    return [
        {
            "lon": place.lon,
            "lat": place.lat,
            "label": f"{stop.position} {stop.enterprise.short_name or stop.enterprise.name}",
            "tone": _tone(stop),
            "mark": str(stop.position),
            "url": f"#stop-{stop.pk}",
        }
        for stop, place in _placed(stops)
    ]


def round_ways(home: list[dict[str, Any]], stops: list[Any]) -> list[dict[str, Any]]:
    """The way from the office past the stops and back."""
    ends = [(one["lon"], one["lat"]) for one in home]
    between = [(place.lon, place.lat) for _stop, place in _placed(stops)]
    return [{"line": [*ends, *between, *ends], "tone": "active"}] if between else []


def _guess(row: Any) -> dict[str, Any]:
    """What the plan says, for the officer to correct."""
    since = row.begun_at or row.begin_at
    gone = round((timezone.now() - since).total_seconds() / 60)
    planned = round((row.end_at - row.begin_at).total_seconds() / 60)
    minutes = gone if 0 < gone <= 720 else planned
    return {"mileage_km": round(row.metres / 1000, 1), "minutes": minutes}

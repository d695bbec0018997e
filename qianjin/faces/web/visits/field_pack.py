"""行囊 What a telephone takes along into the field, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianjin.apps.desk import selectors as desk
from qianjin.apps.desk.choices import RequestKind, RequestStatus
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits import selectors
from qianjin.apps.visits.choices import Matter, Means, RoundState
from qianjin.faces.gate import files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.enterprises import words as firm_words
from qianjin.ui.drawing.ground import ground
from qianjin.ui.wording import clock_time, day_long, moment

from . import words
from .round_rows import round_points, round_ways

REQUESTS_EACH = 5


def who(request: ParkRequest) -> dict[str, Any]:
    """Who is signed in where, and in which language the pages are."""
    language = get_language() or "zh-hans"
    return {
        "person": request.actor.person_id,
        "name": request.actor.name,
        "park": request.park.slug,
        "park_name": request.park.name,
        "language": "zh-Hans" if language.startswith("zh") else language,
    }


def field_pack(request: ParkRequest) -> dict[str, Any]:
    """Rounds with their drawings, enterprises, what is asked, and the choices of the record."""
    now = timezone.now()
    on = timezone.localdate(now)
    rounds = selectors.field_rounds(request.actor, on=on)
    stops = {stop.enterprise_id for one in rounds for stop in one.stops.all()}
    firms = selectors.field_firms(request.actor, stops)
    keys = [firm.pk for firm in firms]
    lines = selectors.field_lines(request.actor, keys)
    asked = desk.open_by_enterprise(request.actor, keys, each=REQUESTS_EACH)
    home = words.home(request.park.pk)
    limits = files.limits()
    numbers = {e.object_ref for es in lines.values() for e in es if e.object_kind == "request"}
    visible = desk.visible_numbers(request.actor, numbers)
    thread_of = partial(firm_words.thread_items, request, visible=visible)
    return {
        "at": now.isoformat(),
        "today": on.isoformat(),
        "rounds": [_round(request, one, home) for one in rounds],
        "firms": [
            _firm(one, thread_of(lines.get(one.pk, [])), asked.get(one.pk, [])) for one in firms
        ],
        "people": [
            {"id": one.person_id, "name": one.name}
            for one in selectors.times_of(request.park.pk, on=on)
        ],
        "questions": [
            {
                "id": one.pk,
                "year": one.year,
                "quarter": one.quarter,
                "text": one.text,
                "options": one.options,
            }
            for one in selectors.questions_around(request.park.pk, on=on)
        ],
        "kinds": [[code, str(label)] for code, label in RequestKind.choices],
        "matters": [
            [code, str(label)] for code, label in Matter.choices if code != Matter.DIFFICULTY
        ],
        "means": [[code, str(label)] for code, label in Means.choices],
        "limits": {"accept": limits.accept, "file": limits.file_bytes},
    }


def _round(request: ParkRequest, row: Any, home: list[dict[str, Any]]) -> dict[str, Any]:
    stops = list(row.stops.all())
    state = RoundState(row.state)
    planned = round((row.end_at - row.begin_at).total_seconds() / 60)
    return {
        "id": row.pk,
        "on": row.on.isoformat(),
        "day": day_long(row.on),
        "officer": row.officer.name,
        "mine": row.officer_id == request.actor.person_id,
        "state": str(state),
        "state_label": str(state.label),
        "begin": clock_time(row.begin_at),
        "end": clock_time(row.end_at),
        "way": words.way_of(row),
        "km": round(row.metres / 1000, 1),
        "minutes": planned,
        "end_url": to(request, "web:round_end", row.pk),
        "map": ground(
            [*home, *round_points(stops)],
            round_ways(home, stops),
            _("Sketch of the round; the list says the same"),
        ),
        "stops": [_stop(request, stop) for stop in stops],
    }


def _stop(request: ParkRequest, stop: Any) -> dict[str, Any]:
    visit = getattr(stop, "visit", None)
    return {
        "id": stop.pk,
        "firm": stop.enterprise_id,
        "position": stop.position,
        "begin": clock_time(stop.begin_at),
        "end": clock_time(stop.leave_at),
        "visit": visit.number if visit else "",
        "skipped": stop.skipped,
        "skip_url": to(request, "web:round_skip", stop.pk),
    }


def _firm(firm: Any, thread: Iterable[Any], asked: Iterable[Any]) -> dict[str, Any]:
    place = getattr(firm, "place", None)
    return {
        "id": firm.pk,
        "name": firm.name,
        "short": firm.short_name or firm.name,
        "tier": str(Tier(firm.tier).label),
        "address": firm.address,
        "geo": [place.lat, place.lon] if place else None,
        "contacts": [
            {"name": one.name, "post": one.post, "phone": one.phone} for one in firm.to_call[:3]
        ],
        "requests": [
            {
                "number": one.number,
                "title": one.title,
                "status": str(RequestStatus(one.status).label),
            }
            for one in asked
        ],
        "thread": [
            {"what": one.what, "who": one.who, "when": moment(one.at), "text": one.said or one.text}
            for one in thread
        ],
    }

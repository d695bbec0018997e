"""日程 The days of a week's steps and letters, for one's own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.delivery.selectors import Week
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.visits.ics import Event

OPENS, CLOSES = time(9), time(10)
"""A day of a plan has no hour; it stands at the beginning of the working day."""


def events(request: ParkRequest, found: Week, at: datetime) -> Iterator[Event]:
    """What begins, what ends and which answers are due, each once, on its day."""
    for row in found.begin:
        day = row.review_from or row.start_on
        yield from _event(request, row, "begin", _("Begin: %(name)s"), day, at)
    for row in (*found.running, *found.late):
        yield from _event(request, row, "end", _("Due: %(name)s"), row.due_on or row.end_on, at)
    for one in found.letters:
        words = _("Answer due: %(name)s") % {"name": f"{one.number} {one.subject}"}
        address = to(request, "web:delivery_letter", one.pk)
        yield _on(request, f"letter-{one.pk}", words, one.plan.name, one.due_on, address, at)


def _event(
    request: ParkRequest, row: Any, kind: str, words: str, day: date | None, at: datetime
) -> Iterator[Event]:
    if day is None:
        return
    address = to(request, "web:delivery_step", row.pk)
    said = words % {"name": row.name}
    yield _on(request, f"step-{row.pk}-{kind}", said, row.plan.name, day, address, at)


def _on(
    request: ParkRequest, key: str, words: str, plan: str, day: date, address: str, at: datetime
) -> Event:
    zone = timezone.get_current_timezone()
    return Event(
        uid=f"{key}@{request.actor.park_slug}.qianjin",
        begins=datetime.combine(day, OPENS, zone),
        ends=datetime.combine(day, CLOSES, zone),
        summary=words,
        changed=at,
        description=plan,
        url=request.build_absolute_uri(address),
    )

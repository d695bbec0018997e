"""今日拿地即开工 Steps that must begin or are late, letters to answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from . import words


def delivery_today(request: ParkRequest, now: datetime) -> list[dict[str, Any]]:
    """One line for each, what is late first."""
    if not request.actor.may(Capability.DELIVERY_SEE):
        return []
    today = timezone.localdate(now)
    found = selectors.today_of(request.actor, today)
    letters = [
        {
            "name": f"{one.number} {one.subject}",
            "said": one.plan.name,
            "tone": words.letter_light(one, today)[0],
            "tag": _("answer by %(day)s") % {"day": words.iso(one.due_on)},
            "url": to(request, "web:delivery_letter", one.pk),
        }
        for one in found.letters
    ]
    late = [
        _line(request, one, "breached", one.due_on, _("late since %(day)s")) for one in found.late
    ]
    known = {one.pk for one in found.late}
    begin = [
        _line(request, one, "at_risk", one.review_from or one.start_on, _("begin by %(day)s"))
        for one in found.begin
        if one.pk not in known
    ]
    return [*letters, *late, *begin]


def _line(request: ParkRequest, row: Any, tone: str, day: Any, told: str) -> dict[str, Any]:
    return {
        "name": row.name,
        "said": row.plan.name,
        "tone": tone,
        "tag": told % {"day": words.iso(day)},
        "url": to(request, "web:delivery_step", row.pk),
    }

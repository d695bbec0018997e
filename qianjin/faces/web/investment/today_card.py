"""今日招商 Next steps due, projects gone cold, lost ones whose day has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.wording import day

from . import words


def projects_today(request: ParkRequest, now: datetime) -> list[dict[str, Any]]:
    """One line for each, what is due first in front."""
    if not request.actor.may(Capability.PROJECT_KEEP):
        return []
    today = timezone.localdate(now)
    found = selectors.projects_today(request.actor, on=today)
    steps = [
        _line(
            request,
            row,
            row.next_step,
            "breached" if _is_late(row, today) else "active",
            words.step_day(row.next_on, today) if _is_late(row, today) else _("due today"),
        )
        for row in found.steps
    ]
    cold = [
        _line(
            request,
            row,
            _("no touch since %(day)s, and no next step") % {"day": day(row.touched_at)},
            "at_risk",
            _("gone cold"),
        )
        for row in found.cold
    ]
    revivals = [
        _line(request, row, row.lost_words, "waiting", _("ask again")) for row in found.revivals
    ]
    return [*steps, *cold, *revivals]


def _is_late(row: Any, today: date) -> bool:
    return bool(row.next_on and row.next_on < today)


def _line(request: ParkRequest, row: Any, said: str, tone: str, tag: str) -> dict[str, Any]:
    return {
        "name": row.name,
        "stage": row.stage.name,
        "said": said,
        "tone": tone,
        "tag": tag,
        "url": to(request, "web:project", row.pk),
    }

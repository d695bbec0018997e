"""大屏 The same figures on a wall: 1920 x 1080, dark, without a scroll bar, fresh by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors
from qianjin.apps.desk.measures import Facet, Measure
from qianjin.apps.desk.selectors import Standing
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Bar, StatItem

from .scores import month_name, name_of, percent

MONTHS = 12
UNITS = 8
SHOWN = (
    Measure.RESPONDED,
    Measure.RESOLVE_IN_TIME,
    Measure.SOLVED,
    Measure.CONTENT,
    Measure.RETURNED,
    Measure.REDONE,
)


@endpoint(Capability.SCORE_SEE)
def wall(request: ParkRequest) -> HttpResponse:
    """The whole wall; asked again by itself, only its figures."""
    now = timezone.now()
    found = selectors.standing(
        request.actor.park_id,
        period=selectors.months_ending(timezone.localdate(), MONTHS),
        at=now,
        units=UNITS,
    )
    is_part = request.headers.get("HX-Target") == "wall"
    context: dict[str, Any] = {
        "now": now,
        "park_name": request.park.name,
        "stats": _stats(found),
        "measures": [measure.label for measure in SHOWN],
        "units": [_unit(row) for row in found.units.rows],
        "kinds": [
            Bar(name_of(row, Facet.KIND), row.raised, "active") for row in found.kinds.rows[:UNITS]
        ],
        "raised": [
            Bar(month_name(date.fromisoformat(row.key)), row.raised)
            for row in reversed(found.months.rows)
        ],
        "back_url": to(request, "web:scores"),
    }
    return page(request, "web/desk/wall.html" + ("#figures" if is_part else ""), context)


def _stats(found: Standing) -> list[StatItem]:
    late = "breached" if found.late else "done"
    items = [
        StatItem(pgettext("tab", "Open"), f"{found.open:,}"),
        StatItem(_("Late"), f"{found.late:,}", tone=late),
        StatItem(_("Raised in 12 months"), f"{found.units.total.raised:,}"),
    ]
    for measure in SHOWN:
        hits, cases = found.units.total.counted[measure]
        items.append(StatItem(str(measure.label), percent(hits / cases) if cases else "—"))
    return items


def _unit(row: selectors.ScoreRow) -> dict[str, Any]:
    rates = [row.rates[measure] for measure in SHOWN]
    return {
        "place": row.place or "—",
        "name": name_of(row, Facet.UNIT),
        "raised": row.raised,
        "rates": [percent(rate.shrunk) if rate.cases else "—" for rate in rates],
    }

"""每周协调 What must begin, runs and is late: of the park, of a bureau, of a plan; as a sheet."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors, services
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper as office_paper
from qianjin.faces.web.frame import page
from qianjin.faces.web.visits.ics import calendar

from . import dates, papers, words
from .wall import XLSX


def _asked(request: ParkRequest) -> tuple[Any, Any]:
    """The unit and the plan that the address names, where this person sees them."""
    units = selectors.units_for(request.actor) if words.sees_all(request) else []
    wanted, named = request.GET.get("unit", ""), request.GET.get("plan", "")
    unit = next((one for one in units if str(one.pk) == wanted), None)
    plan = None
    if named.isdecimal() and len(named) < 19 and words.sees_all(request):
        plan = selectors.plan_for(request.actor, int(named))
    return unit, plan


def _week(request: ParkRequest) -> tuple[selectors.Week, Any, Any]:
    unit, plan = _asked(request)
    found = selectors.week_of(
        request.actor,
        timezone.localdate(),
        unit=unit.pk if unit else None,
        plan=plan.pk if plan else None,
    )
    return found, unit, plan


@endpoint(Capability.DELIVERY_SEE)
def week(request: ParkRequest) -> HttpResponse:
    """The week, with the letters still out."""
    found, unit, plan = _week(request)
    today = timezone.localdate()
    query = f"unit={unit.pk if unit else ''}&plan={plan.pk if plan else ''}"
    groups = (
        (pgettext("week", "Late"), found.late, "breached"),
        (_("Must begin this week"), found.begin, "at_risk"),
        (pgettext("week", "Under way"), found.running, "active"),
    )
    context = {
        "tabs": words.tabs(request, "delivery_week"),
        "units": selectors.units_for(request.actor) if words.sees_all(request) else (),
        "unit": unit,
        "plan": plan,
        "sees_all": words.sees_all(request),
        "groups": [
            (name, tone, [_line(request, row, today) for row in rows])
            for name, rows, tone in groups
        ],
        "letters": [
            (one, to(request, "web:delivery_letter", one.pk), *words.letter_light(one, today),
             words.iso(one.due_on))
            for one in found.letters
        ],
        "is_cut": found.is_cut,
        "sheet_url": f"{to(request, 'web:delivery_sheet')}?{query}",
    }  # fmt: skip
    return page(request, "web/delivery/week.html", context)


def _line(request: ParkRequest, row: Any, today: Any) -> dict[str, Any]:
    tone, word = words.light(row, today)
    first = row.review_from or row.begun_on or row.start_on
    return {
        "row": row,
        "url": to(request, "web:delivery_step", row.pk),
        "plan_url": to(request, "web:delivery_plan", row.plan_id),
        "days": words.span(first, row.end_on),
        "is_review": row.review_from is not None and row.begun_on is None,
        "who": row.unit.name if row.unit else row.who,
        "tone": tone,
        "word": word,
    }


@endpoint(Capability.DELIVERY_SEE)
def sheet(request: ParkRequest) -> HttpResponseBase:
    """The sheet of the week as Word or Excel, or its days for a calendar."""
    found, unit, plan = _week(request)
    today = timezone.localdate()
    title = (plan.name if plan else "") or (unit.name_zh if unit else "") or request.park.name_zh
    name = f"{pgettext('file', 'Weekly sheet')}-{title}-{today}"
    if request.GET.get("as") == "ics":
        body = calendar(title, dates.events(request, found, timezone.now()))
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="week.ics"'
        return response
    if request.GET.get("as") == "excel":
        table = services.export_week(
            week=found, title=pgettext("sheet", "Week"), by=request.actor, at=timezone.now()
        )
        return FileResponse(table, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    return office_paper.answer(papers.sheet(title, found, today), f"{name}.docx")

"""移交与工作量 Who carries how much; a whole book handed on, with a look before, undone as one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.investment import selectors, services
from qianjin.faces.gate import acts, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, listed, page
from qianjin.ui.shapes import Cell, Column, TableRow
from qianjin.units.refusals import BadInput

from .listing import ways
from .room_forms import HandOverForm
from .words import money

SHOWN = 50


@acts(Capability.PROJECT_KEEP)
def team(request: ParkRequest) -> HttpResponse:
    """Workload by person; hand a book over (``look`` first), or take that back (``undo``)."""
    today = timezone.localdate()
    people = selectors.furniture_of(request.actor, on=today).people
    if request.method == "POST" and (key := request.POST.get("undo")):
        row = selectors.handover_for(request.actor, key)
        services.take_back_hand_over(handover=row, by=request.actor, at=timezone.now())
        messages.success(request, _("All of them are back."))
        return go(request, "web:project_team")
    form = HandOverForm(request.POST or None, people=people)
    looked = None
    if request.method == "POST" and form.is_valid():
        looked = _look(request, form, today)
        if request.POST.get("sure") and not form.errors:
            try:
                return _hand(request, form, today)
            except BadInput as refusal:
                blame(form, refusal)
    context = {
        "ways": ways(request, "project_team"),
        "columns": _columns(),
        "rows": [_row(request, one) for one in selectors.workload(request.actor, on=today)],
        "form": form,
        "looked": looked,
        "handovers": selectors.handovers_for(request.actor),
    }
    is_bad = request.method == "POST" and bool(form.errors)
    return page(request, "web/investment/team.html", context, 422 if is_bad else 200)


def _look(request: ParkRequest, form: Any, today: Any) -> dict[str, Any] | None:
    """What would be handed over."""
    giver = form.cleaned_data["giver"]
    if not giver or not form.cleaned_data["taker"]:
        form.add_error("giver" if not giver else "taker", _("Choose one from the list."))
        return None
    filters = selectors.Filters("all", owner=giver)
    found = selectors.projects_page(request.actor, filters, on=today, size=SHOWN)
    rows = [row for row in found.rows if not row.lost_reason or row.revive_on]
    told = ngettext("%(count)d project", "%(count)d projects", len(rows)) % {"count": len(rows)}
    return {"rows": rows, "told": told, "is_more": bool(found.older)}


def _hand(request: ParkRequest, form: Any, today: Any) -> HttpResponse:
    given = form.cleaned_data
    park_id = request.actor.park_id
    made = services.hand_over(
        park=request.park,
        giver=accounts.officer_of(park_id, given["giver"], on=today),
        taker=accounts.officer_of(park_id, given["taker"], on=today),
        words=given["words"],
        by=request.actor,
        at=timezone.now(),
    )
    count = len(made.projects)
    told = ngettext(
        "%(count)d project was handed over.", "%(count)d projects were handed over.", count
    )
    messages.success(request, told % {"count": count})
    return go(request, "web:project_team")


def _columns() -> list[Column]:
    return [
        Column(pgettext("project", "Owner"), main=True),
        Column(_("Sectors looked after"), phone=False),
        Column(_("Before signing"), align="end"),
        Column(_("Signed"), align="end"),
        Column(_("Investment"), align="end", nowrap=True),
        Column(_("Gone cold"), align="end"),
        Column(pgettext("project", "Steps late"), align="end"),
        Column(_("Touches in 30 days"), align="end"),
    ]


def _row(request: ParkRequest, one: Any) -> TableRow:
    address = f"{to(request, 'web:projects')}?tab=all&owner={one.user_id}"
    away = _("away; %(name)s stands in") % {"name": one.deputy} if one.deputy else ""
    known = [code for code in one.sectors.split(",") if code in Sector.values]
    return TableRow(
        [
            Cell(one.name, url=address, sub=away),
            listed(Sector(code).label for code in known),
            str(one.open),
            str(one.signed),
            money(one.sum_wan) if one.sum_wan else "",
            Cell(str(one.cold or ""), tone="at_risk" if one.cold else ""),
            Cell(str(one.late or ""), tone="breached" if one.late else ""),
            str(one.touches),
        ]
    )

"""征地看板 The board of villages, one village, and the list of parcels being acquired."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.choices import AcquisitionState
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import listed, page
from qianjin.ui.shapes import NavItem, StatItem

from . import words

QUIET_DAYS = 14
"""After so many days without a meeting a village with an open count is shown as quiet."""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@endpoint(Capability.CLEARING_SEE)
def board(request: ParkRequest) -> HttpResponse:
    """Every village with its households, money, objections, and who was met last."""
    town = _number(request.GET.get("town", ""))
    rows, today = selectors.board(request.actor, town=town), timezone.localdate()
    address = to(request, "web:clearing")
    towns = selectors.towns_of(request.actor)
    context = {
        "tabs": words.tabs(request, "clearing"),
        "towns": [NavItem(_("All towns"), address, active=town is None)]
        + [NavItem(u.name, f"{address}?town={u.pk}", active=town == u.pk) for u in towns]
        if len(towns) > 1
        else [],
        "rows": [_line(row, today) for row in rows],
        "stats": _stats(rows),
        "may_keep": request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK,
    }
    return page(request, "web/clearing/board.html", context)


def _line(row: selectors.VillageRow, today: Any) -> dict[str, Any]:
    is_open = row.signed < row.households or row.paid < row.due or row.objections
    quiet = row.last_met_on is None or (today - row.last_met_on).days > QUIET_DAYS
    return {
        "row": row,
        "due": words.money(row.due),
        "paid": words.money(row.paid),
        "likely": words.iso(row.likely),
        "met": words.iso(row.last_met_on),
        "is_quiet": bool(row.parcels and is_open and quiet),
    }


def _stats(rows: list[selectors.VillageRow]) -> list[StatItem]:
    households, signed = sum(r.households for r in rows), sum(r.signed for r in rows)
    due, paid = sum(r.due for r in rows), sum(r.paid for r in rows)
    return [
        StatItem(_("Villages with land in it"), sum(1 for r in rows if r.parcels)),
        StatItem(_("Households signed"), f"{signed} / {households}"),
        StatItem(
            _("Paid of what is due"),
            f"{words.money(paid)} / {words.money(due)}",  # type: ignore[arg-type]
            unit=pgettext("unit of money", "10,000 yuan"),
        ),
        StatItem(
            _("Open objections"),
            sum(r.objections for r in rows),
            tone="breached" if any(r.objections for r in rows) else "",
        ),
    ]


@endpoint(Capability.CLEARING_SEE)
def export(request: ParkRequest) -> FileResponse:
    """The board as an Excel table."""
    table = services.export_board(by=request.actor, at=timezone.now())
    name = f"{pgettext('sheet', 'Villages')}.xlsx"
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@endpoint(Capability.CLEARING_SEE, thing="village")
def village(request: ParkRequest, pk: int) -> HttpResponse:
    """One village: its parcels under way and everybody who was met."""
    unit = selectors.village_for(request.actor, pk)
    rows, further = selectors.acquisitions_page(
        request.actor, village=pk, before=request.GET.get("before", "")
    )
    context = {
        "unit": unit,
        "rows": [line_of(row) for row in rows],
        "older": f"{to(request, 'web:clearing_village', pk)}?before={further}" if further else "",
        "meetings": selectors.meetings_of(request.actor, village=pk),
    }
    return page(request, "web/clearing/village.html", context)


def line_of(row: selectors.AcquisitionRow) -> dict[str, Any]:
    """One acquisition as its line in a list."""
    return {
        "row": row,
        "state": AcquisitionState(row.acquisition.state),
        "villages": listed(row.villages),
        "due": words.money(row.due),
        "paid": words.money(row.paid),
        "likely": words.iso(row.ready.likely) if row.ready else "",
        "blocker": words.blocker_name(row.ready),
    }


@endpoint(Capability.CLEARING_SEE)
def acquisitions(request: ParkRequest) -> HttpResponse:
    """Parcels being acquired, newest first."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    rows, further = selectors.acquisitions_page(request.actor, before=before, state=state)
    address = to(request, "web:acquisitions")
    kept = f"state={state}&" if state in AcquisitionState.values else ""
    context = {
        "tabs": words.tabs(request, "acquisitions"),
        "states": [NavItem(_("All"), address, active=not kept)]
        + [
            NavItem(str(one.label), f"{address}?state={one}", active=state == one)
            for one in AcquisitionState
        ],
        "rows": [line_of(row) for row in rows],
        "older": f"{address}?{kept}before={further}" if further else "",
        "newer": f"{address}?{kept}" if before else "",
        "may_keep": request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK,
    }
    return page(request, "web/clearing/acquisitions.html", context)

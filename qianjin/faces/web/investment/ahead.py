"""流失与预测 Why projects were lost, whom one asks again, and what the record says of the year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors
from qianjin.apps.investment.choices import LostReason
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Bar, Cell, Column, NavItem, StatItem, TableRow
from qianjin.ui.wording import day
from qianjin.units.refusals import Missing

from . import words
from .forms import FilterForm
from .listing import ways

# ------------------------------------------------------------------ the lost


@endpoint(Capability.PROJECT_SEE)
def lost(request: ParkRequest) -> HttpResponse:
    """十忙九空 Why projects were lost, whom one asks again and when."""
    today = timezone.localdate()
    filters = FilterForm(request.GET).filters("all")
    found = selectors.lost_board(request.actor, filters, on=today)
    address = to(request, "web:projects")
    share = round(100 * found.lost / found.entered) if found.entered else 0
    context = {
        "ways": ways(request, "project_lost"),
        "stats": [
            StatItem(_("Entered"), found.entered, url=f"{address}?tab=all"),
            StatItem(
                pgettext("project", "Lost"),
                found.lost,
                sub=f"{share}%",
                tone="closed",
                url=f"{address}?tab=lost",
            ),
            StatItem(_("Signed"), found.signed, tone="done", url=f"{address}?tab=signed"),
            StatItem(_("To be asked again"), len(found.revivals), tone="waiting"),
        ],
        "bars": [
            Bar(
                str(LostReason(code).label),
                many,
                url=f"{address}?tab=lost&reason={code}",
                shown=f"{many} · {words.money(total)}" if total else str(many),
            )
            for code, many, total in found.reasons
        ],
        "revivals": [_lost_line(request, row, today) for row in found.revivals],
        "latest": [_lost_line(request, row, today) for row in found.latest],
    }
    return page(request, "web/investment/lost.html", context)


def _lost_line(request: ParkRequest, row: Any, today: date) -> dict[str, Any]:
    return {
        "name": row.name,
        "url": to(request, "web:project", row.pk),
        "reason": LostReason(row.lost_reason).label,
        "words": row.lost_words,
        "from": row.lost_from.name if row.lost_from else "",
        "owner": row.owner.name,
        "on": day(row.revive_on) if row.revive_on else "",
        "is_due": bool(row.revive_on and row.revive_on <= today),
        "amount": words.money(row.investment_wan),
    }


# ------------------------------------------------------------------ ahead


@endpoint(Capability.PROJECT_SEE)
def ahead(request: ParkRequest) -> HttpResponse:
    """预测 Expected signings by quarter, from the pipeline's own history; and on what grounds."""
    pipelines = selectors.pipelines_of(request.actor.park_id)
    if not pipelines:
        raise Missing
    asked = request.GET.get("pipeline", "")
    chosen = next((one for one in pipelines if one.code == asked), pipelines[0])
    found = selectors.outlook(request.actor, chosen, at=timezone.now())
    sums, likely = selectors.amounts_ahead(request.actor, found)
    quarters = [
        _quarter(one, begins, ends, total)
        for one, begins, ends, total in zip(
            found.found.quarters, found.begins, found.begins[1:], sums, strict=False
        )
    ]
    context = {
        "ways": ways(request, "project_ahead"),
        "pipelines": [
            NavItem(one.name, f"?pipeline={one.code}", active=one == chosen) for one in pipelines
        ],
        "found": found,
        "quarters": quarters,
        "top": max((q["high"] for q in quarters), default=1) or 1,
        "reasons": [_reason(one, found) for one in found.found.reasons],
        "columns": _curve_columns(),
        "curves": [_curve(found.stages[one.stage], one) for one in found.curves],
        "likely_columns": _likely_columns(),
        "likely": [_likely(request, row, chances) for row, chances in likely],
    }
    return page(request, "web/investment/ahead.html", context)


def _quarter(one: Any, begins: date, ends: date, total: Any) -> dict[str, Any]:
    return {
        "span": f"{day(begins)} ~ {day(ends - timedelta(days=1))}",
        "expected": f"{one.expected:.1f}",
        "low": one.low,
        "high": one.high,
        "held": round(100 * one.held),
        "known": f"{one.known:.1f}",
        "coming": f"{one.coming:.1f}",
        "sum": words.money(total.quantize(total.__class__("1"))) if total else "",
        "middle": one.expected,
    }


def _reason(one: Any, found: Any) -> str:
    if one.code == "no_history":
        return _("Nothing has ended yet, so there is nothing to learn from.")
    if one.code == "few_signed":
        told = _("Only %(count)d signings in the record: the interval is wide.")
        return told % {"count": one.amount}
    told = _("“%(stage)s”: %(count)d stays that ended; it borrows from the other stages.")
    return told % {"stage": found.stages[int(one.subject)].name, "count": one.amount}


def _curve_columns() -> list[Column]:
    return [
        Column(_("Stage"), main=True),
        Column(_("Stays"), align="end"),
        Column(_("Half had left after"), align="end", nowrap=True),
        Column(_("Gone on in 13 weeks"), align="end"),
        Column(_("Lost in 13 weeks"), align="end"),
        Column(_("Gone on in 52 weeks"), align="end"),
        Column(_("Lost in 52 weeks"), align="end"),
    ]


def _curve(stage: Any, one: Any) -> TableRow:
    quarter, year = one.marks[1], one.marks[3]
    weeks = _("%(weeks)s weeks") % {"weeks": one.median} if one.median is not None else "—"
    shares = (quarter.on, quarter.lost, year.on, year.lost)
    return TableRow([stage.name, str(one.spells), weeks, *(f"{share:.0%}" for share in shares)])


def _likely_columns() -> list[Column]:
    return [
        Column(_("Project"), main=True),
        Column(_("Stage"), nowrap=True),
        Column(_("Investment"), align="end", nowrap=True),
        Column(_("In the coming quarter"), align="end"),
        Column(_("In the coming year"), align="end"),
    ]


def _likely(request: ParkRequest, row: Any, chances: Any) -> TableRow:
    return TableRow(
        [
            Cell(row.name, url=to(request, "web:project", row.pk), sub=row.owner.name),
            row.stage.name,
            words.money(row.investment_wan),
            f"{chances[0]:.0%}",
            f"{sum(chances):.0%}",
        ]
    )

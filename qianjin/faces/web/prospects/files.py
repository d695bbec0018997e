"""表格 People taken in from a table or from vCards, and taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.imports.columns import COLUMNS
from qianjin.apps.prospects.imports.judging import KINDS
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import words
from .forms import TableForm, columns_wanted
from .listing import wanted

ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.vcf"


def _answer(table: Any, name: str, kind: str = XLSX) -> FileResponse:
    response = FileResponse(table, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


@endpoint(Capability.PROSPECT_SEE)
def export(request: ParkRequest) -> FileResponse:
    """Exactly the people, or the firms, the filters leave."""
    filters, at = wanted(request), timezone.now()
    day = timezone.localdate(at).isoformat()
    if request.GET.get("of") == "firms":
        table = services.export_organisations(by=request.actor, at=at, filters=filters)
        return _answer(table, _("Prospect firms %(day)s.xlsx") % {"day": day})
    table = services.export_contacts(by=request.actor, at=at, filters=filters)
    return _answer(table, _("Contacts %(day)s.xlsx") % {"day": day})


@endpoint(Capability.PROSPECT_EXPORT)
def cards(request: ParkRequest) -> FileResponse:
    """The people the filters leave as cards for a telephone, with their whole numbers."""
    at = timezone.now()
    found = services.export_cards(by=request.actor, at=at, filters=wanted(request))
    name = _("Contacts %(day)s.vcf") % {"day": timezone.localdate(at).isoformat()}
    return _answer(found, name, "text/vcard; charset=utf-8")


@endpoint(Capability.PROSPECT_KEEP)
def template(request: ParkRequest) -> FileResponse:
    """An empty table with an example."""
    return _answer(services.template(), _("Template of contacts") + ".xlsx")


@acts(Capability.PROSPECT_KEEP)
def imports(request: ParkRequest) -> HttpResponse:
    """The latest tables, and a new one to be read; nothing of the book changes yet."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, name = form.data_and_name()
        try:
            table = services.upload(
                data=data,
                file_name=storable(name),
                by=request.actor,
                at=timezone.now(),
                source=form.cleaned_data["source"],
            )
        except BadInput as refusal:
            for problems in refusal.fields.values():
                form.add_error("file", [str(problem) for problem in problems])
        else:
            return go(request, "web:prospect_import", table.pk)
    context = {"form": form, "tables": selectors.tables_of(request.actor), "accept": ACCEPT}
    return page(request, "web/prospects/imports.html", context, 422 if form.errors else 200)


@acts(Capability.PROSPECT_KEEP, thing="prospect_import")
def table(request: ParkRequest, pk: int) -> HttpResponse:
    """What each row of a table was read as; then it is taken over, given up, or undone."""
    row = selectors.table_for(request.actor, pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            done = _act(request, row)
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
        else:
            return done
    kinds = selectors.kinds_of(row)
    asked = request.GET.get("kind", "")
    kind = asked if asked in KINDS else (kinds[0][0] if kinds else KINDS[-1])
    start = request.GET.get("start", "")
    found = selectors.judged_rows(
        row, kind, int(start) if start.isdecimal() and len(start) < 7 else 0
    )
    here = to(request, "web:prospect_import", pk)
    context = {
        "row": row,
        "problems": problems,
        "tabs": [
            NavItem(
                str(words.KINDS[known][0]),
                f"{here}?kind={known}",
                count=count,
                tone=words.KINDS[known][1],
                active=known == kind,
            )
            for known, count in kinds
        ],
        "rows": words.judged_rows(row, found.rows),
        "further": f"{here}?kind={kind}&start={found.further}" if found.further else "",
        "first": f"{here}?kind={kind}" if found.start else "",
        "new": row.counts.get("new", 0),
        "bad": row.counts.get("bad", 0),
        "columns": _columns(row),
        "is_preview": row.state == "preview",
        "is_done": row.state == "done",
    }
    return page(request, "web/prospects/import.html", context, 422 if problems else 200)


def _columns(row: Any) -> list[dict[str, Any]]:
    """Each column of the file with its heading, and what it is taken for."""
    taken = {place: code for code, place in row.columns["places"].items()}
    headings = row.columns["headings"]
    choices = [(column.code, str(column.label)) for column in COLUMNS]
    return [
        {
            "place": place,
            "heading": heading or "—",
            "chosen": taken.get(place, ""),
            "choices": choices,
        }
        for place, heading in enumerate(headings[:40])
    ]


def _act(request: ParkRequest, row: Any) -> HttpResponse:
    """One of the acts of the page; anything else shows the page again."""
    by, at, act = request.actor, timezone.now(), request.POST.get("act", "")
    if act == "take":
        leave = request.POST.get("leave_bad") == "on"
        done = services.take_over(table=row, leave_bad=leave, by=by, at=at)
        count = len(done.made["contacts"])
        messages.success(request, _("%(count)d contacts have been entered.") % {"count": count})
    elif act == "columns":
        services.remap(table=row, places=columns_wanted(request.POST), by=by, at=at)
    elif act == "abandon":
        services.abandon(table=row, by=by, at=at)
        messages.success(request, _("The table was given up; nothing of it is kept."))
        return go(request, "web:prospect_imports")
    elif act == "undo":
        services.undo_import(table=row, by=by, at=at)
        messages.success(request, _("The import has been undone as a whole."))
    return go(request, "web:prospect_import", row.pk)


@endpoint(Capability.PROSPECT_KEEP, thing="prospect_import")
def left(request: ParkRequest, pk: int) -> FileResponse:
    """The rows that cannot be read, as they stood, with what is wrong with them."""
    row = selectors.table_for(request.actor, pk)
    return _answer(services.rows_left(row), _("Rows not taken over") + ".xlsx")

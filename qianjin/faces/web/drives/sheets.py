"""表格往返 Templates out, filled tables in: previewed row by row, taken over, wrong rows back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.choices import RowKind, SheetPurpose, SheetState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from .forms import ChoiceForm, SheetForm

ACCEPTED = ".xlsx,.xls,.et,.csv,.ods"


@acts(Capability.DRIVE_RUN, thing="drive")
def new(request: ParkRequest, pk: int) -> HttpResponse:
    """Send the filled-in template; what is read is shown before anything is entered."""
    found = selectors.drive_for(request.actor, pk)
    made, form = _upload(request, found, SheetPurpose.ANSWERS)
    if made is not None:
        return go(request, "web:drive_sheet", made.pk)
    context = {
        "form": form,
        "drive": found,
        "limits": limits(),
        "accept": ACCEPTED,
        "questions": selectors.questions_of(found),
        "sheets": selectors.sheets_of(found),
    }
    return page(request, "web/drives/sheet_new.html", context, 422 if form.errors else 200)


@acts(Capability.DRIVE_RUN, thing="drive")
def new_list(request: ParkRequest, pk: int) -> HttpResponse:
    """Send a list of enterprises to take in."""
    found = selectors.drive_for(request.actor, pk)
    made, table = _upload(request, found, SheetPurpose.TARGETS)
    if made is not None:
        return go(request, "web:drive_sheet", made.pk)
    form = ChoiceForm(sections=selectors.sections_of(request.actor))
    context = {"form": form, "table": table, "drive": found, "limits": limits()}
    return page(request, "web/drives/enterprises.html", context, 422 if table.errors else 200)


def _upload(request: ParkRequest, found: Any, purpose: str) -> tuple[Any, SheetForm]:
    if request.method != "POST":
        return None, SheetForm()
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return None, form
    file = form.cleaned_data["file"]
    try:
        made = services.upload_sheet(
            drive=found,
            purpose=purpose,
            data=file.read(),
            file_name=file.name or "",
            by=request.actor,
            at=timezone.now(),
        )
    except BadInput as refusal:
        blame(form, refusal)
        return None, form
    return made, form


@endpoint(Capability.DRIVE_RUN, thing="drive_sheet")
def sheet(request: ParkRequest, pk: int) -> HttpResponse:
    """The table row by row: what would be entered, what is wrong and where."""
    found = selectors.sheet_for(request.actor, pk)
    kind = request.GET.get("kind", "")
    rows, further = selectors.sheet_rows(found, kind=kind, after=request.GET.get("after", ""))
    address = to(request, "web:drive_sheet", pk)
    counts = {known: found.counts.get(known, 0) for known in RowKind.values}
    context = {
        "sheet": found,
        "drive": found.drive,
        "tabs": _tabs(address, kind, counts),
        "rows": [_row(found, row) for row in rows],
        "older": f"{address}?kind={kind}&after={further}" if further else "",
        "taken": counts["new"] + counts["changed"],
        "bad": counts["bad"],
        "is_preview": found.state == SheetState.PREVIEW,
        "is_done": found.state == SheetState.DONE,
        "state": SheetState(found.state),
        "is_list": found.purpose == SheetPurpose.TARGETS,
    }
    return page(request, "web/drives/sheet.html", context)


def _tabs(address: str, kind: str, counts: dict[str, int]) -> list[NavItem]:
    every = NavItem(
        pgettext("tab", "All"), address, count=sum(counts.values()), active=kind not in counts
    )
    return [
        every,
        *(
            NavItem(
                str(known.label),
                f"{address}?kind={known}",
                count=counts[known],
                tone=known.tone,
                active=kind == known,
            )
            for known in RowKind
            if counts[known] or kind == known
        ),
    ]


def _row(found: Any, row: Any) -> dict[str, Any]:
    """One row with its cells under their headings, the wrong ones marked."""
    wrong: dict[Any, list[str]] = {}
    for column, sentence in row.problems:
        wrong.setdefault(column, []).append(sentence)
    known = sorted(set(found.columns.values()))
    cells = [
        {
            "heading": found.headings[place] if place < len(found.headings) else "",
            "text": row.cells[place] if place < len(row.cells) else "",
            "problem": " ".join(wrong.get(place, [])),
        }
        for place in known
        if wrong.get(place) or (place < len(row.cells) and row.cells[place])
    ]
    kind = RowKind(row.kind)
    whole = [one for column, some in wrong.items() if column not in known for one in some]
    return {
        "number": row.number,
        "name": row.name,
        "kind": kind.label,
        "tone": kind.tone,
        "cells": [cell for cell in cells if cell["text"] != row.name or cell["problem"]],
        "problems": whole,
    }


@acts(Capability.DRIVE_RUN, thing="drive_sheet")
def apply(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter every row that is right."""
    found = selectors.sheet_for(request.actor, pk)
    if request.method == "POST":
        services.apply_sheet(sheet=found, by=request.actor, at=timezone.now())
        messages.success(request, _("The table has been taken over."))
    return go(request, "web:drive_sheet", pk)


@acts(Capability.DRIVE_RUN, thing="drive_sheet")
def abandon(request: ParkRequest, pk: int) -> HttpResponse:
    """Give the table up."""
    found = selectors.sheet_for(request.actor, pk)
    if request.method == "POST":
        services.abandon_sheet(sheet=found, by=request.actor, at=timezone.now())
        messages.success(request, _("The table has been given up; nothing was changed."))
    return go(request, "web:drive", found.drive_id)


@endpoint(Capability.DRIVE_RUN, thing="drive_sheet")
def errors(request: ParkRequest, pk: int) -> FileResponse:
    """The wrong rows as they stood in the file, marked, with the reasons."""
    found = selectors.sheet_for(request.actor, pk)
    table = services.rows_back(sheet=found, by=request.actor)
    name = _("Rows to correct %(name)s.xlsx") % {"name": found.drive.name}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@endpoint(Capability.DRIVE_RUN, thing="drive")
def template(request: ParkRequest, pk: int) -> FileResponse:
    """The enterprises waited for, with an empty column for each question."""
    found = selectors.drive_for(request.actor, pk)
    table = services.answer_template(drive=found, by=request.actor)
    name = _("Template %(name)s.xlsx") % {"name": found.name}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@endpoint(Capability.DRIVE_RUN)
def list_template(request: ParkRequest) -> FileResponse:
    """Two columns to fill with enterprises."""
    name = _("List of enterprises.xlsx")
    return FileResponse(
        services.list_template(), as_attachment=True, filename=name, content_type=XLSX
    )

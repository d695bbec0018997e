"""表格 Projects taken over from Excel, and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.columns import LABELS, PROJECT
from qianjin.apps.tables.services import rows_left
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.prospects import looked, previews
from qianjin.faces.web.subsidies.forms import TableForm
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from .forms import FilterForm

ACCEPT = ".xlsx,.xls,.ods,.csv"


def _cells(row: Mapping[str, Any]) -> list[dict[str, str]]:
    values = row["values"]
    more = filter(None, (values.get("sector"), values.get("source"), values.get("city")))
    step = " · ".join(filter(None, (values.get("next_on"), values.get("next_step"))))
    return [
        {"text": row["firm"], "hint": " · ".join(more)},
        {"text": values.get("stage", ""), "hint": step},
    ]


KIND = previews.Kind(
    page="web:project_import",
    known="web:project",
    back="web:project_imports",
    template="web/investment/base.html",
    words={
        "bad": (gettext_lazy("To be corrected"), "breached"),
        "known": (pgettext_lazy("import", "Changes a project"), "waiting"),
        "same": (pgettext_lazy("import", "Stands there already"), "closed"),
        "new": (pgettext_lazy("import", "New project"), "done"),
    },
    labels=LABELS,
    name=LABELS["name"],
    heads=(gettext_lazy("Organisation"), gettext_lazy("Stage")),
    cells=_cells,
)


def _answer(table: Any, name: str) -> FileResponse:
    response = FileResponse(table, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response


@endpoint(Capability.PROJECT_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """Exactly what the filters leave; ``what``: what hangs on it, of one ``project`` or of all."""
    filters = FilterForm(request.GET).filters(request.GET.get("tab", ""))
    by, at, what = request.actor, timezone.now(), request.GET.get("what", "")
    if what not in services.PARTS:
        table = services.export_projects(by=by, at=at, filters=filters)
        return _answer(table, _("Projects"))
    key = request.GET.get("project", "")
    one = selectors.project_for(by, int(key)) if key.isdecimal() and len(key) < 18 else None
    table = services.export_part(what=what, by=by, at=at, filters=filters, project=one)
    return _answer(table, str(services.PARTS[what].label))


def exports(request: ParkRequest, query: str) -> list[NavItem]:
    """The tables that leave with the filters of ``query``; none without the right."""
    if not request.actor.may(Capability.PROJECT_EXPORT):
        return []
    address = to(request, "web:project_export")
    parts = [
        NavItem(str(part.label), f"{address}?what={code}&{query}")
        for code, part in services.PARTS.items()
        if code != "trips"
    ]
    return [NavItem(_("Projects"), f"{address}?{query}"), *parts]


def part_urls(request: ParkRequest, project: int, *whats: str) -> list[NavItem]:
    """Several tables of one project; none without the right."""
    found = [(what, part_url(request, what, project)) for what in whats]
    return [NavItem(str(services.PARTS[what].label), url) for what, url in found if url]


def part_url(request: ParkRequest, what: str, project: int | None = None) -> str:
    """Where one table is had, of one project or of the park; empty without the right."""
    if not request.actor.may(Capability.PROJECT_EXPORT):
        return ""
    of = f"&project={project}" if project is not None else ""
    return f"{to(request, 'web:project_export')}?what={what}{of}"


@endpoint(Capability.PROJECT_KEEP)
def template(request: ParkRequest) -> FileResponse:
    """An empty table with an example and what each column takes."""
    return _answer(services.project_template(by=request.actor), _("Template of projects"))


@acts(Capability.PROJECT_KEEP)
def imports(request: ParkRequest) -> HttpResponse:
    """The latest tables, and a new one to be read; nothing of the book changes yet."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = services.upload(
                data=file.read(),
                file_name=storable(file.name),
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            for problems in refusal.fields.values():
                form.add_error("file", [str(problem) for problem in problems])
        else:
            return go(request, "web:project_import", table.pk)
    context = {"form": form, "tables": selectors.project_tables(request.actor), "accept": ACCEPT}
    return page(request, "web/investment/imports.html", context, 422 if form.errors else 200)


@acts(Capability.PROJECT_KEEP, thing="project_import")
def table(request: ParkRequest, pk: int) -> HttpResponse:
    """What each row of a table was read as; then it is taken over, given up, or undone."""
    return looked.look(request, selectors.project_table_for(request.actor, pk), TABLE)


def _said(context: dict[str, Any]) -> dict[str, str]:
    """The words of the page that speak of projects."""
    new, chosen = context["new"], context["chosen"]
    take = ngettext("Enter %(count)d project", "Enter %(count)d projects", new) % {"count": new}
    if chosen:
        take = _("Enter %(new)d, bring %(known)d up to date") % {"new": new, "known": chosen}
    return {
        "take": take if new or chosen else "",
        "back_label": _("Import projects"),
        "undo_question": _("Take back every project this table brought, and what it changed?"),
    }


def _told(done: Any) -> list[str]:
    told = _("%(new)d entered, %(changed)d brought up to date.")
    return [told % {"new": len(done.made["projects"]), "changed": len(done.made["changed"])}]


TABLE = looked.Table(KIND, services, PROJECT, _said, _told)


@endpoint(Capability.PROJECT_KEEP, thing="project_import")
def left(request: ParkRequest, pk: int) -> FileResponse:
    """The rows that cannot be read, as they stood, with what is wrong with them."""
    row = selectors.project_table_for(request.actor, pk)
    return _answer(rows_left(row), _("Rows not taken over"))

"""表格 Projects taken over from Excel, and taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import services
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.subsidies.forms import TableForm
from qianjin.units.refusals import BadInput

from .forms import FilterForm

ACCEPT = ".xlsx,.xls,.ods,.csv"


def _answer(table: Any, name: str) -> FileResponse:
    return FileResponse(table, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@endpoint(Capability.PROJECT_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """Exactly what the filters leave."""
    filters = FilterForm(request.GET).filters(request.GET.get("tab", ""))
    table = services.export_projects(by=request.actor, at=timezone.now(), filters=filters)
    return _answer(table, _("Projects"))


@acts(Capability.PROJECT_KEEP)
def take_over(request: ParkRequest) -> HttpResponse | FileResponse:
    """Take a table over, whole or not at all; ``template``: an empty one with an example."""
    if request.GET.get("template"):
        table = services.project_template(by=request.actor)
        return _answer(table, _("Template of projects"))
    form, problems = TableForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            taken = services.import_projects(
                park=request.park, data=data, by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
            form.add_error("file", str(refusal))
        else:
            told = _("%(new)d entered, %(changed)d brought up to date.")
            messages.success(request, told % {"new": taken.new, "changed": taken.changed})
            return go(request, "web:projects")
    context = {"form": form, "problems": problems, "accept": ACCEPT}
    is_bad = request.method == "POST"
    return page(request, "web/investment/import.html", context, 422 if is_bad else 200)

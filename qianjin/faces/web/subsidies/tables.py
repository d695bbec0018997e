"""表格 Claims taken over from Excel, and taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import services
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .claims import GROUPS, wanted
from .forms import TableForm

ACCEPT = ".xlsx,.xls,.ods,.csv"


def answer(table: Any, name: str) -> FileResponse:
    """A table to take home."""
    return FileResponse(table, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@endpoint(Capability.CLAIM_EXPORT)
def claims_export(request: ParkRequest) -> FileResponse:
    """Exactly the claims the filters leave."""
    filters, _before = wanted(request)
    table = services.export_claims(by=request.actor, at=timezone.now(), filters=filters)
    return answer(table, _("Claims"))


@endpoint(Capability.CLAIM_EXPORT)
def claim_template(request: ParkRequest) -> FileResponse:
    """An empty table with what each column takes."""
    return answer(services.claim_template(by=request.actor), _("Template of claims"))


@endpoint(Capability.CLAIM_EXPORT)
def totals_export(request: ParkRequest) -> FileResponse:
    """All of the totals."""
    filters, _before = wanted(request)
    asked = request.GET.get("by", "")
    group = asked if asked in GROUPS else "scheme"
    table = services.export_totals(
        by=request.actor, at=timezone.now(), filters=filters, group=group
    )
    return answer(table, _("Totals of claims"))


@acts(Capability.CLAIM_HANDLE)
def claims_import(request: ParkRequest) -> HttpResponse:
    """Take a table of claims over, whole or not at all."""
    form, problems = TableForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            taken = services.import_claims(
                park=request.park, data=data, by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
            form.add_error("file", str(refusal))
        else:
            told = _("%(new)d entered, %(changed)d brought up to date.")
            messages.success(request, told % {"new": taken.new, "changed": taken.changed})
            return go(request, "web:claims")
    context = {"form": form, "problems": problems, "accept": ACCEPT}
    is_bad = request.method == "POST"
    return page(request, "web/subsidies/import.html", context, 422 if is_bad else 200)

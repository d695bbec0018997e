"""改列 Which row holds the headings and what each column means, corrected by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors, services
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .import_forms import ColumnsForm


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_columns(request: ParkRequest, pk: int) -> HttpResponse:
    """Correct the reading of the headings."""
    batch = selectors.import_for(request.actor, pk)
    if batch.state != batch.State.PREVIEW:
        return go(request, "web:import_result", pk)
    head = selectors.sheet_head(request.actor, batch)
    form = ColumnsForm(
        request.POST or None,
        head=head,
        columns=batch.mapping["columns"],
        initial={"year": batch.mapping.get("year")},
    )
    top = batch.mapping["header_row"]
    if request.method == "POST" and form.is_valid():
        wanted = request.POST.get("header_row", "")
        row = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else top
        if _remapped(request, batch, form, row):
            return go(request, "web:import_columns" if row != top else "web:import_preview", pk)
    context = {
        "batch": batch,
        "form": form,
        "rows": form.rows(head),
        "first_rows": list(enumerate(head.rows)),
        "header_row": top,
    }
    return page(
        request, "web/enterprises/import_columns.html", context, 422 if form.errors else 200
    )


def _remapped(request: ParkRequest, batch: Any, form: ColumnsForm, row: int) -> bool:
    columns = form.meant()
    if form.errors:
        return False
    try:
        services.remap(
            batch=batch,
            by=request.actor,
            at=timezone.now(),
            header_row=row,
            columns=columns,
            year=form.cleaned_data["year"],
        )
    except BadInput as refusal:
        blame(form, refusal)
        return False
    return True

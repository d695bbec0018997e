"""导入记录 The imports there were, the form for a new one, and the template to fill in."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors, services
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import import_words as words
from .import_forms import ACCEPT, LIMIT, UploadForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@endpoint(Capability.ENTERPRISE_IMPORT)
def imports(request: ParkRequest) -> HttpResponse:
    """The park's imports, the newest first."""
    found = selectors.imports_of(
        request.actor, after=words.number(request, "after"), before=words.number(request, "before")
    )
    address = to(request, "web:imports")
    context = {
        "rows": [words.import_row(request, item) for item in found.items],
        "columns": words.import_columns(),
        "newer": f"{address}?before={found.newer}" if found.newer else "",
        "older": f"{address}?after={found.older}" if found.older else "",
    }
    return page(request, "web/enterprises/imports.html", context)


@acts(Capability.ENTERPRISE_IMPORT)
def import_new(request: ParkRequest) -> HttpResponse:
    """Send a table; what it would do is shown before anything is done."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = services.upload(
                park=request.park,
                data=file.read(LIMIT + 1),
                file_name=file.name,
                sheet=form.cleaned_data["sheet"] or None,
                by=request.actor,
                at=timezone.now(),
            )
            return go(request, "web:import_preview", batch.pk)
        except BadInput as refusal:
            blame(form, refusal)
    context = {"form": form, "accept": ACCEPT, "limit": LIMIT}
    return page(request, "web/enterprises/import_new.html", context, 422 if form.errors else 200)


@endpoint(Capability.ENTERPRISE_IMPORT)
def import_template(request: ParkRequest) -> FileResponse:
    """The headings the import knows, with an example."""
    return FileResponse(
        selectors.import_template(),
        as_attachment=True,
        filename=_("Enterprises to import.xlsx"),
        content_type=XLSX,
    )

"""表格 Parcels taken out as Excel and survey files, and a table taken over."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from .change_forms import TableForm
from .parcels import FORMS, wanted

ACCEPT = ".xlsx,.xls,.ods,.csv"
KINDS = {
    "txt": ("txt", "text/plain"),
    "shp": ("zip", "application/zip"),
    "dxf": ("dxf", "image/vnd.dxf"),
    "geojson": ("geojson", "application/geo+json"),
    "kml": ("kml", "application/vnd.google-earth.kml+xml"),
    "gpkg": ("gpkg", "application/geopackage+sqlite3"),
}
"""Form -> ending of the file, and its media type."""


@endpoint(Capability.PARCEL_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """Exactly the parcels the filters leave, as Excel."""
    filters, _after = wanted(request)
    table = services.export_parcels(by=request.actor, at=timezone.now(), filters=filters)
    name = _("Parcels")
    return FileResponse(table, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@endpoint(Capability.PARCEL_EXPORT)
def export_survey(request: ParkRequest) -> FileResponse:
    """The same as a survey file."""
    form = _form(request)
    filters, _after = wanted(request)
    content = services.export_survey(
        by=request.actor,
        at=timezone.now(),
        filters=filters,
        form=form,
        maker=request.park.name_zh,
    )
    return _answer(content, form, _("Parcels"))


@endpoint(Capability.PARCEL_EXPORT, thing="parcel")
def export_one(request: ParkRequest, pk: int) -> FileResponse:
    """One parcel as a survey file."""
    form = _form(request)
    one = selectors.parcel_for(request.actor, pk)
    content = services.export_one(
        parcel=one,
        by=request.actor,
        at=timezone.now(),
        form=form,
        maker=request.park.name_zh,
    )
    return _answer(content, form, one.number)


def _form(request: ParkRequest) -> str:
    """The form asked for; boundary points where none is."""
    form = request.GET.get("form", "txt")
    if form not in dict(FORMS):
        raise Missing
    return form


def _answer(content: bytes, form: str, name: str) -> FileResponse:
    ending, kind = KINDS[form]
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{name}.{ending}", content_type=kind
    )


@acts(Capability.PARCEL_EDIT)
def import_table(request: ParkRequest) -> HttpResponse:
    """What a table says of known parcels, whole or not at all."""
    form, problems = TableForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            many = services.import_table(
                park=request.park, data=data, by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
            form.add_error("file", str(refusal))
        else:
            told = ngettext(
                "%(count)d parcel brought up to date.",
                "%(count)d parcels brought up to date.",
                many,
            )
            messages.success(request, told % {"count": many})
            return go(request, "web:parcels")
    context = {"form": form, "problems": problems, "accept": ACCEPT}
    is_bad = request.method == "POST"
    return page(request, "web/land/import.html", context, 422 if is_bad else 200)

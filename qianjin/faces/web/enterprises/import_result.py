"""导入结果 What became of every row, and the rows given back."""

from __future__ import annotations

from pathlib import PurePath

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page

from . import import_words as words
from .import_list import XLSX


@endpoint(Capability.ENTERPRISE_IMPORT, thing="import")
def import_result(request: ParkRequest, pk: int) -> HttpResponse:
    """What became of a table; a page of its rows."""
    batch = selectors.import_for(request.actor, pk)
    if batch.state == batch.State.PREVIEW:
        return go(request, "web:import_preview", pk)
    if selectors.is_under_way(batch):
        return page(request, "web/enterprises/import_under_way.html", {"batch": batch})
    show = request.GET.get("show", "")
    found = selectors.import_rows(
        batch,
        show=show,
        after=words.number(request, "after"),
        before=words.number(request, "before"),
    )
    address = to(request, "web:import_result", pk)
    context = {
        "batch": batch,
        "became": batch.outcome.get("became", {}),
        "state": words.state(batch.state),
        "tabs": words.result_tabs(batch, address, show),
        "rows": words.result_rows(request, batch, found.rows),
        **words.ways(address, show, found),
    }
    return page(request, "web/enterprises/import_result.html", context)


@endpoint(Capability.ENTERPRISE_IMPORT, thing="import")
def import_errors(request: ParkRequest, pk: int) -> FileResponse:
    """The rows that did not (or would not) land, as they stood in the file, with the reasons."""
    batch = selectors.import_for(request.actor, pk)
    name = _("%(file)s - rows to correct.xlsx") % {"file": PurePath(batch.file_name).stem}
    return FileResponse(
        selectors.error_table(request.actor, batch),
        as_attachment=True,
        filename=name,
        content_type=XLSX,
    )

"""预览 What a table would do: every row with what is wrong in it and whom it may mean."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors, services
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page

from . import import_words as words


@endpoint(Capability.ENTERPRISE_IMPORT, thing="import")
def import_preview(request: ParkRequest, pk: int) -> HttpResponse:
    """A page of rows; judged anew for a reader of another language."""
    batch = selectors.import_for(request.actor, pk)
    if batch.state != batch.State.PREVIEW:
        return go(request, "web:import_result", pk)
    if selectors.is_under_way(batch):
        return page(request, "web/enterprises/import_under_way.html", {"batch": batch})
    if batch.outcome.get("language") != get_language():
        batch = services.look_again(batch=batch, by=request.actor, at=timezone.now())
    show = request.GET.get("show", "")
    found = selectors.import_rows(
        batch,
        show=show,
        after=words.number(request, "after"),
        before=words.number(request, "before"),
    )
    address = to(request, "web:import_preview", pk)
    place = [(name, said) for name, said in request.GET.items() if name in words.PLACE]
    rows = words.preview_rows(batch, found.rows)
    context = {
        "batch": batch,
        "counts": batch.outcome["counts"],
        "taken": batch.outcome["taken"],
        "left": batch.outcome["counts"]["bad"] + batch.outcome["counts"]["ask"],
        "notes": batch.outcome["notes"],
        "fingerprint": batch.outcome["fingerprint"],
        "tabs": words.preview_tabs(batch, address, show),
        "headings": words.headings(batch),
        "rows": rows,
        "may_decide": any(row.options for row in rows),
        "place": place,
        "here": urlencode(place),
        **words.ways(address, show, found),
    }
    return page(request, "web/enterprises/import_preview.html", context)

"""走访覆盖 Who has not been seen, since when, by tier and officer; on the map and as a table."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits import selectors, services
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.units.name_order import name_order

from . import words
from .forms import CoverageForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _form(request: ParkRequest) -> CoverageForm:
    people = selectors.times_of(request.park.pk, on=timezone.localdate())
    named = sorted(people, key=lambda person: name_order(person.name))
    return CoverageForm(request.GET, officers=[(str(p.person_id), p.name) for p in named])


@endpoint(Capability.VISIT_SEE)
def visits(request: ParkRequest) -> HttpResponse:
    """The list with its map and figures; with HTMX only its rows."""
    form, today = _form(request), timezone.localdate()
    filters = selectors.CoverageFilters(**form.wanted())
    found = selectors.coverage_page(
        request.actor, filters, on=today, cursor=request.GET.get("cursor", "")
    )
    address = to(request, "web:visits")
    context = {
        "form": form,
        "filters": filters,
        "columns": words.coverage_columns(),
        "rows": words.coverage_rows(request, found.rows),
        "is_narrowed": any(form.wanted().values()),
        **words.pages(address, form.wanted(), found),
    }
    if request.headers.get("HX-Target") == "coverage-rows":
        return page(request, "web/visits/coverage.html#rows", context)
    whole = selectors.coverage(request.actor, on=today)
    on_map = selectors.coverage_points(request.actor, filters, on=today)
    context |= {
        "tabs": words.tabs(request, "visits"),
        "stats": words.stats(request, whole),
        "tiers": [(Tier(row.tier).label, row) for row in whole.tiers],
        "bars": words.officer_bars(request, whole),
        "points": [*words.points(request, on_map), *words.home(request.park.pk)],
        "on_map": len(on_map),
        "may_record": request.actor.may(Capability.VISIT_RECORD),
        "may_plan": request.actor.may(Capability.VISIT_PLAN),
    }
    return page(request, "web/visits/coverage.html", context)


@endpoint(Capability.VISIT_SEE)
def export(request: ParkRequest) -> FileResponse:
    """Exactly what the filters leave, as an Excel table."""
    filters = selectors.CoverageFilters(**_form(request).wanted())
    table = services.export_coverage(by=request.actor, at=timezone.now(), filters=filters)
    name = _("Coverage of visits %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)

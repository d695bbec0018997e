"""政策表格 Schemes taken over from Excel after a look at every row, and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.columns import SCHEME
from qianjin.apps.tables.services import rows_left
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.prospects import looked, previews
from qianjin.units.refusals import BadInput

from .forms import TableForm
from .tables import ACCEPT, answer

LABELS = {column.code: column.label for column in SCHEME}


def _cells(row: Mapping[str, Any]) -> list[dict[str, str]]:
    values = row["values"]
    window = " … ".join(filter(None, (values.get("opens_on"), values.get("closes_on"))))
    return [
        {"text": row["firm"], "hint": values.get("document_number", "")},
        {"text": values.get("amount_rule", ""), "hint": window},
        {"text": values.get("conditions", ""), "hint": ""},
    ]


KIND = previews.Kind(
    page="web:scheme_import",
    known="web:scheme",
    back="web:schemes_import",
    template="web/subsidies/base.html",
    words={
        "bad": (gettext_lazy("To be corrected"), "breached"),
        "known": (pgettext_lazy("import", "Changes a scheme"), "waiting"),
        "same": (pgettext_lazy("import", "Stands there already"), "closed"),
        "new": (pgettext_lazy("import", "New scheme"), "done"),
    },
    labels=LABELS,
    name=LABELS["title"],
    heads=(LABELS["issuer"], LABELS["amount_rule"], LABELS["conditions"]),
    cells=_cells,
)


@endpoint(Capability.CLAIM_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """The register as Excel."""
    show = request.GET.get("show", "")
    show = show if show in selectors.SHOWS else ""
    table = services.export_schemes(by=request.actor, at=timezone.now(), show=show)
    return answer(table, _("Support schemes"))


@endpoint(Capability.SCHEME_EDIT)
def template(request: ParkRequest) -> FileResponse:
    """An empty table with an example."""
    return answer(services.scheme_template(by=request.actor), _("Template of support schemes"))


@acts(Capability.SCHEME_EDIT)
def imports(request: ParkRequest) -> HttpResponse:
    """The latest tables, and a new one to be read; nothing of the register changes yet."""
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
            return go(request, "web:scheme_import", table.pk)
    context = {"form": form, "tables": selectors.scheme_tables(request.actor), "accept": ACCEPT}
    return page(request, "web/subsidies/imports.html", context, 422 if form.errors else 200)


@acts(Capability.SCHEME_EDIT, thing="scheme_import")
def table(request: ParkRequest, pk: int) -> HttpResponse:
    """What each row of a table was read as; then it is taken over, given up, or undone."""
    return looked.look(request, selectors.scheme_table_for(request.actor, pk), TABLE)


def _said(context: dict[str, Any]) -> dict[str, str]:
    """The words of the page that speak of schemes."""
    new, chosen = context["new"], context["chosen"]
    take = ngettext("Enter %(count)d scheme", "Enter %(count)d schemes", new) % {"count": new}
    if chosen:
        take = _("Enter %(new)d, bring %(known)d up to date") % {"new": new, "known": chosen}
    return {
        "take": take if new or chosen else "",
        "back_label": _("Import support schemes"),
        "undo_question": _("Take back every scheme this table brought, and what it changed?"),
    }


def _told(done: Any) -> list[str]:
    told = _("%(new)d entered, %(changed)d brought up to date.")
    return [told % {"new": len(done.made["schemes"]), "changed": len(done.made["changed"])}]


TABLE = looked.Table(KIND, services, SCHEME, _said, _told)


@endpoint(Capability.SCHEME_EDIT, thing="scheme_import")
def left(request: ParkRequest, pk: int) -> FileResponse:
    """The rows that cannot be read, as they stood, with what is wrong with them."""
    row = selectors.scheme_table_for(request.actor, pk)
    return answer(rows_left(row), _("Rows not taken over"))

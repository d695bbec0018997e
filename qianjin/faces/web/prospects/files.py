"""表格 People taken in from a table or from vCards, and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.imports.columns import COLUMNS
from qianjin.apps.tables.services import rows_left
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import looked, previews
from .forms import TableForm
from .listing import wanted
from .words import KINDS

ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.vcf"


def _cells(row: Mapping[str, Any]) -> list[dict[str, str]]:
    values = row["values"]
    more = filter(None, (values.get("city"), values.get("email"), values.get("met_on")))
    return [
        {"text": row["firm"], "hint": " · ".join(more)},
        {"text": "、".join(values.get("phones", [])), "hint": ""},
    ]


PEOPLE = previews.Kind(
    page="web:prospect_import",
    known="web:prospect",
    back="web:prospect_imports",
    template="web/prospects/base.html",
    words=KINDS,
    labels={column.code: column.label for column in COLUMNS},
    name=gettext_lazy("Name"),
    heads=(gettext_lazy("Firm"), gettext_lazy("Telephone")),
    cells=_cells,
    joins=True,
)


def _answer(table: Any, name: str, kind: str = XLSX) -> FileResponse:
    response = FileResponse(table, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


@endpoint(Capability.PROSPECT_SEE)
def export(request: ParkRequest) -> FileResponse:
    """Exactly the people, or the firms, the filters leave."""
    filters, at = wanted(request), timezone.now()
    day = timezone.localdate(at).isoformat()
    if request.GET.get("of") == "firms":
        table = services.export_organisations(by=request.actor, at=at, filters=filters)
        return _answer(table, _("Prospect firms %(day)s.xlsx") % {"day": day})
    table = services.export_contacts(by=request.actor, at=at, filters=filters)
    return _answer(table, _("Contacts %(day)s.xlsx") % {"day": day})


@endpoint(Capability.PROSPECT_EXPORT)
def cards(request: ParkRequest) -> FileResponse:
    """The people the filters leave as cards for a telephone, with their whole numbers."""
    at = timezone.now()
    found = services.export_cards(by=request.actor, at=at, filters=wanted(request))
    name = _("Contacts %(day)s.vcf") % {"day": timezone.localdate(at).isoformat()}
    return _answer(found, name, "text/vcard; charset=utf-8")


@endpoint(Capability.PROSPECT_KEEP)
def template(request: ParkRequest) -> FileResponse:
    """An empty table with an example."""
    return _answer(services.template(), _("Template of contacts") + ".xlsx")


@acts(Capability.PROSPECT_KEEP)
def imports(request: ParkRequest) -> HttpResponse:
    """The latest tables, and a new one to be read; nothing of the book changes yet."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, name = form.data_and_name()
        try:
            table = services.upload(
                data=data,
                file_name=storable(name),
                by=request.actor,
                at=timezone.now(),
                source=form.cleaned_data["source"],
            )
        except BadInput as refusal:
            for problems in refusal.fields.values():
                form.add_error("file", [str(problem) for problem in problems])
        else:
            return go(request, "web:prospect_import", table.pk)
    context = {"form": form, "tables": selectors.contact_tables(request.actor), "accept": ACCEPT}
    return page(request, "web/prospects/imports.html", context, 422 if form.errors else 200)


@acts(Capability.PROSPECT_KEEP, thing="prospect_import")
def table(request: ParkRequest, pk: int) -> HttpResponse:
    """What each row of a table was read as; then it is taken over, given up, or undone."""
    return looked.look(request, selectors.contact_table_for(request.actor, pk), TABLE)


def _said(context: dict[str, Any]) -> dict[str, str]:
    """The words of the page that speak of people."""
    new, chosen = context["new"], context["chosen"]
    take = ngettext("Enter %(count)d person", "Enter %(count)d people", new) % {"count": new}
    if chosen:
        take = _("Enter %(new)d, bring %(known)d up to date") % {"new": new, "known": chosen}
    return {
        "take": take if new or chosen else "",
        "back_label": _("Import contacts"),
        "undo_question": _("Take back everyone this table brought, and what it changed?"),
    }


def _told(done: Any) -> list[str]:
    count = {name: len(done.made[name]) for name in ("contacts", "changed")}
    told = []
    if count["contacts"]:
        told.append(_("%(count)d contacts have been entered.") % {"count": count["contacts"]})
    if count["changed"]:
        words = _("%(count)d contacts have been brought up to date.")
        told.append(words % {"count": count["changed"]})
    return told


TABLE = looked.Table(PEOPLE, services, COLUMNS, _said, _told)


@endpoint(Capability.PROSPECT_KEEP, thing="prospect_import")
def left(request: ParkRequest, pk: int) -> FileResponse:
    """The rows that cannot be read, as they stood, with what is wrong with them."""
    row = selectors.contact_table_for(request.actor, pk)
    return _answer(rows_left(row), _("Rows not taken over") + ".xlsx")

"""办理留痕 The audit trail: who did what, when; whether the chain is whole; taken out as Excel."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.selectors import person_for
from qianjin.apps.audit import selectors, services
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import Missing
from qianjin.units.spreadsheet import Column, write_table

from . import trail_detail
from .forms import TrailForm
from .wording import (
    KINDS,
    PROBLEMS,
    VERBS,
    actor_name,
    kind_name,
    object_address,
    role_name,
    verb_name,
)

MOST_EXPORTED = 50_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@endpoint(Capability.AUDIT_SEE)
def trail(request: ParkRequest) -> HttpResponse:
    """The park's entries, newest first, as filtered."""
    form, filters = _filters(request, request.GET)
    found = selectors.page_of(request.actor.park_id, filters, cursor=request.GET.get("cursor", ""))
    query = request.GET.copy()
    query.pop("cursor", None)
    head = selectors.chain_head(request.actor.park_id)
    context = {
        "form": form,
        "rows": [_row(request, entry) for entry in found.entries],
        "newer": _turned(query, found.newer),
        "older": _turned(query, found.older),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "length": head[0],
    }
    template = "web/park/audit.html" + ("#rows" if request.headers.get("HX-Request") else "")
    return page(request, template, context)


def _filters(request: ParkRequest, told: QueryDict) -> tuple[TrailForm, selectors.TrailFilters]:
    form = TrailForm(told)
    form.fields["verb"].choices = [("", _("every act")), *VERBS.items()]  # type: ignore[attr-defined]
    kinds = [("", _("everything")), *KINDS.items()]
    form.fields["object_kind"].choices = kinds  # type: ignore[attr-defined]
    form.is_valid()
    return form, selectors.TrailFilters(
        **{name: form.cleaned_data.get(name) or None for name in form.fields}
    )


def _turned(query: Any, cursor: str) -> str:
    if not cursor:
        return ""
    turned = query.copy()
    turned["cursor"] = cursor
    return f"?{turned.urlencode()}"


def _row(request: ParkRequest, entry: Any) -> dict[str, Any]:
    return {
        "entry": entry,
        "who": actor_name(entry),
        "role": role_name(entry),
        "verb": verb_name(entry.verb),
        "kind": kind_name(entry.object_kind),
        "url": object_address(request, entry),
    }


@endpoint(Capability.AUDIT_SEE, thing="audit_entry")
def entry(request: ParkRequest, seq: int) -> HttpResponse:
    """One entry whole: its detail, its seal and the one before it."""
    found = selectors.entry_of(request.actor.park_id, seq)
    named = _with_names(request, found.detail)
    context = {
        **_row(request, found),
        "changes": trail_detail.changes(named),
        "facts": trail_detail.facts(named),
        "raw": json.dumps(found.detail, ensure_ascii=False, indent=2, sort_keys=True)
        if found.detail
        else "",
    }
    return page(request, "web/park/audit_entry.html", context)


def _with_names(request: ParkRequest, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail with the officer's name where the act kept their number."""
    named = dict(detail)
    for key, value in detail.items():
        if isinstance(value, Mapping):
            named[key] = _with_names(request, value)
        elif key == "officer" and isinstance(value, int):
            with suppress(Missing):
                named[key] = person_for(request.actor, value).name
    return named


@acts(Capability.AUDIT_SEE, repeatable=True)
def verify(request: ParkRequest) -> HttpResponse:
    """Walk the park's chain from its first entry and say whether it is whole."""
    context: dict[str, Any] = {"asked": request.method == "POST"}
    if request.method == "POST":
        length, head = selectors.chain_head(request.actor.park_id)
        findings = selectors.verify(request.actor.park_id)
        finding = findings[0] if findings else None
        context |= {
            "finding": finding,
            "length": length,
            "head": head,
            "at": timezone.now(),
            "problem": str(PROBLEMS[finding.problem]) % {"seq": finding.seq} if finding else "",
            "verb": verb_name(finding.verb) if finding else "",
        }
    return page(request, "web/park/audit_verify.html", context)


@acts(Capability.AUDIT_SEE, repeatable=True)
def export(request: ParkRequest) -> HttpResponseBase:
    """The filtered trail as a table; taking it out is itself recorded."""
    if request.method != "POST":
        return go(request, "web:audit")
    _form, filters = _filters(request, request.POST)
    entries = selectors.filtered(request.park.pk, filters)[:MOST_EXPORTED]
    table = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    count = write_table(
        table,
        _columns(),
        (_cells(entry) for entry in entries.iterator(chunk_size=2000)),
        sheet=_("Audit trail"),
    )
    table.seek(0)
    services.record(
        park_id=request.park.pk,
        by=request.actor,
        at=timezone.now(),
        verb="audit.export",
        object_kind="park",
        object_id=request.park.pk,
        object_label=request.park.name_zh,
        detail={"entries": count},
    )
    name = _("Audit trail %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


def _columns() -> list[Column]:
    titles = (
        _("Number"),
        _("When"),
        _("Who"),
        _("Role"),
        _("Act"),
        _("Kind of thing"),
        _("Thing"),
        _("Detail"),
        _("Seal"),
    )
    kinds = {0: "number", 1: "moment"}
    return [Column(title, kind=kinds.get(n, "text")) for n, title in enumerate(titles)]  # type: ignore[arg-type]


def _cells(entry: Any) -> list[Any]:
    return [
        entry.seq,
        timezone.localtime(entry.at).replace(tzinfo=None),
        actor_name(entry),
        role_name(entry),
        verb_name(entry.verb),
        kind_name(entry.object_kind),
        entry.object_label,
        json.dumps(entry.detail, ensure_ascii=False, sort_keys=True) if entry.detail else "",
        entry.digest,
    ]

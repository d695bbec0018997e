"""专项行动 One question or task to many enterprises: the list, one action, one enterprise in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.choices import TargetState
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Bar, Cell, Column, NavItem, TableRow
from qianjin.units.refusals import BadInput

from .forms import DriveForm, TargetForm


@endpoint(Capability.DRIVE_SEE)
def drives(request: ParkRequest) -> HttpResponse:
    """Special actions, newest first, with how far each has come."""
    rows, older = selectors.drives_page(request.actor, before=request.GET.get("before", ""))
    address = to(request, "web:drives")
    context = {
        "rows": rows,
        "older": f"{address}?before={older}" if older else "",
        "newer": address if request.GET.get("before") else "",
        "may_run": request.actor.may(Capability.DRIVE_RUN),
    }
    return page(request, "web/drives/drives.html", context)


@acts(Capability.DRIVE_RUN)
def new(request: ParkRequest) -> HttpResponse:
    """Start a special action with the enterprises the filters of the directory leave."""
    form = DriveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        filters = enterprises.Filters(tier=asked.pop("tier"), sector=asked.pop("sector"))
        chosen = list(enterprises.matching(request.actor, filters))
        try:
            made = services.start_drive(
                park=request.park, chosen=chosen, by=request.actor, at=timezone.now(), **asked
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The special action has been started."))
            return go(request, "web:drive", made.pk)
    return page(request, "web/drives/new.html", {"form": form}, 422 if form.errors else 200)


@endpoint(Capability.DRIVE_SEE, thing="drive")
def drive(request: ParkRequest, pk: int) -> HttpResponse:
    """One special action: progress, what is allotted, and its enterprises by state."""
    found = selectors.drive_for(request.actor, pk)
    state = request.GET.get("state", "")
    counts = selectors.counts_of(found)
    resources = selectors.resources_of(found)
    rows, further = selectors.targets_page(found, state=state, after=request.GET.get("after", ""))
    address = to(request, "web:drive", pk)
    context = {
        "drive": found,
        "tabs": _tabs(address, state, counts),
        "progress": [Bar(str(known.label), counts[known], known.tone) for known in TargetState],
        "resources": [
            Bar(
                row.name,
                row.allotted,
                "active" if row.left else "at_risk",
                shown=_("%(given)s of %(capacity)s")
                % {"given": row.allotted, "capacity": row.capacity},
            )
            for row in resources
        ],
        "columns": _columns(resources),
        "rows": [_row(request, row, resources) for row in rows],
        "older": f"{address}?{urlencode({'state': state, 'after': further})}" if further else "",
        "untold": counts[TargetState.NOT_TOLD],
        "may_run": request.actor.may(Capability.DRIVE_RUN) and found.finished_at is None,
        "may_export": request.actor.may(Capability.DRIVE_RUN),
    }
    return page(request, "web/drives/drive.html", context)


def _tabs(address: str, state: str, counts: dict[str, int]) -> list[NavItem]:
    every = NavItem(pgettext("tab", "All"), address, count=sum(counts.values()), active=not state)
    return [
        every,
        *(
            NavItem(
                str(known.label),
                f"{address}?state={known}",
                count=counts[known],
                active=state == known,
            )
            for known in TargetState
        ),
    ]


def _columns(resources: list[selectors.ResourceRow]) -> list[Column]:
    return [
        Column(_("Enterprise"), main=True),
        Column(pgettext("drive", "State"), nowrap=True),
        Column(_("Answer")),
        *(Column(row.name, align="end") for row in resources),
    ]


def _row(
    request: ParkRequest, row: selectors.TargetRow, resources: list[selectors.ResourceRow]
) -> TableRow:
    state = TargetState(row.state)
    return TableRow(
        [
            Cell(row.enterprise, url=to(request, "web:drive_target", row.pk)),
            Cell(str(state.label), tone=state.tone),
            Cell(row.answer[:120], sub=row.changed_by),
            *(str(row.given.get(resource.pk, "")) for resource in resources),
        ]
    )


@acts(Capability.DRIVE_RUN, thing="drive")
def tell(request: ParkRequest, pk: int) -> HttpResponse:
    """Tell every enterprise that has not been told."""
    found = selectors.drive_for(request.actor, pk)
    if request.method == "POST":
        many = services.tell(drive=found, by=request.actor, at=timezone.now())
        words = ngettext(
            "%(count)d enterprise has been told.", "%(count)d enterprises have been told.", many
        )
        messages.success(request, words % {"count": many})
    return go(request, "web:drive", pk)


@acts(Capability.DRIVE_RUN, thing="drive")
def finish(request: ParkRequest, pk: int) -> HttpResponse:
    """Nothing more is told or recorded."""
    found = selectors.drive_for(request.actor, pk)
    if request.method == "POST":
        services.finish(drive=found, by=request.actor, at=timezone.now())
        messages.success(request, _("The special action is finished."))
    return go(request, "web:drive", pk)


@endpoint(Capability.DRIVE_RUN, thing="drive")
def export(request: ParkRequest, pk: int) -> FileResponse:
    """Every enterprise with state, answer and allotments as an Excel table."""
    found = selectors.drive_for(request.actor, pk)
    table = services.export_drive(drive=found, by=request.actor, at=timezone.now())
    return FileResponse(table, as_attachment=True, filename=f"{found.name}.xlsx", content_type=XLSX)


@acts(Capability.DRIVE_RUN, thing="drive_target")
def target(request: ParkRequest, pk: int) -> HttpResponse:
    """Where one enterprise stands, what it answered, what it is given."""
    found = selectors.target_for(request.actor, pk)
    resources = selectors.resources_of(found.drive)
    known: dict[str, Any] = {"state": found.state, "answer": found.answer}
    given = selectors.given_to([found]).get(found.pk, {})
    known |= {f"given_{key}": amount for key, amount in given.items()}
    asked = request.POST if request.method == "POST" else None
    form = TargetForm(asked, resources=resources, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.record(
                target=found,
                state=form.cleaned_data["state"],
                answer=form.cleaned_data["answer"],
                given=form.given(),
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("This has been entered."))
            return go(request, "web:drive", found.drive_id)
    context = {"form": form, "target": found, "drive": found.drive}
    return page(request, "web/drives/target.html", context, 422 if form.errors else 200)

"""专项行动 One question or task to many enterprises: the list, one action, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.choices import SETTLED, WAITED_FOR
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.journeys.requests_from_drive import MOST, finish_with_requests
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import word as letters
from . import words
from .forms import FinishForm


@endpoint(Capability.DRIVE_SEE)
def drives(request: ParkRequest) -> HttpResponse:
    """Special actions, newest first, with how far each has come."""
    over = request.GET.get("over") == "1"
    before = request.GET.get("before", "")
    rows, older = selectors.drives_page(request.actor, before=before, finished=over)
    address, kept = to(request, "web:drives"), "over=1&" if over else ""
    context = {
        "rows": rows,
        "today": timezone.localdate(),
        "tabs": [
            NavItem(_("Under way"), address, active=not over),
            NavItem(_("Finished"), f"{address}?over=1", active=over),
        ],
        "older": f"{address}?{kept}before={older}" if older else "",
        "newer": f"{address}?{kept}" if before else "",
        "may_run": request.actor.may(Capability.DRIVE_RUN),
    }
    return page(request, "web/drives/drives.html", context)


@endpoint(Capability.DRIVE_SEE, thing="drive")
def drive(request: ParkRequest, pk: int) -> HttpResponse:
    """One special action: progress, what is allotted, and its enterprises."""
    found = selectors.drive_for(request.actor, pk)
    narrowed, address = words.narrowed_of(request), to(request, "web:drive", pk)
    resources = selectors.resources_of(found)
    rows, further = selectors.targets_page(
        found, narrowed=narrowed, after=request.GET.get("after", "")
    )
    query = words.query_of(narrowed, after=further)
    context = {
        "drive": found,
        "narrowed": narrowed,
        "columns": words.target_columns(resources),
        "rows": [words.target_line(request, row, resources) for row in rows],
        "older": f"{address}?{query}" if further else "",
        "address": address,
        **_rights(request, found),
    }
    if request.headers.get("HX-Target") == "drive-rows":
        return page(request, "web/drives/drive.html#rows", context)
    return page(request, "web/drives/drive.html", context | _sides(request, found, resources))


def _rights(request: ParkRequest, found: Any) -> dict[str, Any]:
    may_run = request.actor.may(Capability.DRIVE_RUN)
    return {"may_run": may_run and found.finished_at is None, "may_export": may_run}


def _sides(request: ParkRequest, found: Any, resources: list[Any]) -> dict[str, Any]:
    """What stands around the list of enterprises."""
    address, narrowed = to(request, "web:drive", found.pk), words.narrowed_of(request)
    counts = selectors.counts_of(found)
    today = timezone.localdate()
    return {
        "tabs": words.state_tabs(address, narrowed, counts),
        "progress": words.progress(counts),
        "settled": sum(counts[state] for state in SETTLED),
        "waited": sum(counts[state] for state in WAITED_FOR),
        "count": sum(counts.values()),
        "untold": counts["not_told"],
        "is_late": found.finished_at is None and found.due_on < today,
        "questions": selectors.questions_of(found),
        "sections": words.group_bars(address, "unit", selectors.by_section(found)),
        "officers": words.group_bars(address, "officer", selectors.by_officer(found)),
        "resources": words.resource_bars(request, resources),
        "people": enterprises.responsible_people(request.actor, on=today)
        if request.actor.may(Capability.DRIVE_RUN)
        else [],
        "sheets": selectors.sheets_of(found) if request.actor.may(Capability.DRIVE_RUN) else [],
    }


@acts(Capability.DRIVE_RUN, thing="drive")
def tell(request: ParkRequest, pk: int) -> HttpResponse:
    """Tell every enterprise that has not been told."""
    found = selectors.drive_for(request.actor, pk)
    if request.method == "POST":
        many = services.tell(drive=found, by=request.actor, at=timezone.now())
        told = ngettext(
            "%(count)d enterprise has been told.", "%(count)d enterprises have been told.", many
        )
        messages.success(request, told % {"count": many})
    return go(request, "web:drive", pk)


@acts(Capability.DRIVE_RUN, thing="drive")
def assign(request: ParkRequest, pk: int) -> HttpResponse:
    """Give the ticked enterprises, or all of the filter, to an officer."""
    found = selectors.drive_for(request.actor, pk)
    if request.method == "POST":
        officer, targets = _officer(request), _ticked(request, found)
        many = services.assign(
            drive=found, targets=targets, officer=officer, by=request.actor, at=timezone.now()
        )
        told = ngettext(
            "%(count)d enterprise has another officer.",
            "%(count)d enterprises have another officer.",
            many,
        )
        messages.success(request, told % {"count": many})
    return go(request, "web:drive", pk, query=words.query_of(words.narrowed_of(request)))


def _officer(request: ParkRequest) -> Any:
    wanted = request.POST.get("officer", "")
    if not wanted.isdecimal() or len(wanted) > 10:
        return None
    return enterprises.responsible_person(request.actor, int(wanted), on=timezone.localdate())


def _ticked(request: ParkRequest, found: Any) -> list[int]:
    if request.POST.get("every") == "1":
        rows = selectors.targets_in(found, words.narrowed_of(request))
        return list(rows.values_list("pk", flat=True))
    ticked = request.POST.getlist("target")
    return [int(key) for key in ticked if key.isdecimal() and len(key) < 19]


@endpoint(Capability.DRIVE_SEE, thing="drive")
def answers(request: ParkRequest, pk: int) -> HttpResponse:
    """What all enterprises said, question by question."""
    found = selectors.drive_for(request.actor, pk)
    summed = selectors.summaries_of(request.actor, found)
    context = {
        "drive": found,
        "summaries": [words.summary_of(place, row) for place, row in enumerate(summed, start=1)],
        "may_export": request.actor.may(Capability.DRIVE_RUN),
    }
    return page(request, "web/drives/answers.html", context)


@acts(Capability.DRIVE_RUN, thing="drive")
def finish(request: ParkRequest, pk: int) -> HttpResponse:
    """Closing words, and what becomes of what is open."""
    found = selectors.drive_for(request.actor, pk)
    form = FinishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, found, form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:drive", pk)
    counts = selectors.counts_of(found)
    left = sum(counts[state] for state in WAITED_FOR)
    context = {"form": form, "drive": found, "left": left, "most": MOST, "counts": counts}
    return page(request, "web/drives/finish.html", context, 422 if form.errors else 200)


def _end(request: ParkRequest, found: Any, given: dict[str, Any]) -> None:
    by, at = request.actor, timezone.now()
    if given["open_becomes"] == "requests":
        made = finish_with_requests(
            drive=found, by=by, at=at, words=given["words"], kind=given["kind"]
        )
        told = ngettext(
            "Finished; %(count)d request has been made of what was open.",
            "Finished; %(count)d requests have been made of what was open.",
            len(made),
        )
        messages.success(request, told % {"count": len(made)})
        return
    services.finish(drive=found, by=by, at=at, words=given["words"])
    messages.success(request, _("The special action is finished."))


@endpoint(Capability.DRIVE_RUN, thing="drive")
def export(request: ParkRequest, pk: int) -> FileResponse:
    """Every enterprise with state, answers and allotments as an Excel table."""
    found = selectors.drive_for(request.actor, pk)
    table = services.export_drive(drive=found, by=request.actor, at=timezone.now())
    return FileResponse(table, as_attachment=True, filename=f"{found.name}.xlsx", content_type=XLSX)


@endpoint(Capability.DRIVE_SEE, thing="drive")
def word(request: ParkRequest, pk: int) -> HttpResponse:
    """The summary as Word, to be edited and sent up."""
    found = selectors.drive_for(request.actor, pk)
    return paper.answer(letters.of_drive(request.actor, found), f"{found.name}.docx")

"""勘测文件 Files of boundaries: sent, looked at over the book, repaired by clicks, proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.land.choices import Origin, SurveyState
from qianjin.apps.land.refusals import BadSurvey, SurveyChangedSince
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Cell, Column, TableRow
from qianjin.ui.wording import day, size
from qianjin.units.refusals import BadInput

from . import words
from .change_forms import SurveyForm
from .findings import drawing, finding_lines, heading, parcel_lines, refusal_lines

TONES = {"open": "at_risk", "proposed": "done", "dropped": "closed"}


@acts(Capability.PARCEL_EDIT)
def surveys(request: ParkRequest) -> HttpResponse:
    """The files, and the form that takes one."""
    posted = request.method == "POST"
    form = SurveyForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        villages=parks.units_of(request.park.pk, UnitKind.VILLAGE),
    )
    refused: list[dict[str, Any]] = []
    if posted and form.is_valid():
        try:
            made = services.send_survey(
                park=request.park,
                file=form.cleaned_data["file"],
                by=request.actor,
                at=timezone.now(),
                **form.values(),
            )
        except BadSurvey as refusal:
            refused = refusal_lines(refusal)
            blame(form, refusal)
        else:
            return go(request, "web:parcel_survey", made.pk)
    before = request.GET.get("before", "")
    found = selectors.surveys_page(request.actor, before=int(before) if _is_id(before) else 0)
    address = to(request, "web:parcel_surveys")
    context = {
        "tabs": words.tabs(request, "parcel_surveys"),
        "form": form,
        "refused": refused,
        "columns": [
            Column(_("File"), main=True),
            Column(pgettext("survey", "State"), nowrap=True),
            Column(_("Sent by")),
            Column(_("Village of new parcels")),
            Column(_("Origin of the boundary")),
        ],
        "rows": [_row(request, one) for one in found.rows],
        "older": f"{address}?before={found.older}" if found.older else "",
        "newer": address if before else "",
    }
    return page(request, "web/land/surveys.html", context, 422 if form.errors else 200)


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


def _row(request: ParkRequest, one: Any) -> TableRow:
    state = SurveyState(one.state)
    return TableRow(
        [
            Cell(one.name, url=to(request, "web:parcel_survey", one.pk), sub=size(one.size)),
            Cell(str(state.label), tone=TONES[state.value]),
            Cell(one.sent_by.name, sub=day(one.sent_at)),
            one.village.name if one.village else "—",
            str(Origin(one.origin).label),
        ]
    )


@endpoint(Capability.PARCEL_SEE, thing="survey_file")
def survey(request: ParkRequest, pk: int) -> HttpResponse:
    """One file over the book: its parcels, what was found, and where."""
    return _survey_page(request, selectors.survey_for(request.actor, pk))


def _survey_page(
    request: ParkRequest,
    row: Any,
    form: SurveyForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    look = request.GET.get("look", "")
    context: dict[str, Any] = {
        "s": row,
        "state": SurveyState(row.state),
        "tone": TONES[row.state],
        "problems": problems or [],
        "form": form
        or SurveyForm(
            initial=SurveyForm.initial_of(row),
            villages=parks.units_of(request.park.pk, UnitKind.VILLAGE),
        ),
        "may_edit": row.state == SurveyState.OPEN and request.actor.may(Capability.PARCEL_EDIT),
        "changes": list(row.changes.order_by("pk")),
    }
    try:
        preview = selectors.preview_of(request.actor, row)
    except BadSurvey as refusal:
        context["refused"] = refusal_lines(refusal)
        return page(request, "web/land/survey.html", context, status)
    place = int(look) if _is_id(look) else -1
    context |= {
        "facts": heading(preview.survey),
        "parcels": parcel_lines(request, preview),
        "findings": finding_lines(request, row, preview.survey, place),
        "drawing": drawing(request, row, preview, place),
        "has_repairs": any(one.repair for one in preview.survey.findings),
        "rounds": len(row.repairs),
        "looked": place,
    }
    return page(request, "web/land/survey.html", context, status)


@acts(Capability.PARCEL_EDIT, thing="survey_file")
def say(request: ParkRequest, pk: int) -> HttpResponse:
    """Read the file otherwise."""
    row = selectors.survey_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:parcel_survey", pk)
    form = SurveyForm(request.POST, villages=parks.units_of(request.park.pk, UnitKind.VILLAGE))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.say_of_survey(
                survey=row, version=version, by=request.actor, at=timezone.now(), **form.values()
            )
        except BadSurvey as refusal:
            blame(form, refusal)
            told = [line["text"] for line in refusal_lines(refusal)]
            return _survey_page(request, row, form, told, 422)
        except SurveyChangedSince as refusal:
            return _survey_page(request, row, form, [str(refusal)], 409)
        return go(request, "web:parcel_survey", pk)
    return _survey_page(request, row, form, status=422)


@acts(Capability.PARCEL_EDIT, thing="survey_file")
def repair(request: ParkRequest, pk: int) -> HttpResponse:
    """Make the repairs ticked, or the one clicked."""
    row = selectors.survey_for(request.actor, pk)
    if request.method == "POST":
        services.repair_survey(
            survey=row,
            version=_number(request.POST.get("version", "")),
            places=_ticked(request, "finding"),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Repaired; the file itself stays as it came."))
    return go(request, "web:parcel_survey", pk)


@acts(Capability.PARCEL_EDIT, thing="survey_file")
def undo(request: ParkRequest, pk: int) -> HttpResponse:
    """Take the last repairs back."""
    row = selectors.survey_for(request.actor, pk)
    if request.method == "POST":
        services.undo_repairs(survey=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The last repairs have been taken back."))
    return go(request, "web:parcel_survey", pk)


@acts(Capability.PARCEL_EDIT, thing="survey_file")
def drop(request: ParkRequest, pk: int) -> HttpResponse:
    """Nothing of it is taken."""
    row = selectors.survey_for(request.actor, pk)
    if request.method == "POST":
        services.drop_survey(survey=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Dropped."))
    return go(request, "web:parcel_surveys")


@acts(Capability.PARCEL_EDIT, thing="survey_file")
def propose(request: ParkRequest, pk: int) -> HttpResponse:
    """Propose the parcels ticked."""
    row = selectors.survey_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:parcel_survey", pk)
    try:
        made = services.propose_survey(
            survey=row,
            version=_number(request.POST.get("version", "")),
            places=_ticked(request, "parcel"),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except BadInput as refusal:
        told = [str(line) for lines in refusal.fields.values() for line in lines]
        return _survey_page(request, row, problems=told, status=422)
    messages.success(request, _("Proposed; somebody else now reviews it."))
    return go(request, "web:parcel_change", made[0].pk)


def _ticked(request: ParkRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if _is_id(one)]


def _number(text: str) -> int:
    return int(text) if _is_id(text) else 0

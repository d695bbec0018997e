"""发起与准备 Starting a special action, its questions, and which enterprises it goes to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.choices import QuestionKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.answers import key_in
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import ChoiceForm, DriveForm, EditForm, QuestionForm, SheetForm


def _sent(request: ParkRequest) -> Any:
    return request.POST if request.method == "POST" else None


@acts(Capability.DRIVE_RUN)
def new(request: ParkRequest) -> HttpResponse:
    """Start a special action with the enterprises the filters leave, or with none yet."""
    form = DriveForm(_sent(request), sections=selectors.sections_of(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = _start(request, form)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The special action has been started."))
            return go(request, "web:drive", made.pk)
    return page(request, "web/drives/new.html", {"form": form}, 422 if form.errors else 200)


def _start(request: ParkRequest, form: DriveForm) -> Any:
    given, now = form.cleaned_data, timezone.now()
    chosen: list[Any] = []
    if not given["later"]:
        chosen = list(selectors.choose(request.actor, form.choice, on=timezone.localdate(now)))
    return services.start_drive(
        park=request.park,
        name=given["name"],
        words=given["words"],
        due_on=given["due_on"],
        chosen=chosen,
        later=given["later"],
        by=request.actor,
        at=now,
    )


@acts(Capability.DRIVE_RUN, thing="drive")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Another name, other words, another day."""
    found = selectors.drive_for(request.actor, pk)
    known = {"name": found.name, "words": found.words, "due_on": found.due_on}
    form = EditForm(_sent(request), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_drive(
                drive=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("This has been changed."))
            return go(request, "web:drive", pk)
    context = {"form": form, "drive": found}
    return page(request, "web/drives/edit.html", context, 422 if form.errors else 200)


@acts(Capability.DRIVE_RUN, thing="drive")
def questions(request: ParkRequest, pk: int) -> HttpResponse:
    """What every enterprise is asked; a POST adds one question."""
    found = selectors.drive_for(request.actor, pk)
    form = QuestionForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_question(
                drive=found, by=request.actor, at=timezone.now(), **form.fields_of()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:drive_questions", pk)
    rows = [(row, QuestionKind(row.kind).label) for row in selectors.questions_of(found)]
    context = {
        "form": form,
        "drive": found,
        "rows": rows,
        "may_change": found.told_at is None and found.finished_at is None,
    }
    return page(request, "web/drives/questions.html", context, 422 if form.errors else 200)


@acts(Capability.DRIVE_RUN, thing="drive")
def question_drop(request: ParkRequest, pk: int) -> HttpResponse:
    """Ask one of them no more."""
    found = selectors.drive_for(request.actor, pk)
    if request.method == "POST":
        key = key_in(request.POST, "question")
        question = selectors.question_for(request.actor, found, key)
        services.drop_question(question=question, by=request.actor, at=timezone.now())
    return go(request, "web:drive_questions", pk)


@acts(Capability.DRIVE_RUN, thing="drive")
def enterprises(request: ParkRequest, pk: int) -> HttpResponse:
    """Take further enterprises in: by what the directory knows of them, or by a list."""
    found = selectors.drive_for(request.actor, pk)
    form = ChoiceForm(_sent(request), sections=selectors.sections_of(request.actor))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        chosen = selectors.choose(request.actor, form.choice, on=timezone.localdate(now))
        new_ones, there = services.add_targets(drive=found, chosen=chosen, by=request.actor, at=now)
        told = ngettext(
            "%(count)d enterprise taken in; %(there)d stood there already.",
            "%(count)d enterprises taken in; %(there)d stood there already.",
            new_ones,
        )
        messages.success(request, told % {"count": new_ones, "there": there})
        return go(request, "web:drive", pk)
    context = {"form": form, "drive": found, "table": SheetForm(), "limits": limits()}
    return page(request, "web/drives/enterprises.html", context, 422 if form.errors else 200)

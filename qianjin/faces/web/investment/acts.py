"""项目动作 What is done with a project: enter, change, touch, plan, move, lose, take up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import Meaning
from qianjin.apps.investment.refusals import MayNotKeepProject
from qianjin.apps.prospects import selectors as prospects
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.pages import wants_json
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import LoseForm, MoveForm, ProjectForm, ReviveForm, StepForm, TouchForm, movable


def _kept(request: ParkRequest, pk: int) -> Any:
    """
    The project, for whoever carries it on.

    :raises Missing, MayNotKeepProject: not to be seen; not in this person's care.
    """
    row = selectors.project_for(request.actor, pk)
    if not policies.may_keep(request.actor, row):
        raise MayNotKeepProject
    return row


@acts(Capability.PROJECT_KEEP)
def new(request: ParkRequest) -> HttpResponse:
    """Enter a lead."""
    pipelines = selectors.pipelines_of(request.actor.park_id)
    form = ProjectForm(request.POST or None, pipelines=pipelines, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["pipeline"]
        try:
            row = services.add_project(
                park=request.park,
                pipeline=selectors.pipeline_for(request.actor, code),
                firm=form.cleaned_data["organisation"],
                by=request.actor,
                at=timezone.now(),
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The lead is entered."))
            return go(request, "web:project", row.pk)
    return _form_page(request, form, None)


def _asked(request: ParkRequest) -> dict[str, Any]:
    """What the address of an organisation's page hands over."""
    asked = request.GET.get("organisation", "")
    if not asked.isdecimal() or len(asked) > 18:
        return {}
    row = prospects.organisation_for(request.actor, int(asked))
    return {"organisation": row.name, "name": row.name[:60], "sector": row.sector}


@acts(Capability.PROJECT_KEEP, thing="project")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change what is known of it."""
    row = _kept(request, pk)
    form = ProjectForm(
        request.POST or None, pipelines=[row.pipeline], initial=ProjectForm.initial_of(row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_project(
                project=row,
                version=form.cleaned_data["version"],
                firm=form.cleaned_data["organisation"],
                by=request.actor,
                at=timezone.now(),
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The project is changed."))
            return go(request, "web:project", pk)
    return _form_page(request, form, row)


def _form_page(request: ParkRequest, form: Any, row: Any) -> HttpResponse:
    context = {"form": form, "p": row, "nodes": prospects.chain_nodes()}
    status = 422 if request.method == "POST" else 200
    return page(request, "web/investment/edit.html", context, status)


@acts(Capability.PROJECT_KEEP, thing="project")
def touch(request: ParkRequest, pk: int) -> HttpResponse:
    """Write down a call, a message, a meeting; in the same act what comes next."""
    row = _kept(request, pk)
    people = selectors.furniture_of(request.actor, on=timezone.localdate()).people
    form = TouchForm(request.POST or None, request.FILES or None, people=people)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        next_by = given.pop("next_by")
        if not given["next_step"] and not given["next_on"]:
            given["next_step"] = None
        try:
            services.touch(
                project=row,
                by=request.actor,
                at=timezone.now(),
                next_by=_person(request, next_by),
                **given,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("This has been written down."))
            return go(request, "web:project", pk)
    context = {"p": row, "form": form, "title": _("Write down a touch"), "files": True}
    return page(request, "web/investment/act.html", context, 422 if form.errors else 200)


def _person(request: ParkRequest, pk: int | None) -> Any:
    """Somebody of the office; nobody when none is named."""
    if not pk:
        return None
    return accounts.officer_of(request.actor.park_id, pk, on=timezone.localdate())


@acts(Capability.PROJECT_KEEP, thing="project")
def step(request: ParkRequest, pk: int) -> HttpResponse:
    """Say what comes next."""
    row = _kept(request, pk)
    people = selectors.furniture_of(request.actor, on=timezone.localdate()).people
    known = {"next_step": row.next_step, "next_on": row.next_on, "next_by": row.next_by_id}
    form = StepForm(request.POST or None, people=people, initial=known)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["next_by"] = _person(request, given["next_by"])
        try:
            services.plan_step(project=row, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The next step is set."))
            return go(request, "web:project", pk)
    context = {"p": row, "form": form, "title": _("The next step")}
    return page(request, "web/investment/act.html", context, 422 if form.errors else 200)


@acts(Capability.PROJECT_KEEP, thing="project")
def move(request: ParkRequest, pk: int) -> HttpResponse:
    """Bring it to another stage: from the form, or by dragging its card (answered as JSON)."""
    row = _kept(request, pk)
    form = MoveForm(request.POST or None, stages=movable(row))
    if request.method == "POST" and form.is_valid():
        to_stage = selectors.stage_for(request.actor, form.cleaned_data["stage"])
        try:
            services.move(
                project=row,
                to=to_stage,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            if wants_json(request):
                raise
            blame(form, refusal)
        else:
            told = _("“%(name)s” stands at “%(stage)s”.")
            said = told % {"name": row.name, "stage": to_stage.name}
            if wants_json(request):
                return JsonResponse({"said": said})
            messages.success(request, said)
            return go(request, "web:project", pk)
    context = {"p": row, "form": form, "title": _("Bring it to another stage"), "moves": True}
    return page(request, "web/investment/act.html", context, 422 if form.errors else 200)


@acts(Capability.PROJECT_KEEP, thing="project")
def lose(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter it as lost; a lost one is taken up again here, or asked on another day."""
    row = _kept(request, pk)
    is_lost = row.stage.meaning == Meaning.LOST
    form: Any = (ReviveForm if is_lost else LoseForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, row, form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:project", pk)
    title = _("A lost project") if is_lost else _("Enter it as lost")
    context = {"p": row, "form": form, "title": title, "is_lost": is_lost, "loses": True}
    return page(request, "web/investment/act.html", context, 422 if form.errors else 200)


def _end(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if "reason" in given:
        services.lose(project=row, **given, **who)
        messages.success(request, _("The project is entered as lost."))
    elif request.POST.get("later"):
        services.postpone(project=row, revive_on=given["revive_on"], **who)
        messages.success(request, _("The day is kept."))
    else:
        services.revive(project=row, words=given["words"], **who)
        messages.success(request, _("The project is taken up again."))

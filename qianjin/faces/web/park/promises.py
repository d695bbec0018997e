"""承诺时限 The readings of 135 and which of them holds for what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import AmountUnit, Level, RequestKind, Stage
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from .forms import ChoiceForm, NewProfileForm, ProfileForm


@endpoint(Capability.CALENDAR_SEE)
def promises(request: ParkRequest) -> HttpResponse:
    """Every profile with its stages and source, and the choices of the park."""
    return _page(request, None)


def _page(request: ParkRequest, form: ChoiceForm | None) -> HttpResponse:
    profiles = list(selectors.promise_profiles_of(request.park.pk))
    choices = list(selectors.promise_choices_of(request.park.pk))
    default = next((row.profile_id for row in choices if not row.kind and not row.level), None)
    context = {
        "profiles": [_shown(row, row.pk == default) for row in profiles],
        "choices": [_choice(row) for row in choices],
        "may_edit": request.actor.may(Capability.PROMISE_EDIT),
        "form": form or ChoiceForm(profiles=profiles),
    }
    status = 422 if form and form.errors else 200
    return page(request, "web/park/promises.html", context, status)


def _shown(row: Any, is_default: bool) -> dict[str, Any]:
    return {
        "row": row,
        "is_default": is_default,
        "stages": [
            {
                "stage": Stage(stage.stage).label,
                "level": Level(stage.level).label if stage.level else "",
                "amount": stage.amount,
                "unit": _unit(stage.unit, stage.amount),
            }
            for stage in row.stages.all()
        ],
    }


def _choice(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "kind": RequestKind(row.kind).label if row.kind else _("every type"),
        "level": Level(row.level).label if row.level else _("every level"),
        "is_default": not row.kind and not row.level,
    }


@acts(Capability.PROMISE_EDIT)
def choose(request: ParkRequest) -> HttpResponse:
    """Choose the profile for a type and level, or take a choice back."""
    if request.method != "POST":
        return go(request, "web:promises")
    profiles = list(selectors.promise_profiles_of(request.park.pk))
    form = ChoiceForm(request.POST, profiles=profiles)
    if form.is_valid():
        told = form.cleaned_data
        chosen = next((row for row in profiles if row.code == told["profile"]), None)
        try:
            services.choose_promise(
                park=request.park,
                profile=chosen,
                kind=told["kind"],
                level=told["level"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The choice holds for requests raised from now on."))
            return go(request, "web:promises")
    return _page(request, form)


@acts(Capability.PROMISE_EDIT, thing="profile")
def edit(request: ParkRequest, code: str) -> HttpResponse:
    """Change one profile; requests already promised keep what they were promised."""
    profiles = selectors.promise_profiles_of(request.park.pk)
    row = next((profile for profile in profiles if profile.code == code), None)
    if row is None:
        raise Missing
    known = {name: getattr(row, name) for name in ProfileForm.base_fields}
    stages = [(s.stage, s.level, s.amount, s.unit) for s in row.stages.all()]
    return _save(request, ProfileForm(request.POST or None, initial=known, rows=stages), row, code)


@acts(Capability.PROMISE_EDIT)
def new(request: ParkRequest) -> HttpResponse:
    """Write down a further profile."""
    form = NewProfileForm(request.POST or None)
    code = form.data.get("code", "").strip()
    taken = {profile.code for profile in selectors.promise_profiles_of(request.park.pk)}
    if code in taken:
        form.add_error("code", _("This code is taken."))
    return _save(request, form, None, code)


def _save(request: ParkRequest, form: ProfileForm, row: Any, code: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ProfileForm.base_fields}
        try:
            services.save_profile(
                park=request.park,
                code=code,
                stages=form.stages(),
                by=request.actor,
                at=timezone.now(),
                **told,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The promise has been saved."))
            return go(request, "web:promises")
    context = {"form": form, "profile": row}
    return page(request, "web/park/promise.html", context, 422 if form.errors else 200)


def _unit(unit: str, amount: int) -> str:
    return {
        AmountUnit.WORKING_HOURS: npgettext("amount", "working hour", "working hours", amount),
        AmountUnit.WORKING_DAYS: npgettext("amount", "working day", "working days", amount),
        AmountUnit.CALENDAR_DAYS: npgettext("amount", "calendar day", "calendar days", amount),
        AmountUnit.MONTHS: npgettext("amount", "month", "months", amount),
    }[AmountUnit(unit)]

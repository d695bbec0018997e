"""入库与修改 Entering an enterprise, and changing what the directory says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises import policies, selectors, services
from qianjin.apps.enterprises.refusals import ChangedMeanwhile, MayNotEdit
from qianjin.apps.enterprises.sentences import all_likeness
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .forms import Choices, EnterpriseForm
from .moving import follows_merges


@acts(Capability.ENTERPRISE_EDIT)
def enterprise_new(request: ParkRequest) -> HttpResponse:
    """Enter an enterprise; names nearly like its own are shown before it is kept."""
    people = _people(request)
    form = EnterpriseForm(request.POST or None, officers=_choices(request, people))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = services.register(
                park=request.park,
                officer=_officer(form, people),
                by=request.actor,
                at=timezone.now(),
                confirmed="confirmed" in request.POST,
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
            context |= _what_stands(request, refusal, name)
        else:
            messages.success(request, _("The enterprise stands in the directory."))
            return go(request, "web:enterprise", made.pk, query="done=new")
    return page(request, "web/enterprises/edit.html", context, 422 if form.errors else 200)


@acts(Capability.ENTERPRISE_EDIT, thing="enterprise")
@follows_merges
def enterprise_edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change an entry; what somebody else changed meanwhile is shown, and one chooses."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    if not policies.may_edit(request.actor, firm):
        raise MayNotEdit
    people = _people(request, firm.officer)
    form = EnterpriseForm(
        request.POST or None,
        officers=_choices(request, people),
        initial=EnterpriseForm.initial_of(firm),
    )
    context: dict[str, Any] = {"form": form, "firm": firm}
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            _change(request, firm, form, people)
        except BadInput as refusal:
            blame(form, refusal)
            context |= _what_stands(request, refusal, name)
        except ChangedMeanwhile as refusal:
            context |= _conflict(request, refusal.params, form, people)
            return page(request, "web/enterprises/edit.html", context, 409)
        else:
            messages.success(request, _("The changes are kept."))
            return go(request, "web:enterprise", pk, query="done=edit")
    return page(request, "web/enterprises/edit.html", context, 422 if form.errors else 200)


def _change(
    request: ParkRequest, firm: Any, form: EnterpriseForm, people: Mapping[int, Any]
) -> None:
    officer = {"officer": _officer(form, people)} if "officer" in form.fields else {}
    services.change(
        enterprise=firm,
        version=form.cleaned_data["version"] or 0,
        by=request.actor,
        at=timezone.now(),
        confirmed="confirmed" in request.POST,
        **officer,
        **form.values(),
    )


def _people(request: ParkRequest, present: Any = None) -> dict[int, Any]:
    """Who can be responsible; the present officer too, even when no longer of the office."""
    if request.actor.scope(Capability.ENTERPRISE_EDIT) < Scope.PARK:
        return {}
    found = {p.pk: p for p in selectors.responsible_people(request.actor, on=timezone.localdate())}
    return found | ({present.pk: present} if present else {})


def _choices(request: ParkRequest, people: Mapping[int, Any]) -> Choices | None:
    if request.actor.scope(Capability.ENTERPRISE_EDIT) < Scope.PARK:
        return None
    return [(str(person.pk), person.name) for person in people.values()]


def _officer(form: EnterpriseForm, people: Mapping[int, Any]) -> Any:
    chosen = form.cleaned_data.get("officer")
    return people[int(chosen)] if chosen else None


def _what_stands(request: ParkRequest, refusal: BadInput, name: str) -> dict[str, Any]:
    """The entries a refusal speaks of: of like name, or with the same credit code."""
    alike = [
        {
            "firm": firm,
            "why": all_likeness(selectors.why_alike(name, firm)),
            "head": words.head(firm),
        }
        for firm in refusal.params.get("lookalikes", ())
    ]
    return {"alike": alike, "other": refusal.params.get("other")}


def _conflict(
    request: ParkRequest, params: Mapping[str, Any], form: EnterpriseForm, people: Mapping[int, Any]
) -> dict[str, Any]:
    """Both sides of a conflict; sent again, the form builds on the newer version."""
    form.data = {**request.POST.dict(), "version": params["version"]}
    names = {pk: person.name for pk, person in people.items()}
    last = max(params["changes"], key=lambda change: change["at"])
    return {
        "changes": words.conflict_rows(params["changes"], names),
        "changed_by": last["who"],
        "changed_at": last["at"],
    }

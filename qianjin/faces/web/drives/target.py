"""行动对象 One enterprise in a special action: its answer, its standing, what it is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import policies, selectors, services
from qianjin.apps.drives.choices import TargetState, Via
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint, files
from qianjin.faces.gate.answers import AnswersForm, key_in
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Fact
from qianjin.ui.wording import moment
from qianjin.units.refusals import BadInput

from . import words
from .forms import AmountForm, ClaimForm, GiveForm, StandingForm


@endpoint(Capability.DRIVE_SEE, thing="drive_target")
def target(request: ParkRequest, pk: int) -> HttpResponse:
    """The page: what it said, where it stands, what it is given."""
    found = selectors.target_for(request.actor, pk)
    return _again(request, found, {})


@acts(Capability.DRIVE_ANSWER, thing="drive_target")
def answer(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter what the enterprise said, for instance on the telephone."""
    found = selectors.target_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:drive_target", pk)
    rows = selectors.answers_of(found.pk, found.drive_id)
    known = AnswersForm.said(rows, found.answer, found.version)
    form = AnswersForm(request.POST, request.FILES, rows=rows, initial=known)
    if form.is_valid():
        try:
            services.answer(
                target=found,
                answers=form.answers(),
                files=form.uploads(),
                words=form.cleaned_data["words"],
                seen=form.cleaned_data["seen"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            return _done(request, found)
    return _show(request, found, form)


def _blame(form: Any, refusal: BadInput) -> None:
    """A refused file is blamed at the first field for files."""
    fields = dict(refusal.fields)
    if "files" in fields:
        sent = [name for name, some in form.uploads().items() if some]
        fields[f"q{sent[0]}" if sent else "words"] = fields.pop("files")
    blame(form, BadInput(fields))


def _done(request: ParkRequest, found: Any) -> HttpResponse:
    messages.success(request, _("This has been entered."))
    return go(request, "web:drive_target", found.pk)


def _show(
    request: ParkRequest, found: Any, form: Any, refused: dict[str, Any] | None = None
) -> HttpResponse:
    may_run = request.actor.may(Capability.DRIVE_RUN)
    is_open = found.drive.finished_at is None
    state = {"state": found.state, "remark": found.remark, "seen": found.version}
    forms = {"standing": StandingForm(initial=state), **(refused or {})}
    context = {
        "target": found,
        "drive": found.drive,
        "form": form,
        "forms": forms,
        "facts": _facts(found),
        "said": words.answer_facts(request, form.rows),
        "contacts": list(enterprises.contacts_of(found.enterprise)[:3]),
        "state": TargetState(found.state),
        "shares": [_share(one) for one in selectors.shares_of(found.pk)],
        "offers": _offers(found) if may_run and is_open else [],
        "limits": limits(),
        "may_answer": is_open and policies.may_answer(request.actor, found),
        "may_run": may_run and is_open,
        "may_drop": may_run and is_open and found.state == TargetState.NOT_TOLD,
    }
    errors = form.errors or any(one.errors for one in (refused or {}).values())
    return page(request, "web/drives/target.html", context, 422 if errors else 200)


def _facts(found: Any) -> list[Fact]:
    via = str(Via(found.via).label) if found.via else ""
    facts = [
        (pgettext("drive", "State"), str(TargetState(found.state).label)),
        (_("Officer"), found.officer.name if found.officer else _("Nobody")),
        (_("Section"), found.unit.name if found.unit else ""),
        (_("Answered at"), moment(found.answered_at) if found.answered_at else ""),
        (_("Way of the answer"), via),
        (_("Changed by"), found.changed_by),
        (_("Request"), found.request_number),
    ]
    return [Fact(label, value) for label, value in facts if value]


def _share(one: selectors.Given) -> dict[str, Any]:
    unit = one.resource.unit
    parts = [
        f"{words.portion(label, on)} {amount} {unit}".strip() for label, on, amount in one.parts
    ]
    return {
        "resource": one.resource,
        "wanted": one.wanted,
        "held": one.held,
        "place": one.place,
        "why": words.reasons(one.reasons),
        "parts": parts,
        "back": AmountForm(initial={"amount": one.held}, auto_id=f"back_{one.resource.pk}_%s"),
    }


def _offers(found: Any) -> list[dict[str, Any]]:
    """For each resource the forms of its claim and of giving by hand."""
    mine = {one.resource.pk: one for one in selectors.shares_of(found.pk)}
    offers = []
    for row in selectors.resources_of(found.drive):
        claim = mine.get(row.pk)
        initial: dict[str, Any] = {
            "wanted": claim.wanted if claim else 0,
            "rank": claim.rank if claim else 2,
        }
        if claim:
            initial |= {"day": claim.day, "rank_words": claim.rank_words}
        slots = [
            (slot.pk, f"{words.portion(slot.label, slot.day, slot.position)}（{left}）")
            for slot in row.portions
            if (left := slot.capacity - slot.taken)
        ]
        offers.append(
            {
                "row": row,
                "claim": ClaimForm(initial=initial, auto_id=f"claim_{row.pk}_%s"),
                "give": GiveForm(slots=slots, auto_id=f"give_{row.pk}_%s") if slots else None,
            }
        )
    return offers


@acts(Capability.DRIVE_ANSWER, thing="drive_target")
def standing(request: ParkRequest, pk: int) -> HttpResponse:
    """Where the enterprise stands: done, not needed, to be completed and why."""
    found = selectors.target_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:drive_target", pk)
    form = StandingForm(request.POST)
    if form.is_valid():
        try:
            services.record(target=found, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _done(request, found)
    return _again(request, found, {"standing": form})


def _again(request: ParkRequest, found: Any, refused: dict[str, Any]) -> HttpResponse:
    """The whole page with the form that was refused."""
    rows = selectors.answers_of(found.pk, found.drive_id)
    known = AnswersForm.said(rows, found.answer, found.version)
    return _show(request, found, AnswersForm(rows=rows, initial=known), refused)


@acts(Capability.DRIVE_RUN, thing="drive_target")
def drop(request: ParkRequest, pk: int) -> HttpResponse:
    """Take an enterprise out that has not been told."""
    found = selectors.target_for(request.actor, pk)
    if request.method == "POST":
        services.drop_target(target=found, by=request.actor, at=timezone.now())
        messages.success(request, _("The enterprise has been taken out."))
        return go(request, "web:drive", found.drive_id)
    return go(request, "web:drive_target", pk)


@acts(Capability.DRIVE_RUN, thing="drive_target")
def claim(request: ParkRequest, pk: int) -> HttpResponse:
    """What it wants of a resource, and in which class."""
    found = selectors.target_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:drive_target", pk)
    form = ClaimForm(request.POST)
    if form.is_valid():
        try:
            services.set_claim(
                resource=_resource(request, found),
                target=found,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _done(request, found)
    return _again(request, found, {"claim": form})


def _resource(request: ParkRequest, found: Any) -> Any:
    return selectors.resource_in(found, key_in(request.POST, "resource"))


@acts(Capability.DRIVE_RUN, thing="drive_target")
def give(request: ParkRequest, pk: int) -> HttpResponse:
    """So many of one portion, by hand."""
    found = selectors.target_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:drive_target", pk)
    form = GiveForm(request.POST)
    if form.is_valid():
        slot = selectors.slot_for(_resource(request, found), form.cleaned_data["slot"])
        amount = form.cleaned_data["amount"]
        services.give(slot=slot, target=found, amount=amount, by=request.actor, at=timezone.now())
        return _done(request, found)
    return _again(request, found, {"give": form})


@acts(Capability.DRIVE_ANSWER, thing="drive_target")
def give_back(request: ParkRequest, pk: int) -> HttpResponse:
    """Places that are not needed after all; whoever waits is given them."""
    found = selectors.target_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:drive_target", pk)
    form = AmountForm(request.POST)
    if form.is_valid():
        services.give_back(
            resource=_resource(request, found),
            target=found,
            amount=form.cleaned_data["amount"],
            by=request.actor,
            at=timezone.now(),
        )
        return _done(request, found)
    return _again(request, found, {"back": form})


@endpoint(Capability.DRIVE_SEE, thing="drive_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file of an answer as it was sent, to be saved."""
    return files.download(selectors.file_for(request.actor, pk))

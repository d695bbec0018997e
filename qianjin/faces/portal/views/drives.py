"""专项行动 What the park asks of an enterprise: answered by itself, and what it was given."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import policies, selectors, services
from qianjin.apps.drives.choices import WAITED_FOR, TargetState
from qianjin.apps.drives.sentences import reasons
from qianjin.faces.gate import acts, endpoint, files, to
from qianjin.faces.gate.answers import AnswersForm, key_in
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.wording import day
from qianjin.units.refusals import BadInput

from ..forms import AmountForm
from ..frame import go, page

CHANGEABLE = (*WAITED_FOR, TargetState.ANSWERED)


@endpoint(Capability.DRIVE_ANSWER, side="enterprise")
def drives(request: ParkRequest) -> HttpResponse:
    """Everything the park has asked, newest first."""
    before = request.GET.get("before", "")
    rows, older = selectors.asked_page(request.actor, before=before)
    address = to(request, "portal:drives")
    context = {
        "rows": [(row, TargetState(row.state)) for row in rows],
        "several": len(request.actor.enterprise_ids) > 1,
        "older": f"{address}?before={older}" if older else "",
        "newer": address if before else "",
    }
    return page(request, "portal/drives.html", context)


@acts(Capability.DRIVE_ANSWER, thing="drive_target", side="enterprise")
def drive(request: ParkRequest, pk: int) -> HttpResponse:
    """What is asked, with the form of the answer and what has been given."""
    found = selectors.target_for(request.actor, pk)
    rows = selectors.answers_of(found.pk, found.drive_id)
    known = AnswersForm.said(rows, found.answer, found.version)
    if request.method != "POST":
        return _show(request, found, AnswersForm(rows=rows, initial=known))
    form = AnswersForm(request.POST, request.FILES, rows=rows, initial=known)
    if form.is_valid():
        try:
            _answer(request, found, form)
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            return go(request, to(request, "portal:drive", pk) + "?sent=1")
    return _show(request, found, form)


def _answer(request: ParkRequest, found: Any, form: AnswersForm) -> None:
    services.answer(
        target=found,
        answers=form.answers(),
        files=form.uploads(),
        words=form.cleaned_data["words"],
        seen=form.cleaned_data["seen"],
        by=request.actor,
        at=timezone.now(),
    )


def _blame(form: AnswersForm, refusal: BadInput) -> None:
    """A refused file is blamed at the first field that sent one."""
    fields = dict(refusal.fields)
    if "files" in fields:
        sent = [key for key, some in form.uploads().items() if some]
        fields[f"q{sent[0]}" if sent else "words"] = fields.pop("files")
    blame(form, BadInput(fields))


def _show(request: ParkRequest, found: Any, form: AnswersForm, status: int = 200) -> HttpResponse:
    is_open = found.drive.finished_at is None
    may_answer = is_open and found.state in CHANGEABLE
    context = {
        "target": found,
        "drive": found.drive,
        "state": TargetState(found.state),
        "form": form,
        "may_answer": may_answer and policies.may_answer(request.actor, found),
        "shares": [_share(one) for one in selectors.shares_of(found.pk)],
        "may_give_back": is_open,
        "limits": files.limits(),
        "several": len(request.actor.enterprise_ids) > 1,
        "sent": request.GET.get("sent") == "1",
        "returned": request.GET.get("returned") == "1",
        "said": [row for row in form.rows if row.answer is not None],
    }
    return page(request, "portal/drive.html", context, 422 if form.errors else status)


def _share(one: selectors.Given) -> dict[str, Any]:
    parts = [
        " ".join(filter(None, [day(on) if on else "", label, str(amount), one.resource.unit]))
        for label, on, amount in one.parts
    ]
    return {
        "resource": one.resource,
        "wanted": one.wanted,
        "held": one.held,
        "place": one.place,
        "why": reasons(one.reasons),
        "parts": parts,
    }


@acts(Capability.DRIVE_ANSWER, thing="drive_target", side="enterprise")
def give_back(request: ParkRequest, pk: int) -> HttpResponse:
    """Places that are not needed after all; whoever waits is given them at once."""
    found = selectors.target_for(request.actor, pk)
    here = to(request, "portal:drive", pk)
    if request.method != "POST":
        return go(request, here)
    form = AmountForm(request.POST)
    resource = selectors.resource_in(found, key_in(request.POST, "resource"))
    if not form.is_valid():
        raise BadInput({name: list(problems) for name, problems in form.errors.items()})
    services.give_back(
        resource=resource,
        target=found,
        amount=form.cleaned_data["amount"],
        by=request.actor,
        at=timezone.now(),
    )
    return go(request, f"{here}?returned=1")


@endpoint(Capability.DRIVE_ANSWER, thing="drive_file", side="enterprise")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file of one's own answer as it was sent, to be saved."""
    return files.download(selectors.file_for(request.actor, pk))

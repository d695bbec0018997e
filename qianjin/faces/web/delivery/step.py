"""事项页 One step: both dates, what happened, dates typed, papers, its trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import policies, selectors, services
from qianjin.apps.delivery.choices import Basis, NoteKind, PlanState, StepState
from qianjin.apps.delivery.refusals import ChangedSince
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate import files as gate_files
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Attachment, Fact, ThreadItem
from qianjin.units.refusals import BadInput

from . import conflict, words
from .forms import DatesForm, EnterForm, NoteForm


@endpoint(Capability.DELIVERY_SEE, thing="delivery_step")
def step(request: ParkRequest, pk: int) -> HttpResponse:
    """One step of a plan."""
    return _page(request, selectors.step_for(request.actor, pk), {})


@acts(Capability.DELIVERY_KEEP, thing="delivery_step")
def enter(request: ParkRequest, pk: int) -> HttpResponse:
    """What happened, dates, a note or files; ``act`` says which form was sent."""
    row = selectors.step_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:delivery_step", pk)
    what = request.POST.get("act", "enter")
    people = selectors.keepers_of(request.actor, on=timezone.localdate())
    form: Any
    if what == "dates":
        form = DatesForm(request.POST, auto_id="id_dates_%s")
    elif what == "note":
        form = NoteForm(request.POST, request.FILES, auto_id="id_note_%s")
    else:
        what, form = "enter", EnterForm(request.POST, people=people)
    if form.is_valid():
        try:
            _done(request, row, what, form.cleaned_data, people)
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince:
            changes = conflict.changes(form, _saved(row)[what])
            conflict.fresh_version(form, row.version)
            return _page(request, row, {what: form}, changes={f"{what}_changes": changes})
        else:
            messages.success(request, _("Entered."))
            return go(request, "web:delivery_step", pk)
    return _page(request, row, {what: form})


def _done(request: ParkRequest, row: Any, what: str, given: dict[str, Any], people: Any) -> None:
    now, by = timezone.now(), request.actor
    if what == "dates":
        services.set_dates(step=row, by=by, at=now, **given)
    elif what == "note":
        if given["files"]:
            services.add_files(step=row, files=given["files"], by=by, at=now)
        if given["words"] or not given["files"]:
            services.add_note(step=row, words=given["words"], by=by, at=now)
    else:
        owner = given["owner"]
        chosen = next((one for one in people if one.pk == owner), None)
        services.enter_step(step=row, by=by, at=now, **given | {"owner": chosen})


def _saved(row: Any) -> dict[str, dict[str, Any]]:
    """What each form of the page shows of what is saved."""
    entered = (*services.FACTS, "document", "percent")
    return {
        "enter": {name: getattr(row, name) for name in entered} | {"owner": row.owner_id},
        "dates": {
            name: getattr(row, name)
            for name in ("not_before", "starts_on", "promised_on", "days", "reason")
        },
    }


def _page(
    request: ParkRequest, row: Any, forms: dict[str, Any], changes: dict[str, Any] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    known = selectors.known_of(request.park, row.plan.network, today)
    step_known = known.get(row.key)
    tone, word = words.light(row, today)
    may = policies.may_enter(request.actor, row) and row.plan.state == PlanState.ACTIVE
    context = {
        "row": row,
        "plan": row.plan,
        "known": step_known,
        "tone": tone,
        "word": word,
        "state": StepState(row.state),
        "facts": _facts(row, step_known),
        "before": _before(request, row, known) if words.sees_all(request) else (),
        "timeline": [_note(one) for one in selectors.notes_of(row)],
        "files": [
            Attachment(file.name, to(request, "web:delivery_file", file.pk))
            for file in row.files.all()
        ],
        "sees_plan": words.sees_all(request),
        "may_enter": may,
        "limits": gate_files.limits(),
        **(_forms(request, row, forms) if may else {}),
        **(changes or {}),
    }
    bad = any(form.errors for form in forms.values())
    return page(request, "web/delivery/step.html", context, 409 if changes else 422 if bad else 200)


def _forms(request: ParkRequest, row: Any, forms: dict[str, Any]) -> dict[str, Any]:
    people = selectors.keepers_of(request.actor, on=timezone.localdate())
    saved, version = _saved(row), {"version": row.version}
    return {
        "enter_form": forms.get("enter")
        or EnterForm(initial=saved["enter"] | version, people=people),
        "dates_form": forms.get("dates")
        or DatesForm(initial=saved["dates"] | version | _asked(request), auto_id="id_dates_%s"),
        "note_form": forms.get("note") or NoteForm(auto_id="id_note_%s"),
    }


def _asked(request: ParkRequest) -> dict[str, Any]:
    """Dates that a question handed over."""
    asked: dict[str, Any] = {}
    try:
        if text := request.GET.get("not_before", ""):
            asked["not_before"] = date.fromisoformat(text)
    except ValueError:
        pass
    days = request.GET.get("days", "")
    if days.isdecimal() and len(days) < 5:
        asked["days"] = int(days)
    return asked


def _facts(row: Any, known: Any) -> list[Fact]:
    facts = [
        Fact(_("Planned"), words.span(row.start_on, row.end_on) or "—"),
        Fact(_("Who does it"), row.who or "—", sub=words.side(row.side)),
        Fact(pgettext("step", "Who carries it"), row.owner.name if row.owner else "—"),
    ]
    if row.review_from or row.review_begun_on:
        told = words.span(
            row.review_begun_on or row.review_from, row.review_done_on or row.review_until
        )
        facts.insert(0, Fact(_("Pre-review"), told, sub=_("an opinion, no approval")))
    if row.promised_on:
        facts.append(Fact(_("Promised by"), words.iso(row.promised_on)))
    if row.is_provisional:
        facts.append(Fact(_("Calendar"), _("provisional"), tone="at_risk"))
    if row.floats is not None and row.state != StepState.DONE:
        facts.append(Fact(_("May still wait"), words.days(row.floats)))
    if known is None:
        return facts
    basis = str(Basis(known.basis).label)
    if known.runs:
        basis = _("the park's own ledger, %(count)s finished") % {"count": known.runs}
    facts += [
        Fact(_("Least / usual / most"), words.length(known)),
        Fact(_("Where the days come from"), basis),
        Fact(pgettext("delivery", "Law"), known.law or "—"),
    ]
    if known.floor is not None:
        facts.append(Fact(_("By law at least"), words.days(known.floor)))
    if known.ceiling is not None:
        facts.append(Fact(_("By law at most"), words.days(known.ceiling)))
    return facts


def _before(request: ParkRequest, row: Any, known: Any) -> list[dict[str, Any]]:
    """What comes before the step in its plan, and why."""
    step = known.get(row.key)
    if step is None:
        return []
    there = {one.key: one for one in selectors.steps_of(row.plan)}
    return [
        {
            "row": there[one.of],
            "url": to(request, "web:delivery_step", there[one.of].pk),
            "told": words.link(one, known),
            "why": words.strength(one),
            "state": StepState(there[one.of].state),
        }
        for one in step.after
        if one.of in there
    ]


def _note(one: Any) -> ThreadItem:
    said = one.words if one.kind == NoteKind.NOTE else ""
    return ThreadItem(
        who=one.by_name or _("The clock"),
        what=str(NoteKind(one.kind).label),
        at=one.at,
        said=said,
        text="" if said else one.words,
        tone="active" if one.kind == NoteKind.FACT else "",
    )


@endpoint(Capability.DELIVERY_SEE, thing="delivery_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A document of a step, to be saved."""
    return gate_files.download(selectors.file_for(request.actor, pk))

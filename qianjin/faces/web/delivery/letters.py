"""工作联系单 Letters to bureaux: the list, a new one, its page, its Word file, the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import policies, selectors, services
from qianjin.apps.delivery.choices import AWAITED, OPEN_STEPS, LetterState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate import files as gate_files
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper as office_paper
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Attachment, Fact, NavItem, Step
from qianjin.units.refusals import BadInput

from . import papers, words
from .forms import AnswerForm, LetterForm

ANSWER_DAYS = 7


@endpoint(Capability.DELIVERY_SEE)
def letters(request: ParkRequest) -> HttpResponse:
    """Letters by state; a bureau sees those sent to it."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    found = selectors.letters_page(request.actor, state=state, before=before)
    address, today = to(request, "web:delivery_letters"), timezone.localdate()
    choices = [("", pgettext("letters", "Answer awaited")), ("all", pgettext("letters", "All"))]
    shown = (LetterState.DRAFT, LetterState.ANSWERED)
    choices += [(s.value, str(s.label)) for s in shown if words.sees_all(request) or s != "draft"]
    known = state if state in dict(choices) else ""
    context = {
        "tabs": words.tabs(request, "delivery_letters"),
        "views": [NavItem(n, f"{address}?state={k}", active=k == known) for k, n in choices],
        "rows": [_line(request, row, today) for row in found.rows],
        "older": f"{address}?state={known}&before={found.older}" if found.older else "",
        "newer": f"{address}?state={known}" if before else "",
    }
    return page(request, "web/delivery/letters.html", context)


def _line(request: ParkRequest, row: Any, today: Any) -> dict[str, Any]:
    return {
        "row": row,
        "url": to(request, "web:delivery_letter", row.pk),
        "light": words.letter_light(row, today),
        "due": words.iso(row.due_on),
        "sent": words.iso(timezone.localdate(row.sent_at) if row.sent_at else None),
    }


@acts(Capability.DELIVERY_KEEP, thing="delivery_plan")
def new(request: ParkRequest, pk: int) -> HttpResponse:
    """Write a letter about steps of a plan; steps and words come filled in."""
    plan = selectors.plan_for(request.actor, pk)
    units = selectors.units_for(request.actor)
    steps = [row for row in selectors.steps_of(plan) if row.state in OPEN_STEPS]
    form = LetterForm(
        request.POST or None, units=units, steps=steps, initial=_first(request, plan, steps)
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        wanted, unit = set(given.pop("steps")), given.pop("unit")
        try:
            chosen = next((one for one in units if one.pk == unit), None)
            if chosen is None:
                raise BadInput({"unit": [_("Choose one from the list.")]})
            made = services.write_letter(
                plan=plan,
                unit=chosen,
                steps=[row for row in steps if str(row.pk) in wanted],
                by=request.actor,
                at=timezone.now(),
                **given,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:delivery_letter", made.pk)
    context = {"form": form, "plan": plan}
    return page(request, "web/delivery/letter_new.html", context, 422 if form.errors else 200)


def _first(request: ParkRequest, plan: Any, steps: Any) -> dict[str, Any]:
    """About the step that is named, or about what must begin this week in its bureau."""
    asked = request.GET.get("step", "")
    row = next((one for one in steps if str(one.pk) == asked), None)
    today = timezone.localdate()
    if row is None:
        return {"due_on": today + timedelta(days=ANSWER_DAYS)}
    return {
        "unit": row.unit_id,
        "subject": papers.subject_of(plan, row),
        "words": papers.words_of(plan, [row]),
        "due_on": today + timedelta(days=ANSWER_DAYS),
        "steps": [str(row.pk)],
    }


@endpoint(Capability.DELIVERY_SEE, thing="bureau_letter")
def letter(request: ParkRequest, pk: int) -> HttpResponse:
    """One letter: what is asked, where it stands, what came back."""
    return _page(request, selectors.letter_for(request.actor, pk), AnswerForm())


def _page(request: ParkRequest, row: Any, form: Any) -> HttpResponse:
    sees_plan = words.sees_all(request)
    may_keep = policies.may_keep(request.actor, row.plan)
    context = {
        "letter": row,
        "light": words.letter_light(row, timezone.localdate()),
        "facts": _facts(request, row, sees_plan),
        "way": _way(row),
        "step_rows": [
            (one, words.span(one.begun_on or one.start_on, one.done_on or one.end_on))
            for one in row.steps.all()
        ],
        "files": [
            Attachment(one.name, to(request, "web:delivery_letter_file", one.pk))
            for one in row.files.all()
        ],
        "may_send": may_keep and row.state == LetterState.DRAFT,
        "may_chase": may_keep and row.state in AWAITED,
        "may_withdraw": may_keep and row.state in (LetterState.DRAFT, *AWAITED),
        "may_answer": policies.may_answer(request.actor, row) and row.state in AWAITED,
        "may_receive": row.state == LetterState.SENT,
        "link": _link(request, row) if may_keep and row.state in AWAITED else "",
        "form": form,
        "limits": gate_files.limits(),
    }
    return page(request, "web/delivery/letter.html", context, 422 if form.errors else 200)


def _link(request: ParkRequest, row: Any) -> str:
    """Where somebody of the bureau without an account answers."""
    return request.build_absolute_uri(reverse("letter_link", args=[selectors.link_of(row)]))


def _facts(request: ParkRequest, row: Any, sees_plan: bool) -> list[Fact]:
    url = to(request, "web:delivery_plan", row.plan_id) if sees_plan else ""
    return [
        Fact(_("Number"), row.number),
        Fact(_("To the unit"), row.unit.name),
        Fact(_("Plan"), row.plan.name, url=url),
        Fact(_("Answer by"), words.iso(row.due_on)),
        Fact(_("Written by"), row.owner.name),
        Fact(_("Times chased"), str(row.chased)) if row.chased else Fact(_("Times chased"), "0"),
    ]


def _way(row: Any) -> list[Step]:
    """Written, sent, received, answered."""
    order = [
        (_("Written"), row.made_at, row.owner.name),
        (pgettext("letter", "Sent"), row.sent_at, ""),
        (pgettext("letter", "Received"), row.received_at, row.received_by),
        (pgettext("letter", "Answered"), row.answered_at, row.answered_by),
    ]
    now = next((n for n, (_label, at, _who) in enumerate(order) if at is None), len(order))
    return [
        Step(
            label,
            "done" if at else ("now" if n == now and row.state != "withdrawn" else "coming"),
            time=words.iso(timezone.localdate(at)) if at else "",
            text=who,
        )
        for n, (label, at, who) in enumerate(order)
    ]


@acts(Capability.DELIVERY_KEEP, thing="bureau_letter")
def act(request: ParkRequest, pk: int) -> HttpResponse:
    """Send it, ask again, take it back."""
    row = selectors.letter_for(request.actor, pk)
    if request.method == "POST":
        what, now = request.POST.get("act", ""), timezone.now()
        if what == "chase":
            services.chase_letter(letter=row, by=request.actor, at=now)
            messages.success(request, _("The bureau is asked again."))
        elif what == "withdraw":
            services.withdraw_letter(letter=row, by=request.actor, at=now)
            messages.success(request, _("The letter is withdrawn."))
        else:
            services.send_letter(letter=row, by=request.actor, at=now)
            messages.success(request, _("The letter is sent; its liaisons are told."))
    return go(request, "web:delivery_letter", pk)


@acts(Capability.LETTER_ANSWER, thing="bureau_letter")
def answer(request: ParkRequest, pk: int) -> HttpResponse:
    """The bureau has it; or what it says."""
    row = selectors.letter_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:delivery_letter", pk)
    now = timezone.now()
    if request.POST.get("act") == "receive":
        services.receive_letter(letter=row, by=request.actor, at=now)
        messages.success(request, _("Received."))
        return go(request, "web:delivery_letter", pk)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.answer_letter(letter=row, by=request.actor, at=now, **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The answer has gone to the park."))
            return go(request, "web:delivery_letter", pk)
    return _page(request, row, form)


@endpoint(Capability.DELIVERY_SEE, thing="bureau_letter")
def word(request: ParkRequest, pk: int) -> HttpResponse:
    """The letter as Word."""
    row = selectors.letter_for(request.actor, pk)
    link = _link(request, row) if row.state in AWAITED else ""
    return office_paper.answer(papers.letter(row, link), f"{row.number}.docx")


@endpoint(Capability.DELIVERY_SEE, thing="bureau_letter_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file that came with an answer, to be saved."""
    return gate_files.download(selectors.letter_file_for(request.actor, pk))

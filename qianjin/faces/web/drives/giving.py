"""分配 What there is to allot: its portions, the queue, and what the rule would give."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.choices import Order, Rank
from qianjin.apps.enterprises.choices import Tier
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.answers import key_in
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Cell, Column, TableRow
from qianjin.ui.wording import day, moment
from qianjin.units.refusals import BadInput

from . import words
from .forms import AmountForm, ResourceForm


@acts(Capability.DRIVE_RUN, thing="drive")
def resources(request: ParkRequest, pk: int) -> HttpResponse:
    """What this action allots; a POST adds one thing."""
    found = selectors.drive_for(request.actor, pk)
    questions = {one.pk: one for one in selectors.questions_of(found)}
    sent = request.POST if request.method == "POST" else None
    form = ResourceForm(sent, questions=list(questions.values()))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        for name in ("asks", "asks_day"):
            given[name] = questions.get(given[name] or 0)
        try:
            services.add_resource(drive=found, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:drive_resources", pk)
    rows = selectors.resources_of(found)
    context = {
        "form": form,
        "drive": found,
        "rows": rows,
        "bars": words.resource_bars(request, rows),
        "may_run": found.finished_at is None,
    }
    return page(request, "web/drives/resources.html", context, 422 if form.errors else 200)


@endpoint(Capability.DRIVE_SEE, thing="drive_resource")
def resource(request: ParkRequest, pk: int) -> HttpResponse:
    """One resource: how full its portions are, who wants it, what the rule gives next and why."""
    found = selectors.resource_for(request.actor, pk)
    rows, further = selectors.claims_page(found, after=request.GET.get("after", ""))
    may_run = request.actor.may(Capability.DRIVE_RUN) and found.drive.finished_at is None
    plan = selectors.plan_of(found)
    address = to(request, "web:drive_resource", pk)
    slots = list(found.slots.all())
    context = {
        "resource": found,
        "drive": found.drive,
        "slots": [
            {"row": slot, "name": words.portion(slot.label, slot.day, slot.position),
             "left": slot.capacity - slot.taken}
            for slot in slots
        ],
        "left": sum(slot.capacity - slot.taken for slot in slots),
        "order": Order(found.order).label,
        "plan": plan,
        "waiting": len(plan.waiting),
        "columns": _columns(),
        "rows": [_row(request, row, plan) for row in rows],
        "older": f"{address}?after={further}" if further else "",
        "may_run": may_run,
    }  # fmt: skip
    return page(request, "web/drives/resource.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Enterprise"), main=True),
        Column(pgettext("allotment", "Wanted"), align="end"),
        Column(pgettext("allotment", "Held"), align="end"),
        Column(pgettext("allotment", "Rule gives"), align="end"),
        Column(pgettext("allotment", "Why")),
        Column(pgettext("allotment", "Asked"), nowrap=True),
    ]


def _row(request: ParkRequest, row: selectors.ClaimRow, plan: Any) -> TableRow:
    given = sum(plan.given.get(row.pk, {}).values())
    why = plan.reasons.get(row.pk, []) if row.held < row.wanted else row.reasons
    sub = words_of_class(row)
    return TableRow(
        [
            Cell(row.enterprise, url=to(request, "web:drive_target", row.target_id), sub=sub),
            Cell(str(row.wanted), sub=day(row.day) if row.day else ""),
            str(row.held),
            f"+{given}" if given else "—",
            words.reasons(why) or "—",
            moment(row.asked_at),
        ]
    )


def words_of_class(row: selectors.ClaimRow) -> str:
    """Tier, and where an officer has set another class, that with its reason."""
    told = [str(Tier(row.tier).label)] if row.tier in Tier.values else []
    if row.rank != Rank.USUAL:
        told.append(f"{Rank(row.rank).label}（{row.rank_words}）")
    return " · ".join(told)


@acts(Capability.DRIVE_RUN, thing="drive_resource")
def allot(request: ParkRequest, pk: int) -> HttpResponse:
    """Carry the plan out that was looked at."""
    found = selectors.resource_for(request.actor, pk)
    if request.method == "POST":
        seen = request.POST.get("plan", "")[:64]
        many = services.allot(resource=found, by=request.actor, at=timezone.now(), seen=seen)
        told = ngettext("%(count)d has been given.", "%(count)d have been given.", many)
        messages.success(request, told % {"count": many})
    return go(request, "web:drive_resource", pk)


@acts(Capability.DRIVE_RUN, thing="drive_resource")
def capacity(request: ParkRequest, pk: int) -> HttpResponse:
    """There is more of a portion, or less."""
    found = selectors.resource_for(request.actor, pk)
    if request.method == "POST":
        form = AmountForm(request.POST)
        slot = selectors.slot_for(found, key_in(request.POST, "slot"))
        problem = ""
        try:
            if form.is_valid():
                amount = form.cleaned_data["amount"]
                services.set_capacity(
                    slot=slot, capacity=amount, by=request.actor, at=timezone.now()
                )
            else:
                problem = _("A capacity is a number from 1 to 100,000.")
        except BadInput as refusal:
            problem = " ".join(str(one) for found in refusal.fields.values() for one in found)
        if problem:
            messages.error(request, problem)
    return go(request, "web:drive_resource", pk)


@acts(Capability.DRIVE_RUN, thing="drive_resource")
def drop(request: ParkRequest, pk: int) -> HttpResponse:
    """It is not allotted after all."""
    found = selectors.resource_for(request.actor, pk)
    if request.method == "POST":
        services.drop_resource(resource=found, by=request.actor, at=timezone.now())
        return go(request, "web:drive_resources", found.drive_id)
    return go(request, "web:drive_resource", pk)

"""村份额 One village in one acquisition: numbers, counts, objections, hearings, meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.clearing import policies, selectors, services
from qianjin.apps.clearing.choices import (
    AcquisitionState,
    Counted,
    Ground,
    MeetMeans,
    ObjectionState,
)
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .forms import CountForm, HearingForm, MeetForm, ObjectionForm, PartForm, SettleForm


@endpoint(Capability.CLEARING_SEE, thing="village_part")
def part(request: ParkRequest, pk: int) -> HttpResponse:
    """Where one village stands, and every form to go on with."""
    found = selectors.part_for(request.actor, pk)
    return _page(request, found, {})


def _page(request: ParkRequest, found: Any, forms: dict[str, Any]) -> HttpResponse:
    acquisition, today = found.acquisition, timezone.localdate()
    may = (
        policies.may_keep_village(request.actor, found.village)
        and acquisition.state == AcquisitionState.UNDER_WAY
    )
    pays = policies.may_pay(request.actor, found.park_id)
    mine = {"part__village": found.village_id}
    context = {
        "part": found,
        "acquisition": acquisition,
        "due": words.money(found.due),
        "paid": words.money(found.paid),
        "may_keep": may,
        "forms": (_forms(found, today, pays) | forms) if may else {},
        "entries": [
            (one, Counted(one.kind).label)
            for one in selectors.entries_of(request.actor, acquisition)
            if one.part_id == found.pk
        ],
        "objections": [
            (one, ObjectionState(one.state), Ground(one.ground).label)
            for one in selectors.objections_of(request.actor, acquisition)
            if one.part_id == found.pk
        ],
        "meetings": [
            (one, MeetMeans(one.means).label)
            for one in selectors.meetings_of(
                request.actor, acquisition=acquisition, village=mine["part__village"]
            )
        ],
        "against": services.against(found),
        "settle": SettleForm(initial={"settled_on": today}),
    }
    bad = any(form.errors for form in forms.values())
    return page(request, "web/clearing/part.html", context, 422 if bad else 200)


def _forms(found: Any, today: Any, pays: bool) -> dict[str, Any]:
    numbers = {name: getattr(found, name) for name in ("households", "members", "due", "version")}
    made: dict[str, Any] = {
        "numbers": PartForm(initial=numbers),
        "count": CountForm(initial={"on": today}),
        "objection": ObjectionForm(initial={"raised_on": today, "members": 1}),
        "meeting": MeetForm(initial={"on": today}),
    }
    if not pays:
        del made["numbers"].fields["due"]
        made["count"].fields["kind"].choices = [
            choice for choice in Counted.choices if choice[0] != Counted.PAID
        ]
    if found.acquisition.has_hearing:
        made["hearing"] = HearingForm(initial={"held_on": today})
    return made


def _act(
    request: ParkRequest, pk: int, name: str, kind: Any, verb: Callable[..., Any], told: Any
) -> HttpResponse:
    """One of the forms of a village was sent; a wrong one comes back on the page."""
    found = selectors.part_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:clearing_part", pk)
    form = kind(request.POST)
    if form.is_valid():
        try:
            verb(part=found, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, told)
            return go(request, "web:clearing_part", pk)
    return _page(request, found, {name: form})


@acts(Capability.CLEARING_KEEP, thing="village_part")
def numbers(request: ParkRequest, pk: int) -> HttpResponse:
    """How many households and members there are, and how much is due."""
    told = _("This has been changed.")
    return _act(request, pk, "numbers", PartForm, services.set_part, told)


@acts(Capability.CLEARING_KEEP, thing="village_part")
def count(request: ParkRequest, pk: int) -> HttpResponse:
    """Add households or money."""
    return _act(request, pk, "count", CountForm, services.count, _("It has been counted."))


@acts(Capability.CLEARING_KEEP, thing="village_part")
def objection(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter an objection."""
    told = _("The objection is entered; the dates have been reckoned anew.")
    return _act(request, pk, "objection", ObjectionForm, services.raise_objection, told)


@acts(Capability.CLEARING_KEEP, thing="village_part")
def hearing(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter a hearing that was held."""
    told = _("The hearing is entered.")
    return _act(request, pk, "hearing", HearingForm, services.hold_hearing, told)


@acts(Capability.CLEARING_KEEP, thing="village_part")
def meeting(request: ParkRequest, pk: int) -> HttpResponse:
    """Write down who was met."""
    return _act(request, pk, "meeting", MeetForm, services.meet, _("The meeting is entered."))


@acts(Capability.CLEARING_KEEP, thing="objection")
def settle(request: ParkRequest, pk: int) -> HttpResponse:
    """Say what became of an objection."""
    found = selectors.objection_for(request.actor, pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_objection(
                objection=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The objection is settled."))
            return go(request, "web:clearing_part", found.part_id)
    context = {"form": form, "objection": found, "ground": Ground(found.ground).label}
    return page(request, "web/clearing/settle.html", context, 422 if form.errors else 200)

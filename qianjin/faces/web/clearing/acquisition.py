"""征收一宗 One parcel being acquired: its steps, its villages, what holds it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.choices import AcquisitionState, Ground, ObjectionState, Outcome
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Fact
from qianjin.units.refusals import BadInput

from . import words
from .forms import EditForm, OpenForm, VillageForm, WhyForm


def sent(request: ParkRequest) -> Any:
    """What was posted, if anything."""
    return request.POST if request.method == "POST" else None


@endpoint(Capability.CLEARING_SEE, thing="acquisition")
def acquisition(request: ParkRequest, pk: int) -> HttpResponse:
    """One acquisition: dates and what they hang on, villages, steps online and on foot."""
    found = selectors.acquisition_for(request.actor, pk)
    parts, today = selectors.parts_of(request.actor, found), timezone.localdate()
    way = selectors.way_of(found.park, found.parcel_id, today)
    context = {
        "found": found,
        "state": AcquisitionState(found.state),
        "parts": [_part(one) for one in parts],
        "objections": [
            (one, ObjectionState(one.state), Ground(one.ground).label)
            for one in selectors.objections_of(request.actor, found)
        ],
        "hearings": [(one, Outcome(one.outcome)) for one in selectors.hearings_of(found)],
        "meetings": selectors.meetings_of(request.actor, acquisition=found),
        "facts": _facts(request, found),
        "may_keep": _may_keep(request, found),
        **(way_context(request, way, found.parcel, parts, today) if way else {}),
    }
    return page(request, "web/clearing/acquisition.html", context)


def way_context(
    request: ParkRequest, way: selectors.Way, parcel: Any, parts: list[Any], today: Any
) -> dict[str, Any]:
    """The dates of a parcel, what it hangs on, what would help, and its steps."""
    villages = words.names_of(parts)
    blocker = way.ready.blocker
    return {
        "dates": words.ready_facts(way.ready.ready, way.granted.ready),
        "is_ready": all(gate.is_done for gate in way.ready.gates),
        "blocker": _hangs_on(way, villages),
        "works": words.works_rows(request, way.awaited),
        "blocker_step": way.rules.get(words.split(blocker)[0]) if blocker else None,
        "levers": words.lever_reasons(way.levers, villages, way.rules),
        "groups": words.step_groups(
            request, way, parcel, villages=villages, parts=parts, today=today
        ),
    }


def _hangs_on(way: selectors.Way, villages: dict[int, str]) -> str:
    blocker = way.ready.blocker
    if blocker and way.rules[words.split(blocker)[0]].is_planned:
        return words.waiting_for(way.awaits)
    return words.gate_name(blocker, villages, way.rules) if blocker else ""


def _may_keep(request: ParkRequest, found: Any) -> bool:
    office = request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK
    return office and found.state == AcquisitionState.UNDER_WAY


def _part(part: Any) -> dict[str, Any]:
    return {
        "row": part,
        "due": words.money(part.due),
        "paid": words.money(part.paid),
        "met": words.iso(part.last_met_on),
    }


def _facts(request: ParkRequest, found: Any) -> list[Fact]:
    parcel = found.parcel
    national = services.is_national(found, parcel.hectares)
    told = [
        Fact(
            _("Area"),
            f"{parcel.mu:,.2f} {pgettext('unit', 'mu')}",
            sub=f"{parcel.hectares:,.4f} ha",
        ),
        Fact(_("Lies in"), parcel.village.name if parcel.village else "—"),
        Fact(
            _("Approved by"),
            _("State Council") if national else _("Provincial government"),
            sub=_("Land Administration Law, art. 46"),
        ),
        Fact(
            _("Opened"), f"{found.opened_by.name} {words.iso(timezone.localdate(found.opened_at))}"
        ),
    ]
    if found.project:
        told.insert(0, Fact(_("For the project"), found.project))
    if found.arable_ha is not None:
        told.append(Fact(_("Arable land (ha)"), f"{found.arable_ha.normalize():f}"))
    return told


@acts(Capability.CLEARING_KEEP)
def new(request: ParkRequest) -> HttpResponse:
    """Open the acquisition of a parcel."""
    villages = selectors.villages_of(request.actor)
    known = {"number": request.GET.get("number", "")[:40]}
    form = OpenForm(sent(request), villages=villages, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            made = _open(request, form.cleaned_data, villages)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The acquisition has been opened."))
            return go(request, "web:acquisition", made.pk)
    return page(request, "web/clearing/new.html", {"form": form}, 422 if form.errors else 200)


def _open(request: ParkRequest, given: dict[str, Any], villages: list[Any]) -> Any:
    given = dict(given)
    parcel = selectors.parcel_by_number(request.actor, given.pop("number"))
    if parcel is None:
        raise BadInput({"number": [_("There is no such parcel in the book.")]})
    chosen = [unit for unit in villages if unit.pk in given.pop("villages", ())]
    return services.open_acquisition(
        parcel=parcel, villages=chosen, by=request.actor, at=timezone.now(), **given
    )


@acts(Capability.CLEARING_KEEP, thing="acquisition")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """What applies to it, and for which project it is."""
    found = selectors.acquisition_for(request.actor, pk)
    names = [name for name in EditForm.base_fields if name != "version"]
    known = {name: getattr(found, name) for name in names} | {"version": found.version}
    form = EditForm(sent(request), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_acquisition(
                acquisition=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("This has been changed."))
            return go(request, "web:acquisition", pk)
    context = {
        "form": form,
        "found": found,
        "why": WhyForm(),
        "village": VillageForm(villages=selectors.villages_of(request.actor)),
    }
    return page(request, "web/clearing/edit.html", context, 422 if form.errors else 200)


@acts(Capability.CLEARING_KEEP, thing="acquisition")
def stop(request: ParkRequest, pk: int) -> HttpResponse:
    """Stop it, and say why."""
    found = selectors.acquisition_for(request.actor, pk)
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        services.stop_acquisition(
            acquisition=found, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        )
        messages.success(request, _("The acquisition has been stopped."))
        return go(request, "web:acquisition", pk)
    context = {"form": form, "title": _("Stop the acquisition"), "sub": str(found.parcel)}
    context["back"] = to(request, "web:acquisition", pk)
    return page(request, "web/clearing/why.html", context, 422 if form.errors else 200)


@acts(Capability.CLEARING_KEEP, thing="acquisition")
def village(request: ParkRequest, pk: int) -> HttpResponse:
    """Add a village that has a part in the land."""
    found = selectors.acquisition_for(request.actor, pk)
    if request.method == "POST":
        form = VillageForm(request.POST)
        key = form.cleaned_data.get("village") if form.is_valid() else None
        unit = next((u for u in selectors.villages_of(request.actor) if u.pk == key), None)
        if unit is None:
            raise BadInput({"village": [_("Choose a village of this park.")]})
        services.add_village(acquisition=found, village=unit, by=request.actor, at=timezone.now())
    return go(request, "web:acquisition", pk)

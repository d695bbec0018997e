"""位置与外勤 Where enterprises are, and when officers can be out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.visits import policies, selectors, services
from qianjin.apps.visits.choices import HALF_DAYS
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.enterprises.moving import follows_merges
from qianjin.faces.web.frame import go, listed, page
from qianjin.units.refusals import BadInput, Missing

from . import words
from .forms import PlaceForm, TimesForm


@endpoint(Capability.VISIT_PLAN)
def times(request: ParkRequest) -> HttpResponse:
    """Everyone who goes on rounds: half days, sectors, languages."""
    people = selectors.times_of(request.park.pk, on=timezone.localdate())
    context = {
        "tabs": words.tabs(request, "visit_times"),
        "days": words.WEEKDAYS[:5],
        "people": [
            {
                "person": one,
                "days": [(f"{n}am" in one.half_days, f"{n}pm" in one.half_days) for n in range(5)],
                "skills": listed(words.skill(code) for code in (*one.sectors, *one.skills)),
                "may_set": policies.may_set_time_of(request.actor, one.person_id),
            }
            for one in people
        ],
    }
    return page(request, "web/visits/times.html", context)


@acts(Capability.VISIT_PLAN, thing="officer")
def time_of(request: ParkRequest, pk: int) -> HttpResponse:
    """One officer's half days and skills."""
    today = timezone.localdate()
    known = selectors.availability_of(request.actor, pk, on=today)
    if known is None:
        raise Missing
    initial = {"half_days": known.half_days or HALF_DAYS, "skills": known.skills}
    form = TimesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_times(
            person=accounts.person_for(request.actor, pk),
            park=request.park,
            by=request.actor,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Plans made from now on keep to it."))
        return go(request, "web:visit_times")
    may_set = policies.may_set_time_of(request.actor, pk)
    context = {"form": form, "person": known, "may_set": may_set}
    return page(request, "web/visits/time.html", context, 422 if form.errors else 200)


@acts(Capability.VISIT_RECORD, thing="enterprise")
@follows_merges
def place(request: ParkRequest, pk: int) -> HttpResponse:
    """Where an enterprise stands, and when and for whom its door is open."""
    firm = enterprises.get_enterprise_for(request.actor, pk)
    row = selectors.place_of(firm)
    form = PlaceForm(request.POST or None, initial=_known(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.place_enterprise(
                enterprise=firm, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("It stands on the map now."))
            return go(request, "web:enterprise", pk)
    here = [{"lon": row.lon, "lat": row.lat, "label": firm.name, "tone": "active"}] if row else []
    around = [
        {"lon": one.lon, "lat": one.lat, "label": one.enterprise.name, "tone": "closed"}
        for one in selectors.places_around(request.park.pk, but=firm.pk)
    ]
    context = {
        "form": form,
        "firm": firm,
        "points": [*words.home(request.park.pk), *around, *here],
        "may_place": policies.may_place(request.actor, firm),
    }
    return page(request, "web/visits/place.html", context, 422 if form.errors else 200)


def _known(row: Any) -> dict[str, Any]:
    names = ("lon", "lat", "opens", "closes", "weekdays", "needs", "minutes")
    return {name: getattr(row, name) for name in names} if row else {}

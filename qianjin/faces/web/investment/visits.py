"""接待与踏勘 Visits to the park planned and paid; the ground walked with an investor."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import PlanState
from qianjin.apps.investment.refusals import MayNotKeepProject
from qianjin.apps.land import selectors as land
from qianjin.faces.gate import acts, files, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .posting import NOTHING, Act, post
from .room_forms import EndForm, ReceptionForm, WalkForm
from .tables import part_url

MOST_PARCELS = 30


@acts(Capability.PROJECT_SEE, thing="project")
def receptions(request: ParkRequest, pk: int) -> HttpResponse:
    """The visits of a project: plan one, change it, say what it brought."""
    row = selectors.project_for(request.actor, pk)
    may_keep = policies.may_keep(request.actor, row)
    posted = NOTHING
    if request.method == "POST":
        if not may_keep:
            raise MayNotKeepProject
        posted = post(request, _acts(request, row))
        if posted.done:
            return go(request, "web:project_receptions", pk)
    asked = request.GET.get("change", "")
    changed = selectors.reception_of(row, asked) if asked else None
    known = {n: getattr(changed, n) for n in ReceptionForm.base_fields} if changed else {}
    found = selectors.receptions_of(row)
    context = {
        "p": row,
        "export_url": part_url(request, "visits", pk),
        "may_keep": may_keep,
        "rows": [{"row": one, "state": PlanState(one.state)} for one in found],
        "changed": changed,
        "plan_form": posted.shown("plan", ReceptionForm(initial=known)),
        "end_form": posted.shown("end", EndForm(auto_id="id_end_%s")),
        "ending": request.POST.get("key") if posted.name == "end" else "",
        "limits": files.limits(),
        "word_url": to(request, "web:project_word", pk),
        "now": timezone.now(),
    }
    return page(request, "web/investment/receptions.html", context, 422 if posted.form else 200)


def _acts(request: ParkRequest, row: Any) -> dict[str, Act]:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    key = request.POST.get("key", "")

    def end(form: Any) -> Any:
        return services.end_reception(
            reception=selectors.reception_of(row, key),
            is_cancelled=bool(request.POST.get("cancel")),
            **form.cleaned_data,
            **who,
        )

    def plan(form: Any) -> Any:
        known = selectors.reception_of(row, key) if key else None
        return services.plan_reception(project=row, reception=known, **form.cleaned_data, **who)

    return {
        "plan": Act(lambda data, files: ReceptionForm(data), plan),
        "end": Act(lambda data, files: EndForm(data, files), end),
    }


@acts(Capability.PROJECT_KEEP, thing="project")
def walk(request: ParkRequest, pk: int) -> HttpResponse:
    """Write down a walk over the ground: track, parcels, photographs."""
    row = selectors.project_for(request.actor, pk)
    if not policies.may_keep(request.actor, row):
        raise MayNotKeepProject
    form = WalkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.walk_site(
                project=row, by=request.actor, at=timezone.now(), **_walked(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The walk is written down."))
            return go(request, "web:project", pk)
    context = {"p": row, "form": form, "limits": files.limits()}
    return page(request, "web/investment/walk.html", context, 422 if form.errors else 200)


def _walked(request: ParkRequest, form: WalkForm) -> dict[str, Any]:
    """
    What the service takes.

    :raises BadInput: a parcel nobody knows, or points that are none.
    """
    given = form.cleaned_data
    asked = given["parcels"].replace("，", ",").replace("、", ",").split(",")
    numbers = [number.strip() for number in asked if number.strip()][:MOST_PARCELS]
    asked_for = {number: land.parcel_or_none(request.actor, number) for number in numbers}
    found = [parcel for parcel in asked_for.values() if parcel is not None]
    if lacking := [number for number, parcel in asked_for.items() if parcel is None]:
        told = _("No parcel has the number %(number)s.") % {"number": lacking[0]}
        raise BadInput({"parcels": [told]})
    try:
        points = json.loads(given["points"]) if given["points"] else []
    except ValueError as error:
        raise BadInput({"gpx": [_("This is no track of a walk (GPX).")]}) from error
    if not isinstance(points, list) or not all(isinstance(p, list) and len(p) == 2 for p in points):
        raise BadInput({"gpx": [_("This is no track of a walk (GPX).")]})
    return {
        "words": given["words"],
        "with_whom": given["with_whom"],
        "happened_at": given["happened_at"],
        "gpx": given["gpx"].read() if given["gpx"] else b"",
        "points": points,
        "parcels": found,
        "photos": given["files"],
    }

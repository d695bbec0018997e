"""就绪 When parcels can be listed: the list, one parcel, its steps, and the law behind them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.clearing import policies, selectors, services
from qianjin.apps.clearing.choices import Basis, Stage
from qianjin.apps.clearing.steps import steps as all_steps
from qianjin.apps.land.choices import ParcelState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput, Missing

from . import words
from .acquisition import sent, way_context
from .forms import RuleForm, StepForm
from .site_words import fit_line


@endpoint(Capability.CLEARING_SEE)
def ready(request: ParkRequest) -> HttpResponse:
    """Parcels by the day on which they can be listed, and what each hangs on."""
    blocker, after = request.GET.get("hangs", ""), request.GET.get("after", "")
    rows, further = selectors.ready_page(request.actor, after=after, blocker=blocker)
    address = to(request, "web:clearing_ready")
    kept = f"hangs={blocker}&" if blocker in all_steps() or blocker == "ready" else ""
    views = [NavItem(_("All"), address, active=not kept)]
    for code, many in selectors.blockers(request.actor)[:6]:
        key = code or "ready"
        label = all_steps()[code].name if code in all_steps() else _("Ready")
        views.append(NavItem(label, f"{address}?hangs={key}", count=many, active=key == blocker))
    context = {
        "tabs": words.tabs(request, "clearing_ready"),
        "views": views,
        "rows": [
            (row, ParcelState(row.parcel.state), words.blocker_name(row), _days(row))
            for row in rows
        ],
        "kept": kept,
        "older": f"{address}?{kept}after={further}" if further else "",
        "newer": f"{address}?{kept}" if after else "",
    }
    return page(request, "web/clearing/ready.html", context)


@endpoint(Capability.CLEARING_SEE)
def export(request: ParkRequest) -> FileResponse:
    """The days of readiness as an Excel table, narrowed as the list is."""
    table = services.export_ready(
        by=request.actor, at=timezone.now(), blocker=request.GET.get("hangs", "")[:24]
    )
    name = f"{pgettext('acquisition', 'Readiness')}.xlsx"
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


def _days(row: Any) -> tuple[str, str, str]:
    return words.iso(row.earliest), words.iso(row.likely), words.iso(row.latest)


@endpoint(Capability.CLEARING_SEE, thing="land_way")
def parcel(request: ParkRequest, pk: int) -> HttpResponse:
    """One parcel: every step with its three days, what would help, and which projects it fits."""
    found, today = selectors.parcel_for(request.actor, pk), timezone.localdate()
    acquisition = selectors.acquisition_of(request.actor, pk)
    parts = selectors.parts_of(request.actor, acquisition) if acquisition else []
    way = selectors.way_of(found.park, pk, today)
    if way is None:
        raise Missing
    office = request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK
    listing = selectors.listing_of(request.actor, pk)
    context = {
        "parcel": found,
        "state": ParcelState(found.state),
        "acquisition": acquisition,
        "listing": listing,
        "may_acquire": office and not acquisition and found.state == ParcelState.PLANNED,
        "may_list": office and not listing and getattr(found, "ready", None) is not None,
        "fits": _fits(request, found),
        **way_context(request, way, found, parts, today),
    }
    return page(request, "web/clearing/parcel.html", context)


def _fits(request: ParkRequest, found: Any) -> list[dict[str, Any]] | None:
    """Which open needs it fits; ``None`` where nobody may know, or a page would have to wait."""
    if not request.actor.may(Capability.SITE_SEE):
        return None
    if getattr(found, "ready", None) is None or not selectors.can_fit_in_a_page(found.park_id):
        return None
    return [fit_line(need, fit) for need, fit in selectors.fitting(request.actor, found.number)]


@acts(Capability.CLEARING_KEEP, thing="land_step")
def step(request: ParkRequest, pk: int, code: str) -> HttpResponse:
    """Say when a step began and was done, and where it stands online."""
    found = selectors.parcel_for(request.actor, pk)
    rule = all_steps().get(code)
    if rule is None or not rule.is_entered:
        raise Missing
    village = _village(request)
    row = selectors.steps_of(pk).get((code, village.pk if village else None))
    names = ("begun_on", "done_on", "online", "document", "words")
    form = StepForm(
        sent(request), initial={name: getattr(row, name) for name in names} if row else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_step(
                parcel=found, code=code, village=village, by=request.actor, at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The step is entered; the dates have been reckoned anew."))
            return _back(request, found)
    context = {"form": form, "parcel": found, "step": rule, "village": village}
    return page(request, "web/clearing/step.html", context, 422 if form.errors else 200)


def _village(request: ParkRequest) -> Any:
    key = request.GET.get("village", "")
    if not key.isdecimal() or len(key) > 9:
        return None
    return selectors.village_for(request.actor, int(key))


def _back(request: ParkRequest, parcel: Any) -> HttpResponse:
    acquisition = selectors.acquisition_of(request.actor, parcel.pk)
    if acquisition:
        return go(request, "web:acquisition", acquisition.pk)
    return go(request, "web:clearing_parcel", parcel.pk)


@endpoint(Capability.CLEARING_SEE)
def steps(request: ParkRequest) -> HttpResponse:
    """Every step with its days and the law it stands on."""
    rules = selectors.rules_of(request.park.pk)
    groups: dict[str, list[Any]] = {}
    for rule in rules.values():
        groups.setdefault(str(Stage(rule.stage).label), []).append(
            (rule, Basis(rule.basis), words.period(rule.least, rule.is_working))
        )
    context = {
        "tabs": words.tabs(request, "clearing_steps"),
        "groups": list(groups.items()),
        "may_set": policies.may_set_steps(request.actor, request.park.pk),
    }
    return page(request, "web/clearing/steps.html", context)


@acts(Capability.CLEARING_RULES)
def rule(request: ParkRequest) -> HttpResponse:
    """Set the days and the citation of one step."""
    code = request.POST.get("code", request.GET.get("code", ""))
    if not code and request.method != "POST":
        return go(request, "web:clearing_steps")
    known = selectors.rules_of(request.park.pk).get(code)
    if known is None or known.is_planned:
        raise Missing
    names = ("code", "least", "likely", "most", "law")
    form = RuleForm(sent(request), initial={name: getattr(known, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_step(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The step is set; all dates have been reckoned anew."))
            return go(request, "web:clearing_steps")
    context = {"form": form, "step": known}
    return page(request, "web/clearing/rule.html", context, 422 if form.errors else 200)

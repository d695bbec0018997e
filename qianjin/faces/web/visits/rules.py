"""走访规则 How often whom, what is asked this quarter, where rounds begin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.choices import Caller, Means
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from . import words
from .forms import QuestionForm, TravelForm

LINES = (
    (Means.CALL, Caller.OFFICER),
    (Means.VISIT, Caller.OFFICER),
    (Means.VISIT, Caller.HEAD),
)


@acts(Capability.VISIT_RULES)
def rules(request: ParkRequest) -> HttpResponse:
    """The table of rules; its POST saves one line of it, or lays the known rules down."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            _save(request)
        except BadInput as refusal:
            problems = [str(p) for ps in refusal.fields.values() for p in ps]
        else:
            messages.success(request, _("The rule holds from now on."))
            return go(request, "web:visit_rules")
    return _page(request, problems=problems)


def _save(request: ParkRequest) -> None:
    told, now = request.POST, timezone.now()
    if told.get("start"):
        services.start_with_rules(park=request.park, by=request.actor, at=now)
        return
    services.set_rule(
        park=request.park,
        tier=told.get("tier", ""),
        means=told.get("means", ""),
        caller=told.get("caller", ""),
        every_days=_number(told.get("every_days", "")),
        minutes=_number(told.get("minutes", "")) or 45,
        source=told.get("source", ""),
        is_inference=bool(told.get("is_inference")),
        by=request.actor,
        at=now,
    )


def _number(text: str) -> int | None:
    """A number as typed; what is none asks for what cannot be and is refused."""
    if not text.strip():
        return None
    return int(text[:6]) if text.strip().isdecimal() else 0


def _page(request: ParkRequest, *, problems: list[str], **forms: Any) -> HttpResponse:
    year, quarter = selectors.quarter_of(timezone.localdate())
    travel = selectors.travel_of(request.park.pk)
    names = ("lon", "lat", "road_factor", "speed_kmh")
    known = {name: getattr(travel, name) for name in names} if travel else None
    kept = {(r.tier, r.means, r.caller): r for r in selectors.rules_of(request.park.pk)}
    context = {
        "tabs": words.tabs(request, "visit_rules"),
        "problems": problems,
        "lines": [
            {
                "tier": tier,
                "tier_label": tier.label,
                "means": means,
                "means_label": means.label,
                "caller": caller,
                "caller_label": caller.label,
                "rule": kept.get((tier, means, caller)),
            }
            for tier in Tier
            for means, caller in LINES
        ],
        "has_rules": bool(kept),
        "travel": forms.get("travel") or TravelForm(initial=known),
        "question": forms.get("question")
        or QuestionForm(initial={"year": year, "quarter": quarter}),
        "questions": selectors.questions_of(request.park.pk, year=year, quarter=quarter),
        "year": year,
        "quarter": quarter,
    }
    is_wrong = bool(problems) or any(form.errors for form in forms.values())
    return page(request, "web/visits/rules.html", context, 422 if is_wrong else 200)


@acts(Capability.VISIT_RULES)
def travel(request: ParkRequest) -> HttpResponse:
    """Where rounds begin and end, and how fast one goes."""
    form = TravelForm(request.POST or None)
    if request.method != "POST":
        return go(request, "web:visit_rules")
    if form.is_valid():
        try:
            services.set_travel(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Plans made from now on begin there."))
            return go(request, "web:visit_rules")
    return _page(request, problems=[], travel=form)


@acts(Capability.VISIT_RULES)
def questions(request: ParkRequest) -> HttpResponse:
    """Add a question of a quarter, or ask one no more."""
    if request.method != "POST":
        return go(request, "web:visit_rules")
    if (key := request.POST.get("drop", "")).isdecimal():
        services.drop_question(
            question=_question(request, int(key[:15])), by=request.actor, at=timezone.now()
        )
        return go(request, "web:visit_rules")
    form = QuestionForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.ask_question(
                park=request.park,
                by=request.actor,
                at=timezone.now(),
                **{**told, "options": told["options"].splitlines()},
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The question is asked from now on."))
            return go(request, "web:visit_rules")
    return _page(request, problems=[], question=form)


def _question(request: ParkRequest, key: int) -> Any:
    year, quarter = selectors.quarter_of(timezone.localdate())
    rows = selectors.questions_of(request.park.pk, year=year, quarter=quarter)
    found = next((row for row in rows if row.pk == key), None)
    if found is None:
        raise Missing
    return found

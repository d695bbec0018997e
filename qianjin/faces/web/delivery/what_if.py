"""假设 What would be if: a step later or shorter, a bureau short, a custom given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import policies, selectors
from qianjin.apps.delivery.choices import OPEN_STEPS
from qianjin.apps.delivery.sentences import breach_sentence
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import why, words
from .forms import WhatForm

EASY = (
    ("G09", "later", 5),
    ("D04", "takes", 0),
    ("G08", "takes", 0),
)
"""Questions asked by one click: land five days late, design by commitment, price paid at once."""


@endpoint(Capability.DELIVERY_SEE, thing="delivery_plan")
def what_if(request: ParkRequest, pk: int) -> HttpResponse:
    """Today's plan beside another one; nothing is saved."""
    found = selectors.plan_for(request.actor, pk)
    steps = [row for row in selectors.steps_of(found) if row.state in OPEN_STEPS]
    units = [row.unit for row in selectors.capacities_of(request.park) if row.unit is not None]
    known = selectors.known_of(request.park, found.network, timezone.localdate())
    customs = why.customs_asked(selectors.customs_of(found, steps, known))
    form = WhatForm(request.GET or None, steps=steps, units=units, customs=customs)
    easy = [*_easy(request, pk, steps), *why.easy_customs(request, found, dict(customs))]
    context: dict[str, Any] = {"plan": found, "form": form, "easy": easy}
    context["may_keep"] = policies.may_keep(request.actor, found)
    if request.GET and form.is_valid():
        what = _what(form.cleaned_data, {row.pk for row in steps})
        said = [_said(form.cleaned_data, steps, units), dict(customs).get(_custom(form), "")]
        context["said"] = "；".join(part for part in said if part)
        context["set_url"] = _set_url(request, form.cleaned_data, steps)
        if what:
            try:
                context["found"] = _compared(found, what)
            except BadInput as refusal:
                blame(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "web/delivery/what_if.html", context, status)


def _what(given: dict[str, Any], steps: set[int]) -> selectors.What:
    step = given["step"] if given["step"] in steps else None
    later, takes, fewer = given["later"], given["takes"], given["fewer"]
    return selectors.What(
        later={step: later} if step and later else {},
        takes={step: takes} if step and takes is not None else {},
        fewer={given["unit"]: fewer} if given["unit"] and fewer else {},
        dropped=why.dropped(given.get("custom", "")),
    )


def _custom(form: WhatForm) -> str:
    return form.cleaned_data.get("custom", "")


def _said(given: dict[str, Any], steps: Any, units: Any) -> str:
    parts = []
    step = next((row.name for row in steps if row.pk == given["step"]), "")
    unit = next((row.name for row in units if row.pk == given["unit"]), "")
    if step and given["later"]:
        parts.append(
            _("“%(step)s” begins %(days)s later")
            % {"step": step, "days": words.days(given["later"])}
        )
    if step and given["takes"] is not None:
        parts.append(
            _("“%(step)s” takes %(days)s") % {"step": step, "days": words.days(given["takes"])}
        )
    if unit and given["fewer"]:
        parts.append(
            _("%(unit)s carries %(count)s cases fewer") % {"unit": unit, "count": given["fewer"]}
        )
    return "；".join(parts)


def _set_url(request: ParkRequest, given: dict[str, Any], steps: Any) -> str:
    """The way to the step's page with the date filled in, to be saved there with a reason."""
    row = next((one for one in steps if one.pk == given["step"]), None)
    if row is None:
        return ""
    asked: dict[str, Any] = {}
    first = row.review_from or row.start_on
    if given["later"] and first:
        asked["not_before"] = (first + timedelta(days=given["later"])).isoformat()
    if given["takes"] is not None:
        asked["days"] = given["takes"]
    return f"{to(request, 'web:delivery_step', row.pk)}?{urlencode(asked)}#dates" if asked else ""


def _easy(request: ParkRequest, pk: int, steps: Any) -> list[NavItem]:
    address = to(request, "web:delivery_if", pk)
    there = {row.key: row for row in steps}
    found = []
    for key, field, value in EASY:
        if key in there:
            told = _said({"step": there[key].pk, "unit": None, "fewer": None, "later": None,
                          "takes": None, field: value}, steps, ())  # fmt: skip
            found.append(NavItem(told, f"{address}?step={there[key].pk}&{field}={value}"))
    return found


def _compared(found: Any, what: selectors.What) -> dict[str, Any]:
    made = selectors.compared(found, timezone.localdate(), what)
    names = {
        "listing_on": _("transfer notice"),
        "title_on": _("land title"),
        "permit_on": _("construction permit"),
        "start_on": _("construction start"),
        "production_on": _("production"),
        "finish_on": _("last step"),
    }
    days = []
    for key, label in names.items():
        a, b = made.now[key], made.then[key]
        if a and b:
            days.append((label, words.iso(a), words.iso(b), *_moved((b - a).days)))
    return {
        "days": days,
        "moved": [
            (row, words.iso(a), words.iso(b), *_moved((b - a).days))
            for row, a, b in made.moved[:60]
        ],
        "others": [
            (other, words.iso(a), words.iso(b), *_moved((b - a).days))
            for other, a, b in made.others[:30]
        ],
        "broken": [(one.step, breach_sentence(one)) for one in made.broken[:20]],
    }


def _moved(days: int) -> tuple[str, str]:
    if days == 0:
        return "", _("as before")
    told = words.days(abs(days))
    if days > 0:
        return "breached", _("%(days)s later") % {"days": told}
    return "done", _("%(days)s earlier") % {"days": told}

"""企业可享政策 What one enterprise may claim, why, what is missing, and what it has claimed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import policies as directory
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises.refusals import MayNotEdit
from qianjin.apps.subsidies import policies, selectors, services
from qianjin.apps.subsidies.choices import Verdict
from qianjin.apps.subsidies.refusals import MayNotHandle
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.filling import FillForm, wanted_of
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.enterprises.moving import follows_merges
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from . import words


@endpoint(Capability.SCHEME_SEE, thing="enterprise")
@follows_merges
def schemes(request: ParkRequest, pk: int) -> HttpResponse:
    """The schemes in force for one enterprise, each with its reasons."""
    firm = enterprises.get_enterprise_for(request.actor, pk)
    return _page(request, firm)


def _page(request: ParkRequest, firm: Any, form: FillForm | None = None) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    found = selectors.schemes_of_firm(actor, firm, on=today)
    marks = selectors.qualifications_of(firm)
    may_keep = directory.may_keep(actor, firm)
    context = {
        "firm": firm,
        "matches": [_shown(request, match) for match in found],
        "marks": [(mark, words.mark_words(mark, today)) for mark in marks],
        "claims": [
            (row, *words.claim_tag(row), to(request, "web:claim", row.pk))
            for row in selectors.latest_of(actor, firm.pk)
        ]
        if actor.may(Capability.CLAIM_SEE)
        else [],
        "form": form or _form(found, today.year - 1),
        "may_keep": may_keep,
        "may_begin": policies.may_handle(actor, firm),
        "most": selectors.MOST_IN_FORCE if len(found) == selectors.MOST_IN_FORCE else 0,
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, "web/subsidies/firm.html", context, status)


def _form(found: list[selectors.Match], year: int, data: Any = None) -> FillForm:
    """What the schemes ask for of a year, and every qualification."""
    return FillForm(data, wanted=wanted_of(found, year, every_mark=True), year=year)


def _shown(request: ParkRequest, match: selectors.Match) -> dict[str, Any]:
    verdict = Verdict(match.verdict)
    return {
        "scheme": match.scheme,
        "tone": verdict.tone,
        "verdict": verdict.label,
        "is_no": verdict == Verdict.NO,
        "why": words.why(match),
        "reasons": words.reasons(match),
        "estimate": words.wan(match.estimate) if match.estimate is not None else "",
        "claim": match.claim,
        "claim_tag": words.claim_tag(match.claim) if match.claim else None,
        "window": words.window_note(match.scheme, timezone.localdate()),
    }


@acts(Capability.ENTERPRISE_EDIT, thing="enterprise")
@follows_merges
def fill(request: ParkRequest, pk: int) -> HttpResponse:
    """Fill in what is missing to judge: figures of last year, qualifications."""
    firm = enterprises.get_enterprise_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:enterprise_schemes", pk)
    if not directory.may_keep(request.actor, firm):
        raise MayNotEdit
    found = selectors.schemes_of_firm(request.actor, firm, on=timezone.localdate())
    year = timezone.localdate().year - 1
    form = _form(found, year, request.POST)
    if form.is_valid():
        try:
            services.fill_in(
                enterprise=firm, year=year, by=request.actor, at=timezone.now(), **form.told()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("What you filled in counts at once."))
            return go(request, "web:enterprise_schemes", pk)
    return _page(request, firm, form)


@acts(Capability.CLAIM_HANDLE, thing="enterprise")
@follows_merges
def begin(request: ParkRequest, pk: int) -> HttpResponse:
    """Begin a claim for an enterprise; the scheme stands in the form."""
    firm = enterprises.get_enterprise_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:enterprise_schemes", pk)
    if not policies.may_handle(request.actor, firm):
        raise MayNotHandle
    number = request.POST.get("scheme", "")
    if not (number.isdecimal() and len(number) < 18):
        messages.warning(request, _("Choose a scheme first."))
        return go(request, "web:enterprise_schemes", pk)
    try:
        row = selectors.scheme_for(request.actor, int(number))
    except Missing:
        messages.warning(request, _("Choose a scheme first."))
        return go(request, "web:enterprise_schemes", pk)
    made = services.begin(scheme=row, enterprise=firm, by=request.actor, at=timezone.now())
    return go(request, "web:claim", made.pk)

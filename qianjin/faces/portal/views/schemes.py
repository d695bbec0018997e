"""政策 What one's own enterprise may claim, filling in what is missing, and claiming it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.choices import UNFILED, ClaimState, Verdict
from qianjin.apps.subsidies.sentences import plain
from qianjin.faces.gate import acts, endpoint, files, to
from qianjin.faces.gate import scheme_words as words
from qianjin.faces.gate.filling import FillForm, wanted_of
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import BadInput

from .. import who
from ..forms import ClaimForm, WithdrawForm
from ..frame import go, page


@endpoint(Capability.SCHEME_SEE, side="enterprise")
def schemes(request: ParkRequest) -> HttpResponse:
    """The schemes in force, what one's enterprise meets first, and its claims."""
    mine = who.enterprises_of(request)
    firm = who.chosen(request, mine)
    if firm is None:
        return page(request, "portal/nobody.html") if not mine else _choose(request)
    today = timezone.localdate()
    found = selectors.schemes_of_firm(request.actor, firm, on=today)
    context = {
        "enterprise": firm,
        "several": len(mine) > 1,
        "may": [_card(m) for m in found if m.verdict == Verdict.YES],
        "perhaps": [_card(m) for m in found if m.verdict == Verdict.UNKNOWN],
        "others": [_card(m) for m in found if m.verdict == Verdict.NO],
        "claims": [
            (row, *words.claim_tag(row)) for row in selectors.latest_of(request.actor, firm.pk)
        ],
    }
    return page(request, "portal/subsidies/schemes.html", context)


def _choose(request: ParkRequest) -> HttpResponse:
    return go(request, to(request, "portal:choose"))


def _card(match: selectors.Match) -> dict[str, Any]:
    """A scheme as the enterprise reads it."""
    verdict = Verdict(match.verdict)
    return {
        "scheme": match.scheme,
        "tone": verdict.tone,
        "verdict": verdict.label,
        "why": words.why(match),
        "estimate": words.wan(match.estimate) if match.estimate is not None else "",
        "claim": match.claim,
        "claim_tag": words.claim_tag(match.claim) if match.claim else None,
        "window": words.window_note(match.scheme, timezone.localdate()),
    }


@endpoint(Capability.SCHEME_SEE, thing="public_scheme", side="enterprise")
def scheme(request: ParkRequest, pk: int) -> HttpResponse:
    """One scheme with the reasons for one's own enterprise."""
    row = selectors.scheme_for(request.actor, pk)
    firm = who.chosen(request, who.enterprises_of(request))
    return _choose(request) if firm is None else _scheme_page(request, row, firm)


def _scheme_page(
    request: ParkRequest, row: Any, firm: Any, form: FillForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    match = selectors.match_of(request.actor, row, firm, on=today)
    is_open = selectors.is_in_force(row, on=today) and not (row.closes_on and row.closes_on < today)
    context = {
        "s": row,
        "enterprise": firm,
        "card": _card(match),
        "reasons": words.reasons(match),
        "facts": words.scheme_facts(row),
        "claim": match.claim,
        "form": form or _fill_form(match),
        "may_begin": is_open
        and (match.claim is None or match.claim.state in (ClaimState.TOLD, ClaimState.DECLINED)),
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, "portal/subsidies/scheme.html", context, status)


def _fill_form(match: selectors.Match, data: Any = None) -> FillForm:
    return FillForm(data, wanted=wanted_of([match], match.year), year=match.year)


@acts(Capability.CLAIM_FILE, thing="public_scheme", side="enterprise")
def fill(request: ParkRequest, pk: int) -> HttpResponse:
    """Fill in what is missing to judge one's own enterprise."""
    row = selectors.scheme_for(request.actor, pk)
    firm = who.chosen(request, who.enterprises_of(request))
    if firm is None or request.method != "POST":
        return go(request, to(request, "portal:scheme", pk))
    match = selectors.match_of(request.actor, row, firm, on=timezone.localdate())
    form = _fill_form(match, request.POST)
    if form.is_valid():
        try:
            services.fill_in(
                enterprise=firm,
                year=match.year,
                by=request.actor,
                at=timezone.now(),
                **form.told(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("What you filled in counts at once."))
            return go(request, to(request, "portal:scheme", pk))
    return _scheme_page(request, row, firm, form)


@acts(Capability.CLAIM_FILE, thing="public_scheme", side="enterprise")
def begin(request: ParkRequest, pk: int) -> HttpResponse:
    """Begin a claim."""
    row = selectors.scheme_for(request.actor, pk)
    firm = who.chosen(request, who.enterprises_of(request))
    if firm is None or request.method != "POST":
        return go(request, to(request, "portal:scheme", pk))
    made = services.begin(scheme=row, enterprise=firm, by=request.actor, at=timezone.now())
    return go(request, to(request, "portal:claim", made.pk))


@endpoint(Capability.CLAIM_SEE, thing="claim", side="enterprise")
def claim(request: ParkRequest, pk: int) -> HttpResponse:
    """One claim; that it was opened is noted the first time."""
    row = selectors.claim_for(request.actor, pk)
    services.opened(claim=row, by=request.actor, at=timezone.now())
    return _claim_page(request, row)


def _claim_page(
    request: ParkRequest, row: Any, form: ClaimForm | None = None, problems: tuple[str, ...] = ()
) -> HttpResponse:
    kept = selectors.files_of(row)
    today = timezone.localdate()
    match = selectors.match_of(request.actor, row.scheme, row.enterprise, on=today)
    tone, label = words.claim_tag(row)
    begun = {"claimed_wan": plain(row.claimed_wan or match.estimate)}
    context = {
        "c": row,
        "tone": tone,
        "label": label,
        "facts": words.claim_facts(row),
        "window": words.window_note(row.scheme, today),
        "missing": words.why(match) if match.missing else "",
        "documents": words.documents_of(
            row, kept, lambda key: to(request, "portal:claim_file", key)
        ),
        "lacking": selectors.lacking(row, kept),
        "timeline": words.timeline(selectors.steps_of(row)),
        "limits": files.limits(),
        "may_add": row.state not in ("paid", "refused", "declined"),
        "is_unfiled": row.state in UNFILED,
        "form": form or ClaimForm(initial=begun),
        "decline_form": WithdrawForm(auto_id="decline_%s"),
        "problems": problems,
    }
    status = 422 if problems or (form is not None and form.errors) else 200
    return page(request, "portal/subsidies/claim.html", context, status)


@acts(Capability.CLAIM_FILE, thing="claim", side="enterprise")
def add_files(request: ParkRequest, pk: int) -> HttpResponse:
    """Upload documents."""
    row = selectors.claim_for(request.actor, pk)
    if request.method != "POST":
        return go(request, to(request, "portal:claim", pk))
    try:
        services.add_files(
            claim=row,
            files=request.FILES.getlist("files"),
            document=request.POST.get("document", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except BadInput as refusal:
        problems = tuple(str(line) for lines in refusal.fields.values() for line in lines)
        return _claim_page(request, row, problems=problems)
    messages.success(request, _("The documents have been added."))
    return go(request, to(request, "portal:claim", pk) + "#documents")


@acts(Capability.CLAIM_FILE, thing="claim", side="enterprise")
def file_claim(request: ParkRequest, pk: int) -> HttpResponse:
    """File the claim."""
    row = selectors.claim_for(request.actor, pk)
    if request.method != "POST":
        return go(request, to(request, "portal:claim", pk))
    form = ClaimForm(request.POST)
    if form.is_valid():
        try:
            services.file_claim(
                claim=row,
                claimed_wan=form.cleaned_data["claimed_wan"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Your claim has been filed."))
            return go(request, to(request, "portal:claim", pk))
    return _claim_page(request, row, form)


@acts(Capability.CLAIM_FILE, thing="claim", side="enterprise")
def decline(request: ParkRequest, pk: int) -> HttpResponse:
    """It will not be claimed this time."""
    row = selectors.claim_for(request.actor, pk)
    form = WithdrawForm(request.POST)
    if request.method == "POST" and form.is_valid():
        services.decline(
            claim=row, words=form.cleaned_data["words"][:400], by=request.actor, at=timezone.now()
        )
    return go(request, to(request, "portal:claim", pk))


@endpoint(Capability.CLAIM_SEE, thing="claim_file", side="enterprise")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A document as it was sent, to be saved."""
    return files.download(selectors.file_for(request.actor, pk))

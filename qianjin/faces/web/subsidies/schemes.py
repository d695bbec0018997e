"""政策 The register, one scheme, who meets it, and telling them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.choices import ClaimState, Verdict
from qianjin.apps.subsidies.refusals import ChangedSince
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Cell, Column, NavItem, TableRow
from qianjin.units.refusals import BadInput

from . import words
from .forms import SchemeForm, tell_form


@endpoint(Capability.SCHEME_SEE)
def schemes(request: ParkRequest) -> HttpResponse:
    """The register of schemes, newest first."""
    today = timezone.localdate()
    show = request.GET.get("show", "now")
    before = request.GET.get("before", "")
    filters = selectors.SchemeFilters(
        show if show in selectors.SHOWS else "", int(before) if _is_id(before) else 0
    )
    found = selectors.schemes_page(request.actor, filters, on=today)
    address = to(request, "web:schemes")
    actor = request.actor
    context = {
        "rows": [words.scheme_row(row, today) for row in found.rows],
        "tabs": [
            NavItem(label, f"{address}?show={code}", active=filters.show == code)
            for code, label in _shows()
        ],
        "newer": f"{address}?show={filters.show}" if before else "",
        "older": f"{address}?{urlencode({'show': filters.show, 'before': found.older})}"
        if found.older
        else "",
        "show": filters.show,
        "may_edit": actor.may(Capability.SCHEME_EDIT),
        "may_see_claims": actor.may(Capability.CLAIM_SEE),
        "may_export": actor.may(Capability.CLAIM_EXPORT),
    }
    return page(request, "web/subsidies/schemes.html", context)


def _shows() -> list[tuple[str, str]]:
    return [
        ("now", pgettext("scheme", "In force")),
        ("draft", pgettext("scheme", "Drafts")),
        ("check", pgettext("scheme", "To be checked")),
        ("over", pgettext("scheme", "Over or stopped")),
        ("", pgettext("tab", "All")),
    ]


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


@endpoint(Capability.SCHEME_SEE, thing="scheme")
def scheme(request: ParkRequest, pk: int) -> HttpResponse:
    """One scheme: what it says, who meets it, how its claims stand."""
    actor, today = request.actor, timezone.localdate()
    row = selectors.scheme_for(actor, pk)
    filters = selectors.ClaimFilters(scheme=pk)
    sees_claims = actor.may(Capability.CLAIM_SEE)
    counts = selectors.verdict_counts(actor, row, on=today)
    context = {
        "s": row,
        "shown": words.scheme_row(row, today),
        "facts": words.scheme_facts(row),
        "groups": words.groups(row),
        "verdicts": _verdict_tabs(request, pk, counts, ""),
        "states": _state_counts(request, pk, selectors.state_counts(actor, filters))
        if sees_claims
        else [],
        "bars": words.total_bars(selectors.amounts(actor, filters)) if sees_claims else [],
        "may_edit": actor.may(Capability.SCHEME_EDIT),
    }
    return page(request, "web/subsidies/scheme.html", context)


def _state_counts(request: ParkRequest, pk: int, counts: dict[str, int]) -> list[NavItem]:
    address = to(request, "web:claims")
    return [
        NavItem(
            str(state.label),
            f"{address}?{urlencode({'scheme': pk, 'state': state.value})}",
            count=counts[state],
            tone=state.tone,
        )
        for state in ClaimState
        if counts[state]
    ]


def _verdict_tabs(
    request: ParkRequest, pk: int, counts: dict[str, int], chosen: str
) -> list[NavItem]:
    address = to(request, "web:scheme_matches", pk)
    return [
        NavItem(
            str(known.label),
            f"{address}?verdict={known.value}",
            count=counts[known],
            tone=known.tone,
            active=chosen == known,
        )
        for known in Verdict
    ]


@endpoint(Capability.SCHEME_SEE, thing="scheme")
def matches(request: ParkRequest, pk: int) -> HttpResponse:
    """Which enterprises meet a scheme, of which figures are missing, which do not; and why."""
    actor, today = request.actor, timezone.localdate()
    row = selectors.scheme_for(actor, pk)
    asked, after = request.GET.get("verdict", ""), request.GET.get("after", "")
    verdict = asked if asked in Verdict.values else Verdict.YES.value
    mine = request.GET.get("mine") == "1"
    found = selectors.matches_page(
        actor,
        row,
        on=today,
        verdict=verdict,
        mine=mine,
        after=int(after) if _is_id(after) else 0,
    )
    address = to(request, "web:scheme_matches", pk)
    query = {"verdict": verdict, **({"mine": "1"} if mine else {})}
    may_tell = actor.may(Capability.CLAIM_HANDLE) and selectors.is_in_force(row, on=today)
    to_tell = selectors.to_tell(actor, row, on=today).filter(verdict=Verdict.YES).count()
    counts = selectors.verdict_counts(actor, row, on=today)
    context = {
        "s": row,
        "tabs": _verdict_tabs(request, pk, counts, verdict),
        "columns": _match_columns(),
        "rows": [_match_row(request, match) for match in found.rows],
        "verdict": verdict,
        "mine": mine,
        "may_tell": may_tell,
        "to_tell": to_tell if may_tell else 0,
        "further": f"{address}?{urlencode({**query, 'after': found.further})}"
        if found.further
        else "",
        "first": f"{address}?{urlencode(query)}" if after else "",
    }
    return page(request, "web/subsidies/matches.html", context)


def _match_columns() -> list[Column]:
    return [
        Column(_("Enterprise"), main=True),
        Column(_("Why")),
        Column(_("Could bring"), align="end"),
        Column(_("Claim"), nowrap=True),
    ]


def _match_row(request: ParkRequest, match: selectors.Match) -> TableRow:
    claim = Cell("")
    if match.claim is not None:
        tone, label = words.claim_tag(match.claim)
        claim = Cell(label, tone=tone, url=to(request, "web:claim", match.claim.pk))
    estimate = words.wan(match.estimate) if match.estimate is not None else ""
    firm = match.enterprise
    officer = firm.officer.name if firm.officer else ""
    return TableRow(
        [
            Cell(firm.name, url=to(request, "web:enterprise_schemes", firm.pk), sub=officer),
            Cell(words.why(match)),
            Cell(estimate),
            claim,
        ],
        key=str(firm.pk),
    )


@acts(Capability.CLAIM_HANDLE, thing="scheme")
def tell(request: ParkRequest, pk: int) -> HttpResponse:
    """Tell those ticked, or all that meet the conditions."""
    row = selectors.scheme_for(request.actor, pk)
    if request.method == "POST":
        chosen = tell_form(request.POST)
        many = services.tell(scheme=row, chosen=chosen, by=request.actor, at=timezone.now())
        told = ngettext(
            "%(count)d enterprise has been told.", "%(count)d enterprises have been told.", many
        )
        messages.success(request, told % {"count": many})
    return go(request, "web:scheme_matches", pk)


@acts(Capability.SCHEME_EDIT)
def new(request: ParkRequest) -> HttpResponse:
    """Enter a scheme."""
    form = SchemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_scheme(
                park=request.park, by=request.actor, at=timezone.now(), **form.values()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The scheme stands in the register."))
            return go(request, "web:scheme", made.pk)
    return _edit_page(request, form)


@acts(Capability.SCHEME_EDIT, thing="scheme")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change a scheme; what somebody else has changed meanwhile is not lost."""
    row = selectors.scheme_for(request.actor, pk)
    if request.method != "POST":
        return _edit_page(request, SchemeForm(initial=SchemeForm.initial_of(row)), row)
    form = SchemeForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_scheme(
                scheme=row, version=version, by=request.actor, at=timezone.now(), **form.values()
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince as refusal:
            form.add_error(None, str(refusal))
            return _edit_page(request, form, row, status=409)
        else:
            messages.success(request, _("The scheme has been changed."))
            return go(request, "web:scheme", pk)
    return _edit_page(request, form, row)


def _edit_page(
    request: ParkRequest, form: SchemeForm, row: Any = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "s": row, "clash": status == 409}
    status = status if status != 200 else 422 if form.errors else 200
    return page(request, "web/subsidies/scheme_edit.html", context, status)


@acts(Capability.SCHEME_EDIT, thing="scheme")
def check(request: ParkRequest, pk: int) -> HttpResponse:
    """It still holds today."""
    row = selectors.scheme_for(request.actor, pk)
    if request.method == "POST":
        services.check_scheme(scheme=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Noted: it was checked today."))
    return go(request, "web:scheme", pk)

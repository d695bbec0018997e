"""申报 The list of claims, one claim, its documents, the totals, and the list as Word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import policies, selectors, services
from qianjin.apps.subsidies.choices import UNFILED, WITH_BUREAU, ClaimState
from qianjin.apps.subsidies.sentences import money
from qianjin.faces.gate import endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Cell, Column, NavItem, TableRow

from . import words
from .forms import ClaimFilterForm

GROUPS = ("scheme", "enterprise", "year")


def wanted(request: ParkRequest) -> tuple[selectors.ClaimFilters, int]:
    """The filters of the address, and behind which claim the page begins."""
    form = ClaimFilterForm(request.GET)
    filters = selectors.ClaimFilters(**form.wanted())
    return filters, form.cleaned_data.get("before") or 0


def query_of(filters: selectors.ClaimFilters, **more: Any) -> str:
    """The filters as an address has them."""
    named = {
        "state": filters.state,
        "year": filters.year,
        "scheme": filters.scheme,
        "enterprise": filters.enterprise,
        "mine": "1" if filters.mine else "",
        **more,
    }
    return urlencode({name: value for name, value in named.items() if value})


@endpoint(Capability.CLAIM_SEE)
def claims(request: ParkRequest) -> HttpResponse:
    """Claims by state and year, newest first, with what they add up to."""
    filters, before = wanted(request)
    today = timezone.localdate()
    found = selectors.claims_page(request.actor, filters, before=before)
    address = to(request, "web:claims")
    counts = selectors.state_counts(request.actor, filters)
    context = {
        "columns": words.claim_columns(),
        "rows": [words.claim_cells(request, row, today) for row in found.rows],
        "tabs": _tabs(address, filters, counts),
        "sums": words.total_stats(selectors.amounts(request.actor, filters)),
        "filters": filters,
        "years": [today.year + 1 - back for back in range(5)],
        "is_narrowed": bool(query_of(filters)),
        "of": found.rows[0] if found.rows else None,
        "query": query_of(filters),
        "newer": f"{address}?{query_of(filters)}" if before else "",
        "older": f"{address}?{query_of(filters, before=found.older)}" if found.older else "",
        "may_export": request.actor.may(Capability.CLAIM_EXPORT),
        "may_import": request.actor.may(Capability.CLAIM_HANDLE),
    }
    return page(request, "web/subsidies/claims.html", context)


def _tabs(address: str, filters: selectors.ClaimFilters, counts: dict[str, int]) -> list[NavItem]:
    every = f"{address}?{query_of(filters, state='')}"
    return [
        NavItem(
            pgettext("tab", "All"), every, count=sum(counts.values()), active=not filters.state
        ),
        *(
            NavItem(
                str(state.label),
                f"{address}?{query_of(filters, state=state.value)}",
                count=counts[state],
                tone=state.tone,
                active=filters.state == state,
            )
            for state in ClaimState
            if counts[state] or filters.state == state
        ),
    ]


@endpoint(Capability.CLAIM_SEE, thing="claim")
def claim(request: ParkRequest, pk: int) -> HttpResponse:
    """One claim: where it stands, its documents, what happened, what can be done."""
    row = selectors.claim_for(request.actor, pk)
    kept = selectors.files_of(row)
    tone, label = words.claim_tag(row)
    may_handle = policies.may_handle(request.actor, row.enterprise)
    context = {
        "c": row,
        "tone": tone,
        "label": label,
        "facts": words.claim_facts(row),
        "documents": words.documents_of(row, kept, lambda key: to(request, "web:claim_file", key)),
        "timeline": words.timeline(selectors.steps_of(row)),
        "readings": selectors.readings_of(row),
        "offers": _offers(request, row) if may_handle else [],
        "limits": files.limits(),
        "may_add": may_handle and row.state not in ("paid", "refused", "declined"),
    }
    return page(request, "web/subsidies/claim.html", context)


def _offers(request: ParkRequest, row: Any) -> list[tuple[str, str, str]]:
    """What the state of the claim leaves open to the office: label, address, kind of button."""
    offered: list[tuple[str, Any, str]] = []
    if row.state in (ClaimState.TOLD, ClaimState.DECLINED):
        offered.append(("begin", _("Begin to prepare"), ""))
    if row.state in UNFILED:
        offered += [("file", _("Enter as filed"), "main"), ("decline", _("Not claimed"), "quiet")]
    if row.state == ClaimState.FILED:
        offered.append(("hand_over", _("Hand to the bureau"), "main"))
    if row.state in WITH_BUREAU:
        kind = "main" if row.state == ClaimState.REVIEW else ""
        offered += [
            ("approve", _("Enter the approval"), kind),
            ("send_back", _("Send back"), ""),
            ("refuse", pgettext("claim", "Refused"), "quiet"),
        ]
    if row.state == ClaimState.APPROVED:
        offered.append(("pay", _("Enter a payment"), "main"))
    return [
        (label, to(request, f"web:claim_{name}", row.pk), kind) for name, label, kind in offered
    ]


@endpoint(Capability.CLAIM_SEE, thing="claim_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A document as it was sent, to be saved."""
    return files.download(selectors.file_for(request.actor, pk))


@endpoint(Capability.CLAIM_SEE)
def totals(request: ParkRequest) -> HttpResponse:
    """What was claimed, approved and paid: by scheme, enterprise or year."""
    filters, _before = wanted(request)
    asked = request.GET.get("by", "")
    group = asked if asked in GROUPS else "scheme"
    found = selectors.totals(request.actor, filters, group)
    address, claims_at = to(request, "web:claim_totals"), to(request, "web:claims")
    context = {
        "tabs": [
            NavItem(label, f"{address}?{query_of(filters, by=code)}", active=code == group)
            for code, label in _groups()
        ],
        "columns": _total_columns(group),
        "rows": [
            TableRow(
                [
                    Cell(one.label, url=f"{claims_at}?{query_of(filters, **{group: one.key})}"),
                    str(one.claims),
                    money(one.claimed),
                    money(one.approved),
                    money(one.paid),
                ]
            )
            for one in found
        ],
        "sums": words.total_stats(selectors.amounts(request.actor, filters)),
        "filters": filters,
        "years": [timezone.localdate().year + 1 - back for back in range(5)],
        "group": group,
        "query": query_of(filters, by=group),
        "may_export": request.actor.may(Capability.CLAIM_EXPORT),
    }
    return page(request, "web/subsidies/totals.html", context)


def _groups() -> list[tuple[str, str]]:
    return [
        ("scheme", _("By scheme")),
        ("enterprise", _("By enterprise")),
        ("year", _("By year")),
    ]


def _total_columns(group: str) -> list[Column]:
    heads = {"scheme": _("Support scheme"), "enterprise": _("Enterprise"), "year": _("Year")}
    return [
        Column(heads[group], main=True),
        Column(_("Claims"), align="end"),
        Column(_("Claimed (10,000 yuan)"), align="end"),
        Column(_("Approved (10,000 yuan)"), align="end"),
        Column(_("Paid (10,000 yuan)"), align="end"),
    ]


@endpoint(Capability.CLAIM_EXPORT)
def word(request: ParkRequest) -> HttpResponse:
    """兑现清单: the claims of the filters as a Word list, at most 500."""
    filters, _before = wanted(request)
    rows = selectors.claims_page(request.actor, filters, size=selectors.MOST_IN_WORD).rows
    services.note_list_taken(by=request.actor, at=timezone.now(), rows=len(rows))
    title = _("List of claims and payments")
    document = paper.blank(title, str(timezone.localdate()), landscape=True)
    heads = ("", *(str(column.label) for column in words.claim_columns()), _("Paid on"))
    lines = [
        (
            str(number),
            row.enterprise.name,
            row.scheme.title,
            str(row.year),
            words.claim_tag(row)[1],
            money(row.claimed_wan),
            money(row.approved_wan),
            money(row.paid_wan) if row.paid_wan else "",
            str(row.paid_on or ""),
        )
        for number, row in enumerate(rows, start=1)
    ]
    found = selectors.amounts(request.actor, filters)
    sums = (money(found.claimed), money(found.approved), money(found.paid))
    lines.append(("", _("Sum (10,000 yuan)"), "", "", "", *sums, ""))
    widths = (1.0, 5.6, 6.2, 1.4, 2.6, 2.2, 2.2, 2.2, 2.4)
    paper.table(document, heads, lines, widths=widths)
    return paper.answer(paper.as_bytes(document), f"{title}.docx")

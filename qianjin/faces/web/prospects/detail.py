"""一人一页 The page of a person, and that of a firm."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import policies, selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

from . import words
from .forms import TieForm
from .moving import follows_merges


@endpoint(Capability.PROSPECT_SEE, thing="prospect")
@follows_merges
def prospect(request: ParkRequest, pk: int) -> HttpResponse:
    """Who it is, how to reach them, who knows them, through whom."""
    row = selectors.contact_for(request.actor, pk)
    return contact_page(request, row)


def contact_page(request: ParkRequest, row: Any, form: TieForm | None = None) -> HttpResponse:
    """The page; after a tie that was refused, with what was said of it."""
    actor = request.actor
    may_enter = policies.may_enter(actor, row.park_id) and row.anonymised_at is None
    context = {
        "row": row,
        "numbers": words.numbers(actor, row),
        "facts": words.contact_facts(row),
        "ties": words.tie_rows(request, row, selectors.ties_of(actor, row)),
        "ways": words.ways(request, selectors.ways_to(actor, contact=row)),
        "likes": _likes(row),
        "may_keep": policies.may_keep(actor, row) and row.anonymised_at is None,
        "may_enter": may_enter,
        "form": form or (TieForm(officers=officers(request)) if may_enter else None),
    }
    return page(request, "web/prospects/contact.html", context, 422 if form else 200)


def officers(request: ParkRequest) -> list[tuple[str, Any]]:
    """Colleagues who may know somebody."""
    people = selectors.officers_of(request.actor, on=timezone.localdate())
    return [(str(person.pk), person.name) for person in people]


def _likes(row: Any) -> list[dict[str, Any]]:
    """Who of the book may be the same person."""
    if row.anonymised_at is not None:
        return []
    return [
        {"row": other, "percent": words.percent(m.score), "reasons": words.reasons(m.reasons)}
        for other, m in selectors.contacts_like(row)[:3]
    ]


@endpoint(Capability.PROSPECT_SEE, thing="prospect_firm")
@follows_merges
def firm(request: ParkRequest, pk: int) -> HttpResponse:
    """What a firm is, who is there, through whom one reaches it."""
    actor = request.actor
    row = selectors.organisation_for(actor, pk)
    filters = selectors.Filters(organisation=pk)
    people = selectors.contacts_page(actor, filters, on=timezone.localdate())
    context = {
        "row": row,
        "facts": words.firm_facts(request, row),
        "people": people.rows,
        "count": words.count_words(people),
        "all_url": f"{to(request, 'web:prospects')}?firm={pk}" if people.older else "",
        "ways": words.ways(request, selectors.ways_to(actor, organisation=row)),
        "may_keep": policies.may_keep(actor, row),
        "may_enter": policies.may_enter(actor, row.park_id),
    }
    return page(request, "web/prospects/firm.html", context)

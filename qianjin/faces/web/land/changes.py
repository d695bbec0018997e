"""界线变更 The list of changes, and one with its before and after for the reviewer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import policies, selectors, services
from qianjin.apps.land.choices import ChangeKind, ChangeState, Origin
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.journeys.boundary_changed import approve_boundary_change
from qianjin.ui.shapes import Cell, Column, Fact, NavItem, StatItem, TableRow
from qianjin.ui.wording import day
from qianjin.units.refusals import BadInput

from . import words
from .change_forms import ApproveForm, RejectForm


@endpoint(Capability.PARCEL_SEE)
def changes(request: ParkRequest) -> HttpResponse:
    """Changes, newest first."""
    asked, before = request.GET.get("state", ""), request.GET.get("before", "")
    state = asked if asked in ChangeState.values else ""
    found = selectors.changes_page(
        request.actor, state, before=int(before) if _is_id(before) else 0
    )
    address = to(request, "web:parcel_changes")
    every = NavItem(pgettext("tab", "All"), address, active=not state)
    context = {
        "tabs": words.tabs(request, "parcel_changes"),
        "states": [
            every,
            *(
                NavItem(str(one.label), f"{address}?state={one.value}", active=state == one)
                for one in ChangeState
            ),
        ],
        "columns": [
            Column(_("Change"), main=True),
            Column(_("Kind")),
            Column(pgettext("change of boundaries", "State"), nowrap=True),
            Column(_("Proposed by")),
            Column(_("Reviewed by")),
        ],
        "rows": [words.change_row(request, one) for one in found.rows],
        "older": f"{address}?{urlencode({'state': state, 'before': found.older})}"
        if found.older
        else "",
        "newer": f"{address}?state={state}" if before else "",
    }
    return page(request, "web/land/changes.html", context)


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


@endpoint(Capability.PARCEL_SEE, thing="boundary_change")
def change(request: ParkRequest, pk: int) -> HttpResponse:
    """One change: before and after beside each other."""
    return _change_page(request, selectors.change_for(request.actor, pk))


@acts(Capability.PARCEL_APPROVE, thing="boundary_change")
def approve(request: ParkRequest, pk: int) -> HttpResponse:
    """Make it so."""
    row = selectors.change_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:parcel_change", pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            made = approve_boundary_change(
                change=row, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            sentence = ngettext(
                "Approved: %(count)d parcel.", "Approved: %(count)d parcels.", len(made)
            )
            messages.success(request, sentence % {"count": len(made)})
            return go(request, "web:parcel_change", pk)
    return _change_page(request, row, approving=form, status=422)


@acts(Capability.PARCEL_APPROVE, thing="boundary_change")
def reject(request: ParkRequest, pk: int) -> HttpResponse:
    """Send it back with the reason."""
    row = selectors.change_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:parcel_change", pk)
    form = RejectForm(request.POST)
    if form.is_valid():
        try:
            services.reject_change(
                change=row, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Rejected."))
            return go(request, "web:parcel_change", pk)
    return _change_page(request, row, rejecting=form, status=422)


@acts(Capability.PARCEL_EDIT, thing="boundary_change")
def withdraw(request: ParkRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    row = selectors.change_for(request.actor, pk)
    if request.method == "POST":
        services.withdraw_change(change=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Withdrawn."))
    return go(request, "web:parcel_change", pk)


def _change_page(
    request: ParkRequest,
    row: Any,
    *,
    approving: Form | None = None,
    rejecting: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, sides = request.actor, selectors.sides_of(row)
    near = words.around(request, selectors.neighbours_of(row, sides))
    is_open = row.state == ChangeState.PROPOSED
    names = len(sides.before) + len(sides.after) <= 40
    before = [
        words.outline(one, tone="closed", kind="strong", name=one.number if names else "")
        for one in sides.before
    ]
    after = [
        words.outline(
            one,
            tone="active",
            kind="dashed" if is_open else "strong",
            name=(one.number or one.name) if names else "",
        )
        for one in sides.after
    ]
    window = selectors.window_of(sides)
    context = {
        "c": row,
        "kind": ChangeKind(row.kind).label,
        "state": ChangeState(row.state),
        "title": words.change_title_of(sides.before, sides.after),
        "before_shapes": [*near, *before] if before else [],
        "after_shapes": [*near, *(_ghosts(before)), *after],
        "window": window,
        "sums": _sums(sides),
        "facts": _facts(row),
        "columns": _columns(),
        "before": [_before_row(request, one) for one in sides.before],
        "after": [_after_row(request, one) for one in sides.after],
        "approving": approving or ApproveForm(initial={"effective_on": timezone.localdate()}),
        "rejecting": rejecting or RejectForm(),
        "may_review": is_open and policies.may_review(actor, row),
        "is_own": is_open and row.proposed_by_id == actor.user_id,
    }
    return page(request, "web/land/change.html", context, status)


def _ghosts(before: list[Any]) -> list[Any]:
    """The old outlines behind the new ones."""
    return [{**one, "kind": "faint", "tone": "", "name": "", "url": ""} for one in before]


def _sums(sides: selectors.Sides) -> list[StatItem]:
    old, new = selectors.total_area(sides.before), selectors.total_area(sides.after)
    found = [
        StatItem(_("After"), words.in_mu(new), sub=words.square_metres(new), tone="active"),
    ]
    if sides.before:
        found.insert(0, StatItem(_("Before"), words.in_mu(old), sub=words.square_metres(old)))
        gained = f"{new - old:+,.2f} ㎡"
        found.append(StatItem(_("Difference"), gained))
    return found


def _facts(row: Any) -> list[Fact]:
    return [
        Fact(_("Kind"), str(ChangeKind(row.kind).label)),
        Fact(_("Reason"), row.reason),
        *([Fact(_("Source"), row.source)] if row.source else []),
        Fact(_("Proposed by"), row.proposed_by.name, sub=day(row.proposed_at)),
        Fact(
            _("Reviewed by"),
            row.reviewed_by.name if row.reviewed_by else "",
            sub=day(row.reviewed_at) if row.reviewed_at else "",
        ),
        *([Fact(_("Words of the review"), row.review_words)] if row.review_words else []),
        *([Fact(_("Holds from"), row.effective_on.isoformat())] if row.effective_on else []),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Parcel"), main=True),
        Column(_("Lies in")),
        Column(_("Computed area"), align="end", nowrap=True),
        Column(_("Stated area"), align="end", nowrap=True),
        Column(_("Origin of the boundary")),
    ]


def _before_row(request: ParkRequest, one: Any) -> TableRow:
    return _row(one, Cell(one.number, url=to(request, "web:parcel", one.pk), sub=one.name))


def _after_row(request: ParkRequest, one: Any) -> TableRow:
    number = one.number or _("given out at approval")
    url = to(request, "web:parcel", one.parcel_id) if one.parcel_id else ""
    return _row(one, Cell(number, url=url, sub=one.name))


def _row(one: Any, head: Cell) -> TableRow:
    return TableRow(
        [
            head,
            one.village.name if one.village else "—",
            Cell(words.in_mu(one.area_plane), sub=words.square_metres(one.area_plane)),
            Cell(words.square_metres(one.area_stated) or "—", sub=words.difference(one)),
            str(Origin(one.origin).label),
        ]
    )

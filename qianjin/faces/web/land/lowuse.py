"""低效用地 Land found ill used, and how its remedies stand."""

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
from qianjin.apps.land import selectors, services
from qianjin.apps.land.choices import LowState, Remedy
from qianjin.apps.land.refusals import RemedySettled
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Cell, Column, Fact, NavItem, TableRow, ThreadItem
from qianjin.ui.wording import day
from qianjin.units.refusals import BadInput

from . import words
from .change_forms import LowUseForm, RemedyForm, SettleForm, WordsForm


@endpoint(Capability.PARCEL_SEE)
def cases(request: ParkRequest) -> HttpResponse:
    """The cases, newest first, by state."""
    asked, before = request.GET.get("state", ""), request.GET.get("before", "")
    state = asked if asked in LowState.values else ""
    found = selectors.low_uses_page(
        request.actor, state, before=int(before) if _is_id(before) else 0
    )
    counts, address = selectors.low_counts(request.actor), to(request, "web:low_use")
    context = {
        "tabs": words.tabs(request, "low_use"),
        "states": [
            NavItem(pgettext("tab", "All"), address, active=not state),
            *(
                NavItem(
                    str(one.label),
                    f"{address}?state={one.value}",
                    count=counts[one],
                    tone=one.tone,
                    active=state == one,
                )
                for one in LowState
            ),
        ],
        "rule": _rule(request),
        "columns": [
            Column(_("Parcel"), main=True),
            Column(pgettext("low-efficiency land", "Why")),
            Column(pgettext("low-efficiency land", "State"), nowrap=True),
            Column(_("Remedy")),
            Column(_("Officer")),
            Column(_("To be remedied by"), nowrap=True),
        ],
        "rows": [_row(request, one) for one in found.rows],
        "older": f"{address}?{urlencode({'state': state, 'before': found.older})}"
        if found.older
        else "",
        "newer": f"{address}?state={state}" if before else "",
        "may_edit": request.actor.may(Capability.PARCEL_EDIT),
        "may_rule": request.actor.may(Capability.LAND_RULES),
    }
    return page(request, "web/land/low_use.html", context)


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


def _rule(request: ParkRequest) -> list[str]:
    """The park's rule, a line for each ground."""
    rule = selectors.settings_of(request.park.pk)
    lines = []
    if rule.low_tax_wan is not None:
        sentence = _("tax per mu below %(limit)s (10,000 yuan)")
        lines.append(sentence % {"limit": words.plain(rule.low_tax_wan)})
    if rule.low_idle_months is not None:
        lines.append(_("not begun %(months)s months after the day") % {
            "months": rule.low_idle_months
        })  # fmt: skip
    if rule.low_grade_d:
        lines.append(_("grade D, entered by an officer"))
    if rule.low_contract:
        lines.append(_("behind the contract, entered by an officer"))
    return lines


def _row(request: ParkRequest, one: Any) -> TableRow:
    state, today = LowState(one.state), timezone.localdate()
    is_late = one.due_on and one.due_on < today and state == LowState.REMEDYING
    return TableRow(
        [
            Cell(
                one.parcel.number,
                url=to(request, "web:low_use_case", one.pk),
                sub=one.parcel.name,
            ),
            Cell(words.reason_words(one.reasons[0]) if one.reasons else ""),
            Cell(str(state.label), tone=state.tone, sub=day(one.found_on)),
            Cell(str(Remedy(one.remedy).label) if one.remedy else "—"),
            Cell(one.officer.name if one.officer else "—"),
            Cell(day(one.due_on) if one.due_on else "—", sub=_("late") if is_late else ""),
        ],
        tone="breached" if is_late else "",
    )


@acts(Capability.PARCEL_EDIT)
def apply_rule(request: ParkRequest) -> HttpResponse:
    """Look now instead of at night."""
    if request.method == "POST":
        many = services.apply_rule(park_id=request.park.pk, by=request.actor, at=timezone.now())
        told = ngettext("%(count)d parcel found.", "%(count)d parcels found.", many)
        messages.success(request, told % {"count": many})
    return go(request, "web:low_use")


@acts(Capability.PARCEL_EDIT, thing="parcel")
def enter(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter a parcel by hand."""
    one = selectors.parcel_for(request.actor, pk)
    form = LowUseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_low_use(
                parcel=one, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Entered as low-efficiency land."))
            return go(request, "web:low_use_case", made.pk)
    title = _("Enter as low-efficiency land")
    context = {"form": form, "p": one, "title": title, "wide": ("reasons", "words")}
    return page(request, "web/land/form.html", context, 422 if form.errors else 200)


@endpoint(Capability.PARCEL_SEE, thing="low_use")
def case(request: ParkRequest, pk: int) -> HttpResponse:
    """One case with its remedy and what happened."""
    return _case_page(request, selectors.low_use_for(request.actor, pk))


@acts(Capability.PARCEL_EDIT, thing="low_use")
def remedy(request: ParkRequest, pk: int) -> HttpResponse:
    """Say how it is remedied."""
    form = _remedy_form(request, None, request.POST or None)
    return _act(request, pk, form, services.set_remedy, _("The remedy has been set."), "remedying")


@acts(Capability.PARCEL_EDIT, thing="low_use")
def report(request: ParkRequest, pk: int) -> HttpResponse:
    """What has been done."""
    form = WordsForm(request.POST or None)
    return _act(request, pk, form, services.report_remedy, _("Noted."), "reporting")


@acts(Capability.PARCEL_EDIT, thing="low_use")
def settle(request: ParkRequest, pk: int) -> HttpResponse:
    """How it ends."""
    form = SettleForm(request.POST or None)
    return _act(request, pk, form, _settled, _("The case is settled."), "settling")


def _settled(*, remedied: str, **more: Any) -> Any:
    return services.settle_low_use(remedied=remedied == "yes", **more)


def _remedy_form(request: ParkRequest, row: Any, data: Any) -> RemedyForm:
    known = {}
    if row is not None:
        known = {"remedy": row.remedy, "officer": row.officer_id, "due_on": row.due_on}
    people = selectors.remedy_officers(request.actor, on=timezone.localdate())
    return RemedyForm(data, people=people, initial=known)


def _act(
    request: ParkRequest, pk: int, form: Form, verb: Any, told: str, name: str
) -> HttpResponse:
    row = selectors.low_use_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:low_use_case", pk)
    if form.is_valid():
        try:
            verb(case=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        except RemedySettled as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return go(request, "web:low_use_case", pk)
    return _case_page(request, row, {name: form}, 422)


def _case_page(
    request: ParkRequest, row: Any, forms: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    state = LowState(row.state)
    may_edit = request.actor.may(Capability.PARCEL_EDIT)
    is_open = may_edit and state in (LowState.FOUND, LowState.REMEDYING)
    given = forms or {}
    context = {
        "case": row,
        "p": row.parcel,
        "state": state,
        "reasons": [words.reason_words(reason) for reason in row.reasons],
        "shapes": [
            *words.around(request, selectors.neighbours(request.actor, row.parcel)),
            words.outline(row.parcel, tone=state.tone, kind="strong", name=row.parcel.number),
        ],
        "facts": [
            Fact(_("Found on"), row.found_on.isoformat()),
            Fact(_("Remedy"), str(Remedy(row.remedy).label) if row.remedy else ""),
            Fact(_("Officer"), row.officer.name if row.officer else ""),
            Fact(_("To be remedied by"), row.due_on.isoformat() if row.due_on else ""),
            *([Fact(_("Settled on"), row.settled_on.isoformat())] if row.settled_on else []),
        ],
        "timeline": [
            ThreadItem(
                who=step.by_name or _("By the clock"),
                what=str(LowState(step.state).label),
                at=step.at,
                text=step.words,
                tone=LowState(step.state).tone,
            )
            for step in selectors.low_steps(row)
        ],
        "remedying": given.get("remedying") or _remedy_form(request, row, None),
        "reporting": given.get("reporting") or WordsForm(),
        "settling": given.get("settling") or SettleForm(),
        "is_open": is_open,
    }
    return page(request, "web/land/low_use_case.html", context, status)

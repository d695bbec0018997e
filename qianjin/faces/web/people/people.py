"""The people of the office: who sits where, who stands in for whom, who carries how much."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import policies, selectors, services
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.desk import selectors as desk
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.name_order import name_order
from qianjin.units.refusals import BadInput

from .forms import AppointForm
from .wording import SECTOR_NAMES, role_names


@endpoint(Capability.PERSON_SEE)
def people(request: ParkRequest) -> HttpResponse:
    """Everyone on the office's side, by section and unit."""
    words = request.GET.get("q", "").strip()
    rows = selectors.people_of(request.actor, on=timezone.localdate())
    shown = [row for row in rows if _matches(row, words)]
    load = desk.open_counts_by_officer(request.actor)
    groups = [
        (heading, [_card(row, load.get(row.id, 0)) for row in group])
        for heading, group in groupby(sorted(shown, key=_place), key=_heading)
    ]
    context = {
        "groups": groups,
        "query": words,
        "count": len(shown),
        "whole": len(rows),
        "may_invite": request.actor.may(Capability.PERSON_INVITE),
    }
    return page(request, "web/people/people.html", context)


def _matches(row: selectors.PersonRow, words: str) -> bool:
    text = " ".join((row.name, row.unit, row.phone, *role_names(row.roles))).lower()
    return all(word in text for word in words.lower().split())


def _is_section(row: selectors.PersonRow) -> bool:
    return row.unit_kind in ("", UnitKind.SECTION)


def _place(row: selectors.PersonRow) -> tuple[int, int, int, bytes]:
    """Those without a unit first, then section by section, heads first; liaisons last."""
    rank = min(list(Role).index(Role(role)) for role in row.roles)
    kind = list(UnitKind).index(UnitKind(row.unit_kind)) if row.unit_kind else -1
    return (kind, row.unit_position, rank, name_order(row.name))


def _heading(row: selectors.PersonRow) -> str:
    """Sections stand for themselves; liaisons of bureaux, towns and villages stand together."""
    return row.unit if _is_section(row) else str(UnitKind(row.unit_kind).label)


def _card(row: selectors.PersonRow, load: int) -> dict[str, Any]:
    return {
        "row": row,
        "roles": role_names(row.roles),
        "load": load,
        "unit": "" if _is_section(row) else row.unit,
        "sectors": [SECTOR_NAMES[code] for code in row.sectors if code in SECTOR_NAMES],
    }


@endpoint(Capability.PERSON_SEE, thing="person")
def person(request: ParkRequest, pk: int) -> HttpResponse:
    """One person: roles held, absences, what is open."""
    return _person_page(request, pk, None)


def _person_page(request: ParkRequest, pk: int, form: AppointForm | None) -> HttpResponse:
    today = timezone.localdate()
    user = selectors.person_for(request.actor, pk)
    held = selectors.roles_held(request.actor, pk)
    absences = selectors.absences_of(request.actor, from_on=today).filter(absent_id=pk)
    context = {
        "person": user,
        "absences": absences,
        "roles": [_held(request, row, today) for row in held],
        "load": desk.open_counts_by_officer(request.actor).get(pk, 0),
        "form": form or _appoint_form(request),
        "may_appoint": request.actor.may(Capability.PERSON_INVITE),
    }
    status = 422 if form and form.errors else 200
    return page(request, "web/people/person.html", context, status)


def _held(request: ParkRequest, row: Any, today: Any) -> dict[str, Any]:
    present = row.from_on <= today and (row.until_on is None or row.until_on >= today)
    return {
        "row": row,
        "label": Role(row.role).label,
        "is_present": present,
        "sectors": [SECTOR_NAMES[code] for code in row.sectors.split(",") if code in SECTOR_NAMES],
        "may_end": row.until_on is None and policies.may_invite(request.actor, row.role),
    }


def _appoint_form(request: ParkRequest, data: Any = None) -> AppointForm:
    """Roles of the office only: an enterprise's people come in through their enterprise."""
    roles = [
        role
        for role in Role
        if role != Role.ENTERPRISE_CONTACT and policies.may_invite(request.actor, role)
    ]
    return AppointForm(data, roles=roles, units=parks.units_of(request.actor.park_id))


@acts(Capability.PERSON_INVITE, thing="person")
def appoint(request: ParkRequest, pk: int) -> HttpResponse:
    """Give somebody a further role."""
    user = selectors.person_for(request.actor, pk)
    form = _appoint_form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(
                user=user,
                park=request.park,
                role=form.cleaned_data["role"],
                unit=_unit(request, form),
                sectors=",".join(form.cleaned_data["sectors"]),
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The role has been given."))
            return go(request, "web:person", pk)
    return _person_page(request, pk, form)


def _unit(request: ParkRequest, form: AppointForm) -> Any:
    chosen = form.cleaned_data["unit"]
    return parks.unit_of(request.actor.park_id, int(chosen)) if chosen else None


@acts(Capability.PERSON_INVITE, thing="membership")
def end_membership(request: ParkRequest, pk: int) -> HttpResponse:
    """End a role of somebody."""
    row = selectors.membership_for(request.actor, pk)
    if request.method == "POST":
        services.end_membership(membership=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The role has ended."))
    return go(request, "web:person", row.user_id)

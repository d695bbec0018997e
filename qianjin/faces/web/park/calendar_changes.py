"""Changes of the calendar: an official year, a day, the hours, a further calendar."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import services as desk
from qianjin.apps.parks import selectors, services
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame, storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .calendar import calendar_context
from .forms import CalendarForm, DayForm, OpeningForm, YearFileForm

AT_ONCE = 100
"""So many open requests follow a changed calendar within the act; the worker does the rest."""


def _answer(request: ParkRequest, form_name: str, form: Any) -> HttpResponse:
    """The calendar page again, with the form that could not be taken."""
    context = calendar_context(request, **{form_name: form})
    return page(request, "web/park/calendar.html", context, 422)


def _done(request: ParkRequest, sentence: str, year: int | None = None) -> HttpResponse:
    """Let open due times follow, say how many moved, and go back to the year."""
    park = selectors.park_by_id(request.park.pk)
    moved = desk.recompute(park=park, at=timezone.now(), most=AT_ONCE)
    if moved:
        follow = ngettext(
            "The due times of %(count)s open request moved.",
            "The due times of %(count)s open requests moved.",
            moved,
        ) % {"count": moved}
    else:
        follow = _("No due time had to move.")
    messages.success(request, f"{sentence} {follow}")
    return go(request, "web:calendar", query=f"year={year}" if year else "")


@acts(Capability.CALENDAR_EDIT, repeatable=True)
def preview(request: ParkRequest) -> HttpResponse:
    """Read a file of days and show what it would change; nothing is written yet."""
    if request.method != "POST":
        return go(request, "web:calendar")
    form = YearFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, "file_form", form)
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        years = services.compare_years(park=request.park, data=data, file_name=file.name)
    except BadInput as refusal:
        blame(form, refusal)
        return _answer(request, "file_form", form)
    context = {
        "years": years,
        "file_name": file.name,
        "data": base64.b64encode(data).decode(),
        "changes": sum(len(year.changes) for year in years),
    }
    return page(request, "web/park/calendar_preview.html", context)


@acts(Capability.CALENDAR_EDIT)
def adopt(request: ParkRequest) -> HttpResponse:
    """Take over the file that was shown."""
    if request.method != "POST":
        return go(request, "web:calendar")
    try:
        data = base64.b64decode(request.POST.get("data", ""), validate=True)
    except ValueError:
        data = b""
    years = services.adopt_year(
        park=request.park,
        data=data,
        file_name=storable(request.POST.get("file_name", "")),
        by=request.actor,
        at=timezone.now(),
    )
    return _done(request, _("The official calendar has been taken over."), years[-1])


@acts(Capability.CALENDAR_EDIT)
def set_day(request: ParkRequest) -> HttpResponse:
    """Set one day by hand, or let it be what its year says again."""
    if request.method != "POST":
        return go(request, "web:calendar")
    calendars = selectors.calendars_of(request.park.pk).exclude(is_default=True)
    form = DayForm(request.POST, calendars=calendars)
    if form.is_valid():
        try:
            _set(request, form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _done(request, _("The day has been set."), form.cleaned_data["day"].year)
    return _answer(request, "day_form", form)


def _set(request: ParkRequest, told: dict[str, Any]) -> None:
    code = told["calendar"]
    about: dict[str, Any] = {
        "park": request.park,
        "day": told["day"],
        "by": request.actor,
        "at": timezone.now(),
        "calendar": selectors.calendar_for(request.park.pk, code) if code else None,
    }
    if told["kind"] == "plain":
        services.clear_day(**about)
    else:
        services.set_day(is_working=told["kind"] == "work", name=told["name"], **about)


@acts(Capability.CALENDAR_EDIT, thing="calendar")
def hours(request: ParkRequest, code: str) -> HttpResponse:
    """Set the opening hours of one calendar."""
    row = selectors.calendar_for(request.park.pk, code)
    if request.method != "POST":
        return go(request, "web:calendar", query=f"calendar={code}")
    form = OpeningForm(request.POST)
    if form.is_valid():
        try:
            services.set_opening(
                calendar=row, opening=form.opening(), by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _done(request, _("The opening hours have been set."))
    return _answer(request, "hours_form", form)


@acts(Capability.CALENDAR_EDIT)
def add(request: ParkRequest) -> HttpResponse:
    """Add a calendar with hours of its own."""
    if request.method != "POST":
        return go(request, "web:calendar")
    form = CalendarForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.add_calendar(
                park=request.park,
                code=told["code"],
                name_zh=told["name_zh"],
                name_en=told["name_en"],
                opening=form.opening(),
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _done(request, _("The calendar has been added."))
    return _answer(request, "new_form", form)

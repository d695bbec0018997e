"""工作日历 A year as people read it: working days, holidays, make-up days, what is provisional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks import selectors
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

from .forms import CalendarForm, DayForm, OpeningForm, YearFileForm

if TYPE_CHECKING:
    from qianjin.apps.parks.selectors import YearPage

EARLIEST, LATEST = 1950, 2199
WEEKDAY_LETTERS = (
    pgettext_lazy("Monday at the head of a small calendar", "Mo"),
    pgettext_lazy("Tuesday at the head of a small calendar", "Tu"),
    pgettext_lazy("Wednesday at the head of a small calendar", "We"),
    pgettext_lazy("Thursday at the head of a small calendar", "Th"),
    pgettext_lazy("Friday at the head of a small calendar", "Fr"),
    pgettext_lazy("Saturday at the head of a small calendar", "Sa"),
    pgettext_lazy("Sunday at the head of a small calendar", "Su"),
)
KINDS = {
    "work": _("working day"),
    "rest": _("weekend"),
    "holiday": _("holiday"),
    "makeup": _("make-up working day"),
}


@endpoint(Capability.CALENDAR_SEE)
def calendar(request: ParkRequest) -> HttpResponse:
    """One year under one of the park's calendars."""
    return page(request, "web/park/calendar.html", calendar_context(request))


def calendar_context(request: ParkRequest, **forms: Any) -> dict[str, Any]:
    """What the page shows; ``forms`` replaces those that came back with errors."""
    year = _year(request)
    calendars = list(selectors.calendars_of(request.park.pk))
    chosen = selectors.calendar_for(request.park.pk, request.GET.get("calendar", ""))
    shown = selectors.year_page(request.park, chosen, year)
    may_edit = request.actor.may(Capability.CALENDAR_EDIT)
    context: dict[str, Any] = {
        "year": shown,
        "calendars": calendars,
        "chosen": chosen,
        "may_edit": may_edit,
        "months": [_month(days) for days in shown.months],
        "today": timezone.localdate(),
        "special": _special(shown),
        "kinds": KINDS,
        "weekdays": [(WEEKDAYS[n], WEEKDAY_LETTERS[n]) for n in range(7)],
        "earlier": year - 1,
        "later": year + 1,
        "calendar_query": "" if chosen.is_default else f"&calendar={chosen.code}",
        "provisional": [
            row.year for row in selectors.years_of(request.park.pk) if row.status == "provisional"
        ],
    }
    if may_edit:
        context |= {
            "hours_form": OpeningForm(opening=chosen.opening),
            "day_form": DayForm(calendars=[c for c in calendars if not c.is_default]),
            "file_form": YearFileForm(),
            "new_form": CalendarForm(opening=chosen.opening),
        }
    return context | forms


def _year(request: ParkRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year
    if not EARLIEST <= year <= LATEST:
        raise Http404
    return year


def _month(days: Any) -> dict[str, Any]:
    """Weeks of seven places, Monday first; empty places before the first and after the last."""
    places = [None] * days[0].day.weekday() + list(days)
    places += [None] * (-len(places) % 7)
    return {
        "first": days[0].day,
        "weeks": [places[n : n + 7] for n in range(0, len(places), 7)],
        "working": sum(day.kind in ("work", "makeup") for day in days),
    }


def _special(shown: YearPage) -> list[dict[str, Any]]:
    """Holidays and make-up days in rows: days of one name that follow each other are one row."""
    rows: list[dict[str, Any]] = []
    for day in (day for month in shown.months for day in month):
        if day.kind not in ("holiday", "makeup") and not day.is_own:
            continue
        last = rows[-1] if rows else None
        if (
            last
            and (last["kind"], last["name"], last["is_own"]) == (day.kind, day.name, day.is_own)
            and (day.day - last["until"]).days == 1
        ):
            last["until"], last["count"] = day.day, last["count"] + 1
        else:
            rows.append(
                {
                    "since": day.day,
                    "until": day.day,
                    "count": 1,
                    "kind": day.kind,
                    "name": day.name,
                    "is_own": day.is_own,
                    "label": KINDS[day.kind],
                    "tone": "done" if day.kind == "holiday" else "at_risk",
                }
            )
    return rows

"""How visits read: lights, dates, ways, the tabs between their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.apps.visits import selectors
from qianjin.apps.visits.choices import (
    Caller,
    CoverLight,
    Ground,
    Language,
    Means,
    RoundState,
)
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Bar, Cell, Column, NavItem, Reason, StatItem, TableRow
from qianjin.ui.wording import day, duration

WORTH_SAYING = 50
"""Percent: a wider gap says more of the bound than of the plan."""
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def tabs(request: ParkRequest, here: str) -> list[NavItem]:
    """The pages of visits this person may enter."""
    actor = request.actor
    wanted = (
        ("web:visits", pgettext("visits", "Coverage"), Capability.VISIT_SEE),
        ("web:round_today", pgettext("visits", "My round"), Capability.VISIT_RECORD),
        ("web:field", pgettext("visits", "In the field"), Capability.VISIT_RECORD),
        ("web:rounds", pgettext("visits", "Rounds"), Capability.VISIT_SEE),
        ("web:visit_list", pgettext("visits", "Records"), Capability.VISIT_SEE),
        ("web:plans", pgettext("visits", "Planning"), Capability.VISIT_PLAN),
        ("web:visit_times", pgettext("visits", "Times"), Capability.VISIT_PLAN),
        ("web:visit_rules", pgettext("visits", "Rules"), Capability.VISIT_RULES),
    )
    return [
        NavItem(label=label, url=to(request, name), active=name == f"web:{here}")
        for name, label, right in wanted
        if actor.may(right)
    ]


def kilometres(metres: int) -> str:
    """A way in kilometres, with one decimal."""
    return _("%(km)s km") % {"km": f"{metres / 1000:.1f}"}


def skill(code: str) -> str:
    """What an officer brings, in words."""
    if code in Language.values:
        return str(Language(code).label)
    return str(Sector(code).label) if code in Sector.values else code


def stats(request: ParkRequest, found: selectors.Coverage) -> list[StatItem]:
    """The figures above the list."""
    address = to(request, "web:visits")
    share = f"{100 * found.this_year / found.total:.0f}" if found.total else "0"
    return [
        StatItem(_("Operating enterprises on the books"), found.total, url=address),
        StatItem(
            _("Visited this year"),
            share,
            unit="%",
            sub=_("%(seen)s of %(total)s") % {"seen": found.this_year, "total": found.total},
        ),
        StatItem(
            str(CoverLight.RED.label),
            found.red,
            tone="breached" if found.red else "",
            url=f"{address}?light=red",
        ),
        StatItem(
            str(CoverLight.YELLOW.label),
            found.yellow,
            tone="at_risk" if found.yellow else "",
            url=f"{address}?light=yellow",
        ),
    ]


def coverage_columns() -> list[Column]:
    """The head of the coverage list."""
    return [
        Column(_("Enterprise"), main=True),
        Column(_("Traffic light"), nowrap=True),
        Column(_("Visited"), nowrap=True),
        Column(_("Contacted"), nowrap=True),
        Column(_("To be seen by"), nowrap=True),
        Column(_("Officer"), nowrap=True),
    ]


def coverage_rows(request: ParkRequest, rows: Iterable[selectors.CoverageRow]) -> list[TableRow]:
    """Its rows."""
    place = reverse("web:enterprise", args=[request.actor.park_slug, 0])
    head, _zero, tail = place.rpartition("0")
    never = _("never yet")
    return [
        TableRow(
            cells=[
                Cell(row.name, url=f"{head}{row.pk}{tail}", sub=str(Tier(row.tier).label)),
                Cell(str(CoverLight(row.light).label), tone=CoverLight(row.light).tone),
                Cell(day(row.visited_on) if row.visited_on else never),
                Cell(day(row.contacted_on) if row.contacted_on else never),
                Cell(
                    day(row.due_on) if row.due_on else _("at once") if row.due_means else "",
                    sub=due_words(row),
                ),
                Cell(row.officer or _("nobody")),
            ],
            tone=CoverLight(row.light).tone if row.light == CoverLight.RED else "",
        )
        for row in rows
    ]


def due_words(row: selectors.CoverageRow) -> str:
    """Which rule comes first."""
    if not row.due_means:
        return ""
    if row.due_caller == Caller.HEAD:
        return _("visit by a head")
    return pgettext("due", "visit") if row.due_means == Means.VISIT else pgettext("due", "contact")


def points(
    request: ParkRequest, rows: Sequence[tuple[selectors.CoverageRow, float, float]]
) -> list[dict[str, Any]]:
    """The enterprises of the list on the ground."""
    place = reverse("web:enterprise", args=[request.actor.park_slug, 0])
    head, _zero, tail = place.rpartition("0")
    return [
        {
            "lon": lon,
            "lat": lat,
            "label": f"{row.name} · {CoverLight(row.light).label}",
            "tone": CoverLight(row.light).tone,
            "url": f"{head}{row.pk}{tail}",
        }
        for row, lon, lat in rows
    ]


def home(park_id: int) -> list[dict[str, Any]]:
    """The office on the ground."""
    travel = selectors.travel_of(park_id)
    if travel is None:
        return []
    return [{"lon": travel.lon, "lat": travel.lat, "label": _("The office"), "kind": "home"}]


def officer_bars(request: ParkRequest, found: selectors.Coverage) -> list[Bar]:
    """Overdue enterprises by officer."""
    address = to(request, "web:visits")
    return [
        Bar(
            name or _("nobody"),
            late,
            tone="breached" if late else "",
            url=f"{address}?{urlencode({'officer': key or 0, 'light': 'red'})}",
            shown=_("%(late)s of %(total)s") % {"late": late, "total": total},
        )
        for key, name, total, late in found.officers
    ]


def round_rows(request: ParkRequest, rows: Iterable[Any]) -> list[TableRow]:
    """Rounds in a list."""
    place = reverse("web:round", args=[request.actor.park_slug, 0])
    head, _zero, tail = place.rpartition("0/")
    return [
        TableRow(
            cells=[
                Cell(day(row.on), url=f"{head}{row.pk}/{tail}"),
                Cell(row.officer.name),
                Cell(str(RoundState(row.state).label), tone=RoundState(row.state).tone),
                Cell(
                    _("%(done)s of %(total)s") % {"done": row.done_count, "total": row.stop_count}
                ),
                Cell(way_of(row)),
                Cell(duration(row.minutes) if row.minutes else ""),
            ]
        )
        for row in rows
    ]


def way_of(row: Any) -> str:
    """What was driven, else what is planned."""
    if row.mileage_km is not None:
        return _("%(km)s km") % {"km": row.mileage_km}
    return kilometres(row.metres)


def round_columns() -> list[Column]:
    """The head of the list of rounds."""
    return [
        Column(_("Day"), main=True, nowrap=True),
        Column(_("Officer")),
        Column(_("State")),
        Column(_("Visited")),
        Column(_("Way"), nowrap=True),
        Column(_("Time out"), nowrap=True),
    ]


def left_out(request: ParkRequest, rows: Iterable[Any]) -> list[Reason]:
    """Why an enterprise that is due is on no round, by name; one without a place leads to it."""
    return [
        Reason(
            text=row.name,
            sub=_("due by %(day)s") % {"day": day(row.due_on)} if row.due_on else "",
            amount=str(Ground(row.ground).label) if row.ground in Ground.values else row.ground,
            tone="" if row.ground == Ground.TAKEN_OUT else "at_risk",
            url=_to_the_map(request, row),
        )
        for row in rows
        if row.ground != Ground.NOT_DUE
    ]


def _to_the_map(request: ParkRequest, row: Any) -> str:
    if row.ground != Ground.NO_PLACE or not request.actor.may(Capability.VISIT_RECORD):
        return ""
    return to(request, "web:visit_place", row.enterprise_id)


def quality(status: str, gap: float | None) -> str:
    """How good a plan is known to be."""
    if status == "optimal":
        return _("proven: no shorter plan exists")
    if gap is not None and gap <= WORTH_SAYING:
        return _("proven: at most %(gap)s %% longer than the best possible") % {"gap": gap}
    if status == "impossible":
        return _("not everything that is due fits; what is missing is named below")
    return _("the best found in the time given; no bound is proven")


def visits_counted(count: int) -> str:
    """So many visits."""
    return ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count}


def pages(address: str, query: dict[str, str], found: Any) -> dict[str, str]:
    """The addresses of the pages beside this one."""
    kept = {key: value for key, value in query.items() if value}
    return {
        name: f"{address}?{urlencode({**kept, 'cursor': cursor})}" if cursor else ""
        for name, cursor in (("newer", found.newer), ("older", found.older))
    }

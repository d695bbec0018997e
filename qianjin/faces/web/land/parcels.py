"""地块 The list of parcels, one parcel with its thread, and its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.land import selectors
from qianjin.apps.land.choices import ChangeKind, LandSector, LowState, ParcelState
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Attachment, Fact, NavItem
from qianjin.ui.wording import day, size

from . import words
from .forms import ParcelFilterForm, indicator_lines

FORMS = (
    ("txt", "TXT"),
    ("shp", "Shapefile"),
    ("dxf", "DXF"),
    ("geojson", "GeoJSON"),
    ("kml", "KML"),
    ("gpkg", "GeoPackage"),
)
"""Survey files: code, and the name that stays the same in both languages."""


def wanted(request: ParkRequest) -> tuple[selectors.ParcelFilters, str]:
    """The filters of the address, and behind which parcel the page begins."""
    form = ParcelFilterForm(request.GET)
    return selectors.ParcelFilters(**form.wanted()), request.GET.get("after", "")[:80]


def query_of(filters: selectors.ParcelFilters, **more: Any) -> str:
    """The filters as an address has them."""
    named = {
        **{name: getattr(filters, name) for name in ("q", "state", "sector", "low_use")},
        **{name: getattr(filters, name) for name in ("village", "owner", "mu_min", "mu_max")},
        "enclave": "1" if filters.enclave else "",
        "closed": "1" if filters.closed else "",
        "order": filters.order if filters.order != "number" else "",
        **more,
    }
    return urlencode({name: value for name, value in named.items() if value not in (None, "")})


@endpoint(Capability.PARCEL_SEE)
def parcels(request: ParkRequest) -> HttpResponse:
    """Parcels by state, village, owner, platform and area, with what they add up to."""
    filters, after = wanted(request)
    actor, address = request.actor, to(request, "web:parcels")
    found = selectors.parcels_page(actor, filters, after=after)
    sums = selectors.totals(actor, filters)
    units = list(parks.units_of(request.park.pk, UnitKind.VILLAGE, UnitKind.TOWN))
    context = {
        "tabs": words.tabs(request, "parcels"),
        "states": _states(address, filters, selectors.state_counts(actor, filters)),
        "columns": words.columns(),
        "rows": [words.row(request, one) for one in found.rows],
        "sums": words.sum_words(sums),
        "filters": filters,
        "villages": [unit for unit in units if unit.kind == UnitKind.VILLAGE],
        "owners": units,
        "sectors": LandSector.choices,
        "low_states": LowState.choices,
        "query": query_of(filters),
        "narrowed": query_of(filters) != query_of(selectors.ParcelFilters(state=filters.state)),
        "further": f"{address}?{query_of(filters, after=found.more)}" if found.more else "",
        "first": f"{address}?{query_of(filters)}" if after else "",
        "forms": _exports(request, filters) if actor.may(Capability.PARCEL_EXPORT) else [],
        "may_export": actor.may(Capability.PARCEL_EXPORT),
        "may_edit": actor.may(Capability.PARCEL_EDIT),
    }
    return page(request, "web/land/parcels.html", context)


def _states(
    address: str, filters: selectors.ParcelFilters, counts: dict[str, int]
) -> list[NavItem]:
    def link(state: str) -> str:
        more = {"state": state} if state else {"state": ""}
        return f"{address}?{query_of(filters, **more)}"

    every = NavItem(pgettext("tab", "All"), link(""), active=not filters.state)
    return [
        every,
        *(
            NavItem(
                str(state.label),
                link(state.value),
                count=words.bounded(counts[state]),
                active=filters.state == state,
            )
            for state in ParcelState
            if counts[state] or filters.state == state
        ),
    ]


def _exports(request: ParkRequest, filters: selectors.ParcelFilters) -> list[NavItem]:
    address = to(request, "web:parcels_survey")
    return [NavItem(name, f"{address}?{query_of(filters, form=code)}") for code, name in FORMS]


@endpoint(Capability.PARCEL_SEE, thing="parcel")
def parcel(request: ParkRequest, pk: int) -> HttpResponse:
    """One parcel: its drawing, areas, owners, rights, plan, files, and what happened."""
    actor = request.actor
    one = selectors.parcel_for(actor, pk)
    before = request.GET.get("before", "")
    events = selectors.events_of(one, before=int(before) if _is_id(before) else 0)
    address = to(request, "web:parcel", pk)
    shares = selectors.shares_of(one)
    indicators = selectors.indicators_of(one)
    whole = selectors.may_see_all(actor)
    case = selectors.low_use_of(one) if whole else None
    context = {
        "p": one,
        "state": ParcelState(one.state),
        "low": LowState(one.low_use) if one.low_use else None,
        "shapes": [
            *words.around(request, selectors.neighbours(actor, one)),
            words.outline(one, tone=ParcelState(one.state).tone, kind="strong", name=one.number),
        ],
        "places": _places(request, one),
        "areas": words.area_facts(one),
        "plan": words.plan_facts(one),
        "utilities": words.utility_rows(one),
        "at_line": words.amounts_at_line(one),
        "shares": shares,
        "rights": words.right_lines(request, selectors.rights_of(one)),
        "indicators": indicator_lines(indicators),
        "is_standard": selectors.is_standard_land(indicators),
        "files": [_attachment(request, file) for file in selectors.files_of(one)],
        "timeline": words.timeline(events.rows),
        "older": f"{address}?before={events.older}" if events.older else "",
        "newest": address if before else "",
        "lineage": _lineage(request, one, whole),
        "proposal": selectors.proposal_of(one) if whole else None,
        "case": case,
        "reasons": [words.reason_words(r) for r in case.reasons] if case else [],
        "exports": [
            NavItem(name, f"{to(request, 'web:parcel_export', pk)}?form={code}")
            for code, name in FORMS
        ]
        if actor.may(Capability.PARCEL_EXPORT)
        else [],
        "may_edit": selectors.may_keep_parcel(actor, one),
        "limits": files.limits(),
    }
    return page(request, "web/land/parcel.html", context)


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


def _places(request: ParkRequest, one: Any) -> list[Fact]:
    ready = day(one.ready_likely) if one.ready_likely else ""
    return [
        Fact(_("Lies in the village"), one.village.name if one.village else ""),
        Fact(
            _("Owner of the largest share"),
            one.main_owner.name if one.main_owner else "",
            sub=_("owned from elsewhere") if one.is_enclave else "",
        ),
        Fact(_("Industry platform"), str(LandSector(one.sector).label) if one.sector else ""),
        Fact(_("Likely ready on"), ready, url=_way(request, one), sub=words.stage_name(one.stage)),
    ]


def _way(request: ParkRequest, one: Any) -> str:
    """The page that says when it is ready and what it hangs on, for those who see it."""
    seen = request.actor.scope(Capability.CLEARING_SEE) == Scope.PARK
    waits = one.ready_likely is not None and one.closed_on is None
    return to(request, "web:clearing_parcel", one.pk) if seen and waits else ""


def _attachment(request: ParkRequest, file: Any) -> dict[str, Any]:
    address = to(request, "web:parcel_file", file.pk)
    return {
        "shown": Attachment(
            file.caption or file.name,
            address,
            size(file.size),
            f"{address}?preview=1" if file.preview else "",
        ),
        "remove": to(request, "web:parcel_file_remove", file.pk),
        "name": file.name,
    }


def _lineage(request: ParkRequest, one: Any, whole: bool) -> list[dict[str, Any]]:
    """Where the parcel comes from and what became of it; links for whoever sees the changes."""
    found = selectors.lineage_of(one)
    return [
        {
            "title": words.change_title(change),
            "kind": ChangeKind(change.kind).label,
            "day": change.effective_on,
            "url": to(request, "web:parcel_change", change.pk) if whole else "",
            "is_after": is_after,
        }
        for is_after, rows in ((True, found.replaced_by), (False, found.made_by))
        for change in rows
    ]


@endpoint(Capability.PARCEL_SEE, thing="parcel_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """One file, or its small picture."""
    row = selectors.file_for(request.actor, pk)
    return files.preview(row) if request.GET.get("preview") else files.download(row)

"""地图 The map of parcels: its page, what lies in a place, and the card of one parcel."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.apps.land.choices import LowState, ParcelState
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

from . import asking, ground, words


@endpoint(Capability.PARCEL_SEE)
def park_map(request: ParkRequest) -> HttpResponse:
    """The parcels on the map, coloured by what one asks, with the legend and the list."""
    by = request.GET.get("by", "state")
    by = by if by in words.BY else "state"
    found = selectors.found_in(request.actor, asking.WORLD)
    below = selectors.background_of(request.actor.park_id)
    legend = words.legend(request, by, timezone.localdate())
    context = {
        "by": by,
        "tabs": words.tabs(request, by),
        "legend": legend,
        "found": found,
        "found_mu": words.mu(found.area),
        "lines": words.lines(found.rows, gcj02=below.row.is_gcj02),
        "ground": ground.told(request, by, legend, below),
        "may_set": request.actor.may(Capability.LAND_RULES),
        **_day_fields(),
    }
    return ground.allowed(page(request, "web/map/map.html", context), below)


def _day_fields() -> dict[str, Any]:
    today = timezone.localdate()
    return {"today": today, "year_begin": today.replace(month=1, day=1)}


@endpoint(Capability.PARCEL_SEE)
def found(request: ParkRequest) -> HttpResponse:
    """The list beside the map: what lies in the part that is seen, or in a drawn outline."""
    shape = asking.shape_of(request)
    gcj02 = ground.is_gcj02(request)
    there = selectors.found_in(request.actor, asking.box_of(request), shape, gcj02=gcj02)
    context = {
        "found": there,
        "found_mu": words.mu(there.area),
        "lines": words.lines(there.rows, gcj02=gcj02),
        "is_drawn": bool(shape),
        **_further(request, shape, gcj02),
    }
    return render(request, "web/map/_found.html", context)


def _further(request: ParkRequest, shape: list[tuple[float, float]], gcj02: bool) -> dict[str, str]:
    """Where a drawn outline becomes a proposed parcel, and a measured line a road or river."""
    if not request.actor.may(Capability.PARCEL_EDIT):
        return {}
    line = asking.line_of(request)
    if shape:
        outline = selectors.drawn_outline(shape, gcj02=gcj02)
        return {"propose": f"{to(request, 'web:parcel_new')}?{urlencode({'shape': outline})}"}
    if line:
        drawn = selectors.drawn_line(line, gcj02=gcj02)
        return {"enter": f"{to(request, 'web:barrier_new')}?{urlencode({'line': drawn})}"}
    return {}


@endpoint(Capability.PARCEL_SEE, thing="parcel")
def card(request: ParkRequest, pk: int) -> HttpResponse:
    """What is known of a parcel, in a few lines over the map."""
    parcel = selectors.parcel_for(request.actor, pk)
    state = ParcelState(parcel.state)
    context = {
        "parcel": parcel,
        "state": state,
        "low": LowState(parcel.low_use) if parcel.low_use else None,
        "computed": words.areas(parcel.area_plane),
        "stated": words.areas(parcel.area_stated) if parcel.area_stated else "",
        "box": words.lines([parcel], gcj02=ground.is_gcj02(request))[0].box,
        "address": to(request, "web:parcel", parcel.pk),
    }
    return render(request, "web/map/_card.html", context)

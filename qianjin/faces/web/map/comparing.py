"""两期对比 What came into the book and what left it between two days."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest

from . import asking, ground, words


@endpoint(Capability.PARCEL_SEE)
def compare(request: ParkRequest) -> HttpResponse:
    """The boundaries of two days beside each other: a list, and shapes for the map."""
    today = timezone.localdate()
    earlier = asking.day_of(request, "earlier", today.replace(month=1, day=1))
    later = asking.day_of(request, "later", today)
    earlier, later = min(earlier, later), max(earlier, later)
    found = selectors.compared(request.actor, earlier=earlier, later=later)
    gcj02 = ground.is_gcj02(request)
    context = {
        "earlier": earlier,
        "later": later,
        "came": words.lines(found.came, gcj02=gcj02),
        "went": words.lines(found.went, gcj02=gcj02),
        "is_cut": found.is_cut,
        "shapes": json.dumps(_shapes(found, gcj02)),
    }
    return render(request, "web/map/_compared.html", context)


def _shapes(found: selectors.Compared, gcj02: bool) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": geometry,
                "properties": {"change": change, "number": row.number},
            }
            for change, rows in (("went", found.went), ("came", found.came))
            for row, geometry in zip(rows, selectors.drawn(rows, gcj02=gcj02), strict=True)
        ],
    }

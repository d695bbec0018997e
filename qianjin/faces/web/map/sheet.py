"""宗地图 The sheet of one parcel: to print, and as a Word file."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.apps.land.choices import LandSector, Origin, ParcelState, RightKind
from qianjin.apps.land.selectors import Sheet
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import page

from . import words

NAMED_CORNERS = 60
"""More names than these hide the drawing; the table has them all."""


@endpoint(Capability.PARCEL_SEE, thing="parcel")
def sheet(request: ParkRequest, pk: int) -> HttpResponse:
    """The parcel with its corners and neighbours, on a page to print."""
    found = selectors.sheet_for(request.actor, pk)
    context = {
        "parcel": found.parcel,
        "sheet": found,
        "facts": facts(found),
        "corners": corner_rows(found),
        "areas": _areas(found),
        "frame_areas": [{"rings": [_corners(found.frame)]}],
        "names": _names(found),
        "today": timezone.localdate(),
    }
    return page(request, "web/map/sheet.html", context)


@endpoint(Capability.PARCEL_SEE, thing="parcel")
def word(request: ParkRequest, pk: int) -> HttpResponse:
    """The same as a Word file."""
    found = selectors.sheet_for(request.actor, pk)
    parcel = found.parcel
    document = paper.blank(_("Parcel sheet"), f"{parcel.number} {parcel.name}".strip())
    paper.picture(document, picture(found), width=15)
    paper.table(document, [], facts(found), widths=[4.5, 12.5])
    paper.line(document, _("Corners (CGCS2000, metres)"), bold=True)
    paper.table(document, corner_heads(), corner_rows(found), widths=[2.5, 2.5, 4.5, 4.5, 3])
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    paper.line(document, f"{request.park.name}  {day}", after=0)
    return paper.answer(paper.as_bytes(document), f"{parcel.number}{_('Parcel sheet')}.docx")


def facts(found: Sheet) -> list[tuple[str, str]]:
    """What is known of the parcel: word and value."""
    parcel = found.parcel
    rows = [
        (_("Number"), parcel.number),
        (pgettext("parcel", "Name"), parcel.name),
        (_("State"), str(ParcelState(parcel.state).label)),
        (_("Lies in"), parcel.village.name if parcel.village else ""),
        (_("Owners"), _listed(f"{one.holder_name} {one}" for one in found.tenures)),
        (_("Rights"), _listed(_right(one) for one in found.rights)),
        (_("Computed area"), words.areas(parcel.area_plane)),
        (_("Stated area"), words.areas(parcel.area_stated) if parcel.area_stated else ""),
        (_("Origin of the boundary"), _origin(parcel)),
        (_("Use"), f"{parcel.use_name} {parcel.use_code}".strip()),
        (_("Industry platform"), str(LandSector(parcel.sector).label) if parcel.sector else ""),
        (_("Floor area ratio"), _between(parcel.far_min, parcel.far_max)),
        (_("Plane"), _plane(found)),
    ]
    return [(name, value) for name, value in rows if value]


def _corners(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    west, south, east, north = box
    return [(west, south), (east, north)]


def _listed(parts: Any) -> str:
    return pgettext("between two names", ", ").join(parts)


def _right(right: Any) -> str:
    holder = right.enterprise.name if right.enterprise else right.holder
    return f"{RightKind(right.kind).label} {holder}"


def _origin(parcel: Any) -> str:
    label = str(Origin(parcel.origin).label)
    if parcel.accuracy_m is None:
        return label
    return _("%(origin)s, to %(metres)s m") % {
        "origin": label,
        "metres": number_format(parcel.accuracy_m.normalize(), force_grouping=False),
    }


def _between(least: Any, most: Any) -> str:
    if least is None and most is None:
        return ""
    if least is None or most is None:
        sign, value = ("≥", least) if most is None else ("≤", most)
        return f"{sign} {number_format(value)}"
    return _("%(least)s to %(most)s") % {
        "least": number_format(least),
        "most": number_format(most),
    }


def _plane(found: Sheet) -> str:
    return _("CGCS2000, zone %(zone)d, central meridian %(meridian)d° E") % {
        "zone": found.zone,
        "meridian": found.meridian,
    }


def corner_heads() -> list[str]:
    """The heads of the table of corners."""
    return [
        _("Corner"),
        _("Ring"),
        _("X (north)"),
        _("Y (east)"),
        _("To the next (m)"),
    ]


def corner_rows(found: Sheet) -> list[list[str]]:
    """The table of corners, to the millimetre."""
    return [
        [c.name, str(c.ring), f"{c.north:.3f}", f"{c.east:.3f}", f"{c.metres:.3f}"]
        for c in found.corners
    ]


def _areas(found: Sheet) -> list[dict[str, Any]]:
    around = [{"rings": one.rings, "label": one.number, "kind": "around"} for one in found.around]
    main = {
        "rings": found.outline.rings,
        "label": found.outline.number,
        "kind": "main",
        "tone": ParcelState(found.parcel.state).tone,
    }
    return [*around, main]


def _names(found: Sheet) -> list[tuple[str, float, float]]:
    if len(found.corners) > NAMED_CORNERS:
        return []
    places = [place for ring in found.outline.rings for place in ring]
    return [(c.name, *place) for c, place in zip(found.corners, places, strict=True)]


def picture(found: Sheet) -> bytes:
    """The drawing as PNG, for Word, which draws no SVG everywhere."""
    from PIL import Image, ImageDraw

    wide, high = 1200, 900
    west, south, east, north = found.frame
    scale = min(wide / (east - west), high / (north - south))
    left, top = (west + east) / 2, (south + north) / 2

    def at(place: tuple[float, float]) -> tuple[float, float]:
        return wide / 2 + (place[0] - left) * scale, high / 2 - (place[1] - top) * scale

    image = Image.new("RGB", (wide, high), "white")
    brush = ImageDraw.Draw(image)
    for one in found.around:
        for ring in one.rings:
            brush.line([at(place) for place in [*ring, ring[0]]], fill="#9aa5a3", width=2)
    for place, ring in enumerate(found.outline.rings):
        if place == 0 and len(found.outline.rings) == 1:
            brush.polygon([at(corner) for corner in ring], fill="#e4f0ec")
        brush.line([at(corner) for corner in [*ring, ring[0]]], fill="#0c6b66", width=5)
    for name, *spot in _names(found):
        x, y = at((spot[0], spot[1]))
        brush.ellipse((x - 4, y - 4, x + 4, y + 4), fill="#b83224")
        brush.text((x + 7, y - 22), name, fill="#14262d", font_size=20)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()

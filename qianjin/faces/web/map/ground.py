"""底图与数据 What the map's script is told, and what the page lets it fetch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianjin.apps.land import selectors
from qianjin.apps.land.choices import MapSource
from qianjin.apps.land.selectors import Background
from qianjin.faces.gate import to
from qianjin.faces.gate.middleware import POLICY
from qianjin.faces.gate.requests import ParkRequest

from . import words

ANYWHERE = (118.3, 29.2, 120.9, 30.6)
"""Hangzhou: where a map without parcels opens."""
TIANDITU = "https://t0.tianditu.gov.cn"
TIANDITU_LAYER = (
    TIANDITU + "/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILECOL={{x}}&TILEROW={{y}}&TILEMATRIX={{z}}"
    "&tk={key}"
)


def told(
    request: ParkRequest, by: str, legend: Sequence[words.Entry], below: Background
) -> dict[str, Any]:
    """All that the script needs: where tiles are, which code has which colour, where to begin."""
    family = "web:map_tile_gcj02" if below.row.is_gcj02 else "web:map_tile"
    some_tile = to(request, family, by, 0, 0, 0)
    bounds = selectors.bounds_for(request.actor) or ANYWHERE
    return {
        "worker": static("ui/vendor/maplibre-gl-csp-worker-5.24.1.js"),
        "tiles": some_tile.removesuffix("0/0/0") + "{z}/{x}/{y}",
        "gcj02": below.row.is_gcj02,
        "nearest": selectors.NEAREST,
        "by": by,
        "hues": {code: entry.hue for entry in legend for code in entry.codes},
        "bounds": selectors.drawn_box(bounds, gcj02=below.row.is_gcj02),
        "chosen": _chosen(request, below),
        "barriers": selectors.barriers_drawn(request.actor, gcj02=below.row.is_gcj02),
        "found": to(request, "web:map_found"),
        "card": to(request, "web:map_parcel", 0).removesuffix("0/"),
        "background": _background(request, below),
        "locale": _locale(),
        "language": get_language(),
    }


def _chosen(request: ParkRequest, below: Background) -> dict[str, Any] | None:
    """The parcel named in the address, if this person may see it."""
    text = request.GET.get("parcel", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        return None
    parcel = selectors.parcels_for(request.actor).filter(pk=int(text)).defer("shape").first()
    if parcel is None:
        return None
    return {"pk": parcel.pk, "box": words.box_of(parcel, below.row.is_gcj02)}


def is_gcj02(request: ParkRequest) -> bool:
    """Whether the park's map is drawn on GCJ-02."""
    return selectors.background_of(request.actor.park_id).row.is_gcj02


def _background(request: ParkRequest, below: Background) -> dict[str, Any] | None:
    row = below.row
    whose = {"attribution": row.attribution, "nearest": row.nearest}
    if row.source == MapSource.TIANDITU:
        tiles = [TIANDITU_LAYER.format(layer=layer, key=row.key) for layer in ("vec", "cva")]
        return {**whose, "rasters": tiles, "attribution": row.attribution or "天地图"}
    if row.source == MapSource.ADDRESS:
        return {**whose, "rasters": [row.address]}
    if row.source == MapSource.FILE:
        address = to(request, "web:map_background_tile", 0, 0, 0).removesuffix("0/0/0")
        whose["nearest"] = min(below.nearest, row.nearest)
        if below.kind == "mvt":
            return {**whose, "vectors": address + "{z}/{x}/{y}", "layers": list(below.layers)}
        return {**whose, "rasters": [address + "{z}/{x}/{y}"]}
    return None


def allowed(answer: HttpResponse, below: Background) -> HttpResponse:
    """Let this page fetch tiles from the one host of the park's background, and nothing else."""
    row = below.row
    host = ""
    if row.source == MapSource.TIANDITU:
        host = TIANDITU
    elif row.source == MapSource.ADDRESS:
        host = _origin(row.address)
    if host:
        images = POLICY.replace("img-src 'self'", f"img-src 'self' {host}")
        answer["Content-Security-Policy"] = f"{images}; connect-src 'self' {host}"
    return answer


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _locale() -> dict[str, str]:
    """The words that MapLibre's own controls say."""
    return {
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "NavigationControl.ResetBearing": _("North up"),
        "AttributionControl.ToggleAttribution": _("Whose map this is"),
        "GeolocateControl.FindMyLocation": _("Where I am"),
        "GeolocateControl.LocationNotAvailable": _("Where you are is not known"),
        "Map.Title": _("Map of the parcels"),
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
        "FullscreenControl.Enter": _("Whole screen"),
        "FullscreenControl.Exit": _("Back to the page"),
    }

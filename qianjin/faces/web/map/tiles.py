"""瓦片 Vector tiles of the parcels, and tiles of the park's own background."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.faces.gate import bursts, endpoint
from qianjin.faces.gate.requests import ParkRequest

MVT = "application/vnd.mapbox-vector-tile"
KINDS = {
    "mvt": MVT,
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
}


@endpoint(Capability.PARCEL_SEE, thing="tile")
def tile(request: ParkRequest, by: str, zoom: int, column: int, row: int) -> HttpResponse:
    """Where the parcels of one tile lie on CGCS2000."""
    bursts.remember(request, _plain)
    return _plain(request, by, zoom, column, row)


@endpoint(Capability.PARCEL_SEE, thing="tile")
def tile_gcj02(request: ParkRequest, by: str, zoom: int, column: int, row: int) -> HttpResponse:
    """Where they lie on a background drawn on GCJ-02."""
    bursts.remember(request, _shifted)
    return _shifted(request, by, zoom, column, row)


def _plain(
    request: ParkRequest, by: str, zoom: int, column: int, row: int, *, gcj02: bool = False
) -> HttpResponse:
    """Asked for again as long as nothing has changed, a tile costs neither work nor bytes."""
    stamp = selectors.stamp_of(request.actor, in_a_burst=bursts.is_one_of_many(request))
    tag = quote_etag(stamp.tag)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return _kept(unchanged, tag)
    packed = selectors.tile_for(
        request.actor, zoom=zoom, column=column, row=row, by=by, gcj02=gcj02, stamp=stamp
    )
    answer = HttpResponse(packed, content_type=MVT, status=200 if packed else 204)
    if packed:
        answer["Content-Encoding"] = "gzip"
    return _kept(answer, tag)


_shifted = partial(_plain, gcj02=True)


def _kept(answer: HttpResponse, tag: str) -> HttpResponse:
    """A browser keeps a tile and asks each time whether it still holds."""
    answer["ETag"] = tag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


@endpoint(Capability.PARCEL_SEE, thing="background_tile")
def background(request: ParkRequest, zoom: int, column: int, row: int) -> HttpResponse:
    """A tile of the file of tiles that the park has of its own."""
    content, kind, is_packed = selectors.background_tile(
        request.actor, zoom=zoom, column=column, row=row
    )
    answer = HttpResponse(content, content_type=KINDS[kind], status=200 if content else 204)
    if content and is_packed:
        answer["Content-Encoding"] = "gzip"
    patch_cache_control(answer, private=True, max_age=3600)
    return answer

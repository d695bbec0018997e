"""The resources of Part 1, and the coordinate reference systems of Part 2."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest

from . import query
from .description import openapi

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)


@endpoint(Capability.PARCEL_SEE)
def landing(request: ParkRequest) -> HttpResponse:
    """Where to find what."""
    query.only(request, {"f"})
    links = [
        _link(request, "ogc_landing", "self", "application/json", _("This page")),
        _link(request, "ogc_description", "service-desc", OPENAPI, _("The interface described")),
        _link(request, "ogc_conformance", "conformance", "application/json", _("What it fulfils")),
        _link(request, "ogc_collections", "data", "application/json", _("The collections")),
    ]
    return _json({"title": request.park.name, "description": _("The parcel book"), "links": links})


@endpoint(Capability.PARCEL_SEE)
def conformance(request: ParkRequest) -> HttpResponse:
    """Which classes of the standard are fulfilled."""
    query.only(request, {"f"})
    return _json({"conformsTo": list(CONFORMS)})


@endpoint(Capability.PARCEL_SEE)
def description(request: ParkRequest) -> HttpResponse:
    """The interface as OpenAPI 3.0."""
    root = request.build_absolute_uri(_address(request, "ogc_landing"))
    told = json.dumps(openapi(root.rstrip("/"), request.park.name), ensure_ascii=False)
    return HttpResponse(told, content_type=OPENAPI)


@endpoint(Capability.PARCEL_SEE)
def collections(request: ParkRequest) -> HttpResponse:
    """The one collection there is."""
    query.only(request, {"f"})
    links = [_link(request, "ogc_collections", "self", "application/json", _("The collections"))]
    return _json({"links": links, "collections": [_parcels(request)]})


@endpoint(Capability.PARCEL_SEE)
def collection(request: ParkRequest) -> HttpResponse:
    """What the parcels are, how far they reach, in which systems they may be had."""
    query.only(request, {"f"})
    return _json(_parcels(request))


@endpoint(Capability.PARCEL_SEE)
def items(request: ParkRequest) -> HttpResponse:
    """Parcels, a page at a time."""
    asked = query.read(request, selectors.settings_of(request.actor.park_id).zone)
    tag = quote_etag(selectors.stamp_of(request.actor).tag)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return _kept(unchanged, tag)
    found = selectors.features_page(
        request.actor, box=asked.box, days=asked.days, after=asked.after, limit=asked.limit
    )
    features = ",".join(selectors.features(found.rows, asked.crs))
    links = [_here(request, "self", _("This page"))]
    if found.more:
        links.append(_here(request, "next", _("Next page"), after=found.more))
    links.append(_link(request, "ogc_parcels", "collection", "application/json", _("The parcels")))
    head = json.dumps(
        {"type": "FeatureCollection", "numberReturned": len(found.rows), "links": links},
        ensure_ascii=False,
    )
    body = f'{head[:-1]}, "features": [{features}]}}'
    return _kept(_features(body, asked.crs), tag)


@endpoint(Capability.PARCEL_SEE, thing="parcel")
def item(request: ParkRequest, pk: int) -> HttpResponse:
    """One parcel."""
    crs = query.crs_asked(request, selectors.settings_of(request.actor.park_id).zone)
    row = selectors.parcel_for(request.actor, pk)
    (feature,) = selectors.features([row], crs)
    links = [
        _here(request, "self", _("This page")),
        _link(request, "ogc_parcels", "collection", "application/json", _("The parcels")),
    ]
    told = json.dumps(links, ensure_ascii=False)
    return _features(f'{feature[:-1]}, "links": {told}}}', crs)


def _parcels(request: ParkRequest) -> dict[str, Any]:
    zone = selectors.settings_of(request.actor.park_id).zone
    told: dict[str, Any] = {
        "id": "parcels",
        "title": _("Parcels"),
        "description": _("The parcels of the book that the reader may see."),
        "itemType": "feature",
        "crs": [crs.uri for crs in selectors.crs_list(zone)],
        "storageCrs": selectors.STORAGE_CRS,
        "links": [
            _link(request, "ogc_items", "items", GEOJSON, _("The parcels themselves")),
            _link(request, "ogc_parcels", "self", "application/json", _("The parcels")),
        ],
    }
    bounds = selectors.bounds_for(request.actor)
    if bounds:
        spatial = {"bbox": [[round(side, 7) for side in bounds]], "crs": selectors.CRS84}
        told["extent"] = {"spatial": spatial}
    return told


def _json(told: dict[str, Any]) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _features(body: str, crs: selectors.Crs) -> HttpResponse:
    answer = HttpResponse(body, content_type=GEOJSON)
    answer["Content-Crs"] = f"<{crs.uri}>"
    return answer


def _kept(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _address(request: ParkRequest, name: str) -> str:
    return reverse(f"ogc:{name}", kwargs={"park": request.park.slug})


def _link(request: ParkRequest, name: str, rel: str, kind: str, title: str) -> dict[str, str]:
    href = request.build_absolute_uri(_address(request, name))
    return {"href": href, "rel": rel, "type": kind, "title": title}


def _here(request: ParkRequest, rel: str, title: str, **more: str) -> dict[str, str]:
    asked = {name: request.GET[name] for name in request.GET} | more
    address = request.path + (f"?{urlencode(asked)}" if asked else "")
    href = request.build_absolute_uri(address)
    return {"href": href, "rel": rel, "type": GEOJSON, "title": title}

"""The six methods of GeoReport v2."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import RequestKind, Source
from qianjin.apps.desk.selectors import Asking, Reported
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint, files, georeport, to
from qianjin.faces.gate.access import operations
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import BadInput, Missing

from . import mapping

SPAN = timedelta(days=90)
"""The longest time a list covers when no end is named, as the specification has it."""
MOST = 1000
MEDIA_URL = re.compile(r"https?://[^\s<>\"']{1,500}", re.IGNORECASE)
PAGE = 50


class BadArgument(BadInput):
    """An argument is missing or cannot be read."""

    sentence = gettext_lazy("Please check the arguments named.")


@endpoint(Capability.REQUEST_SEE, side="any")
def services(request: ParkRequest) -> HttpResponse:
    """GET services: what may be asked for."""
    return georeport.write(request, "services", "service", mapping.services())


@endpoint(Capability.REQUEST_SEE, side="any", thing="service")
def definition(request: ParkRequest, service_code: str) -> HttpResponse:
    """GET a service definition: the sub-types of a type."""
    told = mapping.definition(service_code)
    if request.path.endswith(".json"):
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    return georeport.xml(georeport.element("service_definition", told))


@acts(Capability.REQUEST_RAISE, side="any", repeatable=True)
def raise_one(request: ParkRequest) -> HttpResponse:
    """
    POST a request.

    The specification has no key against doing it twice; the same words for the same enterprise
    from the same sender on the same day are therefore one request.
    """
    given = request.POST
    code, words = given.get("service_code", ""), given.get("description", "").strip()
    problems = {}
    if code not in RequestKind.values:
        problems["service_code"] = [_("No service has this code.")]
    if not words:
        problems["description"] = [_("Please write something.")]
    media_url = given.get("media_url", "").strip()
    if media_url and not MEDIA_URL.fullmatch(media_url):
        problems["media_url"] = [_("Write an address that begins with http:// or https://.")]
    if problems:
        raise BadArgument(problems)
    if media_url:
        # Kept as it was said and never fetched: whoever sends it chooses where it leads.
        words = f"{words}\n{_('Media')}: {media_url}"
    at = timezone.now()
    enterprise = _enterprise(request, given)
    row = desk.raise_request(
        enterprise=enterprise,
        words=words,
        kind=code,
        subkind=given.get(f"attribute[{mapping.ATTRIBUTE}]", ""),
        place=given.get("address_string", ""),
        source=Source.PORTAL if request.actor.is_enterprise else Source.OFFICER,
        sender_key=_sender_key(request, enterprise.pk, code, words, at),
        by=request.actor,
        at=at,
    )
    told = {
        "service_request_id": row.number,
        "service_notice": _("It is with the office; the next promise is due %(when)s.")
        % {"when": mapping.moment(row.next_due_at)},
        "account_id": str(enterprise.pk),
    }
    return georeport.write(request, "service_requests", "request", [told], 201)


def _enterprise(request: ParkRequest, given: Mapping[str, str]) -> Any:
    """The enterprise named by ``account_id``; a contact's own need not be named."""
    named, own = given.get("account_id", "").strip(), request.actor.enterprise_ids
    if not named and len(own) == 1:
        named = str(next(iter(own)))
    if not named.isdecimal() or len(named) > 18:
        raise BadArgument({"account_id": [_("Name the enterprise by its number.")]})
    return enterprises.get_enterprise_for(request.actor, int(named))


def _sender_key(
    request: ParkRequest, enterprise_id: int, code: str, words: str, at: datetime
) -> str:
    day = timezone.localdate(at).isoformat()
    parts = (str(request.actor.user_id), str(enterprise_id), code, day, words)
    return hashlib.sha256("\x00".join(("open311", *parts)).encode()).hexdigest()


@endpoint(Capability.REQUEST_SEE, side="any")
def list_requests(request: ParkRequest) -> HttpResponse:
    """GET requests: by number, by service, by time, by state; newest first."""
    given = request.GET
    numbers = _several(given.get("service_request_id", ""))
    since, until = _moment(given, "start_date"), _moment(given, "end_date")
    if not numbers:
        until = until or (since + SPAN if since else timezone.now())
        since = since or until - SPAN
    states = set(_several(given.get("status", "")))
    if states - {"open", "closed"}:
        raise BadArgument({"status": [_("A status is open or closed.")]})
    asking = Asking(
        kinds=_several(given.get("service_code", "")),
        since=since,
        until=until,
        is_open=None if len(states) != 1 else states == {"open"},
    )
    rows = selectors.reported(
        request.actor,
        # A number overrides every other argument, as the specification has it.
        Asking(numbers=numbers) if numbers else asking,
        page=_count(given, "page", 1, 10_000),
        size=_count(given, "page_size", MOST if not given.get("page") else PAGE, MOST),
    )
    told = [_told(request, row) for row in rows]
    return georeport.write(request, "service_requests", "request", told)


def _told(request: ParkRequest, row: Reported) -> dict[str, Any]:
    media = "" if row.media is None else to(request, "open311:georeport_media", row.media)
    return mapping.service_request(row, request.build_absolute_uri(media) if media else "")


@endpoint(Capability.REQUEST_SEE, side="any", thing="attachment")
def media(request: ParkRequest, pk: int) -> HttpResponseBase:
    """GET the file a ``media_url`` names; it asks for a key like everything else."""
    return files.download(selectors.attachment_for(request.actor, pk))


requests = operations({"GET": list_requests, "POST": raise_one})


@endpoint(Capability.REQUEST_SEE, side="any", thing="request")
def one(request: ParkRequest, number: str) -> HttpResponse:
    """GET a request by its number."""
    rows = selectors.reported(request.actor, Asking(numbers=(number,)))
    if not rows:
        raise Missing
    told = [_told(request, row) for row in rows]
    return georeport.write(request, "service_requests", "request", told)


@endpoint(Capability.REQUEST_SEE, side="any", thing="request")
def token(request: ParkRequest, number: str) -> HttpResponse:
    """GET the number behind a token: numbers are given at once, so a token is its number."""
    selectors.get_request_for(request.actor, number)
    told = [{"service_request_id": number, "token": number}]
    return georeport.write(request, "service_requests", "request", told)


@endpoint(Capability.REQUEST_SEE, side="any")
def discovery(request: ParkRequest) -> HttpResponse:
    """GET the discovery document: where the endpoint is and what it speaks."""
    base = request.build_absolute_uri(request.path.rpartition("/")[0])
    told = {
        "changeset": "2026-11-26T00:00:00+08:00",
        "contact": request.park.name,
        "key_service": _("Make an access token on the page Me."),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base,
                "changeset": "2026-11-26T00:00:00+08:00",
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    if request.path.endswith(".json"):
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    return georeport.xml(georeport.element("discovery", told))


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())[:MOST]


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1900 < found.year < 9000:
        raise BadArgument({name: [_("Write a moment as 2026-11-24T08:30:00+08:00.")]})
    return found


def _count(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if not text.isdecimal() or not 0 < int(text[:9]) <= most:
        raise BadArgument({name: [_("Write a number from 1 to %(most)s.") % {"most": most}]})
    return int(text)

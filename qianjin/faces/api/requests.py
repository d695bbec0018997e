"""诉求 Requests: lists, one with its thread, and the verbs of both sides of the counter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, TypeVar

import pydantic
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Status

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import Source
from qianjin.apps.desk.selectors import Filters
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import files
from qianjin.faces.gate.requests import ParkRequest

from .bodies import with_files
from .machine import BadField, NotUnderstood, changes, named, reads
from .shapes import (
    CHANGING,
    READING,
    ActIn,
    ListFilters,
    RaiseIn,
    RateIn,
    ReplyIn,
    RequestFull,
    RequestPage,
    SupplyIn,
    WordsIn,
)

router = Router(tags=["requests"])
T = TypeVar("T", bound=pydantic.BaseModel)


@reads(
    router,
    "/requests",
    Capability.REQUEST_SEE,
    response={200: RequestPage, **READING},
    summary="List requests",
)
def list_requests(request: ParkRequest, filters: Query[ListFilters]) -> Any:
    """The list on the screen with its filters, a page at a time."""
    given = filters.dict()
    cursor, size = given.pop("cursor"), given.pop("size")
    wanted = Filters(
        words=given.pop("q"), **{name: value for name, value in given.items() if value is not None}
    )
    page = selectors.page_of(request.actor, wanted, at=timezone.now(), cursor=cursor, size=size)
    rows = [_row(request.actor, row) for row in page.rows]
    return {
        "items": rows,
        "newer": page.newer,
        "older": page.older,
        "total": page.total,
        "is_capped": page.is_capped,
    }


@reads(
    router,
    "/requests/{slug:number}",
    Capability.REQUEST_SEE,
    thing="request",
    response={200: RequestFull, **READING},
    summary="One request with its thread",
)
def get_request(request: ParkRequest, number: str) -> Any:
    """Everything the page of the request shows to you; internal notes only to the office."""
    return full(request, number)


@changes(
    router,
    "/requests",
    Capability.REQUEST_RAISE,
    response={201: RequestFull, **CHANGING},
    summary="Raise a request",
    openapi_extra=with_files(RaiseIn),
)
def raise_request(request: ParkRequest) -> Any:
    """The answer holds its number and its promised times. Send JSON, or a form with `files`."""
    given = _read(request, RaiseIn)
    row = services.raise_request(
        enterprise=_enterprise(request.actor, given.enterprise),
        words=given.words,
        title=given.title,
        kind=given.kind,
        subkind=given.subkind,
        place=given.place,
        source=_source(request.actor, given.source),
        files=_files(request),
        sender_key=_sender_key(request),
        by=request.actor,
        at=timezone.now(),
    )
    return Status(201, full(request, row.number))


def _enterprise(actor: Actor, pk: int | None) -> Any:
    if pk is None and len(actor.enterprise_ids) == 1:
        pk = next(iter(actor.enterprise_ids))
    if pk is None:
        raise BadField(named([{"loc": ["enterprise"], "type": "missing"}]))
    return enterprises.get_enterprise_for(actor, pk)


def _source(actor: Actor, source: str | None) -> str:
    if actor.is_enterprise:
        return str(Source.PORTAL)
    return source or str(Source.OFFICER)


def _sender_key(request: ParkRequest) -> str:
    """The key belongs to its sender: another person may use the same one."""
    key = request.headers.get("Idempotency-Key", "")
    return hashlib.sha256(f"{request.actor.user_id}:{key}".encode()).hexdigest()


def _act(name: str, right: str, **more: Any) -> Any:
    """Declare a verb on one request; its answer is the request as it stands afterwards."""
    return changes(
        router,
        f"/requests/{{slug:number}}/{name}",
        right,
        thing="request",
        response={200: RequestFull, **CHANGING},
        **more,
    )


@_act("reply", Capability.REQUEST_HANDLE, summary="Reply, or give a plan")
def reply(request: ParkRequest, number: str, given: ReplyIn) -> Any:
    """答复: keeps the promises to respond and to plan; the enterprise is told."""
    row = selectors.get_request_for(request.actor, number)
    services.reply(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@_act("note", Capability.REQUEST_NOTE, summary="Note internally")
def note(request: ParkRequest, number: str, given: WordsIn) -> Any:
    """内部备注: the enterprise does not see it."""
    row = selectors.get_request_for(request.actor, number)
    services.note(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@_act("resolve", Capability.REQUEST_HANDLE, summary="Resolve")
def resolve(request: ParkRequest, number: str, given: ActIn) -> Any:
    """办结: keeps every promise of the round and asks for a rating."""
    row = selectors.get_request_for(request.actor, number)
    services.resolve(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@_act("ask-material", Capability.REQUEST_HANDLE, summary="Ask for material")
def ask_material(request: ParkRequest, number: str, given: ActIn) -> Any:
    """请企业补件: every clock stops until it is here."""
    row = selectors.get_request_for(request.actor, number)
    services.ask_material(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@_act("supply", Capability.REQUEST_SEE, summary="Send material", openapi_extra=with_files(SupplyIn))
def supply(request: ParkRequest, number: str) -> Any:
    """补件: the clocks go on. Send JSON, or a form with `files`."""
    given = _read(request, SupplyIn)
    row = selectors.get_request_for(request.actor, number)
    services.supply_material(
        request=row,
        words=given.words,
        files=_files(request),
        by=request.actor,
        at=timezone.now(),
    )
    return full(request, number)


@_act("rate", Capability.REQUEST_RATE, summary="Rate the answer")
def rate(request: ParkRequest, number: str, given: RateIn) -> Any:
    """评价: 1 to 5, with reasons that fit."""
    row = selectors.get_request_for(request.actor, number)
    services.rate(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@_act("reopen", Capability.REQUEST_RATE, summary="Reopen")
def reopen(request: ParkRequest, number: str, given: WordsIn) -> Any:
    """不满意重办: a new round with promises of its own."""
    row = selectors.get_request_for(request.actor, number)
    services.reopen(request=row, by=request.actor, at=timezone.now(), **given.dict())
    return full(request, number)


@reads(
    router, "/files/{int:pk}", Capability.REQUEST_SEE, thing="attachment",
    response={200: None, **READING}, summary="A file as it was sent",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {
        "schema": {"type": "string", "format": "binary"}}}}}},
)  # fmt: skip
def get_file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """The bytes, as a download."""
    return files.download(selectors.attachment_for(request.actor, pk))


def _read(request: HttpRequest, shape: type[T]) -> T:
    """A body that may be JSON, or a form when files come along."""
    if request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        given: Any = request.POST.dict()
    else:
        try:
            given = json.loads(request.body or b"{}")
        except (ValueError, RecursionError) as error:
            raise NotUnderstood from error
    try:
        return shape.model_validate(given)
    except pydantic.ValidationError as error:
        raise BadField(named(error.errors(include_url=False))) from error  # type: ignore[arg-type]


def _files(request: HttpRequest) -> Sequence[Any]:
    return request.FILES.getlist("files")


def _row(actor: Actor, row: Any) -> dict[str, Any]:
    """A row of a list; what the office thinks of it is not for the enterprise."""
    return {
        "number": row.number,
        "title": row.title,
        "enterprise": {"id": row.enterprise_id, "name": row.enterprise},
        "kind": row.kind,
        "level": row.level if actor.may(Capability.REQUEST_NOTE) else "",
        "status": row.status,
        "light": str(row.light),
        "unit": row.unit,
        "officer": row.officer,
        "next_stage": row.next_stage,
        "due_at": row.due_at,
        "opened_at": row.opened_at,
        "resolved_at": row.resolved_at,
        "round": row.round,
        "score": row.score,
        "milestone": row.milestone,
        "milestone_on": row.milestone_on,
        "stages": [_stage(mark) for mark in row.stages],
    }


def _stage(mark: Any) -> dict[str, Any]:
    names = ("stage", "state", "due_at", "met_at", "is_provisional")
    return {name: getattr(mark, name) for name in names}


def full(request: ParkRequest, number: str) -> dict[str, Any]:
    """One request as it stands now, read anew."""
    actor = request.actor
    row = selectors.get_request_for(actor, number)
    detail = selectors.detail_of(actor, row, at=timezone.now())
    links = selectors.links_of(actor, row) if detail.is_linked else []
    return {
        "number": row.number,
        "title": row.title,
        "enterprise": {"id": row.enterprise_id, "name": row.enterprise.name},
        "kind": row.kind,
        "level": row.level if detail.can_note else "",
        "status": row.status,
        "light": str(detail.light),
        "unit": row.unit.name if row.unit else "",
        "officer": row.officer.name if row.officer else "",
        "next_stage": row.next_stage,
        "due_at": row.next_due_at,
        "opened_at": row.opened_at,
        "resolved_at": row.resolved_at,
        "round": row.round,
        "score": row.score,
        "milestone": row.milestone,
        "milestone_on": row.milestone_on,
        "stages": [_stage(mark) for mark in detail.stages],
        "version": row.version,
        "body": row.body,
        "place": row.place,
        "source": row.source,
        "subkind": row.subkind,
        "thread": [_entry(request, entry) for entry in detail.entries],
        "ratings": [
            {"round": r.round, "score": r.score, "reasons": r.reasons, "words": r.words, "at": r.at}
            for r in detail.ratings
        ],
        "links": [
            {
                "id": link.id,
                "kind": link.kind,
                "is_source": link.is_out,
                "number": link.number,
                "title": link.title,
                "status": link.status,
            }
            for link in links
        ],
    }


def _entry(request: ParkRequest, entry: Any) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "side": entry.side,
        "by": entry.by,
        "words": entry.text,
        "is_internal": entry.is_internal,
        "files": [
            {
                "id": file.id,
                "name": file.name,
                "size": file.size,
                "media_type": file.media_type,
                "url": reverse("api:get_file", args=[request.actor.park_slug, file.id]),
            }
            for file in entry.files
        ],
    }

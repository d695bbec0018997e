"""并件、拆件、关联 Requests made one, made several, and linked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.hands import LinkKind
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import Missing

from .machine import BadField, changes
from .requests import full
from .shapes import CHANGING, Given, Kind, Line, MaybeWords, Number, RequestFull, Version, Words

router = Router(tags=["requests"])


class MergeIn(Given):
    """The other request, by its number."""

    other: Number
    words: MaybeWords = ""
    version: Version = None


class PieceIn(Given):
    """One matter to split off, of the type of the whole unless another is named."""

    words: Words
    title: Line = ""
    kind: Kind | Literal[""] = ""


class SplitIn(Given):
    """What is split off, and under which title the rest goes on."""

    pieces: Annotated[list[PieceIn], Field(min_length=1, max_length=5)]
    title: Line = ""
    version: Version = None


class LinkIn(Given):
    """How the request stands to another one."""

    other: Number
    kind: Literal["related", "blocks", "follows"]


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


def _other(request: ParkRequest, number: str) -> Any:
    try:
        return selectors.get_request_for(request.actor, number)
    except Missing as refusal:
        sentence = _("No request has the number %(number)s.")
        raise BadField({"other": [sentence % {"number": number}]}) from refusal


@_act("merge", Capability.REQUEST_TRIAGE, summary="Merge two requests of one enterprise")
def merge(request: ParkRequest, number: str, given: MergeIn) -> Any:
    """两件并一件: the earlier one goes on, whichever is named first."""
    row = selectors.get_request_for(request.actor, number)
    wanted = {**given.dict(), "other": _other(request, given.other)}
    services.merge(request=row, by=request.actor, at=timezone.now(), **wanted)
    return full(request, number)


@_act("split", Capability.REQUEST_TRIAGE, summary="Split matters off a request")
def split(request: ParkRequest, number: str, given: SplitIn) -> Any:
    """一件拆多件: `links` of the answer names what was split off."""
    row = selectors.get_request_for(request.actor, number)
    pieces = [services.Piece(**piece.dict()) for piece in given.pieces]
    services.split(
        request=row,
        pieces=pieces,
        title=given.title,
        version=given.version,
        by=request.actor,
        at=timezone.now(),
    )
    return full(request, number)


@_act("link", Capability.REQUEST_HANDLE, summary="Link two requests")
def link(request: ParkRequest, number: str, given: LinkIn) -> Any:
    """关联: related, has to come before, follows from. The enterprise does not see it."""
    row = selectors.get_request_for(request.actor, number)
    other = _other(request, given.other)
    services.relate(request=row, other=other, kind=given.kind, by=request.actor, at=timezone.now())
    return full(request, number)


@changes(
    router,
    "/links/{int:pk}/undo",
    Capability.REQUEST_HANDLE,
    thing="link",
    response={200: RequestFull, **CHANGING},
    summary="Undo a merger, or take a link away",
)
def undo_link(request: ParkRequest, pk: int) -> Any:
    """The answer is the request that was the source of the link."""
    row = selectors.link_for(request.actor, pk)
    is_merger = row.kind == LinkKind.MERGED
    verb: Any = services.unmerge if is_merger else services.unrelate
    verb(link=row, by=request.actor, at=timezone.now())
    return full(request, row.source.number)

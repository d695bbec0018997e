"""拆件 One request that holds several matters becomes several, each with a clock of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.parks.models import Unit

from .. import policies
from ..choices import EntryKind, RequestStatus
from ..hands import LinkKind
from ..models import Link, ServiceRequest
from ..refusals import BadRequest, MayNotTriage
from . import clocks, raising, sorting, steps, tallies

MOST_PIECES = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """拆出的一件 What is split off: its words, and whose it is where that is known."""

    words: str
    title: str = ""
    kind: str = ""
    """Empty: that of the whole."""
    unit: Unit | None = None


@transaction.atomic
def split(
    *,
    request: ServiceRequest,
    pieces: Sequence[Piece],
    by: Actor,
    at: datetime,
    title: str = "",
    version: int | None = None,
) -> list[ServiceRequest]:
    """
    一件拆多件 Split matters off a request; it goes on with what is left, under ``title`` if given.

    Each piece was received when the whole was and inherits its promises (kept ones as kept), for
    what an enterprise was promised does not grow longer by our sorting. Named to a unit or another
    type, it is sorted at once, with what that brings for promises not yet kept. What is split off
    a long case, whose promises are kept, is promised anew from now.

    :raises MayNotTriage: the actor does not sort this request.
    :raises NotOpen: it is no longer open.
    :raises BadRequest: no piece, too many, one without words, or an unknown type or unit.
    """
    row = steps.lock(request)
    if not policies.may_triage(by, row):
        raise MayNotTriage
    steps.need_version(row, version)
    steps.need_open(row)
    if not 1 <= len(pieces) <= MOST_PIECES:
        raise BadRequest({"pieces": [_("Split off 1 to %(most)s.") % {"most": MOST_PIECES}]})
    for n, piece in enumerate(pieces, 1):
        steps.need_words(piece.words, f"words_{n}")
        if piece.unit is not None and piece.unit.park_id != row.park_id:
            raise BadRequest({f"unit_{n}": [_("This unit belongs to another park.")]})
        raising.check_kind(piece.kind, "")
    made = [_split_off(row, piece, by, at) for piece in pieces]
    title = steps.plain(title)[:120]
    if title and title != row.title:
        row.title = title
        steps.add_to_search(row, title)
    numbers = [one.number for one in made]
    steps.step(
        request=row,
        kind=EntryKind.SPLIT,
        by=by,
        at=at,
        data={"numbers": numbers},
        fields=("title",),
    )
    listed = "、".join(numbers)
    steps.tell(row, steps.enterprise_people(row), "split", at, by=by, pieces=listed)
    return made


def _split_off(whole: ServiceRequest, piece: Piece, by: Actor, at: datetime) -> ServiceRequest:
    words = steps.plain(piece.words)
    request = ServiceRequest(
        park=whole.park,
        enterprise=whole.enterprise,
        contact_id=whole.contact_id,
        title=(steps.plain(piece.title) or raising.title_from(words))[:120],
        body=words,
        place=whole.place,
        source=whole.source,
        kind=whole.kind,
        subkind=whole.subkind,
        aim=whole.aim,
        level=whole.level,
        status=RequestStatus.SUBMITTED,
        opened_at=whole.opened_at,
        entered_by_id=by.user_id,
        first_contact_id=whole.first_contact_id,
        profile=whole.profile,
        number=raising.number_for(whole.park, at),
        version=0,
    )
    request.save()
    tallies.watch_new(request)
    clocks.inherit(request, whole, at)
    steps.step(
        request=request,
        kind=EntryKind.RAISED,
        by=by,
        at=at,
        text=words,
        data={"source": whole.source, "split_from": whole.number},
        fields=(*clocks.CLOCK_FIELDS, "calendar_version"),
        found_by=" ".join((request.number, request.title, whole.enterprise.name, whole.place)),
    )
    Link.objects.create(
        park_id=whole.park_id,
        source=request,
        target=whole,
        kind=LinkKind.SPLIT,
        made_by_id=by.person_id,
        made_at=at,
    )
    enterprises.write_on_thread(
        enterprise=whole.enterprise,
        kind=ThreadKind.REQUEST_RAISED,
        by=by,
        at=at,
        text=request.title,
        object_kind="request",
        object_ref=request.number,
    )
    kind = piece.kind or whole.kind
    if kind and (piece.unit is not None or kind != whole.kind):
        sorting.triage(
            request=request,
            kind=kind,
            subkind=whole.subkind if kind == whole.kind else "",
            level=whole.level,
            aim=whole.aim,
            unit=piece.unit,
            by=by,
            at=at,
        )
    return request

"""提出 Raising a request, by the enterprise itself or by an officer who took it by telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.audit.together import keys_for, rows, write
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks.composed import NUMBER, TEXT, Composed
from qianjin.apps.parks.models import Park
from qianjin.apps.parks.services import next_number
from qianjin.apps.parks.services.files import KeptFile, keep

from .. import policies
from ..choices import SUBKINDS, EntryKind, RequestKind, RequestStatus, Source
from ..models import Duty, Entry, ServiceRequest
from ..refusals import BadRequest, MayNotRaise
from . import clocks, steps, tallies
from .attachments import Upload, attachment_rows

TITLE_LENGTH = 40


_AIM = Composed(
    lambda: Duty.objects.filter(park_id=NUMBER, kind=TEXT).order_by("pk").values_list("aim")[:1]
)


def raise_request(
    *,
    enterprise: Enterprise,
    words: str,
    by: Actor,
    at: datetime,
    title: str = "",
    kind: str = "",
    subkind: str = "",
    place: str = "",
    source: str = Source.PORTAL,
    contact: Contact | None = None,
    files: Sequence[Upload] = (),
    sender_key: str = "",
) -> ServiceRequest:
    """
    提出诉求 Raise a request: it gets its number and its promises at once.

    With a ``sender_key`` seen before in this park, the request already made is returned.

    :raises MayNotRaise: neither the actor's enterprise nor an officer.
    :raises BadRequest: nothing was written, or type and sub-type do not go together.
    :raises BadFile: a file is refused; nothing is kept.
    """
    if enterprise.park_id != by.park_id or not policies.may_raise(by, enterprise.pk):
        raise MayNotRaise
    words = steps.need_words(words)
    check_kind(kind, subkind)
    if contact is not None and contact.enterprise_id != enterprise.pk:
        raise BadRequest({"contact": [_("This contact belongs to another enterprise.")]})
    # Only a key or a file is still refused from here on; without them nothing is taken back alone.
    with transaction.atomic(savepoint=bool(sender_key or files)):
        if sender_key and (earlier := _already_sent(enterprise, sender_key)):
            return earlier
        park = enterprise.park
        duty = _AIM.first({NUMBER: park.pk, TEXT: kind}) if kind else None
        request = ServiceRequest(
            park=park,
            enterprise=enterprise,
            contact=contact or own_contact(by, enterprise),
            title=(steps.plain(title) or title_from(words))[:120],
            body=words,
            place=steps.plain(place)[:120],
            source=source,
            kind=kind,
            subkind=subkind,
            aim=duty[0] if duty else "",
            status=RequestStatus.SUBMITTED,
            opened_at=at,
            sender_key=sender_key,
            entered_by_id=None if by.is_enterprise else by.user_id,
            profile=clocks.profile_for(park.pk, kind, ""),
        )
        kept = keep(park_id=park.pk, uploads=files, at=at)
        _write(request, kept, by, at)
    return request


def _write(request: ServiceRequest, kept: Sequence[KeptFile], by: Actor, at: datetime) -> None:
    """
    Number the request and write all there is of it, in one statement.

    From the head of the trail on until the commit everybody else waits who does something in the
    park: what is only asked or computed, and what says nothing of the number, stands above.
    """
    park, firm = request.park, request.enterprise
    request.pk, entry_key = keys_for(ServiceRequest, Entry)
    promises = clocks.promised(request, at)
    receivers = steps.hearers(park.pk, _receivers(request, at), at, by=by)
    entry = steps.entry_of(
        request, EntryKind.RAISED, by, at, text=request.body, data={"source": request.source}
    )
    entry.pk = entry_key
    parts = rows([*promises, entry, *attachment_rows(entry, kept)])
    parts += tallies.raised(request, park.time_zone)
    trail = audit.hold(park.pk)
    request.number = number_for(park, at)
    line = enterprises.thread_line(
        enterprise=firm,
        kind=ThreadKind.REQUEST_RAISED,
        by=by,
        at=at,
        text=request.title,
        object_kind="request",
        object_ref=request.number,
    )
    notices = people.notice_rows(users=receivers, **steps.word_of(request, "raised", at))
    trail.add(steps.act_of(entry), by, at)
    found_by = f"{request.body}\n{request.number} {request.title} {firm.name} {request.place}"
    parts += [*rows([request, line, *notices]), steps.search_part(request, found_by)]
    write([*parts, *trail.parts()])


def number_for(park: Park, at: datetime) -> str:
    """The next number of the day; it is taken when the act is done, and lost when it fails."""
    day = timezone.localtime(at)
    serial = next_number(park=park, name="request", period=day.strftime("%Y%m%d"))
    return f"{day:%Y-%m%d}-{serial:03d}"


def _already_sent(enterprise: Enterprise, sender_key: str) -> ServiceRequest | None:
    """
    What was raised under this key, after waiting for whoever is at it at this moment.

    :raises MayNotRaise: it was raised for another enterprise.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [sender_key, enterprise.park_id],
        )
    earlier = ServiceRequest.objects.filter(
        park_id=enterprise.park_id, sender_key=sender_key
    ).first()
    if earlier is not None and earlier.enterprise_id != enterprise.pk:
        raise MayNotRaise
    return earlier


def check_kind(kind: str, subkind: str) -> None:
    """:raises BadRequest: an unknown type, or a sub-type of another type."""
    if kind and kind not in RequestKind.values:
        raise BadRequest({"kind": [_("Unknown type.")]})
    if subkind and subkind not in {code for code, _label in SUBKINDS.get(kind, ())}:
        raise BadRequest({"subkind": [_("This sub-type belongs to another type.")]})


def title_from(words: str) -> str:
    """The first sentence of what was written, short enough for a list."""
    line = words.splitlines()[0]
    first = next((part for part in re.split("[。！？!?；;]", line) if part.strip()), line).strip()
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def own_contact(by: Actor, enterprise: Enterprise) -> Contact | None:
    """The contact of this enterprise whose account the actor uses."""
    if not by.is_enterprise:
        return None
    return Contact.objects.filter(enterprise=enterprise, user_id=by.person_id).first()


def _receivers(request: ServiceRequest, at: datetime) -> list[User]:
    sorters = accounts.people_with(request.park_id, "general_affairs", on=timezone.localdate(at))
    officer = request.enterprise.officer
    return [*sorters, officer] if officer else sorters

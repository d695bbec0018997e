"""What every verb shares: the lock, the conflict, the entry in the thread, the trace, the word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.audit.together import Part, write

from ..choices import OPEN_STATES, EntryKind, RequestStatus, Side
from ..hands import LinkKind
from ..models import Entry, ServiceRequest
from ..planning import lexemes, normalise
from ..refusals import BadRequest, ChangedMeanwhile, NotOpen
from . import tallies

WORDS_LIMIT = 5000
"""Most characters of one entry; a longer text belongs into a file."""


def lock(request: ServiceRequest) -> ServiceRequest:
    """Take the row for this transaction, as it is now."""
    row = (
        ServiceRequest.objects.select_for_update(of=("self",))
        .select_related("park", "enterprise", "unit", "profile__calendar")
        .get(pk=request.pk)
    )
    tallies.watch(row)
    return row


def need_version(row: ServiceRequest, version: int | None) -> None:
    """
    To be asked after the policy: the answer tells what others did, notes included.

    :raises ChangedMeanwhile: the caller read another ``version``; carries what was done since.
    """
    if version is not None and version != row.version:
        since = Entry.objects.filter(request=row, version__gt=version)
        raise ChangedMeanwhile(
            version=row.version,
            changes=[describe(entry) for entry in since],
            status=row.status,
        )


def describe(entry: Entry) -> str:
    """One line on what somebody else did, in the reader's language."""
    when = timezone.localtime(entry.at).strftime("%H:%M")
    words = f": {entry.text[:80]}" if entry.text else ""
    return f"{when} {entry.by_name} {EntryKind(entry.kind).label}{words}"


def need_open(request: ServiceRequest) -> None:
    """:raises NotOpen: resolved, archived or withdrawn."""
    if request.status not in OPEN_STATES:
        raise NotOpen


def need_words(words: str, field: str = "words") -> str:
    """
    Trim what was written.

    :raises BadRequest: nothing was written, or more than an entry holds.
    """
    words = may_write(words, field)
    if not words:
        raise BadRequest({field: [_("Please write something.")]})
    return words


def may_write(words: str, field: str = "words") -> str:
    """
    Trim what was written where nothing needs to be.

    :raises BadRequest: more than an entry holds.
    """
    words = plain(words)
    if len(words) > WORDS_LIMIT:
        raise BadRequest(
            {
                field: [
                    _("At most %(most)s characters; send the rest as a file.")
                    % {"most": WORDS_LIMIT}
                ]
            }
        )
    return words


def plain(words: str) -> str:
    """Without the spaces around it, and without the one character PostgreSQL cannot keep."""
    return words.replace("\x00", "").strip()


def step(
    *,
    request: ServiceRequest,
    kind: EntryKind,
    by: Actor,
    at: datetime,
    text: str = "",
    data: Mapping[str, Any] | None = None,
    is_internal: bool = False,
    fields: Sequence[str] = (),
    found_by: str = "",
) -> Entry:
    """
    Save what changed, write the entry, keep the search text and the tallies, leave the trace.

    The last write of an act, or followed by another step of the same request. ``found_by`` are
    words that are not said in the entry, but by which one may search.
    """
    request.version += 1
    request.save(update_fields=[*fields, "version"])
    entry = entry_of(request, kind, by, at, text=text, data=data, is_internal=is_internal)
    entry.save()
    if text or found_by:
        add_to_search(request, "\n".join(part for part in (text, found_by) if part))
    # Read before the entry of the trail, from which on one act of a park at a time goes on.
    counted = tallies.reading(request)
    audit.record_many(park_id=request.park_id, by=by, at=at, acts=[act_of(entry)])
    # After it, so that no two acts meet at the same tallies.
    tallies.follow(request, counted)
    return entry


def entry_of(
    request: ServiceRequest,
    kind: EntryKind,
    by: Actor,
    at: datetime,
    *,
    text: str,
    data: Mapping[str, Any] | None,
    is_internal: bool = False,
) -> Entry:
    """The entry of a step in the thread, not saved yet."""
    return Entry(
        park_id=request.park_id,
        request=request,
        at=at,
        kind=kind,
        side=side_of(by),
        by_id=by.user_id,
        by_name=by.name,
        text=text,
        data=json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder)),
        is_internal=is_internal,
        version=request.version,
    )


def act_of(entry: Entry) -> audit.Act:
    """What the trail says of a step."""
    return audit.Act(
        verb=f"request.{entry.kind}",
        object_kind="request",
        object_id=entry.request_id,
        object_label=entry.request.number,
        detail={**entry.data, "version": entry.version},
    )


def side_of(by: Actor) -> Side:
    """On which side of the counter the actor stands."""
    if by.is_clock:
        return Side.CLOCK
    return Side.ENTERPRISE if by.is_enterprise else Side.OFFICE


def add_to_search(request: ServiceRequest, text: str) -> None:
    """Append to what the office can find this request by."""
    write([search_part(request, text)])


def search_part(request: ServiceRequest, text: str) -> Part:
    """The same, not run yet."""
    return Part(
        "INSERT INTO desk_requesttext (request_id, park_id, words, bigrams)"
        " VALUES (%s, %s, %s, array_to_tsvector(%s::text[]))"
        " ON CONFLICT (request_id) DO UPDATE SET"
        " words = desk_requesttext.words || E'\\n' || EXCLUDED.words,"
        " bigrams = desk_requesttext.bigrams || EXCLUDED.bigrams",
        [request.pk, request.park_id, normalise(text), lexemes(text)],
    )


def tell(
    request: ServiceRequest,
    users: Iterable[User],
    kind: str,
    at: datetime,
    *,
    tone: str = "active",
    by: Actor | None = None,
    **params: Any,
) -> None:
    """Leave a notice for each person and for the deputies of those who are away."""
    heard = hearers(request.park_id, users, at, by=by)
    notices.notify(users=heard, **word_of(request, kind, at, tone=tone, **params))


def hearers(
    park_id: int, users: Iterable[User], at: datetime, *, by: Actor | None = None
) -> list[User]:
    """These people and the deputies of those who are away, but nobody of their own act."""
    found = {user.pk: user for user in users}
    away = accounts.deputies_of(park_id, list(found), on=timezone.localdate(at))
    found |= {deputy.pk: deputy for deputy in away.values()}
    if by is not None and by.user_id is not None:
        found.pop(by.user_id, None)
    return list(found.values())


def word_of(
    request: ServiceRequest, kind: str, at: datetime, *, tone: str = "active", **params: Any
) -> dict[str, Any]:
    """What a notice on a request says, as ``notify`` takes it."""
    return {
        "park_id": request.park_id,
        "at": at,
        "kind": f"desk.{kind}",
        "tone": tone,
        "object_kind": "request",
        "object_ref": request.number,
        "params": {
            "number": request.number,
            "title": request.title,
            "enterprise": request.enterprise.name,
            **params,
        },
    }


def enterprise_people(request: ServiceRequest) -> list[User]:
    """
    Those of the enterprise who should hear: who asked, or else everyone with an account.

    Whoever asked in a request that was merged into this one has asked this.
    """
    contacts = request.enterprise.contacts.filter(user__isnull=False, left_on=None)
    asked = contacts.none()
    if request.contact_id:
        merged = request.links_in.filter(kind=LinkKind.MERGED).values("source__contact")
        asked = contacts.filter(Q(pk=request.contact_id) | Q(pk__in=merged))
    rows = (asked if asked.exists() else contacts).select_related("user")
    return [contact.user for contact in rows if contact.user]


def office_people(request: ServiceRequest, at: datetime) -> list[User]:
    """The officer, or while there is none the people who sort requests."""
    if request.officer_id:
        return [User.objects.get(pk=request.officer_id)]
    return accounts.people_with(request.park_id, "general_affairs", on=timezone.localdate(at))


def heads(request: ServiceRequest, at: datetime) -> list[User]:
    """The head of the lead section; a unit without one is minded by the head of who sorts."""
    on = timezone.localdate(at)
    led = {request.unit_id} if request.unit_id else set()
    return accounts.heads_of(request.park_id, led, on=on) or accounts.heads_of(
        request.park_id, accounts.units_with(request.park_id, "general_affairs", on=on), on=on
    )


def people_of_unit(request: ServiceRequest, unit_id: int, at: datetime) -> list[User]:
    """Who hears of what a unit is to do while nobody of it is named: its heads and liaisons."""
    return accounts.people_with(
        request.park_id,
        "section_head",
        "bureau_liaison",
        "village_liaison",
        on=timezone.localdate(at),
        unit_id=unit_id,
    )


def working_again(request: ServiceRequest) -> str:
    """The state in which a request goes on."""
    return request.resume_status or RequestStatus.IN_PROGRESS

"""一件诉求 One request: its door, its page, and what is like it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.parks.composed import NUMBER, TEXT, Composed
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import OPEN_STATES, RequestStatus
from ..models import (
    Attachment,
    Cause,
    CauseMember,
    ChainTeam,
    Duty,
    Entry,
    Link,
    Part,
    PromiseChoice,
    PromiseProfile,
    Rating,
    ServiceRequest,
    Thanks,
)
from .acts import ARCHIVE_DAYS
from .marks import StageMark, light_of, stage_marks
from .parts import PartRow, parts_of


def visible_numbers(actor: Actor, numbers: Collection[str]) -> set[str]:
    """Which of these requests this person may see; asks nothing when that is plain."""
    if not numbers or actor.scope(Capability.REQUEST_SEE) == Scope.PARK:
        return set(numbers)
    seen = ServiceRequest.objects.filter(policies.visible(actor), number__in=numbers)
    return set(seen.values_list("number", flat=True))


def open_by_enterprise(
    actor: Actor, firms: Collection[int], *, each: int
) -> dict[int, list[ServiceRequest]]:
    """What each of these enterprises still waits for, the newest first, in one query."""
    rows = ServiceRequest.objects.filter(
        policies.visible(actor), enterprise__in=firms, status__in=OPEN_STATES
    ).annotate(nth=Window(RowNumber(), partition_by="enterprise_id", order_by="-pk"))
    found: dict[int, list[ServiceRequest]] = {}
    wanted = ("number", "title", "status", "enterprise_id")
    for row in rows.filter(nth__lte=each).order_by("-pk").only(*wanted):
        found.setdefault(row.enterprise_id, []).append(row)
    return found


_LINKS = Link.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk")))
_CAUSES = CauseMember.objects.filter(request=OuterRef("pk"))


def get_request_for(actor: Actor, number: str) -> ServiceRequest:
    """
    The request with this number, if the actor may see it.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    row = _one_for(actor).first({TEXT: number})
    if row is None:
        raise Missing
    return row


@lru_cache(maxsize=128)
def _one_for(actor: Actor) -> Composed[ServiceRequest]:
    """A request by its number, with its neighbours, as far as this person may see it."""
    return Composed(
        lambda: (
            ServiceRequest.objects.filter(policies.visible(actor), number=TEXT)
            .select_related(
                "enterprise", "unit", "officer", "first_contact", "contact", "profile", "park"
            )
            .annotate(is_linked=Exists(_LINKS), is_in_cause=Exists(_CAUSES))
            .order_by("pk")[:1]
        )
    )


def part_for(actor: Actor, pk: int) -> Part:
    """
    The part with this key, if the actor may see its request.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    part = (
        Part.objects.select_related("request", "unit", "officer")
        .filter(pk=pk, park_id=actor.park_id)
        .first()
    )
    if part is None:
        raise Missing
    part.request = get_request_for(actor, part.request.number)
    return part


@dataclass(frozen=True, slots=True)
class FileRow:
    """附件行 A file under an entry."""

    id: int
    name: str
    size: int
    media_type: str
    has_preview: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """经过行 One step of the thread as a page shows it."""

    id: int
    at: datetime
    kind: str
    side: str
    by: str
    text: str
    data: dict[str, Any]
    is_internal: bool
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """诉求全貌 Everything the page of a request shows, access decided."""

    request: ServiceRequest
    light: str
    stages: tuple[StageMark, ...]
    entries: tuple[EntryRow, ...]
    internal_count: int
    ratings: tuple[Any, ...]
    parts: tuple[PartRow, ...]
    cause: Cause | None
    is_linked: bool
    """Whether it hangs together with another request; ``links_of`` says how."""
    rated_now: bool
    can_triage: bool
    can_handle: bool
    can_note: bool
    can_speak: bool

    @property
    def is_open(self) -> bool:
        return self.request.status in OPEN_STATES

    @property
    def is_paused(self) -> bool:
        return self.request.status == RequestStatus.NEED_INFO


_ENTRIES = Composed(lambda: Entry.objects.filter(request_id=NUMBER).order_by("id"))
_PLAIN_ENTRIES = Composed(
    lambda: Entry.objects.filter(request_id=NUMBER, is_internal=False).order_by("id")
)
_FILES = Composed(lambda: Attachment.objects.filter(request_id=NUMBER).order_by("id"))
_RATINGS = Composed(lambda: Rating.objects.filter(request_id=NUMBER).order_by("round"))


def detail_of(actor: Actor, request: ServiceRequest, *, at: datetime) -> Detail:
    """The whole of a request for this reader; internal entries only for those who may note."""
    notes = policies.may_note(actor, request)
    this = {NUMBER: request.pk}
    rows = (_ENTRIES if notes else _PLAIN_ENTRIES).ask(this)
    files: dict[int, list[Attachment]] = {}
    for file in _FILES.ask(this) if rows else ():
        files.setdefault(file.entry_id, []).append(file)
    entries = tuple(_entry_row(entry, files.get(entry.pk, ())) for entry in rows)
    ratings = tuple(_RATINGS.ask(this))
    return Detail(
        request=request,
        light=light_of(request, at),
        stages=tuple(stage_marks([request], at).get(request.pk, ())),
        entries=entries,
        internal_count=sum(e.is_internal for e in entries),
        ratings=ratings,
        cause=_cause_of(request) if notes and getattr(request, "is_in_cause", True) else None,
        is_linked=getattr(request, "is_linked", True),
        parts=tuple(parts_of(actor, request, at=at)) if request.co_units else (),
        rated_now=any(r.round == request.round for r in ratings),
        can_triage=policies.may_triage(actor, request),
        can_handle=policies.may_handle(actor, request),
        can_note=notes,
        can_speak=policies.may_speak_for_enterprise(actor, request),
    )


def _cause_of(request: ServiceRequest) -> Cause | None:
    member = CauseMember.objects.filter(request=request).select_related("cause").first()
    return member.cause if member else None


def _entry_row(entry: Entry, files: Iterable[Attachment]) -> EntryRow:
    return EntryRow(
        id=entry.pk,
        at=entry.at,
        kind=entry.kind,
        side=entry.side,
        by=entry.by_name,
        text=entry.text,
        data=entry.data,
        is_internal=entry.is_internal,
        files=tuple(FileRow(f.pk, f.name, f.size, f.media_type, bool(f.preview)) for f in files),
    )


def attachment_for(actor: Actor, pk: int) -> Attachment:
    """
    A file, if the actor may see its entry.

    :raises Missing: no such file, not their request, or an internal entry not for them.
    """
    row = (
        Attachment.objects.select_related("entry", "request")
        .filter(pk=pk, park_id=actor.park_id)
        .first()
    )
    if row is None:
        raise Missing
    get_request_for(actor, row.request.number)
    if not policies.may_read_entry(actor, row.entry, row.request):
        raise Missing
    return row


def thanks_of(actor: Actor) -> QuerySet[Thanks]:
    """感谢登记 Words of thanks this actor may read, newest first."""
    rows = Thanks.objects.filter(park_id=actor.park_id).select_related("enterprise", "request")
    if actor.is_enterprise:
        rows = rows.filter(enterprise_id__in=actor.enterprise_ids)
    return rows.order_by("-at", "-id")


def to_archive(park_id: int, *, at: datetime, most: int = 2000) -> QuerySet[ServiceRequest]:
    """Resolved requests that have been rated, or waited a fortnight for it."""
    settled = Q(score__isnull=False) | Q(resolved_at__lte=at - timedelta(days=ARCHIVE_DAYS))
    return ServiceRequest.objects.filter(
        settled, park_id=park_id, status=RequestStatus.RESOLVED
    ).order_by("id")[:most]


def promise_profiles_of(park_id: int) -> QuerySet[PromiseProfile]:
    """The park's promise profiles with their stages."""
    return PromiseProfile.objects.filter(park_id=park_id).prefetch_related("stages")


def promise_choices_of(park_id: int) -> QuerySet[PromiseChoice]:
    """Which profile holds for which type and level."""
    return (
        PromiseChoice.objects.filter(park_id=park_id)
        .select_related("profile")
        .order_by("kind", "level")
    )


def chain_teams_of(park_id: int) -> QuerySet[ChainTeam]:
    """Which unit leads what concerns a whole chain."""
    return ChainTeam.objects.filter(park_id=park_id).select_related("unit").order_by("sector")


def duties_of(park_id: int) -> QuerySet[Duty]:
    """Which unit usually leads which type."""
    return Duty.objects.filter(park_id=park_id).select_related("unit").order_by("kind")

"""动静 What happens at the desk, for whoever follows it: entries of requests and reminders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..choices import CONTENT, EntryKind
from ..hands import OPEN_PARTS, Rung
from ..models import Entry, Part, Reminder, ServiceRequest

ENTRY, REMINDER = "entry", "reminder"
_KINDS = {
    EntryKind.RAISED: "raised",
    EntryKind.ACCEPTED: "accepted",
    EntryKind.REPLY: "replied",
    EntryKind.PLAN: "replied",
    EntryKind.RESOLVED: "resolved",
    EntryKind.REOPENED: "reopened",
    EntryKind.LONG_CASE: "long_case",
    EntryKind.WITHDRAWN: "withdrawn",
    EntryKind.THANKED: "thanked",
    EntryKind.RATED: "rated_low",
}
_RUNGS = {
    Rung.YELLOW_OFFICER: "due_soon",
    Rung.RED_OFFICER: "late",
    Rung.RED_DIRECTOR: "very_late",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """动静 Something that happened to a request: which row says so, and of which topic it is."""

    stream: str
    row_id: int
    park_id: int
    at: datetime
    topic: str
    request: ServiceRequest
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        return self.request.number

    @property
    def unit_id(self) -> int | None:
        return self.request.unit_id


def happenings(
    park_id: int,
    *,
    since: datetime,
    until: datetime,
    skip: Collection[tuple[str, int]] = (),
    most: int = 500,
    topic: str = "",
) -> Iterator[Happening]:
    """What happened from ``since`` until ``until``, by time, without the rows of ``skip``."""
    kinds = [kind for kind, name in _KINDS.items() if topic in ("", name)]
    rungs = [rung for rung, name in _RUNGS.items() if topic in ("", name)]
    entries = (
        Entry.objects.filter(park_id=park_id, at__gte=since, at__lte=until, kind__in=kinds)
        .exclude(pk__in=[pk for stream, pk in skip if stream == ENTRY])
        .select_related("request__enterprise")
        .order_by("at", "id")[:most]
    )
    reminders = (
        Reminder.objects.filter(park_id=park_id, at__gte=since, at__lte=until, rung__in=rungs)
        .exclude(pk__in=[pk for stream, pk in skip if stream == REMINDER])
        .select_related("promise__request__enterprise")
        .order_by("at", "id")[:most]
    )
    found = [*(_of_entry(row) for row in entries), *(_of_reminder(row) for row in reminders)]
    known = [event for event in found if event is not None]
    yield from sorted(known, key=lambda event: event.at)[:most]


def _of_entry(entry: Entry) -> Happening | None:
    score = entry.data.get("score")
    if entry.kind == EntryKind.RATED and not (isinstance(score, int) and score < CONTENT):
        return None
    more = {"score": score} if entry.kind == EntryKind.RATED else {}
    topic = _KINDS[EntryKind(entry.kind)]
    return _happening(ENTRY, entry.pk, entry.request, entry.at, topic, more)


def _of_reminder(reminder: Reminder) -> Happening | None:
    if reminder.rung == Rung.YELLOW_OFFICER and reminder.promise.due_at < reminder.at:
        # It was late before anybody looked; the red rung speaks.
        return None
    request = reminder.promise.request
    topic = _RUNGS[Rung(reminder.rung)]
    return _happening(REMINDER, reminder.pk, request, reminder.at, topic, {})


def _happening(
    stream: str,
    row_id: int,
    request: ServiceRequest,
    at: datetime,
    topic: str,
    more: dict[str, Any],
) -> Happening:
    params = {
        "number": request.number,
        "title": request.title,
        "enterprise": request.enterprise.name,
        **more,
    }
    return Happening(stream, row_id, request.park_id, at, topic, request, params)


@dataclass(frozen=True, slots=True)
class Then:
    """当时 How a request was sorted when something happened to it."""

    kind: str
    level: str
    unit_id: int | None
    officer_id: int | None
    helpers: frozenset[int] = frozenset()
    """The units at a part of it; empty where nobody asked for them."""


def as_then(events: Collection[Happening]) -> dict[int, Then]:
    """
    For each event (by the place of its row) how its request was sorted then; one query.

    Every sorting notes what it found before it; the first one after the event tells.
    """
    sorted_later: dict[int, list[Entry]] = {}
    entries = Entry.objects.filter(
        request__in={event.request.pk for event in events}, kind=EntryKind.TRIAGED
    )
    for entry in entries.order_by("id"):
        sorted_later.setdefault(entry.request_id, []).append(entry)
    found = {}
    for event in events:
        later = (e for e in sorted_later.get(event.request.pk, ()) if e.at >= event.at)
        before = next(later, None)
        row = event.request
        now = {"kind": row.kind, "level": row.level, "unit": row.unit_id, "officer": row.officer_id}
        was = {**now, **(before.data.get("before", {}) if before else {})}
        found[event.row_id] = Then(was["kind"], was["level"], was["unit"], was["officer"])
    return found


def helping_now(request: ServiceRequest) -> frozenset[int]:
    """The units that are at a part of a request."""
    rows = Part.objects.filter(request=request, status__in=OPEN_PARTS)
    return frozenset(rows.values_list("unit_id", flat=True))


def helping_then(events: Collection[Happening]) -> dict[int, frozenset[int]]:
    """For each event (by the place of its row) the units that were at a part then; one query."""
    asked: dict[int, list[Part]] = defaultdict(list)
    for part in Part.objects.filter(request__in={event.request.pk for event in events}):
        asked[part.request_id].append(part)
    return {
        event.row_id: frozenset(
            part.unit_id
            for part in asked[event.request.pk]
            if part.asked_at < event.at and (part.met_at is None or part.met_at > event.at)
        )
        for event in events
    }

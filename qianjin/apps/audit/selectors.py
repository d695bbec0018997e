from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils import timezone

from qianjin.units.refusals import Missing

from .chain import FIELDS, digest
from .models import AuditChain, AuditEntry

Problem = Literal["altered", "missing", "reordered", "cut off"]


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """核验发现 The first entry of a chain that is not as it was sealed."""

    park_id: int
    seq: int
    problem: Problem
    verb: str = ""
    object_label: str = ""


def entries_of(park_id: int) -> QuerySet[AuditEntry]:
    """The park's entries, newest first."""
    return AuditEntry.objects.filter(park_id=park_id).order_by("-seq")


def entries_about(park_id: int, kind: str, object_id: int) -> QuerySet[AuditEntry]:
    """What was done to one object, newest first."""
    return entries_of(park_id).filter(object_kind=kind, object_id=object_id)


def newest_at() -> datetime | None:
    """When the entry written last says it was made, whatever its chain; None: there is none."""
    return AuditEntry.objects.order_by("-pk").values_list("at", flat=True).first()


def chain_head(park_id: int) -> tuple[int, str]:
    """Length and last hash of a chain; write it down elsewhere to anchor it in time."""
    chain = AuditChain.objects.filter(park_id=park_id).first()
    return (chain.length, chain.head) if chain else (0, "")


def chains() -> list[int]:
    """Every park number that has a chain or entries."""
    known = set(AuditChain.objects.values_list("park_id", flat=True))
    return sorted(known | set(AuditEntry.objects.values_list("park_id", flat=True).distinct()))


def verify(park_id: int | None = None) -> list[ChainFinding]:
    """Walk one chain (or all) from its first entry; name the first wrong entry of each."""
    parks = chains() if park_id is None else [park_id]
    return [finding for number in parks if (finding := _first_wrong(number))]


def _first_wrong(park_id: int) -> ChainFinding | None:
    previous: str = ""
    before: dict[str, Any] | None = None
    # Plain rows: a trail of half a million entries is read in seconds.
    rows = AuditEntry.objects.filter(park_id=park_id).order_by("seq")
    plain = rows.values(*FIELDS, "previous", "digest").iterator(chunk_size=5000)
    for expected, entry in enumerate(plain, start=1):
        if entry["seq"] != expected:
            return ChainFinding(park_id, expected, "missing")
        sealed = digest(entry["previous"], entry) == entry["digest"]
        if entry["previous"] != previous:
            # The true successor stands elsewhere: moved. Otherwise, where this entry's own seal
            # is whole, it is the one before it that was changed and sealed again.
            if rows.filter(previous=previous).exists():
                return _finding(entry, "reordered")
            return _finding(before if sealed and before else entry, "altered")
        if not sealed:
            return _finding(entry, "altered")
        previous, before = entry["digest"], entry
    count = before["seq"] if before else 0
    length, head = chain_head(park_id)
    if (length, head) != (count, previous):
        return ChainFinding(park_id, count + 1, "cut off")
    return None


def _finding(entry: Mapping[str, Any], problem: Problem) -> ChainFinding:
    return ChainFinding(
        entry["park_id"], entry["seq"], problem, entry["verb"], entry["object_label"]
    )


PAGE = 50


@dataclass(frozen=True, slots=True)
class TrailFilters:
    """What the trail is narrowed by; empty fields narrow nothing."""

    who: str | None = None
    verb: str | None = None
    object_kind: str | None = None
    object: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of the trail, newest first, with the cursors to the pages beside it."""

    entries: list[AuditEntry]
    newer: str = ""
    older: str = ""


def filtered(park_id: int, filters: TrailFilters) -> QuerySet[AuditEntry]:
    """The park's entries as filtered, newest first; days are those of the active time zone."""
    rows = entries_of(park_id)
    exact = {"verb": filters.verb, "object_kind": filters.object_kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.who:
        rows = rows.filter(actor_name__icontains=filters.who)
    if filters.object:
        rows = rows.filter(object_label__icontains=filters.object)
    if filters.since:
        rows = rows.filter(at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def page_of(park_id: int, filters: TrailFilters, *, cursor: str = "") -> TrailPage:
    """
    One page of the trail.

    ``cursor`` is "o" or "n" and the number of an entry: older or newer than it; any other text
    gives the first page.
    """
    rows = filtered(park_id, filters)
    way, mark = cursor[:1], cursor[1:]
    seq = int(mark) if way in ("o", "n") and mark.isdecimal() and len(mark) < 19 else None
    if seq is None:
        found = list(rows[: PAGE + 1])
        shown = found[:PAGE]
        return TrailPage(shown, "", f"o{shown[-1].seq}" if len(found) > PAGE else "")
    if way == "o":
        found = list(rows.filter(seq__lt=seq)[: PAGE + 1])
        shown = found[:PAGE]
        older = f"o{shown[-1].seq}" if len(found) > PAGE else ""
        return TrailPage(shown, f"n{shown[0].seq}" if shown else "", older)
    found = list(rows.filter(seq__gt=seq).order_by("seq")[: PAGE + 1])
    shown = found[:PAGE][::-1]
    newer = f"n{shown[0].seq}" if len(found) > PAGE else ""
    return TrailPage(shown, newer, f"o{shown[-1].seq}" if shown else "")


def entry_of(park_id: int, seq: int) -> AuditEntry:
    """
    One entry of the park's chain.

    :raises Missing: there is none of that number.
    """
    found = entries_of(park_id).filter(seq=seq).first()
    if found is None:
        raise Missing
    return found

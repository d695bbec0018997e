from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from .chain import digest
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
    before: AuditEntry | None = None
    rows = AuditEntry.objects.filter(park_id=park_id).order_by("seq").iterator(chunk_size=2000)
    for expected, entry in enumerate(rows, start=1):
        if entry.seq != expected:
            return ChainFinding(park_id, expected, "missing")
        sealed = digest(entry.previous, entry.__dict__) == entry.digest
        if entry.previous != previous:
            # The true successor stands elsewhere: moved. Otherwise, where this entry's own seal
            # is whole, it is the one before it that was changed and sealed again.
            follows = AuditEntry.objects.filter(park_id=park_id, previous=previous)
            if follows.exists():
                return _finding(entry, "reordered")
            return _finding(before if sealed and before else entry, "altered")
        if not sealed:
            return _finding(entry, "altered")
        previous, before = entry.digest, entry
    count = before.seq if before else 0
    length, head = chain_head(park_id)
    if (length, head) != (count, previous):
        return ChainFinding(park_id, count + 1, "cut off")
    return None


def _finding(entry: AuditEntry, problem: Problem) -> ChainFinding:
    return ChainFinding(entry.park_id, entry.seq, problem, entry.verb, entry.object_label)

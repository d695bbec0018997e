from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from .chain import digest
from .models import PLATFORM, AuditChain, AuditEntry, IdempotencyKey

__all__ = [
    "PLATFORM",
    "Act",
    "Who",
    "forget_keys",
    "gathered",
    "record",
    "record_many",
    "remember_key",
    "settle_key",
]


class Who(Protocol):
    """What the trace needs to know of the person who acts."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


@transaction.atomic(savepoint=False)
def record(
    *,
    park_id: int,
    by: Who,
    at: datetime,
    verb: str,
    object_kind: str = "",
    object_id: int | None = None,
    object_label: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """
    留痕 Seal one act into the park's chain, in the transaction of the act itself.

    The chain's head is locked until commit, so entries of a park have one order.
    """
    with _sheaf_of(park_id) as sheaf:
        return sheaf.add(Act(verb, object_kind, object_id, object_label, detail), by, at)


@dataclass(frozen=True, slots=True)
class Act:
    """One act among many that are recorded together; fields as ``record`` takes them."""

    verb: str
    object_kind: str = ""
    object_id: int | None = None
    object_label: str = ""
    detail: Mapping[str, Any] | None = None


@transaction.atomic(savepoint=False)
def record_many(*, park_id: int, by: Who, at: datetime, acts: Iterable[Act]) -> int:
    """
    Seal many acts of one transaction in their order; return how many.

    For a table taken over or a batch undone: the chain is locked once, late, and briefly.
    """
    with _sheaf_of(park_id) as sheaf:
        return len([sheaf.add(act, by, at) for act in acts])


@contextmanager
def gathered() -> Iterator[None]:
    """
    成批留痕 Make everything within one act: sealed entry by entry, written together at its end.

    For a story of thousands of acts that stands or falls as a whole. A failure within must not be
    caught within, or the trace would tell of an act that was undone.
    """
    sheaves: dict[int, _Sheaf] = {}
    with transaction.atomic():
        token = _gathering.set(sheaves)
        try:
            yield
        finally:
            _gathering.reset(token)
        for sheaf in sheaves.values():
            sheaf.bind()


@dataclass(slots=True)
class _Sheaf:
    """Entries sealed behind a locked chain and not yet written."""

    chain: AuditChain
    entries: list[AuditEntry] = field(default_factory=list)

    def add(self, act: Act, by: Who, at: datetime) -> AuditEntry:
        entry = _sealed(self.chain, act, by, at)
        self.entries.append(entry)
        return entry

    def bind(self) -> None:
        AuditEntry.objects.bulk_create(self.entries, batch_size=500)
        AuditChain.objects.filter(park_id=self.chain.park_id).update(
            length=self.chain.length, head=self.chain.head
        )


_gathering: ContextVar[dict[int, _Sheaf] | None] = ContextVar("_gathering", default=None)


@contextmanager
def _sheaf_of(park_id: int) -> Iterator[_Sheaf]:
    """The sheaf of ``gathered``, or outside of it one that is written when the block ends."""
    sheaves = _gathering.get()
    if sheaves is None:
        sheaf = _Sheaf(_locked_chain(park_id))
        yield sheaf
        sheaf.bind()
    else:
        if park_id not in sheaves:
            sheaves[park_id] = _Sheaf(_locked_chain(park_id))
        yield sheaves[park_id]


def _locked_chain(park_id: int) -> AuditChain:
    chain = AuditChain.objects.select_for_update().filter(park_id=park_id).first()
    if chain is None:
        AuditChain.objects.bulk_create([AuditChain(park_id=park_id)], ignore_conflicts=True)
        chain = AuditChain.objects.select_for_update().get(park_id=park_id)
    return chain


def _sealed(chain: AuditChain, act: Act, by: Who, at: datetime) -> AuditEntry:
    """The next entry behind the head of ``chain``, which moves on in memory only."""
    entry = AuditEntry(
        park_id=chain.park_id,
        seq=chain.length + 1,
        at=at,
        actor_id=by.user_id,
        actor_name=by.name[:80],
        role=by.role,
        verb=act.verb,
        object_kind=act.object_kind,
        object_id=act.object_id,
        object_label=act.object_label[:200],
        # What is hashed must be what the database gives back: plain JSON, no lazy objects.
        detail=json.loads(json.dumps(dict(act.detail or {}), cls=DjangoJSONEncoder)),
        previous=chain.head,
    )
    entry.digest = digest(chain.head, entry.__dict__)
    chain.length, chain.head = entry.seq, entry.digest
    return entry


def remember_key(
    *, park_id: int, user_id: int, key: str, path: str, at: datetime
) -> IdempotencyKey | None:
    """
    Claim a key for this transaction; return the earlier answer when there is one.

    A second transaction with the same key waits here until the first has committed (it then
    gets the answer) or rolled back (it then claims the key itself).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_idempotencykey"
            " (park_id, user_id, key, path, location, body, headers, made_at)"
            " VALUES (%s, %s, %s, %s, '', '', '{}', %s)"
            " ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
            [park_id, user_id, key, path[:300], at],
        )
        claimed = cursor.fetchone() is not None
    return None if claimed else IdempotencyKey.objects.get(user_id=user_id, key=key)


def settle_key(
    *,
    user_id: int,
    key: str,
    status: int,
    location: str,
    body: str,
    headers: Mapping[str, str],
) -> None:
    """Keep the answer beside its key, in the transaction of the act."""
    IdempotencyKey.objects.filter(user_id=user_id, key=key).update(
        status=status, location=location, body=body, headers=dict(headers)
    )


def forget_keys(*, at: datetime, days: int = 7) -> int:
    """Remove keys older than ``days``; a repeat that late is a new act."""
    removed, _ = IdempotencyKey.objects.filter(made_at__lt=at - timedelta(days=days)).delete()
    return removed

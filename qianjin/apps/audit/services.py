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
from .together import Part, rows, write

__all__ = [
    "PLATFORM",
    "Act",
    "Sheaf",
    "Who",
    "forget_keys",
    "gathered",
    "hold",
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
    sheaves: dict[int, Sheaf] = {}
    with transaction.atomic():
        token = _gathering.set(sheaves)
        try:
            yield
        finally:
            _gathering.reset(token)
        for sheaf in sheaves.values():
            sheaf.bind()


@dataclass(slots=True)
class Sheaf:
    """一束留痕 Entries sealed behind a locked chain and not yet written."""

    chain: AuditChain
    is_gathered: bool = False
    entries: list[AuditEntry] = field(default_factory=list)

    def add(self, act: Act, by: Who, at: datetime) -> AuditEntry:
        """Seal an act behind the one before it; it is written with ``bind`` or ``parts``."""
        entry = _sealed(self.chain, act, by, at)
        self.entries.append(entry)
        return entry

    def parts(self) -> list[Part]:
        """
        What writes the entries and moves the head, to be sent with the other rows of the act.

        Nothing within ``gathered``, which writes them at its end.
        """
        return [] if self.is_gathered else [self._head(), *rows(self.entries)]

    def bind(self) -> None:
        """Write the entries and move the head: one statement for one entry."""
        if not self.entries:
            return
        *earlier, last = self.entries
        AuditEntry.objects.bulk_create(earlier, batch_size=500)
        ((last.pk,),) = write([self._head(), *rows([last])], returning="id")

    def _head(self) -> Part:
        return Part(
            "UPDATE audit_auditchain SET length = %s, head = %s WHERE park_id = %s",
            [self.chain.length, self.chain.head, self.chain.park_id],
        )


_gathering: ContextVar[dict[int, Sheaf] | None] = ContextVar("_gathering", default=None)


def hold(park_id: int) -> Sheaf:
    """
    Lock a park's chain until the commit, for an act that writes its entry with its other rows.

    Whoever else acts in the park waits from here on, so it is asked for as late as can be. The
    sheaf of ``gathered`` within it.
    """
    sheaves = _gathering.get()
    if sheaves is None:
        return Sheaf(_locked_chain(park_id))
    if park_id not in sheaves:
        sheaves[park_id] = Sheaf(_locked_chain(park_id), is_gathered=True)
    return sheaves[park_id]


@contextmanager
def _sheaf_of(park_id: int) -> Iterator[Sheaf]:
    """The park's sheaf, written when the block ends if it is not that of ``gathered``."""
    sheaf = hold(park_id)
    yield sheaf
    if not sheaf.is_gathered:
        sheaf.bind()


_LOCK = "SELECT length, head FROM audit_auditchain WHERE park_id = %s FOR UPDATE"


def _locked_chain(park_id: int) -> AuditChain:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [park_id])
        found = cursor.fetchone()
        if found is None:
            AuditChain.objects.bulk_create([AuditChain(park_id=park_id)], ignore_conflicts=True)
            cursor.execute(_LOCK, [park_id])
            found = cursor.fetchone()
    return AuditChain(park_id, *found)


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
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_idempotencykey SET status = %s, location = %s, body = %s, headers = %s"
            " WHERE user_id = %s AND key = %s",
            [status, location, body, json.dumps(dict(headers)), user_id, key],
        )


def forget_keys(*, at: datetime, days: int = 7) -> int:
    """Remove keys older than ``days``; a repeat that late is a new act."""
    removed, _ = IdempotencyKey.objects.filter(made_at__lt=at - timedelta(days=days)).delete()
    return removed

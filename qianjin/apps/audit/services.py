from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    act = Act(verb, object_kind, object_id, object_label, detail)
    chain = _locked_chain(park_id)
    entry = _sealed(chain, act, by, at)
    entry.save(force_insert=True)
    AuditChain.objects.filter(park_id=park_id).update(length=chain.length, head=chain.head)
    return entry


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
    chain = _locked_chain(park_id)
    entries = [_sealed(chain, act, by, at) for act in acts]
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    AuditChain.objects.filter(park_id=park_id).update(length=chain.length, head=chain.head)
    return len(entries)


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

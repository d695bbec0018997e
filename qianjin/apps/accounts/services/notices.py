"""站内消息 Notices: left in the transaction of the act, worded when read, mailed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from .. import selectors
from ..actors import Actor
from ..models import Notice, User


def notify(
    *,
    users: Sequence[User],
    park_id: int,
    at: datetime,
    kind: str,
    params: Mapping[str, Any],
    tone: str = "active",
    object_kind: str = "",
    object_ref: str = "",
) -> None:
    """站内消息 Leave a notice for each person, in the transaction of the act it speaks of."""
    Notice.objects.bulk_create(
        notice_rows(
            users=users,
            park_id=park_id,
            at=at,
            kind=kind,
            params=params,
            tone=tone,
            object_kind=object_kind,
            object_ref=object_ref,
        )
    )


def notice_rows(
    *,
    users: Sequence[User],
    park_id: int,
    at: datetime,
    kind: str,
    params: Mapping[str, Any],
    tone: str = "active",
    object_kind: str = "",
    object_ref: str = "",
) -> list[Notice]:
    """The notices ``notify`` would leave, not saved yet; for acts that write all at once."""
    return [
        Notice(
            park_id=park_id,
            user=user,
            at=at,
            kind=kind,
            tone=tone,
            params=dict(params),
            object_kind=object_kind,
            object_ref=object_ref,
        )
        for user in users
    ]


def read_notices(*, by: Actor, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice (or all) of this person as read; return how many were unread."""
    rows = selectors.notices_of(by).filter(read_at=None)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    return rows.order_by().update(read_at=at)


def mailed(*, notice_ids: Iterable[int], at: datetime) -> int:
    """Note that these notices have left by mail."""
    return (
        Notice.objects.filter(pk__in=list(notice_ids), mailed_at=None)
        .order_by()
        .update(mailed_at=at)
    )

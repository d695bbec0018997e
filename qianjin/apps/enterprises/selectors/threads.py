from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..models import Enterprise, ThreadEntry, YearFigures

THREAD_PAGE = 20


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A stretch of a thread, newest first, and the cursor of what is older (empty: nothing)."""

    entries: list[ThreadEntry]
    older: str


def thread_of(
    actor: Actor, enterprise: Enterprise, *, older_than: str = "", size: int = THREAD_PAGE
) -> ThreadPage:
    """全程 The enterprise's timeline; what is internal is only for the office's side."""
    rows = ThreadEntry.objects.filter(enterprise=enterprise, park_id=actor.park_id)
    if not policies.may_see(actor, enterprise):
        return ThreadPage([], "")
    if not policies.may_read_internal(actor):
        rows = rows.filter(is_internal=False)
    if here := _read_cursor(older_than):
        at, key = here
        rows = rows.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=key)))
    taken = list(rows.order_by("-at", "-pk")[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    return ThreadPage(taken, f"{taken[-1].at.isoformat()}_{taken[-1].pk}" if more else "")


def figures_of(enterprise: Enterprise, *, years: int = 10) -> list[YearFigures]:
    """年度数据 The figures of the latest years, the newest first."""
    return list(YearFigures.objects.filter(enterprise=enterprise).order_by("-year")[:years])


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, key = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(key)) if at.tzinfo else None
    except ValueError:
        return None

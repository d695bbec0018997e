from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..models import Enterprise, ThreadEntry, YearFigures
from .entries import enterprises_visible_to

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


def latest_lines(
    actor: Actor, firms: Collection[int], *, each: int
) -> dict[int, list[ThreadEntry]]:
    """全程近况 The latest ``each`` lines of several threads, newest first, in one query."""
    visible = enterprises_visible_to(actor).filter(pk__in=firms).values("pk")
    rows = ThreadEntry.objects.filter(enterprise__in=visible, park_id=actor.park_id)
    if not policies.may_read_internal(actor):
        rows = rows.filter(is_internal=False)
    nth = Window(RowNumber(), partition_by="enterprise_id", order_by=["-at", "-pk"])
    found: dict[int, list[ThreadEntry]] = {}
    for row in rows.annotate(nth=nth).filter(nth__lte=each).order_by("-at", "-pk"):
        found.setdefault(row.enterprise_id, []).append(row)
    return found


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

"""全程 What happened to one project: moves and touches in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..models import Move, Project, Touch

MOST = 30


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Moves and touches, the newest first; ``older`` is the moment from which one reads on."""

    rows: list[Move | Touch]
    older: datetime | None


def thread_of(project: Project, *, before: datetime | None = None, most: int = MOST) -> ThreadPage:
    """One page of the thread."""
    moves = project.moves.select_related("before", "after").order_by("-at", "-pk")
    touches = project.touches.select_related("contact").order_by("-at", "-pk")
    touches = touches.prefetch_related("files")
    if before is not None:
        moves, touches = moves.filter(at__lt=before), touches.filter(at__lt=before)
    rows: list[Move | Touch] = [*moves[: most + 1], *touches[: most + 1]]
    rows.sort(key=lambda row: (row.at, isinstance(row, Touch), row.pk), reverse=True)
    shown = rows[:most]
    # Rows of one moment stay together, so that none falls between two pages.
    while len(rows) > len(shown) and shown and rows[len(shown)].at == shown[-1].at:
        shown = rows[: len(shown) + 1]
    return ThreadPage(shown, shown[-1].at if len(rows) > len(shown) else None)


def touch_count(project: Project, *, most: int = 1000) -> int:
    """How often one was in touch, counted no further than ``most``."""
    return project.touches.order_by()[:most].count()

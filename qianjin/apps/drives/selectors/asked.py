"""What somebody is asked: an enterprise what it has to answer, an officer whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, QuerySet
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.parks.composed import Composed

from ..choices import WAITED_FOR, TargetState
from ..models import Target
from .drives import PAGE


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One drive as it is asked of one enterprise."""

    pk: int
    drive_id: int
    name: str
    words: str
    due_on: date
    enterprise_id: int
    enterprise: str
    state: str
    remark: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Today:
    """今日专项行动 One drive in which this officer has enterprises left."""

    drive_id: int
    name: str
    due_on: date
    left: int
    late: bool


def _mine(actor: Actor) -> QuerySet[Target]:
    rows = Target.objects.filter(park_id=actor.park_id)
    scope = actor.scope(Capability.DRIVE_ANSWER)
    if scope == Scope.NONE:
        return rows.none()
    if actor.is_enterprise:
        told = rows.exclude(state=TargetState.NOT_TOLD)
        return told.filter(enterprise__in=actor.enterprise_ids)
    return rows.filter(officer__in=actor.people)


def asked_page(
    actor: Actor,
    *,
    enterprise: int | None = None,
    open_only: bool = False,
    before: str = "",
    size: int = PAGE,
) -> tuple[list[AskedRow], str]:
    """What this person is asked for, newest first, and the mark of the next page."""
    rows = _mine(actor)
    if enterprise is not None:
        rows = rows.filter(enterprise=enterprise)
    if open_only:
        rows = rows.filter(state__in=WAITED_FOR, drive__finished_at=None)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("drive", "enterprise").order_by("-pk")[: size + 1])
    shown = [_row(row) for row in found[:size]]
    return shown, str(shown[-1].pk) if len(found) > size else ""


def asked_of(actor: Actor, enterprise: int, *, most: int = 5) -> list[AskedRow]:
    """What one enterprise has still to answer, the nearest day first."""
    rows = _mine(actor).filter(enterprise=enterprise, state__in=WAITED_FOR, drive__finished_at=None)
    return [
        _row(row)
        for row in rows.select_related("drive", "enterprise").order_by("drive__due_on", "pk")[:most]
    ]


def today_of(actor: Actor, *, at: datetime, most: int = 5) -> list[Today]:
    """The drives in which an officer (or who one stands in for) has enterprises left; one query."""
    today = timezone.localdate(at)
    if actor.is_enterprise or not actor.may(Capability.DRIVE_ANSWER):
        return []
    rows = _left_of(actor, most).ask({})
    return [Today(pk, name, due_on, left, due_on < today) for pk, name, due_on, left in rows]


@lru_cache(maxsize=128)
def _left_of(actor: Actor, most: int) -> Composed[tuple[int, str, date, int]]:
    return Composed(
        lambda: (
            _mine(actor)
            .filter(state__in=WAITED_FOR, drive__finished_at=None)
            .order_by()
            .values_list("drive_id", "drive__name", "drive__due_on")
            .annotate(left=Count("pk"))
            .order_by("drive__due_on", "drive_id")[:most]
        )
    )


def _row(row: Target) -> AskedRow:
    return AskedRow(
        row.pk,
        row.drive_id,
        row.drive.name,
        row.drive.words,
        row.drive.due_on,
        row.enterprise_id,
        row.enterprise.name,
        row.state,
        row.remark if row.state == TargetState.UNCLEAR else "",
        row.state in WAITED_FOR and row.drive.finished_at is None,
    )

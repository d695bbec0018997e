"""The enterprises of a special action, narrowed and page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import SETTLED, TargetState
from ..models import Drive, Target
from .drives import PAGE
from .resources import given_to

NOBODY = 0
"""As ``Narrowed.officer`` or ``unit``: nobody's."""
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the enterprises of a drive are narrowed to; nothing narrows nothing."""

    state: str = ""
    officer: int | None = None
    unit: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """对象一行 One enterprise of a special action, with what it was given."""

    pk: int
    enterprise_id: int
    enterprise: str
    state: str
    answer: str
    changed_by: str
    officer: str = ""
    answered_at: datetime | None = None
    via: str = ""
    request_number: str = ""
    given: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """一组进度 How far the enterprises of one officer or section have come."""

    key: int
    name: str
    count: int
    settled: int


def target_for(actor: Actor, pk: int) -> Target:
    """
    One enterprise in a drive, for the office and, once it has been told, for itself.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    found = (
        Target.objects.filter(park_id=actor.park_id, pk=pk)
        .select_related("drive__started_by", "enterprise__park", "officer", "unit")
        .first()
    )
    if found is None or not policies.may_see_target(actor, found):
        raise Missing
    return found


def targets_in(drive: Drive, narrowed: Narrowed) -> QuerySet[Target]:
    """The enterprises a filter leaves, in the order in which they were taken in."""
    rows = drive.targets.order_by("pk")
    if narrowed.state in TargetState.values:
        rows = rows.filter(state=narrowed.state)
    for name in ("officer", "unit"):
        wanted = getattr(narrowed, name)
        if wanted is not None:
            only: dict[str, Any] = {f"{name}__isnull": True} if not wanted else {name: wanted}
            rows = rows.filter(**only)
    if words := narrowed.q.replace("\x00", "").strip():
        rows = rows.filter(
            Q(enterprise__name__icontains=words) | Q(enterprise__short_name__icontains=words)
        )
    return rows


def targets_page(
    drive: Drive,
    *,
    narrowed: Narrowed | None = None,
    after: str = "",
    size: int | None = PAGE,
) -> tuple[list[TargetRow], str]:
    """One page of enterprises (every one without a ``size``), and the mark of the next page."""
    rows = targets_in(drive, narrowed or Narrowed()).select_related("enterprise", "officer")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows if size is None else rows[: size + 1])
    shown = found if size is None else found[:size]
    given = given_to([target.pk for target in shown])
    return [_row(row, given) for row in shown], (
        str(shown[-1].pk) if len(found) > len(shown) else ""
    )


def by_officer(drive: Drive) -> list[GroupRow]:
    """Progress by officer, most enterprises first; the twelve with most, and nobody's."""
    return _groups(drive, "officer", "officer__name")


def by_section(drive: Drive) -> list[GroupRow]:
    """Progress by the section of the officer; most enterprises first."""
    return _groups(drive, "unit", "unit__name_zh")


def _groups(drive: Drive, key: str, name: str) -> list[GroupRow]:
    rows = (
        drive.targets.order_by()
        .values_list(key, name)
        .annotate(many=Count("pk"), settled=Count("pk", filter=Q(state__in=SETTLED)))
        .order_by("-many", key)[:MOST_GROUPS]
    )
    return [GroupRow(pk or NOBODY, label or "", many, settled) for pk, label, many, settled in rows]


def _row(target: Target, given: Mapping[int, Mapping[int, int]]) -> TargetRow:
    return TargetRow(
        pk=target.pk,
        enterprise_id=target.enterprise_id,
        enterprise=target.enterprise.name,
        state=target.state,
        answer=target.answer,
        changed_by=target.changed_by,
        officer=target.officer.name if target.officer else "",
        answered_at=target.answered_at,
        via=target.via,
        request_number=target.request_number,
        given=given.get(target.pk, {}),
    )

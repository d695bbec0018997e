"""共性问题问询 Common causes: the list, one of them, and what may belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import OPEN_STATES
from ..models import Cause, CauseMember, ServiceRequest
from .cursors import keyset
from .one import get_request_for, visible_numbers
from .parts import PartRow, parts_of

PAGE = 20
SHOWN = 200


@dataclass(frozen=True, slots=True)
class CauseRow:
    """共性问题行 One cause in the list."""

    id: int
    title: str
    number: str
    unit: str
    opened_at: datetime
    answered_at: datetime | None
    concerned: int
    asked: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """涉及企业行 One enterprise concerned, with its request where the reader may see it."""

    enterprise: str
    number: str
    status: str
    score: int | None
    told_at: datetime | None
    is_main: bool


@dataclass(frozen=True, slots=True)
class CauseDetail:
    """共性问题全貌 Everything the page of a cause shows, access decided."""

    cause: Cause
    members: list[MemberRow]
    total: int
    parts: list[PartRow]
    can_keep: bool
    can_answer: bool


def causes_page(actor: Actor, *, cursor: str = "") -> tuple[list[CauseRow], str, str]:
    """The causes whose leading request this person may see, newest first."""
    rows = Cause.objects.filter(park_id=actor.park_id)
    if not policies.sees_all(actor):
        rows = rows.filter(main__in=ServiceRequest.objects.filter(policies.visible(actor)))
    rows = rows.select_related("main__unit").annotate(
        concerned=Count("members"), asked=Count("members", filter=Q(members__request__isnull=False))
    )
    found, newer, older = keyset(rows, "opened_at", cursor, PAGE)
    return [_row(row) for row in found], newer, older


def _row(row: Cause) -> CauseRow:
    return CauseRow(
        id=row.pk,
        title=row.title,
        number=row.main.number,
        unit=row.main.unit.name if row.main.unit else "",
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        concerned=row.concerned,  # type: ignore[attr-defined]
        asked=row.asked,  # type: ignore[attr-defined]
    )


def cause_for(actor: Actor, pk: int) -> Cause:
    """
    A cause, if the actor may see its leading request.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    cause = Cause.objects.select_related("main").filter(pk=pk, park_id=actor.park_id).first()
    if cause is None:
        raise Missing
    cause.main = get_request_for(actor, cause.main.number)
    return cause


def cause_detail(actor: Actor, cause: Cause, *, at: datetime) -> CauseDetail:
    """Everything about a cause; the first two hundred concerned, those who asked in front."""
    rows = list(
        cause.members.select_related("enterprise", "request").order_by("request_id", "id")[:SHOWN]
    )
    seen = visible_numbers(actor, {row.request.number for row in rows if row.request})
    is_open = cause.answered_at is None
    main = cause.main
    return CauseDetail(
        cause=cause,
        members=[_member(row, seen, main) for row in rows],
        total=cause.members.count(),
        parts=parts_of(actor, main, at=at) if main.co_units else [],
        can_keep=is_open and policies.reaches(actor, Capability.CAUSE_KEEP, main),
        can_answer=is_open and policies.may_handle(actor, main),
    )


def _member(row: CauseMember, seen: set[str], main: ServiceRequest) -> MemberRow:
    request = row.request if row.request and row.request.number in seen else None
    return MemberRow(
        enterprise=row.enterprise.name,
        number=request.number if request else "",
        status=request.status if request else "",
        score=request.score if request else None,
        told_at=row.told_at,
        is_main=row.request_id == main.pk,
    )


def open_by_numbers(actor: Actor, numbers: list[str]) -> list[ServiceRequest]:
    """The open requests with these numbers that the actor may see."""
    rows = ServiceRequest.objects.filter(
        policies.visible(actor), number__in=numbers, status__in=OPEN_STATES
    )
    return list(rows.order_by("id"))


def enterprises_by_names(park_id: int, names: list[str]) -> tuple[list[Enterprise], list[str]]:
    """The enterprises of these full or short names, and the names that fit none or several."""
    rows = Enterprise.objects.filter(
        Q(name__in=names) | Q(short_name__in=names), park_id=park_id, merged_into=None
    )
    found: dict[str, list[Enterprise]] = {}
    for row in rows:
        for name in {row.name, row.short_name} & set(names):
            found.setdefault(name, []).append(row)
    clear = {name: rows_[0] for name, rows_ in found.items() if len(rows_) == 1}
    return list({e.pk: e for e in clear.values()}.values()), [n for n in names if n not in clear]

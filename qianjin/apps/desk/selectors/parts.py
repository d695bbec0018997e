"""协办问询 Who does what until when beside the lead, and what of it is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES, Light
from ..hands import OPEN_PARTS, PartStatus
from ..models import Part, ServiceRequest


@dataclass(frozen=True, slots=True)
class PartRow:
    """协办行 One unit's part as a page shows it."""

    id: int
    number: str
    title: str
    enterprise: str
    unit: str
    officer: str
    phone: str
    task: str
    status: str
    light: str
    due_at: datetime
    met_at: datetime | None
    was_late: bool
    answer: str
    can_help: bool

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_PARTS


def parts_of(actor: Actor, request: ServiceRequest, *, at: datetime) -> list[PartRow]:
    """Everyone who helps with this request, in the order in which they were asked."""
    rows = request.parts.select_related("unit", "officer").order_by("id")
    return [_row(actor, part, request, at) for part in rows]


def open_part_names(request: ServiceRequest) -> list[str]:
    """The units whose part of this request is still to be answered."""
    rows = request.parts.filter(status__in=OPEN_PARTS).select_related("unit").order_by("id")
    return [part.unit.name for part in rows]


def my_parts(actor: Actor) -> QuerySet[Part]:
    """要我协办 The open parts this person, or whom they stand in for, has to answer for."""
    rows = Part.objects.filter(
        park_id=actor.park_id,
        status__in=OPEN_PARTS,
        request__status__in=OPEN_STATES,
        request__paused_at=None,
    )
    scope = actor.scope(Capability.REQUEST_HANDLE)
    if scope == Scope.NONE or actor.is_enterprise:
        return rows.none()
    return rows.filter(Q(officer_id__in=actor.people) | Q(unit_id__in=actor.unit_ids, officer=None))


def part_rows(actor: Actor, parts: QuerySet[Part], *, at: datetime, most: int = 6) -> list[PartRow]:
    """The first of these parts as rows, what is due first in front."""
    rows = parts.select_related("unit", "officer", "request__enterprise")
    return [_row(actor, part, part.request, at) for part in rows.order_by("due_at", "id")[:most]]


def _row(actor: Actor, part: Part, request: ServiceRequest, at: datetime) -> PartRow:
    return PartRow(
        id=part.pk,
        number=request.number,
        title=request.title,
        enterprise=request.enterprise.short_name or request.enterprise.name,
        unit=part.unit.name,
        officer=part.officer.name if part.officer else "",
        phone=part.officer.phone if part.officer else "",
        task=part.task,
        status=part.status,
        light=_light(part, request, at),
        due_at=part.due_at,
        met_at=part.met_at,
        was_late=(part.met_at or at) > part.due_at and part.status != PartStatus.DROPPED,
        answer=part.answer,
        can_help=part.status in OPEN_PARTS
        and request.status in OPEN_STATES
        and policies.may_help(actor, part),
    )


def _light(part: Part, request: ServiceRequest, at: datetime) -> Light:
    if part.status not in OPEN_PARTS:
        return Light.OFF
    if request.paused_at is not None:
        return Light.PAUSED
    if part.due_at < at:
        return Light.RED
    return Light.YELLOW if part.warn_at <= at else Light.GREEN

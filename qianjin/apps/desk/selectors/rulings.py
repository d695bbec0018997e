"""裁定问询 What waits for a ruling and what was ruled: returns and extensions, counted per unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import OPEN_STATES
from ..hands import OPEN_PARTS, RulingStatus
from ..models import Cause, Extension, Return, ServiceRequest
from .cursors import keyset
from .one import get_request_for

PAGE = 20


@dataclass(frozen=True, slots=True)
class RulingRow:
    """裁定行 One return or extension as a page shows it."""

    id: int
    number: str
    title: str
    enterprise: str
    unit: str
    is_part: bool
    reason: str
    words: str
    proposed: str
    until_on: date | None
    asked_by: str
    asked_at: datetime
    due_at: datetime | None
    status: str
    ruled_by: str
    ruling: str
    may_rule: bool


@dataclass(frozen=True, slots=True)
class RulingPage:
    """一页裁定 Rows with the cursors beside them."""

    rows: list[RulingRow]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class ReturnCount:
    """退单统计 How often one unit returned, as lead and as co-handler, and what was ruled."""

    unit: str
    as_lead: int
    as_helper: int
    granted: int
    refused: int


def return_for(actor: Actor, pk: int) -> Return:
    """
    A return, if the actor may see its request.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    rows = Return.objects.select_related("request", "unit", "part", "proposed", "asked_by")
    found: Return = _for(actor, rows, pk)
    return found


def extension_for(actor: Actor, pk: int) -> Extension:
    """
    An extension, if the actor may see its request.

    :raises Missing: there is none, or it is not theirs; both answer alike.
    """
    rows = Extension.objects.select_related("request", "unit", "part")
    found: Extension = _for(actor, rows, pk)
    return found


def _for(actor: Actor, rows: QuerySet[Any], pk: int) -> Any:
    found = rows.filter(pk=pk, park_id=actor.park_id).first()
    if found is None:
        raise Missing
    found.request = get_request_for(actor, found.request.number)
    return found


def waiting_returns(actor: Actor) -> QuerySet[Return]:
    """待裁定的退单 Returns this person may rule on now."""
    if not actor.may(Capability.RETURN_RULE):
        return Return.objects.none()
    rows = Return.objects.filter(
        park_id=actor.park_id, status=RulingStatus.ASKED, request__status__in=OPEN_STATES
    )
    return rows.filter(Q(part=None) | Q(part__status__in=OPEN_PARTS))


def waiting_extensions(actor: Actor) -> QuerySet[Extension]:
    """
    待审批的延期 Extensions this person may rule on now; not those they asked for.

    Those of parts wait for the lead, those of leads for whoever has the right.
    """
    if not actor.may(Capability.REQUEST_HANDLE):
        return Extension.objects.none()
    rows = Extension.objects.filter(
        park_id=actor.park_id, status=RulingStatus.ASKED, request__status__in=OPEN_STATES
    ).exclude(asked_by_id=actor.user_id)
    hands = ServiceRequest.objects.filter(policies.handled(actor), status__in=OPEN_STATES)
    waiting = Q(part__status__in=OPEN_PARTS, request__in=hands)
    if actor.may(Capability.EXTENSION_RULE):
        led = ServiceRequest.objects.filter(policies.led(actor), status__in=OPEN_STATES)
        is_open = Q(part=None, promise__met_at=None) | Q(part__status__in=OPEN_PARTS)
        waiting |= is_open & Q(request__in=led)
    return rows.filter(waiting)


def waiting_causes(actor: Actor) -> QuerySet[Cause]:
    """待答复的共性问题 Unanswered common causes that this person groups, or whose lead they are."""
    rows = Cause.objects.filter(park_id=actor.park_id, answered_at=None)
    if actor.may(Capability.CAUSE_KEEP):
        return rows
    if not actor.may(Capability.REQUEST_HANDLE):
        return rows.none()
    return rows.filter(main__in=ServiceRequest.objects.filter(policies.handled(actor)))


def returns_page(actor: Actor, *, cursor: str = "", open_only: bool) -> RulingPage:
    """Returns, newest first: those that wait for this person, or all they may see."""
    rows = waiting_returns(actor) if open_only else _seen(actor, Return.objects.all())
    return _page(actor, rows.select_related("part", "proposed"), cursor)


def extensions_page(actor: Actor, *, cursor: str = "", open_only: bool) -> RulingPage:
    """Extensions, newest first: those that wait for this person, or all they may see."""
    rows = waiting_extensions(actor) if open_only else _seen(actor, Extension.objects.all())
    return _page(actor, rows, cursor)


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.filter(park_id=actor.park_id)
    if policies.sees_all(actor):
        return rows
    return rows.filter(request__in=ServiceRequest.objects.filter(policies.visible(actor)))


def _page(actor: Actor, rows: QuerySet[Any], cursor: str) -> RulingPage:
    rows = rows.select_related("request__enterprise", "unit", "asked_by", "ruled_by")
    found, newer, older = keyset(rows, "asked_at", cursor, PAGE)
    return RulingPage([_row(actor, row) for row in found], newer, older)


def _row(actor: Actor, row: Any) -> RulingRow:
    is_return = isinstance(row, Return)
    request = row.request
    is_part = row.part_id is not None
    rules = policies.may_rule_part_time if is_part else policies.may_rule_extension
    if is_return:
        rules = policies.may_rule_return
    return RulingRow(
        id=row.pk,
        number=request.number,
        title=request.title,
        enterprise=request.enterprise.short_name or request.enterprise.name,
        unit=row.unit.name,
        is_part=is_part,
        reason=row.reason if is_return else "",
        words=row.words,
        proposed=row.proposed.name if is_return and row.proposed else "",
        until_on=None if is_return else row.until_on,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        due_at=request.next_due_at if is_return else row.before_at,
        status=row.status,
        ruled_by=row.ruled_by.name if row.ruled_by else "",
        ruling=row.ruling,
        may_rule=row.status == RulingStatus.ASKED
        and request.status in OPEN_STATES
        and (is_return or row.asked_by_id != actor.user_id)
        and rules(actor, request),
    )


def return_counts(actor: Actor, *, since: datetime) -> list[ReturnCount]:
    """退单统计 Returns of each unit since a day, both kinds; the most first."""
    english = (get_language() or "").startswith("en")
    rows = (
        _seen(actor, Return.objects.filter(asked_at__gte=since))
        .order_by()
        .values(zh=F("unit__name_zh"), en=F("unit__name_en"))
        .annotate(
            lead=Count("pk", filter=Q(part=None)),
            helper=Count("pk", filter=Q(part__isnull=False)),
            granted=Count("pk", filter=Q(status=RulingStatus.GRANTED)),
            refused=Count("pk", filter=Q(status=RulingStatus.REFUSED)),
        )
    )
    counted = [
        ReturnCount(
            (english and row["en"]) or row["zh"],
            row["lead"],
            row["helper"],
            row["granted"],
            row["refused"],
        )
        for row in rows
    ]
    return sorted(counted, key=lambda c: (-(c.as_lead + c.as_helper), c.unit))

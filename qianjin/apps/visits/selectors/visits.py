"""记录提问 Visits, their findings and photographs, and the questions of a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.units.refusals import Missing

from ..models import Finding, QuarterQuestion, Visit, VisitPhoto

PAGE = 25


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """Visits, the latest first, with the cursors to the pages beside them."""

    rows: list[Visit]
    newer: str
    older: str


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """The visits the actor may see."""
    rows = Visit.objects.filter(park_id=actor.park_id)
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(Q(entered_by__in=actor.people) | Q(visitors__in=actor.people)).distinct()
    return rows


def visits_page(
    actor: Actor,
    *,
    enterprise: int | None = None,
    mine: bool = False,
    means: str = "",
    cursor: str = "",
    size: int = PAGE,
) -> VisitsPage:
    """One page of records."""
    rows = visible_visits(actor).select_related("enterprise").prefetch_related("visitors")
    if enterprise is not None:
        rows = rows.filter(enterprise_id=enterprise)
    if mine:
        rows = rows.filter(pk__in=Visit.objects.filter(visitors__in=actor.people).values("pk"))
    if means:
        rows = rows.filter(means=means)
    back, here = _read(cursor)
    if here:
        at, key = here
        if back:
            rows = rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=key))
        else:
            rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    sign = "" if back else "-"
    found = list(rows.order_by(f"{sign}at", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return VisitsPage([], "", "")
    has_newer, has_older = (more, True) if back else (bool(here), more)
    return VisitsPage(
        found,
        f"<{found[0].at.isoformat()}_{found[0].pk}" if has_newer else "",
        f">{found[-1].at.isoformat()}_{found[-1].pk}" if has_older else "",
    )


def _read(cursor: str) -> tuple[bool, tuple[datetime, int] | None]:
    moment, _sep, key = cursor[1:].partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return cursor[:1] == "<", (at, int(key[:18])) if at.tzinfo else None
    except ValueError:
        return False, None


def visit_for(actor: Actor, visit_id: int) -> Visit:
    """
    One record with everything in it.

    :raises Missing: no such visit for this person.
    """
    found = (
        visible_visits(actor)
        .select_related("enterprise", "entered_by", "stop__round", "park")
        .prefetch_related(
            "visitors", "findings", "photos", "answers__question", "versions__replaced_by"
        )
        .filter(pk=visit_id)
        .first()
    )
    if found is None:
        raise Missing
    return found


def finding_for(actor: Actor, finding_id: int) -> Finding:
    """
    One finding of a visit the actor may see.

    :raises Missing: there is none.
    """
    found = (
        Finding.objects.filter(pk=finding_id, visit__in=visible_visits(actor).values("pk"))
        .select_related("visit__enterprise__park")
        .first()
    )
    if found is None:
        raise Missing
    return found


def photo_for(actor: Actor, photo_id: int) -> VisitPhoto:
    """
    One photograph of a visit the actor may see.

    :raises Missing: there is none.
    """
    rows = VisitPhoto.objects.filter(pk=photo_id, visit__in=visible_visits(actor).values("pk"))
    found = rows.first()
    if found is None:
        raise Missing
    return found


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter."""
    return day.year, (day.month + 2) // 3


def questions_of(
    park_id: int, *, year: int, quarter: int, only_asked: bool = True
) -> list[QuarterQuestion]:
    """What every enterprise is asked in a quarter."""
    rows = QuarterQuestion.objects.filter(park_id=park_id, year=year, quarter=quarter)
    return list(rows.filter(is_active=True) if only_asked else rows)

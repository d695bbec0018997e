"""就绪提问 Which parcels are ready when, and what they hang on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from ..models import ReadyDate
from ..planning import ready as planning
from ..steps import Step

PAGE = 25


def ready_for(actor: Actor) -> QuerySet[ReadyDate]:
    """The days of readiness the actor sees."""
    rows = ReadyDate.objects.filter(park_id=actor.park_id)
    return rows if actor.scope(Capability.CLEARING_SEE) == Scope.PARK else rows.none()


def ready_page(
    actor: Actor, *, after: str = "", blocker: str = "", size: int = PAGE
) -> tuple[list[ReadyDate], str]:
    """One page of parcels, those ready first first, and the mark of the next page."""
    rows = _narrowed(actor, blocker)
    day, _, key = after.partition("_")
    mark = _day(day)
    if mark is not None and key.isdecimal() and len(key) < 19:
        rows = rows.filter(Q(likely__gt=mark) | Q(likely=mark, parcel__gt=int(key)))
    found = list(rows[: size + 1])
    shown = found[:size]
    further = f"{shown[-1].likely.isoformat()}_{shown[-1].pk}" if len(found) > size else ""
    return shown, further


def _narrowed(actor: Actor, blocker: str) -> QuerySet[ReadyDate]:
    rows = ready_for(actor).order_by("likely", "parcel")
    if blocker == "ready":
        rows = rows.filter(is_ready=True)
    elif blocker:
        rows = rows.filter(blocker=blocker)
    rows = rows.select_related("parcel", "parcel__village", "blocker_unit")
    return rows.defer("parcel__shape")


def ready_rows(actor: Actor, *, blocker: str = "") -> Iterator[ReadyDate]:
    """Every parcel, for a table; read piece by piece."""
    return _narrowed(actor, blocker).iterator(chunk_size=2000)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def blockers(actor: Actor) -> list[tuple[str, int]]:
    """What parcels hang on (nothing: ready), and how many on each; the most frequent first."""
    rows = ready_for(actor).values_list("blocker").annotate(many=Count("pk"))
    return sorted(((code, many) for code, many in rows), key=lambda row: -row[1])


def ready_of(actor: Actor, parcel_id: int) -> ReadyDate | None:
    """The day of one parcel."""
    return ready_for(actor).filter(parcel=parcel_id).select_related("blocker_unit").first()


def rules_of(park_id: int) -> dict[str, Step]:
    """Every step with the days and the citation of this park."""
    return planning.rules_of(park_id)

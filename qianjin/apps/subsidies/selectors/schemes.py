"""政策提问 Schemes: the list, one, and those in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.tables.selectors import table_for, tables_of
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import SchemeState
from ..models import Scheme, SchemeTable

PAGE = 25
MOST_IN_FORCE = 100
"""How many schemes in force one enterprise is judged by, the newest first."""
CHECK_DAYS = 180
"""After how many days somebody should look again whether a scheme still holds 【推】."""
SHOWS = ("", "now", "draft", "over", "check")


@dataclass(frozen=True, slots=True)
class SchemeFilters:
    """筛选 What the list is narrowed to; ``show`` is one of ``SHOWS``."""

    show: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A page of schemes, newest first; ``older`` continues."""

    rows: list[Scheme]
    older: str


def schemes_for(actor: Actor) -> QuerySet[Scheme]:
    """Every scheme this person may see."""
    return Scheme.objects.filter(policies.schemes_seen(actor))


def scheme_for(actor: Actor, pk: int) -> Scheme:
    """:raises Missing: absent, of another park, or a draft to who stands outside the office."""
    found = schemes_for(actor).filter(pk=pk).select_related("checked_by").first()
    if found is None:
        raise Missing
    return found


def scheme_tables(actor: Actor) -> list[SchemeTable]:
    """The latest tables of schemes."""
    return tables_of(actor, SchemeTable)


def scheme_table_for(actor: Actor, pk: int) -> SchemeTable:
    """
    One table of schemes.

    :raises Missing: as ``table_for``.
    """
    return table_for(actor, pk, SchemeTable)


def schemes_page(
    actor: Actor, filters: SchemeFilters, *, on: date, size: int | None = PAGE
) -> SchemePage:
    """One page of the register (all of it without a ``size``)."""
    rows = schemes_for(actor).select_related("checked_by").order_by("-pk")
    rows = rows.filter(_shown(filters.show, on))
    if filters.before:
        rows = rows.filter(pk__lt=filters.before)
    taken = list(rows if size is None else rows[: size + 1])
    shown = taken if size is None else taken[:size]
    return SchemePage(shown, str(shown[-1].pk) if len(taken) > len(shown) else "")


def in_force(actor: Actor, *, on: date) -> list[Scheme]:
    """The newest schemes in force on a day, at most ``MOST_IN_FORCE``."""
    return list(schemes_for(actor).filter(_shown("now", on)).order_by("-pk")[:MOST_IN_FORCE])


def is_in_force(scheme: Scheme, *, on: date) -> bool:
    """Published and within its dates."""
    return (
        scheme.state == SchemeState.PUBLISHED
        and scheme.valid_from <= on
        and (scheme.valid_until is None or scheme.valid_until >= on)
    )


def takes_claims(scheme: Scheme, *, on: date) -> bool:
    """Whether the application window is open on a day; without a window it always is."""
    return (scheme.opens_on is None or scheme.opens_on <= on) and (
        scheme.closes_on is None or scheme.closes_on >= on
    )


def is_stale(scheme: Scheme, *, on: date) -> bool:
    """Whether nobody has looked for ``CHECK_DAYS`` days whether it still holds."""
    return scheme.checked_at.date() <= on - timedelta(days=CHECK_DAYS)


def _shown(show: str, on: date) -> Q:
    until = Q(valid_until=None) | Q(valid_until__gte=on)
    return {
        "now": Q(state=SchemeState.PUBLISHED, valid_from__lte=on) & until,
        "draft": Q(state=SchemeState.DRAFT),
        "over": Q(state=SchemeState.STOPPED) | Q(valid_until__lt=on),
        "check": Q(checked_at__date__lte=on - timedelta(days=CHECK_DAYS))
        & ~Q(state=SchemeState.STOPPED),
    }.get(show, Q())

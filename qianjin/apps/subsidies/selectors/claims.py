"""申报提问 Claims: the list, one with its steps and files, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks.composed import DAY, LATER, Composed
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import UNFILED, WITH_BUREAU, ClaimState
from ..models import Claim, ClaimFile, ClaimReading, ClaimStep
from .schemes import PAGE

SOON_DAYS = 7
"""From how many days before its end a window is called near."""
TODAY = 8
MOST_IN_WORD = 500


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """筛选 What a list of claims is narrowed to; empty fields narrow nothing."""

    state: str = ""
    year: int | None = None
    scheme: int | None = None
    enterprise: int | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A page of claims, newest first; ``older`` continues."""

    rows: list[Claim]
    older: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """金额 What was claimed, approved and paid, in 万元, of how many claims."""

    key: Any
    label: str
    claims: int
    claimed: Decimal
    approved: Decimal
    paid: Decimal


def claims_for(actor: Actor) -> QuerySet[Claim]:
    """Every claim this person may see."""
    return Claim.objects.filter(policies.claims_seen(actor))


def claim_for(actor: Actor, pk: int) -> Claim:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = claims_for(actor).select_related("scheme", "enterprise__officer", "park")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def file_for(actor: Actor, pk: int) -> ClaimFile:
    """:raises Missing: absent, or of a claim that is not this person's to see."""
    found = ClaimFile.objects.filter(pk=pk, claim__in=claims_for(actor)).first()
    if found is None:
        raise Missing
    return found


def matching(actor: Actor, filters: ClaimFilters) -> QuerySet[Claim]:
    """The visible claims a filter leaves, newest first."""
    rows = claims_for(actor).select_related("scheme", "enterprise__officer").order_by("-pk")
    if filters.state:
        rows = rows.filter(state=filters.state)
    for name in ("year", "scheme", "enterprise"):
        if (value := getattr(filters, name)) is not None:
            rows = rows.filter(**{name: value})
    if filters.mine:
        rows = rows.filter(enterprise__officer__in=actor.people)
    return rows


def claims_page(
    actor: Actor, filters: ClaimFilters, *, before: int = 0, size: int = PAGE
) -> ClaimPage:
    """One page of a list."""
    rows = matching(actor, filters)
    if before:
        rows = rows.filter(pk__lt=before)
    taken = list(rows[: size + 1])
    return ClaimPage(taken[:size], str(taken[size - 1].pk) if len(taken) > size else "")


def state_counts(actor: Actor, filters: ClaimFilters) -> dict[str, int]:
    """How many claims of the filter stand in each state; its own state is left out of it."""
    rows = matching(actor, ClaimFilters("", *_rest(filters))).order_by().values_list("state")
    return dict.fromkeys(ClaimState.values, 0) | dict(rows.annotate(many=Count("pk")))


def amounts(actor: Actor, filters: ClaimFilters) -> Amounts:
    """What the claims of a filter add up to."""
    found = matching(actor, filters).order_by().aggregate(**_SUMS)
    return _amounts(None, "", found)


def totals(actor: Actor, filters: ClaimFilters, by: str, *, most: int | None = 50) -> list[Amounts]:
    """
    汇总 By ``scheme``, ``enterprise`` or ``year``: claims, claimed, approved, paid; the largest
    payment first.
    """
    keys = {
        "scheme": ("scheme_id", "scheme__title"),
        "enterprise": ("enterprise_id", "enterprise__name"),
        "year": ("year",),
    }[by]
    rows = matching(actor, filters).order_by().values(*keys).annotate(**_SUMS)
    rows = rows.order_by("-paid", "-approved", "-claims", keys[0])
    return [
        _amounts(row[keys[0]], str(row[keys[-1]]), row)
        for row in (rows if most is None else rows[:most])
    ]


def steps_of(claim: Claim) -> list[ClaimStep]:
    """What happened, newest first."""
    return list(claim.steps.all())


def files_of(claim: Claim) -> list[ClaimFile]:
    """The documents, oldest first."""
    return list(claim.files.all())


def readings_of(claim: Claim) -> list[ClaimReading]:
    """Who of the enterprise has opened it."""
    return list(claim.readings.select_related("user"))


def lacking(claim: Claim, files: list[ClaimFile]) -> list[str]:
    """The documents the scheme asks for that are not there yet."""
    given = {file.document for file in files}
    return [name for name in claim.scheme.documents if name not in given]


def latest_of(actor: Actor, enterprise_id: int, *, most: int = 20) -> list[Claim]:
    """The latest claims of one enterprise."""
    return list(matching(actor, ClaimFilters(enterprise=enterprise_id))[:most])


def waiting_for(actor: Actor, *, on: date) -> list[Claim]:
    """
    今日 Claims in one's care whose window closes within a week, then what the bureau has had
    longest; nobody's eye is caught by more than ``TODAY``.
    """
    if not actor.may(Capability.CLAIM_HANDLE):
        return []
    return _waiting_for(actor).ask({DAY: on, LATER: on + timedelta(days=SOON_DAYS)})


@lru_cache(maxsize=128)
def _waiting_for(actor: Actor) -> Composed[Claim]:
    return Composed(
        lambda: (
            claims_for(actor)
            .filter(enterprise__officer__in=actor.people)
            .filter(_closing(DAY, LATER) | Q(state=ClaimState.FILED))
            .select_related("scheme", "enterprise")
            .order_by("scheme__closes_on", "pk")[:TODAY]
        )
    )


def open_of_firm(actor: Actor, enterprise_id: int, *, on: date) -> list[Claim]:
    """What waits for the enterprise itself: told or begun, and still to be filed."""
    rows = claims_for(actor).filter(enterprise=enterprise_id, state__in=UNFILED)
    rows = rows.filter(Q(scheme__closes_on=None) | Q(scheme__closes_on__gte=on))
    return list(rows.select_related("scheme").order_by("scheme__closes_on", "pk")[:3])


def _closing(on: date, until: date) -> Q:
    return Q(state__in=UNFILED, scheme__closes_on__gte=on, scheme__closes_on__lte=until)


def closing(park_id: int, *, on: date) -> QuerySet[Claim]:
    """Of one park: claims not filed whose window closes within a week."""
    rows = Claim.objects.filter(_closing(on, on + timedelta(days=SOON_DAYS)), park_id=park_id)
    return rows.select_related("scheme", "enterprise").order_by("pk")


def stalled(park_id: int, *, before: Any) -> QuerySet[Claim]:
    """Of one park: with the bureau, or approved, and untouched since ``before``."""
    states = (*WITH_BUREAU, ClaimState.APPROVED)
    rows = Claim.objects.filter(park_id=park_id, state__in=states, changed_at__lte=before)
    return rows.select_related("scheme", "enterprise").order_by("pk")


def exported(actor: Actor, filters: ClaimFilters) -> Iterator[Claim]:
    """Every claim of a filter."""
    return matching(actor, filters).iterator(chunk_size=1000)


_SUMS: dict[str, Any] = {
    "claims": Count("pk"),
    "claimed": Sum("claimed_wan"),
    "approved": Sum("approved_wan"),
    "paid": Sum("paid_wan"),
}


def _amounts(key: Any, label: str, row: dict[str, Any]) -> Amounts:
    sums = (row[name] or Decimal(0) for name in ("claimed", "approved", "paid"))
    return Amounts(key, label, row["claims"], *sums)


def _rest(filters: ClaimFilters) -> tuple[Any, ...]:
    return filters.year, filters.scheme, filters.enterprise, filters.mine

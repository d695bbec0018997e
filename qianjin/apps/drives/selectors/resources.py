"""What there is to allot, who wants it, who holds it, and what the rule would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import planning
from ..choices import Rank
from ..models import Allotment, Drive, Resource, ResourceClaim, Slot, Target
from .drives import PAGE, visible


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """资源一行 A shared resource, how much of it is allotted, how much is still wanted."""

    pk: int
    name: str
    unit: str
    capacity: int
    allotted: int
    wanted: int = 0
    waiting: int = 0
    portions: list[Slot] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How much may still be allotted."""
        return self.capacity - self.allotted


@dataclass(frozen=True, slots=True)
class Given:
    """What one enterprise holds or wants of one resource."""

    resource: Resource
    wanted: int
    held: int
    place: int | None
    reasons: list[tuple[str, int]]
    parts: list[tuple[str, date | None, int]] = field(default_factory=list)
    day: date | None = None
    rank: int = Rank.USUAL
    rank_words: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """申请一行 One claim in the order of the queue, with why it stands as it does."""

    pk: int
    target_id: int
    enterprise: str
    tier: str
    wanted: int
    held: int
    day: date | None
    asked_at: datetime
    rank: int
    rank_words: str
    place: int | None
    reasons: list[tuple[str, int]]


def resource_for(actor: Actor, pk: int) -> Resource:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        Resource.objects.filter(pk=pk, drive__in=visible(actor))
        .select_related("drive__park", "asks", "asks_day")
        .first()
    )
    if found is None:
        raise Missing
    return found


def resource_in(target: Target, pk: int) -> Resource:
    """
    A resource of the drive in which an enterprise stands; who sees the one sees the other.

    :raises Missing: there is no such resource in it.
    """
    found = Resource.objects.filter(drive=target.drive_id, pk=pk).first()
    if found is None:
        raise Missing
    return found


def slot_for(resource: Resource, pk: int) -> Slot:
    """:raises Missing: no such portion of this resource."""
    found = resource.slots.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def resources_of(drive: Drive) -> list[ResourceRow]:
    """The shared resources with what is allotted of each, in three queries."""
    claims = {
        key: (wanted, waiting)
        for key, wanted, waiting in ResourceClaim.objects.filter(resource__drive=drive)
        .order_by()
        .values_list("resource")
        .annotate(
            all=Coalesce(Sum("wanted"), 0),
            waiting=Count("pk", filter=Q(wanted__gt=F("held"))),
        )
    }
    rows = (
        Resource.objects.filter(drive=drive)
        .annotate(
            capacity=Coalesce(Sum("slots__capacity"), 0),
            given=Coalesce(Sum("slots__taken"), 0),
        )
        .prefetch_related("slots")
    )
    return [
        ResourceRow(
            row.pk,
            row.name,
            row.unit,
            row.capacity,
            row.given,
            *claims.get(row.pk, (0, 0)),
            portions=list(row.slots.all()),
        )
        for row in rows.order_by("pk")
    ]


def claims_page(
    resource: Resource, *, after: str = "", size: int = PAGE
) -> tuple[list[ClaimRow], str]:
    """One page of claims in the order in which they came, and the mark of the next page."""
    rows = resource.claims.select_related("target__enterprise").order_by("pk")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows[: size + 1])
    shown = [
        ClaimRow(
            row.pk,
            row.target_id,
            row.target.enterprise.name,
            row.target.enterprise.tier,
            row.wanted,
            row.held,
            row.day,
            row.asked_at,
            row.rank,
            row.rank_words,
            row.place,
            _reasons(row),
        )
        for row in found[:size]
    ]
    return shown, str(shown[-1].pk) if len(found) > size else ""


def plan_of(resource: Resource) -> planning.Plan:
    """What the rule would give now, in three queries."""
    held: dict[int, dict[int, int]] = {}
    rows = Allotment.objects.filter(slot__resource=resource)
    for target, slot, amount in rows.values_list("target_id", "slot_id", "amount"):
        held.setdefault(target, {})[slot] = amount
    claims = resource.claims.select_related("target__enterprise").order_by("pk")
    slots = resource.slots.order_by("position", "pk")
    return planning.plan(resource, list(slots), list(claims), held)


def given_to(targets: Iterable[int]) -> dict[int, dict[int, int]]:
    """Target -> resource -> units held."""
    given: dict[int, dict[int, int]] = {}
    rows = (
        Allotment.objects.filter(target__in=list(targets))
        .order_by()
        .values_list("target_id", "slot__resource_id")
        .annotate(all=Sum("amount"))
    )
    for target_id, resource_id, amount in rows:
        given.setdefault(target_id, {})[resource_id] = amount
    return given


def shares_of(target: int) -> list[Given]:
    """What one enterprise wants and holds of every resource of its drive; two queries."""
    parts: dict[int, list[tuple[str, date | None, int]]] = {}
    rows = Allotment.objects.filter(target=target).select_related("slot")
    for row in rows.order_by("slot__position", "slot_id"):
        told = (row.slot.label, row.slot.day, row.amount)
        parts.setdefault(row.slot.resource_id, []).append(told)
    claims = ResourceClaim.objects.filter(target=target).select_related("resource")
    return [
        Given(
            claim.resource,
            claim.wanted,
            claim.held,
            claim.place,
            _reasons(claim),
            parts.get(claim.resource_id, []),
            claim.day,
            claim.rank,
            claim.rank_words,
        )
        for claim in claims.order_by("resource_id")
    ]


def _reasons(claim: ResourceClaim) -> list[tuple[str, int]]:
    reasons: Iterable[Mapping[int, str] | list[str | int]] = claim.reasons
    return [(str(one[0]), int(one[1])) for one in reasons]

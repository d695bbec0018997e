"""The bridge to the engine ``allotting``: rows in, who is given what and why out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qianjin.apps.enterprises.choices import Tier
from qianjin.engines import allotting

from .choices import Order
from .models import Resource, ResourceClaim, Slot

_TIERS = list(Tier.values)


@dataclass(frozen=True, slots=True)
class Plan:
    """分配方案 What the rule would give now; by claim, and the queue of those who wait."""

    given: Mapping[int, Mapping[int, int]]
    reasons: Mapping[int, list[tuple[str, int]]]
    waiting: tuple[int, ...]
    left: Mapping[int, int]

    @property
    def fingerprint(self) -> str:
        """Differs when anything of the plan does."""
        told = sorted((claim, sorted(slots.items())) for claim, slots in self.given.items())
        return hashlib.sha256(repr((told, self.waiting)).encode()).hexdigest()[:32]

    @property
    def total(self) -> int:
        """Units it would newly give."""
        return sum(sum(slots.values()) for slots in self.given.values())


def plan(
    resource: Resource,
    slots: Iterable[Slot],
    claims: Iterable[ResourceClaim],
    held: Mapping[int, Mapping[int, int]],
) -> Plan:
    """
    What the rule gives of what is left.

    ``claims`` with their enterprises; ``held``: target -> slot -> units.
    """
    pool = allotting.Pool(
        slots=tuple(
            allotting.Slot(slot.pk, slot.capacity, slot.day.toordinal() if slot.day else None)
            for slot in slots
        ),
        claims=tuple(
            allotting.Claim(
                claim.pk,
                claim.wanted,
                rank=_rank(resource, claim),
                asked=claim.asked_at.timestamp(),
                day=claim.day.toordinal() if claim.day else None,
                held=held.get(claim.target_id, {}),
            )
            for claim in claims
        ),
        whole=resource.is_whole,
        evenly=resource.order == Order.EVENLY,
    )
    found = allotting.allot(pool)
    return Plan(
        given={key: given for key, given in found.given.items() if given},
        reasons={
            key: [(reason.code, int(reason.amount)) for reason in reasons]
            for key, reasons in found.reasons.items()
        },
        waiting=found.waiting,
        left=found.left,
    )


def _rank(resource: Resource, claim: ResourceClaim) -> int:
    """The class: what an officer set first, then, where the resource says so, the tier."""
    tier = claim.target.enterprise.tier
    place = _TIERS.index(tier) if resource.by_tier and tier in _TIERS else 0
    return claim.rank * 10 + place

"""Who may do what with parcels; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .models import BoundaryChange, Tenure


def parcels_seen(actor: Actor) -> Q:
    """The office every parcel of its park; a village or town those lying there or owned there."""
    here = Q(park_id=actor.park_id)
    scope = actor.scope(Capability.PARCEL_SEE)
    if scope == Scope.PARK:
        return here
    if scope != Scope.UNIT:
        return Q(pk__in=[])
    ours = actor.unit_ids
    owned = Tenure.objects.filter(Q(unit__in=ours) | Q(unit__parent__in=ours)).values("parcel")
    return here & (Q(village__in=ours) | Q(village__parent__in=ours) | Q(pk__in=owned))


def may_see_all(actor: Actor) -> bool:
    """The whole book: what is proposed, low-efficiency land, whatever is not of one parcel."""
    return actor.scope(Capability.PARCEL_SEE) == Scope.PARK


def may_keep(actor: Actor, park_id: int) -> bool:
    """Change what is said of a parcel, and propose boundaries."""
    return park_id == actor.park_id and actor.may(Capability.PARCEL_EDIT)


def may_approve(actor: Actor, park_id: int) -> bool:
    """Approve boundaries that somebody else has proposed."""
    return park_id == actor.park_id and actor.may(Capability.PARCEL_APPROVE)


def may_review(actor: Actor, change: BoundaryChange) -> bool:
    """Four eyes: whoever proposed a change does not approve it."""
    return may_approve(actor, change.park_id) and change.proposed_by_id != actor.user_id


def may_set_rules(actor: Actor, park_id: int) -> bool:
    """Change the zone of areas and the rule of low-efficiency land."""
    return park_id == actor.park_id and actor.may(Capability.LAND_RULES)


def may_export(actor: Actor, park_id: int) -> bool:
    """Take parcels out, as tables and survey files."""
    return park_id == actor.park_id and actor.may(Capability.PARCEL_EXPORT)

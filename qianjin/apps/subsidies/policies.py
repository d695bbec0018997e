"""Who may do what with schemes and claims; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises.models import Enterprise

from .choices import SchemeState


def schemes_seen(actor: Actor) -> Q:
    """The office every scheme of its park; enterprises those that are no drafts."""
    here = Q(park_id=actor.park_id)
    scope = actor.scope(Capability.SCHEME_SEE)
    if scope == Scope.PARK:
        return here
    return here & ~Q(state=SchemeState.DRAFT) if scope else Q(pk__in=[])


def claims_seen(actor: Actor) -> Q:
    """The office every claim of its park, enterprise staff those of their own enterprises."""
    here = Q(park_id=actor.park_id)
    scope = actor.scope(Capability.CLAIM_SEE)
    if scope == Scope.PARK:
        return here
    return here & Q(enterprise__in=actor.enterprise_ids) if scope else Q(pk__in=[])


def may_keep(actor: Actor, park_id: int) -> bool:
    """Enter and change schemes."""
    return park_id == actor.park_id and actor.may(Capability.SCHEME_EDIT)


def in_care(actor: Actor) -> Q:
    """The enterprises whose claims this person carries on, as a condition on enterprises."""
    scope = actor.scope(Capability.CLAIM_HANDLE)
    if scope == Scope.PARK:
        return Q(park_id=actor.park_id)
    return Q(park_id=actor.park_id, officer__in=actor.people) if scope else Q(pk__in=[])


def may_handle(actor: Actor, enterprise: Enterprise) -> bool:
    """Tell it, and carry its claims to payment."""
    if enterprise.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.CLAIM_HANDLE)
    return scope == Scope.PARK or (scope >= Scope.OWN and enterprise.officer_id in actor.people)


def may_file(actor: Actor, enterprise: Enterprise) -> bool:
    """Its own people prepare and file; the office may do it for them."""
    own = (
        enterprise.park_id == actor.park_id
        and actor.may(Capability.CLAIM_FILE)
        and enterprise.pk in actor.enterprise_ids
    )
    return own or may_handle(actor, enterprise)

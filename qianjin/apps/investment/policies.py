"""Who may do what with projects; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .models import BureauOpinion, Project


def projects_seen(actor: Actor) -> Q:
    """Whoever sees projects at all sees those of the park; nobody sees another park's."""
    if actor.scope(Capability.PROJECT_SEE) != Scope.PARK:
        return Q(pk__in=[])
    return Q(park_id=actor.park_id)


def may_keep(actor: Actor, project: Project) -> bool:
    """Carry it on: its owner and who stands in for them, the head of the section, a director."""
    if project.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.PROJECT_KEEP)
    if scope == Scope.PARK:
        return True
    if scope >= Scope.OWN and project.owner_id in actor.people:
        return True
    return scope == Scope.UNIT and project.unit_id in actor.unit_ids


def kept_by(actor: Actor) -> Q:
    """The projects this person carries on, as a condition."""
    scope = actor.scope(Capability.PROJECT_KEEP)
    if scope == Scope.PARK:
        return Q(park_id=actor.park_id)
    own = Q(park_id=actor.park_id, owner__in=actor.people)
    if scope == Scope.UNIT:
        return own | Q(park_id=actor.park_id, unit__in=actor.unit_ids)
    return own if scope else Q(pk__in=[])


def may_add(actor: Actor, park_id: int) -> bool:
    """Enter a lead."""
    return park_id == actor.park_id and actor.may(Capability.PROJECT_KEEP)


def may_set_stages(actor: Actor, park_id: int) -> bool:
    """Change pipelines, stages and criteria."""
    return park_id == actor.park_id and actor.may(Capability.PROJECT_RULES)


def opinions_seen(actor: Actor) -> Q:
    """Whoever sees projects sees every opinion; a bureau those it is asked for."""
    here = Q(park_id=actor.park_id)
    if actor.scope(Capability.PROJECT_SEE) == Scope.PARK:
        return here
    if actor.scope(Capability.OPINION_GIVE) == Scope.UNIT:
        return here & Q(unit__in=actor.unit_ids)
    return Q(pk__in=[])


def may_give_opinion(actor: Actor, opinion: BureauOpinion) -> bool:
    """The bureau that is asked; the office for what came on paper."""
    if opinion.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.OPINION_GIVE)
    return scope == Scope.PARK or (scope == Scope.UNIT and opinion.unit_id in actor.unit_ids)

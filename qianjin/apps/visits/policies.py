"""Who may do what with visits; plain predicates over the table of rights."""

from __future__ import annotations

from collections.abc import Collection

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises.models import Enterprise

from .choices import FeedKind
from .models import Round, RoundPlan, Visit


def may_record(actor: Actor) -> bool:
    """Make visits and write them down."""
    return actor.may(Capability.VISIT_RECORD)


def may_subscribe(actor: Actor, kind: str) -> bool:
    """Have what one may look at anyway in one's own calendar."""
    if kind == FeedKind.PROJECTS:
        return actor.may(Capability.PROJECT_SEE)
    return may_record(actor)


def may_go(actor: Actor, row: Round) -> bool:
    """Begin, follow and end a round: whose it is, who stands in, and who keeps all of them."""
    return row.park_id == actor.park_id and _reaches(actor, Capability.VISIT_RECORD, row.officer_id)


def may_change_visit(actor: Actor, visit: Visit, visitor_ids: Collection[int]) -> bool:
    """Add to a record: whoever was there or wrote it."""
    if visit.park_id != actor.park_id:
        return False
    if actor.scope(Capability.VISIT_RECORD) == Scope.PARK:
        return True
    there = {visit.entered_by_id, *visitor_ids}
    return actor.may(Capability.VISIT_RECORD) and bool(actor.people & there)


def may_plan_for(actor: Actor, officers: Collection[int]) -> bool:
    """Plan the rounds of these officers: heads those of all, everybody else their own."""
    scope = actor.scope(Capability.VISIT_PLAN)
    return scope == Scope.PARK or (scope >= Scope.OWN and set(officers) <= actor.people)


def may_change_plan(actor: Actor, plan: RoundPlan) -> bool:
    """Change, accept or give up a plan: who made it, and heads."""
    return plan.park_id == actor.park_id and _reaches(actor, Capability.VISIT_PLAN, plan.made_by_id)


def may_call_off(actor: Actor, row: Round) -> bool:
    """Take a planned round back: who may plan it."""
    return row.park_id == actor.park_id and may_plan_for(actor, [row.officer_id])


def may_set_rules(actor: Actor) -> bool:
    """Change how often whom is visited, and what is asked."""
    return actor.may(Capability.VISIT_RULES)


def may_place(actor: Actor, enterprise: Enterprise) -> bool:
    """Put an enterprise on the map: the officer responsible, and who keeps all of them."""
    if enterprise.park_id != actor.park_id:
        return False
    return _reaches(actor, Capability.VISIT_RECORD, enterprise.officer_id)


def may_set_time_of(actor: Actor, person_id: int) -> bool:
    """Say when somebody can be out: oneself, and who plans for all."""
    return may_plan_for(actor, [person_id])


def may_export(actor: Actor) -> bool:
    """Take the coverage list out as a table."""
    return actor.may(Capability.VISIT_SEE)


def _reaches(actor: Actor, capability: str, owner: int | None) -> bool:
    scope = actor.scope(capability)
    return scope == Scope.PARK or (scope >= Scope.OWN and owner in actor.people)

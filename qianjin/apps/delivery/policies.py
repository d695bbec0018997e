"""Who may do what with plans, steps and letters; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .choices import LetterState
from .models import Letter, Plan, PlanStep


def sees_all(actor: Actor) -> bool:
    """Whole plans are the office's; a bureau sees its own steps and letters."""
    return actor.scope(Capability.DELIVERY_SEE) == Scope.PARK


def plans_seen(actor: Actor) -> Q:
    """The plans of the park, for whoever sees whole plans."""
    return Q(park_id=actor.park_id) if sees_all(actor) else Q(pk__in=[])


def steps_seen(actor: Actor) -> Q:
    """The office every step of its park, a bureau those it carries."""
    here = Q(park_id=actor.park_id)
    if sees_all(actor):
        return here
    if actor.scope(Capability.DELIVERY_SEE) == Scope.UNIT:
        return here & Q(unit__in=actor.unit_ids)
    return Q(pk__in=[])


def letters_seen(actor: Actor) -> Q:
    """The office every letter of its park, a bureau those that were sent to it."""
    here = Q(park_id=actor.park_id)
    if sees_all(actor):
        return here
    if actor.scope(Capability.DELIVERY_SEE) == Scope.UNIT:
        sent = ~Q(state=LetterState.DRAFT) & Q(sent_at__isnull=False)
        return here & sent & Q(unit__in=actor.unit_ids)
    return Q(pk__in=[])


def may_open(actor: Actor, park_id: int) -> bool:
    """Open a plan."""
    return park_id == actor.park_id and actor.may(Capability.DELIVERY_KEEP)


def may_keep(actor: Actor, plan: Plan) -> bool:
    """Carry a plan on: the office, and a specialist whose plan it is."""
    if plan.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.DELIVERY_KEEP)
    return scope == Scope.PARK or (scope == Scope.OWN and plan.officer_id in actor.people)


def may_enter(actor: Actor, step: PlanStep) -> bool:
    """Enter what happened to a step: who keeps its plan, and its owner."""
    if may_keep(actor, step.plan):
        return True
    mine = step.owner_id is not None and step.owner_id in actor.people
    return step.park_id == actor.park_id and mine and actor.may(Capability.DELIVERY_KEEP)


def may_answer(actor: Actor, letter: Letter) -> bool:
    """Say that a letter came and what the answer is: its unit, or the office on its behalf."""
    if letter.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.LETTER_ANSWER)
    return scope == Scope.PARK or (scope == Scope.UNIT and letter.unit_id in actor.unit_ids)


def may_set_network(actor: Actor, park_id: int) -> bool:
    """Change the network and capacities."""
    return park_id == actor.park_id and actor.may(Capability.DELIVERY_RULES)

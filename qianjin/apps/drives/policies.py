"""Who may do what in a special action; plain predicates over the table of rights."""

from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .choices import TargetState
from .models import Target


def may_run(actor: Actor, park_id: int) -> bool:
    """Start, ask, assign, allot, finish."""
    return park_id == actor.park_id and actor.may(Capability.DRIVE_RUN)


def may_see_target(actor: Actor, target: Target) -> bool:
    """The office every one; an enterprise its own, from the moment it is told."""
    if target.park_id != actor.park_id:
        return False
    if actor.may(Capability.DRIVE_SEE):
        return True
    return (
        actor.scope(Capability.DRIVE_ANSWER) == Scope.ENTERPRISE
        and target.enterprise_id in actor.enterprise_ids
        and target.state != TargetState.NOT_TOLD
    )


def may_answer(actor: Actor, target: Target) -> bool:
    """The enterprise for itself; its officer (or who stands in) and whoever runs it for it."""
    scope = actor.scope(Capability.DRIVE_ANSWER)
    if target.park_id != actor.park_id or scope == Scope.NONE:
        return False
    if scope == Scope.PARK:
        return True
    if actor.is_enterprise:
        return may_see_target(actor, target)
    return target.officer_id is not None and target.officer_id in actor.people

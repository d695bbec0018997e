"""Who may do what with acquisition, listing and sites; plain predicates over the rights."""

from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.parks.models import Unit

Keep = Capability.CLEARING_KEEP


def may_keep(actor: Actor, park_id: int) -> bool:
    """Open, change and end acquisitions and listings: the office."""
    return park_id == actor.park_id and actor.scope(Keep) == Scope.PARK


def may_keep_village(actor: Actor, village: Unit) -> bool:
    """Enter what happens in one village: the office, and the liaison of the village or its town."""
    if village.park_id != actor.park_id:
        return False
    scope = actor.scope(Keep)
    own = {village.pk, village.parent_id} & actor.unit_ids
    return scope == Scope.PARK or (scope == Scope.UNIT and bool(own))


def may_pay(actor: Actor, park_id: int) -> bool:
    """Say how much is due and enter what was paid: the office."""
    return may_keep(actor, park_id)


def may_set_steps(actor: Actor, park_id: int) -> bool:
    """Change days and citations of the steps."""
    return park_id == actor.park_id and actor.may(Capability.CLEARING_RULES)


def may_search(actor: Actor, park_id: int) -> bool:
    """Enter needs of land and have sites searched."""
    return park_id == actor.park_id and actor.may(Capability.SITE_SEARCH)

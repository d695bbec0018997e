"""Who may look at an uploaded table, and take it over."""

from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Scope

from .models import KeptTable


def may_take_over(actor: Actor, table: KeptTable) -> bool:
    """Look at a table and take it over: who made it, who stands in for them, heads."""
    reach = actor.scope(table.right)
    if not reach or table.park_id != actor.park_id:
        return False
    return reach == Scope.PARK or table.made_by_id in actor.people

"""Who may set up channels."""

from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope


def may_set_channels(actor: Actor, park_id: int) -> bool:
    """The administrator of this park; the clock sets up nothing."""
    return (
        not actor.is_clock
        and actor.park_id == park_id
        and actor.scope(Capability.CHANNEL_EDIT) == Scope.PARK
    )


def may_decide_letters(actor: Actor, park_id: int) -> bool:
    """Who sorts the requests of the whole park."""
    return actor.park_id == park_id and actor.scope(Capability.REQUEST_TRIAGE) == Scope.PARK

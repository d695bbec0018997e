from __future__ import annotations

from .actors import Actor
from .choices import Capability, Role, Scope


def may_invite(actor: Actor, role: str) -> bool:
    """Administrators invite anyone; general affairs everyone but administrators and auditors."""
    if not actor.may(Capability.PERSON_INVITE):
        return False
    return Role.PARK_ADMIN in actor.roles or role not in {Role.PARK_ADMIN, Role.AUDITOR}


def may_enter_absence(actor: Actor, *, absent_id: int, absent_unit_ids: frozenset[int]) -> bool:
    """Everyone for themselves, a head for the section, directors and administrators for all."""
    scope = actor.scope(Capability.ABSENCE_SET)
    if scope == Scope.PARK:
        return True
    if scope == Scope.UNIT and absent_unit_ids & actor.unit_ids:
        return True
    return scope >= Scope.OWN and absent_id == actor.user_id

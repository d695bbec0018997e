"""Who may do what in the directory; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role, Scope
from qianjin.apps.accounts.policies import may_invite

from .models import Enterprise


def visible(actor: Actor) -> Q:
    """The condition on enterprises that ``actor`` may see; those merged away are not shown."""
    scope = actor.scope(Capability.ENTERPRISE_SEE)
    here = Q(park_id=actor.park_id, merged_into__isnull=True)
    if scope == Scope.PARK:
        return here
    if scope >= Scope.OWN:
        return here & Q(pk__in=actor.enterprise_ids)
    return Q(pk__in=[])


def may_see(actor: Actor, enterprise: Enterprise) -> bool:
    """Officers the whole book, enterprise staff their own entry."""
    if enterprise.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.ENTERPRISE_SEE)
    return scope == Scope.PARK or (scope >= Scope.OWN and enterprise.pk in actor.enterprise_ids)


def may_register(actor: Actor) -> bool:
    """Whoever keeps enterprises, and whoever imports them."""
    return actor.may(Capability.ENTERPRISE_EDIT) or may_import(actor)


def may_edit(actor: Actor, enterprise: Enterprise) -> bool:
    """The officer responsible (or who stands in), heads and general affairs every entry."""
    if enterprise.park_id != actor.park_id:
        return False
    scope = actor.scope(Capability.ENTERPRISE_EDIT)
    return scope == Scope.PARK or (scope >= Scope.OWN and enterprise.officer_id in actor.people)


def may_keep(actor: Actor, enterprise: Enterprise) -> bool:
    """Write to an entry: whoever may edit it, and whoever takes over tables for the whole park."""
    return may_edit(actor, enterprise) or (
        enterprise.park_id == actor.park_id and may_import(actor)
    )


def may_assign(actor: Actor, enterprise: Enterprise) -> bool:
    """Name the officer responsible: those who keep the whole book."""
    return (
        enterprise.park_id == actor.park_id
        and actor.scope(Capability.ENTERPRISE_EDIT) == Scope.PARK
    )


def may_note(actor: Actor, enterprise: Enterprise) -> bool:
    """Any officer who keeps enterprises may add to the thread of any of them."""
    return enterprise.park_id == actor.park_id and actor.may(Capability.ENTERPRISE_EDIT)


def may_read_internal(actor: Actor) -> bool:
    """What stays inside the office: everyone on its side."""
    return actor.scope(Capability.ENTERPRISE_SEE) == Scope.PARK


def may_reveal(actor: Actor, enterprise: Enterprise) -> bool:
    """Read a telephone number in full: officers, and each look leaves a trace."""
    return may_see(actor, enterprise) and may_read_internal(actor)


def may_invite_contact(actor: Actor, enterprise: Enterprise) -> bool:
    """Whoever invites people and sees the enterprise."""
    return may_see(actor, enterprise) and may_invite(actor, Role.ENTERPRISE_CONTACT)


def may_import(actor: Actor) -> bool:
    """Take over a table."""
    return actor.may(Capability.ENTERPRISE_IMPORT)


def may_export(actor: Actor) -> bool:
    """Take the list out as a table."""
    return actor.may(Capability.ENTERPRISE_EXPORT)


def may_merge(actor: Actor) -> bool:
    """Make two entries of one firm into one, and take that back."""
    return actor.may(Capability.ENTERPRISE_MERGE)

"""Who may do what with prospects; plain predicates over the table of rights.

The book is the section's common memory: whoever may see it at all sees every row, with numbers
masked. Rows are changed, and numbers unmasked, by whose they are, by who stands in for them, and
by heads (个人信息保护法, article 6: no more than the purpose needs).
"""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .models import Contact, Organisation


def visible(actor: Actor) -> Q:
    """The condition on rows of the book that ``actor`` may see; those merged away are not shown."""
    if not actor.may(Capability.PROSPECT_SEE):
        return Q(pk__in=[])
    return Q(park_id=actor.park_id, merged_into__isnull=True)


def may_enter(actor: Actor, park_id: int) -> bool:
    """Enter new firms, people and ties."""
    return park_id == actor.park_id and actor.may(Capability.PROSPECT_KEEP)


def keeps_all(actor: Actor) -> bool:
    """Whether the whole book is in this person's hands: heads."""
    return actor.scope(Capability.PROSPECT_KEEP) == Scope.PARK


def may_keep(actor: Actor, row: Organisation | Contact) -> bool:
    """Change a row: its owner, who stands in for the owner, heads."""
    if not may_enter(actor, row.park_id):
        return False
    return keeps_all(actor) or row.owner_id in actor.people


def may_reveal(actor: Actor, contact: Contact) -> bool:
    """Read a number in full; each look leaves a trace."""
    return may_keep(actor, contact)


def kept(actor: Actor) -> Q:
    """The rows this person may change, as a condition."""
    if not actor.may(Capability.PROSPECT_KEEP):
        return Q(pk__in=[])
    return visible(actor) if keeps_all(actor) else visible(actor) & Q(owner__in=actor.people)

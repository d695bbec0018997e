"""Who may do what in the library; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .choices import ArticleState, Audience


def readable(actor: Actor) -> Q:
    """The condition on articles that ``actor`` may read."""
    if not actor.may(Capability.ARTICLE_SEE):
        return Q(pk__in=[])
    here = Q(park_id=actor.park_id)
    if actor.is_enterprise:
        return here & Q(state=ArticleState.PUBLISHED, audience=Audience.ENTERPRISES)
    return here


def may_keep(actor: Actor, unit_id: int | None) -> bool:
    """Write, change, check and withdraw what this section (or nobody in particular) keeps."""
    scope = actor.scope(Capability.ARTICLE_EDIT)
    if scope == Scope.PARK:
        return True
    return scope == Scope.UNIT and unit_id is not None and unit_id in actor.unit_ids


def may_set(actor: Actor) -> bool:
    """After how many days a check is due."""
    return actor.may(Capability.PARK_EDIT)

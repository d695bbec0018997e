"""手上 What waits for one person now: the queue itself, and its counts for menu and lists."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES
from ..models import ServiceRequest
from .questions import NOW, Question, counting


def my_queue(actor: Actor) -> QuerySet[ServiceRequest]:
    """要我办 What this person (or whom they stand in for) has to do, waiting material aside."""
    rows = ServiceRequest.objects.filter(
        policies.visible(actor), status__in=OPEN_STATES, paused_at=None
    )
    scope = actor.scope(Capability.REQUEST_HANDLE)
    mine = Q(officer_id__in=actor.people)
    if scope == Scope.UNIT or (scope == Scope.OWN and actor.unit_ids):
        # In one's own unit, what nobody has taken yet is everybody's.
        mine |= Q(unit_id__in=actor.unit_ids, officer=None)
    return rows.filter(mine)


def in_hand(actor: Actor, *, at: datetime) -> tuple[int, int]:
    """What waits for this person, and how much of it is late; one query, for the menu."""
    ((queue, late),) = counting_hand(actor).ask(at)
    return queue, late


@lru_cache(maxsize=512)
def counting_hand(actor: Actor) -> Question:
    """The same as a question, to be asked beside others."""
    mine = my_queue(actor)
    return counting({"queue": mine, "late": mine.filter(next_due_at__lt=NOW)})

"""待办 What waits for somebody in their own book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability

from ..choices import Verdict
from .doubles import FIRMS_KIND, PEOPLE, pairs_of
from .listing import Filters, contacts_matching

MOST = 99


@dataclass(frozen=True, slots=True)
class Waiting:
    """Suspected pairs of one's own rows, and people of one's own whose time runs out."""

    pairs: int
    expiring: int


def waiting_for(actor: Actor, *, on: date) -> Waiting:
    """How many of each, no further than 99; one question to the database."""
    if not actor.may(Capability.PROSPECT_KEEP):
        return Waiting(0, 0)
    own = Q(lower__owner__in=actor.people) | Q(upper__owner__in=actor.people)
    asked: list[QuerySet[Any]] = [
        pairs_of(actor, PEOPLE).filter(own, verdict=Verdict.OPEN),
        pairs_of(actor, FIRMS_KIND).filter(own, verdict=Verdict.OPEN),
        contacts_matching(actor, Filters(mine=True, expiring=True), on=on),
    ]
    parts: list[str] = []
    values: list[Any] = []
    for rows in asked:
        sql, params = rows.order_by().values("pk")[:MOST].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS bounded)")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        people, firms, expiring = cursor.fetchone()
    return Waiting(min(people + firms, MOST), expiring)

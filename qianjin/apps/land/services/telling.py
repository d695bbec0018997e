"""告知 Who learns of a change of boundaries: those who may review it, then whoever proposed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User

from ..choices import ChangeState
from ..models import BoundaryChange

MOST_NAMED = 5


def tell_reviewers(change: BoundaryChange, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    """The head of the proposer's own section and the deputy directors; never the proposer."""
    today = timezone.localdate(at)
    heads = people.heads_of(change.park_id, set(by.unit_ids), on=today)
    deputies = people.people_with(change.park_id, Role.DEPUTY_DIRECTOR, on=today)
    told = {user.pk: user for user in (*heads, *deputies) if user.pk != by.user_id}
    _tell(change, list(told.values()), "land.proposed", numbers, by, at, "at_risk")


def tell_proposer(change: BoundaryChange, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    """How the review ended; nothing where the proposer took it back."""
    kinds = {
        ChangeState.APPROVED: ("land.approved", "done"),
        ChangeState.REJECTED: ("land.rejected", "breached"),
    }
    if found := kinds.get(ChangeState(change.state)):
        _tell(change, [change.proposed_by], found[0], numbers, by, at, found[1])


def _tell(
    change: BoundaryChange,
    users: Sequence[User],
    kind: str,
    numbers: Sequence[str],
    by: Actor,
    at: datetime,
    tone: str,
) -> None:
    named = "、".join(number for number in numbers[:MOST_NAMED] if number)
    rest = "…" if len(numbers) > MOST_NAMED or not named else ""
    accounts.notify(
        users=users,
        park_id=change.park_id,
        at=at,
        kind=kind,
        params={"who": by.name, "numbers": named + rest},
        tone=tone,
        object_kind="boundary_change",
        object_ref=str(change.pk),
    )

"""合并企业 What becomes of an enterprise's places in special actions when it is merged away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise

from ..choices import TargetState
from ..models import Target

_FURTHER = [
    TargetState.NOT_TOLD,
    TargetState.TOLD,
    TargetState.UNCLEAR,
    TargetState.NOT_NEEDED,
    TargetState.ANSWERED,
    TargetState.DONE,
]
"""How far a place has come; of two in one drive the further one goes with who is kept."""


@transaction.atomic
def move_targets(
    *, dropped: Enterprise, kept: Enterprise, by: Actor, at: datetime
) -> dict[str, Any]:
    """
    并入专项行动 Give the places of ``dropped`` to ``kept``, answers and allotments with them.

    Where both stand in one drive, the place that has come further stays with ``kept``; the other
    remains with the merged entry as not needed, for one firm answers once. What it holds is still
    counted. Returns what ``return_targets`` needs to give everything back.
    """
    rows = Target.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    theirs = list(rows.filter(enterprise=dropped))
    mine = {row.drive_id: row for row in rows.filter(enterprise=kept)}
    moved = [row.pk for row in theirs if row.drive_id not in mine]
    Target.objects.filter(pk__in=moved).update(enterprise=kept)
    doubles = []
    for row in theirs:
        other = mine.get(row.drive_id)
        if other is None:
            continue
        is_further = _FURTHER.index(TargetState(row.state)) > _FURTHER.index(
            TargetState(other.state)
        )
        loser = other if is_further else row
        if is_further:
            _exchange(row, other, dropped, kept)
        doubles.append([row.pk, other.pk, is_further, loser.pk, loser.state, loser.remark])
        Target.objects.filter(pk=loser.pk).update(
            state=TargetState.NOT_NEEDED,
            remark=_("Merged: “%(name)s” answers for both.") % {"name": kept.name},
            changed_at=at,
            changed_by=by.name[:80],
            version=F("version") + 1,
        )
    return {"moved": moved, "doubles": doubles}


@transaction.atomic
def return_targets(
    *, moved: Mapping[str, Any], dropped: Enterprise, kept: Enterprise, at: datetime
) -> None:
    """
    撤销并入 Two places again, each with its own enterprise; answers given since stay with theirs.
    """
    Target.objects.filter(pk__in=moved.get("moved", []), enterprise=kept).update(enterprise=dropped)
    rows = Target.objects.in_bulk([pk for one in moved.get("doubles", []) for pk in one[:2]])
    for theirs, mine, is_further, loser, state, remark in moved.get("doubles", []):
        if theirs not in rows or mine not in rows:
            continue
        if is_further:
            _exchange(rows[theirs], rows[mine], kept, dropped)
        Target.objects.filter(pk=loser, state=TargetState.NOT_NEEDED).update(
            state=state, remark=remark, changed_at=at, version=F("version") + 1
        )


def _exchange(one: Target, other: Target, now: Enterprise, then: Enterprise) -> None:
    """``one`` goes from ``now`` to ``then``, ``other`` the other way: in one statement."""
    Target.objects.filter(pk__in=[one.pk, other.pk]).update(
        enterprise=Case(When(pk=one.pk, then=Value(then.pk)), default=Value(now.pk))
    )

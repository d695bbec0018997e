"""界线变更生效 A change of boundaries is approved, and what was under way there goes on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.clearing import services as clearing
from qianjin.apps.delivery import services as delivery
from qianjin.apps.land import services as land
from qianjin.apps.land.choices import ChangeKind
from qianjin.apps.land.models import BoundaryChange, Parcel


@transaction.atomic
def approve_boundary_change(
    *,
    change: BoundaryChange,
    by: Actor,
    at: datetime,
    words: str = "",
    effective_on: date | None = None,
) -> list[Parcel]:
    """
    通过变更 Make it so; acquisitions, dossiers and plans of parcels that are replaced go on at
    those that hold the ground now, which are the answer.

    :raises MayNotApprove, OwnProposal, ChangeSettled, BoundaryMoved, BadChange, BadParcel: as
        ``land.approve_change``.
    :raises NotTogether: see ``clearing.follow``.
    """
    old = [past.parcel for past in change.before.select_related("parcel").order_by("pk")]
    made = land.approve_change(change=change, by=by, at=at, words=words, effective_on=effective_on)
    if change.kind in (ChangeKind.SPLIT, ChangeKind.MERGE):
        clearing.follow(old=old, new=made, by=by, at=at)
        delivery.follow(old=old, new=made, by=by, at=at)
    return made

"""提出 The ways in which a change is usually put: pasted, cut off by area, joined by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.models import Park

from .. import planning, selectors
from ..choices import ChangeKind, Origin
from ..models import BoundaryChange, Parcel
from ..refusals import BadChange
from .changing import Proposed, propose_change
from .shaping import SENTENCES
from .steps import settings_of


def propose_new(
    *, park: Park, text: str, number: str, origin: str, reason: str, by: Actor, at: datetime,
    **more: Any,
) -> BoundaryChange:  # fmt: skip
    """
    拟议新地块 One new parcel, whose boundary was pasted (``planning.from_text``) or drawn.

    :raises MayNotKeepParcels, BadChange: as ``propose_change``; ``shape`` for the text.
    """
    shape = _pasted(text, park.pk)
    return propose_change(
        park=park,
        kind=ChangeKind.NEW,
        after=[Proposed(shape, number, origin, more)],
        reason=reason,
        by=by,
        at=at,
    )


def propose_boundary(
    *, parcel: Parcel, text: str, origin: str, reason: str, by: Actor, at: datetime, **more: Any
) -> BoundaryChange:
    """
    调整界线 Another boundary for one parcel.

    :raises MayNotKeepParcels, BadChange: as ``propose_change``; ``shape`` for the text.
    """
    shape = _pasted(text, parcel.park_id)
    return propose_change(
        park=parcel.park,
        kind=ChangeKind.BOUNDARY,
        before=[parcel],
        after=[Proposed(shape, parcel.number, origin, more)],
        reason=reason,
        by=by,
        at=at,
    )


def propose_split(
    *, parcel: Parcel, side: str, area: Decimal, reason: str, by: Actor, at: datetime
) -> BoundaryChange:
    """
    分割 Part ``area`` ㎡ off at a side by a straight line (``planning.cut_off``).

    :raises MayNotKeepParcels, BadChange: as ``propose_change``; ``mu`` for the area.
    """
    zone = settings_of(parcel.park_id).zone
    if side not in planning.SIDES:
        raise BadChange({"side": [_("Choose one from the list.")]})
    try:
        part, rest = planning.cut_off(parcel.shape, zone, side, area)
    except planning.BadShape as error:
        sentence = _("More than nothing and less than the parcel, which has %(mu)s mu.")
        raise BadChange({"mu": [sentence % {"mu": f"{parcel.mu:,.2f}"}]}) from error
    taken = set(
        Parcel.objects.filter(park=parcel.park_id, number__startswith=parcel.number).values_list(
            "number", flat=True
        )
    )
    free = (f"{parcel.number[:36]}-{n}" for n in range(1, len(taken) + 9))
    numbers = [number for number in free if number not in taken]
    return propose_change(
        park=parcel.park,
        kind=ChangeKind.SPLIT,
        before=[parcel],
        after=[
            Proposed(shape, number, Origin.DRAWN, {"name": parcel.name, "village": parcel.village})
            for shape, number in zip((part, rest), numbers, strict=False)
        ],
        reason=reason,
        by=by,
        at=at,
    )


def propose_merge(
    *,
    parcel: Parcel,
    others: Sequence[str],
    number: str,
    name: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> BoundaryChange:
    """
    合并 One parcel out of this one and others by number; gaps of survey between them are closed.

    :raises MayNotKeepParcels, BadChange: as ``propose_change``; ``others`` for the numbers.
    """
    found = {row.number: row for row in selectors.open_parcels_for(by).filter(number__in=others)}
    lacking = [one for one in others if one not in found]
    rows = [found[one] for one in others if one in found and found[one].pk != parcel.pk]
    if lacking or not rows:
        sentence = _("There is no open parcel %(numbers)s.")
        names = "、".join(lacking) or parcel.number
        raise BadChange({"others": [sentence % {"numbers": names}]})
    old = [parcel, *rows]
    zone = settings_of(parcel.park_id).zone
    try:
        shape = planning.joined([row.shape for row in old], zone)
    except planning.BadShape as error:
        raise BadChange({"others": [str(SENTENCES[error.code])]}) from error
    roughest = max(old, key=lambda row: list(Origin).index(Origin(row.origin)))
    return propose_change(
        park=parcel.park,
        kind=ChangeKind.MERGE,
        before=old,
        after=[Proposed(shape, number, roughest.origin, {"name": name, "village": parcel.village})],
        reason=reason,
        by=by,
        at=at,
    )


def _pasted(text: str, park_id: int) -> Any:
    try:
        return planning.from_text(text, settings_of(park_id).zone)
    except planning.BadShape as error:
        raise BadChange({"shape": [str(SENTENCES[error.code])]}) from error

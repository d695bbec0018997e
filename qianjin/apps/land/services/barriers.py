"""道路与河道 Entering, changing and ending what parts parcels."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import planning, policies
from ..choices import BarrierRank
from ..models import Barrier
from ..planning import lines
from ..refusals import BadBarrier, BarrierChangedSince, BarrierEnded, MayNotKeepParcels
from .steps import count_up, settings_of

FIELDS = ("name", "rank", "width_m", "joins")
MOST = 300
"""Roads and rivers of a park; they are listed on one page and drawn on every map."""
SENTENCES = {
    "unreadable": gettext_lazy("This is no line that can be read."),
    "not_an_area": gettext_lazy("A line has two points or more."),
    "too_many_points": gettext_lazy("The line has too many points."),
    "outside_china": gettext_lazy("These are no longitudes and latitudes of China."),
    "no_area": gettext_lazy("The line has no length."),
}


@transaction.atomic
def add_barrier(*, park: Park, text: str, by: Actor, at: datetime, **values: Any) -> Barrier:
    """
    登记 Enter a road or river; ``text`` is its middle line (``planning.lines.line_of``).

    ``values`` are those of ``FIELDS``. The search for sites reads it from now on.

    :raises MayNotKeepParcels: not this person's to enter.
    :raises BadBarrier: what is wrong, by field; ``line`` for the text.
    """
    if not policies.may_keep(by, park.pk):
        raise MayNotKeepParcels
    row = Barrier(park=park, made_by_id=by.person_id, made_at=at)
    _fill(row, values, text)
    row.save()
    _done(row, "barrier.add", by, at, {"length_m": str(row.length_m), **_told(row)})
    return row


@transaction.atomic
def change_barrier(
    *, barrier: Barrier, version: int, text: str, by: Actor, at: datetime, **values: Any
) -> Barrier:
    """
    变更 Change name, class, width, line, or whether the land on both sides may be one site.

    :raises MayNotKeepParcels, BarrierEnded, BarrierChangedSince: as the names say.
    :raises BadBarrier: what is wrong, by field.
    """
    row = _to_change(barrier, by)
    if version != row.version:
        raise BarrierChangedSince
    before = _told(row)
    _fill(row, values, text)
    row.version += 1
    row.save()
    _done(row, "barrier.change", by, at, {"before": before, "after": _told(row)})
    return row


@transaction.atomic
def end_barrier(*, barrier: Barrier, ended_on: date, by: Actor, at: datetime) -> Barrier:
    """
    注销 It is there no more: a road closed, a ditch filled.

    :raises MayNotKeepParcels, BarrierEnded: as the names say.
    """
    row = _to_change(barrier, by)
    row.ended_on = ended_on
    row.version += 1
    row.save()
    _done(row, "barrier.end", by, at, {"ended_on": str(ended_on)})
    return row


def _to_change(barrier: Barrier, by: Actor) -> Barrier:
    row = Barrier.objects.select_for_update().get(pk=barrier.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepParcels
    if row.ended_on is not None:
        raise BarrierEnded(name=row.name)
    return row


def _fill(row: Barrier, values: dict[str, Any], text: str) -> None:
    """Put what was said into the row; nothing is kept when something is wrong."""
    problems: dict[str, list[str]] = {}
    for name in FIELDS:
        setattr(row, name, values[name])
    row.name = row.name.strip()
    others = Barrier.objects.filter(park_id=row.park_id, ended_on=None).exclude(pk=row.pk)
    if not row.name or len(row.name) > 40:
        problems["name"] = [_("A name of 1 to 40 characters.")]
    elif others.filter(name=row.name).exists():
        problems["name"] = [_("Another road or river has this name.")]
    if row.rank not in BarrierRank.values:
        problems["rank"] = [_("Choose one of these.")]
    width = row.width_m
    if not (isinstance(width, Decimal) and width.is_finite() and 0 < width <= 1000):
        problems["width_m"] = [_("Between 0.1 and 1,000 metres.")]
    if row.pk is None and others.count() >= MOST:
        problems["name"] = [_("A park keeps at most %(most)d roads and rivers.") % {"most": MOST}]
    try:
        line = lines.line_of(text, settings_of(row.park_id).zone)
        row.line, row.length_m = line.line, line.length
    except planning.BadShape as error:
        problems["line"] = [str(SENTENCES[error.code])]
    if problems:
        raise BadBarrier(problems)


def _told(row: Barrier) -> dict[str, Any]:
    return {"name": row.name, "rank": row.rank, "width_m": str(row.width_m), "joins": row.joins}


def _done(row: Barrier, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="barrier",
        object_id=row.pk,
        object_label=row.name,
        detail=detail,
    )
    count_up(row.park_id, at)

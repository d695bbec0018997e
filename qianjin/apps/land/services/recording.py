"""登记 Entering parcels and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park, Unit

from .. import policies
from ..choices import Bound, EventKind, IndicatorKind, Origin
from ..models import Parcel, ParcelEvent, ParcelIndicator
from ..refusals import BadParcel, MayNotApprove
from . import fields
from .shaping import bounded, clear_of_others, placed
from .steps import (
    WORDS,
    count_up,
    done,
    event_of,
    settings_of,
    to_keep,
    trace,
    write_event,
)
from .tenure import Share, check_shares, repeat_shares, told_shares, write_shares

NUMBER = re.compile(r"^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff ._/()（）·#-]{0,39}$")
PREFIX = "DK-"
SHOWN = {"state", "sector", "name", "village", "use_code", "use_name"}
"""Fields that the map shows: a change of them counts the layer up."""


@transaction.atomic
def add_parcel(
    *,
    park: Park,
    shape: Any,
    by: Actor,
    at: datetime,
    number: str = "",
    origin: str = Origin.DRAWN,
    opened_on: date | None = None,
    shares: Sequence[Share] = (),
    is_demo: bool = False,
    **values: Any,
) -> Parcel:
    """
    登记地块 Enter a parcel that needs no second look, because whoever enters it may approve.

    Parameters
    ----------
    shape
        WKB, or a geometry of shapely, in CGCS2000 degrees with east first.
    number
        Given out (``DK-0001``) where empty.
    origin
        A ``choices.Origin``.
    shares
        Who owns it, where that is known (``set_shares``).
    values
        Any of ``fields.FIELDS``: amounts in the units of ``models.Parcel``.

    :raises MayNotApprove: who may not approve proposes it (``propose_change``).
    :raises BadParcel: a field, the number or the boundary is wrong, or it overlaps another parcel.
    :raises BadShares: the shares do not make up the whole.
    """
    if not policies.may_approve(by, park.pk):
        raise MayNotApprove
    kept = fields.cleaned(park.pk, {"origin": origin, **values})
    fields.fit_together(kept)
    zone = settings_of(park.pk).zone
    boundary = bounded(shape, zone)
    clear_of_others(park.pk, boundary, zone)
    row = Parcel(
        park=park,
        number=free_number(park, number),
        opened_on=opened_on or timezone.localdate(at),
        changed_at=at,
        is_demo=is_demo,
        **kept,
    )
    placed(row, boundary)
    check_shares(park.pk, shares)
    repeat_shares(row, shares)
    row.save()
    made = write_shares(row, shares)
    write_event(row, EventKind.ENTERED, by, at)
    detail = {"area_plane": row.area_plane, "origin": row.origin, **told(kept)}
    if made:
        detail["shares"] = told_shares(made)
    trace(row, "parcel.add", by, at, detail)
    count_up(park.pk, at)
    return row


@transaction.atomic
def change_parcel(
    *, parcel: Parcel, version: int | None, by: Actor, at: datetime, **values: Any
) -> Parcel:
    """
    改地块 Change what is said of a parcel: any of ``fields.FIELDS``.

    Boundaries change by ``propose_change``, shares by ``set_shares``.

    :raises MayNotKeepParcels, ParcelClosed, ParcelChangedSince: see ``steps.to_keep``.
    :raises BadParcel: what is wrong, by field.
    """
    row = to_keep(parcel, by, version)
    kept = fields.cleaned(row.park_id, values)
    before = {name: getattr(row, name) for name in kept}
    fields.fit_together({"far_min": row.far_min, "far_max": row.far_max, **kept})
    differing = [name for name in kept if kept[name] != before[name]]
    if not differing:
        return row
    for name in differing:
        setattr(row, name, kept[name])
    names = "、".join(fields.label(name) for name in differing)
    done(
        row,
        "parcel.change",
        EventKind.CHANGED,
        by=by,
        at=at,
        words=names,
        detail={
            "before": told({name: before[name] for name in differing}),
            "after": told({name: kept[name] for name in differing}),
        },
        is_shown=bool(SHOWN & set(differing)),
    )
    return row


@transaction.atomic
def set_indicators(
    *, parcel: Parcel, indicators: Iterable[tuple[str, str, Decimal]], by: Actor, at: datetime
) -> list[ParcelIndicator]:
    """
    标准地指标 Set the figures a parcel is granted with: kind, bound and value of each.

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    :raises BadParcel: an unknown kind, one twice, or no number.
    """
    row = to_keep(parcel, by)
    rows = [ParcelIndicator(parcel=row, kind=k, bound=b, value=v) for k, b, v in indicators]
    problems = []
    if len({one.kind for one in rows}) < len(rows):
        problems.append(_("Each indicator stands once."))
    for one in rows:
        if one.kind not in IndicatorKind.values or one.bound not in Bound.values:
            problems.append(_("Choose one from the list."))
        elif not (one.value.is_finite() and 0 <= one.value < Decimal(10) ** 9):
            problems.append(_("A number from 0 to %(most)s.") % {"most": "999,999,999"})
    if problems:
        raise BadParcel({"indicators": problems})
    row.indicators.all().delete()
    ParcelIndicator.objects.bulk_create(rows)
    words = "、".join(str(IndicatorKind(one.kind).label) for one in rows)
    detail = {one.kind: [one.bound, one.value] for one in rows}
    done(
        row,
        "parcel.indicators",
        EventKind.INDICATORS,
        by=by,
        at=at,
        words=words,
        detail=detail,
        is_shown=False,
    )
    return rows


@transaction.atomic
def note_parcel(*, parcel: Parcel, words: str, by: Actor, at: datetime) -> ParcelEvent:
    """
    记一笔 Write a note on the thread of a parcel.

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    :raises BadParcel: nothing was written, or more than 400 characters.
    """
    row = to_keep(parcel, by)
    text = words.replace("\x00", "").strip()
    if not text:
        raise BadParcel({"words": [_("Please write something.")]})
    if len(text) > WORDS:
        raise BadParcel({"words": [_("At most %(most)s characters.") % {"most": WORDS}]})
    row.version -= 1  # a note changes nothing that anybody may be editing
    done(
        row,
        "parcel.note",
        EventKind.NOTE,
        by=by,
        at=at,
        words=text,
        detail={"words": text},
        is_shown=False,
    )
    return row.events.all()[0]


def free_number(park: Park, wanted: str) -> str:
    """
    The number a parcel gets: the one wanted, or the next one given out.

    :raises BadParcel: it is taken, or no number.
    """
    return free_numbers(park, [wanted])[0]


def free_numbers(park: Park, wanted: Sequence[str]) -> list[str]:
    """
    The numbers that parcels get: those wanted, and for an empty one the next one given out.

    :raises BadParcel: one is taken, stands twice, or is no number.
    """
    asked = [one.replace("\x00", "").strip() for one in wanted]
    taken = set(Parcel.objects.filter(park=park, number__in=asked).values_list("number", flat=True))
    problems = []
    for number in filter(None, asked):
        if not NUMBER.match(number):
            sentence = _("At most 40 letters, digits, Chinese characters and - . / ( ) # ·.")
            problems.append(sentence)
        elif number in taken:
            problems.append(_("There is a parcel %(number)s.") % {"number": number})
        taken.add(number)
    if problems:
        raise BadParcel({"number": problems[:20]})
    return [number or _next_number(park, taken) for number in asked]


def _next_number(park: Park, taken: set[str]) -> str:
    while True:
        number = f"{PREFIX}{parks.next_number(park=park, name='parcel', period=''):04d}"
        if number not in taken and not Parcel.objects.filter(park=park, number=number).exists():
            return number


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail keeps of fields."""
    return {
        name: value.code if isinstance(value, Unit) else value
        for name, value in values.items()
        if value not in (None, "", {})
    }


def write_events(
    parcels: Sequence[Parcel], kind: str, by: Actor, at: datetime, words: str = ""
) -> None:
    """A line on each thread, for acts that have left their own trace."""
    ParcelEvent.objects.bulk_create(
        (event_of(parcel, kind, by, at, words) for parcel in parcels), batch_size=500
    )

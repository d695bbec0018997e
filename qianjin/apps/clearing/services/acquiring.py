"""征收 Opening, changing and ending acquisitions, and what villages have in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import services as land
from qianjin.apps.land.choices import EventKind, ParcelState
from qianjin.apps.land.models import Parcel, Tenure
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit

from .. import policies
from ..choices import AcquisitionState
from ..models import Acquisition, VillagePart
from ..refusals import (
    AlreadyOpen,
    BadEntry,
    ChangedMeanwhile,
    MayNotClear,
    MayNotPay,
    NotToAcquire,
)
from .readying import refresh
from .traces import MOST_MONEY, held_part, plain, today_of, trace, under_way

FLAGS = ("needs_tract", "has_state_buildings", "needs_checks", "has_hearing")
MOST_PEOPLE = 100_000
ARABLE_HA, OTHER_HA = 35, 70
"""Above so many hectares of arable or other land the State Council approves (土地管理法第46条)."""


@transaction.atomic
def open_acquisition(
    *,
    parcel: Parcel,
    by: Actor,
    at: datetime,
    project: str = "",
    villages: Sequence[Unit] = (),
    arable_ha: Decimal | None = None,
    has_permanent_farmland: bool = False,
    **flags: bool,
) -> Acquisition:
    """
    启动征收 Open the acquisition of a parcel, with a part for each village that owns of it.

    ``villages`` add to those the shares of ownership name; where nobody is named, it is the
    village in which the parcel lies.

    :raises MayNotClear: not this person's.
    :raises AlreadyOpen: it is being acquired already.
    :raises NotToAcquire: it is acquired, granted or closed.
    :raises BadEntry: no village is known, or an amount is wrong.
    """
    if not policies.may_keep(by, parcel.park_id):
        raise MayNotClear
    row = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if row.closed_on is not None or row.state not in (ParcelState.PLANNED, ParcelState.ACQUIRING):
        raise NotToAcquire
    if Acquisition.objects.filter(parcel=row).exclude(state=AcquisitionState.STOPPED).exists():
        raise AlreadyOpen
    owners = _villages(row, villages)
    if not owners:
        raise BadEntry({"villages": [_("Say which village the land belongs to.")]})
    _check_arable(row, arable_ha)
    made = Acquisition.objects.create(
        park_id=row.park_id,
        parcel=row,
        project=plain(project, 80),
        arable_ha=arable_ha,
        has_permanent_farmland=has_permanent_farmland,
        opened_by_id=by.person_id,
        opened_at=at,
        **{name: bool(flags.get(name)) for name in FLAGS},
    )
    VillagePart.objects.bulk_create(
        VillagePart(park_id=row.park_id, acquisition=made, village=unit) for unit in owners
    )
    land.note_state(
        parcel=row, state=ParcelState.ACQUIRING, by=by, at=at, kind=EventKind.ACQUISITION
    )
    names = "、".join(unit.name_zh for unit in owners)
    trace(made, "open", by, at, names, {"villages": [u.code for u in owners], "project": project})
    refresh(park=made.park, at=at, parcels=[row.pk])
    return made


def _villages(parcel: Parcel, more: Sequence[Unit]) -> list[Unit]:
    shares = Tenure.objects.filter(parcel=parcel, unit__kind=UnitKind.VILLAGE)
    found = {share.unit_id: share.unit for share in shares.select_related("unit")}
    for unit in more:
        if unit.park_id != parcel.park_id or unit.kind != UnitKind.VILLAGE:
            raise BadEntry({"villages": [_("Choose a village of this park.")]})
        found[unit.pk] = unit
    if not found and parcel.village is not None:
        found[parcel.village_id] = parcel.village
    return [unit for unit in found.values() if unit is not None]


def _check_arable(parcel: Parcel, arable_ha: Decimal | None) -> None:
    if arable_ha is None:
        return
    if not arable_ha.is_finite() or not 0 <= arable_ha <= parcel.hectares + Decimal("0.01"):
        raise BadEntry({"arable_ha": [_("Not more than the parcel itself.")]})


def is_national(acquisition: Acquisition, hectares: Decimal) -> bool:
    """Whether the State Council has to approve (土地管理法第46条)."""
    arable = acquisition.arable_ha or Decimal(0)
    return acquisition.has_permanent_farmland or arable > ARABLE_HA or hectares - arable > OTHER_HA


@transaction.atomic
def change_acquisition(
    *, acquisition: Acquisition, version: int | None, by: Actor, at: datetime, **given: Any
) -> Acquisition:
    """
    改征收 Change the project, what applies (``FLAGS``), and the arable land.

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises ChangedMeanwhile: somebody else changed it since ``version``.
    :raises BadEntry: an amount is wrong.
    """
    row = under_way(acquisition, by)
    if version is not None and version != row.version:
        raise ChangedMeanwhile
    known = {*FLAGS, "project", "arable_ha", "has_permanent_farmland"}
    if "project" in given:
        given["project"] = plain(given["project"], 80)
    if "arable_ha" in given:
        _check_arable(row.parcel, given["arable_ha"])
    differing = {
        name: value
        for name, value in given.items()
        if name in known and getattr(row, name) != value
    }
    if not differing:
        return row
    for name, value in differing.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    trace(row, "change", by, at, row.project, differing)
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return row


@transaction.atomic
def stop_acquisition(
    *, acquisition: Acquisition, words: str, by: Actor, at: datetime
) -> Acquisition:
    """
    中止征收 Stop an acquisition; the parcel is planned again. What was entered is kept.

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises BadEntry: nothing says why.
    """
    row = under_way(acquisition, by)
    words = plain(words)
    if not words:
        raise BadEntry({"words": [_("Please write something.")]})
    row.state, row.ended_on, row.version = AcquisitionState.STOPPED, today_of(at), row.version + 1
    row.save(update_fields=["state", "ended_on", "version"])
    land.note_state(
        parcel=row.parcel, state=ParcelState.PLANNED, by=by, at=at, kind=EventKind.ACQUISITION
    )
    trace(row, "stop", by, at, words)
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return row


@transaction.atomic
def add_village(*, acquisition: Acquisition, village: Unit, by: Actor, at: datetime) -> VillagePart:
    """
    增加村 Add a village that has a part in the land.

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises BadEntry: no village of this park, or there already.
    """
    row = under_way(acquisition, by)
    if village.park_id != row.park_id or village.kind != UnitKind.VILLAGE:
        raise BadEntry({"village": [_("Choose a village of this park.")]})
    if row.parts.filter(village=village).exists():
        raise BadEntry({"village": [_("This village is there already.")]})
    part = VillagePart.objects.create(park_id=row.park_id, acquisition=row, village=village)
    trace(row, "village", by, at, village.name_zh, {"village": village.code})
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return part


@transaction.atomic
def set_part(
    *,
    part: VillagePart,
    by: Actor,
    at: datetime,
    households: int,
    members: int,
    due: Decimal | None = None,
    version: int | None = None,
) -> VillagePart:
    """
    村基数 Set how many households and members a village has in it, and how much money is due.

    Without ``due`` the money stays as it is; only the office sets it.

    :raises MayNotClear, MayNotPay, NotUnderWay: not this person's; over.
    :raises ChangedMeanwhile: somebody else changed it since ``version``.
    :raises BadEntry: fewer than have signed, less than is paid, or no sensible number.
    """
    row = held_part(part, by)
    if version is not None and version != row.version:
        raise ChangedMeanwhile
    due = row.due if due is None else due
    if due != row.due and not policies.may_pay(by, row.park_id):
        raise MayNotPay
    problems: dict[str, list[str]] = {}
    if not row.signed <= households <= MOST_PEOPLE:
        problems["households"] = [_("Not fewer than have signed, and a sensible number.")]
    if not 0 <= members <= MOST_PEOPLE:
        problems["members"] = [_("Please enter a sensible number.")]
    if not due.is_finite() or not row.paid <= due <= MOST_MONEY:
        problems["due"] = [_("Not less than is paid, and a sensible amount.")]
    elif row.vacated and due > row.paid:
        problems["due"] = [_("Households have vacated: what is due was paid in full.")]
    if problems:
        raise BadEntry(problems)
    before = {"households": row.households, "members": row.members, "due": row.due}
    row.households, row.members, row.due = households, members, due
    row.version += 1
    row.save(update_fields=["households", "members", "due", "version"])
    after = {"households": households, "members": members, "due": due}
    trace(row.acquisition, "part", by, at, row.village.name_zh, {"before": before, "after": after})
    from .counting import settle

    settle(row, by=by, at=at, on=today_of(at))
    refresh(park=row.acquisition.park, at=at, parcels=[row.acquisition.parcel_id])
    return row

"""步 What every act on a parcel does: look at it, write its thread, count the layer, trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import policies
from ..models import LandSettings, LayerVersion, Parcel, ParcelEvent
from ..refusals import MayNotKeepParcels, ParcelChangedSince, ParcelClosed
from ..selectors.versions import moved_on

WORDS = 400


def locked(parcel: Parcel) -> Parcel:
    """The parcel, held until the act is over."""
    return Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)


def to_keep(parcel: Parcel, by: Actor, version: int | None = None) -> Parcel:
    """
    A parcel that somebody changes.

    :raises MayNotKeepParcels: not this person's to change.
    :raises ParcelClosed: another has taken its place.
    :raises ParcelChangedSince: ``version`` is not the present one.
    """
    row = locked(parcel)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepParcels
    if row.closed_on is not None:
        raise ParcelClosed(number=row.number)
    if version is not None and version != row.version:
        raise ParcelChangedSince
    return row


def settings_of(park_id: int) -> LandSettings:
    """The park's settings, with their defaults where nobody has set any."""
    return LandSettings.objects.filter(park_id=park_id).first() or LandSettings(park_id=park_id)


def count_up(park_id: int, at: datetime) -> None:
    """
    Count the layer up: what the map shows has changed. The row stays locked until commit, so call
    it last.
    """
    rows = LayerVersion.objects.filter(park_id=park_id)
    if not rows.update(version=F("version") + 1, changed_at=at):
        LayerVersion.objects.bulk_create(
            [LayerVersion(park_id=park_id, version=0, changed_at=at)], ignore_conflicts=True
        )
        rows.update(version=F("version") + 1, changed_at=at)
    moved_on(park_id)


def write_event(parcel: Parcel, kind: str, by: Actor, at: datetime, words: str = "") -> ParcelEvent:
    """A line on the thread of a parcel; longer words are cut."""
    event = event_of(parcel, kind, by, at, words)
    event.save()
    return event


def event_of(parcel: Parcel, kind: str, by: Actor, at: datetime, words: str = "") -> ParcelEvent:
    """The line ``write_event`` would add, not saved yet."""
    short = words if len(words) <= WORDS else words[: WORDS - 1] + "…"
    return ParcelEvent(
        parcel=parcel, kind=kind, at=at, by_id=by.user_id, by_name=by.name[:80], words=short
    )


def trace(parcel: Parcel, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    """The entry in the audit trail."""
    audit.record(
        park_id=parcel.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="parcel",
        object_id=parcel.pk,
        object_label=str(parcel),
        detail=dict(detail),
    )


def done(
    parcel: Parcel,
    verb: str,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
    is_shown: bool = True,
) -> None:
    """Thread, trail and, where the map shows it, the layer's version; ``parcel`` is saved."""
    parcel.version += 1
    parcel.changed_at = at
    parcel.save()
    write_event(parcel, kind, by, at, words)
    trace(parcel, verb, by, at, detail or {})
    if is_shown:
        count_up(parcel.park_id, at)

"""时限设置 Which promise holds for what, and what happens when the calendar changes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.parks.models import Park, Unit

from .. import readings
from ..choices import OPEN_STATES, AmountUnit, EntryKind, Level, RequestKind, Stage
from ..models import ChainTeam, Duty, PromiseChoice, PromiseProfile, PromiseStage, ServiceRequest
from ..refusals import BadRequest, MayNotSetPromises
from . import clocks, steps

log = logging.getLogger(__name__)

StageRow = tuple[str, str, int, str]
"""Stage, level (or empty), amount, unit."""


def _check(by: Actor) -> None:
    if not by.may(Capability.PROMISE_EDIT):
        raise MayNotSetPromises


@transaction.atomic
def save_profile(
    *,
    park: Park,
    code: str,
    name_zh: str,
    stages: Sequence[StageRow],
    by: Actor,
    at: datetime,
    name_en: str = "",
    source: str = "",
    is_inference: bool = False,
    on_miss: str = "",
    part_days: int = 3,
) -> PromiseProfile:
    """
    Write down a profile and its stages; requests already promised keep what they were promised.

    :raises BadRequest: a stage is unknown, given twice, or not a positive amount.
    """
    _check(by)
    keys = [(stage, level) for stage, level, _amount, _unit in stages]
    for stage, level, amount, unit in stages:
        if stage not in Stage.values or (level and level not in Level.values):
            raise BadRequest({"stages": [_("Unknown stage or level.")]})
        if amount < 1 or unit not in AmountUnit.values:
            raise BadRequest({"stages": [_("Each stage needs an amount of at least 1.")]})
    if part_days < 1:
        raise BadRequest({"part_days": [_("A co-handler needs at least one working day.")]})
    if not stages or len(set(keys)) != len(keys):
        raise BadRequest({"stages": [_("Each stage may be given once, and one is needed.")]})
    profile, _made = PromiseProfile.objects.update_or_create(
        park=park,
        code=code,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "source": source,
            "is_inference": is_inference,
            "on_miss": on_miss,
            "part_days": part_days,
        },
    )
    profile.stages.all().delete()
    PromiseStage.objects.bulk_create(
        PromiseStage(profile=profile, stage=stage, level=level, amount=amount, unit=unit)
        for stage, level, amount, unit in stages
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="promise.profile",
        object_kind="profile",
        object_id=profile.pk,
        object_label=name_zh,
        detail={"stages": [list(s) for s in stages]},
    )
    return profile


@transaction.atomic
def adopt_readings(*, park: Park, by: Actor, at: datetime) -> None:
    """Write down every published reading, and choose the recommended one for the park."""
    for code, name_zh, name_en, source, is_inference, on_miss, stages in readings.PROFILES:
        profile = save_profile(
            park=park,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            source=source,
            is_inference=is_inference,
            on_miss=on_miss,
            stages=stages,
            by=by,
            at=at,
        )
        if code == readings.DEFAULT:
            choose_promise(park=park, profile=profile, by=by, at=at)


@transaction.atomic
def choose_promise(
    *,
    park: Park,
    profile: PromiseProfile | None,
    by: Actor,
    at: datetime,
    kind: str = "",
    level: str = "",
) -> None:
    """
    Choose the profile for a type and level; both empty is the default of the park.

    Without a ``profile`` the choice is taken back and the next wider one holds. Requests already
    raised keep their promise.

    :raises BadRequest: an unknown type or level, or the default taken back.
    """
    _check(by)
    if (kind and kind not in RequestKind.values) or (level and level not in Level.values):
        raise BadRequest({"kind": [_("Unknown type or level.")]})
    if profile is None:
        if not kind and not level:
            raise BadRequest({"profile": [_("The park needs a default promise.")]})
        PromiseChoice.objects.filter(park=park, kind=kind, level=level).delete()
    else:
        PromiseChoice.objects.update_or_create(
            park=park, kind=kind, level=level, defaults={"profile": profile}
        )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="promise.choose",
        object_kind="profile",
        object_id=profile.pk if profile else None,
        object_label=profile.name_zh if profile else "",
        detail={"kind": kind, "level": level},
    )


@transaction.atomic
def set_duty(*, park: Park, kind: str, unit: Unit, by: Actor, at: datetime, aim: str = "") -> Duty:
    """职责 Say which unit usually leads requests of a type."""
    if not by.may(Capability.PARK_EDIT):
        raise MayNotSetPromises
    duty, _made = Duty.objects.update_or_create(
        park=park, kind=kind, defaults={"unit": unit, "aim": aim}
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="duty.set",
        object_kind="unit",
        object_id=unit.pk,
        object_label=unit.name_zh,
        detail={"kind": kind},
    )
    return duty


@transaction.atomic
def set_chain_team(*, park: Park, sector: str, unit: Unit | None, by: Actor, at: datetime) -> None:
    """
    产业链专班 Say which unit leads what concerns a whole chain; none takes it back.

    :raises BadRequest: an unknown sector, or a unit of another park.
    """
    if not by.may(Capability.PARK_EDIT):
        raise MayNotSetPromises
    if sector not in Sector.values or sector == Sector.OTHER:
        raise BadRequest({"sector": [_("Unknown sector.")]})
    if unit is None:
        ChainTeam.objects.filter(park=park, sector=sector).delete()
    elif unit.park_id != park.pk:
        raise BadRequest({"unit": [_("This unit belongs to another park.")]})
    else:
        ChainTeam.objects.update_or_create(park=park, sector=sector, defaults={"unit": unit})
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="chain_team.set",
        object_kind="unit",
        object_id=unit.pk if unit else None,
        object_label=unit.name_zh if unit else "",
        detail={"sector": sector},
    )


def recompute(*, park: Park, at: datetime, most: int = 100_000) -> int:
    """
    重算时限 Count the open due times anew after the calendar changed; return how many moved.

    Each request is one transaction: its thread says what moved, the enterprise is told. One that
    fails waits for the next run and does not stop the others.
    """
    clock = Actor.clock(park.pk)
    stale = ServiceRequest.objects.filter(
        park=park, status__in=OPEN_STATES, calendar_version__lt=park.calendar_version
    )
    moved = 0
    for request in stale.order_by("id")[:most]:
        try:
            moved += _recompute_one(request, clock, at)
        except Exception:
            log.exception("the due times of request %s could not be counted anew", request.number)
    return moved


@transaction.atomic
def _recompute_one(request: ServiceRequest, clock: Actor, at: datetime) -> bool:
    row = steps.lock(request)
    before = row.next_due_at
    moved = clocks.recount(row)
    fields = (*clocks.CLOCK_FIELDS, "calendar_version")
    if not moved:
        row.save(update_fields=fields)
        return False
    steps.step(
        request=row,
        kind=EntryKind.RECOMPUTED,
        by=clock,
        at=at,
        data={"before": before, "after": row.next_due_at},
        fields=fields,
    )
    people = [*steps.office_people(row, at), *steps.enterprise_people(row)]
    steps.tell(row, people, "recomputed", at)
    return True

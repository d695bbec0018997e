"""The clocks of a request: starting, keeping, pausing and moving its promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from qianjin.apps.parks.composed import NUMBER, TEXT, WORD, Composed

from ..choices import Level, RequestStatus, Stage
from ..hands import OPEN_PARTS
from ..models import Part, Promise, PromiseChoice, PromiseProfile, PromiseStage, ServiceRequest
from ..planning import Clock, calendar_for, clock_for, working_minutes

ORDER = (Stage.RESPOND, Stage.PLAN, Stage.RESOLVE, Stage.INTERIM)
CLOCK_FIELDS = ("next_stage", "next_due_at", "warn_at", "paused_at")
HARDNESS = (Level.SIMPLE, Level.ORDINARY, Level.COMPLEX, Level.POLICY)
INTERIM_DAYS = 5
"""A long case gets an interim answer at least every so many working days (一跟到底)."""


_CHOICES = Composed(
    lambda: PromiseChoice.objects.filter(
        park_id=NUMBER, kind__in=["", TEXT], level__in=["", WORD]
    ).select_related("profile__calendar")
)


def profile_for(park_id: int, kind: str, level: str) -> PromiseProfile:
    """The profile chosen for a type and level: the most exact choice, else the default."""
    found = _CHOICES.ask({NUMBER: park_id, TEXT: kind, WORD: level})
    choices = {(row.kind, row.level): row.profile for row in found}
    wanted = ((kind, level), (kind, ""), ("", level), ("", ""))
    return next(choices[key] for key in wanted if key in choices)


_STAGES = Composed(lambda: PromiseStage.objects.filter(profile_id=NUMBER))


def stages_for(profile: PromiseProfile, level: str) -> list[PromiseStage]:
    """
    The stages of a profile for a level; unknown levels are read as ordinary ones.

    Where a profile says nothing of a level nor for all of them, the next harder level it speaks
    of holds, else the hardest: a request is never without a promise.
    """
    level = level or Level.ORDINARY
    place = HARDNESS.index(Level(level))
    fallback: tuple[str, ...] = {
        Level.POLICY: (Level.POLICY, Level.COMPLEX, Level.ORDINARY),
    }.get(Level(level), (level, Level.ORDINARY))
    nearest = (*HARDNESS[place:], *reversed(HARDNESS[:place]))
    rows = _STAGES.ask({NUMBER: profile.pk})
    found = []
    for stage in ORDER[:3]:
        of_stage = {row.level: row for row in rows if row.stage == stage}
        exact = next((of_stage[code] for code in fallback if code in of_stage), None)
        near = next((of_stage[code] for code in nearest if code in of_stage), None)
        if chosen := exact or of_stage.get("") or near:
            found.append(chosen)
    return found


def start(request: ServiceRequest, at: datetime) -> None:
    """Promise a new round from ``at`` on, under the request's profile."""
    Promise.objects.bulk_create(promised(request, at))


def promised(request: ServiceRequest, at: datetime) -> list[Promise]:
    """The promises of a new round and what the request repeats of them; nothing is saved here."""
    calendar = calendar_for(request.park, request.profile)
    promises = []
    for position, row in enumerate(stages_for(request.profile, request.level)):
        clock = clock_for(calendar, start=at, amount=row.amount, unit=row.unit)
        promises.append(
            Promise(
                park_id=request.park_id,
                request=request,
                round=request.round,
                position=position,
                stage=row.stage,
                amount=row.amount,
                unit=row.unit,
                start_at=at,
                due_at=clock.due_at,
                warn_at=clock.warn_at,
                is_provisional=clock.is_provisional,
            )
        )
    request.calendar_version = request.park.calendar_version
    point_to_next(request, promises)
    return promises


def open_promises(request: ServiceRequest) -> list[Promise]:
    """The unmet promises of the current round, in order."""
    return list(
        request.promises.filter(round=request.round, met_at=None).order_by("due_at", "position")
    )


def point_to_next(request: ServiceRequest, promises: Iterable[Promise] | None = None) -> None:
    """Repeat the first unmet promise on the request (not saved here)."""
    rows = open_promises(request) if promises is None else list(promises)
    first = min((p for p in rows if p.met_at is None), key=lambda p: p.due_at, default=None)
    if first is None or request.paused_at is not None:
        request.next_stage, request.next_due_at, request.warn_at = "", None, None
    else:
        request.next_stage = first.stage
        request.next_due_at, request.warn_at = first.due_at, first.warn_at


def meet(request: ServiceRequest, at: datetime, *stages: str) -> None:
    """Keep the promises of these stages now; those already kept stay as they were."""
    request.promises.filter(round=request.round, stage__in=stages, met_at=None).update(met_at=at)
    point_to_next(request)


def drop(request: ServiceRequest, at: datetime) -> None:
    """No promise runs any more: the enterprise withdrew."""
    request.promises.filter(round=request.round, met_at=None).delete()
    request.paused_at = None
    point_to_next(request)


KEPT = (
    *("position", "stage", "amount", "unit"),
    *("start_at", "paused_minutes", "extended_minutes"),
)
"""What of a promise does not follow from the calendar."""


def put_to_rest(request: ServiceRequest) -> list[dict[str, Any]]:
    """Take the running promises away (two requests became one); hand on what they were."""
    rows = open_promises(request)
    kept = [
        {name: getattr(row, name) for name in KEPT} | {"start_at": row.start_at.isoformat()}
        for row in rows
    ]
    request.promises.filter(pk__in=[row.pk for row in rows]).delete()
    point_to_next(request, ())
    return kept


def take_up(request: ServiceRequest, kept: Iterable[Mapping[str, Any]]) -> None:
    """Let promises that were put to rest run again: nobody has gained time by it."""
    rows = [{**one, "start_at": datetime.fromisoformat(one["start_at"])} for one in kept]
    _run(request, rows)


def inherit(request: ServiceRequest, whole: ServiceRequest, at: datetime) -> None:
    """
    Give a request that was split off the promises of the whole, kept ones as kept.

    What the whole has waited for its own material until now is not counted against it. A long
    case has kept its promises by becoming one: what is split off it is promised anew from now.
    """
    rows = list(whole.promises.filter(round=whole.round).exclude(stage=Stage.INTERIM))
    if RequestStatus.LONG_CASE in (whole.status, whole.resume_status):
        start(request, at)
        return
    paused = 0
    if whole.paused_at is not None:
        calendar = calendar_for(whole.park, whole.profile)
        paused = working_minutes(calendar, whole.paused_at, at)
    running = []
    for row in rows:
        kept = {name: getattr(row, name) for name in KEPT}
        if row.met_at is None:
            running.append({**kept, "paused_minutes": row.paused_minutes + paused})
        else:
            Promise.objects.create(
                park_id=request.park_id,
                request=request,
                round=request.round,
                due_at=row.due_at,
                warn_at=row.warn_at,
                met_at=row.met_at,
                is_provisional=row.is_provisional,
                **kept,
            )
    _run(request, running)


def _run(request: ServiceRequest, rows: Iterable[Mapping[str, Any]]) -> None:
    fresh = [
        Promise(
            park_id=request.park_id,
            request=request,
            round=request.round,
            due_at=row["start_at"],
            warn_at=row["start_at"],
            **row,
        )
        for row in rows
    ]
    Promise.objects.bulk_create(fresh)
    _move(request, fresh)
    request.calendar_version = request.park.calendar_version


def pause(request: ServiceRequest, at: datetime) -> None:
    """Stop the clock until the enterprise has sent its material."""
    request.paused_at = at
    point_to_next(request)


def resume(request: ServiceRequest, at: datetime) -> int:
    """Let the clock go on; give back the paused working minutes and say how many."""
    since = request.paused_at or at
    request.paused_at = None
    calendar = calendar_for(request.park, request.profile)
    minutes = working_minutes(calendar, since, at)
    promises = open_promises(request)
    for promise in promises:
        promise.paused_minutes += minutes
    _move(request, promises)
    move_parts(request, minutes)
    return minutes


def retime(request: ServiceRequest, profile: PromiseProfile) -> bool:
    """Apply another profile to the promises not yet kept; say whether any due time moved."""
    request.profile = profile
    rounds = [p for p in request.promises.all() if p.round == request.round]
    running = {p.stage: p for p in rounds if p.met_at is None and p.stage != Stage.INTERIM}
    kept = {p.stage for p in rounds if p.met_at is not None}
    wanted = {row.stage: row for row in stages_for(profile, request.level) if row.stage not in kept}
    if {s: (p.amount, p.unit) for s, p in running.items()} == {
        s: (row.amount, row.unit) for s, row in wanted.items()
    }:
        return False
    first = min(rounds, key=lambda p: p.position, default=None)
    position = 1 + max((p.position for p in rounds), default=-1)
    start_at = first.start_at if first else request.opened_at
    request.promises.filter(pk__in=[p.pk for p in running.values()]).delete()
    fresh = [
        Promise(
            park_id=request.park_id,
            request=request,
            round=request.round,
            position=position + n,
            stage=row.stage,
            amount=row.amount,
            unit=row.unit,
            start_at=start_at,
            due_at=start_at,
            warn_at=start_at,
            paused_minutes=running[row.stage].paused_minutes if row.stage in running else 0,
            extended_minutes=running[row.stage].extended_minutes if row.stage in running else 0,
        )
        for n, row in enumerate(wanted.values())
    ]
    Promise.objects.bulk_create(fresh)
    _move(request, fresh)
    point_to_next(request)
    return {s: p.due_at for s, p in running.items()} != {p.stage: p.due_at for p in fresh}


def recount(request: ServiceRequest) -> bool:
    """Compute every open due time anew from the calendar of today; say whether one moved."""
    promises = open_promises(request)
    before = [p.due_at for p in promises]
    _move(request, promises)
    move_parts(request, 0)
    request.calendar_version = request.park.calendar_version
    return before != [p.due_at for p in promises]


def promise_interim(request: ServiceRequest, at: datetime) -> None:
    """Promise the next interim answer of a long case."""
    clock = clock_for(
        calendar_for(request.park, request.profile), start=at, amount=INTERIM_DAYS, unit="wd"
    )
    last = request.promises.filter(round=request.round).order_by("-position").first()
    Promise.objects.create(
        park_id=request.park_id,
        request=request,
        round=request.round,
        position=last.position + 1 if last else 0,
        stage=Stage.INTERIM,
        amount=INTERIM_DAYS,
        unit="wd",
        start_at=at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        is_provisional=clock.is_provisional,
    )
    point_to_next(request)


def extend(request: ServiceRequest, promise: Promise, minutes: int) -> None:
    """Give a promise so many working minutes more; its ladder of reminders begins anew."""
    rows = open_promises(request)
    for row in rows:
        if row.pk == promise.pk:
            row.extended_minutes += minutes
    promise.reminders.all().delete()
    _move(request, rows)


def part_clock(request: ServiceRequest, at: datetime, days: int, paused_minutes: int = 0) -> Clock:
    """When a part asked for at this moment is due."""
    return clock_for(
        calendar_for(request.park, request.profile),
        start=at,
        amount=days,
        unit="wd",
        paused_minutes=paused_minutes,
    )


def move_parts(request: ServiceRequest, minutes: int) -> None:
    """Count the open parts of co-handlers anew, with so many paused working minutes more."""
    rows = list(request.parts.filter(status__in=OPEN_PARTS))
    for part in rows:
        part.paused_minutes += minutes
        given = part.paused_minutes + part.extended_minutes
        clock = part_clock(request, part.asked_at, part.days, given)
        part.due_at, part.warn_at = clock.due_at, clock.warn_at
        part.is_provisional = clock.is_provisional
    fields = ["due_at", "warn_at", "is_provisional", "paused_minutes", "extended_minutes"]
    Part.objects.bulk_update(rows, fields)


def _move(request: ServiceRequest, promises: list[Promise]) -> None:
    calendar = calendar_for(request.park, request.profile)
    for promise in promises:
        clock = clock_for(
            calendar,
            start=promise.start_at,
            amount=promise.amount,
            unit=promise.unit,
            paused_minutes=promise.paused_minutes + promise.extended_minutes,
        )
        promise.due_at, promise.warn_at = clock.due_at, clock.warn_at
        promise.is_provisional = clock.is_provisional
    fields = ["due_at", "warn_at", "is_provisional", "paused_minutes", "extended_minutes"]
    Promise.objects.bulk_update(promises, fields)
    point_to_next(request, promises)

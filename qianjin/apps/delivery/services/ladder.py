"""催督阶梯 Reminders of letters and steps: officer, then the head, then the deputy director."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk.hands import Rung
from qianjin.apps.parks.models import Park

from ..choices import AWAITED, OPEN_STEPS, NoteKind, PlanState
from ..models import Letter, Plan, PlanStep
from ..planning.office import working_days_left
from .traces import members_of, note, tell, today_of, trace_letter

log = logging.getLogger(__name__)

LADDER = (Rung.YELLOW_OFFICER, Rung.RED_HEAD, Rung.RED_DIRECTOR)
"""The rungs that what is due by a day climbs; officer and head are told of red together."""
MOST = 500
NAMED = 3
"""Steps of a plan that one reminder names."""


def remind(*, park: Park, at: datetime, most: int = MOST) -> int:
    """
    催办 Remind whoever stands on the rung that a letter or a plan's steps have reached; how many.

    Each rung is climbed once for each day due, on working days alone. One that fails does not
    stop the others.
    """
    today = today_of(at)
    if working_days_left(park, date.fromordinal(today.toordinal() - 1), today) == 0:
        return 0
    told = 0
    due = Q(warn_on__lte=today) & ~Q(rung=LADDER[-1])
    letters = Letter.objects.filter(due, park=park, state__in=AWAITED)
    for letter in letters.order_by("warn_on", "pk")[:most]:
        told += _try(_letter, letter.pk, at)
    steps = PlanStep.objects.filter(
        due, park=park, state__in=OPEN_STEPS, plan__state=PlanState.ACTIVE
    )
    for plan in steps.order_by("plan").values_list("plan", flat=True).distinct()[:most]:
        told += _try(_steps, plan, at)
    return told


def _try(act: object, pk: int, at: datetime) -> int:
    try:
        return act(pk, at)  # type: ignore[operator, no-any-return]
    except Exception:
        log.exception("no reminder of %s %s", getattr(act, "__name__", ""), pk)
        return 0


def rung_of(park: Park, due_on: date, today: date) -> Rung:
    """The rung that something due by a day has reached."""
    if today <= due_on:
        return Rung.YELLOW_OFFICER
    # The morning after is late by nothing yet; a working day has passed on the next one.
    late = working_days_left(park, due_on, today) - 1
    return Rung.RED_DIRECTOR if late >= 1 else Rung.RED_HEAD


def _next(rung: str, reached: Rung) -> Rung | None:
    """The rung to climb now: one at a time, so that nobody is passed over."""
    place = LADDER.index(Rung(rung)) + 1 if rung in LADDER else 0
    if place == 0 and reached != Rung.YELLOW_OFFICER:
        place = 1  # It went from green to late between two days; the red rung speaks.
    return LADDER[place] if place <= LADDER.index(reached) else None


@transaction.atomic
def _letter(pk: int, at: datetime) -> int:
    row = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("plan", "park", "unit")
        .get(pk=pk)
    )
    rung = _next(row.rung, rung_of(row.park, row.due_on, today_of(at)))
    if row.state not in AWAITED or rung is None:
        return 0
    row.rung = rung
    row.save(update_fields=["rung"])
    clock = Actor.clock(row.park_id)
    officers = [row.owner_id, row.plan.officer_id, *members_of(row.unit_id, row.park_id, at)]
    is_late = rung != Rung.YELLOW_OFFICER
    tell(
        "letter_late" if is_late else "letter_soon", _people(rung, row.plan, officers, at),
        park_id=row.park_id, by=clock, at=at, object_kind="bureau_letter", object_id=row.pk,
        tone="breached" if is_late else "at_risk",
        number=row.number, subject=row.subject, unit=row.unit.name_zh, due=str(row.due_on),
    )  # fmt: skip
    if is_late:
        for step in row.steps.all():
            note(step, NoteKind.LETTER, f"{row.number} 逾期未复，已提醒", by=clock, at=at)
        trace_letter(row, "remind", clock, at, {"rung": str(rung), "due": row.due_on})
    return 1


@transaction.atomic
def _steps(pk: int, at: datetime) -> int:
    """All steps of a plan that reached one rung are told of together."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("park").get(pk=pk)
    today = today_of(at)
    rows = plan.steps.select_for_update().filter(state__in=OPEN_STEPS, warn_on__lte=today)
    reached: dict[Rung, list[PlanStep]] = {}
    for row in rows.order_by("due_on", "position"):
        if row.due_on is None:
            continue
        rung = _next(row.rung, rung_of(plan.park, row.due_on, today))
        if rung is not None:
            row.rung = rung
            reached.setdefault(rung, []).append(row)
    for rung, steps in reached.items():
        officers = [row.owner_id or plan.officer_id for row in steps]
        is_late = rung != Rung.YELLOW_OFFICER
        tell(
            "steps_late" if is_late else "steps_soon", _people(rung, plan, officers, at),
            park_id=plan.park_id, by=Actor.clock(plan.park_id), at=at,
            object_kind="delivery_plan", object_id=plan.pk,
            tone="breached" if is_late else "at_risk",
            plan=plan.name, count=len(steps),
            names="、".join(row.name_zh for row in steps[:NAMED]),
        )  # fmt: skip
        PlanStep.objects.bulk_update(steps, ["rung"], batch_size=200)
    return len(reached)


def _people(
    rung: Rung, plan: Plan, officers: Iterable[int | None], at: datetime
) -> list[int | None]:
    """Who is told on a rung."""
    on = today_of(at)
    if rung == Rung.RED_DIRECTOR:
        return [one.pk for one in people.people_with(plan.park_id, "deputy_director", on=on)]
    if rung == Rung.RED_HEAD:
        led = {plan.unit_id} if plan.unit_id else set()
        heads = people.heads_of(plan.park_id, led, on=on)
        return [*officers, *(one.pk for one in heads)]
    return list(officers)

"""清单 The wall of plans, the steps of one, what must begin this week, what waits today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import AWAITED, OPEN_STEPS, PlanState, StepState
from ..models import Letter, Plan, PlanStep, Round, StepNote
from ..refusals import MayNotTakeOut
from .entries import plans_for

PAGE = 40
WEEK = 7
MOST = 200
MOST_TODAY = 12
EXPORTED = 5000


@dataclass(frozen=True, slots=True)
class PlanRow:
    """计划一行 One plan on the wall, with how many of its steps are done, late, nearly due."""

    plan: Plan
    steps: int
    done: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One page of plans; ``older`` is the mark of the next."""

    rows: list[PlanRow]
    older: str


def plans_page(
    actor: Actor, park: Park, today: date, *, state: str = "", before: str = "", size: int = PAGE
) -> PlanPage:
    """Plans of a state (under way unless said), newest first."""
    wanted = state if state in PlanState.values else PlanState.ACTIVE
    rows = plans_for(actor).filter(state=wanted).select_related("officer", "network")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: size + 1])
    shown = found[:size]
    numbers = _counted([row.pk for row in shown], today)
    return PlanPage(
        [PlanRow(row, *numbers.get(row.pk, (0, 0, 0, 0))) for row in shown],
        str(shown[-1].pk) if len(found) > size else "",
    )


def _counted(plans: list[int], today: date) -> Mapping[int, tuple[int, int, int, int]]:
    is_open = Q(state__in=OPEN_STEPS)
    rows = (
        PlanStep.objects.filter(plan__in=plans)
        .order_by()
        .values("plan")
        .annotate(
            every=Count("pk"),
            done=Count("pk", filter=Q(state=StepState.DONE)),
            late=Count("pk", filter=is_open & Q(due_on__lt=today)),
            soon=Count("pk", filter=is_open & Q(due_on__gte=today) & _at_risk(today)),
        )
    )
    return {r["plan"]: (r["every"], r["done"], r["late"], r["soon"]) for r in rows}


def _at_risk(today: date) -> Q:
    """Yellow by the rule of promises, or planned to end after its promise."""
    return Q(warn_on__lte=today) | Q(end_on__gt=F("due_on"))


def steps_of(plan: Plan) -> list[PlanStep]:
    """The steps of a plan in their order."""
    rows = list(plan.steps.select_related("unit", "owner").order_by("position"))
    for row in rows:
        row.plan = plan
    return rows


def notes_of(step: PlanStep, most: int = 60) -> list[StepNote]:
    """The trail of a step, the newest first."""
    return list(step.notes.order_by("-pk")[:most])


def round_of(park_id: int) -> Round | None:
    """The latest round of planning."""
    return Round.objects.filter(park=park_id).first()


def works_for(plan: Plan) -> list[Plan]:
    """Works of the park for which the parcels of a plan wait."""
    mine = plan.parcels.values("pk")
    rows = Plan.objects.filter(park_id=plan.park_id, profile="works", parcels__in=mine)
    return list(rows.exclude(pk=plan.pk).exclude(state=PlanState.STOPPED).distinct()[:20])


@dataclass(frozen=True, slots=True)
class Week:
    """
    本周 What must begin, what runs, what is late; ``letters`` await an answer.

    ``is_cut``: there is more than is shown.
    """

    begin: list[PlanStep] = field(default_factory=list)
    running: list[PlanStep] = field(default_factory=list)
    late: list[PlanStep] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    is_cut: bool = False


def week_of(actor: Actor, today: date, *, unit: int | None = None, plan: int | None = None) -> Week:
    """The week of what this person sees, of one unit or one plan where one is named."""
    steps = _seen(actor)
    letters = Letter.objects.filter(policies.letters_seen(actor), state__in=AWAITED)
    if unit is not None:
        steps, letters = steps.filter(unit=unit), letters.filter(unit=unit)
    if plan is not None:
        steps, letters = steps.filter(plan=plan), letters.filter(plan=plan)
    begin = _to_begin(steps, today + timedelta(days=WEEK))
    running = steps.filter(state__in=(StepState.REVIEW, StepState.REVIEWED, StepState.RUNNING))
    late = steps.filter(state__in=OPEN_STEPS, due_on__lt=today)
    found = Week(
        list(begin.order_by("start_on", "pk")[: MOST + 1]),
        list(running.order_by("end_on", "pk")[: MOST + 1]),
        list(late.order_by("due_on", "pk")[: MOST + 1]),
        list(letters.select_related("plan", "unit").order_by("due_on", "pk")[: MOST + 1]),
    )
    every: tuple[list[Any], ...] = (found.begin, found.running, found.late, found.letters)
    is_cut = any(len(group) > MOST for group in every)
    for group in every:
        del group[MOST:]
    return replace(found, is_cut=is_cut)


def _seen(actor: Actor) -> QuerySet[PlanStep]:
    rows = PlanStep.objects.filter(policies.steps_seen(actor), plan__state=PlanState.ACTIVE)
    return rows.select_related("plan", "unit", "owner")


def _to_begin(steps: QuerySet[PlanStep], until: date) -> QuerySet[PlanStep]:
    """Not begun, and by the plan (of its pre-review, where it has one) to begin by a day."""
    rows = steps.annotate(first=Coalesce("review_from", "start_on"))
    return rows.filter(state=StepState.OPEN, first__lte=until)


@dataclass(frozen=True, slots=True)
class TodayFound:
    """今日 Steps of one's own that must begin or are late, and letters to answer."""

    late: list[PlanStep]
    begin: list[PlanStep]
    letters: list[Letter]


def today_of(actor: Actor, today: date) -> TodayFound:
    """What waits for this person: own steps and plans, and letters to the own unit."""
    keeps = actor.may(Capability.DELIVERY_KEEP)
    if not keeps and policies.sees_all(actor):
        return TodayFound([], [], [])
    steps = _seen(actor)
    if keeps:
        mine = Q(owner__in=actor.people) | Q(owner=None, plan__officer__in=actor.people)
        steps = steps.filter(mine)
    late = steps.filter(state__in=OPEN_STEPS, due_on__lt=today).order_by("due_on", "pk")
    begin = _to_begin(steps, today + timedelta(days=WEEK)).order_by("start_on", "pk")
    letters = Letter.objects.filter(policies.letters_seen(actor), state__in=AWAITED)
    if policies.sees_all(actor):
        letters = letters.filter(owner__in=actor.people, due_on__lt=today)
    letters = letters.select_related("plan", "unit").order_by("due_on", "pk")
    return TodayFound(list(late[:MOST_TODAY]), list(begin[:MOST_TODAY]), list(letters[:MOST_TODAY]))


def exported(actor: Actor) -> list[tuple[Plan, Counter[str]]]:
    """
    Every plan with its steps counted by state, newest first.

    :raises MayNotTakeOut: this person may not take them out.
    """
    if not actor.may(Capability.DELIVERY_EXPORT):
        raise MayNotTakeOut
    rows = list(plans_for(actor).select_related("officer", "project").order_by("-pk")[:EXPORTED])
    counted: dict[int, Counter[str]] = {}
    steps = PlanStep.objects.filter(plan__in=[row.pk for row in rows]).order_by()
    for plan, state, many in steps.values_list("plan", "state").annotate(many=Count("pk")):
        counted.setdefault(plan, Counter())[state] = many
    return [(row, counted.get(row.pk, Counter())) for row in rows]

"""补录 What happened before a plan was kept here, entered at one stroke and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor

from ..choices import NoteKind
from ..models import Plan, PlanStep, StepNote
from ..planning import results as planning
from ..planning.problem import lay
from ..refusals import AgainstTheLaw, BadEntry
from ..sentences import breach_sentence
from .laying import DUE, set_due
from .rounds import placed
from .steps import LAWFUL, check_days, state_of
from .traces import held, today_of, trace

DAYS = ("review_begun_on", "review_done_on", "begun_on", "done_on")
WORDS = "补录"
"""The line on the trail, which is kept in Chinese as every document."""


@transaction.atomic
def enter_history(
    *, plan: Plan, happened: Mapping[str, Mapping[str, date]], by: Actor, at: datetime
) -> int:
    """
    补录 Enter the days of many steps; how many. Either all of them stand or none.

    ``happened``: by step (its key) any of ``DAYS``.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    :raises BadEntry: no such step, a day in the future, an end before its beginning.
    :raises AgainstTheLaw: which rules the days break, by step.
    """
    row = held(plan, by)
    steps = {one.key: one for one in row.steps.filter(key__in=list(happened))}
    if missing := sorted(set(happened) - set(steps)):
        raise BadEntry({"steps": missing})
    for key, days in happened.items():
        step = steps[key]
        step.plan = row
        given = {name: days.get(name) for name in DAYS}
        check_days(given, None, at)
        for name, day in given.items():
            setattr(step, name, day)
        step.state = state_of(step)
        set_due(step, today_of(at))
        step.version += 1
    PlanStep.objects.bulk_update(steps.values(), [*DAYS, *DUE, "state", "version"])
    StepNote.objects.bulk_create(
        StepNote(
            park_id=row.park_id, step=step, kind=NoteKind.FACT, words=WORDS,
            by_name=by.name[:80], at=at,
        )
        for step in steps.values()
    )  # fmt: skip
    _check(row, steps, at)
    placed(row, at=at)
    trace(row, "enter_history", by, at, {"steps": sorted(steps)})
    return len(steps)


def _check(row: Plan, steps: Mapping[str, PlanStep], at: datetime) -> None:
    laid = lay(row.park, today_of(at), only=[row.pk])
    found = planning.first_dates(laid)
    problems = {}
    for one in planning.breaches(laid, found):
        if one.code in LAWFUL and one.is_hard and one.step is not None and one.step.key in steps:
            problems[one.step.key] = [breach_sentence(one)]
    if problems:
        raise AgainstTheLaw(problems)

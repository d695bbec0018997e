"""到期 By which day a step must be done, and from which day its light is yellow."""

from __future__ import annotations

from datetime import date

from qianjin.apps.parks.planning import yellow_on

from ..choices import OPEN_STEPS, DayKind
from ..models import PlanStep
from ..network import Step
from .office import office_of


def due_of(row: PlanStep, step: Step | None, today: date) -> date | None:
    """
    The promise, and the end of the period that the law gives once a step has begun; the earlier
    one. ``None`` when nothing is promised or it is done.
    """
    if row.state not in OPEN_STEPS:
        return None
    days = [row.promised_on] if row.promised_on else []
    if step is not None and row.begun_on is not None:
        office, begun = office_of(row.plan.park, today), row.begun_on.toordinal()
        for limit in step.limits:
            if limit.most is not None:
                is_working = limit.kind == DayKind.WORKING
                end = office.after(begun, limit.most) if is_working else begun + limit.most
                days.append(date.fromordinal(end))
    return min(days, default=None)


def warn_of(row: PlanStep, due: date | None, today: date) -> date | None:
    """
    The day from which a step that is due is yellow, by the rule of every promise of the park.

    Its time begins when it was begun, else when it is planned to, else today.
    """
    if due is None:
        return None
    begun = row.review_begun_on or row.begun_on
    begin = begun or row.review_from or row.start_on or today
    return yellow_on(row.plan.park, begin, due)

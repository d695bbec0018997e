"""履约对照 What the agreement promises beside what the plan has reached, from the start on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.investment import selectors as investment
from qianjin.apps.investment.choices import DAYS_PROMISED, CommitmentKind, Fulfilment

from ..choices import StepState
from ..models import Plan, PlanStep
from ..network import PERMITS, START

BUILT, PRODUCED, FULL = "C05", "C09", "C11"
"""联合竣工验收、投产、达产复核."""
PROMISED_AT = {
    CommitmentKind.START: START,
    CommitmentKind.COMPLETION: BUILT,
    CommitmentKind.PRODUCTION: PRODUCED,
    CommitmentKind.CAPACITY: FULL,
}
"""By which step the day of a promise is reached."""
AFTER_START = (*PERMITS, "D19B", START, "C01", "C02", BUILT, PRODUCED, "C10", FULL)
"""分阶段施工许可、开工、土建、设备、联合验收、投产、标准地对标验收、达产复核."""


@dataclass(frozen=True, slots=True)
class Reached:
    """
    一项对照 A step after the start, or an amount of the agreement: agreed and reached.

    ``kind`` is that of the promise, empty where nothing was promised. ``on`` is the day it
    happened, ``likely`` the planned one; ``amount`` what was reached in ``year``. ``state``: kept,
    broken, behind (planned after the agreed day), coming, or unknown (nobody has entered it).
    """

    kind: str
    step: PlanStep | None
    agreed_on: date | None = None
    agreed: Decimal | None = None
    on: date | None = None
    likely: date | None = None
    amount: Decimal | None = None
    year: int | None = None
    state: str = Fulfilment.COMING

    @property
    def percent(self) -> int | None:
        """Progress of a step that runs."""
        is_running = self.step is not None and self.step.state == StepState.RUNNING
        return self.step.percent if self.step is not None and is_running else None


BEHIND = "behind"


def reached_by(
    actor: Actor, plan: Plan, steps: Sequence[PlanStep], *, today: date
) -> list[Reached]:
    """
    What a plan of a project has reached beside its agreement: days first, then amounts.

    Nothing before the start while nothing is promised. The agreement only for whoever sees the
    project.
    """
    if plan.is_works:
        return []
    promises = _promises(actor, plan, today)
    by_key = {step.key: step for step in steps}
    start = by_key.get(START)
    if not promises and (start is None or start.begun_on is None):
        return []
    return [*_days(by_key, promises, today), *_amounts(promises)]


def _promises(actor: Actor, plan: Plan, today: date) -> list[investment.CommitmentRow]:
    if plan.project is None or plan.project_id is None:
        return []
    seen = investment.projects_for(actor).filter(pk=plan.project_id)
    return investment.commitments_of(plan.project, on=today) if seen.exists() else []


def _days(
    steps: Mapping[str, PlanStep], promises: Iterable[investment.CommitmentRow], today: date
) -> list[Reached]:
    promised = {
        PROMISED_AT[CommitmentKind(row.commitment.kind)]: row
        for row in promises
        if row.commitment.kind in DAYS_PROMISED
    }
    found = []
    for key in AFTER_START:
        step, row = steps.get(key), promised.get(key)
        if step is None:
            continue
        agreed_on = row.commitment.due_on if row else None
        entered = row.years[0].happened_on if row else None
        on = entered or (step.begun_on if key == START else step.done_on)
        likely = step.start_on if key == START else step.end_on
        found.append(
            Reached(
                kind=row.commitment.kind if row else "",
                step=step,
                agreed_on=agreed_on,
                on=on,
                likely=likely,
                state=_state(agreed_on, on, likely, today),
            )
        )
    return found


def _state(agreed_on: date | None, on: date | None, likely: date | None, today: date) -> str:
    if agreed_on is None:
        return Fulfilment.KEPT if on is not None else Fulfilment.COMING
    if on is not None:
        return Fulfilment.KEPT if on <= agreed_on else Fulfilment.BROKEN
    if agreed_on < today:
        return Fulfilment.BROKEN
    return BEHIND if likely is not None and likely > agreed_on else Fulfilment.COMING


def _amounts(promises: Iterable[investment.CommitmentRow]) -> list[Reached]:
    found = []
    for row in promises:
        if row.commitment.kind in DAYS_PROMISED:
            continue
        told = [cell for cell in row.years if cell.amount is not None] or row.years
        found.append(
            Reached(
                kind=row.commitment.kind,
                step=None,
                agreed_on=row.commitment.due_on,
                agreed=row.commitment.amount,
                amount=told[-1].amount,
                year=told[-1].year if told[-1].amount is not None else None,
                state=told[-1].state,
            )
        )
    return found

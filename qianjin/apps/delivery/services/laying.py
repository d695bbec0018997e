"""铺事项 The rows of a plan's steps, as its profile and its facts make them from its network."""

from __future__ import annotations

from datetime import date

from qianjin.apps.parks.models import Unit

from ..models import Plan, PlanStep
from ..network import Step, in_words, read, unit_named
from ..planning.due import due_of, warn_of
from ..planning.nets import steps_in

DUE = ("due_on", "warn_on", "rung")
_COPIED = ("position", "stage", "name_zh", "name_en", "unit", "who", "side", "basis")


def lay_steps(plan: Plan) -> list[PlanStep]:
    """
    Bring the rows of a plan in line with its network, profile and facts.

    Steps on which something has happened stay, even where they would no longer be needed.
    """
    units = {unit.name_zh: unit for unit in Unit.objects.filter(park=plan.park, is_active=True)}
    wanted = {
        step.key: (place, step)
        for place, step in enumerate(
            steps_in(plan.profile, read(plan.network.content), plan.conditions)
        )
    }
    there = {row.key: row for row in plan.steps.all()}
    gone = [row.pk for key, row in there.items() if key not in wanted and not happened(row)]
    PlanStep.objects.filter(pk__in=gone).delete()
    made, changed = [], []
    for key, (place, step) in wanted.items():
        row = there.get(key)
        values = _values(step, place, units)
        if row is None:
            owner = plan.officer_id if step.needs_officer else None
            made.append(
                PlanStep(park_id=plan.park_id, plan=plan, key=key, owner_id=owner, **values)
            )
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    PlanStep.objects.bulk_create(made, batch_size=200)
    PlanStep.objects.bulk_update(changed, _COPIED, batch_size=200)
    return list(plan.steps.order_by("position"))


def _values(step: Step, place: int, units: dict[str, Unit]) -> dict[str, object]:
    found = (unit_named(name, units) for name in step.who)
    return {
        "position": place,
        "stage": step.stage,
        "name_zh": step.zh[:80],
        "name_en": step.en[:120],
        "unit": next((unit for unit in found if unit is not None), None),
        "who": in_words(step.who)[:120],
        "side": step.side,
        "basis": step.basis,
    }


def happened(row: PlanStep) -> bool:
    """Whether anything was entered that must not be lost."""
    return any((row.begun_on, row.review_begun_on, row.document, row.online_on, row.onsite_on))


def set_due(row: PlanStep, today: date) -> None:
    """Repeat the due day and the yellow one in the row, still to be saved: ``DUE``."""
    steps = read(row.plan.network.content)
    before, row.due_on = row.due_on, due_of(row, steps.get(row.key), today)
    row.warn_on = warn_of(row, row.due_on, today)
    if row.due_on != before:
        # Another day: whoever was reminded of the old one is reminded anew.
        row.rung = ""

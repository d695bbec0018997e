"""What every verb here begins and ends with: the right, the lock, the trace, the notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit

from .. import policies
from ..choices import NoteKind, PlanState
from ..models import Letter, Plan, PlanStep, StepNote
from ..refusals import BadEntry, MayNotKeepPlan, NotActive

LONGEST = 400
EARLIEST = 2000


def today_of(at: datetime) -> date:
    """The day of a moment in the park."""
    return timezone.localdate(at)


def plain(text: str, most: int = LONGEST) -> str:
    """Words as they are kept."""
    return text.replace("\x00", "").strip()[:most]


def held(plan: Plan, by: Actor, *, even_over: bool = False) -> Plan:
    """
    A plan as it is now, held until the act is over.

    :raises MayNotKeepPlan, NotActive: not in this person's care; finished or stopped.
    """
    row = Plan.objects.select_for_update(of=("self",)).select_related("park", "network")
    found = row.get(pk=plan.pk)
    if not policies.may_keep(by, found):
        raise MayNotKeepPlan
    if found.state != PlanState.ACTIVE and not even_over:
        raise NotActive
    return found


def held_step(step: PlanStep, by: Actor) -> PlanStep:
    """
    A step with its plan, held.

    :raises MayNotKeepPlan, NotActive: nothing this person enters; the plan is over.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("park", "network")
    row = PlanStep.objects.select_related("plan").get(pk=step.pk)
    row.plan = plan.get(pk=row.plan_id)
    if not policies.may_enter(by, row):
        raise MayNotKeepPlan
    if row.plan.state != PlanState.ACTIVE:
        raise NotActive
    return row


def check_year(day: date | None, name: str) -> None:
    """:raises BadEntry: a year that nobody plans with."""
    if day is not None and not EARLIEST <= day.year <= EARLIEST + 150:
        raise BadEntry({name: [_("Please check the year.")]})


def check_past(day: date | None, at: datetime, name: str) -> None:
    """:raises BadEntry: what happened cannot lie in the future."""
    check_year(day, name)
    if day is not None and day > today_of(at):
        raise BadEntry({name: [_("This day has not come yet.")]})


def note(step: PlanStep, kind: NoteKind, words: str, *, by: Actor, at: datetime) -> StepNote:
    """A line on the trail of a step."""
    return StepNote.objects.create(
        park_id=step.park_id, step=step, kind=kind, words=words, by_name=by.name[:80], at=at
    )


def trace(
    plan: Plan, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    """An entry in the park's chain."""
    audit.record(
        park_id=plan.park_id,
        by=by,
        at=at,
        verb=f"plan.{verb}",
        object_kind="delivery_plan",
        object_id=plan.pk,
        object_label=f"{plan.number} {plan.name}"[:200],
        detail={name: _said(value) for name, value in (detail or {}).items()},
    )


def trace_letter(
    letter: Letter, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    """The same for a letter."""
    audit.record(
        park_id=letter.park_id,
        by=by,
        at=at,
        verb=f"bureau_letter.{verb}",
        object_kind="bureau_letter",
        object_id=letter.pk,
        object_label=f"{letter.number} {letter.subject}"[:200],
        detail={name: _said(value) for name, value in (detail or {}).items()},
    )


def _said(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def members_of(unit_id: int, park_id: int, at: datetime) -> list[int]:
    """Who serves in a unit on the day."""
    rows = people.current_memberships(on=today_of(at)).filter(park_id=park_id, unit_id=unit_id)
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def tell(
    kind: str,
    users: Iterable[int | None],
    *,
    park_id: int,
    by: Actor,
    at: datetime,
    object_kind: str,
    object_id: int,
    tone: str = "active",
    **params: Any,
) -> None:
    """A notice to people who do not act themselves."""
    wanted = {user for user in users if user is not None} - {by.user_id}
    if wanted:
        accounts.notify(
            users=list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk")),
            park_id=park_id,
            at=at,
            kind=f"delivery.{kind}",
            params={"by": by.name, **params},
            tone=tone,
            object_kind=object_kind,
            object_ref=str(object_id),
        )

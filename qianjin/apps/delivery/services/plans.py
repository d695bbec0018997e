"""计划 Opening a plan from a profile, changing its facts, promising its dates, ending it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.investment.models import Project
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import OPEN_STEPS, Condition, PlanState, ProfileKind
from ..models import Plan, PlanStep
from ..refusals import BadEntry, ChangedSince, MayNotKeepPlan
from .laying import DUE, happened, lay_steps, set_due
from .networks import in_force
from .rounds import placed
from .traces import check_year, held, plain, tell, today_of, trace
from .works import tell_parcels

HEAD = "KG"
"""开工: how the numbers of plans begin."""
MOST_PARCELS = 50
_KEPT = ("name", "profile", "conditions", "weight", "words", "officer", "unit")


@transaction.atomic
def open_plan(
    *,
    park: Park,
    name: str,
    profile: str,
    by: Actor,
    at: datetime,
    project: Project | None = None,
    parcels: Iterable[Parcel] = (),
    conditions: Iterable[str] = (),
    officer: User | None = None,
    weight: int = 1,
    from_on: date | None = None,
    words: str = "",
    is_demo: bool = False,
) -> Plan:
    """
    建计划 Make the plan of a project, or of works of the park, and place it among the others.

    ``from_on``: the first day on which anything may begin (today unless said). ``parcels`` of
    works are those that wait for them.

    :raises MayNotKeepPlan: this person opens no plans.
    :raises BadEntry: what is wrong, by field; a project that has a plan already.
    """
    if not policies.may_open(by, park.pk):
        raise MayNotKeepPlan
    chosen = list(parcels)
    known = _checked(park.pk, name, profile, conditions, weight, chosen)
    check_year(from_on, "from_on")
    if project is not None:
        _check_project(project, park.pk, profile)
    keeper = officer.pk if officer else by.person_id
    number = parks.next_number(park=park, name="delivery_plan", period=str(today_of(at).year))
    row = Plan.objects.create(
        park=park,
        number=f"{HEAD}{today_of(at).year}-{number:04d}",
        project=project,
        network=in_force(park=park, at=at),
        officer_id=keeper,
        unit_id=_unit_of(park.pk, keeper, at),
        from_on=from_on or today_of(at),
        words=plain(words),
        profile=profile,
        opened_by=by.name[:80],
        opened_at=at,
        is_demo=is_demo,
        **known,
    )
    row.parcels.set(chosen)
    lay_steps(row)
    placed(row, at=at)
    trace(row, "open", by, at, {"profile": profile, "conditions": row.conditions})
    _given(row, by, at)
    return row


def _checked(
    park_id: int,
    name: str,
    profile: str,
    conditions: Iterable[str],
    weight: int,
    parcels: list[Parcel],
) -> dict[str, Any]:
    problems: dict[str, list[Any]] = {}
    facts = sorted(set(conditions))
    if not plain(name):
        problems["name"] = [_("Please write something.")]
    if profile not in ProfileKind.values:
        problems["profile"] = [_("Choose one from the list.")]
    if not set(facts) <= set(Condition.values):
        problems["conditions"] = [_("Choose from the list.")]
    elif Condition.ABOVE in facts and Condition.STAGED not in facts:
        problems["conditions"] = [_("Above the slab comes after the permit for pit and piling.")]
    if not 1 <= weight <= 9:
        problems["weight"] = [_("From 1 to 9.")]
    if any(one.park_id != park_id or one.closed_on for one in parcels):
        problems["parcels"] = [_("There is no such parcel in the book.")]
    if len(parcels) > MOST_PARCELS:
        problems["parcels"] = [_("At most 50 parcels.")]
    if problems:
        raise BadEntry(problems)
    return {"name": plain(name, 80), "conditions": facts, "weight": weight}


def _check_project(project: Project, park_id: int, profile: str) -> None:
    if project.park_id != park_id or profile == ProfileKind.WORKS:
        raise BadEntry({"project": [_("Choose one from the list.")]})
    if Plan.objects.filter(project=project).exclude(state=PlanState.STOPPED).exists():
        raise BadEntry({"project": [_("This project has a plan already.")]})


def _unit_of(park_id: int, user_id: int, at: datetime) -> int | None:
    rows = people.current_memberships(on=today_of(at)).filter(park_id=park_id, user_id=user_id)
    found: int | None = (
        rows.exclude(unit=None).order_by("pk").values_list("unit_id", flat=True).first()
    )
    return found


def _given(row: Plan, by: Actor, at: datetime) -> None:
    tell(
        "given", [row.officer_id], park_id=row.park_id, by=by, at=at,
        object_kind="delivery_plan", object_id=row.pk, name=row.name,
    )  # fmt: skip


@transaction.atomic
def change_plan(
    *,
    plan: Plan,
    version: int | None,
    name: str,
    conditions: Iterable[str],
    weight: int,
    words: str,
    parcels: Iterable[Parcel],
    by: Actor,
    at: datetime,
    officer: User | None = None,
    profile: str = "",
) -> Plan:
    """
    改计划 Change what is known of a plan; facts switch its conditional steps on and off.

    ``profile``: another one, while nothing has happened yet.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    :raises ChangedSince: ``version`` is not the present one.
    :raises BadEntry: what is wrong, by field.
    """
    row = held(plan, by)
    if version is not None and version != row.version:
        raise ChangedSince
    chosen = list(parcels)
    profile = profile or row.profile
    known = _checked(row.park_id, name, profile, conditions, weight, chosen)
    if profile != row.profile and (has_begun(row) or _is_works(profile) != row.is_works):
        raise BadEntry({"profile": [_("Something has happened already; open another plan.")]})
    known |= {"words": plain(words), "profile": profile}
    before = {key: getattr(row, key) for key in known}
    is_given = officer is not None and officer.pk != row.officer_id
    if officer is not None and is_given:
        known |= {"officer": officer}
        row.unit_id = _unit_of(row.park_id, officer.pk, at)
    for key, value in known.items():
        setattr(row, key, value)
    row.version += 1
    row.save(update_fields=[*_KEPT, "version"])
    row.parcels.set(chosen)
    lay_steps(row)
    placed(row, at=at)
    told = {key: value for key, value in known.items() if key in before and before[key] != value}
    trace(row, "change", by, at, told)
    if is_given:
        _given(row, by, at)
    return row


def has_begun(plan: Plan) -> bool:
    """Whether anything was entered on its steps, or a letter was written."""
    return plan.letters.exists() or any(happened(step) for step in plan.steps.all())


def _is_works(profile: str) -> bool:
    return profile == ProfileKind.WORKS


@transaction.atomic
def discard_plan(*, plan: Plan, words: str, by: Actor, at: datetime) -> bool:
    """
    撤计划 Take a plan back: it goes when nothing has happened, otherwise it is stopped; whether
    it is gone.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    """
    row = held(plan, by)
    if has_begun(row):
        end_plan(plan=row, is_stopped=True, words=words, by=by, at=at)
        return False
    trace(row, "discard", by, at, {"words": words})
    row.state = PlanState.STOPPED
    tell_parcels([row], at=at)
    row.delete()
    return True


@transaction.atomic
def promise_dates(*, plan: Plan, by: Actor, at: datetime) -> int:
    """
    承诺日期 Promise the planned end of every open step; how many. Lights follow these days.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    """
    row = held(plan, by)
    steps = list(row.steps.filter(state__in=OPEN_STEPS, end_on__isnull=False))
    for step in steps:
        step.plan = row
        step.promised_on = step.end_on
        set_due(step, today_of(at))
    PlanStep.objects.bulk_update(steps, ["promised_on", *DUE], batch_size=200)
    trace(row, "promise", by, at, {"steps": len(steps), "start": row.start_on})
    return len(steps)


@transaction.atomic
def end_plan(*, plan: Plan, is_stopped: bool, words: str, by: Actor, at: datetime) -> Plan:
    """
    结束计划 Finish a plan, or stop it and say why; it is planned no more.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    :raises BadEntry: nothing is said, or steps of a plan to be finished are open.
    """
    row = held(plan, by)
    text = plain(words)
    if not text:
        raise BadEntry({"words": [_("Please write something.")]})
    if not is_stopped and row.steps.filter(state__in=OPEN_STEPS).exists():
        raise BadEntry({"words": [_("Steps are still open; enter or switch them off first.")]})
    row.state = PlanState.STOPPED if is_stopped else PlanState.FINISHED
    row.words, row.version = text, row.version + 1
    row.save(update_fields=["state", "words", "version"])
    placed(row, at=at)
    tell_parcels([row], at=at)
    trace(row, "stop" if is_stopped else "finish", by, at, {"words": text})
    return row

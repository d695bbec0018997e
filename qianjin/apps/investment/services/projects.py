"""项目 Entering and changing a project, and saying what comes next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Membership, User
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park
from qianjin.apps.prospects.models import Contact, Organisation

from .. import policies
from ..choices import Meaning
from ..models import Move, Pipeline, Project, Stage
from ..refusals import BadProject, ChangedSince, MayNotAddProject
from .fields import FIELDS, checked, day_problem, plain
from .firms import firm_named
from .index import refresh
from .traces import cold_from, held, tell, today_of, trace

MOST_STEP = 200
HEAD = "ZS"
"""招商: how the numbers of projects begin."""


@transaction.atomic
def add_project(
    *,
    park: Park,
    pipeline: Pipeline,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    firm: str = "",
    contact: Contact | None = None,
    enterprise: Enterprise | None = None,
    owner: User | None = None,
    stage: Stage | None = None,
    is_demo: bool = False,
    **given: Any,
) -> Project:
    """
    登记线索 Enter a lead, at the first stage of its pipeline unless another is named.

    A stage of the signing or behind it takes over what was signed before the park kept its book
    here, as the ``enterprise`` it became; the day of such a signing may be unknown and stays so.

    ``given``: any of ``fields.FIELDS`` (name, sector and source are needed); ``firm``: the
    organisation by its name, entered with the lead when the park does not know it yet.

    :raises MayNotAddProject: not this person's.
    :raises BadProject: what is wrong, by field.
    """
    if not policies.may_add(by, park.pk) or pipeline.park_id != park.pk:
        raise MayNotAddProject
    kept, problems = checked({"name": "", "sector": "", "source": "", **given})
    stages = list(pipeline.stages.filter(is_active=True))
    first = stage or stages[0]
    if first not in stages or first.meaning == Meaning.LOST:
        problems["stage"] = [_("Choose one from the list.")]
    problems |= _firm_problems(park.pk, organisation, contact)
    if enterprise is not None and enterprise.park_id != park.pk:
        problems["enterprise"] = [_("Choose one from the list.")]
    if problems:
        raise BadProject(problems)
    organisation = organisation or firm_named(
        firm, sector=kept["sector"], city=kept.get("city", ""), by=by, at=at
    )
    keeper = owner.pk if owner else by.person_id
    number = parks.next_number(park=park, name="project", period=str(today_of(at).year))
    row = Project.objects.create(
        park=park,
        pipeline=pipeline,
        stage=first,
        meaning=first.meaning,
        number=f"{HEAD}{today_of(at).year}-{number:04d}",
        organisation=organisation,
        contact=contact,
        enterprise=enterprise,
        owner_id=keeper,
        unit_id=unit_of(park.pk, keeper, at),
        opened_at=at,
        stage_since=at,
        touched_at=at,
        cold_on=cold_from(first, at, at),
        is_demo=is_demo,
        **kept,
    )
    refresh([row])
    Move.objects.create(
        park=park, project=row, after=first, at=at, by_id=by.user_id, by_name=by.name[:80]
    )
    trace(row, "add", by, at, {"stage": first.code, "owner": keeper, **_told(kept)})
    tell(row, "given", [keeper], by=by, at=at)
    return row


def unit_of(park_id: int, user_id: int, at: datetime) -> int | None:
    """The section in which somebody works on a day; of a day before they came, the first."""
    every = Membership.objects.filter(park_id=park_id, user_id=user_id).exclude(unit=None)
    now = accounts.current_memberships(on=today_of(at)).filter(pk__in=every)
    row = now.order_by("pk").first() or every.order_by("from_on", "pk").first()
    return row.unit_id if row else None


@transaction.atomic
def change_project(
    *,
    project: Project,
    version: int | None,
    by: Actor,
    at: datetime,
    firm: str | None = None,
    **given: Any,
) -> Project:
    """
    改项目 Change what is known of it; ``firm``: its organisation by name, none when empty.

    :raises MayNotKeepProject: not in this person's care.
    :raises ChangedSince: ``version`` is not the present one.
    :raises BadProject: what is wrong, by field.
    """
    row = held(project, by)
    if version is not None and version != row.version:
        raise ChangedSince
    kept, problems = checked({**{n: getattr(row, n) for n in FIELDS}, **given})
    if problems:
        raise BadProject(problems)
    if firm is not None and firm != (row.organisation.name if row.organisation else ""):
        kept["organisation"] = firm_named(
            firm, sector=kept["sector"], city=kept["city"], by=by, at=at
        )
    changed = {name: value for name, value in kept.items() if getattr(row, name) != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    refresh([row])
    trace(row, "change", by, at, _told(changed))
    return row


def _firm_problems(
    park_id: int, organisation: Organisation | None, contact: Contact | None
) -> dict[str, list[str]]:
    if organisation is not None and organisation.park_id != park_id:
        return {"organisation": [_("Choose one from the list.")]}
    if contact is not None and contact.park_id != park_id:
        return {"contact": [_("Choose one from the list.")]}
    return {}


@transaction.atomic
def plan_step(
    *,
    project: Project,
    next_step: str,
    next_on: date | None,
    by: Actor,
    at: datetime,
    next_by: User | None = None,
) -> Project:
    """
    定下一步 What is done next, on which day, by whom (the owner unless named); empty for nothing.

    :raises MayNotKeepProject: not in this person's care.
    :raises BadProject: words without a day, a day without words, or nobody of this office.
    """
    row = held(project, by)
    words = plain(next_step)
    problems = step_problems(words, next_on)
    if next_by is not None and not _serves(row.park_id, next_by.pk, at):
        problems["next_by"] = [_("Choose one from the list.")]
    if problems:
        raise BadProject(problems)
    who = (next_by.pk if next_by else row.owner_id) if words else None
    if (row.next_step, row.next_on, row.next_by_id) == (words, next_on, who):
        return row
    row.next_step, row.next_on, row.next_by_id = words, next_on, who
    row.save(update_fields=["next_step", "next_on", "next_by"])
    trace(row, "step", by, at, {"step": words, "on": next_on, "by": who})
    if words:
        tell(row, "step", [who], by=by, at=at, step=words, on=str(next_on))
    return row


def step_problems(words: str, next_on: date | None) -> dict[str, list[str]]:
    """What is wrong with a next step; words and day go together."""
    problems = day_problem(next_on, "next_on")
    if len(words) > MOST_STEP:
        problems["next_step"] = [_("At most %(most)s characters.") % {"most": MOST_STEP}]
    if words and next_on is None:
        problems["next_on"] = [_("Say on which day.")]
    if next_on is not None and not words:
        problems["next_step"] = [_("Say what is done next.")]
    return problems


def _serves(park_id: int, user_id: int, at: datetime) -> bool:
    rows = accounts.current_memberships(on=today_of(at))
    rows = rows.filter(park_id=park_id, user_id=user_id)
    return bool(rows.exclude(role=Role.ENTERPRISE_CONTACT).exists())


def _told(kept: dict[str, Any]) -> dict[str, Any]:
    """What the trail tells of a change; contacts and firms by their number."""
    told = {}
    for name, value in kept.items():
        told[name] = getattr(value, "pk", value)
    return {name: value for name, value in told.items() if value not in (None, "", [])}

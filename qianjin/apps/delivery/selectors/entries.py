"""入口 The only doors to a plan, a step, a letter, a file."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import QuerySet

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User
from qianjin.apps.investment import selectors as investment
from qianjin.apps.investment.choices import Meaning
from qianjin.apps.investment.models import Project
from qianjin.apps.land import selectors as land
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import PlanState
from ..models import Letter, LetterFile, Plan, PlanStep, StepFile

MOST_CHOICES, MOST_PEOPLE = 300, 200


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """The plans this person may see."""
    return Plan.objects.filter(policies.plans_seen(actor))


def plan_for(actor: Actor, pk: int) -> Plan:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = plans_for(actor).select_related("park", "network", "officer", "unit", "project")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def plan_of_project(actor: Actor, project_id: int) -> Plan | None:
    """The plan of a project, if there is one that is not stopped."""
    rows = plans_for(actor).filter(project=project_id).exclude(state=PlanState.STOPPED)
    return rows.first()


def step_for(actor: Actor, pk: int) -> PlanStep:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = PlanStep.objects.filter(policies.steps_seen(actor))
    rows = rows.select_related("plan", "plan__park", "plan__network", "plan__officer")
    found = rows.select_related("unit", "owner").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def letter_for(actor: Actor, pk: int) -> Letter:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = Letter.objects.filter(policies.letters_seen(actor))
    rows = rows.select_related("plan", "plan__officer", "park", "unit", "owner")
    found = rows.prefetch_related("steps", "files").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def file_for(actor: Actor, pk: int) -> StepFile:
    """:raises Missing: absent, or of a step that is not this person's to see."""
    seen = PlanStep.objects.filter(policies.steps_seen(actor)).values("pk")
    found = StepFile.objects.filter(pk=pk, step__in=seen).first()
    if found is None:
        raise Missing
    return found


def letter_file_for(actor: Actor, pk: int) -> LetterFile:
    """:raises Missing: absent, or of a letter that is not this person's to see."""
    seen = Letter.objects.filter(policies.letters_seen(actor)).values("pk")
    found = LetterFile.objects.filter(pk=pk, letter__in=seen).first()
    if found is None:
        raise Missing
    return found


def projects_free(actor: Actor) -> list[Project]:
    """Projects at or after their signing, or before it, that have no plan: for a form."""
    rows = investment.projects_for(actor).exclude(stage__meaning=Meaning.LOST)
    taken = Plan.objects.filter(park_id=actor.park_id, project__isnull=False)
    rows = rows.exclude(pk__in=taken.exclude(state=PlanState.STOPPED).values("project"))
    return list(rows.order_by("-pk")[:MOST_CHOICES])


def keepers_of(actor: Actor, *, on: date) -> list[User]:
    """Who may be given a plan or a step: the people of the office, on a day."""
    roles = (
        Role.DEPUTY_DIRECTOR, Role.SECTION_HEAD, Role.PLANNING_OFFICER, Role.SECTOR_SPECIALIST,
    )  # fmt: skip
    rows = people.current_memberships(on=on).filter(park_id=actor.park_id, role__in=roles)
    users = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    return list(users.order_by("pk")[:MOST_PEOPLE])


def units_for(actor: Actor) -> list[Unit]:
    """Bureaux, sections and towns, to which one writes and which carry steps."""
    rows = Unit.objects.filter(park_id=actor.park_id, is_active=True)
    rows = rows.exclude(kind=UnitKind.VILLAGE)
    return list(rows.order_by("kind", "position", "pk")[:MOST_CHOICES])


def parcels_named(actor: Actor, text: str) -> tuple[list[Parcel], list[str]]:
    """The open parcels of the numbers in a text, and the numbers that nothing has."""
    names = [one for one in re.split(r"[\s,，、;；]+", text.replace("\x00", "")) if one][:60]
    rows = land.open_parcels_for(actor).filter(number__in=names).defer("shape")
    found = {row.number: row for row in rows}
    missing = [name for name in names if name not in found]
    return [found[name] for name in dict.fromkeys(names) if name in found], missing

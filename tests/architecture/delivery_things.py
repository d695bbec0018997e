"""Things of delivery plans, steps and letters, for the walk of ``test_access``."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import Membership, User
from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.models import Letter, LetterFile, Plan, PlanStep, StepFile
from qianjin.apps.parks.models import Park, Unit
from tests.factories import accounts
from tests.factories.parks import NOON

from .world import ELSEWHERE, OTHER_PARK, OWN, World, _side, by_right, covers, kind

NAMES = {"delivery_plan", "delivery_step", "delivery_file", "bureau_letter", "bureau_letter_file"}


def _office(role: str, relation: str) -> bool:
    """Whole plans are the office's; a bureau sees its own steps and letters."""
    scope = scope_of(role, C.DELIVERY_SEE)
    return scope == Scope.PARK and covers(scope, relation)


def _head(park: Park) -> User:
    member = Membership.objects.filter(park=park, role=Role.DEPUTY_DIRECTOR).first()
    assert member is not None
    return member.user


@cache
def _plan(park_id: int, officer_id: int) -> int:
    park = Park.objects.get(pk=park_id)
    with services.gathered():
        row = services.open_plan(
            park=park,
            name="扩建（演示）",
            profile="works",
            officer=User.objects.get(pk=officer_id),
            by=accounts.acting(_head(park), park),
            at=NOON,
        )
    return row.pk


def plan_of(world: World, role: str, relation: str) -> Plan:
    """One's own, or a colleague's; plans have no section that counts."""
    side = _side(world, relation)
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    return Plan.objects.get(pk=_plan(side.park.pk, people[role].pk))


@cache
def _step(plan_id: int, unit_id: int) -> int:
    """A step of the plan that a unit carries; each unit has one of its own."""
    taken = PlanStep.objects.filter(plan=plan_id, unit=unit_id, document="walk").first()
    if taken is None:
        taken = PlanStep.objects.filter(plan=plan_id, document="").earliest("position")
        PlanStep.objects.filter(pk=taken.pk).update(unit_id=unit_id, document="walk")
    return taken.pk


def _seat(world: World, role: str, relation: str) -> Unit:
    side = _side(world, relation)
    return side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)


def step_of(world: World, role: str, relation: str) -> PlanStep:
    plan = plan_of(world, role, relation)
    return PlanStep.objects.get(pk=_step(plan.pk, _seat(world, role, relation).pk))


@cache
def _letter(plan_id: int, unit_id: int) -> int:
    plan = Plan.objects.get(pk=plan_id)
    by = accounts.acting(_head(plan.park), plan.park)
    row = services.write_letter(
        plan=plan,
        unit=Unit.objects.get(pk=unit_id),
        steps=[PlanStep.objects.filter(plan=plan).earliest("position")],
        subject="关于协助办理的函",
        words="请协助办理。",
        due_on=NOON.date() + timedelta(days=30),
        by=by,
        at=NOON,
    )
    services.send_letter(letter=row, by=by, at=NOON)
    return row.pk


def letter_of(world: World, role: str, relation: str) -> Letter:
    plan = plan_of(world, role, relation)
    return Letter.objects.get(pk=_letter(plan.pk, _seat(world, role, relation).pk))


def _file() -> dict[str, object]:
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
    return {
        "by_name": "演示",
        "at": NOON,
        "name": "批复.jpg",
        "media_type": "image/jpeg",
        "size": 14,
        "sha256": "0" * 64,
        "path": "walk/one",
        "preview": "walk/one",
    }


@kind("delivery_plan", _office)
def delivery_plan(world: World, role: str, relation: str) -> int:
    return plan_of(world, role, relation).pk


@kind("delivery_step", by_right(C.DELIVERY_SEE))
def delivery_step(world: World, role: str, relation: str) -> int:
    return step_of(world, role, relation).pk


@kind("delivery_file", by_right(C.DELIVERY_SEE))
def delivery_file(world: World, role: str, relation: str) -> int:
    row = step_of(world, role, relation)
    known = StepFile.objects.filter(step=row).first()
    made = known or StepFile.objects.create(park_id=row.park_id, step=row, **_file())
    return made.pk


@kind("bureau_letter", by_right(C.DELIVERY_SEE))
def bureau_letter(world: World, role: str, relation: str) -> int:
    return letter_of(world, role, relation).pk


@kind("bureau_letter_file", by_right(C.DELIVERY_SEE))
def bureau_letter_file(world: World, role: str, relation: str) -> int:
    row = letter_of(world, role, relation)
    known = LetterFile.objects.filter(letter=row).first()
    made = known or LetterFile.objects.create(park_id=row.park_id, letter=row, **_file())
    return made.pk


@kind("letter_link", lambda role, relation: True, nothing="never-given-out")
def letter_link(world: World, role: str, relation: str) -> str:
    return selectors.link_of(letter_of(world, role, relation))

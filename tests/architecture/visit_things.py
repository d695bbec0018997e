"""Makers of what stands in the addresses of visits, for the walk of ``test_access``."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User
from qianjin.apps.visits.models import Finding, Round, RoundPlan, Visit, VisitPhoto
from tests.factories import visits
from tests.factories.parks import NOON

from .world import COLLEAGUE, OTHER_PARK, OWN, World, _side, by_right, in_park, kind

NAMES = {"round", "stop", "plan", "visit", "finding", "visit_photo", "officer"}


def _goer(world: World, role: str, relation: str) -> User:
    """Whose round, plan or visit it is."""
    side = _side(world, relation)
    if relation in (OWN, OTHER_PARK):
        return side.people[role]
    away = Role.SECTOR_SPECIALIST if role == Role.PLANNING_OFFICER else Role.PLANNING_OFFICER
    return side.colleagues[role if relation == COLLEAGUE else away]


@kind("round", by_right(C.VISIT_SEE))
def round_(world: World, role: str, relation: str) -> int:
    side, whose = _side(world, relation), _goer(world, role, relation)
    known = Round.objects.filter(park=side.park, officer=whose).first()
    return (known or visits.a_round(whose, side.park, [side.mine])).pk


@kind("stop", by_right(C.VISIT_SEE))
def stop(world: World, role: str, relation: str) -> int:
    return Round.objects.get(pk=round_(world, role, relation)).stops.get().pk


@kind("plan", by_right(C.VISIT_SEE))
def plan(world: World, role: str, relation: str) -> int:
    side, whose = _side(world, relation), _goer(world, role, relation)
    known = RoundPlan.objects.filter(park=side.park, made_by=whose).first()
    return (known or visits.a_plan(whose, side.park)).pk


def _visit_of(world: World, role: str, relation: str) -> Visit:
    side, whose = _side(world, relation), _goer(world, role, relation)
    row = Visit.objects.filter(park=side.park, entered_by=whose).first()
    if row is None:
        row = Visit.objects.create(
            park=side.park,
            number=f"walk-{whose.pk}",
            enterprise=side.mine,
            means="visit",
            at=NOON,
            entered_by=whose,
            entered_at=NOON,
        )
        row.visitors.set([whose])
        Finding.objects.create(park=side.park, visit=row, matter="difficulty", text="门口积水")
        VisitPhoto.objects.create(
            park=side.park,
            visit=row,
            name="照片.jpg",
            media_type="image/jpeg",
            size=14,
            sha256="0" * 64,
            path="walk/one",
            preview="walk/one",
        )
    return row


@kind("visit", by_right(C.VISIT_SEE))
def visit(world: World, role: str, relation: str) -> int:
    return _visit_of(world, role, relation).pk


@kind("finding", by_right(C.VISIT_SEE))
def finding(world: World, role: str, relation: str) -> int:
    return _visit_of(world, role, relation).findings.get().pk


@kind("visit_photo", by_right(C.VISIT_SEE))
def visit_photo(world: World, role: str, relation: str) -> int:
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
    return _visit_of(world, role, relation).photos.get().pk


@kind("officer", in_park)
def officer(world: World, role: str, relation: str) -> int:
    """Somebody who goes on rounds; who does not is asked for by nobody who may plan."""
    whose = _goer(world, role, relation)
    if role in (Role.ENTERPRISE_CONTACT, Role.AUDITOR, Role.PARK_ADMIN):
        return _goer(world, Role.SECTOR_SPECIALIST, relation).pk
    return whose.pk

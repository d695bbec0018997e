"""Things of the channels, of what the office knows, and of special actions."""

from __future__ import annotations

from datetime import timedelta

from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.drives import services as drives
from qianjin.apps.drives.models import Drive
from tests.factories import accounts, channels, library
from tests.factories.parks import NOON

from .world import ELSEWHERE, OTHER_PARK, C, World, _side, by_right, in_park, kind

NAMES = {"robot", "rule", "letter", "article", "canned", "drive"}


def _article(world: World, role: str, relation: str, audience: str) -> int:
    side = _side(world, relation)
    unit = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    return library.an_article(side.park, side.people[Role.GENERAL_AFFAIRS], unit, audience).pk


def _drive_of(world: World, role: str, relation: str) -> Drive:
    side = _side(world, relation)
    name = f"芯片摸底（演示）{role} {relation}"[:80]
    known = Drive.objects.filter(park=side.park, name=name).first()
    if known is not None:
        return known
    by = accounts.acting(side.people[Role.DEPUTY_DIRECTOR], side.park)
    return drives.start_drive(
        park=side.park,
        name=name,
        words="缺哪些芯片？",
        due_on=NOON.date() + timedelta(days=400),
        chosen=[side.mine, side.theirs],
        resources={"周转芯片": 5},
        by=by,
        at=NOON,
    )


@kind("service", lambda role, relation: True, nothing="NONE")
def service(world: World, role: str, relation: str) -> str:
    """A type of requests: the same for everyone."""
    return "ENG"


@kind("rule", in_park)
def rule(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    return channels.a_rule(side.park, name=f"{role} {relation}"[:40]).pk


def _decides(role: str, relation: str) -> bool:
    return relation != OTHER_PARK and scope_of(role, C.REQUEST_TRIAGE) == Scope.PARK


@kind("letter", _decides)
def letter(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    return channels.a_letter(side.park, f"<{role} {relation}>").pk


@kind("robot", in_park)
def robot(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    return channels.a_robot(side.park, name=f"{role} {relation}"[:40]).pk


@kind("article", in_park)
def article(world: World, role: str, relation: str) -> int:
    return _article(world, role, relation, "office")


@kind("public_article", in_park)
def public_article(world: World, role: str, relation: str) -> int:
    return _article(world, role, relation, "enterprises")


@kind("canned", in_park)
def canned(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    unit = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    keeper = side.people[Role.GENERAL_AFFAIRS]
    return library.a_canned_reply(side.park, keeper, unit, name=f"{role} {relation}").pk


@kind("drive", by_right(C.DRIVE_SEE))
def drive(world: World, role: str, relation: str) -> int:
    return _drive_of(world, role, relation).pk


@kind("drive_target", by_right(C.DRIVE_SEE))
def drive_target(world: World, role: str, relation: str) -> int:
    return _drive_of(world, role, relation).targets.earliest("id").pk

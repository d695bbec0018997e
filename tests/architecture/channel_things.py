"""Things of the channels, and of what the office knows."""

from __future__ import annotations

from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from tests.factories import channels, library

from .world import ELSEWHERE, OTHER_PARK, C, World, _side, in_park, kind

NAMES = {"robot", "rule", "letter", "article", "canned"}


def _article(world: World, role: str, relation: str, audience: str) -> int:
    side = _side(world, relation)
    unit = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    return library.an_article(side.park, side.people[Role.GENERAL_AFFAIRS], unit, audience).pk


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

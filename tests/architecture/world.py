"""Two parks with one person for each role, and somebody's things of every kind.

What stands to whom in which relation::

                        officer of a section        contact of an enterprise
    own                 my matter, my section       my enterprise's matter
    other_section       another section's matter    my enterprise's, led elsewhere
    other_enterprise    a colleague's matter        another enterprise's matter
    other_park          a matter of another park
    missing             nothing has this number

``MAKERS`` knows how to make each kind of thing named in an address. A new kind of ``thing`` needs
one function here; the access test fails until it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from qianjin.apps.accounts.choices import Capability, Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.audit.services import gathered
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park, Unit
from tests.factories import accounts, desk, enterprises, parks

OWN, ELSEWHERE, COLLEAGUE = "own", "other_section", "other_enterprise"
OTHER_PARK, MISSING = "other_park", "missing"
RELATIONS = (OWN, ELSEWHERE, COLLEAGUE, OTHER_PARK)
NOBODY = 2**40
C = Capability


@dataclass
class Side:
    """One park of the two, with whoever and whatever stands in it."""

    park: Park
    units: dict[str, Unit]
    people: dict[str, User]
    colleagues: dict[str, User]
    mine: Enterprise
    theirs: Enterprise

    def unit_of(self, role: str) -> Unit:
        return self.units[role]

    def elsewhere(self, role: str) -> Unit:
        away = Role.PLANNING_OFFICER
        if self.units[role] == self.units[away]:
            away = Role.SECTOR_SPECIALIST
        return self.units[away]


@dataclass
class World:
    """The park of the test, another one, and a signed-in browser for each role."""

    here: Side
    there: Side
    clients: dict[str, Client] = field(default_factory=dict)
    made: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        if role not in self.clients:
            self.clients[role] = client = Client()
            client.force_login(self.here.people[role], accounts_backend())
            # The session knows its park already, so that reading a page writes nothing.
            session = client.session
            session["park"] = self.here.park.slug
            session.save()
        return self.clients[role]

    def thing(self, kind: str, role: str, relation: str) -> Any:
        """What stands in the address for such a thing; made once."""
        key = (kind, role, relation)
        if key not in self.made:
            maker = MAKERS[kind]
            self.made[key] = (
                maker.nothing if relation == MISSING else maker.make(self, role, relation)
            )
        return self.made[key]

    def make_everything(self, kinds: set[str], roles: list[str]) -> None:
        """All at once; what it leaves in the trail is written at the end in one go."""
        with gathered():
            for kind in sorted(kinds):
                for role in roles:
                    for relation in (*RELATIONS, MISSING):
                        self.thing(kind, role, relation)


def accounts_backend() -> str:
    return "qianjin.faces.gate.backends.Accounts"


def a_world() -> World:
    return World(_a_side(), _a_side())


def _a_side() -> Side:
    park = parks.a_park()
    desk.a_promise(park)
    named = {
        "general": parks.a_unit(park, "综合管理部"),
        "investment": parks.a_unit(park, "招商引资部"),
        "planning": parks.a_unit(park, "规划建设部"),
        "power": parks.a_unit(park, "供电公司", "bureau"),
        "village": parks.a_unit(park, "某村", "village"),
    }
    seats = {
        Role.SECTION_HEAD: "investment",
        Role.SECTOR_SPECIALIST: "investment",
        Role.PLANNING_OFFICER: "planning",
        Role.BUREAU_LIAISON: "power",
        Role.VILLAGE_LIAISON: "village",
    }
    units = {role: named[seats.get(Role(role), "general")] for role in Role.values}
    people, colleagues = {}, {}
    for role in Role.values:
        seat = units[role] if role in seats or role == Role.GENERAL_AFFAIRS else None
        people[role] = accounts.a_member(park, role, seat, name=f"演示{Role(role).value[:20]}")
        colleagues[role] = accounts.a_member(park, role, seat, name="演示同事")
    mine = enterprises.an_enterprise(park, "晨曦精密（演示）")
    theirs = enterprises.an_enterprise(park, "远山材料（演示）")
    contact = Role.ENTERPRISE_CONTACT
    enterprises.a_contact(mine, "陈岚", user=people[contact])
    enterprises.a_contact(theirs, "杜仲", user=colleagues[contact])
    return Side(park, units, people, colleagues, mine, theirs)


# ------------------------------------------------------------------ what somebody may see


def covers(scope: Scope, relation: str) -> bool:
    """Whether a right of this scope reaches a thing that stands in this relation."""
    return relation in {
        Scope.PARK: (OWN, ELSEWHERE, COLLEAGUE),
        Scope.UNIT: (OWN, COLLEAGUE),
        Scope.ENTERPRISE: (OWN, ELSEWHERE),
        Scope.OWN: (OWN,),
    }.get(scope, ())


def by_right(capability: str) -> Callable[[str, str], bool]:
    return lambda role, relation: covers(scope_of(role, capability), relation)


def in_park(role: str, relation: str) -> bool:
    """Whoever may come here at all sees every one of the park."""
    return relation != OTHER_PARK


def own_only(role: str, relation: str) -> bool:
    return relation == OWN


@dataclass(frozen=True)
class Maker:
    """How to make one kind of thing, who sees it, and what stands for one that is not there."""

    make: Callable[[World, str, str], Any]
    sees: Callable[[str, str], bool]
    nothing: Any = NOBODY


MAKERS: dict[str, Maker] = {}


def kind(
    name: str, sees: Callable[[str, str], bool], nothing: Any = NOBODY
) -> Callable[[Any], Any]:
    def keep(make: Any) -> Any:
        MAKERS[name] = Maker(make, sees, nothing)
        return make

    return keep


def _side(world: World, relation: str) -> Side:
    return world.there if relation == OTHER_PARK else world.here

"""Things of prospects, for the walk of ``test_access``."""

from __future__ import annotations

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.prospects import planning
from qianjin.apps.prospects.models import (
    Campaign,
    Contact,
    ContactMerge,
    ContactSuspicion,
    ContactTable,
    Handover,
    Organisation,
    Target,
)
from tests.factories.accounts import TODAY
from tests.factories.parks import NOON

from .world import ELSEWHERE, OTHER_PARK, OWN, Scope, Side, World, _side, by_right, covers, kind

NAMES = {
    "prospect",
    "prospect_firm",
    "prospect_pair",
    "prospect_merge",
    "prospect_import",
    "prospect_handover",
    "prospect_campaign",
    "prospect_target",
}


def _owner(side: Side, role: str, relation: str) -> User:
    """One's own; a colleague's of one's section; that of somebody in another section."""
    if relation in (OWN, OTHER_PARK):
        return side.people[role]
    return side.colleagues[Role.DEPUTY_DIRECTOR if relation == ELSEWHERE else role]


def _firm(world: World, role: str, relation: str) -> Organisation:
    side = _side(world, relation)
    name = f"远帆（演示）{role} {relation}"
    return Organisation.objects.get_or_create(
        park=side.park,
        name=name,
        defaults={
            "owner": _owner(side, role, relation),
            "name_key": planning.firm_key(name),
            "made_at": NOON,
        },
    )[0]


def _person(world: World, role: str, relation: str, number: int = 0) -> Contact:
    side = _side(world, relation)
    name = f"陆小明 {role} {relation} {number}"
    return Contact.objects.get_or_create(
        park=side.park,
        name=name,
        defaults={
            "owner": _owner(side, role, relation),
            "name_key": planning.person_key(name),
            "phones": ["13800001234"],
            "retain_until": TODAY,
            "made_at": NOON,
        },
    )[0]


@kind("prospect", by_right(C.PROSPECT_SEE))
def prospect(world: World, role: str, relation: str) -> int:
    return _person(world, role, relation).pk


@kind("prospect_firm", by_right(C.PROSPECT_SEE))
def prospect_firm(world: World, role: str, relation: str) -> int:
    return _firm(world, role, relation).pk


@kind("prospect_pair", by_right(C.PROSPECT_SEE), nothing="c1099511627776")
def prospect_pair(world: World, role: str, relation: str) -> str:
    one, other = (_person(world, role, relation, number) for number in (1, 2))
    row, _new = ContactSuspicion.objects.get_or_create(
        park_id=one.park_id, lower=one, upper=other, defaults={"score": 0.9, "found_at": NOON}
    )
    return f"c{row.pk}"


@kind("prospect_merge", by_right(C.PROSPECT_SEE), nothing="c1099511627776")
def prospect_merge(world: World, role: str, relation: str) -> str:
    kept, dropped = (_person(world, role, relation, number) for number in (3, 4))
    row, _new = ContactMerge.objects.get_or_create(
        park_id=kept.park_id,
        kept=kept,
        dropped=dropped,
        defaults={
            "moved": {"before": {}, "after": {}, "ties": []},
            "merged_by": _owner(_side(world, relation), role, relation),
            "merged_at": NOON,
        },
    )
    return f"c{row.pk}"


def _sees_table(role: str, relation: str) -> bool:
    """One's own; heads everybody's."""
    return covers(scope_of(role, C.PROSPECT_KEEP), relation)


@kind("prospect_import", _sees_table)
def prospect_import(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    owner = _owner(side, role, relation)
    row, _new = ContactTable.objects.get_or_create(
        park=side.park,
        file_name=f"{role} {relation}",
        defaults={
            "sheet": [["姓名"], [""]],
            "columns": {"places": {"name": 0}, "header": 0, "headings": ["姓名"], "source": "card"},
            "made_by": owner,
            "made_at": NOON,
        },
    )
    return row.pk


def _sees_handover(role: str, relation: str) -> bool:
    """Heads alone, every one of the park."""
    is_head = scope_of(role, C.PROSPECT_KEEP) == Scope.PARK
    return is_head and relation != OTHER_PARK


@kind("prospect_handover", _sees_handover)
def prospect_handover(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    owner = _owner(side, role, relation)
    row, _new = Handover.objects.get_or_create(
        park=side.park,
        words=f"{role} {relation}",
        defaults={
            "giver": owner,
            "taker": side.people[Role.AUDITOR]
            if owner != side.people[Role.AUDITOR]
            else side.people[Role.PARK_ADMIN],
            "moved": {"contacts": [], "organisations": []},
            "made_by": owner,
            "made_at": NOON,
        },
    )
    return row.pk


def _campaign(world: World, role: str, relation: str) -> Campaign:
    side = _side(world, relation)
    return Campaign.objects.get_or_create(
        park=side.park,
        name=f"名单（演示）{role} {relation}",
        defaults={"sector": "auto", "made_by": _owner(side, role, relation), "made_at": NOON},
    )[0]


@kind("prospect_campaign", by_right(C.PROSPECT_SEE))
def prospect_campaign(world: World, role: str, relation: str) -> int:
    return _campaign(world, role, relation).pk


@kind("prospect_target", by_right(C.PROSPECT_SEE))
def prospect_target(world: World, role: str, relation: str) -> int:
    campaign = _campaign(world, role, relation)
    row, _new = Target.objects.get_or_create(
        park_id=campaign.park_id,
        campaign=campaign,
        name="远帆（演示）",
        defaults={"name_key": "远帆", "caller": campaign.made_by},
    )
    return row.pk

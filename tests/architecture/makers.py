"""Somebody's things of every kind, one function for each ``thing`` an address names."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import ApiToken, Membership, SavedView, User
from qianjin.apps.desk import services
from qianjin.apps.desk.models import (
    Attachment,
    Cause,
    Entry,
    Extension,
    FollowUp,
    Part,
    Promise,
    PromiseProfile,
    Return,
    ServiceRequest,
)
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.enterprises.services import importing
from qianjin.apps.parks.models import Park, WorkingCalendar
from qianjin.journeys.merge_enterprises import merge_enterprises
from tests.factories import accounts, desk, enterprises, parks
from tests.factories.parks import NOON

from .world import (
    COLLEAGUE,
    ELSEWHERE,
    OTHER_PARK,
    OWN,
    C,
    World,
    _side,
    by_right,
    covers,
    in_park,
    kind,
    own_only,
)

NAMES = {"request", "enterprise", "person"}
"""Some of what is made here: whoever imports this file for its makers may say so."""


@cache
def _request(park_id: int, enterprise_id: int, unit_id: int, officer_id: int | None) -> int:
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    by = accounts.acting(
        Membership.objects.filter(park_id=park_id, role=Role.GENERAL_AFFAIRS).first().user,
        enterprise.park,
    )
    # Numbers count per park and day: those of the other park must not be met here by chance.
    at = NOON - timedelta(days=park_id % 7)
    row = desk.a_request(enterprise, by, at=at, words="临时用电增容", source="phone")
    ServiceRequest.objects.filter(pk=row.pk).update(
        unit_id=unit_id, officer_id=officer_id, status="accepted"
    )
    return row.pk


def request_of(world: World, role: str, relation: str) -> ServiceRequest:
    side = _side(world, relation)
    is_contact = role == Role.ENTERPRISE_CONTACT
    enterprise = side.theirs if relation == COLLEAGUE else side.mine
    seat = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    mine = side.people[role] if relation in (OWN, OTHER_PARK) else side.colleagues[role]
    if relation == ELSEWHERE or is_contact:
        mine = side.colleagues[Role.DEPUTY_DIRECTOR]
    pk = _request(side.park.pk, enterprise.pk, seat.pk, mine.pk)
    return ServiceRequest.objects.get(pk=pk)


@kind("request", by_right(C.REQUEST_SEE), nothing="2026-0101-999")
def request(world: World, role: str, relation: str) -> str:
    return request_of(world, role, relation).number


@kind("part", by_right(C.REQUEST_SEE))
def part(world: World, role: str, relation: str) -> int:
    """A part of a request another section leads, seen because one's unit helps with it."""
    side = _side(world, relation)
    seat = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    helper = people[Role.DEPUTY_DIRECTOR if relation == ELSEWHERE else role]
    enterprise = side.theirs if relation == COLLEAGUE else side.mine
    lead = parks.a_unit(side.park, f"牵头 {role} {relation}"[:40])
    at = NOON - timedelta(days=side.park.pk % 7)
    by = accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park)
    row = desk.a_request(enterprise, by, at=at, words="临时用电增容", source="phone")
    row.unit_id, row.status = lead.pk, "accepted"
    row.save()
    made = services.share(request=row, units=[seat], words="请到场", by=by, at=at)[0]
    Part.objects.filter(pk=made.pk).update(officer=helper)
    return made.pk


@kind("return", by_right(C.REQUEST_SEE))
def return_(world: World, role: str, relation: str) -> int:
    row = request_of(world, role, relation)
    asked_by = _side(world, relation).colleagues[Role.GENERAL_AFFAIRS]
    known = Return.objects.filter(request=row).first() or Return.objects.create(
        park_id=row.park_id,
        request=row,
        unit_id=row.unit_id,
        reason="not_ours",
        words="不属本单位职责",
        asked_by=asked_by,
        asked_at=NOON,
    )
    return known.pk


@kind("extension", by_right(C.REQUEST_SEE))
def extension(world: World, role: str, relation: str) -> int:
    row = request_of(world, role, relation)
    asked_by = _side(world, relation).colleagues[Role.AUDITOR]
    promise = Promise.objects.get(request=row, stage="resolve")
    known = Extension.objects.filter(request=row).first() or Extension.objects.create(
        park_id=row.park_id,
        request=row,
        unit_id=row.unit_id,
        promise=promise,
        words="设备到货延迟",
        until_on="2026-12-31",
        before_at=promise.due_at,
        after_at=promise.due_at + timedelta(days=20),
        asked_by=asked_by,
        asked_at=NOON,
    )
    return known.pk


@kind("cause", by_right(C.REQUEST_SEE))
def cause(world: World, role: str, relation: str) -> int:
    row = request_of(world, role, relation)
    by = _side(world, relation).people[Role.GENERAL_AFFAIRS]
    begun = {"park_id": row.park_id, "title": "停电", "opened_by": by, "opened_at": NOON}
    return Cause.objects.get_or_create(main=row, defaults=begun)[0].pk


@kind("follow_up", by_right(C.REQUEST_SEE))
def follow_up(world: World, role: str, relation: str) -> int:
    row = request_of(world, role, relation)
    begun = {"park_id": row.park_id, "month": NOON.date(), "reason": "sample", "drawn_at": NOON}
    return FollowUp.objects.get_or_create(request=row, round=row.round, defaults=begun)[0].pk


@kind("attachment", by_right(C.REQUEST_SEE))
def attachment(world: World, role: str, relation: str) -> int:
    row = request_of(world, role, relation)
    known = Attachment.objects.filter(request=row).first()
    if known is None:
        entry = Entry.objects.filter(request=row, is_internal=False).earliest("id")
        folder = Path(settings.MEDIA_ROOT) / "walk"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
        known = Attachment.objects.create(
            park_id=row.park_id,
            request=row,
            entry=entry,
            name="照片.jpg",
            media_type="image/jpeg",
            size=14,
            sha256="0" * 64,
            path="walk/one",
            preview="walk/one",
        )
    return known.pk


def _enterprise_of(world: World, role: str, relation: str) -> Enterprise:
    side = _side(world, relation)
    if role == Role.ENTERPRISE_CONTACT:
        return side.mine if relation in (OWN, OTHER_PARK) else side.theirs
    name = f"{relation} {role}（演示）"
    known = Enterprise.objects.filter(park=side.park, name=name).first()
    if known is not None:
        return known
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    row = enterprises.an_enterprise(side.park, name, officer=people[role])
    enterprises.a_contact(row, "联系人")
    return row


def _sees_enterprise(role: str, relation: str) -> bool:
    if role == Role.ENTERPRISE_CONTACT:
        return relation == OWN
    return covers(scope_of(role, C.ENTERPRISE_SEE), relation)


@kind("enterprise", _sees_enterprise)
def enterprise(world: World, role: str, relation: str) -> int:
    return _enterprise_of(world, role, relation).pk


@kind("contact", _sees_enterprise)
def contact(world: World, role: str, relation: str) -> int:
    row = _enterprise_of(world, role, relation)
    return Contact.objects.filter(enterprise=row).earliest("id").pk


@kind("import", in_park)
def import_batch(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    keeper = side.people[Role.GENERAL_AFFAIRS]
    by = accounts.acting(keeper, side.park)
    table = "企业名称,行业\n演示一号公司,汽车零部件\n".encode()
    return importing.upload(park=side.park, data=table, file_name="名录.csv", by=by, at=NOON).pk


@kind("merge", in_park)
def merge(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    name = f"{role} {relation}"
    kept = enterprises.an_enterprise(side.park, f"{name} 留（演示）")
    dropped = enterprises.an_enterprise(side.park, f"{name} 并（演示）")
    by = accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park)
    return merge_enterprises(kept=kept, dropped=dropped, by=by, at=NOON).pk


@kind("person", lambda role, relation: relation in (OWN, ELSEWHERE))
def person(world: World, role: str, relation: str) -> int:
    """A contact of an enterprise (``other_enterprise``) is none of the office's people."""
    if relation == COLLEAGUE:
        return world.here.people[Role.ENTERPRISE_CONTACT].pk
    if relation == OTHER_PARK:
        return world.there.people[Role.GENERAL_AFFAIRS].pk
    role_shown = Role.PLANNING_OFFICER if relation == ELSEWHERE else Role.SECTOR_SPECIALIST
    return world.here.colleagues[role_shown].pk


@kind("membership", lambda role, relation: relation in (OWN, ELSEWHERE))
def membership(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    return Membership.objects.get(user_id=person(world, role, relation), park=side.park).pk


@kind("invitation", in_park)
def invitation(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    by = side.people[Role.PARK_ADMIN]
    return accounts.an_invitation(
        side.park, by, token=f"{role}.{relation}", expires_at=timezone.now() + timedelta(days=1)
    ).pk


@kind("invitation_token", lambda role, relation: True, nothing="never-given-out")
def invitation_token(world: World, role: str, relation: str) -> str:
    invitation(world, f"{role}.link", relation)
    return f"{role}.link.{relation}"


@kind(
    "absence",
    lambda role, relation: (
        covers(max(scope_of(role, C.PERSON_SEE), Scope.OWN), relation) and relation != OTHER_PARK
    ),
)
def absence(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    away = {
        OWN: side.people[role],
        OTHER_PARK: side.people[role],
        COLLEAGUE: side.colleagues[role],
        ELSEWHERE: side.colleagues[
            Role.SECTOR_SPECIALIST if role == Role.PLANNING_OFFICER else Role.PLANNING_OFFICER
        ],
    }[relation]
    deputy = side.colleagues[Role.GENERAL_AFFAIRS]
    if away == deputy:
        deputy = side.people[Role.GENERAL_AFFAIRS]
    return accounts.an_absence(side.park, away, deputy).pk


@kind("unit", in_park)
def unit(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    return (side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)).pk


@kind("chronicle", in_park)
def chronicle(world: World, role: str, relation: str) -> int:
    return parks.a_chronicle_entry(_side(world, relation).park).pk


@kind("calendar", in_park, nothing="no-such-calendar")
def calendar(world: World, role: str, relation: str) -> str:
    if relation != OTHER_PARK:
        return WorkingCalendar.objects.get(park=world.here.park, is_default=True).code
    WorkingCalendar.objects.get_or_create(
        park=world.there.park, code="theirs", defaults={"name_zh": "别处", "name_en": "There"}
    )
    return "theirs"


@kind("profile", in_park, nothing="no-such-promise")
def promise(world: World, role: str, relation: str) -> str:
    side = _side(world, relation)
    if relation != OTHER_PARK:
        return PromiseProfile.objects.filter(park=side.park).earliest("id").code
    if not PromiseProfile.objects.filter(park=side.park, code="theirs").exists():
        desk.a_promise(side.park, "theirs", is_default=False)
    return "theirs"


@kind("audit_entry", lambda role, relation: relation != OTHER_PARK)
def audit_entry(world: World, role: str, relation: str) -> int:
    """Numbered per park: the other park's chain is made longer, and its last number asked for."""
    request_of(world, Role.GENERAL_AFFAIRS, OWN)
    if relation != OTHER_PARK:
        return 1
    return _a_longer_chain(world.there.park.pk)


@cache
def _a_longer_chain(park_id: int) -> int:
    from tests.factories.audit import some_entries

    longer = 1500  # than the own park's chain ever grows in the walk
    some_entries(park_id, many=longer)
    return longer


def _owner(world: World, role: str, relation: str) -> tuple[Park, User]:
    """Whose private thing it is; ``other_park``: one's own, but kept in another park."""
    side = world.here
    if relation == OTHER_PARK:
        return world.there.park, side.people[role]
    owner = {
        OWN: side.people[role],
        COLLEAGUE: side.colleagues[role],
        ELSEWHERE: side.colleagues[Role.PLANNING_OFFICER],
    }[relation]
    return side.park, owner


@kind("notice", own_only)
def notice(world: World, role: str, relation: str) -> int:
    return accounts.a_notice(*_owner(world, role, relation)).pk


@kind("saved_view", own_only)
def saved_view(world: World, role: str, relation: str) -> int:
    park, owner = _owner(world, role, relation)
    return SavedView.objects.create(
        park=park, user=owner, page="requests", name=f"{role} {relation}", query="tab=late"
    ).pk


@kind("token", own_only)
def token(world: World, role: str, relation: str) -> int:
    park, owner = _owner(world, role, relation)
    return ApiToken.objects.create(
        park=park,
        user=owner,
        name="演示",
        hint="qj_demo0",
        token_hash=f"{role}.{relation}",
        is_read_only=True,
        made_at=NOON,
        expires_at=timezone.now() + timedelta(days=300),
    ).pk

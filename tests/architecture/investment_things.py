"""Things of investment projects, for the walk of ``test_access``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import Membership, User
from qianjin.apps.investment import services
from qianjin.apps.investment.models import (
    AdmissionReview,
    BureauOpinion,
    Criterion,
    Project,
    ProjectTable,
    TouchFile,
)
from qianjin.apps.parks.models import Park
from tests.factories import accounts
from tests.factories.investment import the_pipeline, the_stage
from tests.factories.parks import NOON

from .world import ELSEWHERE, OTHER_PARK, OWN, C, Scope, World, _side, by_right, in_park, kind

NAMES = {
    "project",
    "project_file",
    "project_import",
    "project_stage",
    "project_trip",
    "project_opinion",
}


@cache
def _project(park_id: int, owner_id: int, unit_id: int) -> int:
    park = Park.objects.get(pk=park_id)
    head = _head(park)
    row = services.add_project(
        park=park,
        pipeline=the_pipeline(park),
        name="航空复材项目（演示）",
        sector="aviation",
        source="trip",
        by=accounts.acting(head, park),
        at=NOON,
    )
    Project.objects.filter(pk=row.pk).update(owner_id=owner_id, unit_id=unit_id)
    return row.pk


def _head(park: Park) -> User:
    member = Membership.objects.filter(park=park, role=Role.DEPUTY_DIRECTOR).first()
    assert member is not None
    return member.user


def project_of(world: World, role: str, relation: str) -> Project:
    """One's own, a colleague's of the same section, or another section's."""
    side = _side(world, relation)
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    seat = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    owner = side.colleagues[Role.DEPUTY_DIRECTOR] if relation == ELSEWHERE else people[role]
    return Project.objects.get(pk=_project(side.park.pk, owner.pk, seat.pk))


@kind("project", by_right(C.PROJECT_SEE))
def project(world: World, role: str, relation: str) -> int:
    return project_of(world, role, relation).pk


@kind("project_file", by_right(C.PROJECT_SEE))
def project_file(world: World, role: str, relation: str) -> int:
    row = project_of(world, role, relation)
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
    known = TouchFile.objects.filter(touch__project=row).first()
    if known is None:
        side = _side(world, relation)
        by = accounts.acting(side.people[Role.DEPUTY_DIRECTOR], side.park)
        made = services.touch(project=row, kind="walk", words="踏勘", by=by, at=NOON)
        known = TouchFile.objects.create(
            park_id=row.park_id,
            touch=made,
            at=NOON,
            name="地块.jpg",
            media_type="image/jpeg",
            size=14,
            sha256="0" * 64,
            path="walk/one",
            preview="walk/one",
        )
    return known.pk


def _sees_table(role: str, relation: str) -> bool:
    """One's own; directors everybody's."""
    reach = scope_of(role, C.PROJECT_KEEP)
    whole = reach == Scope.PARK and relation != OTHER_PARK
    return whole or bool(reach and relation == OWN)


@kind("project_import", _sees_table)
def project_import(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    row, _new = ProjectTable.objects.get_or_create(
        park=side.park,
        file_name=f"{role} {relation}",
        defaults={
            "sheet": [["项目名称"], [""]],
            "columns": {"places": {"name": 0}, "header": 0, "headings": ["项目名称"]},
            "made_by": people[role],
            "made_at": NOON,
        },
    )
    return row.pk


@kind("project_stage", in_park)
def project_stage(world: World, role: str, relation: str) -> int:
    return the_stage(_side(world, relation).park, "talks").pk


@kind("project_trip", in_park)
def project_trip(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    by = accounts.acting(_head(side.park), side.park)
    return services.plan_trip(
        park=side.park,
        title="长三角招商（演示）",
        members="招商引资部",
        from_on=NOON.date(),
        until_on=NOON.date(),
        cities=["上海"],
        by=by,
        at=NOON,
    ).pk


@kind("project_opinion", by_right(C.OPINION_GIVE))
def project_opinion(world: World, role: str, relation: str) -> int:
    """A bureau's own, or another's."""
    side = _side(world, relation)
    row = project_of(world, role, relation)
    known = AdmissionReview.objects.filter(project=row).first()
    if known is None:
        by = accounts.acting(_head(side.park), side.park)
        if not Criterion.objects.filter(park=side.park).exists():
            services.keep_criterion(
                park=side.park, name_zh="投资强度", weight=1, minimum=0, position=1, by=by, at=NOON
            )
        known = services.open_review(project=row, units=[], by=by, at=NOON)
    seat = side.elsewhere(role) if relation == ELSEWHERE else side.unit_of(role)
    given = {"park_id": row.park_id, "asked_at": NOON, "due_at": NOON}
    return BureauOpinion.objects.get_or_create(review=known, unit=seat, defaults=given)[0].pk

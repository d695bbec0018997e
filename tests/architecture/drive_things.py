"""Things of special actions: one action for each role and relation, with all that hangs on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.drives import services as drives
from qianjin.apps.drives.models import Answer, AnswerFile, Drive, DriveSheet, Resource, Target
from tests.factories import accounts
from tests.factories.parks import NOON

from .world import COLLEAGUE, OTHER_PARK, OWN, C, World, _side, by_right, covers, kind

NAMES = {"drive", "drive_target", "drive_resource", "drive_sheet", "drive_file"}


def _drive_of(world: World, role: str, relation: str) -> Drive:
    side = _side(world, relation)
    name = f"芯片摸底（演示）{role} {relation}"[:80]
    known = Drive.objects.filter(park=side.park, name=name).first()
    if known is not None:
        return known
    by = accounts.acting(side.people[Role.DEPUTY_DIRECTOR], side.park)
    made = drives.start_drive(
        park=side.park,
        name=name,
        words="缺哪些芯片？",
        due_on=NOON.date() + timedelta(days=400),
        chosen=[side.mine, side.theirs],
        by=by,
        at=NOON,
    )
    question = drives.add_question(drive=made, kind="number", text="缺口", by=by, at=NOON)
    drives.add_resource(
        drive=made, name="周转芯片", slots=[("", None, 5)], asks=question, by=by, at=NOON
    )
    mine = side.people[role] if relation in (OWN, OTHER_PARK) else side.colleagues[role]
    made.targets.update(officer=mine)
    drives.tell(drive=made, by=by, at=NOON)
    return made


def _target_of(world: World, role: str, relation: str) -> Target:
    """Of another enterprise where a colleague's is meant: what contacts are kept apart by."""
    side = _side(world, relation)
    firm = side.theirs if relation == COLLEAGUE else side.mine
    return _drive_of(world, role, relation).targets.get(enterprise=firm)


def _sees(role: str, relation: str) -> bool:
    if covers(scope_of(role, C.DRIVE_SEE), relation):
        return True
    scope = scope_of(role, C.DRIVE_ANSWER)
    return scope == Scope.ENTERPRISE and covers(scope, relation)


@kind("drive", by_right(C.DRIVE_SEE))
def drive(world: World, role: str, relation: str) -> int:
    return _drive_of(world, role, relation).pk


@kind("drive_target", _sees)
def drive_target(world: World, role: str, relation: str) -> int:
    return _target_of(world, role, relation).pk


@kind("drive_resource", by_right(C.DRIVE_SEE))
def drive_resource(world: World, role: str, relation: str) -> int:
    return Resource.objects.get(drive=_drive_of(world, role, relation)).pk


@kind("drive_sheet", by_right(C.DRIVE_RUN))
def drive_sheet(world: World, role: str, relation: str) -> int:
    made = _drive_of(world, role, relation)
    known = DriveSheet.objects.filter(drive=made).first()
    if known is not None:
        return known.pk
    return drives.upload_sheet(
        drive=made,
        purpose="targets",
        data=f"企业名称\n{made.targets.earliest('id').enterprise.name}".encode(),
        file_name="名单.csv",
        by=accounts.acting(_side(world, relation).people[Role.DEPUTY_DIRECTOR], made.park),
        at=NOON,
    ).pk


@kind("drive_file", _sees)
def drive_file(world: World, role: str, relation: str) -> int:
    target = _target_of(world, role, relation)
    question = target.drive.questions.earliest("id")
    answer, _made = Answer.objects.get_or_create(
        park_id=target.park_id, target=target, question=question
    )
    known = answer.files.first()
    if known is not None:
        return known.pk
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "promise").write_bytes("一".encode())
    return AnswerFile.objects.create(
        park_id=target.park_id,
        answer=answer,
        name="承诺书.txt",
        media_type="text/plain",
        size=3,
        sha256="0" * 64,
        path="walk/promise",
    ).pk

"""Things of the parcel book, for the walk of ``test_access``."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.land import services
from qianjin.apps.land.models import Barrier, LandRight, LowUse, Parcel, ParcelFile, SurveyFile
from qianjin.apps.land.services import Proposed
from tests.factories import accounts, parks
from tests.factories.land import square
from tests.factories.parks import NOON

from .world import ELSEWHERE, OTHER_PARK, Side, World, _side, by_right, covers, in_park, kind

NAMES = {
    "barrier",
    "parcel",
    "parcel_file",
    "parcel_right",
    "boundary_change",
    "survey_file",
    "low_use",
}
_places = count(1)
SURVEY = """[属性描述]
坐标系=2000国家大地坐标系
带号=40
[地块坐标]
5,1.0000,DK-W,一号地,面,,工业用地,,@
J1,1,3350600,40514900
J2,1,3350600,40515000
J3,1,3350500,40515000
J4,1,3350500,40514900
J1,1,3350600,40514900
"""


def _parcel_of(world: World, role: str, relation: str) -> Parcel:
    """Lies in the village of the town's liaison; what is another section's, in another village."""
    side = _side(world, relation)
    number = f"W-{role}-{relation}"[:40]
    known = Parcel.objects.filter(park=side.park, number=number).first()
    if known is not None:
        return known
    village = side.units[Role.VILLAGE_LIAISON]
    if relation == ELSEWHERE:
        village = parks.a_unit(side.park, f"邻村{next(_places)}", "village")
    return services.add_parcel(
        park=side.park,
        shape=square(120 * next(_places)),
        number=number,
        village=village,
        state="built",
        by=accounts.acting(side.colleagues[Role.DEPUTY_DIRECTOR], side.park),
        at=NOON,
    )


def _whole(role: str, relation: str) -> bool:
    """What is proposed, and low-efficiency land: for those alone who see the whole book."""
    scope = scope_of(role, C.PARCEL_SEE)
    return scope == Scope.PARK and relation != OTHER_PARK and covers(scope, relation)


@kind("parcel", by_right(C.PARCEL_SEE))
def parcel(world: World, role: str, relation: str) -> int:
    return _parcel_of(world, role, relation).pk


@kind("barrier", in_park)
def barrier(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    known = Barrier.objects.filter(park=side.park, ended_on=None).first()
    return (known or _lane(side)).pk


def _lane(side: Side) -> Barrier:
    return services.add_barrier(
        park=side.park,
        text="40515000,3350600\n40515000,3350700",
        name="村道",
        rank="lane",
        width_m=Decimal(6),
        joins=True,
        by=accounts.acting(side.colleagues[Role.DEPUTY_DIRECTOR], side.park),
        at=NOON,
    )


@kind("parcel_file", by_right(C.PARCEL_SEE))
def parcel_file(world: World, role: str, relation: str) -> int:
    row = _parcel_of(world, role, relation)
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
    known = row.files.first() or ParcelFile.objects.create(
        park_id=row.park_id,
        parcel=row,
        by_name="顾明舟",
        at=NOON,
        name="现场.jpg",
        media_type="image/jpeg",
        size=14,
        sha256="0" * 64,
        path="walk/one",
        preview="walk/one",
    )
    return known.pk


@kind("parcel_right", by_right(C.PARCEL_SEE))
def parcel_right(world: World, role: str, relation: str) -> int:
    row = _parcel_of(world, role, relation)
    known = row.rights.first() or LandRight.objects.create(
        park_id=row.park_id, parcel=row, kind="lease", holder="承租人（演示）"
    )
    return known.pk


@kind("boundary_change", _whole)
def boundary_change(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    change = services.propose_change(
        park=side.park,
        kind="new",
        after=[Proposed(square(120 * next(_places), 400))],
        reason="勘测",
        by=accounts.acting(side.colleagues[Role.DEPUTY_DIRECTOR], side.park),
        at=NOON,
    )
    return change.pk


@kind("survey_file", _whole)
def survey_file(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "survey").write_text(SURVEY, encoding="gbk")
    row = SurveyFile.objects.create(
        park=side.park,
        name="地块.txt",
        size=len(SURVEY),
        sha256="0" * 64,
        path="walk/survey",
        sent_by=side.colleagues[Role.DEPUTY_DIRECTOR],
        sent_at=NOON,
    )
    return row.pk


@kind("low_use", _whole)
def low_use(world: World, role: str, relation: str) -> int:
    row = _parcel_of(world, role, relation)
    known = row.low_uses.first() or services.enter_low_use(
        parcel=row,
        reasons=["grade"],
        words="D类",
        by=accounts.acting(_side(world, relation).colleagues[Role.DEPUTY_DIRECTOR], row.park),
        at=NOON,
    )
    assert isinstance(known, LowUse)
    return known.pk

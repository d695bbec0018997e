"""Things of support schemes, for the walk of ``test_access``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.subsidies import services
from qianjin.apps.subsidies.models import Claim, ClaimFile, Scheme, SchemeTable
from tests.factories import accounts
from tests.factories.parks import NOON

from .makers import _enterprise_of
from .world import OTHER_PARK, OWN, World, _side, covers, kind

NAMES = {"scheme", "scheme_import", "public_scheme", "claim", "claim_file"}


def _scheme_of(world: World, role: str, relation: str) -> Scheme:
    side = _side(world, relation)
    title = f"研发投入补助（演示）{role} {relation}"
    known = Scheme.objects.filter(park=side.park, title=title).first()
    return known or services.write_scheme(
        park=side.park,
        title=title,
        issuer="科技局（演示）",
        valid_from=date(2020, 1, 1),
        amount_rule="最高100万元",
        documents=["申报表"],
        state="published",
        by=accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park),
        at=NOON,
    )


def _sees(role: str, relation: str) -> bool:
    """A scheme in force is everybody's who reads schemes at all."""
    return relation != OTHER_PARK and scope_of(role, C.SCHEME_SEE) > 0


@kind("scheme", _sees)
def scheme(world: World, role: str, relation: str) -> int:
    return _scheme_of(world, role, relation).pk


def _sees_table(role: str, relation: str) -> bool:
    """Whoever keeps the register sees every table of it."""
    return covers(scope_of(role, C.SCHEME_EDIT), relation)


@kind("scheme_import", _sees_table)
def scheme_import(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    people = side.people if relation in (OWN, OTHER_PARK) else side.colleagues
    row, _new = SchemeTable.objects.get_or_create(
        park=side.park,
        file_name=f"{role} {relation}",
        defaults={
            "sheet": [["政策标题"], [""]],
            "columns": {"places": {"title": 0}, "header": 0, "headings": ["政策标题"]},
            "made_by": people[role],
            "made_at": NOON,
        },
    )
    return row.pk


@kind("public_scheme", _sees)
def public_scheme(world: World, role: str, relation: str) -> int:
    return _scheme_of(world, role, relation).pk


def _sees_claim(role: str, relation: str) -> bool:
    """A contact those of the own enterprise; what is another section's is another enterprise's."""
    if role == Role.ENTERPRISE_CONTACT:
        return relation == OWN
    return covers(scope_of(role, C.CLAIM_SEE), relation)


def _claim_of(world: World, role: str, relation: str) -> Claim:
    side = _side(world, relation)
    row, firm = _scheme_of(world, role, relation), _enterprise_of(world, role, relation)
    by = accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park)
    return services.begin(scheme=row, enterprise=firm, by=by, at=NOON)


@kind("claim", _sees_claim)
def claim(world: World, role: str, relation: str) -> int:
    return _claim_of(world, role, relation).pk


@kind("claim_file", _sees_claim)
def claim_file(world: World, role: str, relation: str) -> int:
    row = _claim_of(world, role, relation)
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one").write_bytes(b"\xff\xd8\xff photograph")
    known = row.files.first() or ClaimFile.objects.create(
        park_id=row.park_id,
        claim=row,
        by_name="陈岚",
        at=NOON,
        name="申报表.jpg",
        media_type="image/jpeg",
        size=14,
        sha256="0" * 64,
        path="walk/one",
        preview="walk/one",
    )
    return known.pk

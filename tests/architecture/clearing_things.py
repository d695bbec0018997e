"""Makers of what stands in the addresses of acquisition, listing and sites, for ``test_access``."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from qianjin.apps.accounts.choices import Capability as C
from qianjin.apps.accounts.choices import Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.clearing.models import (
    Acquisition,
    Listing,
    ListingPaper,
    Objection,
    PaperFile,
    SiteNeed,
    VillagePart,
)
from qianjin.apps.land import planning
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Unit
from tests.factories.clearing import TODAY
from tests.factories.parks import NOON, a_unit

from .world import ELSEWHERE, Side, World, _side, by_right, covers, kind

NAMES = {"acquisition", "village_part", "listing", "site_need"}


def _office(role: str, relation: str) -> bool:
    """Dossiers are the office's: a liaison sees none, not even those of the own village."""
    scope = scope_of(role, C.CLEARING_SEE)
    return scope == Scope.PARK and covers(scope, relation)


def _village(side: Side, relation: str) -> Unit:
    """The liaison's own village; for what stands elsewhere another one."""
    own = Unit.objects.filter(park=side.park, name_zh="某村").get()
    if relation != ELSEWHERE:
        return own
    return Unit.objects.filter(park=side.park, name_zh="别村").first() or a_unit(
        side.park, "别村", "village"
    )


@cache
def _parcel(park_id: int, village_id: int, place: str) -> int:
    """A square of its own for each use; entered as it is, for who may do so is not asked here."""
    south = 30.2 + Parcel.objects.filter(park_id=park_id).count() / 100
    boundary = planning.boundary_of(shapely.box(119.9, south, 119.901, south + 0.001), 40)
    west, south, east, north = boundary.bounds
    return Parcel.objects.create(
        park_id=park_id,
        number=f"W-{place}-{village_id}",
        village_id=village_id,
        shape=boundary.shape,
        west=west,
        south=south,
        east=east,
        north=north,
        area_plane=boundary.area,
        origin="drawn",
        opened_on=TODAY,
        changed_at=NOON,
    ).pk


def _writer(side: Side) -> User:
    return next(iter(side.people.values()))


def _acquisition(world: World, relation: str) -> Acquisition:
    side = _side(world, relation)
    village = _village(side, relation)
    known = Acquisition.objects.filter(park=side.park, parts__village=village).first()
    if known is not None:
        return known
    made = Acquisition.objects.create(
        park=side.park,
        parcel_id=_parcel(side.park.pk, village.pk, "acq"),
        opened_by=_writer(side),
        opened_at=NOON,
    )
    part = VillagePart.objects.create(
        park=side.park, acquisition=made, village=village, households=3, members=9, due=Decimal(90)
    )
    Objection.objects.create(
        park=side.park,
        part=part,
        household="01-01",
        ground="amount",
        words="面积有异议",
        raised_on=TODAY,
        by_name="演示",
        at=NOON,
    )
    return made


@kind("acquisition", by_right(C.CLEARING_SEE))
def acquisition(world: World, role: str, relation: str) -> int:
    return _acquisition(world, relation).pk


@kind("village_part", by_right(C.CLEARING_SEE))
def village_part(world: World, role: str, relation: str) -> int:
    return _acquisition(world, relation).parts.get().pk


@kind("objection", by_right(C.CLEARING_SEE))
def objection(world: World, role: str, relation: str) -> int:
    return Objection.objects.get(part__acquisition=_acquisition(world, relation)).pk


@kind("village", by_right(C.CLEARING_SEE))
def village(world: World, role: str, relation: str) -> int:
    return _village(_side(world, relation), relation).pk


@kind("land_way", by_right(C.CLEARING_SEE))
def land_way(world: World, role: str, relation: str) -> int:
    return _acquisition(world, relation).parcel_id


@kind("land_step", by_right(C.CLEARING_SEE), nothing={"pk": 2**40, "code": "risk"})
def land_step(world: World, role: str, relation: str) -> dict[str, Any]:
    return {"pk": _acquisition(world, relation).parcel_id, "code": "risk"}


def _listing(world: World, relation: str) -> Listing:
    side = _side(world, relation)
    known = Listing.objects.filter(park=side.park).first()
    if known is not None:
        return known
    village = _village(side, relation)
    made = Listing.objects.create(
        park=side.park,
        parcel_id=_parcel(side.park.pk, village.pk, "listing"),
        opened_by=_writer(side),
        opened_at=NOON,
    )
    paper = ListingPaper.objects.create(
        park=side.park, listing=made, position=1, kind="document", name_zh="勘测定界图"
    )
    folder = Path(settings.MEDIA_ROOT) / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "paper").write_bytes(b"J1,1,3350600,40514900")
    PaperFile.objects.create(
        park=side.park,
        paper=paper,
        by_name="演示",
        at=NOON,
        name="界址点.txt",
        media_type="text/plain",
        size=21,
        sha256="0" * 64,
        path="walk/paper",
    )
    return made


@kind("listing", _office)
def listing(world: World, role: str, relation: str) -> int:
    return _listing(world, relation).pk


@kind("listing_paper", _office)
def listing_paper(world: World, role: str, relation: str) -> int:
    return _listing(world, relation).papers.get().pk


@kind("paper_file", _office)
def paper_file(world: World, role: str, relation: str) -> int:
    return PaperFile.objects.get(paper__listing=_listing(world, relation)).pk


@kind("site_need", by_right(C.SITE_SEE))
def site_need(world: World, role: str, relation: str) -> int:
    side = _side(world, relation)
    known = SiteNeed.objects.filter(park=side.park).first()
    if known is None:
        known = SiteNeed.objects.create(
            park=side.park,
            name="演示项目",
            mu_min=Decimal(20),
            mu_max=Decimal(30),
            made_by=_writer(side),
            made_at=NOON,
        )
    return known.pk

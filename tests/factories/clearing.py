"""Acquisitions, listings and needs of land, each as far as a test wants it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from qianjin.apps.clearing import services
from qianjin.apps.clearing.models import Acquisition, Listing, SiteNeed, VillagePart
from qianjin.apps.land.models import Parcel
from qianjin.apps.land.services import change_parcel

from .accounts import Cast
from .land import a_parcel, a_village
from .parks import NOON

TODAY = date(2026, 11, 23)
FIRST = date(2026, 1, 5)


def an_acquisition(cast: Cast, parcel: Parcel | None = None, **fields: Any) -> Acquisition:
    """A parcel in one village of 40 households is being acquired; 1,000,000 yuan is due."""
    parcel = parcel or a_parcel(cast, village=fields.pop("village", None) or a_village(cast))
    made = services.open_acquisition(
        parcel=parcel, by=cast.acts(cast.gumingzhou), at=NOON, **fields
    )
    for part in made.parts.all():
        set_part(cast, part)
    return made


def set_part(cast: Cast, part: VillagePart, **fields: Any) -> VillagePart:
    given = {"households": 40, "members": 120, "due": Decimal(1_000_000)} | fields
    return services.set_part(part=part, by=cast.acts(cast.gumingzhou), at=NOON, **given)


def enter(
    cast: Cast, parcel: Parcel, code: str, begun: date, done: date | None, **fields: Any
) -> None:
    services.enter_step(
        parcel=parcel,
        code=code,
        begun_on=begun,
        done_on=done,
        by=cast.acts(cast.gumingzhou),
        at=NOON,
        **fields,
    )


NOTICED = (
    ("pre_notice", 0, 14),
    ("survey", 0, 20),
    ("survey_result", 21, 26),
    ("risk", 2, 30),
    ("plan", 31, 38),
    ("notice", 40, 70),
    ("register", 40, 70),
)
"""Steps until households may sign, in days after the first."""
APPROVED = (
    ("quota", 0, 30),
    ("funds", 31, 45),
    ("dossier", 120, 135),
    ("approval", 136, 200),
    ("acquisition_notice", 201, 216),
)


def run_notice(cast: Cast, acquisition: Acquisition) -> Acquisition:
    """Every step until the notice of the plan has run; households may sign."""
    return _run(cast, acquisition, NOTICED)


def run_approval(cast: Cast, acquisition: Acquisition) -> Acquisition:
    """Every household has signed, the acquisition is approved and noticed; money may be paid."""
    run_notice(cast, acquisition)
    for part in acquisition.parts.all():
        count(cast, part, "signed", part.households, on=FIRST + timedelta(100))
    return _run(cast, acquisition, APPROVED)


def _run(cast: Cast, acquisition: Acquisition, steps: Any) -> Acquisition:
    for code, begun, done in steps:
        enter(cast, acquisition.parcel, code, FIRST + timedelta(begun), FIRST + timedelta(done))
    acquisition.refresh_from_db()
    return acquisition


def count(
    cast: Cast, part: VillagePart, kind: str, amount: Any, on: date = TODAY, **f: Any
) -> None:
    services.count(
        part=part,
        kind=kind,
        amount=Decimal(amount),
        on=on,
        by=cast.acts(f.pop("by", cast.gumingzhou)),
        at=NOON,
        **f,
    )
    part.refresh_from_db()


def an_objection(cast: Cast, part: VillagePart, **fields: Any) -> Any:
    given = {
        "household": "03-17",
        "ground": "amount",
        "words": "对苗木补偿数量有异议",
        "raised_on": TODAY,
    } | fields
    return services.raise_objection(part=part, by=cast.acts(cast.gumingzhou), at=NOON, **given)


def cleared(cast: Cast, parcel: Parcel) -> Parcel:
    """An acquired parcel, levelled, with planning conditions, utilities and the plan approved."""
    change_parcel(
        parcel=parcel,
        version=None,
        by=cast.acts(cast.gumingzhou),
        at=NOON,
        state="acquired",
        use_code="100101",
        use_name="一类工业用地",
        far_max=Decimal("2.5"),
        utilities={name: {"state": "there"} for name in ("power", "water", "road", "levelled")},
    )
    for code in ("indicators", "valuation", "listing_dossier", "transfer_plan"):
        enter(cast, parcel, code, TODAY - timedelta(20), TODAY - timedelta(5))
    parcel.refresh_from_db()
    return parcel


def a_listing(cast: Cast, parcel: Parcel | None = None, **fields: Any) -> Listing:
    parcel = parcel or cleared(cast, a_parcel(cast))
    return services.open_listing(parcel=parcel, by=cast.acts(cast.gumingzhou), at=NOON, **fields)


def complete(cast: Cast, listing: Listing) -> Listing:
    """Every paper of the dossier is there."""
    for paper in listing.papers.all():
        services.set_paper(
            paper=paper, state="there", came_on=TODAY, by=cast.acts(cast.gumingzhou), at=NOON
        )
    return listing


def a_need(cast: Cast, **fields: Any) -> SiteNeed:
    given = {"name": "演示·座舱项目", "mu_min": Decimal(20), "mu_max": Decimal(35)} | fields
    return services.add_need(park=cast.park, by=cast.acts(cast.gumingzhou), at=NOON, **given)

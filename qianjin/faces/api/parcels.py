"""地块 Parcels, one with its owners and rights, and changes of boundaries; to read.

For programs that draw maps there is OGC API - Features; here is what is said of parcels.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors
from qianjin.faces.gate.requests import ParkRequest

from .machine import reads
from .shapes import READING, EnterpriseRef, Id

router = Router(tags=["parcels"])
FIELDS = (
    "number", "name", "sector", "state", "area_plane", "area_stated", "origin", "accuracy_m",
    "use_code", "use_name", "far_min", "far_max", "density_max", "height_max", "green_max",
    "price_per_mu", "utilities", "power_kva", "water_tpd", "frontage_m", "soil", "is_enclave",
    "low_use", "ready_likely", "stage", "opened_on", "closed_on", "version",
)  # fmt: skip
Mu = Annotated[Decimal, Field(ge=0, le=10**9)]


class UnitRef(Schema):
    """A village, a town or another unit."""

    id: int
    name: str


class ParcelList(Schema):
    """Which parcels; areas in 亩."""

    q: Annotated[str, Field(max_length=40)] = ""
    state: Literal[
        "", "planned", "acquiring", "acquired", "listed", "granted", "built", "reserved"
    ] = ""
    sector: Literal["", "auto", "aviation"] = ""
    low_use: Literal["", "found", "remedying", "remedied", "dismissed"] = ""
    village: Id | None = None
    owner: Id | None = None
    enclave: bool = False
    closed: bool = False
    mu_min: Mu | None = None
    mu_max: Mu | None = None
    order: Literal["number", "area"] = "number"
    after: Annotated[str, Field(max_length=80)] = ""


class ParcelOut(Schema):
    """A parcel; areas in ㎡, price in 万元 per 亩, lengths in metres."""

    id: int
    number: str
    name: str
    village: UnitRef | None
    owner: UnitRef | None
    sector: str
    state: str
    area_plane: Decimal
    area_mu: Decimal
    area_stated: Decimal | None
    origin: str
    accuracy_m: Decimal | None
    use_code: str
    use_name: str
    far_min: Decimal | None
    far_max: Decimal | None
    density_max: Decimal | None
    height_max: Decimal | None
    green_max: Decimal | None
    price_per_mu: Decimal | None
    utilities: dict[str, Any]
    power_kva: Decimal | None
    water_tpd: Decimal | None
    frontage_m: Decimal | None
    soil: str
    is_enclave: bool
    low_use: str
    ready_likely: date | None
    stage: str
    opened_on: date
    closed_on: date | None
    version: int


class ParcelPage(Schema):
    """A page of parcels; ``more`` goes into ``after``."""

    items: list[ParcelOut]
    more: str


class ShareOut(Schema):
    """An exact share: ``numerator`` of ``denominator`` parts."""

    owner: str
    unit: int | None
    numerator: int
    denominator: int
    basis: str


class RightOut(Schema):
    """A right on a parcel; the amount in 万元."""

    kind: str
    enterprise: EnterpriseRef | None
    holder: str
    from_on: date | None
    until_on: date | None
    ended_on: date | None
    amount_wan: Decimal | None
    document: str


class IndicatorOut(Schema):
    """One figure of 标准地, in the unit named."""

    kind: str
    bound: str
    value: Decimal
    unit: str


class ParcelFull(ParcelOut):
    """A parcel with owners, rights, indicators and its boundary (GeoJSON, CGCS2000 lon/lat)."""

    shares: list[ShareOut]
    rights: list[RightOut]
    indicators: list[IndicatorOut]
    successors: list[str]
    geometry: dict[str, Any]


class ChangeList(Schema):
    """Which changes of boundaries."""

    state: Literal["", "proposed", "approved", "rejected", "withdrawn"] = ""
    before: Annotated[int, Field(ge=0, le=2**62)] = 0


class ChangeOut(Schema):
    """A change of boundaries with the numbers on either side."""

    id: int
    kind: str
    state: str
    reason: str
    source: str
    proposed_by: str
    proposed_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    effective_on: date | None
    before: list[str]
    after: list[str]


class ChangePage(Schema):
    """A page of changes, newest first; ``older`` goes into ``before``."""

    items: list[ChangeOut]
    older: str


@reads(
    router,
    "/parcels",
    Capability.PARCEL_SEE,
    response={200: ParcelPage, **READING},
    summary="List parcels",
)
def list_parcels(request: ParkRequest, given: Query[ParcelList]) -> Any:
    """Parcels by number or by area, largest first; a village sees its own."""
    wanted = given.dict()
    after = wanted.pop("after")
    filters = selectors.ParcelFilters(**wanted)
    page = selectors.parcels_page(request.actor, filters, after=after)
    return {"items": [_parcel(row) for row in page.rows], "more": page.more}


@reads(
    router,
    "/parcels/{int:pk}",
    Capability.PARCEL_SEE,
    thing="parcel",
    response={200: ParcelFull, **READING},
    summary="One parcel",
)
def get_parcel(request: ParkRequest, pk: int) -> Any:
    """One parcel with owners in exact shares, rights, indicators and boundary."""
    row = selectors.parcel_for(request.actor, pk)
    return {
        **_parcel(row),
        "shares": [
            {
                "owner": share.holder_name,
                "unit": share.unit_id,
                "numerator": share.numerator,
                "denominator": share.denominator,
                "basis": share.basis,
            }
            for share in selectors.shares_of(row)
        ],
        "rights": [_right(right) for right in selectors.rights_of(row)],
        "indicators": [
            {"kind": one.kind, "bound": one.bound, "value": one.value, "unit": one.unit}
            for one in selectors.indicators_of(row)
        ],
        "successors": [one.number for one in selectors.successors_of(row)],
        "geometry": selectors.geojson_of(row),
    }


@reads(
    router,
    "/parcel-changes",
    Capability.PARCEL_SEE,
    response={200: ChangePage, **READING},
    summary="List changes of boundaries",
)
def list_changes(request: ParkRequest, given: Query[ChangeList]) -> Any:
    """Changes, newest first; for those who see the whole book."""
    page = selectors.changes_page(request.actor, given.state, before=given.before)
    return {"items": [_change(row) for row in page.rows], "older": page.older}


def _parcel(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in FIELDS},
        "area_mu": row.mu,
        "village": _unit(row.village),
        "owner": _unit(row.main_owner),
    }


def _unit(unit: Any) -> dict[str, Any] | None:
    return {"id": unit.pk, "name": unit.name} if unit else None


def _right(right: Any) -> dict[str, Any]:
    firm = right.enterprise
    names = ("kind", "holder", "from_on", "until_on", "ended_on", "amount_wan", "document")
    return {
        **{name: getattr(right, name) for name in names},
        "enterprise": {"id": firm.pk, "name": firm.name} if firm else None,
    }


def _change(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ("kind", "state", "reason", "source")},
        "proposed_by": row.proposed_by.name,
        "proposed_at": row.proposed_at,
        "reviewed_by": row.reviewed_by.name if row.reviewed_by else "",
        "reviewed_at": row.reviewed_at,
        "effective_on": row.effective_on,
        "before": [past.parcel.number for past in row.before.all()],
        "after": [one.number for one in row.after.all()],
    }

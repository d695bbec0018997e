"""人脉 Prospect firms and the people there: to read, to enter and to change; numbers are masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.faces.gate.requests import ParkRequest

from .machine import changes, reads
from .shapes import CHANGING, READING, Given, Id, Line, MaybeWords

router = Router(tags=["prospects"])
Cursor = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=10)]
Names = Annotated[list[Line], Field(max_length=10)]
COMMON = ("id", "name", "city", "source", "tags", "note", "touched_on", "made_at", "version")
FIRM = ("sector", "size", "credit_code", "other_names", "retired_at", "enterprise_id")
PERSON = ("post", "wechat", "email", "met_where", "met_on", "basis", "consent_on", "retain_until")


class ProspectFilters(Schema):
    """Which entries; ``q`` searches words, and in the list of contacts a whole number."""

    q: Line = ""
    owner: Id | None = None
    mine: bool = False
    city: Line = ""
    sector: Code = ""
    source: Code = ""
    tag: Line = ""
    untouched_days: Annotated[int | None, Field(ge=1, le=10_000)] = None
    organisation: Id | None = None
    sort: Literal["newest", "name", "touched"] = "newest"
    after: Cursor = ""
    before: Cursor = ""


class EntryOut(Schema):
    """What a firm and a contact have in common; ``version`` is the one to change."""

    id: int
    name: str
    city: str
    source: str
    tags: list[str]
    note: str
    owner: str
    touched_on: date | None
    made_at: datetime
    version: int


class ProspectFirmOut(EntryOut):
    """A prospect firm; ``enterprise_id`` once it has landed."""

    sector: str
    size: str
    credit_code: str
    other_names: list[str]
    retired_at: datetime | None
    enterprise_id: int | None


class ProspectOut(EntryOut):
    """A contact; telephone numbers are masked, as on the screen."""

    firm: str
    organisation_id: int | None
    post: str
    phones: list[str]
    wechat: str
    email: str
    met_where: str
    met_on: date | None
    basis: str
    consent_on: date | None
    retain_until: date
    anonymised_at: datetime | None


class ProspectFirmPage(Schema):
    """A page of firms; ``total`` is counted no further than a thousand."""

    items: list[ProspectFirmOut]
    newer: str
    older: str
    total: int
    is_capped: bool


class ProspectPage(Schema):
    """A page of contacts; ``total`` is counted no further than a thousand."""

    items: list[ProspectOut]
    newer: str
    older: str
    total: int
    is_capped: bool


class ProspectFirmIn(Given):
    """A firm to be entered."""

    name: Line
    sector: Code = "other"
    city: Line = ""
    size: Code = ""
    credit_code: Line = ""
    source: Code = "other"
    other_names: Names = []
    tags: Names = []
    note: MaybeWords = ""


class ProspectFirmChange(Given):
    """What is to be different; what is left out stays. ``version`` is the one you have seen."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    name: Line | None = None
    sector: Code | None = None
    city: Line | None = None
    size: Code | None = None
    credit_code: Line | None = None
    source: Code | None = None
    other_names: Names | None = None
    tags: Names | None = None
    note: MaybeWords | None = None


class ProspectIn(Given):
    """A contact to be entered; a firm that is not in the book is entered with the person."""

    name: Line
    firm: Line = ""
    post: Line = ""
    phones: Names = []
    wechat: Line = ""
    email: Line = ""
    city: Line = ""
    source: Code = "other"
    met_where: Line = ""
    met_on: date | None = None
    basis: Code = "unasked"
    consent_on: date | None = None
    retain_until: date | None = None
    tags: Names = []
    note: MaybeWords = ""


class ProspectChange(Given):
    """What is to be different; what is left out stays. ``version`` is the one you have seen."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    name: Line | None = None
    firm: Line | None = None
    post: Line | None = None
    phones: Names | None = None
    wechat: Line | None = None
    email: Line | None = None
    city: Line | None = None
    source: Code | None = None
    met_where: Line | None = None
    met_on: date | None = None
    basis: Code | None = None
    consent_on: date | None = None
    retain_until: date | None = None
    tags: Names | None = None
    note: MaybeWords | None = None


@reads(
    router,
    "/prospects/firms",
    Capability.PROSPECT_SEE,
    response={200: ProspectFirmPage, **READING},
    summary="List prospect firms",
)
def list_prospect_firms(request: ParkRequest, filters: Query[ProspectFilters]) -> Any:
    """The firms the section courts, with their filters, a page at a time."""
    wanted, at = _wanted(filters)
    page = selectors.organisations_page(request.actor, wanted, on=timezone.localdate(), **at)
    return _page(page, _firm)


@changes(
    router,
    "/prospects/firms",
    Capability.PROSPECT_KEEP,
    response={201: ProspectFirmOut, **CHANGING},
    summary="Enter a prospect firm",
)
def write_prospect_firm(request: ParkRequest, given: ProspectFirmIn) -> Any:
    """Enter a firm; it is in the care of whoever enters it."""
    made = services.write_organisation(by=request.actor, at=timezone.now(), **given.dict())
    return Status(201, _firm(selectors.organisation_for(request.actor, made.pk)))


@reads(
    router,
    "/prospects/firms/{int:pk}",
    Capability.PROSPECT_SEE,
    thing="prospect_firm",
    response={200: ProspectFirmOut, **READING},
    summary="One prospect firm",
)
def get_prospect_firm(request: ParkRequest, pk: int) -> Any:
    """One firm; one merged away is not found."""
    return _firm(selectors.organisation_for(request.actor, pk))


@changes(
    router,
    "/prospects/firms/{int:pk}/change",
    Capability.PROSPECT_KEEP,
    thing="prospect_firm",
    response={200: ProspectFirmOut, **CHANGING},
    summary="Change a prospect firm",
)
def change_prospect_firm(request: ParkRequest, pk: int, given: ProspectFirmChange) -> Any:
    """Change what is given; 409 when somebody has changed it since."""
    row = selectors.organisation_for(request.actor, pk)
    told = given.dict(exclude_unset=True)
    done = services.change_organisation(
        organisation=row, by=request.actor, at=timezone.now(), **told
    )
    return _firm(done)


@reads(
    router,
    "/prospects",
    Capability.PROSPECT_SEE,
    response={200: ProspectPage, **READING},
    summary="List contacts of prospects",
)
def list_prospects(request: ParkRequest, filters: Query[ProspectFilters]) -> Any:
    """The people the section knows, with their filters, a page at a time."""
    wanted, at = _wanted(filters)
    page = selectors.contacts_page(request.actor, wanted, on=timezone.localdate(), **at)
    return _page(page, _person)


@changes(
    router,
    "/prospects",
    Capability.PROSPECT_KEEP,
    response={201: ProspectOut, **CHANGING},
    summary="Enter a contact of prospects",
)
def write_prospect(request: ParkRequest, given: ProspectIn) -> Any:
    """Enter a person; they are in the care of whoever enters them."""
    made = services.write_contact(by=request.actor, at=timezone.now(), **given.dict())
    return Status(201, _person(selectors.contact_for(request.actor, made.pk)))


@reads(
    router,
    "/prospects/{int:pk}",
    Capability.PROSPECT_SEE,
    thing="prospect",
    response={200: ProspectOut, **READING},
    summary="One contact of prospects",
)
def get_prospect(request: ParkRequest, pk: int) -> Any:
    """One person, numbers masked; one merged away is not found."""
    return _person(selectors.contact_for(request.actor, pk))


@changes(
    router,
    "/prospects/{int:pk}/change",
    Capability.PROSPECT_KEEP,
    thing="prospect",
    response={200: ProspectOut, **CHANGING},
    summary="Change a contact of prospects",
)
def change_prospect(request: ParkRequest, pk: int, given: ProspectChange) -> Any:
    """Change what is given; 409 when somebody has changed it since."""
    row = selectors.contact_for(request.actor, pk)
    told = given.dict(exclude_unset=True)
    done = services.change_contact(contact=row, by=request.actor, at=timezone.now(), **told)
    return _person(done)


def _wanted(filters: ProspectFilters) -> tuple[selectors.Filters, dict[str, str]]:
    given = filters.dict()
    at = {"after": given.pop("after"), "before": given.pop("before")}
    return selectors.Filters(**given), at


def _page(page: selectors.Page, shown: Any) -> dict[str, Any]:
    return {
        "items": [shown(row) for row in page.rows],
        "newer": page.newer,
        "older": page.older,
        "total": min(page.count, selectors.COUNT_LIMIT),
        "is_capped": page.is_more,
    }


def _firm(row: Any) -> dict[str, Any]:
    return {**_entry(row), **{name: getattr(row, name) for name in FIRM}}


def _person(row: Any) -> dict[str, Any]:
    told = vars(row)  # rows of a list bring the names along
    firm = told["firm_name"] if "firm_name" in told else _name(row.organisation)
    return {
        **_entry(row),
        **{name: getattr(row, name) for name in PERSON},
        "firm": firm or "",
        "organisation_id": row.organisation_id,
        "phones": [selectors.masked(phone) for phone in row.phones],
        "anonymised_at": row.anonymised_at,
    }


def _entry(row: Any) -> dict[str, Any]:
    owner = vars(row).get("owner_name") or row.owner.name
    return {**{name: getattr(row, name) for name in COMMON}, "owner": owner}


def _name(row: Any) -> str:
    return row.name if row is not None else ""

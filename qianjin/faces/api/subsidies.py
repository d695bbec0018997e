"""政策兑现 Schemes, who meets them, and claims; to read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.subsidies import selectors
from qianjin.faces.gate.requests import ParkRequest

from .machine import reads
from .shapes import READING, EnterpriseRef, Id

router = Router(tags=["support schemes"])
FIELDS = (
    "title", "document_number", "issuer", "valid_from", "valid_until", "opens_on", "closes_on",
    "amount_rule", "rate_percent", "rate_of", "ceiling_wan", "documents", "conditions",
    "figures_year", "link", "state", "version", "checked_at",
)  # fmt: skip
AMOUNTS = ("claimed_wan", "approved_wan", "paid_wan", "paid_on", "filed_on", "told_at")


class SchemeList(Schema):
    """Which schemes."""

    show: Literal["", "now", "draft", "over", "check"] = "now"
    before: Annotated[int, Field(ge=0, le=2**62)] = 0


class ConditionOut(Schema):
    """One condition; of those that share a group one is enough, without a group all must hold."""

    field: str
    comparator: str
    values: list[str]
    group: str


class SchemeOut(Schema):
    """A support scheme; money in 万元."""

    id: int
    title: str
    document_number: str
    issuer: str
    valid_from: date
    valid_until: date | None
    opens_on: date | None
    closes_on: date | None
    amount_rule: str
    rate_percent: Decimal | None
    rate_of: str
    ceiling_wan: Decimal | None
    documents: list[str]
    conditions: list[ConditionOut]
    figures_year: int | None
    link: str
    state: str
    version: int
    checked_at: datetime


class SchemePage(Schema):
    """A page of schemes; ``older`` goes into ``before``."""

    items: list[SchemeOut]
    older: str


class FindingOut(Schema):
    """How one condition fared: `yes`, `no`, or `unknown` when nothing is known of its field."""

    field: str
    comparator: str
    values: list[str]
    verdict: str


class MatchOut(Schema):
    """One scheme judged for one enterprise; ``missing`` names what has to be filled in."""

    scheme: int
    enterprise: EnterpriseRef
    verdict: str
    year: int
    missing: list[str]
    estimate_wan: Decimal | None
    findings: list[FindingOut]
    claim: int | None


class MatchList(Schema):
    """Which enterprises."""

    verdict: Literal["yes", "unknown", "no"] = "yes"
    after: Annotated[int, Field(ge=0, le=2**62)] = 0


class MatchPage(Schema):
    """A page of enterprises; ``further`` goes into ``after``."""

    items: list[MatchOut]
    further: str


class ClaimList(Schema):
    """Which claims."""

    state: Literal[
        "", "told", "preparing", "filed", "review", "approved", "paid", "refused", "declined"
    ] = ""
    year: Annotated[int, Field(ge=1949, le=2200)] | None = None
    scheme: Id | None = None
    enterprise: Id | None = None
    before: Annotated[int, Field(ge=0, le=2**62)] = 0


class ClaimOut(Schema):
    """Where a claim stands; money in 万元."""

    id: int
    scheme: int
    title: str
    enterprise: EnterpriseRef
    year: int
    state: str
    told_at: datetime | None
    filed_on: date | None
    claimed_wan: Decimal | None
    approved_wan: Decimal | None
    paid_wan: Decimal
    paid_on: date | None
    refused_because: str
    changed_at: datetime


class ClaimPage(Schema):
    """A page of claims; ``older`` goes into ``before``."""

    items: list[ClaimOut]
    older: str


class StepOut(Schema):
    """One step of a claim."""

    kind: str
    at: datetime
    by: str
    words: str
    amount_wan: Decimal | None


class ClaimFull(ClaimOut):
    """A claim with what happened, newest first, and the documents still missing."""

    steps: list[StepOut]
    lacking: list[str]


@reads(
    router,
    "/schemes",
    Capability.SCHEME_SEE,
    response={200: SchemePage, **READING},
    summary="List support schemes",
)
def list_schemes(request: ParkRequest, given: Query[SchemeList]) -> Any:
    """The register, newest first; enterprises see no drafts."""
    filters = selectors.SchemeFilters(given.show, given.before)
    page = selectors.schemes_page(request.actor, filters, on=timezone.localdate())
    return {"items": [_scheme(row) for row in page.rows], "older": page.older}


@reads(
    router,
    "/schemes/{int:pk}",
    Capability.SCHEME_SEE,
    thing="public_scheme",
    response={200: SchemeOut, **READING},
    summary="One support scheme",
)
def get_scheme(request: ParkRequest, pk: int) -> Any:
    """One scheme with its conditions as data."""
    return _scheme(selectors.scheme_for(request.actor, pk))


@reads(
    router,
    "/schemes/{int:pk}/enterprises",
    Capability.SCHEME_SEE,
    thing="public_scheme",
    response={200: MatchPage, **READING},
    summary="Who meets a support scheme",
)
def list_matches(request: ParkRequest, pk: int, given: Query[MatchList]) -> Any:
    """The enterprises with a verdict and the reason for each condition; for the office alone."""
    row = selectors.scheme_for(request.actor, pk)
    page = selectors.matches_page(
        request.actor, row, on=timezone.localdate(), verdict=given.verdict, after=given.after
    )
    return {"items": [_match(match) for match in page.rows], "further": page.further}


@reads(
    router,
    "/enterprises/{int:pk}/schemes",
    Capability.SCHEME_SEE,
    thing="enterprise",
    response={200: list[MatchOut], **READING},
    summary="The support schemes for an enterprise",
)
def list_schemes_of(request: ParkRequest, pk: int) -> Any:
    """The schemes in force judged for one enterprise, what it meets first."""
    firm = enterprises.get_enterprise_for(request.actor, pk)
    found = selectors.schemes_of_firm(request.actor, firm, on=timezone.localdate())
    return [_match(match) for match in found]


@reads(
    router,
    "/claims",
    Capability.CLAIM_SEE,
    response={200: ClaimPage, **READING},
    summary="List claims",
)
def list_claims(request: ParkRequest, given: Query[ClaimList]) -> Any:
    """Claims, newest first; an enterprise sees its own."""
    wanted = given.dict()
    before = wanted.pop("before")
    page = selectors.claims_page(request.actor, selectors.ClaimFilters(**wanted), before=before)
    return {"items": [_claim(row) for row in page.rows], "older": page.older}


@reads(
    router,
    "/claims/{int:pk}",
    Capability.CLAIM_SEE,
    thing="claim",
    response={200: ClaimFull, **READING},
    summary="Where a claim stands",
)
def get_claim(request: ParkRequest, pk: int) -> Any:
    """One claim: state, amounts, steps, documents still missing."""
    row = selectors.claim_for(request.actor, pk)
    return {
        **_claim(row),
        "steps": [
            {
                "kind": step.kind,
                "at": step.at,
                "by": step.by_name,
                "words": step.words,
                "amount_wan": step.amount_wan,
            }
            for step in selectors.steps_of(row)
        ],
        "lacking": selectors.lacking(row, selectors.files_of(row)),
    }


def _scheme(row: Any) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in FIELDS}}


def _match(match: selectors.Match) -> dict[str, Any]:
    return {
        "scheme": match.scheme.pk,
        "enterprise": {"id": match.enterprise.pk, "name": match.enterprise.name},
        "verdict": match.verdict,
        "year": match.year,
        "missing": list(match.missing),
        "estimate_wan": match.estimate,
        "findings": [
            {
                "field": finding.test.field,
                "comparator": finding.test.comparator,
                "values": [str(value) for value in finding.test.values],
                "verdict": finding.verdict,
            }
            for finding in match.judgement.findings
        ],
        "claim": match.claim.pk if match.claim else None,
    }


def _claim(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "scheme": row.scheme_id,
        "title": row.scheme.title,
        "enterprise": {"id": row.enterprise_id, "name": row.enterprise.name},
        "year": row.year,
        "state": row.state,
        **{name: getattr(row, name) for name in AMOUNTS},
        "refused_because": row.refused_because,
        "changed_at": row.changed_at,
    }

"""企业 The directory, to read."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors
from qianjin.apps.enterprises.selectors import Filters
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.wording import masked_phone

from .machine import reads
from .shapes import READING, EnterpriseFilters, EnterpriseFull, EnterprisePage

router = Router(tags=["enterprises"])
FIELDS = (
    "name", "short_name", "credit_code", "industry", "sector", "tier", "status", "address",
    "opened_on", "version",
)  # fmt: skip
FIGURES = (
    "year", "output_wan", "revenue_wan", "tax_wan", "employees", "land_mu", "energy_tce", "rnd_wan",
)  # fmt: skip


@reads(
    router,
    "/enterprises",
    Capability.ENTERPRISE_SEE,
    response={200: EnterprisePage, **READING},
    summary="List enterprises",
)
def list_enterprises(request: ParkRequest, filters: Query[EnterpriseFilters]) -> Any:
    """The directory with its filters, a page at a time; an enterprise sees itself."""
    given = filters.dict()
    after, before, size = given.pop("after"), given.pop("before"), given.pop("size")
    wanted = Filters(**{name: value for name, value in given.items() if value is not None})
    page = selectors.enterprise_page(request.actor, wanted, after=after, before=before, size=size)
    return {
        "items": [_row(row) for row in page.rows],
        "newer": page.newer,
        "older": page.older,
        "total": min(page.count, selectors.COUNT_LIMIT),
        "is_capped": page.is_more,
    }


@reads(
    router,
    "/enterprises/{int:pk}",
    Capability.ENTERPRISE_SEE,
    thing="enterprise",
    response={200: EnterpriseFull, **READING},
    summary="One enterprise",
)
def get_enterprise(request: ParkRequest, pk: int) -> Any:
    """One enterprise with contacts and figures. One merged away names the entry that was kept."""
    row = selectors.get_enterprise_for(request.actor, pk)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in FIELDS},
        "officer": row.officer.name if row.officer else "",
        "merged_into": row.merged_into_id,
        "contacts": [
            {
                "name": c.name,
                "post": c.post,
                "phone": masked_phone(c.phone),
                "is_primary": c.is_primary,
            }
            for c in selectors.contacts_of(row)
        ],
        "figures": [
            {name: getattr(year, name) for name in FIGURES} for year in selectors.figures_of(row)
        ],
    }


def _row(row: Any) -> dict[str, Any]:
    names = (
        "name", "credit_code", "industry", "sector", "tier", "status", "address", "officer",
        "contact",
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "phone": masked_phone(row.phone),
    }

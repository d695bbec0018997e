"""拿地即开工 Delivery plans with their steps and letters; to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors
from qianjin.faces.gate.requests import ParkRequest

from .machine import reads
from .shapes import READING

router = Router(tags=["delivery plans"])
PLAN = (
    "id", "number", "name", "profile", "state", "weight", "from_on", "conditions", "listing_on",
    "title_on", "permit_on", "start_on", "production_on", "finish_on", "likely_on", "promise_on",
    "government_days", "enterprise_days", "planned_at", "version",
)  # fmt: skip
STEP = (
    "id", "key", "stage", "name_zh", "name_en", "who", "side", "state", "review_from",
    "review_until", "start_on", "end_on", "promised_on", "due_on", "floats", "is_critical",
    "is_provisional", "review_begun_on", "review_done_on", "begun_on", "done_on", "document",
    "online_on", "onsite_on", "percent",
)  # fmt: skip
LETTER = (
    "id", "number", "subject", "state", "due_on", "sent_at", "received_at", "answered_at",
    "answer_on", "chased",
)  # fmt: skip


class PlanList(Schema):
    """Which plans."""

    state: Literal["active", "finished", "stopped"] = "active"
    before: Annotated[int, Field(ge=0, le=2**62)] = 0


class PlanOut(Schema):
    """A plan; days are planned ones until the steps are done. `gap_days`: from title to start."""

    id: int
    number: str
    name: str
    profile: str
    state: str
    project: int | None
    weight: int
    from_on: date
    conditions: list[str]
    network: int
    listing_on: date | None
    title_on: date | None
    permit_on: date | None
    start_on: date | None
    production_on: date | None
    finish_on: date | None
    gap_days: int | None
    likely_on: date | None
    promise_on: date | None
    government_days: int
    enterprise_days: int
    planned_at: datetime | None
    version: int


class PlanPage(Schema):
    """A page of plans, newest first; ``older`` goes into ``before``."""

    items: list[PlanOut]
    older: str


class StepOut(Schema):
    """A step: the pre-review's days, an opinion, apart from the formal ones."""

    id: int
    key: str
    stage: str
    name_zh: str
    name_en: str
    who: str
    side: str
    state: str
    review_from: date | None
    review_until: date | None
    start_on: date | None
    end_on: date | None
    promised_on: date | None
    due_on: date | None
    floats: int | None
    is_critical: bool
    is_provisional: bool
    review_begun_on: date | None
    review_done_on: date | None
    begun_on: date | None
    done_on: date | None
    document: str
    online_on: date | None
    onsite_on: date | None
    percent: int | None


class LetterOut(Schema):
    """A letter to a bureau."""

    id: int
    number: str
    subject: str
    unit: str
    state: str
    due_on: date
    sent_at: datetime | None
    received_at: datetime | None
    answered_at: datetime | None
    answer_on: date | None
    chased: int


class PlanFull(PlanOut):
    """A plan with its steps in their order and its letters, newest first."""

    steps: list[StepOut]
    letters: list[LetterOut]


@reads(
    router,
    "/delivery-plans",
    Capability.DELIVERY_SEE,
    response={200: PlanPage, **READING},
    summary="List delivery plans",
)
def list_delivery_plans(request: ParkRequest, given: Query[PlanList]) -> Any:
    """Plans of a state; a bureau, which sees its own steps alone, gets none."""
    before = str(given.before) if given.before else ""
    page = selectors.plans_page(
        request.actor, request.park, timezone.localdate(), state=given.state, before=before
    )
    return {"items": [_plan(row.plan) for row in page.rows], "older": page.older}


@reads(
    router,
    "/delivery-plans/{int:pk}",
    Capability.DELIVERY_SEE,
    thing="delivery_plan",
    response={200: PlanFull, **READING},
    summary="One delivery plan",
)
def get_delivery_plan(request: ParkRequest, pk: int) -> Any:
    """One plan with every step and letter."""
    row = selectors.plan_for(request.actor, pk)
    steps = [{name: getattr(one, name) for name in STEP} for one in selectors.steps_of(row)]
    letters = [
        {name: getattr(one, name) for name in LETTER} | {"unit": one.unit.name_zh}
        for one in selectors.letters_of(row)
    ]
    return _plan(row) | {"steps": steps, "letters": letters}


def _plan(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PLAN} | {
        "project": row.project_id,
        "network": row.network.number,
        "gap_days": row.gap,
    }

"""招商项目 Investment projects: read, touched and brought on; the forecast of signings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors, services
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import Missing

from .machine import BadField, changes, reads
from .shapes import CHANGING, READING, Id

router = Router(tags=["investment projects"])
FIELDS = (
    "number", "name", "sector", "source", "city", "investment_wan", "fixed_wan", "land_mu",
    "power_kva", "output_wan", "tax_wan", "jobs", "chain_node", "next_step", "next_on",
    "opened_at", "stage_since", "touched_at", "cold_on", "signed_on", "lost_reason", "revive_on",
    "version",
)  # fmt: skip
LONG = ("about", "park_watches", "firm_needs", "common_ground", "obstacles", "rivals", "tags")


class ProjectList(Schema):
    """Which projects; ``sector`` takes ``aerospace`` for aviation and space together."""

    tab: Literal["open", "mine", "next", "cold", "signed", "lost", "revive", "all"] = "open"
    words: Annotated[str, Field(max_length=80)] = ""
    pipeline: Id | None = None
    stage: Id | None = None
    sector: Annotated[str, Field(max_length=12)] = ""
    source: Annotated[str, Field(max_length=12)] = ""
    city: Annotated[str, Field(max_length=8)] = ""
    owner: Id | None = None
    organisation: Id | None = None
    sort: Literal["newest", "next", "amount", "waiting", "touch"] = "newest"
    cursor: Annotated[str, Field(max_length=200)] = ""


class ProjectOut(Schema):
    """A project in a list; money in 万元, land in 亩."""

    id: int
    number: str
    name: str
    pipeline: str
    stage: str
    stage_id: int
    organisation: str
    owner: str
    sector: str
    source: str
    city: str
    investment_wan: Decimal | None
    fixed_wan: Decimal | None
    land_mu: Decimal | None
    power_kva: Decimal | None
    output_wan: Decimal | None
    tax_wan: Decimal | None
    jobs: int | None
    chain_node: str
    next_step: str
    next_on: date | None
    opened_at: datetime
    stage_since: datetime
    touched_at: datetime
    cold_on: date | None
    signed_on: date | None
    lost_reason: str
    revive_on: date | None
    version: int


class ProjectPage(Schema):
    """A page of projects; ``older`` and ``newer`` go into ``cursor``."""

    items: list[ProjectOut]
    older: str
    newer: str


class LineOut(Schema):
    """One line of the thread: a move (``from``, ``to``) or a touch (``kind``)."""

    at: datetime
    by: str
    kind: str
    before: str
    after: str
    words: str


class ProjectFull(ProjectOut):
    """A project with what both sides look at, and the latest of its thread."""

    about: str
    park_watches: str
    firm_needs: str
    common_ground: str
    obstacles: str
    rivals: str
    tags: list[str]
    thread: list[LineOut]


class TouchIn(Schema):
    """A touch, and what comes next."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["call", "message", "meeting", "note"]
    words: Annotated[str, Field(min_length=1, max_length=4000)]
    with_whom: Annotated[str, Field(max_length=120)] = ""
    happened_at: datetime | None = None
    next_step: Annotated[str, Field(max_length=200)] | None = None
    next_on: date | None = None


class MoveIn(Schema):
    """The stage a project is brought to."""

    model_config = ConfigDict(extra="forbid")

    stage: Id
    words: Annotated[str, Field(max_length=400)] = ""


class QuarterOut(Schema):
    """Signings of thirteen weeks; ``held`` is the probability of ``low`` to ``high``."""

    begins: date
    expected: float
    low: int
    high: int
    held: float
    known: float
    coming: float


class ForecastOut(Schema):
    """The forecast of a pipeline, with what its record is too small for."""

    pipeline: str
    signed: int
    arrivals: int
    weeks: int
    quarters: list[QuarterOut]
    reasons: list[str]


class ForecastOf(Schema):
    """Of which pipeline."""

    pipeline: Annotated[str, Field(max_length=24)] = "projects"


@reads(
    router,
    "/projects",
    Capability.PROJECT_SEE,
    response={200: ProjectPage, **READING},
    summary="List investment projects",
)
def list_projects(request: ParkRequest, given: Query[ProjectList]) -> Any:
    """The list of the screen, a page at a time."""
    asked: dict[str, Any] = {
        name: value.replace("\x00", "") if isinstance(value, str) else value
        for name, value in given.dict().items()
    }
    cursor = asked.pop("cursor")
    filters = selectors.Filters(**asked)
    page = selectors.projects_page(request.actor, filters, on=timezone.localdate(), cursor=cursor)
    return {"items": [_row(one) for one in page.rows], "older": page.older, "newer": page.newer}


@reads(
    router,
    "/projects/{int:pk}",
    Capability.PROJECT_SEE,
    thing="project",
    response={200: ProjectFull, **READING},
    summary="One investment project",
)
def get_project(request: ParkRequest, pk: int) -> Any:
    """One project with the latest of its thread."""
    return _full(request, pk)


@changes(
    router,
    "/projects/{int:pk}/touches",
    Capability.PROJECT_KEEP,
    thing="project",
    response={200: ProjectFull, **CHANGING},
    summary="Write down a touch",
)
def touch_project(request: ParkRequest, pk: int, given: TouchIn) -> Any:
    """A call, a message, a meeting or a note; in the same act what comes next."""
    row = selectors.project_for(request.actor, pk)
    services.touch(project=row, by=request.actor, at=timezone.now(), **given.dict())
    return _full(request, pk)


@changes(
    router,
    "/projects/{int:pk}/move",
    Capability.PROJECT_KEEP,
    thing="project",
    response={200: ProjectFull, **CHANGING},
    summary="Bring a project to another stage",
)
def move_project(request: ParkRequest, pk: int, given: MoveIn) -> Any:
    """Forward or back within its pipeline; signing and losing are acts of their own pages."""
    row = selectors.project_for(request.actor, pk)
    stage = _stage(request, given.stage)
    services.move(project=row, to=stage, words=given.words, by=request.actor, at=timezone.now())
    return _full(request, pk)


def _stage(request: ParkRequest, pk: int) -> Any:
    try:
        return selectors.stage_for(request.actor, pk)
    except Missing as refusal:
        raise BadField({"stage": [_("Choose one from the list.")]}) from refusal


@reads(
    router,
    "/project-forecast",
    Capability.PROJECT_SEE,
    response={200: ForecastOut, **READING},
    summary="Forecast of signings",
)
def project_forecast(request: ParkRequest, given: Query[ForecastOf]) -> Any:
    """Signings by quarter from the pipeline's own record; empty when nothing has ended yet."""
    known = {one.code: one for one in selectors.pipelines_of(request.actor.park_id)}
    pipeline = known.get(given.pipeline) or next(iter(known.values()), None)
    if pipeline is None:
        return {
            "pipeline": "",
            "signed": 0,
            "arrivals": 0,
            "weeks": 0,
            "quarters": [],
            "reasons": ["no_history"],
        }
    found = selectors.outlook(request.actor, pipeline, at=timezone.now())
    names = ("expected", "low", "high", "held", "known", "coming")
    return {
        "pipeline": pipeline.code,
        "signed": found.signed,
        "arrivals": found.arrivals,
        "weeks": found.weeks,
        "quarters": [
            {"begins": begins, **{name: getattr(one, name) for name in names}}
            for one, begins in zip(found.found.quarters, found.begins, strict=False)
        ],
        "reasons": [one.code for one in found.found.reasons],
    }


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "pipeline": row.pipeline.code,
        "stage": row.stage.code,
        "stage_id": row.stage_id,
        "organisation": row.organisation.name if row.organisation else "",
        "owner": row.owner.name,
        **{name: getattr(row, name) for name in FIELDS},
    }


def _full(request: ParkRequest, pk: int) -> dict[str, Any]:
    row = selectors.project_for(request.actor, pk)
    return {
        **_row(row),
        **{name: getattr(row, name) for name in LONG},
        "thread": [_line(one) for one in selectors.thread_of(row).rows],
    }


def _line(one: Any) -> dict[str, Any]:
    told = {"at": one.at, "by": one.by_name, "words": one.words}
    if hasattr(one, "after_id"):
        before = one.before.code if one.before else ""
        return {**told, "kind": "move", "before": before, "after": one.after.code}
    return {**told, "kind": one.kind, "before": "", "after": ""}

"""What goes in and what comes out, with its limits; the description is made from these."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from qianjin.apps.desk.choices import (
    AmountUnit,
    Level,
    RatingReason,
    RequestKind,
    RequestStatus,
    Source,
)
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, Tier

LARGEST_ID = 2**63 - 1


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL, and a text that only looks empty is empty."""
    if "\x00" in text:
        raise ValueError("holds a NUL")
    return text.strip()


def _some(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


# JSON schema counts no blanks; the pattern says that one character must be there.
Words = Annotated[
    str, Field(min_length=1, max_length=5000), AfterValidator(_clean), AfterValidator(_some)
]
MaybeWords = Annotated[str, Field(max_length=5000), AfterValidator(_clean)]
Number = Annotated[str, Field(min_length=1, max_length=24), AfterValidator(_clean)]
Line = Annotated[str, Field(max_length=120), AfterValidator(_clean)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Version = Annotated[
    int | None,
    Field(
        ge=1,
        le=2**31 - 1,
        description="The version you read: when somebody has changed the request since, 409.",
    ),
]

Tab = Literal["open", "mine", "unassigned", "late", "soon", "waiting", "long", "to_rate", "low",
              "done", "all"]  # fmt: skip
if TYPE_CHECKING:
    # A checker cannot follow types made from values.
    Kind = str
    LevelCode = str
    StatusCode = str
    SourceCode = str
    ReasonCode = str
    UnitCode = str
    TierCode = str
    SectorCode = str
    EnterpriseCode = str
else:
    Kind = Literal[tuple(RequestKind.values)]
    LevelCode = Literal[tuple(Level.values)]
    StatusCode = Literal[tuple(RequestStatus.values)]
    SourceCode = Literal[tuple(Source.values)]
    ReasonCode = Literal[tuple(RatingReason.values)]
    UnitCode = Literal[tuple(AmountUnit.values)]
    TierCode = Literal[tuple(Tier.values)]
    SectorCode = Literal[tuple(Sector.values)]
    EnterpriseCode = Literal[tuple(EnterpriseStatus.values)]


class Given(Schema):
    """What a program sends; a field that is not described is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class ListFilters(Schema):
    """The same filters as the list on the screen."""

    tab: Tab = "open"
    q: Annotated[str, Field(max_length=80), AfterValidator(_clean)] = ""
    kind: Kind | None = None
    level: LevelCode | None = None
    status: StatusCode | None = None
    unit: Id | None = None
    officer: Id | None = None
    enterprise: Id | None = None
    since: date | None = None
    until: date | None = None
    sort: Literal["due", "newest"] | None = None
    cursor: Annotated[str, Field(max_length=200)] = ""
    size: Annotated[int, Field(ge=1, le=100)] = 25


class StageOut(Schema):
    """One promise of the present round."""

    stage: str
    state: str
    due_at: datetime
    met_at: datetime | None
    is_provisional: bool


class EnterpriseRef(Schema):
    """An enterprise by number and name."""

    id: int
    name: str


class RequestOut(Schema):
    """A request in a list. ``level`` is the office's own judgement and empty for enterprises."""

    number: str
    title: str
    enterprise: EnterpriseRef
    kind: str
    level: str
    status: str
    light: str
    unit: str
    officer: str
    next_stage: str
    due_at: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    round: int
    score: int | None
    milestone: str
    milestone_on: date | None
    stages: list[StageOut]


class RequestPage(Schema):
    """A page of a list; the cursors lead to the pages beside it."""

    items: list[RequestOut]
    newer: str
    older: str
    total: int
    is_capped: bool = Field(description="Whether there are more than `total`.")


class FileOut(Schema):
    """A file of an entry; its address answers to the same token."""

    id: int
    name: str
    size: int
    media_type: str
    url: str


class EntryOut(Schema):
    """One step of the thread."""

    id: int
    at: datetime
    kind: str
    side: str
    by: str
    words: str
    is_internal: bool
    files: list[FileOut]


class RatingOut(Schema):
    """What the enterprise said of one round."""

    round: int
    score: int
    reasons: list[str]
    words: str
    at: datetime


class LinkOut(Schema):
    """
    How a request stands to another: related, blocks, follows, merged (into), split (from).

    ``is_source`` says that it reads from this request to the other one.
    """

    id: int
    kind: str
    is_source: bool
    number: str
    title: str
    status: str


class RequestFull(RequestOut):
    """A request with its thread, oldest step first."""

    version: int
    body: str
    place: str
    source: str
    subkind: str
    thread: list[EntryOut]
    ratings: list[RatingOut]
    links: list[LinkOut]


class RaiseIn(Given):
    """A new request. ``enterprise`` may be left out by who speaks for one enterprise only."""

    words: Words
    enterprise: Id | None = None
    title: Line = ""
    kind: Kind | Literal[""] = ""
    subkind: Annotated[str, Field(max_length=14), AfterValidator(_clean)] = ""
    place: Line = ""
    source: SourceCode | None = Field(
        default=None, description="For the office: how it came. An enterprise's is `portal`."
    )


class ReplyIn(Given):
    """A reply to the enterprise, or a plan."""

    words: Words
    is_plan: bool = False
    version: Version = None


class WordsIn(Given):
    """Words alone: an internal note, a reason to reopen."""

    words: Words


class ActIn(Given):
    """Words of an officer's act."""

    words: Words
    version: Version = None


class SupplyIn(Given):
    """Material; words may be left out when files are sent."""

    words: MaybeWords = ""


class RateIn(Given):
    """Stars, and reasons that fit them."""

    score: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[list[ReasonCode], Field(max_length=8)] = []
    words: MaybeWords = ""


class EnterpriseFilters(Schema):
    """The same filters as the directory on the screen."""

    q: Annotated[str, Field(max_length=80), AfterValidator(_clean)] = ""
    tier: TierCode | None = None
    sector: SectorCode | None = None
    status: EnterpriseCode | None = None
    industry: Annotated[str, Field(max_length=5), AfterValidator(_clean)] = ""
    officer: Annotated[int, Field(ge=0, le=LARGEST_ID)] | None = None
    mine: bool = False
    sort: Literal["name", "newest"] = "name"
    after: Annotated[str, Field(max_length=900)] = ""
    before: Annotated[str, Field(max_length=900)] = ""
    size: Annotated[int, Field(ge=1, le=100)] = 25


class EnterpriseOut(Schema):
    """An enterprise in a list; telephone numbers are masked, as on the screen."""

    id: int
    name: str
    credit_code: str
    industry: str
    sector: str
    tier: str
    status: str
    address: str
    officer: str
    contact: str
    phone: str


class EnterprisePage(Schema):
    """A page of the directory."""

    items: list[EnterpriseOut]
    newer: str
    older: str
    total: int
    is_capped: bool


class ContactOut(Schema):
    """A person to call; the number is masked."""

    name: str
    post: str
    phone: str
    is_primary: bool


class FiguresOut(Schema):
    """What the enterprise reported for a year; money in 万元, land in 亩."""

    year: int
    output_wan: Decimal | None
    revenue_wan: Decimal | None
    tax_wan: Decimal | None
    employees: int | None
    land_mu: Decimal | None
    energy_tce: Decimal | None
    rnd_wan: Decimal | None


class EnterpriseFull(Schema):
    """One enterprise with contacts and figures."""

    id: int
    name: str
    short_name: str
    credit_code: str
    industry: str
    sector: str
    tier: str
    status: str
    address: str
    opened_on: date | None
    officer: str
    merged_into: int | None
    version: int
    contacts: list[ContactOut]
    figures: list[FiguresOut]


class DueIn(Schema):
    """A time limit to count."""

    start: AwareDatetime
    amount: Annotated[Decimal, Field(gt=0, le=100_000)]
    unit: UnitCode
    paused_minutes: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    calendar: Annotated[str, Field(max_length=24), AfterValidator(_clean)] = ""


class ReasonOut(Schema):
    """Why a due time is what it is."""

    code: str
    first: date | None
    last: date | None
    name: str
    amount: int | None


class DueOut(Schema):
    """When a time limit ends, and why."""

    due: datetime
    is_provisional: bool
    reasons: list[ReasonOut]


class Problem(Schema):
    """A refusal: a sentence for people, and what is wrong with which field."""

    error: str
    fields: dict[str, list[str]]
    changes: list[str] = Field(default=[], description="What others did since your version.")


REFUSED: dict[int, Any] = {
    400: Problem, 401: Problem, 403: Problem, 404: Problem, 405: Problem, 409: Problem,
    413: Problem, 422: Problem, 503: Problem,
}  # fmt: skip
"""What any operation may answer besides its own."""
READING = {code: REFUSED[code] for code in (400, 401, 403, 404, 422)}
CHANGING = {code: REFUSED[code] for code in (400, 401, 403, 404, 409, 413, 422)}

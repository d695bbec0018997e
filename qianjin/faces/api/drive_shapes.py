"""What goes in and out of the operations on special actions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from qianjin.faces.gate.forms import storable

Mark = Annotated[str, Field(max_length=18)]
Size = Annotated[int, Field(ge=1, le=100)]
StateCode = Literal["not_told", "told", "unclear", "answered", "done", "not_needed"]
QuestionKey = Annotated[str, StringConstraints(pattern=r"^\d{1,18}$")]
Value = Annotated[str, Field(max_length=2000), AfterValidator(storable)]
Option = Annotated[str, Field(max_length=80), AfterValidator(storable)]
Words = Annotated[str, Field(max_length=5000), AfterValidator(storable)]


class DriveFilters(Schema):
    """Which special actions."""

    finished: bool | None = None
    before: Mark = ""
    size: Size = 25


class DriveOut(Schema):
    """One special action in the list; ``settled`` and ``untold`` count enterprises."""

    id: int
    name: str
    due_on: date
    started_by: str
    is_finished: bool
    count: int
    settled: int
    untold: int


class DrivePage(Schema):
    """A page of special actions."""

    items: list[DriveOut]
    older: str


class QuestionOut(Schema):
    """One question; ``kind``: text, number, choice, several, yes_no, date, file."""

    id: int
    kind: str
    text: str
    unit: str
    options: list[str]
    is_whole: bool
    is_required: bool


class ResourceOut(Schema):
    """What there is to allot, in its unit; ``waiting`` counts enterprises."""

    id: int
    name: str
    unit: str
    capacity: int
    allotted: int
    wanted: int
    waiting: int


class DriveFull(Schema):
    """One special action."""

    id: int
    name: str
    words: str
    due_on: date
    closing: str
    started_at: datetime
    told_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int] = Field(description="Enterprises by state.")
    questions: list[QuestionOut]
    resources: list[ResourceOut]


class TargetFilters(Schema):
    """Which of its enterprises."""

    state: StateCode | None = None
    officer: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    q: Annotated[str, Field(max_length=80), AfterValidator(storable)] = ""
    after: Mark = ""
    size: Size = 25


class TargetOut(Schema):
    """One enterprise of a special action; ``given``: resource id -> units."""

    id: int
    enterprise_id: int
    enterprise: str
    state: str
    answer: str
    officer: str
    answered_at: datetime | None
    via: str
    request_number: str
    given: dict[str, int]


class TargetPage(Schema):
    """A page of the enterprises of a special action."""

    items: list[TargetOut]
    older: str


class AskedFilters(Schema):
    """What you are asked: all of it, or what is still open."""

    open: bool = False
    before: Mark = ""
    size: Size = 25


class AskedOut(Schema):
    """What is asked of one enterprise."""

    id: int
    drive_id: int
    name: str
    words: str
    due_on: date
    enterprise_id: int
    enterprise: str
    state: str
    remark: str
    is_open: bool


class AskedPage(Schema):
    """A page of what you are asked."""

    items: list[AskedOut]
    older: str


class SaidOut(Schema):
    """What was answered; one of the fields by the kind of the question."""

    text: str
    number: Decimal | None
    day: date | None
    chosen: list[str]
    files: list[str]


class AnsweredOut(QuestionOut):
    """A question with its answer."""

    said: SaidOut


class ShareOut(Schema):
    """What the enterprise wants and holds of a resource; ``place`` in the queue, if it waits."""

    resource: str
    wanted: int
    held: int
    place: int | None


class TargetFull(Schema):
    """One enterprise in a special action, with its questions."""

    id: int
    drive_id: int
    name: str
    due_on: date
    enterprise_id: int
    enterprise: str
    state: str
    words: str
    remark: str
    version: int
    questions: list[AnsweredOut]
    shares: list[ShareOut]


class AnswersIn(Schema):
    """Answers by question id; several options as a list, yes or no as ``yes`` and ``no``."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[QuestionKey, Value | list[Option] | None] = {}
    words: Words | None = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None

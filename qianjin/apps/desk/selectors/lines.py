"""列表所读 What a list reads of a request and its neighbours: one row, no objects around it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from ..models import ServiceRequest


class Line(NamedTuple):
    """一行原料 The row that a list is made from, as the database gives it."""

    pk: int
    number: str
    title: str
    kind: str
    level: str
    status: str
    next_stage: str
    next_due_at: datetime | None
    warn_at: datetime | None
    paused_at: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    score: int | None
    round: int
    milestone: str
    milestone_on: date | None
    enterprise_id: int
    firm: str
    firm_short: str
    officer_id: int | None
    officer: str | None
    unit_zh: str | None
    unit_en: str | None

    @property
    def enterprise(self) -> str:
        """The short name where there is one."""
        return self.firm_short or self.firm

    @property
    def unit(self) -> str:
        """The lead unit in the reader's language."""
        english = (get_language() or "").startswith("en")
        return (self.unit_en if english and self.unit_en else self.unit_zh) or ""


_NEIGHBOURS = {
    "firm": "enterprise__name",
    "firm_short": "enterprise__short_name",
    "officer": "officer__name",
    "unit_zh": "unit__name_zh",
    "unit_en": "unit__name_en",
}


def values_of(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest, tuple[Any, ...]]:
    """The columns of ``Line``, in their order."""
    return rows.values_list(*(_NEIGHBOURS.get(name, name) for name in Line._fields))


def lines_of(rows: QuerySet[ServiceRequest]) -> list[Line]:
    """The rows of an ordered, bounded queryset."""
    return [Line(*row) for row in values_of(rows)]

"""成问 Questions composed once: the same person asks for the same list many times a day.

Django needs longer to compose the counts of a list than PostgreSQL to answer them. What a
question looks like depends on who asks and on the filters; only the moment differs each time.
So it is composed with a moment that stands for the real one, kept, and asked with the real one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from ..choices import RequestStatus

CONSTANTS = frozenset(RequestStatus.values)
"""Words that are written into a statement; all others are its parameters."""

COUNT_LIMIT = 1000
"""Counts go no further; a page then says "1,000+" instead of counting to the end."""

KEYS = "\ue000keys\ue001"
"""Stands for a list of keys, in ``one_of_keys``."""
NOW = datetime(1949, 10, 1, 7, 0, 0, 135135, tzinfo=UTC)
EVENING = datetime(1949, 10, 1, 15, 59, 59, 135135, tzinfo=UTC)
"""They stand for the moment of asking and for the end of its day; nothing is due that long ago."""


@dataclass(frozen=True, slots=True)
class Question:
    """问 SQL with its parameters, among them perhaps moments that stand for the real ones."""

    sql: str
    params: tuple[Any, ...]

    def beside(self, other: Question) -> Question:
        """This row of counts and another one as one row, for one way to the database."""
        if not other.sql:
            return self
        sql = f"{self.sql}, {other.sql.removeprefix('SELECT ')}"
        return Question(sql, self.params + other.params)

    def ask(
        self,
        now: datetime | None = None,
        evening: datetime | None = None,
        keys: Collection[int] = (),
    ) -> list[Any]:
        """The rows of the answer."""
        if not self.sql:
            return []
        real = {NOW: now, EVENING: evening, KEYS: list(keys)}
        params = [real.get(p, p) if isinstance(p, datetime | str) else p for p in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return list(cursor.fetchall())


def one_of_keys() -> RawSQL:
    """A condition on ``pk``: one question whatever the number of keys, so that it is kept."""
    return RawSQL("SELECT unnest(%s::bigint[])", [KEYS])


def question_of(rows: QuerySet[Any]) -> Question:
    """A queryset of values as a question; one that can have no answer is not even asked."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return Question("", ())
    return Question(*_with_constants(sql, params))


def counting(parts: Mapping[str, QuerySet[Any]]) -> Question:
    """Count several lists in one query, none beyond one more than the limit; in their order."""
    if not parts:
        return Question("", ())
    asked = [_count_sql(rows) for rows in parts.values()]
    sql = ", ".join(f"({query})" for query, _params in asked)
    return Question(f"SELECT {sql}", tuple(value for _query, values in asked for value in values))


def _count_sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        query, params = rows.order_by().values("pk")[: COUNT_LIMIT + 1].query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
    query, params = _with_constants(query, params)
    return f"SELECT count(*) FROM ({query}) AS bounded", params


def _with_constants(sql: str, params: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """
    States written out. The indexes of open requests hold for certain states only; with states as
    parameters PostgreSQL could not keep a plan that uses them, and would plan at every question.
    """
    given, left = iter(params), []

    def write(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, str) and str(value) in CONSTANTS:
            return f"'{value!s}'"
        left.append(value)
        return "(SELECT %s::timestamptz)" if value in (NOW, EVENING) else "%s"

    return re.sub("%%|%s", write, sql), tuple(left)

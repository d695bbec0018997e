"""有界计数 Counting no further than a limit, so that no page grows with the table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL


def bounded_sql(found: QuerySet[Any], limit: int) -> tuple[str, tuple[Any, ...]]:
    """
    A scalar subquery that counts the rows, at most ``limit`` + 1 of them, and its parameters.

    Where nothing can match it is plain ``0``.
    """
    try:
        inner, params = found.order_by().values("pk")[: limit + 1].query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT count(*) FROM ({inner}) AS bounded)", params


def bounded_count(found: QuerySet[Any], limit: int) -> RawSQL | Value:
    """The same as an annotation, asked together with the rows."""
    sql, params = bounded_sql(found, limit)
    return RawSQL(sql, params, output_field=IntegerField()) if params else Value(0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Several bounded counts, composed; asked in one statement."""

    names: tuple[str, ...]
    sql: str
    params: tuple[Any, ...]

    def ask(self) -> dict[str, int]:
        """The counts by their names."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return dict(zip(self.names, cursor.fetchone() or (), strict=True))


def bounded_counts(found: Mapping[str, QuerySet[Any]], limit: int) -> Counts:
    """How many rows each has, none beyond ``limit`` + 1."""
    parts = [bounded_sql(rows, limit) for rows in found.values()]
    sql = f"SELECT {', '.join(sql for sql, _params in parts)}"
    return Counts(tuple(found), sql, tuple(one for _sql, params in parts for one in params))


def by_words(
    found: QuerySet[Any], hits: QuerySet[Any], words: str, *, recheck: bool, limit: int
) -> QuerySet[Any]:
    """
    Those of ``found`` whose ``search_text`` holds every one of ``words`` (docs/decisions/0009).

    ``hits`` are the rows an index of bigrams gives, to be looked at themselves where ``recheck``.
    Up to ``limit`` of them are taken by their keys and sorted; of more the order is walked and each
    text looked at. The answer is the same.
    """
    text = Q()
    for word in words.split():
        text &= Q(search_text__contains=word)
    if recheck:
        hits = hits.filter(text)
    keys = list(hits.order_by().values_list("pk", flat=True)[: limit + 1])
    return among(found, keys) if len(keys) <= limit else found.filter(text)


def among(found: QuerySet[Any], keys: Collection[int]) -> QuerySet[Any]:
    """Those of ``found`` with one of these keys, sent as one value: one plan for any number."""
    if not keys:
        return found.none()
    table = connection.ops.quote_name(found.model._meta.db_table)  # noqa: SLF001
    return found.extra(where=[f"{table}.id = ANY(%s)"], params=[list(keys)])

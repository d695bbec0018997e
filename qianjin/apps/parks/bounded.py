"""有界计数 Counting no further than a limit, so that no page grows with the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Value
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


def bounded_counts(found: Mapping[str, QuerySet[Any]], limit: int) -> dict[str, int]:
    """How many rows each has, none beyond ``limit`` + 1; one statement for all."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in found.values():
        sql, given = bounded_sql(rows, limit)
        parts.append(sql)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        counts = cursor.fetchone() or ()
    return dict(zip(found, counts, strict=True))

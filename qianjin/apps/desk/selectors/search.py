"""检索 Finding requests by any words of two or more characters, common or rare."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from psycopg import sql

from qianjin.apps.parks.bounded import among

from ..models import Entry, ServiceRequest
from ..planning import needs_recheck, normalise, query_lexemes

COMMON = 2000
"""From so many hits on, walking the newest requests finds a page sooner than sorting all hits."""


def find_requests(
    rows: QuerySet[ServiceRequest], words: str, park_id: int
) -> tuple[QuerySet[ServiceRequest], bool]:
    """
    Narrow ``rows`` to those whose text holds every word of ``words``; say whether it is common.

    A rare word goes through the index and its hits are then ordered; for a common one the
    caller's order is walked and each row is tested. One character finds nothing.
    """
    lexemes = query_lexemes(words)
    if not lexemes:
        return rows.none(), False
    condition = f"t.bigrams @@ {_literal(' & '.join(map(_quoted, lexemes)))}::tsquery"
    params: list[Any] = []
    for part in normalise(words).split() if needs_recheck(words) else ():
        condition += " AND position(%s in t.words) > 0"
        params.append(part)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN count(*) <= {COMMON} THEN array_agg(request_id) END,"
            " count(*) FROM (SELECT t.request_id FROM desk_requesttext t"
            # The newest first: their pages are in memory, and a common word is met at once.
            f" WHERE t.park_id = %s AND {condition}"
            f" ORDER BY t.request_id DESC LIMIT {COMMON + 1}) AS met",
            [park_id, *params],
        )
        hits, count = cursor.fetchone()
    if count <= COMMON:
        return among(rows, hits or []), False
    # OFFSET 0 keeps the planner from turning the test into a scan of the whole index.
    walk = (
        "EXISTS (SELECT 1 FROM desk_requesttext t WHERE t.request_id ="
        f" desk_servicerequest.id AND {condition} OFFSET 0)"
    )
    return rows.extra(where=[walk], params=params), True


def find_own(rows: QuerySet[ServiceRequest], words: str) -> QuerySet[ServiceRequest]:
    """
    Narrow ``rows`` for a reader who may not read internal notes: only what they see is searched.

    The index of the office holds the notes too; a hit in it would tell what they say. The
    requests of one enterprise are few, so their texts are looked at one by one.
    """
    for word in words.split()[:8]:
        said = Entry.objects.filter(request=OuterRef("pk"), is_internal=False, text__icontains=word)
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(body__icontains=word)
            | Q(place__icontains=word)
            | Exists(said)
        )
    return rows


def _literal(text: str) -> str:
    """
    The text as a constant of the statement.

    As a parameter it would be planned once for all words, common and rare alike.
    """
    connection.ensure_connection()
    return sql.Literal(text).as_string(connection.connection).replace("%", "%%")


def _quoted(lexeme: str) -> str:
    """A lexeme as a tsquery operand, quotes and backslashes doubled."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"

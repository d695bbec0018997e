"""检索 Finding requests by any words of two or more characters, common or rare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from psycopg import sql

from qianjin.apps.parks.bounded import among

from ..models import Entry, ServiceRequest
from ..planning import needs_recheck, normalise, query_lexemes

COMMON = 2000
"""From so many hits on, walking the newest requests finds a page sooner than sorting all hits."""


@dataclass(frozen=True, slots=True)
class Met:
    """遇见 What the index of bigrams knows of some words."""

    keys: list[int] | None
    """The requests that hold them all; none when they are more than ``COMMON``."""
    walk: str
    """Whether a request of a list holds them, as SQL, for walking an order."""
    params: tuple[Any, ...]

    def among(self, rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
        """Those of ``rows`` that hold the words."""
        if self.keys is not None:
            return among(rows, self.keys)
        return rows.extra(where=[self.walk], params=self.params)


def look_up(words: str, park_id: int) -> Met:
    """
    The requests whose text holds every word of ``words``, in one query.

    A rare word goes through the index and its hits are then ordered; for a common one the
    caller's order is walked and each row is tested. One character finds nothing.
    """
    lexemes = query_lexemes(words)
    if not lexemes:
        return Met([], "", ())
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
    # OFFSET 0 keeps the planner from turning the test into a scan of the whole index.
    walk = (
        "EXISTS (SELECT 1 FROM desk_requesttext t WHERE t.request_id ="
        f" desk_servicerequest.id AND {condition} OFFSET 0)"
    )
    return Met((hits or []) if count <= COMMON else None, walk, tuple(params))


def find_requests(
    rows: QuerySet[ServiceRequest], words: str, park_id: int
) -> QuerySet[ServiceRequest]:
    """Narrow ``rows`` to those whose text holds every word of ``words``."""
    return look_up(words, park_id).among(rows)


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

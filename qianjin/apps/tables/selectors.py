from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Scope
from qianjin.units.refusals import Missing

from .judged import KINDS, KNOWN
from .models import KeptTable

ROWS = 50
LATEST = 20
Table = TypeVar("Table", bound=KeptTable)


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """Rows of a table of one kind, from ``start`` on; ``further`` is where the next page begins."""

    rows: list[dict[str, Any]]
    further: int
    start: int


def tables_of(actor: Actor, tables: type[Table]) -> list[Table]:
    """The latest tables of a kind: one's own, for heads everybody's."""
    rows = _tables(actor, tables)
    return list(rows.select_related("made_by").defer("sheet", "judged", "made")[:LATEST])


def table_for(actor: Actor, pk: int, tables: type[Table]) -> Table:
    """
    One table of a kind.

    :raises Missing: absent, of another park, or somebody else's.
    """
    found = _tables(actor, tables).filter(pk=pk).select_related("made_by").first()
    if found is None:
        raise Missing
    return found


def _tables(actor: Actor, tables: type[Table]) -> QuerySet[Table]:
    rows = tables.objects.filter(park_id=actor.park_id)
    reach = actor.scope(tables.right)
    if reach == Scope.PARK:
        return rows
    return rows.filter(made_by__in=actor.people) if reach else rows.none()


def judged_rows(table: KeptTable, kind: str, start: int) -> JudgedPage:
    """A page of the rows of one kind, in the order of the table."""
    wanted = [row for row in table.judged if row["kind"] == kind]
    begin = start if 0 <= start < len(wanted) else 0
    further = begin + ROWS if begin + ROWS < len(wanted) else 0
    return JudgedPage(wanted[begin : begin + ROWS], further, begin)


def offered(table: KeptTable) -> list[int]:
    """The rows that would change what stands in the book, by their numbers."""
    return [r["number"] for r in table.judged if r["kind"] == KNOWN and r.get("changes")]


def kinds_of(table: KeptTable) -> list[tuple[str, int]]:
    """How many rows of each kind, those that need a look first."""
    return [(kind, table.counts.get(kind, 0)) for kind in KINDS if table.counts.get(kind)]

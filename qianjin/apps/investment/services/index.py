"""索引 Keeps what the search reads beside each project: its words and their bigrams."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from qianjin.apps.enterprises import planning as texts

from ..models import Project


def refresh(projects: Iterable[Project]) -> None:
    """Rewrite the searchable words of these projects; see the directory's index for the how."""
    rows = [(words, texts.lexemes(words), row.pk) for row, words in _worded(projects)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE investment_project SET search_text = %s,"
            " search = array_to_tsvector(%s::text[]) WHERE id = %s",
            rows,
        )


def _worded(projects: Iterable[Project]) -> Iterable[tuple[Project, str]]:
    for row in projects:
        firm = row.organisation.name if row.organisation else ""
        parts = (row.name, row.number, firm, row.chain_node, *row.tags)
        row.search_text = texts.normalise("\n".join(part for part in parts if part))
        yield row, row.search_text

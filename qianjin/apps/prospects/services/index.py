"""Keeps what the search reads beside each row of the book: its words and their bigrams.

Telephone numbers are not among the words: a search for four digits must not find whose they are.
A whole number is looked up in the index of numbers instead (``selectors.listing``).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from .. import planning
from ..models import Contact, Organisation


def organisation_words(row: Organisation) -> str:
    """Everything a firm is found by, one item per line, in the form of the search."""
    parts = (row.name, *row.other_names, row.credit_code, row.city, *row.tags)
    return planning.normalise("\n".join(part for part in parts if part))


def contact_words(row: Contact, firm: str) -> str:
    """Everything a contact is found by: name, firm, post, WeChat name, city, tags."""
    parts = (row.name, firm, row.post, row.wechat, row.email, row.city, row.met_where, *row.tags)
    return planning.normalise("\n".join(part for part in parts if part))


def refresh_organisations(rows: Iterable[Organisation]) -> None:
    """Rewrite the searchable words of these firms, and of the people there."""
    found = list(rows)
    _write("prospects_organisation", [(organisation_words(row), row.pk) for row in found])
    refresh_contacts(Contact.objects.filter(organisation__in=found).select_related("organisation"))


def refresh_contacts(rows: Iterable[Contact]) -> None:
    """Rewrite the searchable words of these people; ``organisation`` comes with them."""
    _write(
        "prospects_contact",
        [(contact_words(r, r.organisation.name if r.organisation else ""), r.pk) for r in rows],
    )


def _write(table: str, rows: list[tuple[str, int]]) -> None:
    # array_to_tsvector takes the bigrams as they are; see the directory's services.index.
    data = [(words, planning.lexemes(words), key) for words, key in rows]
    if not data:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET search_text = %s,"
            " search = array_to_tsvector(%s::text[]) WHERE id = %s",
            data,
        )

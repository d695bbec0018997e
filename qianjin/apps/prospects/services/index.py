"""Keeps what the search reads beside each row of the book: its words and their bigrams.

Telephone numbers are not among the words: a search for four digits must not find whose they are.
A whole number is looked up in the index of numbers instead (``selectors.listing``).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from .. import planning
from ..models import Contact, Organisation

_CUT = "\x1f"
"""Stands between bigrams on their way to the database; no text of ours holds it."""


def organisation_words(row: Organisation) -> str:
    """Everything a firm is found by, one item per line, in the form of the search."""
    parts = (row.name, *row.other_names, row.credit_code, row.city, *row.tags)
    return planning.normalise("\n".join(part for part in parts if part))


def contact_words(row: Contact, firm: str) -> str:
    """Everything a contact is found by: name, firm, post, WeChat name, city, tags."""
    parts = (row.name, firm, row.post, row.wechat, row.email, row.city, row.met_where, *row.tags)
    return planning.normalise("\n".join(part for part in parts if part))


def refresh_organisations(rows: Iterable[Organisation], *, people: bool = True) -> None:
    """Rewrite the searchable words of these firms, and of the people there."""
    found = list(rows)
    _write("prospects_organisation", [(organisation_words(row), row.pk) for row in found])
    if people:
        there = Contact.objects.filter(organisation__in=found).select_related("organisation")
        refresh_contacts(there)


def refresh_contacts(rows: Iterable[Contact]) -> None:
    """Rewrite the searchable words of these people; ``organisation`` comes with them."""
    _write(
        "prospects_contact",
        [(contact_words(r, r.organisation.name if r.organisation else ""), r.pk) for r in rows],
    )


def _write(table: str, rows: list[tuple[str, int]]) -> None:
    # One statement however many rows; array_to_tsvector takes the bigrams as they are, see the
    # directory's services.index.
    if not rows:
        return
    words = [text for text, _key in rows]
    bigrams = [_CUT.join(planning.lexemes(text)) for text in words]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET search_text = d.words,"
            " search = array_to_tsvector(string_to_array(nullif(d.bigrams, ''), %s))"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS d(id, words, bigrams)"
            " WHERE t.id = d.id",
            [_CUT, [key for _text, key in rows], words, bigrams],
        )

"""Keeps what the search reads beside each enterprise: its words and their bigrams."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from .. import planning
from ..models import Contact, Enterprise


def words_of(enterprise: Enterprise, contacts: Iterable[str]) -> str:
    """Everything an enterprise is found by, one item per line, in the form of the search."""
    parts = (
        enterprise.name,
        enterprise.short_name,
        enterprise.credit_code,
        enterprise.address,
        *contacts,
    )
    return planning.normalise("\n".join(part for part in parts if part))


def refresh(enterprises: Iterable[Enterprise]) -> None:
    """
    Rewrite the searchable words of these enterprises from their fields and present contacts.

    ``array_to_tsvector`` takes the bigrams as they are: no parser of the database, whose idea
    of a word differs between versions and locales, stands in between.
    """
    found = list(enterprises)
    names: dict[int, list[str]] = {}
    for key, name in Contact.objects.filter(enterprise__in=found, left_on__isnull=True).values_list(
        "enterprise_id", "name"
    ):
        names.setdefault(key, []).append(name)
    rows = [(words_of(e, names.get(e.pk, ())), e.pk) for e in found]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE enterprises_enterprise SET search_text = %s,"
            " search = array_to_tsvector(%s::text[]) WHERE id = %s",
            [(words, planning.lexemes(words), key) for words, key in rows],
        )
    for enterprise, (words, _key) in zip(found, rows, strict=True):
        enterprise.search_text = words

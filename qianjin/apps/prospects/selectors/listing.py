"""名单 The lists of firms and people: filters, search by bigrams, pages by key."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import (
    BooleanField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.bounded import bounded_count, by_words

from .. import planning
from ..models import Contact, Organisation
from .book import contacts_visible_to, organisations_visible_to

PAGE = 25
COUNT_LIMIT = 1000
"""Counts beyond this are shown as "1,000+"; also where search changes its path."""
SHORTEST = 2
Sort = Literal["newest", "name", "touched"]
SORTS = ("newest", "name", "touched")


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 What a list of the book is narrowed to; empty fields narrow nothing."""

    q: str = ""
    owner: int | None = None
    mine: bool = False
    city: str = ""
    sector: str = ""
    source: str = ""
    tag: str = ""
    untouched_days: int | None = None
    """Not called, written to or met for so many days, or never."""
    expiring: bool = False
    """People whose time runs out within a month."""
    retired: bool = False
    """Firms nobody pursues any longer, instead of the others."""
    organisation: int | None = None
    sort: Sort = "newest"

    @property
    def words(self) -> str:
        """What is searched for, in the form of the search; empty below two characters."""
        words = planning.normalise(self.q).strip()
        return words if len(words) >= SHORTEST else ""

    @property
    def numbers(self) -> list[str]:
        """The whole telephone numbers asked for: a part of one finds nobody."""
        return planning.phones(self.q)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, how many there are at most, and the ways on and back."""

    rows: list[Any]
    count: int
    older: str
    newer: str

    @property
    def is_more(self) -> bool:
        """Whether ``count`` is where counting stopped."""
        return self.count > COUNT_LIMIT


def organisations_page(
    actor: Actor, filters: Filters, *, on: date, after: str = "", before: str = ""
) -> Page:
    """One page of firms with owner, how many people, and the day of the last touch."""
    found = organisations_matching(actor, filters, on=on)
    people = (
        Contact.objects.filter(organisation=OuterRef("pk"), merged_into__isnull=True)
        .order_by()
        .values("organisation")
    )
    counted = Subquery(people.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return _page(
        found,
        filters.sort,
        after,
        before,
        lambda rows: rows.annotate(
            owner_name=F("owner__name"), people=Coalesce(counted, Value(0))
        ).defer("search", "search_text"),
    )


def contacts_page(
    actor: Actor, filters: Filters, *, on: date, after: str = "", before: str = ""
) -> Page:
    """One page of people with firm and owner."""
    found = contacts_matching(actor, filters, on=on)
    return _page(
        found,
        filters.sort,
        after,
        before,
        lambda rows: rows.annotate(
            owner_name=F("owner__name"), firm_name=F("organisation__name")
        ).defer("search", "search_text"),
    )


def organisations_matching(actor: Actor, filters: Filters, *, on: date) -> QuerySet[Organisation]:
    """The firms a filter leaves, in its order."""
    found = organisations_visible_to(actor).filter(
        _common(actor, filters, on), retired_at__isnull=not filters.retired
    )
    if filters.sector:
        found = found.filter(sector=filters.sector)
    return _searched(found, organisations_visible_to(actor), filters, "prospects_organisation")


def contacts_matching(actor: Actor, filters: Filters, *, on: date) -> QuerySet[Contact]:
    """The people a filter leaves, in its order."""
    found = contacts_visible_to(actor).filter(_common(actor, filters, on))
    if filters.organisation is not None:
        found = found.filter(organisation=filters.organisation)
    if filters.sector:
        found = found.filter(organisation__sector=filters.sector)
    if filters.expiring:
        soon = on + timedelta(days=30)
        found = found.filter(retain_until__lte=soon, anonymised_at__isnull=True)
    if filters.numbers:
        return _ordered(found.filter(phones__overlap=filters.numbers), filters.sort)
    return _searched(found, contacts_visible_to(actor), filters, "prospects_contact")


def exported_contacts(actor: Actor, filters: Filters, *, on: date) -> Iterator[Contact]:
    """Everyone of a filter, for a file."""
    rows = contacts_matching(actor, filters, on=on).select_related("organisation", "owner")
    return rows.defer("search", "search_text").iterator(chunk_size=1000)


def exported_organisations(actor: Actor, filters: Filters, *, on: date) -> Iterator[Organisation]:
    """Every firm of a filter, for a file."""
    rows = organisations_matching(actor, filters, on=on).select_related("owner", "enterprise")
    return rows.defer("search", "search_text").iterator(chunk_size=1000)


def cities_of(actor: Actor, *, most: int = 60) -> list[str]:
    """The cities of the book, for choosing: read from the index, city by city."""
    # A recursive walk over the index instead of DISTINCT over the table: cost by cities, not rows.
    rows = Organisation.objects.raw(
        """
        WITH RECURSIVE walk AS (
            (SELECT 0 AS id, city, 1 AS n FROM prospects_organisation
             WHERE park_id = %(park)s AND city > '' ORDER BY city LIMIT 1)
            UNION ALL
            SELECT 0, (SELECT o.city FROM prospects_organisation o
                       WHERE o.park_id = %(park)s AND o.city > walk.city
                       ORDER BY o.city LIMIT 1), walk.n + 1
            FROM walk WHERE walk.city IS NOT NULL AND walk.n < %(most)s
        )
        SELECT id, city FROM walk WHERE city IS NOT NULL
        """,
        {"park": actor.park_id, "most": most},
    )
    return [row.city for row in rows]


def _common(actor: Actor, filters: Filters, on: date) -> Q:
    wanted = Q()
    for field in ("city", "source", "owner"):
        if value := getattr(filters, field):
            wanted &= Q(**{field: value})
    if filters.mine:
        wanted &= Q(owner__in=actor.people)
    if filters.tag:
        wanted &= Q(tags__contains=[filters.tag])
    if filters.untouched_days:
        last = on - timedelta(days=filters.untouched_days)
        wanted &= Q(touched_on__lte=last) | Q(touched_on__isnull=True)
    return wanted


def _ordered(found: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
    if sort == "name":
        return found.order_by("name_order", "pk")
    if sort == "touched":
        return found.order_by(F("touched_on").asc(nulls_last=True), "pk")
    return found.order_by("-pk")


def _searched(
    found: QuerySet[Any], visible: QuerySet[Any], filters: Filters, table: str
) -> QuerySet[Any]:
    """Rare words by the index of bigrams, common ones along the order; docs/decisions/0009."""
    found = _ordered(found, filters.sort)
    if not filters.words:
        return found
    hits = visible.filter(_bigrams(table, filters.words))
    recheck = planning.needs_recheck(filters.words)
    return by_words(found, hits, filters.words, recheck=recheck, limit=COUNT_LIMIT)


def _bigrams(table: str, words: str) -> Q:
    quoted = " & ".join(
        "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
        for lexeme in planning.query_lexemes(words)
    )
    return Q(RawSQL(f"{table}.search @@ %s::tsquery", [quoted], output_field=BooleanField()))


def _page(found: QuerySet[Any], sort: Sort, after: str, before: str, dressed: Any) -> Page:
    here = _read_cursor(before or after, sort)
    back = bool(before) and here is not None
    rows = found.annotate(total=bounded_count(found, COUNT_LIMIT))
    if here is not None:
        rows = rows.filter(_beyond(sort, here, back=back))
    if back:
        rows = rows.reverse()
    taken = list(dressed(rows)[: PAGE + 1])
    more, taken = len(taken) > PAGE, taken[:PAGE]
    if back:
        taken.reverse()
    has_newer = more if back else here is not None
    has_older = back or more
    return Page(
        rows=taken,
        count=vars(taken[0])["total"] if taken else 0,
        older=_cursor(taken[-1], sort) if taken and has_older else "",
        newer=_cursor(taken[0], sort) if taken and has_newer else "",
    )


def _beyond(sort: Sort, here: tuple[str, int], *, back: bool) -> Q:
    place, key = here
    after_key = Q(pk__lt=key) if back else Q(pk__gt=key)
    if sort == "newest":
        return Q(pk__gt=key) if back else Q(pk__lt=key)
    if sort == "name":
        name = bytes.fromhex(place)
        if back:
            return Q(name_order__lte=name) & (Q(name_order__lt=name) | after_key)
        return Q(name_order__gte=name) & (Q(name_order__gt=name) | after_key)
    if not place:  # among those never touched, who stand at the end
        never = Q(touched_on__isnull=True) & after_key
        return Q(touched_on__isnull=False) | never if back else never
    day = date.fromisoformat(place)
    if back:
        return Q(touched_on__lt=day) | (Q(touched_on=day) & after_key)
    return Q(touched_on__gt=day) | (Q(touched_on=day) & after_key) | Q(touched_on__isnull=True)


def _cursor(row: Organisation | Contact, sort: Sort) -> str:
    place = ""
    if sort == "name":
        place = bytes(row.name_order).hex()
    elif sort == "touched":
        place = row.touched_on.isoformat() if row.touched_on else ""
    text = json.dumps([place, row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(text: str, sort: Sort) -> tuple[str, int] | None:
    """A cursor that cannot be read means the first page."""
    try:
        place, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if sort == "name":
            bytes.fromhex(place)
        elif sort == "touched" and place:
            date.fromisoformat(place)
    except (ValueError, TypeError, binascii.Error):
        return None
    is_key = isinstance(key, int) and abs(key) < 2**62
    return (place, key) if is_key and isinstance(place, str) else None

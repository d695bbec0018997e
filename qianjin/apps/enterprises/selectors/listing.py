from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.bounded import bounded_count, by_words
from qianjin.units import industry

from .. import planning, policies
from ..models import Contact, Enterprise
from ..refusals import MayNotExport
from .entries import enterprises_visible_to

PAGE = 25
COUNT_LIMIT = 2000
"""Counts beyond this are shown as "2,000+"; also where search changes its path."""
SHORTEST = 2
"""Search begins with two characters: a single one is in nearly every text."""

Sort = Literal["name", "newest"]
NOBODY = 0
"""As ``Filters.officer``: enterprises nobody is responsible for."""


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 What a list of enterprises is narrowed to; empty fields narrow nothing."""

    q: str = ""
    tier: str = ""
    sector: str = ""
    status: str = ""
    industry: str = ""
    """A section ("C") or a code of any level ("C37", "C3741")."""
    officer: int | None = None
    mine: bool = False
    sort: Sort = "name"

    @property
    def words(self) -> str:
        """What is searched for, in the form of the search; empty below two characters."""
        words = planning.normalise(self.q).strip()
        return words if len(words) >= SHORTEST else ""


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """One line of the list."""

    pk: int
    name: str
    credit_code: str
    industry: str
    sector: str
    tier: str
    status: str
    address: str
    officer: str
    contact: str
    phone: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: rows, how many there are at most, and the ways on and back."""

    rows: list[EnterpriseRow]
    count: int
    older: str
    newer: str

    @property
    def is_more(self) -> bool:
        """Whether ``count`` is where counting stopped."""
        return self.count > COUNT_LIMIT


def matching(actor: Actor, filters: Filters) -> QuerySet[Enterprise]:
    """
    The visible enterprises a filter leaves, in its order.

    Words go by one of two roads, chosen by a bounded count: rare ones through the index of
    bigrams, whose hits are then sorted; common ones by walking the order and looking at each
    text. Both compare the text itself, so the answer is the same.
    """
    found = enterprises_visible_to(actor).filter(_fields(actor, filters))
    found = (
        found.order_by("-pk") if filters.sort == "newest" else found.order_by("name_order", "pk")
    )
    if not filters.words:
        return found
    hits = enterprises_visible_to(actor).filter(_bigrams(filters.words))
    recheck = planning.needs_recheck(filters.words)
    return by_words(found, hits, filters.words, recheck=recheck, limit=COUNT_LIMIT)


def enterprise_page(
    actor: Actor, filters: Filters, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page after (or before) a cursor; a cursor that cannot be read means the first page."""
    found = matching(actor, filters)
    here = _read_cursor(before or after)
    back = bool(before) and here is not None
    rows = found.annotate(total=bounded_count(found, COUNT_LIMIT))
    if here is not None:
        rows = rows.filter(_beyond(filters.sort, here, back=back))
    if back:
        rows = rows.reverse()
    taken = list(_with_words(rows)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if back:
        taken.reverse()
    has_newer = more if back else here is not None
    has_older = bool(back) or more
    return Page(
        rows=[_row(e) for e in taken],
        count=vars(taken[0])["total"] if taken else 0,
        older=_cursor(taken[-1]) if taken and has_older else "",
        newer=_cursor(taken[0]) if taken and has_newer else "",
    )


def exported(actor: Actor, filters: Filters) -> Iterator[Enterprise]:
    """
    Every enterprise of a filter, for a table.

    :raises MayNotExport: this person may not take the list out.
    """
    if not policies.may_export(actor):
        raise MayNotExport
    return _with_words(matching(actor, filters)).iterator(chunk_size=1000)


def suggestions(actor: Actor, words: str, *, most: int = 8) -> list[Enterprise]:
    """The first enterprises by name that a few typed characters may mean, for pickers."""
    filters = replace(Filters(), q=words)
    return list(matching(actor, filters)[:most])


def _fields(actor: Actor, filters: Filters) -> Q:
    wanted = Q()
    for field in ("tier", "sector", "status"):
        if value := getattr(filters, field):
            wanted &= Q(**{field: value})
    if filters.industry:
        wanted &= _industry(filters.industry)
    if filters.officer is not None:
        wanted &= (
            Q(officer__isnull=True) if filters.officer == NOBODY else Q(officer=filters.officer)
        )
    if filters.mine:
        wanted &= Q(officer__in=actor.people)
    return wanted


def _industry(code: str) -> Q:
    entry = industry.find(code)
    if entry is None:
        return Q(pk__in=[])
    prefix = entry.full_code
    # A range, not LIKE: it can use the index whatever the collation of the database. After the
    # prefix come digits only, and a letter follows them everywhere.
    return Q(industry__gte=prefix, industry__lt=prefix + "Z")


def _bigrams(words: str) -> Q:
    quoted = " & ".join(
        "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
        for lexeme in planning.query_lexemes(words)
    )
    return Q(
        RawSQL(
            "enterprises_enterprise.search @@ %s::tsquery", [quoted], output_field=BooleanField()
        )
    )


def _beyond(sort: Sort, here: tuple[bytes, int], *, back: bool) -> Q:
    place, key = here
    if sort == "newest":
        return Q(pk__gt=key) if back else Q(pk__lt=key)
    if back:
        return Q(name_order__lte=place) & (Q(name_order__lt=place) | Q(pk__lt=key))
    return Q(name_order__gte=place) & (Q(name_order__gt=place) | Q(pk__gt=key))


def _with_words(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    first = Contact.objects.filter(enterprise=OuterRef("pk"), left_on__isnull=True).order_by(
        "-is_primary", "pk"
    )
    return rows.annotate(
        officer_name=F("officer__name"),
        contact_name=Subquery(first.values("name")[:1]),
        contact_phone=Subquery(first.values("phone")[:1]),
    )


def _row(e: Enterprise) -> EnterpriseRow:
    words = vars(e)
    return EnterpriseRow(
        pk=e.pk,
        name=e.name,
        credit_code=e.credit_code,
        industry=e.industry,
        sector=e.sector,
        tier=e.tier,
        status=e.status,
        address=e.address,
        officer=words["officer_name"] or "",
        contact=words["contact_name"] or "",
        phone=words["contact_phone"] or "",
        is_demo=e.is_demo,
    )


def _cursor(e: Enterprise) -> str:
    text = json.dumps([bytes(e.name_order).hex(), e.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[bytes, int] | None:
    try:
        place, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        place = bytes.fromhex(place)
    except (ValueError, TypeError, binascii.Error):
        return None
    return (place, key) if isinstance(key, int) else None

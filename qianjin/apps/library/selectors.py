"""资料问询 The questions one may ask of the library; the only doors to an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.models import Unit
from qianjin.units.name_order import name_order
from qianjin.units.refusals import Missing

from . import planning, policies
from .choices import ArticleState, Audience
from .models import Article, CannedReply, LibrarySettings

PAGE = 25
COMPARED = 400
"""So many of the newest articles are compared with what somebody writes."""
ALIKE = 0.16
FEW_WORDS = 6
STALE_DAYS = 180
BEGINNING = 400
"""What an article is about, it says in its first lines."""


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """筛选 What the list of articles is narrowed to."""

    words: str = ""
    kind: str = ""
    unit: int | None = None
    show: str = ""
    """``stale``, ``draft`` or ``retired``; otherwise what is not withdrawn."""
    before: int = 0


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """一页条目 Articles, newest first, and the number the next page begins behind."""

    rows: list[Article]
    older: int


def stale_days_of(park_id: int) -> int:
    """After how many days an article of this park needs a check."""
    found = LibrarySettings.objects.filter(park_id=park_id).values_list("stale_days", flat=True)
    return found.first() or STALE_DAYS


def articles_page(actor: Actor, filters: ArticleFilters, *, at: datetime) -> ArticlePage:
    """One page of the articles the actor may read."""
    rows = Article.objects.filter(policies.readable(actor)).select_related("unit", "checked_by")
    if filters.show == "stale":
        rows = rows.filter(
            state=ArticleState.PUBLISHED,
            checked_at__lt=at - timedelta(days=stale_days_of(actor.park_id)),
        )
    elif filters.show in {ArticleState.DRAFT, ArticleState.RETIRED}:
        rows = rows.filter(state=filters.show)
    else:
        rows = rows.exclude(state=ArticleState.RETIRED)
    if filters.kind:
        rows = rows.filter(kinds__contains=[filters.kind])
    if filters.unit:
        rows = rows.filter(unit_id=filters.unit)
    if filters.words:
        rows = _holding(rows, filters.words)
    if filters.before:
        rows = rows.filter(pk__lt=filters.before)
    found = list(rows.defer("words", "bigrams").order_by("-id")[: PAGE + 1])
    more = len(found) > PAGE
    return ArticlePage(found[:PAGE], found[PAGE - 1].pk if more else 0)


def _holding(rows: QuerySet[Article], words: str) -> QuerySet[Article]:
    """Those whose title or text holds every word."""
    lexemes, parts = planning.asked(words)
    if not lexemes:
        return rows.none()
    quoted = ["'" + x.replace("\\", "\\\\").replace("'", "''") + "'" for x in lexemes]
    rows = rows.extra(
        where=["library_article.bigrams @@ array_to_string(%s::text[], ' & ')::tsquery"],
        params=[quoted],
    )
    for part in parts:
        rows = rows.filter(words__contains=part)
    return rows


def article_for(actor: Actor, pk: int) -> Article:
    """
    One article.

    :raises Missing: not there, or not the actor's to read.
    """
    rows = Article.objects.filter(policies.readable(actor), pk=pk)
    found = rows.select_related("park", "unit", "written_by", "checked_by").first()
    if found is None:
        raise Missing
    return found


def is_stale(article: Article, *, at: datetime, days: int) -> bool:
    """Whether a published article has not been checked for too long."""
    is_published = article.state == ArticleState.PUBLISHED
    return is_published and article.checked_at < at - timedelta(days=days)


def articles_like(
    actor: Actor, words: str, *, kinds: Sequence[str] = (), most: int = 3
) -> list[Article]:
    """Published articles that speak of what somebody writes, those most alike first."""
    if len(words.strip()) < FEW_WORDS:
        return []
    rows = Article.objects.filter(policies.readable(actor), state=ArticleState.PUBLISHED)
    if kinds:
        rows = rows.filter(Q(kinds__overlap=list(kinds)) | Q(kinds=[]))
    found = list(rows.defer("words", "bigrams").order_by("-id")[:COMPARED])
    texts = [f"{row.title} {row.body[:BEGINNING]}" for row in found]
    return [found[n] for n in planning.ranked(words, texts, at_least=ALIKE, most=most)]


def may_keep(actor: Actor, unit_id: int | None) -> bool:
    """Whether the actor may change what this section keeps."""
    return policies.may_keep(actor, unit_id)


def kept_units(actor: Actor) -> tuple[list[Unit], bool]:
    """The units the actor may keep for, and whether for the whole office too."""
    units = [unit for unit in parks.units_of(actor.park_id) if policies.may_keep(actor, unit.pk)]
    return units, policies.may_keep(actor, None)


def canned_of(actor: Actor) -> list[CannedReply]:
    """The canned replies of the park: those of the actor's own section first."""
    rows = CannedReply.objects.filter(park_id=actor.park_id).select_related("unit")
    return sorted(
        rows[:500], key=lambda row: (row.unit_id not in actor.unit_ids, name_order(row.name))
    )


def canned_for(actor: Actor, pk: int) -> CannedReply:
    """
    One canned reply.

    :raises Missing: not there, or another park's.
    """
    found = CannedReply.objects.filter(park_id=actor.park_id, pk=pk).select_related("unit").first()
    if found is None:
        raise Missing
    return found


def filled(text: str, values: dict[str, Any]) -> str:
    """A canned reply with its open places filled; what nothing is known of stays open."""
    for name, value in values.items():
        if value:
            text = text.replace("{" + name + "}", str(value))
    return text


def is_for_enterprises(article: Article) -> bool:
    """Whether enterprises read it at this moment."""
    return article.state == ArticleState.PUBLISHED and article.audience == Audience.ENTERPRISES

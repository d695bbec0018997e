"""知识条目 Writing, changing and checking articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit

from .. import planning, policies
from ..choices import ArticleState, Audience
from ..models import Article, LibrarySettings
from ..refusals import BadArticle, BadPeriod, ChangedSince, MayNotKeep, MayNotSet, NotPublished

LONGEST = 20_000


@transaction.atomic
def write_article(
    *,
    park: Park,
    title: str,
    body: str,
    by: Actor,
    at: datetime,
    kinds: Sequence[str] = (),
    unit: Unit | None = None,
    audience: str = Audience.OFFICE,
    state: str = ArticleState.PUBLISHED,
    source_number: str = "",
) -> Article:
    """
    写条目 Keep an answer as an article; writing it is its first check.

    :raises MayNotKeep: not the actor's section.
    :raises BadArticle: title or text is missing, or a choice is unknown.
    """
    if park.pk != by.park_id or not policies.may_keep(by, unit.pk if unit else None):
        raise MayNotKeep
    given = _checked(park, title, body, kinds, unit, audience, state)
    row = Article.objects.create(
        park=park,
        source_number=source_number[:24],
        written_by_id=by.person_id,
        changed_at=at,
        checked_by_id=by.person_id,
        checked_at=at,
        words="",
        **given,
    )
    _index(row)
    _trace(row, "article.write", by, at, {"state": state, "source": row.source_number})
    return row


@transaction.atomic
def change_article(
    *,
    article: Article,
    title: str,
    body: str,
    by: Actor,
    at: datetime,
    kinds: Sequence[str] = (),
    unit: Unit | None = None,
    audience: str = Audience.OFFICE,
    state: str = ArticleState.PUBLISHED,
    version: int | None = None,
) -> Article:
    """
    改条目 Change an article; equal values change nothing. Whoever changes the text has checked it.

    :raises MayNotKeep: not the actor's section, before or after.
    :raises ChangedSince: somebody else changed it after ``version``.
    :raises BadArticle: title or text is missing, or a choice is unknown.
    """
    row = Article.objects.select_for_update().get(pk=article.pk)
    targets = {row.unit_id, unit.pk if unit else None}
    if row.park_id != by.park_id or not all(policies.may_keep(by, target) for target in targets):
        raise MayNotKeep
    if version is not None and version != row.version:
        raise ChangedSince(version=row.version)
    given = _checked(article.park, title, body, kinds, unit, audience, state)
    differing = {name: value for name, value in given.items() if getattr(row, name) != value}
    if not differing:
        return row
    for name, value in differing.items():
        setattr(row, name, value)
    if "body" in differing:
        row.checked_by_id, row.checked_at = by.person_id, at
    row.changed_at = at
    row.version += 1
    row.save()
    _index(row)
    _trace(row, "article.change", by, at, {"fields": sorted(differing), "version": row.version})
    return row


@transaction.atomic
def check_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """
    核对 Say that a published article still holds today.

    :raises MayNotKeep: not the actor's section.
    :raises NotPublished: it is a draft or withdrawn.
    """
    row = Article.objects.select_for_update().get(pk=article.pk)
    if row.park_id != by.park_id or not policies.may_keep(by, row.unit_id):
        raise MayNotKeep
    if row.state != ArticleState.PUBLISHED:
        raise NotPublished
    row.checked_by_id, row.checked_at = by.person_id, at
    row.save(update_fields=["checked_by", "checked_at"])
    _trace(row, "article.check", by, at, {})
    return row


@transaction.atomic
def set_stale_days(*, park: Park, days: int, by: Actor, at: datetime) -> int:
    """
    设核对周期 Set after how many days an article needs a check.

    :raises MayNotSet: ``by`` does not administer this park.
    :raises BadPeriod: fewer than 7 or more than 1,000 days.
    """
    if park.pk != by.park_id or not policies.may_set(by):
        raise MayNotSet
    if not 7 <= days <= 1000:
        raise BadPeriod({"days": [str(BadPeriod.sentence)]})
    LibrarySettings.objects.update_or_create(park=park, defaults={"stale_days": days})
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="library.period",
        object_kind="park",
        object_id=park.pk,
        object_label=park.name_zh,
        detail={"days": days},
    )
    return days


def _checked(
    park: Park,
    title: str,
    body: str,
    kinds: Sequence[str],
    unit: Unit | None,
    audience: str,
    state: str,
) -> dict[str, Any]:
    title, body = (text.replace("\x00", "").strip() for text in (title, body))
    problems: dict[str, list[str]] = {}
    if not title or len(title) > 120:
        problems["title"] = [_("A title of 1 to 120 characters, please.")]
    if not body or len(body) > LONGEST:
        problems["body"] = [_("A text of 1 to 20,000 characters, please.")]
    if any(not kind.isalpha() or len(kind) > 4 for kind in kinds):
        problems["kinds"] = [_("Unknown type.")]
    if unit is not None and unit.park_id != park.pk:
        problems["unit"] = [_("This unit belongs to another park.")]
    if audience not in Audience.values:
        problems["audience"] = [_("Unknown choice.")]
    if state not in ArticleState.values:
        problems["state"] = [_("Unknown choice.")]
    if problems:
        raise BadArticle(problems)
    return {
        "title": title,
        "body": body,
        "kinds": sorted(set(kinds)),
        "unit_id": unit.pk if unit else None,
        "audience": audience,
        "state": state,
    }


def _index(row: Article) -> None:
    """Keep what the article is found by."""
    words, lexemes = planning.searchable(f"{row.title}\n{row.body}\n{row.source_number}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE library_article SET words = %s, bigrams = array_to_tsvector(%s::text[])"
            " WHERE id = %s",
            [words, lexemes, row.pk],
        )


def _trace(row: Article, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="article",
        object_id=row.pk,
        object_label=row.title,
        detail=detail,
    )

"""访问令牌 Keys for programs: made once, shown once, revoked at any time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit

from .. import selectors
from ..actors import Actor
from ..models import ApiToken
from ..refusals import BadToken

PREFIX = "qj_"
"""Begins every token, so that one that leaked into a file is recognised as such."""
MOST_TOKENS = 20
LONGEST_DAYS = 366
SEEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def make_token(
    *, by: Actor, name: str, days: int, at: datetime, is_read_only: bool = True
) -> tuple[ApiToken, str]:
    """
    造令牌 Make an access token for oneself in this park; the secret is returned and not kept.

    It can do what its owner may do in this park, and reading only if so marked.

    :raises BadToken: no name, more than a year, or twenty tokens are in use already.
    """
    name = name.strip()[:40]
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Please say what the token is for.")]
    if not 1 <= days <= LONGEST_DAYS:
        problems["days"] = [_("A token lives between one day and one year.")]
    if selectors.tokens_of(by, at=at).count() >= MOST_TOKENS:
        problems["name"] = [_("Twenty tokens are in use already; revoke one first.")]
    if problems:
        raise BadToken(problems)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        park_id=by.park_id,
        user_id=by.person_id,
        name=name,
        hint=secret[:8],
        token_hash=selectors.token_hash(secret),
        is_read_only=is_read_only,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="token.make",
        object_kind="token",
        object_id=row.pk,
        object_label=name,
        detail={"days": days, "read_only": is_read_only},
    )
    return row, secret


@transaction.atomic
def revoke_token(*, by: Actor, token_id: int, at: datetime) -> None:
    """
    Revoke one of one's own tokens; doing it twice changes nothing.

    :raises Missing: the actor has no such token in this park.
    """
    row = selectors.token_for(by, token_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="token.revoke",
        object_kind="token",
        object_id=row.pk,
        object_label=row.name,
    )


def token_used(*, token: ApiToken, at: datetime) -> None:
    """Note when a token was last used, no more often than every ten minutes."""
    ApiToken.objects.filter(Q(used_at=None) | Q(used_at__lt=at - SEEN_EVERY), pk=token.pk).update(
        used_at=at
    )

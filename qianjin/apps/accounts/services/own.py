"""What a person keeps for themselves: profile, language, drafts, saved views, the last look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit
from qianjin.apps.parks.composed import NUMBER, OTHER, Composed

from ..actors import Actor
from ..models import Draft, Membership, SavedView, User
from ..refusals import BadPerson

MOST_VIEWS = 30
SAME_LOOK = timedelta(minutes=5)


@transaction.atomic
def change_profile(
    *, by: Actor, at: datetime, name: str, phone: str, email: str, language: str
) -> User:
    """
    Change one's own name, telephone number, e-mail address and language.

    :raises BadPerson: no name, an unknown language, or an address another account uses.
    """
    user = User.objects.select_for_update().get(pk=by.person_id)
    after = {
        "name": name.strip(),
        "phone": phone.strip(),
        "email": email.strip(),
        "language": language,
    }
    problems: dict[str, list[str]] = {}
    if not after["name"]:
        problems["name"] = [_("Please give a name.")]
    if language not in dict(settings.LANGUAGES):
        problems["language"] = [_("This language is not offered.")]
    others = User.objects.exclude(pk=user.pk)
    if after["email"] and others.filter(email__iexact=after["email"]).exists():
        problems["email"] = [_("Another account uses this e-mail address.")]
    if problems:
        raise BadPerson(problems)
    changed = [field for field, value in after.items() if getattr(user, field) != value]
    if not changed:
        return user
    for field in changed:
        setattr(user, field, after[field])
    user.save(update_fields=changed)
    # The trace names the fields, not the private details.
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="person.change",
        object_kind="person",
        object_id=user.pk,
        object_label=user.name,
        detail={"fields": changed},
    )
    return user


def set_language(*, user: User, language: str) -> None:
    """Keep the language a person reads in; an unknown one changes nothing."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)


def save_draft(*, by: Actor, key: str, data: Mapping[str, Any], at: datetime) -> None:
    """Keep what has been typed so far; an empty form removes the draft."""
    if not any(data.values()):
        forget_draft(by=by, key=key)
        return
    Draft.objects.update_or_create(
        park_id=by.park_id,
        user_id=by.person_id,
        key=key[:80],
        defaults={"data": dict(data), "saved_at": at},
    )


def forget_draft(*, by: Actor, key: str) -> None:
    """Remove a draft: it was sent, or its writer gave it up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accounts_draft WHERE park_id = %s AND user_id = %s AND key = %s",
            [by.park_id, by.person_id, key[:80]],
        )


def forget_drafts(*, at: datetime, days: int = 60) -> int:
    """Remove drafts nobody has touched for ``days``; return how many."""
    removed, _by_model = Draft.objects.filter(saved_at__lt=at - timedelta(days=days)).delete()
    return removed


def save_view(*, by: Actor, page: str, name: str, query: str) -> SavedView:
    """
    常用视图 Keep a list's filters under a name; the same name is overwritten.

    :raises BadPerson: no name, or thirty views of the page are kept already.
    """
    name = name.strip()[:40]
    mine = SavedView.objects.filter(park_id=by.park_id, user_id=by.person_id, page=page)
    if not name:
        raise BadPerson({"name": [_("Please give the view a name.")]})
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise BadPerson({"name": [_("Thirty views are kept already; remove one first.")]})
    row, _made = SavedView.objects.update_or_create(
        park_id=by.park_id,
        user_id=by.person_id,
        page=page,
        name=name,
        defaults={"query": query[:500]},
    )
    return row


def drop_view(*, by: Actor, view_id: int) -> None:
    """Remove one of this person's saved views."""
    SavedView.objects.filter(park_id=by.park_id, user_id=by.person_id, pk=view_id).delete()


_LOOKS = Composed(
    lambda: Membership.objects.filter(park_id=NUMBER, user_id=OTHER).values_list("looked_at")
)


def looked(*, by: Actor, at: datetime) -> datetime | None:
    """
    Note that this person has looked at Today; return when they last did.

    A second look within a few minutes is the same one, and writes nothing.
    """
    here = {NUMBER: by.park_id, OTHER: by.person_id}
    before = max((seen for (seen,) in _LOOKS.ask(here) if seen), default=None)
    if before is None or at - before > SAME_LOOK:
        rows = Membership.objects.filter(park_id=by.park_id, user_id=by.person_id)
        rows.update(looked_at=at)
    return before

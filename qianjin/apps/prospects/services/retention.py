"""保存期限 Nobody is kept for ever: reminding in time, deleting what identifies a person.

个人信息保护法 (2021): as short as the purpose allows (article 19); when the time has run out,
or the person takes the consent back, the particulars are deleted (article 47). The row itself stays
without them, so that what the park did (a visit, a negotiation) keeps its place. The audit trail
names the person once more; it is append-only, and kept to show how particulars were handled
(articles 54 to 56).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User

from .. import policies
from ..models import Contact, ContactMerge, ContactSuspicion, Tie
from ..refusals import Anonymised, MayNotKeep
from . import index
from .writing import locked_contact, trace

AHEAD_DAYS = 30
"""So long before the end the owner is told, and so long after being told nobody is deleted."""
BATCH = 500
"""How long the rows of a table that was taken over are kept beside what became of them."""
NOBODY = "—"


@transaction.atomic
def remind_of_expiry(*, park_id: int, at: datetime) -> int:
    """
    提醒 Tell owners whose contacts' time runs out within a month, once for each end; one notice
    per owner. Says how many contacts are concerned.
    """
    today = timezone.localdate(at)
    rows = _standing(park_id).filter(
        retain_until__lte=today + timedelta(days=AHEAD_DAYS), reminded_on__isnull=True
    )
    owners = Counter(rows.values_list("owner_id", flat=True))
    for user in User.objects.filter(pk__in=owners):
        notices.notify(
            users=[user],
            park_id=park_id,
            at=at,
            kind="prospects.expiring",
            params={"count": owners[user.pk]},
            tone="at_risk",
            object_kind="prospects",
        )
    return rows.update(reminded_on=today)


def expired(park_id: int, *, at: datetime) -> list[Contact]:
    """Whose time has run out, and whose owner has been told a month ago."""
    today = timezone.localdate(at)
    rows = _standing(park_id).filter(
        retain_until__lt=today, reminded_on__lte=today - timedelta(days=AHEAD_DAYS)
    )
    return list(rows.order_by("pk")[:BATCH])


@transaction.atomic
def anonymise(*, contact: Contact, by: Actor, at: datetime) -> Contact:
    """
    匿名化 Delete everything that says who this person is: by the clock, or because they asked.

    :raises MayNotKeep: the contact is in somebody else's care.
    :raises Anonymised: it is done already.
    """
    row = locked_contact(contact)
    if not by.is_clock and not policies.may_keep(by, row):
        raise MayNotKeep
    if row.anonymised_at is not None:
        raise Anonymised
    # The trail keeps that it was done, and names nobody.
    for known in [row, *Contact.objects.filter(merged_into=row)]:
        known.name, known.name_key = NOBODY, ""
        known.post = known.wechat = known.email = known.note = known.met_where = ""
        known.phones, known.tags, known.met_on = [], [], None
        known.anonymised_at = at
        known.version += 1
        known.save()
        index.refresh_contacts([known])
        Tie.objects.filter(Q(one=known) | Q(other=known)).delete()
        ContactSuspicion.objects.filter(Q(lower=known) | Q(upper=known)).delete()
    for merge in ContactMerge.objects.filter(Q(kept=row) | Q(dropped=row)):
        merge.moved = {"before": {}, "after": {}, "ties": []}
        merge.save(update_fields=["moved"])
    trace(row, "prospect.anonymise", by, at, {})
    return row


def _standing(park_id: int) -> QuerySet[Contact]:
    return Contact.objects.filter(
        park_id=park_id, anonymised_at__isnull=True, merged_into__isnull=True
    )

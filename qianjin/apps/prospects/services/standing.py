"""状态 What becomes of rows of the book: landed, no longer pursued, looked at, touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units.refusals import Missing

from .. import policies
from ..models import Contact, Organisation
from ..refusals import Anonymised, HasLanded, MayNotReveal, MergedAway
from .writing import locked_organisation, may_change, trace


@transaction.atomic
def retire(*, organisation: Organisation, back: bool, by: Actor, at: datetime) -> Organisation:
    """
    不再跟进 The section pursues this firm no longer; ``back`` takes that back.

    :raises MayNotKeep, MergedAway: as ``change_organisation``.
    """
    row = locked_organisation(organisation)
    may_change(row, None, by)
    if (row.retired_at is None) == back:
        return row
    row.retired_at = None if back else at
    row.version += 1
    row.save(update_fields=["retired_at", "version"])
    trace(row, "organisation.resume" if back else "organisation.retire", by, at, {})
    return row


@transaction.atomic
def landed(
    *, organisation: Organisation, enterprise: Enterprise | None, by: Actor, at: datetime
) -> Organisation:
    """
    落户 The firm stands in the park as ``enterprise``; None takes that back.

    For journeys, which have asked whether this person may sign: whose care the firm is in says
    nothing about that.

    :raises MergedAway: it was merged into another.
    :raises Missing: the enterprise is another park's.
    :raises HasLanded: it has landed as another enterprise before.
    """
    row = locked_organisation(organisation)
    if row.merged_into is not None:
        raise MergedAway(name=row.merged_into.name)
    if enterprise is not None and enterprise.park_id != row.park_id:
        raise Missing
    if enterprise is not None and row.enterprise_id not in (None, enterprise.pk):
        raise HasLanded(name=row.name)
    if row.enterprise == enterprise:
        return row
    before, row.enterprise = row.enterprise_id, enterprise
    row.version += 1
    row.save(update_fields=["enterprise", "version"])
    after = enterprise.pk if enterprise else None
    trace(row, "organisation.land", by, at, {"before": before, "after": after})
    return row


@transaction.atomic
def reveal_phones(*, contact: Contact, by: Actor, at: datetime) -> list[str]:
    """
    看号码 Give the whole numbers of a person; the look leaves an audit entry.

    :raises MayNotReveal: the contact is in somebody else's care.
    :raises Anonymised: there are none any more.
    """
    if not policies.may_reveal(by, contact):
        raise MayNotReveal
    if contact.anonymised_at is not None:
        raise Anonymised
    trace(contact, "prospect.reveal", by, at, {"numbers": len(contact.phones)})
    return list(contact.phones)


def touched(
    *, park_id: int, on: date, contacts: Iterable[int] = (), organisations: Iterable[int] = ()
) -> None:
    """Note the day of a call, message or meeting with these rows; the latest day stays.

    For desks above, inside the act in which they note the touch itself and leave its trace.
    """
    for model, keys in ((Contact, contacts), (Organisation, organisations)):
        rows = model.objects.filter(park_id=park_id, pk__in=list(keys))
        rows.filter(touched_on__lt=on).update(touched_on=on)
        rows.filter(touched_on__isnull=True).update(touched_on=on)

"""疑似重复 Looking for rows that may be one, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import planning, policies, selectors
from ..choices import Verdict
from ..models import (
    Contact,
    ContactSuspicion,
    Organisation,
    OrganisationSuspicion,
)
from ..refusals import MayNotKeep, Settled

Pair = OrganisationSuspicion | ContactSuspicion
MOST_FIRMS = 20_000
"""So many firms, the newest first, are compared with one another in a night."""


def look_for_contacts(rows: Iterable[Contact], at: datetime) -> int:
    """Note who may already stand in the book under another row; part of the act that writes them.

    ``organisation`` comes with each row.
    """
    found = []
    for row in rows:
        for other, match in selectors.contacts_like(row):
            found.append((row.pk, other.pk, match.score, match.reasons))
    return _note(ContactSuspicion, rows_park(rows), found, at)


def look_for_organisations(rows: Iterable[Organisation], at: datetime) -> int:
    """The same for firms."""
    found = []
    for row in rows:
        for other, score, reasons in selectors.organisations_like(
            row.park_id, row.name, row.credit_code, but=row.pk
        ):
            found.append((row.pk, other.pk, score, reasons))
    return _note(OrganisationSuspicion, rows_park(rows), found, at)


def rows_park(rows: Iterable[Contact] | Iterable[Organisation]) -> int:
    """The park of rows that are all of one; 0 for none."""
    return next((row.park_id for row in rows), 0)


@transaction.atomic
def sweep(*, park_id: int, at: datetime) -> int:
    """
    夜间查重 Compare the whole book; open pairs that are alike no more are dropped. Says how many
    pairs are new.

    A hundred thousand people take some ten seconds of one core; it is night work.
    """
    people = list(
        Contact.objects.filter(
            park_id=park_id, merged_into__isnull=True, anonymised_at__isnull=True
        )
        .order_by("pk")
        .values_list("pk", "name", "organisation__name", "phones", "email", "wechat")
    )
    rows = [
        planning.Person(name, firm or "", tuple(phones), email, wechat)
        for _pk, name, firm, phones, email, wechat in people
    ]
    matches = planning.like_people(rows)
    pairs = [(people[m.left][0], people[m.right][0], m.score, m.reasons) for m in matches]
    _drop(ContactSuspicion, park_id, {(one, other) for one, other, *_why in pairs})
    new = _note(ContactSuspicion, park_id, pairs, at)
    firms = list(
        Organisation.objects.filter(park_id=park_id, merged_into__isnull=True)
        .order_by("-pk")
        .values_list("pk", "name", "credit_code")[:MOST_FIRMS]
    )
    like = planning.like_firms([name for _pk, name, _c in firms], [code for *_f, code in firms])
    pairs = [(firms[m.left][0], firms[m.right][0], m.score, m.reasons) for m in like]
    _drop(OrganisationSuspicion, park_id, {(min(a, b), max(a, b)) for a, b, *_why in pairs})
    return new + _note(OrganisationSuspicion, park_id, pairs, at)


@transaction.atomic
def say_distinct(*, pair: Pair, by: Actor, at: datetime) -> Pair:
    """
    不是同一个 Somebody has looked: these are two. They are not shown together again.

    :raises MayNotKeep: neither of the two is in the care of ``by``.
    :raises Settled: something else was said before.
    """
    kept = type(pair).objects.select_for_update().get(pk=pair.pk)
    if not any(policies.may_keep(by, row) for row in (kept.lower, kept.upper)):
        raise MayNotKeep
    if kept.verdict != Verdict.OPEN:
        raise Settled
    kept.verdict, kept.said_by_id, kept.said_at = Verdict.DISTINCT, by.person_id, at
    kept.save(update_fields=["verdict", "said_by", "said_at"])
    audit.record(
        park_id=kept.park_id,
        by=by,
        at=at,
        verb="prospect.distinct",
        object_kind="organisation" if isinstance(kept, OrganisationSuspicion) else "prospect",
        object_id=kept.lower_id,
        object_label=kept.lower.name,
        detail={"other": kept.upper_id, "score": kept.score},
    )
    return kept


def _note(
    model: Any,
    park_id: int,
    found: Sequence[tuple[int, int, float, planning.Reasons]],
    at: datetime,
) -> int:
    """Keep the pairs that are not known yet; what was said of a known one stays."""
    wanted = {
        (min(one, other), max(one, other)): (score, reasons) for one, other, score, reasons in found
    }
    known = set(
        model.objects.filter(
            lower__in=[lower for lower, _upper in wanted], park_id=park_id
        ).values_list("lower_id", "upper_id")
    )
    new = {pair: told for pair, told in wanted.items() if pair not in known}
    model.objects.bulk_create(
        (
            model(
                park_id=park_id,
                lower_id=lower,
                upper_id=upper,
                score=score,
                reasons=[list(reason) for reason in reasons],
                found_at=at,
            )
            for (lower, upper), (score, reasons) in new.items()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    return len(new)


def _drop(model: type[Pair], park_id: int, still: set[tuple[int, int]]) -> None:
    open_pairs = model.objects.filter(park_id=park_id, verdict=Verdict.OPEN)
    gone = [
        pk
        for pk, lower, upper in open_pairs.values_list("pk", "lower_id", "upper_id")
        if (lower, upper) not in still
    ]
    model.objects.filter(pk__in=gone).delete()


def forget_open(rows: Contact | Organisation) -> None:
    """A changed row is compared anew: its open pairs go first."""
    model = ContactSuspicion if isinstance(rows, Contact) else OrganisationSuspicion
    model.objects.filter(Q(lower=rows) | Q(upper=rows), verdict=Verdict.OPEN).delete()

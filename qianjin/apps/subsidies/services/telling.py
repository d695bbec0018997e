"""告知 Telling enterprises of a scheme, once each in a window, and who of them opened it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.models import Notice, User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, ThreadEntry
from qianjin.apps.enterprises.services.thread import thread_line

from .. import selectors
from ..choices import ClaimState, StepKind, Verdict
from ..models import Claim, ClaimReading, ClaimStep, Scheme
from ..refusals import MayNotHandle, NotInForce, WindowShut

BATCH = 500


@transaction.atomic
def tell(*, scheme: Scheme, by: Actor, at: datetime, chosen: Iterable[int] | None = None) -> int:
    """
    告知政策 Tell the enterprises chosen, or all that meet the conditions; says how many were told.

    Whoever was told (or has begun a claim) in this window is not told again, and who does not
    meet the conditions is not told at all: only ``yes`` and, when chosen, those whose figures are
    missing.

    :raises MayNotHandle: this person tells nobody.
    :raises NotInForce, WindowShut: there is nothing to claim (any more).
    """
    row = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if row.park_id != by.park_id or not by.may(Capability.CLAIM_HANDLE):
        raise MayNotHandle
    today = timezone.localdate(at)
    check_open(row, at)
    rows = selectors.to_tell(by, row, on=today)
    if chosen is None:
        rows = rows.filter(verdict=Verdict.YES)
    else:
        rows = rows.filter(pk__in=list(chosen)).exclude(verdict=Verdict.NO)
    firms = list(rows.order_by("pk"))
    year = selectors.claim_year(row, today)
    claims = Claim.objects.bulk_create(
        [
            Claim(
                park_id=row.park_id,
                scheme=row,
                enterprise=firm,
                year=year,
                state=ClaimState.TOLD,
                told_at=at,
                changed_at=at,
            )
            for firm in firms
        ],
        batch_size=BATCH,
    )
    ClaimStep.objects.bulk_create(
        [ClaimStep(claim=c, kind=StepKind.TOLD, at=at, by_name=by.name[:80]) for c in claims],
        batch_size=BATCH,
    )
    ThreadEntry.objects.bulk_create(
        [
            thread_line(
                enterprise=claim.enterprise,
                kind=ThreadKind.CLAIM,
                by=by,
                at=at,
                text=f"{row.title}：{StepKind.TOLD.label}",
                object_kind="claim",
                object_ref=str(claim.pk),
            )
            for claim in claims
        ],
        batch_size=BATCH,
    )
    _notify(row, claims, at)
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb="scheme.tell",
        object_kind="scheme",
        object_id=row.pk,
        object_label=row.title,
        detail={"enterprises": [firm.pk for firm in firms[:1000]], "count": len(firms)},
    )
    return len(firms)


def _notify(scheme: Scheme, claims: list[Claim], at: datetime) -> None:
    """One notice for each person and claim, in two statements."""
    by_firm = {claim.enterprise_id: claim for claim in claims}
    people = Contact.objects.filter(
        enterprise__in=by_firm, left_on=None, user__is_active=True
    ).values_list("enterprise_id", "user_id")
    closes = scheme.closes_on.isoformat() if scheme.closes_on else ""
    params = {"title": scheme.title, "issuer": scheme.issuer, "closes": closes}
    Notice.objects.bulk_create(
        [
            Notice(
                park_id=scheme.park_id,
                user_id=user_id,
                at=at,
                kind="subsidies.told" if closes else "subsidies.told_open",
                tone="active",
                params=params,
                object_kind="claim",
                object_ref=str(by_firm[firm_id].pk),
            )
            for firm_id, user_id in people.distinct()
        ],
        batch_size=BATCH,
    )


def check_open(scheme: Scheme, at: datetime) -> None:
    """:raises NotInForce, WindowShut: nothing can be claimed at this moment."""
    today = timezone.localdate(at)
    if not selectors.is_in_force(scheme, on=today):
        raise NotInForce
    # One may be told before the window opens, never after it has closed.
    if scheme.closes_on is not None and scheme.closes_on < today:
        raise shut(scheme)


def shut(scheme: Scheme) -> WindowShut:
    """The refusal outside the window, with its days."""
    days = (scheme.opens_on, scheme.closes_on)
    opens, closes = (day.isoformat() if day else "—" for day in days)
    return WindowShut(opens=opens, closes=closes)


@transaction.atomic
def opened(*, claim: Claim, by: Actor, at: datetime) -> bool:
    """已查看 Note that somebody of the enterprise has opened it; only the first time counts."""
    if not by.is_enterprise or claim.enterprise_id not in by.enterprise_ids:
        return False
    _row, is_first = ClaimReading.objects.get_or_create(
        claim=claim, user=User(pk=by.person_id), defaults={"at": at}
    )
    return is_first

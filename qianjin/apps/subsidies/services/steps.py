"""步 What every act on a claim does: lock it, write its step, tell the other side, leave traces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, Enterprise

from .. import policies
from ..choices import ClaimState, StepKind
from ..models import Claim, ClaimStep, Scheme
from ..refusals import MayNotFile, MayNotHandle, NotNow
from ..sentences import money


def locked(claim: Claim) -> Claim:
    """The claim, held until the act is over."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related(
        "scheme", "enterprise__officer"
    )
    return rows.get(pk=claim.pk)


def for_office(claim: Claim, by: Actor, *states: str) -> Claim:
    """
    A claim an officer carries on.

    :raises MayNotHandle: the enterprise is not in this person's care.
    :raises NotNow: the claim stands elsewhere.
    """
    row = locked(claim)
    if not policies.may_handle(by, row.enterprise):
        raise MayNotHandle
    return _standing(row, states)


def for_either(claim: Claim, by: Actor, *states: str) -> Claim:
    """
    A claim its enterprise (or the office for it) carries on.

    :raises MayNotFile: neither of its own people nor in whose care it is.
    :raises NotNow: the claim stands elsewhere.
    """
    row = locked(claim)
    if not policies.may_file(by, row.enterprise):
        raise MayNotFile
    return _standing(row, states)


def _standing(row: Claim, states: Sequence[str]) -> Claim:
    if row.state not in states:
        raise NotNow(state=ClaimState(row.state).label)
    return row


def done(
    row: Claim,
    kind: StepKind,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    amount: Decimal | None = None,
    notice: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Save the claim with its step, and everything that goes with it."""
    row.changed_at = at
    row.save()
    # What was reminded of has moved on; the next silence counts anew.
    row.reminders.filter(rung__in=["silent", "unpaid"]).delete()
    ClaimStep.objects.create(
        claim=row, kind=kind, at=at, by_name=by.name[:80], words=words[:400], amount_wan=amount
    )
    enterprises.write_on_thread(
        enterprise=row.enterprise,
        kind=ThreadKind.CLAIM,
        by=by,
        at=at,
        text=f"{row.scheme.title}：{kind.label}",
        object_kind="claim",
        object_ref=str(row.pk),
    )
    if notice:
        send(row, notice, by=by, at=at, words=words, amount=amount)
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=f"claim.{kind.value}",
        object_kind="claim",
        object_id=row.pk,
        object_label=f"{row.scheme.title} · {row.enterprise.name}"[:200],
        detail={
            "state": row.state,
            **({"words": words} if words else {}),
            **({"amount_wan": str(amount)} if amount is not None else {}),
            **(detail or {}),
        },
    )


def send(
    row: Claim,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    amount: Decimal | None = None,
    to_office: bool | None = None,
) -> None:
    """A notice to the other side: what an enterprise does reaches its officer, and back."""
    office = by.is_enterprise if to_office is None else to_office
    people = officers_of(row) if office else people_of([row.enterprise_id])
    accounts.notify(
        users=people,
        park_id=row.park_id,
        at=at,
        kind=f"subsidies.{kind}",
        params={
            "title": row.scheme.title,
            "enterprise": row.enterprise.name,
            "closes": row.scheme.closes_on.isoformat() if row.scheme.closes_on else "",
            "words": words[:120],
            "amount": money(amount),
        },
        tone={"refused": "breached", "sent_back": "at_risk", "closing": "at_risk"}.get(
            kind, "active"
        ),
        object_kind="claim",
        object_ref=str(row.pk),
    )


def people_of(enterprise_ids: Sequence[int]) -> list[User]:
    """Everyone with an account who speaks for one of these enterprises."""
    present = Contact.objects.filter(enterprise__in=enterprise_ids, left_on=None).values("user")
    return list(User.objects.filter(pk__in=present, is_active=True))


def officers_of(row: Claim) -> list[User]:
    """Whoever is responsible for the enterprise; without one, who last checked the scheme."""
    officer = row.enterprise.officer_id or row.scheme.checked_by_id
    return list(User.objects.filter(pk=officer, is_active=True))


def start(
    scheme: Scheme, enterprise: Enterprise, year: int, state: ClaimState, at: datetime
) -> Claim:
    """A claim that has just begun, saved."""
    return Claim.objects.create(
        park_id=scheme.park_id,
        scheme=scheme,
        enterprise=enterprise,
        year=year,
        state=state,
        changed_at=at,
    )

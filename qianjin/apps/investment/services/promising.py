"""履约 What the enterprise has promised, what became of it, and what the park has promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.units.money import MOST_WAN

from ..choices import DAYS_PROMISED, CommitmentKind, CommitmentSource
from ..models import Commitment, Project, Subsidy, YearResult
from ..refusals import BadCommitment
from .fields import day_problem, plain
from .traces import held, today_of, trace

MOST_AMOUNT = Decimal(10) ** 10
MOST_COMMITMENTS = 60


@transaction.atomic
def commit(
    *,
    project: Project,
    kind: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
    amount: Decimal | None = None,
    source: str = CommitmentSource.AGREEMENT,
    words: str = "",
) -> Commitment:
    """
    记承诺 What is promised: an amount to be reached from the year of ``due_on`` on, or a day.

    The same kind and day again changes the amount.

    :raises MayNotKeepProject: not in this person's care; ``BadCommitment``: by field.
    """
    row = held(project, by)
    problems: dict[str, list[str]] = day_problem(due_on, "due_on")
    if due_on is None:
        problems["due_on"] = [_("Say on which day.")]
    if kind not in CommitmentKind.values:
        problems["kind"] = [_("Choose one from the list.")]
    if source not in CommitmentSource.values:
        problems["source"] = [_("Choose one from the list.")]
    if kind in DAYS_PROMISED:
        amount = None
    elif amount is None or not amount.is_finite() or not 0 < amount < MOST_AMOUNT:
        problems["amount"] = [_("A number above zero.")]
    if row.commitments.count() >= MOST_COMMITMENTS:
        problems["kind"] = [_("At most %(most)s commitments.") % {"most": MOST_COMMITMENTS}]
    if problems or due_on is None:
        raise BadCommitment(problems)
    made, _made = Commitment.objects.update_or_create(
        project=row,
        kind=kind,
        due_on=due_on,
        defaults={
            "park_id": row.park_id,
            "amount": round(amount, 4) if amount is not None else None,
            "source": source,
            "words": plain(words)[:300],
        },
    )
    trace(row, "commit", by, at, {"kind": kind, "due_on": due_on, "amount": amount})
    return made


@transaction.atomic
def drop_commitment(*, commitment: Commitment, by: Actor, at: datetime) -> None:
    """
    删承诺 Take a commitment out, with what was entered of it; the trail keeps it.

    :raises MayNotKeepProject: not in this person's care.
    """
    row = held(commitment.project, by)
    told = {"kind": commitment.kind, "due_on": commitment.due_on, "amount": commitment.amount}
    commitment.delete()
    trace(row, "commit_drop", by, at, told)


@transaction.atomic
def report_year(
    *,
    commitment: Commitment,
    year: int,
    by: Actor,
    at: datetime,
    amount: Decimal | None = None,
    happened_on: date | None = None,
    words: str = "",
) -> YearResult:
    """
    年度核对 What became of a commitment in one year: an amount, or the day it happened.

    :raises MayNotKeepProject: not in this person's care; ``BadCommitment``: by field.
    """
    row = held(commitment.project, by)
    problems: dict[str, list[str]] = {}
    today = today_of(at)
    if not 1990 <= year <= today.year:
        problems["year"] = [_("Please check the year.")]
    if commitment.kind in DAYS_PROMISED:
        amount = None
        if happened_on is None or happened_on > today:
            problems["happened_on"] = [_("A day that has passed.")]
    else:
        happened_on = None
        if amount is None or not amount.is_finite() or not 0 <= amount < MOST_AMOUNT:
            problems["amount"] = [_("A number of zero or more.")]
    if problems:
        raise BadCommitment(problems)
    made, _made = YearResult.objects.update_or_create(
        commitment=commitment,
        year=year,
        defaults={
            "amount": round(amount, 4) if amount is not None else None,
            "happened_on": happened_on,
            "words": plain(words)[:300],
            "by_name": by.name[:80],
            "at": at,
        },
    )
    told: Mapping[str, Any] = {"year": year, "amount": amount, "on": happened_on}
    trace(row, "report", by, at, {"kind": commitment.kind, **told})
    return made


@transaction.atomic
def promise_subsidy(
    *,
    project: Project,
    name: str,
    amount_wan: Decimal | None,
    by: Actor,
    at: datetime,
    condition: str = "",
    due_on: date | None = None,
) -> Subsidy:
    """
    扶持承诺 What the park promises, on which condition.

    :raises MayNotKeepProject: not in this person's care; ``BadCommitment``: by field.
    """
    row = held(project, by)
    problems = day_problem(due_on, "due_on")
    if not plain(name):
        problems["name"] = [_("Please write something.")]
    if amount_wan is None or not 0 < amount_wan < MOST_WAN:
        problems["amount_wan"] = [_("An amount above zero, in units of 10,000 yuan.")]
    if problems:
        raise BadCommitment(problems)
    made = Subsidy.objects.create(
        park_id=row.park_id,
        project=row,
        name=plain(name)[:80],
        amount_wan=amount_wan,
        condition=plain(condition)[:300],
        due_on=due_on,
    )
    trace(row, "subsidy", by, at, {"name": made.name, "amount_wan": amount_wan})
    return made


@transaction.atomic
def pay_subsidy(
    *, subsidy: Subsidy, paid_wan: Decimal | None, paid_on: date | None, by: Actor, at: datetime
) -> Subsidy:
    """
    扶持兑现 So much of what was promised was paid, in parts until all of it is.

    :raises MayNotKeepProject: not in this person's care.
    :raises BadCommitment: more than is still to be paid, or a day to come.
    """
    row = held(subsidy.project, by)
    kept = Subsidy.objects.select_for_update().get(pk=subsidy.pk)
    left = (kept.amount_wan or Decimal(0)) - kept.paid_wan
    problems: dict[str, list[str]] = {}
    if paid_wan is None or not 0 < paid_wan <= left:
        told = {"left": f"{left.normalize():f}"}
        problems["paid_wan"] = [_("Only %(left)s (10,000 yuan) are still to be paid.") % told]
    if paid_on is None or paid_on > today_of(at):
        problems["paid_on"] = [_("A day that has passed.")]
    if problems or paid_wan is None:
        raise BadCommitment(problems)
    kept.paid_wan, kept.paid_on = kept.paid_wan + paid_wan, paid_on
    kept.save(update_fields=["paid_wan", "paid_on"])
    trace(row, "subsidy_pay", by, at, {"name": kept.name, "paid_wan": paid_wan})
    return kept

"""申报 Carrying a claim from its beginning to its payment; both sides have their acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from .. import policies, selectors
from ..choices import UNFILED, WITH_BUREAU, ClaimState, StepKind
from ..models import Claim, ClaimFile, Scheme
from ..refusals import BadClaim, MayNotFile, NotNow
from ..sentences import money
from .steps import done, for_either, for_office, start
from .telling import check_open, shut

SHELF = "claims"
MOST_WORDS = 400
MOST_WAN = Decimal(10) ** 9
DONE = (ClaimState.PAID, ClaimState.REFUSED)


@transaction.atomic
def begin(*, scheme: Scheme, enterprise: Enterprise, by: Actor, at: datetime) -> Claim:
    """
    开始准备 Begin a claim, whether told of the scheme or not; one that has been begun is returned.

    :raises MayNotFile: neither of its own people nor in whose care it is.
    :raises NotInForce, WindowShut: there is nothing to claim (any more).
    :raises NotNow: it has gone further in this window.
    """
    if scheme.park_id != by.park_id or not policies.may_file(by, enterprise):
        raise MayNotFile
    check_open(scheme, at)
    # Locked as telling locks it: two people of one firm begin one claim, told meanwhile or not.
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    year = selectors.claim_year(scheme, timezone.localdate(at))
    row = (
        Claim.objects.select_for_update(of=("self",))
        .filter(scheme=scheme, enterprise=enterprise, year=year)
        .select_related("scheme", "enterprise__officer")
        .first()
    )
    if row is None:
        row = start(scheme, enterprise, year, ClaimState.PREPARING, at)
    elif row.state == ClaimState.PREPARING:
        return row
    elif row.state not in (ClaimState.TOLD, ClaimState.DECLINED):
        raise NotNow(state=ClaimState(row.state).label)
    row.state = ClaimState.PREPARING
    done(row, StepKind.BEGUN, by=by, at=at)
    return row


@transaction.atomic
def decline(*, claim: Claim, by: Actor, at: datetime, words: str = "") -> Claim:
    """
    不申报 It will not be claimed this time; it can be begun again while the window is open.

    :raises MayNotFile, NotNow: not this person's, or filed already.
    """
    row = for_either(claim, by, *UNFILED)
    row.state = ClaimState.DECLINED
    done(row, StepKind.DECLINED, by=by, at=at, words=_short(words))
    return row


@transaction.atomic
def add_files(
    *, claim: Claim, files: Iterable[Upload], by: Actor, at: datetime, document: str = ""
) -> list[ClaimFile]:
    """
    传材料 Add documents; ``document`` says which of those the scheme asks for it is.

    :raises MayNotFile: not this person's.
    :raises NotNow: it has been paid, refused or given up.
    :raises BadFile, BadClaim: a file is refused, there is none, or no such document is asked for.
    """
    open_states = [s for s in ClaimState if s not in (*DONE, ClaimState.DECLINED)]
    row = for_either(claim, by, *open_states)
    uploads = list(files)
    if not uploads:
        raise BadClaim({"files": [_("Choose a file first.")]})
    if document and document not in row.scheme.documents:
        raise BadClaim({"document": [_("The scheme asks for no such document.")]})
    kept = store.keep(park_id=row.park_id, uploads=uploads, at=at, shelf=SHELF)
    rows = [
        ClaimFile.objects.create(
            park_id=row.park_id,
            claim=row,
            document=document,
            by_name=by.name[:80],
            at=at,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            path=file.path,
            preview=file.preview,
        )
        for file in kept
    ]
    if row.state == ClaimState.TOLD:
        row.state = ClaimState.PREPARING
    names = "、".join(file.name for file in rows)
    told = f"{document}：{names}" if document else names
    done(row, StepKind.FILES, by=by, at=at, words=told, detail={"files": len(rows)})
    return rows


@transaction.atomic
def file_claim(
    *,
    claim: Claim,
    claimed_wan: Decimal | None,
    by: Actor,
    at: datetime,
    filed_on: date | None = None,
    elsewhere: bool = False,
    words: str = "",
) -> Claim:
    """
    提交申报 File the claim for ``claimed_wan`` 万元.

    ``elsewhere``: the office enters that it was filed on paper or with another system, so that the
    documents need not stand here; an enterprise cannot say so.

    :raises MayNotFile, NotNow: not this person's, or filed already.
    :raises WindowShut: ``filed_on`` (today, unless said) lies outside the window.
    :raises BadClaim: an amount that is none or above the ceiling, a day to come, or documents that
        the scheme asks for and that are not there, which it names.
    """
    row = for_either(claim, by, *UNFILED)
    today = timezone.localdate(at)
    day = filed_on or today
    problems: dict[str, list[str]] = {}
    amount = _amount(claimed_wan, "claimed_wan", problems, row.scheme.ceiling_wan)
    if day > today:
        problems["filed_on"] = [_("This day is still to come.")]
    lacking = selectors.lacking(row, list(row.files.all()))
    if lacking and not (elsewhere and policies.may_handle(by, row.enterprise)):
        sentence = _("Still missing: %(names)s.")
        problems["files"] = [sentence % {"names": "、".join(lacking)}]
    if problems:
        raise BadClaim(problems)
    if not selectors.takes_claims(row.scheme, on=day):
        raise shut(row.scheme)
    row.state, row.claimed_wan, row.filed_on = ClaimState.FILED, amount, day
    notice = "filed" if by.is_enterprise else ""
    done(row, StepKind.FILED, by=by, at=at, words=_short(words), amount=amount, notice=notice)
    return row


@transaction.atomic
def hand_over(*, claim: Claim, by: Actor, at: datetime, words: str = "") -> Claim:
    """
    送部门审核 The bureau has it now.

    :raises MayNotHandle, NotNow: not in this person's care, or not filed.
    """
    row = for_office(claim, by, ClaimState.FILED)
    row.state = ClaimState.REVIEW
    done(row, StepKind.HANDED_OVER, by=by, at=at, words=_short(words), notice="review")
    return row


@transaction.atomic
def send_back(*, claim: Claim, words: str, by: Actor, at: datetime) -> Claim:
    """
    退回补正 Something is missing: the enterprise completes it and files again.

    :raises MayNotHandle, NotNow: not in this person's care, or not with office or bureau.
    :raises BadClaim: nothing is said of what is missing.
    """
    row = for_office(claim, by, *WITH_BUREAU)
    words = _needed(words)
    row.state = ClaimState.PREPARING
    done(row, StepKind.SENT_BACK, by=by, at=at, words=words, notice="sent_back")
    return row


@transaction.atomic
def approve(
    *, claim: Claim, approved_wan: Decimal | None, by: Actor, at: datetime, words: str = ""
) -> Claim:
    """
    核定 The bureau grants ``approved_wan`` 万元.

    :raises MayNotHandle, NotNow: not in this person's care, or not with office or bureau.
    :raises BadClaim: an amount that is none, or above the scheme's ceiling.
    """
    row = for_office(claim, by, *WITH_BUREAU)
    problems: dict[str, list[str]] = {}
    amount = _amount(approved_wan, "approved_wan", problems, row.scheme.ceiling_wan)
    if problems:
        raise BadClaim(problems)
    row.state, row.approved_wan = ClaimState.APPROVED, amount
    done(
        row, StepKind.APPROVED, by=by, at=at, words=_short(words), amount=amount, notice="approved"
    )
    return row


@transaction.atomic
def pay(
    *,
    claim: Claim,
    paid_wan: Decimal | None,
    paid_on: date | None,
    by: Actor,
    at: datetime,
    words: str = "",
) -> Claim:
    """
    兑付 ``paid_wan`` 万元 have reached the enterprise; in parts until the approved amount is paid.

    :raises MayNotHandle, NotNow: not in this person's care, or not approved.
    :raises BadClaim: an amount that is none or more than is still to be paid, or a day to come or
        before it was filed.
    """
    row = for_office(claim, by, ClaimState.APPROVED)
    problems: dict[str, list[str]] = {}
    left = (row.approved_wan or Decimal(0)) - row.paid_wan
    amount = _amount(paid_wan, "paid_wan", problems, None) or Decimal(0)
    if amount > left:
        sentence = _("Only %(left)s (10,000 yuan) are still to be paid.")
        problems["paid_wan"] = [sentence % {"left": money(left)}]
    if paid_on is None:
        problems["paid_on"] = [_("This is needed.")]
    elif paid_on > timezone.localdate(at):
        problems["paid_on"] = [_("This day is still to come.")]
    elif row.filed_on is not None and paid_on < row.filed_on:
        problems["paid_on"] = [_("This day is before it was filed.")]
    if problems:
        raise BadClaim(problems)
    row.paid_wan, row.paid_on = row.paid_wan + amount, paid_on
    if row.paid_wan == row.approved_wan:
        row.state = ClaimState.PAID
    done(row, StepKind.PAID, by=by, at=at, words=_short(words), amount=amount, notice="paid")
    return row


@transaction.atomic
def refuse(*, claim: Claim, words: str, by: Actor, at: datetime) -> Claim:
    """
    未通过 The bureau refuses, and says why.

    :raises MayNotHandle, NotNow: not in this person's care, or not with office or bureau.
    :raises BadClaim: no reason is given.
    """
    row = for_office(claim, by, *WITH_BUREAU)
    row.refused_because = _needed(words)
    row.state = ClaimState.REFUSED
    done(row, StepKind.REFUSED, by=by, at=at, words=row.refused_because, notice="refused")
    return row


def sweep_documents(*, older_than: datetime) -> int:
    """Remove documents that no row names: their act was rolled back after they were written."""
    return store.sweep(older_than=older_than, known=_known, shelf=SHELF)


def _known(names: set[str]) -> set[str]:
    rows = ClaimFile.objects.filter(path__in=names) | ClaimFile.objects.filter(preview__in=names)
    return {name for pair in rows.values_list("path", "preview") for name in pair if name}


def _amount(
    amount: Decimal | None, field: str, problems: dict[str, list[str]], ceiling: Decimal | None
) -> Decimal | None:
    if amount is None or not 0 < amount < MOST_WAN:
        problems[field] = [_("An amount above zero, in units of 10,000 yuan.")]
    elif amount != round(amount, 4):
        problems[field] = [_("At most four decimals: one yuan.")]
    elif ceiling is not None and amount > ceiling:
        sentence = _("The scheme pays at most %(ceiling)s (10,000 yuan).")
        problems[field] = [sentence % {"ceiling": money(ceiling)}]
    return amount


def _short(words: str) -> str:
    text = words.replace("\x00", "").strip()
    if len(text) > MOST_WORDS:
        raise BadClaim({"words": [_("At most %(most)s characters.") % {"most": MOST_WORDS}]})
    return text


def _needed(words: str) -> str:
    text = _short(words)
    if not text:
        raise BadClaim({"words": [_("Please write something.")]})
    return text

"""权属 Who owns a parcel, in exact fractions; and which rights others have on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit

from ..choices import EventKind, RightKind
from ..models import LandRight, Parcel, Tenure
from ..refusals import BadRight, BadShares
from .steps import done, to_keep

MOST_SHARES = 200
MOST_DENOMINATOR = 10**12
MOST_WAN = Decimal(10) ** 9
HOLDER_LENGTH, BASIS_LENGTH, DOCUMENT_LENGTH, REMARK_LENGTH = 80, 120, 80, 400


@dataclass(frozen=True, slots=True)
class Share:
    """
    份额 What part of a parcel somebody owns.

    Parameters
    ----------
    part
        An exact fraction, above 0 and at most 1.
    unit
        A village, town or other unit of the park; or ``None`` and ``holder`` names somebody else.
    basis
        What it rests on: a certificate, an agreement of which day.
    """

    part: Fraction
    unit: Unit | None = None
    holder: str = ""
    basis: str = ""


@transaction.atomic
def set_shares(
    *, parcel: Parcel, shares: Sequence[Share], by: Actor, at: datetime, version: int | None = None
) -> list[Tenure]:
    """
    登记权属 Say who owns a parcel: all shares at once, which make up exactly one.

    No share at all means that nobody knows.

    :raises MayNotKeepParcels, ParcelClosed, ParcelChangedSince: see ``steps.to_keep``.
    :raises BadShares: they do not sum to one, an owner stands twice or is none, row by row.
    """
    row = to_keep(parcel, by, version)
    check_shares(row.park_id, shares)
    before = told_shares(row.tenures.select_related("unit"))
    row.tenures.all().delete()
    made = write_shares(row, shares)
    after = told_shares(made)
    done(
        row,
        "parcel.shares",
        EventKind.TENURE,
        by=by,
        at=at,
        words="、".join(f"{name} {part}" for name, part in after),
        detail={"before": before, "after": after},
    )
    return made


def write_shares(row: Parcel, shares: Sequence[Share]) -> list[Tenure]:
    """Write checked shares, and what the parcel repeats of them; the parcel is not saved."""
    repeat_shares(row, shares)
    return Tenure.objects.bulk_create(
        Tenure(
            parcel=row,
            unit=share.unit,
            holder=share.holder,
            numerator=share.part.numerator,
            denominator=share.part.denominator,
            basis=share.basis,
        )
        for share in shares
    )


def repeat_shares(row: Parcel, shares: Sequence[Share]) -> None:
    """Let the parcel repeat what lists and maps want of its shares; not saved."""
    owners = [share for share in shares if share.unit is not None]
    largest = max(owners, key=lambda share: share.part, default=None)
    row.main_owner = largest.unit if largest else None
    row.is_enclave = enclave(row.village_id, shares)


def enclave(village_id: int | None, shares: Iterable[Share]) -> bool:
    """飞地: some village owns a part of it, and it is not the village it lies in."""
    return village_id is not None and any(
        share.unit is not None
        and share.unit.kind == UnitKind.VILLAGE
        and share.unit.pk != village_id
        for share in shares
    )


def told_shares(rows: Iterable[Tenure]) -> list[list[str]]:
    """Owner and fraction of each share, for the trail."""
    return [[row.holder_name, f"{row.numerator}/{row.denominator}"] for row in rows]


def shares_of(rows: Iterable[Tenure]) -> list[Share]:
    """The shares as ``set_shares`` takes them."""
    return [Share(row.share, row.unit, row.holder, row.basis) for row in rows]


def pooled(parts: Sequence[tuple[Decimal, Sequence[Share]]]) -> list[Share]:
    """
    合并份额 The shares of a merger: each owner's share of each part, weighed by its area, exactly.

    None where some part's owners are not known. Areas are decimals, so the result is a fraction
    without rounding, and sums to one.
    """
    if not all(shares for _area, shares in parts):
        return []
    whole = sum((Fraction(area) for area, _shares in parts), Fraction(0))
    found: dict[tuple[int | None, str], Share] = {}
    for area, shares in parts:
        for share in shares:
            key = (share.unit.pk if share.unit else None, share.holder)
            part = share.part * Fraction(area) / whole
            known = found.get(key)
            basis = known.basis if known else share.basis
            found[key] = Share(part + (known.part if known else 0), share.unit, share.holder, basis)
    return list(found.values())


def check_shares(park_id: int, shares: Sequence[Share]) -> None:
    """:raises BadShares: they do not sum to one, an owner stands twice or is none, row by row."""
    problems: list[str] = []
    if len(shares) > MOST_SHARES:
        raise BadShares({"shares": [_("At most %(most)s owners.") % {"most": MOST_SHARES}]})
    seen = set()
    for number, share in enumerate(shares, start=1):
        key = (share.unit.pk if share.unit else None, share.holder)
        sentence = ""
        if (share.unit is None) == (not share.holder):
            sentence = _("Choose a unit, or name another owner.")
        elif share.unit is not None and share.unit.park_id != park_id:
            sentence = _("Choose a unit of this park.")
        elif len(share.holder) > HOLDER_LENGTH or len(share.basis) > BASIS_LENGTH:
            sentence = _("The name or the basis is too long.")
        elif not 0 < share.part <= 1:
            sentence = _("A share is more than nothing and at most one.")
        elif share.part.denominator > MOST_DENOMINATOR:
            sentence = _("The denominator is too large.")
        elif key in seen:
            sentence = _("This owner stands twice.")
        seen.add(key)
        if sentence:
            problems.append(_("Share %(number)s: %(sentence)s") % {
                "number": number, "sentence": sentence,
            })  # fmt: skip
    total = sum((share.part for share in shares), Fraction(0))
    if shares and not problems and total != 1:
        sentence = (
            _("The shares make %(total)s, not 1: %(rest)s is missing.")
            if total < 1
            else _("The shares make %(total)s, not 1: %(rest)s is too much.")
        )
        problems.append(sentence % {"total": str(total), "rest": str(abs(1 - total))})
    if problems:
        raise BadShares({"shares": problems})


@transaction.atomic
def add_right(
    *,
    parcel: Parcel,
    kind: str,
    by: Actor,
    at: datetime,
    enterprise: Enterprise | None = None,
    holder: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    start_by: date | None = None,
    started_on: date | None = None,
    amount_wan: Decimal | None = None,
    document: str = "",
    remark: str = "",
) -> LandRight:
    """
    登记权利 Enter a right on a parcel; ``amount_wan`` in 万元 (price, rent a year, sum secured).

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    :raises BadRight: a field is wrong, or the holder is not exactly one.
    """
    row = to_keep(parcel, by)
    kept: dict[str, Any] = {
        "kind": kind,
        "enterprise": enterprise,
        "holder": holder.replace("\x00", "").strip(),
        "from_on": from_on,
        "until_on": until_on,
        "start_by": start_by,
        "started_on": started_on,
        "amount_wan": amount_wan,
        "document": document.replace("\x00", "").strip(),
        "remark": remark.replace("\x00", "").strip(),
    }
    _check_right(row.park_id, kept, timezone.localdate(at))
    right = LandRight.objects.create(park_id=row.park_id, parcel=row, **kept)
    name = enterprise.name if enterprise else kept["holder"]
    done(
        row,
        "parcel.right",
        EventKind.RIGHT,
        by=by,
        at=at,
        words=f"{RightKind(kind).label}：{name}",
        detail={name: str(value) for name, value in kept.items() if value not in (None, "")},
    )
    return right


@transaction.atomic
def end_right(
    *, right: LandRight, ended_on: date | None, by: Actor, at: datetime, remark: str = ""
) -> LandRight:
    """
    注销权利 A right has ended.

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    :raises BadRight: no day, one to come or before it began, or it has ended already.
    """
    row = to_keep(right.parcel, by)
    right = (
        LandRight.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .get(pk=right.pk)
    )
    problems: dict[str, list[str]] = {}
    if right.ended_on is not None:
        problems["ended_on"] = [_("It has ended already.")]
    elif ended_on is None:
        problems["ended_on"] = [_("This is needed.")]
    elif ended_on > timezone.localdate(at):
        problems["ended_on"] = [_("This day is still to come.")]
    elif right.from_on is not None and ended_on < right.from_on:
        problems["ended_on"] = [_("This day is before the first one.")]
    words = remark.replace("\x00", "").strip()
    if len(words) > REMARK_LENGTH:
        problems["remark"] = [_("At most %(most)s characters.") % {"most": REMARK_LENGTH}]
    if problems:
        raise BadRight(problems)
    right.ended_on, right.remark = ended_on, words or right.remark
    right.save(update_fields=["ended_on", "remark"])
    name = right.enterprise.name if right.enterprise else right.holder
    label = RightKind(right.kind).label
    done(
        row,
        "parcel.right_end",
        EventKind.RIGHT,
        by=by,
        at=at,
        words=_("Ended: %(right)s, %(holder)s") % {"right": label, "holder": name},
        detail={"right": right.pk, "ended_on": ended_on},
    )
    return right


def _check_right(park_id: int, kept: dict[str, Any], today: date) -> None:
    problems: dict[str, list[str]] = {}
    firm = kept["enterprise"]
    if kept["kind"] not in RightKind.values:
        problems["kind"] = [_("Choose one from the list.")]
    if (firm is None) == (not kept["holder"]):
        problems["holder"] = [_("Choose an enterprise, or name another holder.")]
    elif firm is not None and firm.park_id != park_id:
        problems["enterprise"] = [_("Choose an enterprise of this park.")]
    for name, most in (
        ("holder", HOLDER_LENGTH),
        ("document", DOCUMENT_LENGTH),
        ("remark", REMARK_LENGTH),
    ):
        if len(kept[name]) > most:
            problems[name] = [_("At most %(most)s characters.") % {"most": most}]
    begin, end = kept["from_on"], kept["until_on"]
    if begin and end and end < begin:
        problems["until_on"] = [_("This day is before the first one.")]
    if kept["started_on"] and kept["started_on"] > today:
        problems["started_on"] = [_("This day is still to come.")]
    amount = kept["amount_wan"]
    if amount is not None and not (amount.is_finite() and 0 <= amount < MOST_WAN):
        problems["amount_wan"] = [_("An amount above zero, in units of 10,000 yuan.")]
    if problems:
        raise BadRight(problems)

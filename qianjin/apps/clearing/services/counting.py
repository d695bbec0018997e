"""计数 Households that signed and vacated, money paid: added and taken back by entries."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import Counted
from ..models import CountEntry, ParcelStep, VillagePart
from ..planning import ready as planning
from ..refusals import BadEntry, MayNotPay
from .readying import refresh
from .stepping import check_before, check_paid, end_if_done
from .traces import MOST_MONEY, check_past, held_part, plain, trace

STEP_OF = {Counted.SIGNED: "signing", Counted.PAID: "payment", Counted.VACATED: "vacating"}


@transaction.atomic
def count(
    *,
    part: VillagePart,
    kind: str,
    amount: Decimal,
    on: date,
    by: Actor,
    at: datetime,
    words: str = "",
) -> CountEntry:
    """
    记数 Add households signed or vacated, or money paid (yuan), in one village.

    A negative amount takes a wrong entry back and says why. When all is there the step of the
    village is done on that day; when it is not any more, it is open again.

    :raises MayNotClear, MayNotPay, NotUnderWay: not this person's; over.
    :raises NotBeforeDone: before the notice has run (signing).
    :raises NotBeforePaid: households vacate before compensation is paid in full.
    :raises BadEntry: more than there are, nothing, a day to come, or taken back without a word.
    """
    row = held_part(part, by)
    if kind == Counted.PAID and not policies.may_pay(by, row.park_id):
        raise MayNotPay
    if kind not in Counted.values:
        raise BadEntry({"kind": [_("Choose one from the list.")]})
    words = plain(words)
    _check(row, Counted(kind), amount, on, words, at)
    made = CountEntry.objects.create(
        park_id=row.park_id,
        part=row,
        kind=kind,
        on=on,
        amount=amount,
        words=words,
        by_name=by.name[:80],
        at=at,
    )
    was = getattr(row, kind)
    setattr(row, kind, was + (amount if kind == Counted.PAID else int(amount)))
    row.save(update_fields=[kind])
    told = f"{row.village.name_zh}：{Counted(kind).label} {amount:+,.2f}".removesuffix(".00")
    detail = {"village": row.village.code, "kind": kind, "amount": amount, "on": on}
    trace(row.acquisition, "count", by, at, f"{told}{'，' if words else ''}{words}", detail)
    settle(row, by=by, at=at, on=on)
    end_if_done(row.acquisition.parcel, by=by, at=at)
    refresh(park=row.acquisition.park, at=at, parcels=[row.acquisition.parcel_id])
    return made


def _check(
    row: VillagePart, kind: Counted, amount: Decimal, on: date, words: str, at: datetime
) -> None:
    check_past(on, at, "on")
    if not amount.is_finite() or amount == 0 or abs(amount) > MOST_MONEY:
        raise BadEntry({"amount": [_("Please enter a sensible number.")]})
    if kind != Counted.PAID and amount != int(amount):
        raise BadEntry({"amount": [_("Households are counted whole.")]})
    if amount < 0 and not words:
        raise BadEntry({"words": [_("Say why it is taken back.")]})
    least, most = _room(row, kind)
    after = getattr(row, kind) + amount
    if not least <= after <= most:
        sentence = _("It would then be %(after)s; it must lie from %(least)s to %(most)s.")
        told = {"after": f"{after:,}", "least": f"{least:,}", "most": f"{most:,}"}
        raise BadEntry({"amount": [sentence % told]})
    if amount < 0:
        return
    if kind == Counted.VACATED:
        check_paid(row)
    rules = planning.rules_of(row.park_id)
    if kind == Counted.SIGNED:
        # An open objection of one household does not keep the others from signing.
        key = row.acquisition.parcel_id
        facts = planning.facts_of(row.park_id, [key])[key]
        check_before(facts, rules["signing"], rules, row.village, but=("objection",))


def _room(row: VillagePart, kind: Counted) -> tuple[Decimal | int, Decimal | int]:
    if kind == Counted.SIGNED:
        return row.vacated, row.households
    if kind == Counted.VACATED:
        return 0, row.signed
    return (row.due if row.vacated else Decimal(0)), row.due


def settle(row: VillagePart, *, by: Actor, at: datetime, on: date) -> None:
    """
    The steps of a village that are counted: done when all is there, open when it is not.

    A step that an officer ended by hand (a few have not signed and are decided on) stays ended.
    """
    whole = {
        Counted.SIGNED: row.households > 0 and row.signed == row.households,
        Counted.PAID: row.is_paid,
        Counted.VACATED: row.households > 0 and row.vacated == row.households,
    }
    if row.open_objections:
        whole[Counted.SIGNED] = False
    parcel = row.acquisition.parcel
    for kind, code in STEP_OF.items():
        step = ParcelStep.objects.filter(parcel=parcel, code=code, village=row.village).first()
        begun = on if getattr(row, kind) else None
        if step is None and begun is None:
            continue
        step = step or ParcelStep(
            park_id=row.park_id, parcel=parcel, code=code, village=row.village
        )
        step.begun_on = step.begun_on or begun
        if whole[kind] and step.done_on is None:
            step.done_on = max(on, step.begun_on or on)
        elif not whole[kind] and not step.words:
            step.done_on = None
        step.by_name, step.at = by.name[:80], at
        step.save()

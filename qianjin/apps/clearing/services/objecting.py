"""异议与听证 Objections with their answers, and hearings where the law asks for one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import Ground, ObjectionState, Outcome
from ..models import Hearing, Objection, ParcelStep, VillagePart
from ..refusals import AlreadySettled, BadEntry, NoHearingDue
from .counting import settle
from .readying import refresh
from .traces import check_past, held_part, plain, trace

MOST_MEMBERS = 100_000


@transaction.atomic
def raise_objection(
    *,
    part: VillagePart,
    household: str,
    ground: str,
    words: str,
    raised_on: date,
    by: Actor,
    at: datetime,
    members: int = 1,
) -> Objection:
    """
    登记异议 Enter what a household (by its number) or several hold against the plan.

    When those who hold it to be unlawful are more than half of the village's members, a hearing is
    due from then on (浙江省土地管理条例第42条).

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises BadEntry: a field is missing or wrong.
    """
    row = held_part(part, by)
    household, words = plain(household, 40), plain(words)
    problems: dict[str, list[str]] = {}
    for name, text in (("household", household), ("words", words)):
        if not text:
            problems[name] = [_("Please write something.")]
    if ground not in Ground.values:
        problems["ground"] = [_("Choose one from the list.")]
    if not 1 <= members <= MOST_MEMBERS:
        problems["members"] = [_("Please enter a sensible number.")]
    if problems:
        raise BadEntry(problems)
    check_past(raised_on, at, "raised_on")
    made = Objection.objects.create(
        park_id=row.park_id,
        part=row,
        household=household,
        members=members,
        ground=ground,
        words=words,
        raised_on=raised_on,
        by_name=by.name[:80],
        at=at,
    )
    _count(row, by=by, at=at, on=raised_on)
    told = f"{row.village.name_zh} {household}：{Ground(ground).label}，{words}"
    trace(row.acquisition, "objection", by, at, told, {"objection": made.pk, "ground": ground})
    refresh(park=row.acquisition.park, at=at, parcels=[row.acquisition.parcel_id])
    return made


@transaction.atomic
def settle_objection(
    *,
    objection: Objection,
    state: str,
    answer: str,
    settled_on: date,
    by: Actor,
    at: datetime,
) -> Objection:
    """
    办结异议 Say what became of an objection: accepted, answered or withdrawn.

    :raises MayNotClear, NotUnderWay, AlreadySettled: not this person's; over; settled already.
    :raises BadEntry: nothing was answered, or the day is wrong.
    """
    part = held_part(objection.part, by)
    row = Objection.objects.select_for_update().get(pk=objection.pk)
    if row.state != ObjectionState.OPEN:
        raise AlreadySettled
    answer = plain(answer)
    if state not in ObjectionState.values or state == ObjectionState.OPEN:
        raise BadEntry({"state": [_("Choose one from the list.")]})
    if not answer:
        raise BadEntry({"answer": [_("Please write something.")]})
    check_past(settled_on, at, "settled_on")
    if settled_on < row.raised_on:
        raise BadEntry({"settled_on": [_("This lies before the day it began.")]})
    row.state, row.answer, row.settled_on = state, answer, settled_on
    row.save(update_fields=["state", "answer", "settled_on"])
    _count(part, by=by, at=at, on=settled_on)
    told = f"{part.village.name_zh} {row.household}：{ObjectionState(state).label}，{answer}"
    trace(part.acquisition, "settle", by, at, told, {"objection": row.pk, "state": state})
    refresh(park=part.acquisition.park, at=at, parcels=[part.acquisition.parcel_id])
    return row


def _count(part: VillagePart, *, by: Actor, at: datetime, on: date) -> None:
    """Open objections on the part; the signing of the village; whether a hearing is due."""
    rows = Objection.objects.filter(part=part)
    part.open_objections = rows.filter(state=ObjectionState.OPEN).count()
    part.save(update_fields=["open_objections"])
    settle(part, by=by, at=at, on=on)
    if is_hearing_due(part) and not part.acquisition.has_hearing:
        part.acquisition.has_hearing = True
        part.acquisition.save(update_fields=["has_hearing"])


def against(part: VillagePart) -> int:
    """Members of a village who hold the plan to be unlawful, but for those who have withdrawn."""
    rows = Objection.objects.filter(part=part, ground=Ground.UNLAWFUL)
    rows = rows.exclude(state=ObjectionState.WITHDRAWN)
    return rows.aggregate(all=Sum("members"))["all"] or 0


def is_hearing_due(part: VillagePart) -> bool:
    """More than half of the members (浙江省土地管理条例第42条; 土地管理法实施条例第28条: 多数)."""
    return part.members > 0 and 2 * against(part) > part.members


@transaction.atomic
def hold_hearing(
    *,
    part: VillagePart,
    held_on: date,
    outcome: str,
    by: Actor,
    at: datetime,
    place: str = "",
    present: int | None = None,
    words: str = "",
) -> Hearing:
    """
    听证 Enter a hearing that was held; the step of the parcel is done with it.

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises NoHearingDue: not more than half hold the plan to be unlawful, and none was called.
    :raises BadEntry: a field is wrong.
    """
    row = held_part(part, by)
    if not row.acquisition.has_hearing:
        raise NoHearingDue(members=against(row), all=row.members)
    if outcome not in Outcome.values:
        raise BadEntry({"outcome": [_("Choose one from the list.")]})
    if present is not None and not 0 <= present <= MOST_MEMBERS:
        raise BadEntry({"present": [_("Please enter a sensible number.")]})
    check_past(held_on, at, "held_on")
    made = Hearing.objects.create(
        park_id=row.park_id,
        acquisition=row.acquisition,
        village=row.village,
        held_on=held_on,
        place=plain(place, 80),
        present=present,
        outcome=outcome,
        words=plain(words),
        by_name=by.name[:80],
        at=at,
    )
    step, _made = ParcelStep.objects.get_or_create(
        parcel=row.acquisition.parcel,
        code="hearing",
        village=None,
        defaults={"park_id": row.park_id, "by_name": by.name[:80], "at": at},
    )
    step.begun_on = min(step.begun_on or held_on, held_on)
    step.done_on = max(step.done_on or held_on, held_on)
    step.by_name, step.at = by.name[:80], at
    step.save()
    told = f"{row.village.name_zh}：{Outcome(outcome).label}"
    trace(row.acquisition, "hearing", by, at, told, {"hearing": made.pk, "outcome": outcome})
    refresh(park=row.acquisition.park, at=at, parcels=[row.acquisition.parcel_id])
    return made

"""分配 Giving out what is scarce: by the rule, by hand, and back again. Never beyond capacity.

Every verb here holds the row of the resource first, so two officers cannot give the last room
twice; and the database itself refuses a portion of which more is taken than it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import planning, policies, selectors
from ..choices import Order, QuestionKind
from ..models import Allotment, Drive, Question, Resource, ResourceClaim, Slot, Target
from ..refusals import (
    BadDrive,
    ChangedMeanwhile,
    InUse,
    MayNotAnswer,
    NotHeld,
    NothingLeft,
)
from .claiming import MOST
from .telling import tell_people
from .traces import held_target, note, running, trace

MOST_SLOTS = 60


@transaction.atomic
def add_resource(
    *,
    drive: Drive,
    name: str,
    slots: Iterable[tuple[str, date | None, int]],
    by: Actor,
    at: datetime,
    unit: str = "",
    order: str = Order.EVENLY,
    is_whole: bool = False,
    by_tier: bool = False,
    asks: Question | None = None,
    asks_day: Question | None = None,
) -> Resource:
    """
    增加共享资源 Something to allot, in portions (label, day, capacity) that are filled in order.

    ``asks``: the number or yes-or-no question whose answer is the claim; ``asks_day``: the date
    question whose answer binds it to the portions of that day.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: no name or one that is taken, no portion, a capacity out of bounds.
    """
    row = running(drive, by)
    name, portions = name.replace("\x00", "").strip()[:60], list(slots)
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Please write something.")]
    elif row.resources.filter(name=name).exists():
        problems["name"] = [_("There is one of this name already.")]
    if not 1 <= len(portions) <= MOST_SLOTS:
        problems["slots"] = [_("Write 1 to %(most)s portions, one a line.") % {"most": MOST_SLOTS}]
    elif any(not 1 <= capacity <= MOST for _label, _day, capacity in portions):
        problems["slots"] = [_("A capacity is a number from 1 to 100,000.")]
    if order not in Order.values:
        problems["order"] = [_("Unknown order.")]
    counting = (QuestionKind.NUMBER, QuestionKind.YES_NO)
    if asks and (asks.drive_id != row.pk or asks.kind not in counting):
        problems["asks"] = [_("Choose a question for a number, or for yes or no.")]
    if asks_day and (asks_day.drive_id != row.pk or asks_day.kind != QuestionKind.DATE):
        problems["asks_day"] = [_("Choose a question for a date.")]
    if problems:
        raise BadDrive(problems)
    made = Resource.objects.create(
        park_id=row.park_id,
        drive=row,
        name=name,
        unit=unit.replace("\x00", "").strip()[:20],
        order=order,
        is_whole=is_whole,
        by_tier=by_tier,
        asks=asks,
        asks_day=asks_day,
    )
    Slot.objects.bulk_create(
        Slot(resource=made, position=place, label=label[:40], day=day, capacity=capacity)
        for place, (label, day, capacity) in enumerate(portions, start=1)
    )
    trace(row, "stock", by, at, {"resource": name, "capacity": sum(p[2] for p in portions)})
    return made


@transaction.atomic
def set_capacity(*, slot: Slot, capacity: int, by: Actor, at: datetime) -> Slot:
    """
    调整额度 There is more of a portion, or less; never less than is taken.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: out of bounds, or less than is taken.
    """
    drive = running(slot.resource.drive, by)
    _hold(slot.resource)
    row = Slot.objects.get(pk=slot.pk)
    if not 1 <= capacity <= MOST:
        raise BadDrive({"capacity": [_("A capacity is a number from 1 to 100,000.")]})
    if capacity < row.taken:
        sentence = _("%(taken)s of it are taken; take some back first.")
        raise BadDrive({"capacity": [sentence % {"taken": row.taken}]})
    before, row.capacity = row.capacity, capacity
    row.save(update_fields=["capacity"])
    trace(drive, "restock", by, at, {"slot": row.pk, "before": before, "capacity": capacity})
    return row


@transaction.atomic
def drop_resource(*, resource: Resource, by: Actor, at: datetime) -> None:
    """
    删除共享资源 It is not allotted after all.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises InUse: something of it is held.
    """
    drive = running(resource.drive, by)
    row = _hold(resource)
    if row.slots.filter(taken__gt=0).exists():
        raise InUse
    name = row.name
    row.delete()
    trace(drive, "unstock", by, at, {"resource": name})


@transaction.atomic
def allot(*, resource: Resource, by: Actor, at: datetime, seen: str = "") -> int:
    """
    按规则分配 Give what is left by the rule of the resource; says how many units were given.

    ``seen``: the fingerprint of the plan that was looked at; another plan is not carried out.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises ChangedMeanwhile: claims or places are no longer as in the plan that was seen.
    """
    drive = running(resource.drive, by)
    row = _hold(resource)
    found = selectors.plan_of(row)
    if seen and seen != found.fingerprint:
        raise ChangedMeanwhile
    row.allotted_at = at
    row.save(update_fields=["allotted_at"])
    _carry_out(row, found, by, at)
    detail = {"resource": row.name, "given": found.total, "waiting": len(found.waiting)}
    trace(drive, "allot", by, at, {**detail, "plan": found.fingerprint})
    return found.total


def _carry_out(resource: Resource, plan: planning.Plan, by: Actor, at: datetime) -> None:
    """Write the plan down: places, reasons and queue; whoever is given something learns of it."""
    claims = {
        claim.pk: claim
        for claim in resource.claims.select_related("target__enterprise", "target__drive")
    }
    for key, slots in plan.given.items():
        for slot, amount in slots.items():
            _give(slot, claims[key].target, amount)
    queue = {key: place for place, key in enumerate(plan.waiting, start=1)}
    for key, claim in claims.items():
        given = sum(plan.given.get(key, {}).values())
        claim.held += given
        claim.reasons = [list(reason) for reason in plan.reasons.get(key, ())]
        claim.place = queue.get(key)
        if given:
            _say_given(resource, claim.target, given, by, at)
    ResourceClaim.objects.bulk_update(claims.values(), ["held", "reasons", "place"], batch_size=500)


def _say_given(resource: Resource, target: Target, amount: int, by: Actor, at: datetime) -> None:
    told = f"{resource.name} {amount} {resource.unit}".strip()
    note(target, told, by, at)
    tell_people([target], target.drive, at, "drives.given", what=told)


@transaction.atomic
def give(*, slot: Slot, target: Target, amount: int, by: Actor, at: datetime) -> None:
    """
    直接分配 Give so many of one portion by hand, beyond the rule; 0 gives nothing.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises NothingLeft: more than is left of the portion; nothing is changed.
    :raises BadDrive: of another drive, or a negative amount.
    """
    drive = running(slot.resource.drive, by)
    resource = _hold(slot.resource)
    if amount < 0 or target.drive_id != drive.pk:
        raise BadDrive({"amount": [_("Unknown resource or amount.")]})
    now = Slot.objects.get(pk=slot.pk)
    if now.taken + amount > now.capacity:
        raise NothingLeft(resource=resource.name, left=now.capacity - now.taken)
    if not amount:
        return
    row = Target.objects.select_related("enterprise", "drive").get(pk=target.pk)
    _give(now.pk, row, amount)
    claim, made = ResourceClaim.objects.get_or_create(
        resource=resource, target=row, defaults={"wanted": amount, "asked_at": at, "held": amount}
    )
    if not made:
        claim.held += amount
        claim.wanted = max(claim.wanted, claim.held)
        claim.reasons = [["by_hand", amount]]
        if claim.held >= claim.wanted:
            claim.place = None
        claim.save(update_fields=["held", "wanted", "reasons", "place"])
    _say_given(resource, row, amount, by, at)
    detail = {"resource": resource.name, "enterprise": row.enterprise_id, "amount": amount}
    trace(drive, "give", by, at, detail)


@transaction.atomic
def give_back(*, resource: Resource, target: Target, amount: int, by: Actor, at: datetime) -> int:
    """
    退回 Places that are not needed after all; from the last portion first.

    Where the resource has been allotted by its rule, whoever waits is given them at once. Says how
    many units went on to others.

    :raises MayNotAnswer, DriveFinished: not theirs to give back, or over.
    :raises NotHeld: it holds fewer.
    :raises BadDrive: not a number of units.
    """
    row = held_target(target, by)
    if resource.drive_id != row.drive_id:
        raise MayNotAnswer
    held = _hold(resource)
    mine = list(
        Allotment.objects.filter(slot__resource=held, target=row)
        .select_related("slot")
        .order_by("-slot__position", "-slot__pk")
    )
    total = sum(one.amount for one in mine)
    if amount < 1:
        raise BadDrive({"amount": [_("Write how many.")]})
    if amount > total:
        raise NotHeld(held=total)
    rest = amount
    for one in mine:
        _take(one, min(rest, one.amount))
        rest -= min(rest, one.amount)
    # Whoever gives back wants no more than is kept, or the rule would give it back at once.
    ResourceClaim.objects.filter(resource=held, target=row).update(
        held=total - amount, wanted=total - amount, reasons=[["gave_back", amount]], place=None
    )
    note(
        row,
        _("Gave back: %(what)s") % {"what": f"{held.name} {amount} {held.unit}".strip()},
        by,
        at,
    )
    moved = 0
    if held.allotted_at is not None:
        plan = selectors.plan_of(held)
        moved = plan.total
        _carry_out(held, plan, Actor.clock(row.park_id), at)
    detail = {"resource": held.name, "enterprise": row.enterprise_id, "amount": amount}
    trace(row.drive, "give_back", by, at, {**detail, "moved": moved})
    return moved


def _hold(resource: Resource) -> Resource:
    return (
        Resource.objects.select_for_update(of=("self",), no_key=True)
        .select_related("drive")
        .get(pk=resource.pk)
    )


def _give(slot: int, target: Target, amount: int) -> None:
    Slot.objects.filter(pk=slot).update(taken=F("taken") + amount)
    row, made = Allotment.objects.get_or_create(
        slot_id=slot, target=target, defaults={"amount": amount}
    )
    if not made:
        Allotment.objects.filter(pk=row.pk).update(amount=F("amount") + amount)


def _take(row: Allotment, amount: int) -> None:
    if not amount:
        return
    Slot.objects.filter(pk=row.slot_id).update(taken=F("taken") - amount)
    if amount == row.amount:
        row.delete()
    else:
        Allotment.objects.filter(pk=row.pk).update(amount=F("amount") - amount)


def is_exact(resource: Resource) -> bool:
    """Whether what is noted as taken is, portion by portion, what enterprises hold."""
    sums: Mapping[int, int] = dict(
        Allotment.objects.filter(slot__resource=resource)
        .values_list("slot")
        .annotate(all=Sum("amount"))
    )
    return all(sums.get(slot.pk, 0) == slot.taken <= slot.capacity for slot in resource.slots.all())


def may_give_back(actor: Actor, target: Target) -> bool:
    """Whether a page offers it."""
    return policies.may_answer(actor, target) and target.drive.finished_at is None

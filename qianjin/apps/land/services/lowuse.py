"""低效用地 Finding land that is ill used, and bringing it to better use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit

from .. import policies, selectors
from ..choices import EventKind, LowReason, LowState, Remedy
from ..models import LowUse, LowUseStep, Parcel
from ..refusals import BadRemedy, MayNotKeepParcels, ParcelClosed, RemedySettled
from .steps import count_up, settings_of, write_event

WORDS = 400
OPEN = (LowState.FOUND, LowState.REMEDYING)


@transaction.atomic
def apply_rule(*, park_id: int, at: datetime, by: Actor | None = None) -> int:
    """
    按规则认定 Enter every parcel that meets the park's rule and has no open case; how many.

    Each night by the clock, or when somebody asks.

    :raises MayNotKeepParcels: ``by`` is somebody who keeps no parcels here.
    """
    actor = by or Actor.clock(park_id)
    if by is not None and not policies.may_keep(by, park_id):
        raise MayNotKeepParcels
    today = timezone.localdate(at)
    found = list(selectors.suspects(park_id, settings_of(park_id), on=today))
    parcels = {
        row.pk: row
        for row in Parcel.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.parcel_id for one in found])
        .order_by("pk")
    }
    for one in found:
        _enter(parcels[one.parcel_id], one.reasons, actor, at)
    if found:
        count_up(park_id, at)
    return len(found)


@transaction.atomic
def enter_low_use(
    *, parcel: Parcel, reasons: Sequence[str], words: str, by: Actor, at: datetime
) -> LowUse:
    """
    认定低效 Enter a parcel by hand, for reasons of ``LowReason`` that the park's rule counts.

    :raises MayNotKeepParcels, ParcelClosed: not this person's, or replaced.
    :raises BadRemedy: no reason, one that does not count here, no words, or a case is open.
    """
    row = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepParcels
    if row.closed_on is not None:
        raise ParcelClosed(number=row.number)
    rule = settings_of(row.park_id)
    counted = {LowReason.TAX: rule.low_tax_wan is not None, LowReason.GRADE: rule.low_grade_d,
               LowReason.IDLE: rule.low_idle_months is not None,
               LowReason.CONTRACT: rule.low_contract}  # fmt: skip
    problems: dict[str, list[str]] = {}
    if not reasons:
        problems["reasons"] = [_("Choose one from the list.")]
    for code in reasons:
        if code not in LowReason.values or not counted[LowReason(code)]:
            problems["reasons"] = [_("This does not count by the park's rule.")]
    said = _words(words, problems)
    if row.low_uses.filter(state__in=OPEN).exists():
        problems["reasons"] = [_("A case of this parcel is open already.")]
    if problems:
        raise BadRemedy(problems)
    told = [{"code": code, "who": by.name, "words": said} for code in dict.fromkeys(reasons)]
    case = _enter(row, told, by, at, said)
    count_up(row.park_id, at)
    return case


@transaction.atomic
def set_remedy(
    *,
    case: LowUse,
    remedy: str,
    officer: User | None,
    due_on: date | None,
    words: str,
    by: Actor,
    at: datetime,
) -> LowUse:
    """
    定整治 Say how it is remedied, by whom and by when; again, when that changes.

    :raises MayNotKeepParcels, RemedySettled: not this person's, or settled.
    :raises BadRemedy: what is wrong, by field.
    """
    row = _open(case, by)
    problems: dict[str, list[str]] = {}
    if remedy not in Remedy.values:
        problems["remedy"] = [_("Choose one from the list.")]
    today = timezone.localdate(at)
    if due_on is None:
        problems["due_on"] = [_("This is needed.")]
    elif due_on < today:
        problems["due_on"] = [_("This day is over.")]
    if officer is not None and officer not in selectors.remedy_officers(by, on=today):
        problems["officer"] = [_("Choose somebody of the office.")]
    said = _words(words, problems, needed=False)
    if problems:
        raise BadRemedy(problems)
    row.state, row.remedy, row.officer, row.due_on = LowState.REMEDYING, remedy, officer, due_on
    label = f"{Remedy(remedy).label}，{due_on}"
    _step(row, by, at, f"{label}：{said}" if said else label, {"remedy": remedy, "due_on": due_on})
    return row


@transaction.atomic
def report_remedy(*, case: LowUse, words: str, by: Actor, at: datetime) -> LowUse:
    """
    报进展 What has been done.

    :raises MayNotKeepParcels, RemedySettled: not this person's, or settled.
    :raises BadRemedy: nothing is said.
    """
    row = _open(case, by)
    problems: dict[str, list[str]] = {}
    said = _words(words, problems)
    if problems:
        raise BadRemedy(problems)
    _step(row, by, at, said, {"words": said})
    return row


@transaction.atomic
def settle_low_use(*, case: LowUse, remedied: bool, words: str, by: Actor, at: datetime) -> LowUse:
    """
    办结 It is remedied; or it does not apply, and why.

    :raises MayNotKeepParcels, RemedySettled: not this person's, settled, or no remedy was set.
    :raises BadRemedy: nothing is said.
    """
    row = _open(case, by)
    if remedied and row.state != LowState.REMEDYING:
        raise RemedySettled(state=LowState(row.state).label)
    problems: dict[str, list[str]] = {}
    said = _words(words, problems)
    if problems:
        raise BadRemedy(problems)
    row.state = LowState.REMEDIED if remedied else LowState.DISMISSED
    row.settled_on = timezone.localdate(at)
    _step(row, by, at, said, {"words": said})
    return row


def _open(case: LowUse, by: Actor) -> LowUse:
    row = LowUse.objects.select_for_update(of=("self",)).select_related("parcel").get(pk=case.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepParcels
    if row.state not in OPEN:
        raise RemedySettled(state=LowState(row.state).label)
    return row


def _words(words: str, problems: dict[str, list[str]], *, needed: bool = True) -> str:
    text = words.replace("\x00", "").strip()
    if needed and not text:
        problems["words"] = [_("Please write something.")]
    if len(text) > WORDS:
        problems["words"] = [_("At most %(most)s characters.") % {"most": WORDS}]
    return text


def _enter(
    parcel: Parcel, reasons: Sequence[dict[str, Any]], by: Actor, at: datetime, words: str = ""
) -> LowUse:
    case = LowUse.objects.create(
        park_id=parcel.park_id,
        parcel=parcel,
        reasons=list(reasons),
        found_on=timezone.localdate(at),
    )
    _step(case, by, at, words, {"reasons": list(reasons)}, is_alone=False)
    return case


def _step(
    case: LowUse, by: Actor, at: datetime, words: str, detail: dict[str, Any], *,
    is_alone: bool = True,
) -> None:  # fmt: skip
    """Save the case with its step, the thread and the trail; the parcel repeats the state."""
    case.version += 1
    case.save()
    state = LowState(case.state)
    LowUseStep.objects.create(
        low_use=case, at=at, by_name=by.name[:80], state=state, words=words[:WORDS]
    )
    shown = "" if state == LowState.DISMISSED else state.value
    changed = Parcel.objects.filter(pk=case.parcel_id).exclude(low_use=shown).update(low_use=shown)
    told = f"{state.label}：{words}" if words else str(state.label)
    write_event(case.parcel, EventKind.LOW_USE, by, at, told)
    audit.record(
        park_id=case.park_id,
        by=by,
        at=at,
        verb=f"low_use.{state.value}",
        object_kind="parcel",
        object_id=case.parcel_id,
        object_label=str(case.parcel),
        detail=detail,
    )
    if changed and is_alone:
        count_up(case.park_id, at)

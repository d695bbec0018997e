"""工作联系单 Written from the plan, sent to a bureau, received, answered, chased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Unit
from qianjin.apps.parks.planning import yellow_on
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from .. import policies
from ..choices import AWAITED, LetterState, NoteKind
from ..models import Letter, LetterFile, Plan, PlanStep
from ..refusals import BadEntry, LetterGone, LetterNotOut, MayNotAnswer, MayNotKeepPlan
from .steps import SHELF, file_fields
from .traces import check_year, held, members_of, note, plain, tell, today_of, trace_letter

MOST_STEPS = 20
BRACKETS = "\u3014\u3015"
"""The brackets around the year of a document number (党政机关公文格式)."""


@transaction.atomic
def write_letter(
    *,
    plan: Plan,
    unit: Unit,
    steps: Iterable[PlanStep],
    subject: str,
    words: str,
    due_on: date,
    by: Actor,
    at: datetime,
) -> Letter:
    """
    拟联系单 Write a letter about steps of a plan, with the park's next number; it is not sent yet.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    :raises BadEntry: what is wrong, by field.
    """
    row = held(plan, by)
    chosen = list(steps)
    problems: dict[str, list[Any]] = {}
    subject, words = plain(subject, 80), plain(words, 4000)
    if not subject:
        problems["subject"] = [_("Please write something.")]
    if not words:
        problems["words"] = [_("Please write something.")]
    if unit.park_id != row.park_id or not unit.is_active:
        problems["unit"] = [_("Choose one from the list.")]
    if not 1 <= len(chosen) <= MOST_STEPS or any(one.plan_id != row.pk for one in chosen):
        problems["steps"] = [_("Choose from one to 20 steps of this plan.")]
    if due_on < today_of(at):
        problems["due_on"] = [_("This day is past.")]
    check_year(due_on, "due_on")
    if problems:
        raise BadEntry(problems)
    year = today_of(at).year
    number = parks.next_number(park=row.park, name="bureau_letter", period=str(year))
    letter = Letter.objects.create(
        park=row.park,
        plan=row,
        number=f"{row.park.number_prefix}联{BRACKETS[0]}{year}{BRACKETS[1]}{number}号",
        unit=unit,
        subject=subject,
        words=words,
        due_on=due_on,
        owner_id=by.person_id,
        made_at=at,
    )
    letter.steps.set(chosen)
    trace_letter(letter, "write", by, at, {"unit": unit.name_zh, "due": due_on})
    return letter


def _held(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(of=("self",))
        .select_related("plan", "park", "unit")
        .get(pk=letter.pk)
    )


def _kept(letter: Letter, by: Actor) -> Letter:
    """:raises MayNotKeepPlan: not in this person's care."""
    row = _held(letter)
    if not policies.may_keep(by, row.plan):
        raise MayNotKeepPlan
    return row


@transaction.atomic
def send_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    发联系单 Send it: the bureau's liaisons are told, and the steps have a line of it.

    :raises MayNotKeepPlan: not in this person's care.
    :raises LetterGone: it has left, or was withdrawn.
    """
    row = _kept(letter, by)
    if row.state != LetterState.DRAFT:
        raise LetterGone
    row.state, row.sent_at, row.version = LetterState.SENT, at, row.version + 1
    row.warn_on = yellow_on(row.park, today_of(at), row.due_on)
    row.save(update_fields=["state", "sent_at", "version", "warn_on"])
    _on_steps(row, f"{row.number} 发{row.unit.name_zh}，{row.due_on} 前回复", by, at)
    _tell_unit(row, "letter", by, at)
    trace_letter(row, "send", by, at)
    return row


def _on_steps(row: Letter, words: str, by: Actor, at: datetime) -> None:
    for step in row.steps.all():
        note(step, NoteKind.LETTER, words, by=by, at=at)


def _tell_unit(row: Letter, kind: str, by: Actor, at: datetime, tone: str = "active") -> None:
    tell(
        kind, members_of(row.unit_id, row.park_id, at), park_id=row.park_id, by=by, at=at,
        object_kind="bureau_letter", object_id=row.pk, tone=tone,
        number=row.number, subject=row.subject, due=str(row.due_on),
    )  # fmt: skip


@transaction.atomic
def chase_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    催联系单 Ask again; the liaisons are told.

    :raises MayNotKeepPlan: not in this person's care.
    :raises LetterNotOut: nobody's answer is awaited.
    """
    row = _kept(letter, by)
    if row.state not in AWAITED:
        raise LetterNotOut
    row.chased, row.chased_at, row.version = row.chased + 1, at, row.version + 1
    row.save(update_fields=["chased", "chased_at", "version"])
    _on_steps(row, f"{row.number} 第 {row.chased} 次催办", by, at)
    _tell_unit(row, "chased", by, at, "at_risk")
    trace_letter(row, "chase", by, at, {"times": row.chased})
    return row


@transaction.atomic
def withdraw_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    撤联系单 Take it back; its number is not given again.

    :raises MayNotKeepPlan: not in this person's care.
    :raises LetterNotOut: it is answered or withdrawn.
    """
    row = _kept(letter, by)
    if row.state in (LetterState.ANSWERED, LetterState.WITHDRAWN):
        raise LetterNotOut
    row.state, row.version = LetterState.WITHDRAWN, row.version + 1
    row.save(update_fields=["state", "version"])
    if row.sent_at:
        _on_steps(row, f"{row.number} 撤回", by, at)
    trace_letter(row, "withdraw", by, at)
    return row


def _answering(letter: Letter, by: Actor) -> Letter:
    """:raises MayNotAnswer, LetterNotOut: another unit's; nobody's answer is awaited."""
    row = _held(letter)
    if not policies.may_answer(by, row):
        raise MayNotAnswer
    if row.state not in AWAITED:
        raise LetterNotOut
    return row


@transaction.atomic
def receive_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    签收 The bureau has it. Said twice it stays as it was.

    :raises MayNotAnswer, LetterNotOut: another unit's; nobody's answer is awaited.
    """
    row = _answering(letter, by)
    if row.state == LetterState.RECEIVED:
        return row
    row.state, row.received_at = LetterState.RECEIVED, at
    row.received_by, row.version = by.name[:80], row.version + 1
    row.save(update_fields=["state", "received_at", "received_by", "version"])
    trace_letter(row, "receive", by, at)
    return row


@transaction.atomic
def answer_letter(
    *,
    letter: Letter,
    answer: str,
    by: Actor,
    at: datetime,
    answer_on: date | None = None,
    files: Iterable[Upload] = (),
) -> Letter:
    """
    回复 What the bureau says, and by which day it will have done it; files may come along.

    :raises MayNotAnswer, LetterNotOut: another unit's; nobody's answer is awaited.
    :raises BadEntry, BadFile: nothing is said; a file is refused.
    """
    row = _answering(letter, by)
    text = plain(answer, 4000)
    if not text:
        raise BadEntry({"answer": [_("Please write something.")]})
    check_year(answer_on, "answer_on")
    uploads = list(files)
    if uploads:
        kept = store.keep(park_id=row.park_id, uploads=uploads, at=at, shelf=SHELF)
        LetterFile.objects.bulk_create(
            LetterFile(
                park_id=row.park_id, letter=row, by_name=by.name[:80], at=at, **file_fields(one)
            )
            for one in kept
        )
    row.state, row.answered_at, row.answered_by = LetterState.ANSWERED, at, by.name[:80]
    if row.received_at is None:
        row.received_at, row.received_by = at, by.name[:80]
    row.answer, row.answer_on, row.version = text, answer_on, row.version + 1
    row.save()
    told = f"{row.unit.name_zh}回复 {row.number}：{text}"
    _on_steps(row, f"{told}（{answer_on} 前办妥）" if answer_on else told, by, at)
    tell(
        "answered", {row.owner_id, row.plan.officer_id}, park_id=row.park_id, by=by, at=at,
        object_kind="bureau_letter", object_id=row.pk, tone="done",
        number=row.number, subject=row.subject, unit=row.unit.name_zh,
    )  # fmt: skip
    trace_letter(row, "answer", by, at, {"by_on": answer_on, "files": len(uploads)})
    return row

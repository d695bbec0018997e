"""答复 What an enterprise says, by itself or through its officer; where it then stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.services import files as shelf
from qianjin.apps.parks.services.files import Upload

from ..checks import Said, Wrong, said
from ..choices import WAITED_FOR, QuestionKind, TargetState, Via
from ..models import Answer, AnswerFile, Question, Target
from ..refusals import AlreadySettled, BadDrive, MayNotRun, NotYetTold
from .claiming import claim, withdraw
from .starting import MOST_WORDS
from .telling import tell_people
from .traces import held_target, note, trace

SHELF = "drives-"


@transaction.atomic
def answer(
    *,
    target: Target,
    answers: Mapping[int, Any],
    by: Actor,
    at: datetime,
    words: str = "",
    files: Mapping[int, Sequence[Upload]] | None = None,
    via: str = "",
    seen: int | None = None,
) -> Target:
    """
    答复 Enter what the enterprise says to each question (question -> value); all of it or nothing.

    A question left out keeps what stood there; an empty value takes it back. A number asked for by
    a resource becomes the claim on it.

    :raises MayNotAnswer, DriveFinished, ChangedMeanwhile: as ``held_target``.
    :raises NotYetTold: an enterprise is asked before it is told only by the office.
    :raises AlreadySettled: the office has settled it; the enterprise changes nothing any more.
    :raises BadDrive: by ``q<question>`` what is missing or wrong; ``words`` when nothing is asked.
    :raises BadFile: a file is refused; nothing is kept.
    """
    row = held_target(target, by, seen=seen)
    if by.is_enterprise and row.state not in (*WAITED_FOR, TargetState.ANSWERED):
        raise AlreadySettled if row.state != TargetState.NOT_TOLD else NotYetTold
    questions = list(Question.objects.filter(drive=row.drive_id).order_by("position", "id"))
    words = words.replace("\x00", "").strip()
    kept = {one.question_id: one for one in Answer.objects.filter(target=row)}
    read, problems = _read(questions, answers, files or {}, kept)
    if len(words) > MOST_WORDS or (not questions and not words):
        problems["words"] = [_("Write what the enterprise answered.")]
    if problems:
        raise BadDrive(problems)
    for question in questions:
        if question.pk in read:
            kept[question.pk] = _keep(row, question, read[question.pk])
        if sent := (files or {}).get(question.pk):
            _keep_files(row, question, sent, at)
    before = row.state
    row.answer, row.state = words, TargetState.ANSWERED
    row.answered_at, row.via = at, via or (Via.PORTAL if by.is_enterprise else Via.OFFICER)
    _touch(row, by, at)
    claim(row, kept, by, at)
    if before != TargetState.ANSWERED:
        note(row, str(TargetState.ANSWERED.label), by, at)
    detail = {"enterprise": row.enterprise_id, "before": before, "via": row.via}
    trace(row.drive, "answer", by, at, detail)
    return row


def _read(
    questions: Sequence[Question],
    answers: Mapping[int, Any],
    files: Mapping[int, Sequence[Upload]],
    kept: Mapping[int, Answer],
) -> tuple[dict[int, Said], dict[str, list[str]]]:
    read: dict[int, Said] = {}
    problems: dict[str, list[str]] = {}
    for question in questions:
        name = f"q{question.pk}"
        if question.kind == QuestionKind.FILE:
            if question.is_required and not files.get(question.pk) and question.pk not in kept:
                problems[name] = [_("Please choose a file.")]
            continue
        try:
            if question.pk in answers:
                read[question.pk] = said(question, answers[question.pk])
        except Wrong as wrong:
            problems[name] = [str(wrong)]
            continue
        missing = read[question.pk].is_empty if question.pk in read else question.pk not in kept
        if question.is_required and missing:
            problems[name] = [_("Please answer this.")]
    return read, problems


def _keep(target: Target, question: Question, found: Said) -> Answer:
    fields = {
        "text": found.text,
        "number": found.number,
        "day": found.day,
        "chosen": found.chosen,
    }
    if found.is_empty:
        Answer.objects.filter(target=target, question=question).delete()
        return Answer(target=target, question=question)
    row, _made = Answer.objects.update_or_create(
        target=target, question=question, defaults={**fields, "park_id": target.park_id}
    )
    return row


def _keep_files(
    target: Target, question: Question, uploads: Iterable[Upload], at: datetime
) -> None:
    row, _made = Answer.objects.get_or_create(
        target=target, question=question, defaults={"park_id": target.park_id}
    )
    kept = shelf.keep(park_id=target.park_id, uploads=uploads, at=at, shelf=SHELF)
    AnswerFile.objects.bulk_create(
        AnswerFile(
            park_id=target.park_id,
            answer=row,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            path=one.path,
            preview=one.preview,
        )
        for one in kept
    )


@transaction.atomic
def record(
    *,
    target: Target,
    state: str,
    by: Actor,
    at: datetime,
    answer: str | None = None,
    remark: str = "",
    seen: int | None = None,
) -> Target:
    """
    登记进展 Enter where an enterprise stands, what it said in words, and what the office remarks.

    Sent back to be completed, it must be told why, and may answer again.

    :raises MayNotAnswer, DriveFinished, ChangedMeanwhile: as ``held_target``.
    :raises MayNotRun: an enterprise does not settle itself.
    :raises BadDrive: an unknown state, no answer where one is said to be there, no reason.
    """
    row = held_target(target, by, seen=seen)
    if by.is_enterprise:
        raise MayNotRun
    said_before = row.answer
    words = said_before if answer is None else answer.replace("\x00", "").strip()
    remark = remark.replace("\x00", "").strip()
    problems = _standing_problems(row, state, words, remark)
    if problems:
        raise BadDrive(problems)
    before = row.state
    row.state, row.answer, row.remark = state, words, remark[:MOST_WORDS]
    if state == TargetState.ANSWERED and row.answered_at is None:
        row.answered_at, row.via = at, Via.OFFICER
    _touch(row, by, at, "remark")
    if state == TargetState.NOT_NEEDED:
        withdraw(row)
    if state != before:
        note(row, str(TargetState(state).label), by, at)
        if state == TargetState.UNCLEAR:
            tell_people([row], row.drive, at, "drives.unclear", why=remark[:200])
    detail = {"enterprise": row.enterprise_id, "before": before, "state": state}
    trace(row.drive, "record", by, at, detail)
    return row


def _standing_problems(row: Target, state: str, words: str, remark: str) -> dict[str, list[str]]:
    if state not in TargetState.values:
        return {"state": [_("Unknown state.")]}
    problems: dict[str, list[str]] = {}
    if state == TargetState.NOT_TOLD and row.state != TargetState.NOT_TOLD:
        problems["state"] = [_("Who has been told cannot be untold.")]
    if state == TargetState.UNCLEAR and not remark:
        problems["remark"] = [_("Say what is missing; the enterprise reads it.")]
    if len(words) > MOST_WORDS:
        problems["answer"] = [_("At most %(most)s characters.") % {"most": MOST_WORDS}]
    if len(remark) > MOST_WORDS:
        problems["remark"] = [_("At most %(most)s characters.") % {"most": MOST_WORDS}]
    if state == TargetState.ANSWERED and row.state != TargetState.ANSWERED:
        needs = Question.objects.filter(drive=row.drive_id, is_required=True)
        if needs.exclude(answers__target=row).exists():
            problems["state"] = [_("Required questions are not answered yet.")]
        elif not words and not row.answers.exists():
            problems["answer"] = [_("Write what the enterprise answered.")]
    return problems


def _touch(row: Target, by: Actor, at: datetime, *more: str) -> None:
    row.changed_at, row.changed_by, row.version = at, by.name[:80], row.version + 1
    names = ("state", "answer", "answered_at", "via", "changed_at", "changed_by", "version")
    row.save(update_fields=[*names, *more])


def sweep_files(*, older_than: datetime) -> int:
    """清理附件 Remove files that no row names: their act was rolled back."""
    return shelf.sweep(older_than=older_than, known=_known, shelf=SHELF)


def _known(names: set[str]) -> set[str]:
    rows = AnswerFile.objects
    known = set(rows.filter(path__in=names).values_list("path", flat=True))
    return known | set(rows.filter(preview__in=names).values_list("preview", flat=True))

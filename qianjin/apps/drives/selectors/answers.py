"""What enterprises said: one by one, and summed up without saying more than they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DecimalField,
    F,
    Func,
    Max,
    Min,
    QuerySet,
    Sum,
    TextField,
    Window,
)
from django.db.models.functions import RowNumber, TruncMonth

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import NO, YES, QuestionKind, TargetState
from ..models import Answer, AnswerFile, Drive, Question

LATEST = 5
"""So many answers in words are shown in the summary; the table has all."""
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question with what one enterprise said to it; empty when it said nothing."""

    question: Question
    answer: Answer | None
    files: list[AnswerFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """
    答复汇总 What all enterprises said to one question.

    ``said``: how many answered it; ``asked``: how many were told; who was told and said nothing is
    in no sum. ``counts``: option (or "yes"/"no", or month) -> enterprises; with several options
    an enterprise counts under each. ``words``: the latest answers in words with their enterprise.
    """

    question: Question
    asked: int
    said: int
    total: Decimal | None = None
    mean: Decimal | None = None
    median: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    first: date | None = None
    last: date | None = None
    counts: list[tuple[str, int]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)


def questions_of(drive: Drive | int) -> list[Question]:
    """In the order in which they are asked."""
    return list(Question.objects.filter(drive=drive).order_by("position", "pk"))


def answers_of(target: int, drive: int) -> list[AnswerRow]:
    """Every question of a drive with what one enterprise said; three queries."""
    rows = {row.question_id: row for row in Answer.objects.filter(target=target)}
    files: dict[int, list[AnswerFile]] = {}
    for file in AnswerFile.objects.filter(answer__target=target).order_by("pk"):
        files.setdefault(file.answer_id, []).append(file)
    found = []
    for question in questions_of(drive):
        row = rows.get(question.pk)
        found.append(AnswerRow(question, row, files.get(row.pk, []) if row else []))
    return found


def answer_rows(targets: Iterable[int]) -> dict[int, dict[int, Answer]]:
    """Target -> question -> answer, with the number of its files as ``many_files``; one query."""
    found: dict[int, dict[int, Answer]] = {}
    rows = Answer.objects.filter(target__in=list(targets)).annotate(many_files=Count("files"))
    for row in rows:
        found.setdefault(row.target_id, {})[row.question_id] = row
    return found


def file_for(actor: Actor, pk: int) -> AnswerFile:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        AnswerFile.objects.filter(park_id=actor.park_id, pk=pk)
        .select_related("answer__target")
        .first()
    )
    if found is None or not policies.may_see_target(actor, found.answer.target):
        raise Missing
    return found


def summaries_of(actor: Actor, drive: Drive) -> list[QuestionSummary]:
    """
    Every question summed up, in at most six queries whatever the number of enterprises.

    Enterprises that are not needed are left out, as are those not told.
    """
    if not actor.may(Capability.DRIVE_SEE):
        return []
    out = (TargetState.NOT_TOLD, TargetState.NOT_NEEDED)
    asked = drive.targets.exclude(state__in=out).count()
    rows = Answer.objects.filter(question__drive=drive).exclude(target__state__in=out)
    numbers = _numbers(rows)
    months, chosen, words = _months(rows), _chosen(rows), _words(rows)
    found = []
    for question in questions_of(drive):
        key, options = question.pk, question.options
        if question.kind == QuestionKind.YES_NO:
            options = [YES, NO]
        told = chosen.get(key, {})
        counts = [(option, told.get(option, 0)) for option in options] or months.get(key, [])
        figures = numbers.get(key, {"said": 0})
        found.append(
            QuestionSummary(question, asked, counts=counts, words=words.get(key, []), **figures)
        )
    return found


class _Median(Aggregate):
    """The middle of the sorted numbers; of an even count the mean of the two in the middle."""

    function = "percentile_cont"
    template = "(%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s))::numeric"
    output_field = DecimalField()


def _numbers(rows: QuerySet[Answer]) -> dict[int, dict[str, Any]]:
    found = (
        rows.order_by()
        .values("question_id")
        .annotate(
            said=Count("pk"),
            total=Sum("number"),
            mean=Avg("number"),
            median=_Median("number"),
            least=Min("number"),
            most=Max("number"),
            first=Min("day"),
            last=Max("day"),
        )
    )
    rows_found: list[dict[str, Any]] = [dict(row) for row in found]
    return {row.pop("question_id"): row for row in rows_found}


def _months(rows: QuerySet[Answer]) -> dict[int, list[tuple[str, int]]]:
    found = (
        rows.filter(day__isnull=False)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("question_id", "month")
        .annotate(many=Count("pk"))
        .order_by("question_id", "month")
    )
    made: dict[int, list[tuple[str, int]]] = {}
    for key, month, many in found:
        if len(made.setdefault(key, [])) < MOST_MONTHS:
            made[key].append((f"{month:%Y-%m}", many))
    return made


def _chosen(rows: QuerySet[Answer]) -> dict[int, Mapping[str, int]]:
    one = Func(F("chosen"), function="unnest", output_field=TextField())
    found = (
        rows.exclude(chosen=[])
        .order_by()
        .annotate(one=one)
        .values_list("question_id", "one")
        .annotate(many=Count("pk"))
    )
    made: dict[int, dict[str, int]] = {}
    for key, option, many in found:
        made.setdefault(key, {})[option] = many
    return dict(made)


def _words(rows: QuerySet[Answer]) -> dict[int, list[tuple[str, str]]]:
    """The latest few of each question, found question by question through one window."""
    found = (
        rows.filter(question__kind=QuestionKind.TEXT)
        .exclude(text="")
        .annotate(
            nth=Window(
                RowNumber(), partition_by=F("question_id"), order_by=F("target__answered_at").desc()
            )
        )
        .filter(nth__lte=LATEST)
        .order_by("question_id", "nth")
        .values_list("question_id", "target__enterprise__name", "text")
    )
    made: dict[int, list[tuple[str, str]]] = {}
    for key, name, text in found:
        made.setdefault(key, []).append((name, text))
    return made

"""导出 A special action as Excel: all of it, a template to fill in, rows that came back wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.units.spreadsheet.writing import Column, Notes, Value, write_table

from .. import policies, selectors
from ..choices import WAITED_FOR, YES, QuestionKind, RowKind, TargetState, Via
from ..models import Answer, Drive, DriveSheet, Question, Target
from ..refusals import MayNotRun
from .headings import fixed_headings, heading_of, in_a_table
from .traces import trace

CHUNK = 500


@transaction.atomic
def export_drive(*, drive: Drive, by: Actor, at: datetime) -> io.BytesIO:
    """
    Write every enterprise with its state, answers and allotments; leave a trace of who took it.

    :raises MayNotRun: this person does not run special actions.
    """
    if not policies.may_run(by, drive.park_id):
        raise MayNotRun
    resources, questions = selectors.resources_of(drive), selectors.questions_of(drive)
    asked = in_a_table(questions)
    columns = [
        *(Column(title, width) for title, width in fixed_headings()),
        Column(_("Officer"), 12),
        Column(pgettext("drive", "State"), 12),
        *(_question_column(place, one) for place, one in enumerate(asked, start=1)),
        *(Column(one.text, 12, "number") for one in questions if one not in asked),
        Column(_("Answer"), 50),
        Column(_("Answered at"), 17, "moment"),
        Column(_("Way of the answer"), 14),
        Column(_("Changed by"), 14),
        Column(_("Request"), 16),
        *(Column(resource.name, 14, "number") for resource in resources),
    ]
    out = io.BytesIO()
    count = write_table(
        out,
        columns,
        _rows(drive, questions, [resource.pk for resource in resources]),
        sheet=pgettext("sheet", "Special action"),
    )
    out.seek(0)
    trace(drive, "export", by, at, {"rows": count})
    return out


def _rows(
    drive: Drive, questions: Sequence[Question], resources: Sequence[int]
) -> Iterator[Sequence[Value]]:
    asked = in_a_table(questions)
    files = [one for one in questions if one not in asked]
    for targets in _chunks(drive):
        keys = [target.pk for target in targets]
        answers, given = selectors.answer_rows(keys), selectors.given_to(keys)
        for target in targets:
            mine = answers.get(target.pk, {})
            yield (
                target.enterprise.name,
                target.enterprise.credit_code,
                target.officer.name if target.officer else "",
                str(TargetState(target.state).label),
                *(shown(one, mine.get(one.pk)) for one in asked),
                *(_many(mine.get(one.pk)) for one in files),
                target.answer,
                _local(target.answered_at),
                str(Via(target.via).label) if target.via else "",
                target.changed_by,
                target.request_number,
                *(given.get(target.pk, {}).get(resource) for resource in resources),
            )


def _chunks(drive: Drive) -> Iterator[list[Target]]:
    after = 0
    while True:
        rows = drive.targets.filter(pk__gt=after).select_related("enterprise", "officer")
        found = list(rows.order_by("pk")[:CHUNK])
        if not found:
            return
        yield found
        after = found[-1].pk


def _many(answer: Answer | None) -> int | None:
    """How many files were sent; they are opened on the page."""
    return getattr(answer, "many_files", None) if answer else None


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at else None


def shown(question: Question, answer: Answer | None) -> Value:
    """An answer as it stands in a cell; read back, it is the same answer."""
    if answer is None:
        return None
    if question.kind == QuestionKind.NUMBER:
        return answer.number.normalize() if answer.number is not None else None
    if question.kind == QuestionKind.DATE:
        return answer.day
    if question.kind == QuestionKind.YES_NO:
        return _("Yes") if answer.chosen == [YES] else _("No")
    return "、".join(answer.chosen) if answer.chosen else answer.text


def _question_column(place: int, question: Question) -> Column:
    kinds = {QuestionKind.NUMBER: "number", QuestionKind.DATE: "date"}
    kind = kinds.get(QuestionKind(question.kind), "text")
    return Column(heading_of(place, question), 18, kind)  # type: ignore[arg-type]


def answer_template(*, drive: Drive, by: Actor) -> io.BytesIO:
    """
    填报模板 The enterprises that are waited for, with an empty column for each question.

    :raises MayNotRun: this person does not run special actions.
    """
    if not policies.may_run(by, drive.park_id):
        raise MayNotRun
    asked = in_a_table(selectors.questions_of(drive))
    columns = [
        *(Column(title, width) for title, width in fixed_headings()),
        *(_question_column(place, one) for place, one in enumerate(asked, start=1)),
        Column(_("Answer"), 50),
    ]
    waiting = (*WAITED_FOR, TargetState.NOT_TOLD)
    rows = drive.targets.filter(state__in=waiting).order_by("pk")
    out = io.BytesIO()
    write_table(
        out,
        columns,
        rows.values_list("enterprise__name", "enterprise__credit_code").iterator(),
        sheet=pgettext("sheet", "Answers"),
        notes=Notes(_("How to fill in"), _help(asked)),
    )
    out.seek(0)
    return out


def list_template() -> io.BytesIO:
    """名单模板 Two columns: whoever stands here is taken into the special action."""
    out = io.BytesIO()
    columns = [Column(title, width) for title, width in fixed_headings()]
    lines = [_("One enterprise a row; the name or the credit code is enough.")]
    write_table(out, columns, [], sheet=_("Enterprises"), notes=Notes(_("How to fill in"), lines))
    out.seek(0)
    return out


def _help(questions: Sequence[Question]) -> list[str]:
    lines = [_("Leave a row empty when the enterprise has not answered; nothing is entered then.")]
    for place, question in enumerate(questions, start=1):
        kind = QuestionKind(question.kind)
        hint = _(", ").join(question.options) if question.options else str(kind.label)
        lines.append(f"{heading_of(place, question)}：{hint}")
    return lines


def rows_back(*, sheet: DriveSheet, by: Actor) -> io.BytesIO:
    """
    改错表 The rows that were not taken over as they stood in the file, with what is wrong.

    :raises MayNotRun: this person does not run special actions.
    """
    if not policies.may_run(by, sheet.park_id):
        raise MayNotRun
    bad = list(sheet.lines.filter(kind=RowKind.BAD).order_by("number"))
    width = max([len(sheet.headings), *(len(row.cells) for row in bad)], default=0)
    titles = [*sheet.headings, *[""] * (width - len(sheet.headings))]
    mark = {
        (number, column): sentence
        for number, row in enumerate(bad)
        for column, sentence in row.problems
        if column is not None
    }
    rows = (
        [
            *row.cells,
            *[""] * (width - len(row.cells)),
            "\n".join(
                _("Row %(row)d: %(reason)s") % {"row": row.number, "reason": sentence}
                for _column, sentence in row.problems
            ),
        ]
        for row in bad
    )
    out = io.BytesIO()
    columns = [*(Column(title) for title in titles), Column(_("Problem"), 60)]
    write_table(out, columns, rows, sheet=_("Rows not taken over"), mark=mark)
    out.seek(0)
    return out

"""表格往返 A table sent in: read, judged row by row, taken over, or given up.

Two kinds: a list of enterprises to take into the drive, and their filled-in answers. Nothing is
entered before somebody has seen the preview; what is wrong goes back as Excel, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import planning as names
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units import spreadsheet

from ..checks import Wrong, said
from ..choices import RowKind, SheetPurpose, SheetState, TargetState, Via
from ..models import Answer, Drive, DriveSheet, Question, SheetRow, Target
from ..refusals import BadDrive, NotInPreview
from .answering import answer
from .headings import CODE, NAME, WORDS, columns_in, heading_of, in_a_table
from .starting import MOST_WORDS, add_targets
from .traces import running, trace

MOST_ROWS = 2000
BATCH = 500


@dataclass(slots=True)
class _Judged:
    """One row: of whom it speaks, what it says, what is wrong (column or none, sentence)."""

    number: int
    cells: list[str]
    name: str = ""
    firm: Enterprise | None = None
    target: Target | None = None
    answers: dict[int, str] = field(default_factory=dict)
    words: str = ""
    kind: str = RowKind.NEW
    problems: list[tuple[int | None, str]] = field(default_factory=list)

    def blame(self, column: int | None, sentence: str) -> None:
        self.kind = RowKind.BAD
        self.problems.append((column, sentence))


@transaction.atomic
def upload_sheet(
    *, drive: Drive, purpose: str, data: bytes, file_name: str, by: Actor, at: datetime
) -> DriveSheet:
    """
    上传表格 Read a table and judge it; nothing of the drive changes.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: no table, damaged, too large, empty, or without a column of enterprises.
    """
    row = running(drive, by)
    if purpose not in SheetPurpose.values:
        raise BadDrive({"purpose": [_("Unknown purpose of a table.")]})
    try:
        table = spreadsheet.read_table(data, max_rows=MOST_ROWS + 50)
    except spreadsheet.SpreadsheetError as error:
        raise BadDrive({"file": [_(error.sentence) % error.params]}) from error
    texts = table.texts()
    questions = in_a_table(list(row.questions.order_by("position", "pk")))
    found = columns_in(texts, questions)
    if found is None:
        sentence = _("No column says which enterprise a row is about: name it “Enterprise”.")
        raise BadDrive({"file": [sentence]})
    top, columns = found
    if purpose == SheetPurpose.ANSWERS and not set(columns) - {NAME, CODE}:
        sentence = _("No column answers a question. Fill in the template of this special action.")
        raise BadDrive({"file": [sentence]})
    sheet = DriveSheet.objects.create(
        park_id=row.park_id,
        drive=row,
        purpose=purpose,
        file_name=file_name.replace("\x00", "").strip()[-200:] or _("Table"),
        headings=texts[top],
        columns=columns,
        made_by_id=by.person_id,
        made_at=at,
    )
    below = [
        (number, cells)
        for number, cells in enumerate(texts[top + 1 :], start=top + 2)
        if any(cell.strip() for cell in cells)
    ]
    _keep(sheet, _judge(sheet, below, questions))
    detail = {"sheet": sheet.pk, "rows": len(below), "purpose": purpose}
    trace(row, "sheet", by, at, detail)
    return sheet


@transaction.atomic
def apply_sheet(*, sheet: DriveSheet, by: Actor, at: datetime) -> DriveSheet:
    """
    采用 Enter every row that is right, judged anew against what stands there now.

    What is wrong stays behind with its reasons.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises NotInPreview: it has been taken over or given up.
    """
    drive = running(sheet.drive, by)
    row = _in_preview(sheet)
    questions = in_a_table(list(drive.questions.order_by("position", "pk")))
    lines = list(row.lines.order_by("number").values_list("number", "cells"))
    judged = _judge(row, lines, questions)
    _keep(row, judged)
    good = [one for one in judged if one.kind in (RowKind.NEW, RowKind.CHANGED)]
    if row.purpose == SheetPurpose.TARGETS:
        add_targets(drive=drive, chosen=[one.firm for one in good if one.firm], by=by, at=at)
    else:
        with audit.gathered():
            for one in good:
                assert one.target is not None
                answer(
                    target=one.target,
                    answers=one.answers,
                    words=one.words,
                    via=Via.SHEET,
                    by=by,
                    at=at,
                )
    row.state, row.done_at = SheetState.DONE, at
    row.save(update_fields=["state", "done_at"])
    trace(drive, "sheet_apply", by, at, {"sheet": row.pk, **row.counts})
    return row


@transaction.atomic
def abandon_sheet(*, sheet: DriveSheet, by: Actor, at: datetime) -> None:
    """
    放弃表格 Give a table up; what was read from it is forgotten.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises NotInPreview: it has been taken over or given up.
    """
    drive = running(sheet.drive, by)
    row = _in_preview(sheet)
    row.lines.all().delete()
    row.state, row.headings, row.columns, row.counts = SheetState.ABANDONED, [], {}, {}
    row.save(update_fields=["state", "headings", "columns", "counts"])
    trace(drive, "sheet_abandon", by, at, {"sheet": row.pk})


def _in_preview(sheet: DriveSheet) -> DriveSheet:
    row = DriveSheet.objects.select_for_update().get(pk=sheet.pk)
    if row.state != SheetState.PREVIEW:
        raise NotInPreview
    return row


def _keep(sheet: DriveSheet, judged: Sequence[_Judged]) -> None:
    sheet.lines.all().delete()
    SheetRow.objects.bulk_create(
        [
            SheetRow(
                sheet=sheet,
                number=one.number,
                name=one.name[:200],
                kind=one.kind,
                cells=one.cells,
                problems=[[column, sentence] for column, sentence in one.problems],
            )
            for one in judged
        ],
        batch_size=BATCH,
    )
    counts = dict.fromkeys(RowKind.values, 0)
    for one in judged:
        counts[one.kind] += 1
    sheet.counts = counts
    sheet.save(update_fields=["counts"])


def _judge(
    sheet: DriveSheet, rows: Sequence[tuple[int, list[str]]], questions: Sequence[Question]
) -> list[_Judged]:
    columns: Mapping[str, int] = sheet.columns
    judged = [_Judged(number, list(cells)) for number, cells in rows]
    for one in judged[MOST_ROWS:]:
        sentence = _("A table has at most %(most)s rows; send the rest in another one.")
        one.blame(None, sentence % {"most": MOST_ROWS})
    judged_ones = judged[:MOST_ROWS]
    book = _Book(sheet, [_cells(one, columns) for one in judged_ones])
    seen: dict[int, int] = {}
    for one in judged_ones:
        one.name, code = _cells(one, columns)
        one.firm = book.find(one, code, columns)
        if one.firm is None:
            continue
        if earlier := seen.get(one.firm.pk):
            sentence = _("The same enterprise stands in row %(row)s already.")
            one.blame(columns.get(NAME, columns.get(CODE)), sentence % {"row": earlier})
            continue
        seen[one.firm.pk] = one.number
        if sheet.purpose == SheetPurpose.TARGETS:
            one.kind = RowKind.IDLE if one.firm.pk in book.targets else RowKind.NEW
        else:
            _judge_answers(one, columns, questions, book)
    return judged


def _cells(one: _Judged, columns: Mapping[str, int]) -> tuple[str, str]:
    """Name and credit code as they stand in the row."""
    return _cell(one, columns, NAME), _cell(one, columns, CODE).upper().replace(" ", "")


def _cell(one: _Judged, columns: Mapping[str, int], key: str) -> str:
    place = columns.get(key)
    return one.cells[place].strip() if place is not None and place < len(one.cells) else ""


class _Book:
    """Whom the rows may mean, read in four queries for the whole table."""

    def __init__(self, sheet: DriveSheet, told: Sequence[tuple[str, str]]) -> None:
        here = Enterprise.objects.filter(park=sheet.park_id, merged_into__isnull=True)
        keys = {names.name_key(name) for name, _code in told if name}
        codes = {code for _name, code in told if code}
        self.by_code = {firm.credit_code: firm for firm in here.filter(credit_code__in=codes)}
        self.by_key: dict[str, list[Enterprise]] = {}
        for firm in here.filter(name_key__in=keys):
            self.by_key.setdefault(firm.name_key, []).append(firm)
        firms = [*self.by_code.values(), *(f for found in self.by_key.values() for f in found)]
        self.targets = {
            target.enterprise_id: target
            for target in Target.objects.filter(drive=sheet.drive_id, enterprise__in=firms)
        }
        self.answered: dict[int, set[int]] = {}
        rows = Answer.objects.filter(target__in=list(self.targets.values()))
        for target, question in rows.values_list("target_id", "question_id"):
            self.answered.setdefault(target, set()).add(question)

    def find(self, one: _Judged, code: str, columns: Mapping[str, int]) -> Enterprise | None:
        """The one enterprise a row means, or none, with the reason in the row."""
        if code and (firm := self.by_code.get(code)):
            return firm
        if code and not one.name:
            one.blame(columns.get(CODE), _("No enterprise on the books has this credit code."))
            return None
        if not one.name:
            one.blame(columns.get(NAME), _("The name of the enterprise is missing."))
            return None
        alike = self.by_key.get(names.name_key(one.name), [])
        exact = [firm for firm in alike if firm.name == one.name] or alike
        if len(exact) == 1:
            return exact[0]
        one.blame(
            columns.get(NAME),
            _("Several enterprises have this name; write the credit code.")
            if exact
            else _("No enterprise on the books has this name."),
        )
        return None


def _judge_answers(
    one: _Judged, columns: Mapping[str, int], questions: Sequence[Question], book: _Book
) -> None:
    assert one.firm is not None
    one.target = book.targets.get(one.firm.pk)
    if one.target is None:
        one.blame(columns.get(NAME), _("This enterprise is not in this special action."))
        return
    known = book.answered.get(one.target.pk, set())
    for place, question in enumerate(questions, start=1):
        text = _cell(one, columns, f"q{question.pk}")
        if not text:
            if question.is_required and question.pk not in known:
                sentence = _("“%(question)s” must be answered.")
                one.problems.append(
                    (
                        columns.get(f"q{question.pk}"),
                        sentence % {"question": heading_of(place, question)},
                    )
                )
            continue
        try:
            said(question, text)
        except Wrong as wrong:
            one.blame(columns.get(f"q{question.pk}"), str(wrong))
        one.answers[question.pk] = text
    one.words = _cell(one, columns, WORDS) or one.target.answer
    if len(one.words) > MOST_WORDS:
        one.blame(columns.get(WORDS), _("At most %(most)s characters.") % {"most": MOST_WORDS})
    is_said = one.answers or _cell(one, columns, WORDS)
    if not is_said:
        # A line of the template nobody has filled in is no mistake.
        one.kind, one.problems = RowKind.IDLE, []
    elif one.problems:
        one.kind = RowKind.BAD
    elif one.target.state in (TargetState.ANSWERED, TargetState.DONE):
        one.kind = RowKind.CHANGED

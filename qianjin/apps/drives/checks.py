"""What an answer must be, kind by kind; used for forms, tables and programs alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qianjin.units.spreadsheet import half_width

from .choices import NO, YES, QuestionKind
from .models import Question

MOST_WORDS = 2000
MOST_NUMBER = Decimal(10) ** 11
_YES = {"yes", "y", "true", "1", "是", "有", "√", "✓"}
_NO = {"no", "n", "false", "0", "否", "无", "✗", "x"}
_DATED = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_BETWEEN = re.compile(r"[\n、，,;；]")


class Wrong(ValueError):
    """The value does not answer the question; the text says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A checked answer; empty when nothing was said."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    chosen: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not self.text and self.number is None and self.day is None and not self.chosen


def said(question: Question, value: Any) -> Said:
    """
    Read what was entered as an answer to ``question``; blank means nothing was said.

    :raises Wrong: it is no answer of this kind.
    """
    if value is None or (isinstance(value, str) and not value.strip()) or value == []:
        return Said()
    return _READERS[QuestionKind(question.kind)](question, value)


def _words(question: Question, value: Any) -> Said:
    text = str(value).replace("\x00", "").strip()
    if len(text) > MOST_WORDS:
        raise Wrong(_("At most %(most)s characters.") % {"most": MOST_WORDS})
    return Said(text=text)


def _number(question: Question, value: Any) -> Said:
    text = half_width(str(value)).replace(",", "").replace(" ", "")
    if question.unit:
        text = text.removesuffix(half_width(question.unit).replace(" ", ""))
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Wrong(_("Write a number.")) from error
    if not number.is_finite() or not 0 <= number < MOST_NUMBER:
        raise Wrong(_("Write a number from 0 to 99,999,999,999."))
    if question.is_whole and number != number.to_integral_value():
        raise Wrong(_("Write a whole number."))
    return Said(number=number.quantize(Decimal("0.0001")))


def _choice(question: Question, value: Any) -> Said:
    text = str(value).strip()
    if text not in question.options:
        raise Wrong(_one_of(question.options))
    return Said(chosen=[text])


def _several(question: Question, value: Any) -> Said:
    parts: Iterable[Any] = value if isinstance(value, list | tuple) else _parted(question, value)
    found = [str(part).strip() for part in parts if str(part).strip()]
    if any(part not in question.options for part in found):
        raise Wrong(_one_of(question.options))
    return Said(chosen=[option for option in question.options if option in found])


def _parted(question: Question, value: Any) -> list[str]:
    text = str(value).strip()
    return [text] if text in question.options else _BETWEEN.split(text)


def _yes_no(question: Question, value: Any) -> Said:
    text = half_width(str(value)).strip().casefold()
    if text in _YES:
        return Said(chosen=[YES])
    if text in _NO:
        return Said(chosen=[NO])
    raise Wrong(_("Answer yes or no."))


def _date(question: Question, value: Any) -> Said:
    if isinstance(value, datetime):
        return Said(day=value.date())
    if isinstance(value, date):
        return Said(day=value)
    text = half_width(str(value)).strip()
    if match := _DATED.match(text):
        text = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise Wrong(_("Write a day, for instance 2027-02-10."))
    return Said(day=day)


def _file(question: Question, value: Any) -> Said:
    raise Wrong(_("Files are sent on the page, not in a table."))


def _one_of(options: Iterable[str]) -> str:
    return _("One of these: %(choices)s.") % {"choices": _(", ").join(options)}


_READERS = {
    QuestionKind.TEXT: _words,
    QuestionKind.NUMBER: _number,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _date,
    QuestionKind.FILE: _file,
}

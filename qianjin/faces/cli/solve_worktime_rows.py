"""The rows of ``qianjin solve worktime``: a CSV file read twice, kept only as numbers.

The first reading checks every row and keeps four numbers of each, so a table of millions fits into
little memory and nothing is printed before all of it is known to be right. The second reading,
by the caller, copies the rows out.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from qianjin.engines.worktime import FIRST_YEAR, LARGEST_AMOUNT, LAST_YEAR, Amount, Unit
from qianjin.installation.words import N_, say

NEEDED = ("start", "amount", "unit")
PAUSED = "paused_minutes"
DUE = "due"
MOST_KEPT = 20
UNITS = tuple(Unit)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MANY_TEXTS = 100_000
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell; ``row`` counts as a spreadsheet does, the headings being 1."""

    row: int
    column: str
    sentence: str
    value: str = ""

    def __str__(self) -> str:
        words = say(self.sentence, value=self.value, **LIMITS)
        if not self.column:
            return say(N_("Row %(row)s: %(words)s"), row=self.row, words=words)
        return say(
            N_("Row %(row)s, column %(column)s: %(words)s"),
            row=self.row,
            column=self.column,
            words=words,
        )


LIMITS = {"first": FIRST_YEAR, "last": LAST_YEAR, "most": LARGEST_AMOUNT}
OUTSIDE = N_("The due time lies outside the years %(first)s to %(last)s, which can be counted.")
CHANGED = N_("The file was changed while it was read.")


class BadTable(ValueError):
    """The table cannot be solved; the first ``problems`` of ``total`` are kept."""

    def __init__(self, problems: Sequence[Problem], total: int | None = None) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)
        self.total = len(problems) if total is None else total


@dataclass(frozen=True)
class Rows:
    """What a table asks, row by row."""

    headings: list[str]
    starts: array[int] = field(default_factory=lambda: array("q"))
    """Seconds since 1970 in UTC."""
    counts: array[int] = field(default_factory=lambda: array("q"))
    """Minutes of working hours, or whole units."""
    units: array[int] = field(default_factory=lambda: array("b"))
    """Places in ``UNITS``."""
    pauses: array[int] = field(default_factory=lambda: array("q"))
    """Working minutes."""
    numbers: array[int] = field(default_factory=lambda: array("q"))
    """The row in the file: blank rows between leave gaps."""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of ``path``, which can be read again even when it is a pipe."""
    with path.open("rb") as source:
        if source.seekable():
            yield source
        else:
            with TemporaryFile() as copy:
                copyfileobj(source, copy)
                yield copy


def records(source: IO[bytes], encoding: str) -> Generator[tuple[int, list[str]], None, None]:
    """The rows that are not blank, from the beginning; to be closed while ``source`` is open."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, strict=True), start=1):
            if cells:
                yield number, cells
    except csv.Error as error:
        words = N_("From here on this is not a CSV table (%(value)s).")
        raise BadTable([Problem(number + 1, "", words, str(error))]) from error
    finally:
        text.detach()


def checked(source: IO[bytes]) -> tuple[Rows, str]:
    """
    Read and check a table; return its numbers and the encoding it is written in.

    :raises BadTable: a row cannot be used.
    """
    source.seek(0)
    marked = _BYTE_ORDER_MARKS.get(source.read(2))
    for encoding in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            with closing(records(source, encoding)) as table:
                return _checked(table), encoding
        except UnicodeDecodeError:
            continue
    raise BadTable([Problem(1, "", N_("The file is neither UTF-8 nor GB 18030 text."))])


def _checked(table: Iterator[tuple[int, list[str]]]) -> Rows:
    number, headings = next(table, (1, []))
    places = _places(number, headings)
    rows = Rows(headings)
    found = _Findings()
    read = _Reader()
    for number, cells in table:
        if len(cells) != len(headings):
            found.add(Problem(number, "", N_("The row has more or fewer cells than the headings.")))
            continue
        start_text, amount_text, unit_text = (cells[places[name]] for name in NEEDED)
        start = _start(start_text.strip())
        limit = read.limit(amount_text, unit_text)
        pause = read.pause(cells[places[PAUSED]]) if PAUSED in places else 0
        if isinstance(start, str):
            found.add(Problem(number, "start", start, start_text))
        if not isinstance(limit, tuple):
            found.add_all(Problem(number, *fault) for fault in limit)
        if isinstance(pause, str):
            found.add(Problem(number, PAUSED, pause, cells[places[PAUSED]]))
        if isinstance(start, int) and isinstance(limit, tuple) and isinstance(pause, int):
            rows.starts.append(start)
            rows.units.append(limit[0])
            rows.counts.append(limit[1])
            rows.pauses.append(pause)
            rows.numbers.append(number)
    found.refuse()
    return rows


def _places(number: int, headings: list[str]) -> dict[str, int]:
    """Where the columns stand that are read."""
    if not headings:
        words = N_("The file is empty; its first row names the columns start, amount, unit.")
        raise BadTable([Problem(number, "", words)])
    names = [name.strip().lower() for name in headings]
    problems = [
        Problem(number, name, N_("This column is missing.")) for name in NEEDED if name not in names
    ]
    problems += [
        Problem(number, name, N_("This column is there twice."))
        for name in (*NEEDED, PAUSED)
        if names.count(name) > 1
    ]
    if DUE in names:
        problems.append(Problem(number, DUE, N_("This column is there already.")))
    if problems:
        raise BadTable(problems)
    return {name: place for place, name in enumerate(names)}


class _Findings:
    """Problems as they are met: all are counted, the first are kept."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._total = 0

    def add(self, problem: Problem) -> None:
        self._total += 1
        if len(self._kept) < MOST_KEPT:
            self._kept.append(problem)

    def add_all(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def refuse(self) -> None:
        if self._total:
            raise BadTable(self._kept, self._total)


Fault = tuple[str, str, str]
Limit = tuple[int, int] | list[Fault]


class _Reader:
    """Cells read once for each text: a table has few different amounts, units and pauses."""

    def __init__(self) -> None:
        self._limits: dict[tuple[str, str], Limit] = {}
        self._pauses: dict[str, int | str] = {}

    def limit(self, amount: str, unit: str) -> Limit:
        """The place in ``UNITS`` and the count, or what is wrong: column, sentence and text."""
        found = self._limits.get((amount, unit))
        if found is None:
            if len(self._limits) >= _MANY_TEXTS:
                self._limits.clear()
            found = self._limits[amount, unit] = _limit(amount, unit)
        return found

    def pause(self, text: str) -> int | str:
        """The minutes, or what is wrong."""
        found = self._pauses.get(text)
        if found is None:
            if len(self._pauses) >= _MANY_TEXTS:
                self._pauses.clear()
            found = self._pauses[text] = _pause(text.strip())
        return found


def _start(text: str) -> int | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return N_("“%(value)s” is not a moment in ISO 8601, such as 2026-10-09T16:00:00+08:00.")
    if moment.utcoffset() is None:
        return N_("“%(value)s” has no offset from UTC; add for instance +08:00.")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return N_("“%(value)s” lies outside the years %(first)s to %(last)s, which can be counted.")
    return (moment - _EPOCH) // _SECOND


def _limit(amount: str, unit: str) -> Limit:
    faults: list[Fault] = []
    number, sentence = _number(amount.strip())
    if sentence:
        faults.append(("amount", sentence, amount))
    try:
        kind = Unit(unit.strip().lower())
    except ValueError:
        faults.append(("unit", N_("“%(value)s” is none of wh, wd, d, mo."), unit))
    if faults:
        return faults
    try:
        limit = Amount(number, kind)
    except ValueError:
        if kind is Unit.WORKING_HOURS:
            return [("amount", N_("“%(value)s” hours are not whole minutes."), amount)]
        return [("amount", N_("“%(value)s” is not a whole number."), amount)]
    in_hours = kind is Unit.WORKING_HOURS
    return UNITS.index(kind), limit.minutes if in_hours else limit.count


def _number(text: str) -> tuple[Decimal, str]:
    """The number, and what is wrong with it, or nothing."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    digits = whole + fraction
    if not whole or not (digits.isascii() and digits.isdigit()) or text.endswith("."):
        return Decimal(0), N_("“%(value)s” is not a number.")
    number = Decimal(text)
    if number <= 0:
        return number, N_("“%(value)s” is not more than nought.")
    if number > LARGEST_AMOUNT:
        return number, N_("“%(value)s” is more than %(most)s.")
    return number, ""


def _pause(text: str) -> int | str:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > LARGEST_AMOUNT:
        return N_("“%(value)s” is not a whole number of minutes from 0 to %(most)s.")
    return int(text)

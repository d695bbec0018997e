"""``qianjin solve worktime FILE.csv``: due times for the rows of a table."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, TextIO
from zoneinfo import ZoneInfo

import numpy as np
import typer

from qianjin.engines.worktime import Amount, OutOfRange, Unit, national_calendar
from qianjin.faces.cli.options import Language
from qianjin.installation.words import N_, say

Array = np.ndarray[Any, Any]
NEEDED = ("start", "amount", "unit")
PAUSED = "paused_minutes"
DUE = "due"
MOST_SHOWN = 20
UNCOUNTED = N_("The due time cannot be counted: %(value)s")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; ``row`` counts as the file does, headings being row 1."""

    row: int
    column: str
    sentence: str
    value: str = ""

    def __str__(self) -> str:
        words = say(self.sentence) % {"value": self.value}
        return say(N_("Row %(row)s, column %(column)s: %(words)s")) % {
            "row": self.row,
            "column": self.column,
            "words": words,
        }


class BadTable(ValueError):
    """The table cannot be solved; every problem found is kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems[:MOST_SHOWN]))
        self.problems = problems


def worktime(
    file: Annotated[
        Path, typer.Argument(help=say(N_("A CSV file with the columns start, amount, unit.")))
    ],
    language: Language = None,
) -> None:
    """Print the rows of FILE with a column ``due``."""
    try:
        solve_file(file, sys.stdout)
    except BadTable as error:
        for problem in error.problems[:MOST_SHOWN]:
            typer.echo(str(problem), err=True)
        if len(error.problems) > MOST_SHOWN:
            rest = len(error.problems) - MOST_SHOWN
            typer.echo(say(N_("… and %(rest)s more.")) % {"rest": rest}, err=True)
        raise typer.Exit(2) from error
    except OSError as error:
        typer.echo(
            say(N_("%(file)s cannot be read: %(reason)s"))
            % {"file": file, "reason": error.strerror or error},
            err=True,
        )
        raise typer.Exit(2) from error


def solve_file(path: Path, out: TextIO) -> None:
    """
    Write the rows of the CSV file ``path`` to ``out``, each with its due time.

    The columns ``start`` (ISO 8601 with offset), ``amount``, ``unit`` (wh, wd, d, mo) and
    optionally ``paused_minutes`` (working minutes) are read; all columns are kept in their order.

    :raises BadTable: some cell cannot be used; nothing is written then.
    """
    headings, rows = _read(path.read_bytes())
    dues = _dues(headings, rows)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*headings, DUE])
    writer.writerows([*row, due] for row, due in zip(rows, dues, strict=True))


def _read(data: bytes) -> tuple[list[str], list[list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadTable([Problem(1, "-", N_("The file is neither UTF-8 nor GB 18030 text."))])
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        problem = Problem(1, "-", N_("This is not a CSV table: %(value)s"), str(error))
        raise BadTable([problem]) from error
    if not table:
        raise BadTable([Problem(1, "-", N_("The file is empty."))])
    headings, rows = table[0], table[1:]
    names = [name.strip().lower() for name in headings]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadTable([Problem(1, name, N_("This column is missing.")) for name in missing])
    if DUE in names:
        raise BadTable([Problem(1, DUE, N_("This column is there already."))])
    uneven = [
        Problem(n, "-", N_("The row has another number of cells than the headings."))
        for n, row in enumerate(rows, start=2)
        if len(row) != len(headings)
    ]
    if uneven:
        raise BadTable(uneven)
    return headings, rows


def _dues(headings: list[str], rows: list[list[str]]) -> list[str]:
    places = {name.strip().lower(): n for n, name in enumerate(headings)}
    problems: list[Problem] = []
    starts = np.empty(len(rows), dtype="datetime64[us]")
    units: list[str] = []
    amounts: list[Decimal] = []
    pauses = np.zeros(len(rows), dtype=np.int64)
    for n, row in enumerate(rows):
        for column, read in (("start", _start), ("amount", _amount), ("unit", _unit)):
            value = read(row[places[column]].strip())
            # A ``Unit`` is text as well; only plain text is a sentence about a problem.
            if type(value) is str:
                problems.append(Problem(n + 2, column, value, row[places[column]]))
            elif column == "start":
                starts[n] = value
            elif column == "amount":
                amounts.append(value)
            else:
                units.append(value)
        if PAUSED in places:
            minutes = _pause(row[places[PAUSED]].strip())
            if isinstance(minutes, str):
                problems.append(Problem(n + 2, PAUSED, minutes, row[places[PAUSED]]))
            else:
                pauses[n] = minutes
    if problems:
        raise BadTable(problems)
    return _solve(starts, amounts, units, pauses)


def _start(text: str) -> np.datetime64 | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return N_("“%(value)s” is not a moment in ISO 8601.")
    if moment.tzinfo is None:
        return N_("“%(value)s” has no offset; write for instance +08:00.")
    try:
        return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")
    except OverflowError:
        return N_("“%(value)s” lies outside the years that can be counted.")


def _amount(text: str) -> Decimal | str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return N_("“%(value)s” is not a number.")
    if not amount.is_finite() or amount <= 0:
        return N_("“%(value)s” is not more than nought.")
    return amount


def _unit(text: str) -> Unit | str:
    try:
        return Unit(text.lower())
    except ValueError:
        return N_("“%(value)s” is none of wh, wd, d, mo.")


def _pause(text: str) -> int | str:
    if not text:
        return 0
    if not text.isdecimal() or len(text) > 8:
        return N_("“%(value)s” is not a number of minutes.")
    return int(text)


def _solve(
    starts: Array,
    amounts: list[Decimal],
    units: list[str],
    pauses: Array,
) -> list[str]:
    """Solve unit by unit, each in one sweep."""
    calendar = national_calendar()
    dues = np.empty_like(starts)
    kinds = np.array([str(unit) for unit in units])
    numbers = np.array([float(amount) for amount in amounts])
    problems: list[Problem] = []
    for unit in Unit:
        (rows,) = np.nonzero(kinds == str(unit))
        if not len(rows):
            continue
        wanted = numbers[rows]
        if unit != Unit.WORKING_HOURS:
            broken = rows[wanted != np.floor(wanted)]
            problems += [
                Problem(int(n) + 2, "amount", N_("“%(value)s” must be whole."), str(amounts[n]))
                for n in broken
            ]
            if len(broken):
                continue
            wanted = wanted.astype(np.int64)
        try:
            dues[rows] = calendar.due_many(starts[rows], wanted, unit, pauses[rows])
        except OutOfRange as error:
            place = int(rows[error.index or 0])
            problems.append(Problem(place + 2, "start", UNCOUNTED, str(error)))
        except ValueError as error:
            problems.append(_culprit(rows, amounts, unit, error))
    if problems:
        raise BadTable(sorted(problems, key=lambda problem: problem.row))
    return _written(dues)


def _culprit(rows: Array, amounts: list[Decimal], unit: Unit, error: ValueError) -> Problem:
    """The first row whose amount the engine refuses by itself."""
    for n in rows:
        try:
            Amount(amounts[n], unit)
        except ValueError as refused:
            words = N_("The amount cannot be used: %(value)s")
            return Problem(int(n) + 2, "amount", words, str(refused))
    return Problem(int(rows[0]) + 2, "start", UNCOUNTED, str(error))


def _written(dues: Array) -> list[str]:
    """Due times on the clock of Shanghai, to the second; offsets before 1992 may differ."""
    since_1992 = np.datetime64("1992-01-01")
    plain = np.datetime_as_string(dues + np.timedelta64(8, "h"), unit="s")
    return [
        f"{text}+08:00" if due >= since_1992 else _old(due)
        for text, due in zip(plain.tolist(), dues, strict=True)
    ]


def _old(due: np.datetime64) -> str:
    moment = due.astype("datetime64[us]").astype(datetime).replace(tzinfo=UTC)
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")

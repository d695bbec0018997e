"""``qianjin solve worktime FILE.csv``: due times for the rows of a table, without a database."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO
from zoneinfo import ZoneInfo

import numpy as np
import typer
from numpy.typing import NDArray

from qianjin.engines.worktime import OutOfRange, Unit, national_calendar
from qianjin.faces.cli.options import Language, unread
from qianjin.faces.cli.solve_worktime_rows import (
    CHANGED,
    DUE,
    OUTSIDE,
    UNITS,
    BadTable,
    Problem,
    Rows,
    checked,
    opened,
    records,
)
from qianjin.installation.words import N_, say

__all__ = ["BadTable", "Problem", "solve_file", "worktime"]

Moments = NDArray[np.datetime64]

_SHANGHAI = ZoneInfo("Asia/Shanghai")
# From 1992 the clock of China has stood at +08:00 without a change.
_UNCHANGED_SINCE = np.datetime64("1992-01-01T00:00:00", "s")
_SHOWN_AT_ONCE = 1 << 16


def worktime(
    file: Annotated[
        Path,
        typer.Argument(
            help=say(
                N_("A CSV file with the columns start, amount, unit, and paused_minutes if any.")
            )
        ),
    ],
    language: Language = None,
) -> None:
    """Print the rows of FILE with a column ``due``."""
    # Always UTF-8 and bare line ends, whatever the terminal: the output is a file's content.
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        solve_file(file, out)
        out.flush()
    except BadTable as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        if error.total > len(error.problems):
            rest = error.total - len(error.problems)
            typer.echo(say(N_("… and %(rest)s more."), rest=rest), err=True)
        raise typer.Exit(2) from error
    except BrokenPipeError:
        raise  # the reader has seen enough, for instance "head"
    except OSError as error:
        raise unread(file, error) from error
    finally:
        out.detach()


def solve_file(path: Path, out: TextIO) -> int:
    """
    Write the rows of the CSV file ``path`` to ``out``, each with its due time; return how many.

    The columns ``start`` (ISO 8601 with offset), ``amount``, ``unit`` (wh, wd, d, mo) and
    optionally ``paused_minutes`` (working minutes) are read; all columns are kept in their order,
    and a column ``due`` follows (to the second, on the clock of Shanghai).

    :raises BadTable: some row cannot be used; nothing is written then.
    :raises OSError: the file cannot be read.
    """
    with opened(path) as source:
        rows, encoding = checked(source)
        dues = _dues(rows)
        writer = csv.writer(out, lineterminator="\n")
        # A row more at the end was added after the first reading; it is not ours to answer.
        written = 0
        with closing(records(source, encoding)) as again:
            writer.writerow([*next(again)[1], DUE])
            for due, (_, cells) in zip(_texts(dues), again, strict=False):
                cells.append(due)
                writer.writerow(cells)
                written += 1
        if written < len(dues):
            raise BadTable([Problem(written + 2, "", CHANGED)])
        return written


def _dues(rows: Rows) -> Moments:
    """Due times of all rows, each unit in one sweep."""
    calendar = national_calendar()
    starts = np.array(rows.starts, dtype=np.int64).view("datetime64[s]")
    counts, pauses, units = (
        np.array(numbers) for numbers in (rows.counts, rows.pauses, rows.units)
    )
    dues = np.empty_like(starts)
    problems: list[Problem] = []
    for place, unit in enumerate(UNITS):
        (chosen,) = np.nonzero(units == place)
        amounts = counts[chosen] / 60 if unit is Unit.WORKING_HOURS else counts[chosen]
        try:
            dues[chosen] = calendar.due_many(starts[chosen], amounts, unit, pauses[chosen])
        except OutOfRange as error:
            row = rows.numbers[int(chosen[error.index or 0])]
            problems.append(Problem(row, "amount", OUTSIDE))
    if problems:
        raise BadTable(sorted(problems, key=lambda problem: problem.row))
    return dues


def _texts(dues: Moments) -> Iterator[str]:
    """Due times on the clock of Shanghai, in ISO 8601 to the second."""
    for begin in range(0, len(dues), _SHOWN_AT_ONCE):
        part = dues[begin : begin + _SHOWN_AT_ONCE]
        walls = np.datetime_as_string(part + np.timedelta64(8, "h")).tolist()
        texts = [f"{wall}+08:00" for wall in walls]
        for place in np.nonzero(part < _UNCHANGED_SINCE)[0]:
            moment: datetime = part[place].item()
            local = moment.replace(tzinfo=UTC).astimezone(_SHANGHAI)
            texts[int(place)] = local.isoformat(timespec="seconds")
        yield from texts

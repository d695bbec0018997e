"""Lists of holidays and make-up days read from CSV or JSON, as people publish and edit them.

The columns are ``name``, ``date`` and ``isOffDay``; the JSON of the holiday-cn project (a year
with its ``days``) and a bare list are both understood. Everything wrong is found in one reading,
each finding with its row, so a list is mended in one go.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal

from .data import DayRule, Status

Format = Literal["csv", "json"]

_COLUMNS: Final = {
    "name": "name",
    "名称": "name",
    "节日": "name",
    "date": "date",
    "日期": "date",
    "isoffday": "isOffDay",
    "是否放假": "isOffDay",
    "休息": "isOffDay",
}
_FLAGS: Final[dict[str, bool]] = {
    **dict.fromkeys(("true", "1", "yes", "y", "是", "休", "放假"), True),
    **dict.fromkeys(("false", "0", "no", "n", "否", "班", "上班"), False),
}
_DATE: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII
)
_SHOWN: Final = 40


class FindingCode(StrEnum):
    """What is wrong with a list; the words belong to the faces."""

    #: Neither UTF-8 (16) nor GB 18030.
    ENCODING = "encoding"
    #: JSON that cannot be read, or is neither a list nor an object with ``days``.
    NOT_A_LIST = "not_a_list"
    #: No row at all.
    EMPTY = "empty"
    #: ``column`` is absent from the heading or the row.
    COLUMN_MISSING = "column_missing"
    #: ``text`` is not a date.
    BAD_DATE = "bad_date"
    #: ``text`` does not say yes or no.
    BAD_FLAG = "bad_flag"
    #: The date ``text`` stood in an earlier row.
    REPEATED = "repeated"
    #: The date ``text`` is more than a month away from the year of the list.
    OTHER_YEAR = "other_year"


@dataclass(frozen=True)
class Finding:
    """One fault: ``row`` counts the heading of a CSV as 1 and the days of a JSON from 1."""

    code: FindingCode
    row: int
    column: str = ""
    text: str = ""

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.code}" + (f" {self.text!r}" if self.text else "")


class DayListError(ValueError):
    """A list of days cannot be used; ``findings`` says where and why, row by row."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(map(str, self.findings)))


@dataclass(frozen=True)
class DayList:
    """The days of a list, and the year its JSON names (``None`` for other lists)."""

    year: int | None
    days: tuple[DayRule, ...]


def parse_days(
    source: str | bytes, format: Format, status: Status = "official"
) -> tuple[DayRule, ...]:
    """Read the days of a list; see ``parse_day_list``."""
    return parse_day_list(source, format, status).days


def parse_day_list(source: str | bytes, format: Format, status: Status = "official") -> DayList:
    """Read a list of holidays and make-up working days.

    Parameters
    ----------
    source
        Text, or bytes in UTF-8 (with or without BOM), UTF-16 with BOM, or GB 18030.
    format
        ``"csv"`` (comma, semicolon or tab; columns in any order, further ones ignored) or
        ``"json"``.
    status
        Given to every day.

    Raises
    ------
    DayListError
        With every finding, when there is one.
    ValueError
        When ``format`` is neither.
    """
    if format not in ("csv", "json"):
        raise ValueError(f"format: {format!r} is neither csv nor json")
    text = source if isinstance(source, str) else _decoded(source)
    text = text.removeprefix("\ufeff")
    year, rows = _json_rows(text) if format == "json" else (None, _csv_rows(text))
    findings: list[Finding] = []
    rules: dict[date, DayRule] = {}
    for number, row in rows:
        found = _rule(number, row, year, status)
        if isinstance(found, DayRule) and found.day in rules:
            found = [Finding(FindingCode.REPEATED, number, "date", found.day.isoformat())]
        if isinstance(found, DayRule):
            rules[found.day] = found
        else:
            findings += found
    if not rules and not findings:
        findings.append(Finding(FindingCode.EMPTY, 1))
    if findings:
        raise DayListError(findings)
    return DayList(year, tuple(rules[day] for day in sorted(rules)))


def _decoded(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DayListError([Finding(FindingCode.ENCODING, 1)])


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows by column; numbered as a spreadsheet shows them, the heading being row 1."""
    heading, _, _ = text.lstrip().partition("\n")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] | None = None
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [_COLUMNS.get(_plain(cell).lower(), "") for cell in cells]
                missing = [name for name in ("date", "isOffDay") if name not in columns]
                if missing:
                    raise DayListError(
                        [Finding(FindingCode.COLUMN_MISSING, number, name) for name in missing]
                    )
            else:
                yield number, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise DayListError([Finding(FindingCode.NOT_A_LIST, number + 1)]) from error


def _json_rows(text: str) -> tuple[int | None, Iterator[tuple[int, Mapping[str, Any]]]]:
    """The year of the list, and its days numbered from 1."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DayListError([Finding(FindingCode.NOT_A_LIST, 1)]) from error
    year = None
    if isinstance(found, dict):
        year, found = found.get("year"), found.get("days")
    if not isinstance(found, list) or not (year is None or type(year) is int):
        raise DayListError([Finding(FindingCode.NOT_A_LIST, 1)])
    rows = ((number, row if isinstance(row, dict) else {}) for number, row in enumerate(found, 1))
    return year, rows


def _rule(
    number: int, row: Mapping[str, Any], year: int | None, status: Status
) -> DayRule | list[Finding]:
    findings: list[Finding] = []
    cells = {}
    for column in ("date", "isOffDay"):
        cells[column] = _plain(row.get(column))
        if not cells[column]:
            findings.append(Finding(FindingCode.COLUMN_MISSING, number, column))
    day = _date(cells["date"])
    if cells["date"] and day is None:
        findings.append(Finding(FindingCode.BAD_DATE, number, "date", cells["date"][:_SHOWN]))
    # A notice may settle days of the December before its year and the January after it.
    if day and year is not None and not -1 <= (day.year - year) * 12 + day.month - 1 <= 12:
        findings.append(Finding(FindingCode.OTHER_YEAR, number, "date", day.isoformat()))
    is_off = _FLAGS.get(cells["isOffDay"].lower())
    if cells["isOffDay"] and is_off is None:
        flag = cells["isOffDay"][:_SHOWN]
        findings.append(Finding(FindingCode.BAD_FLAG, number, "isOffDay", flag))
    if findings or day is None:
        return findings
    return DayRule(day, not is_off, _plain(row.get("name")), status)


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(cell: object) -> str:
    """A cell without blanks around it, full-width letters and digits made plain."""
    return "" if cell is None else unicodedata.normalize("NFKC", str(cell)).strip()

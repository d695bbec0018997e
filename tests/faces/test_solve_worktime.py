"""``qianjin solve worktime``: a table in, the same table with due times out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from qianjin.faces.cli.solve_worktime import BadTable, solve_file


def solved(tmp_path: Path, text: str | bytes) -> list[dict[str, str]]:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    out = io.StringIO()
    solve_file(path, out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def refused(tmp_path: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(BadTable) as caught:
        solved(tmp_path, text)
    return [(problem.row, problem.column) for problem in caught.value.problems]


def test_the_definitions_of_the_four_units(tmp_path: Path) -> None:
    rows = solved(
        tmp_path,
        "start,amount,unit\n"
        "2026-10-09T16:00:00+08:00,1,wd\n"  # the next day is a make-up Saturday
        "2026-10-09T16:00:00+08:00,2,wh\n"
        "2026-09-30T10:00:00+08:00,1,d\n"  # ends on National Day, rolls on
        "2026-01-31T10:00:00+08:00,1,mo\n"  # ends on Saturday 28 February, a make-up day
        "2026-11-21T23:00:00+08:00,1,wh\n",  # a Saturday
    )

    assert [row["due"] for row in rows] == [
        "2026-10-10T17:30:00+08:00",
        "2026-10-10T09:00:00+08:00",
        "2026-10-08T17:30:00+08:00",
        "2026-02-28T17:30:00+08:00",
        "2026-11-23T09:30:00+08:00",
    ]


def test_a_pause_moves_the_due_time_by_working_minutes(tmp_path: Path) -> None:
    rows = solved(
        tmp_path,
        "start,amount,unit,paused_minutes\n"
        "2026-11-23T10:00:00+08:00,1,wd,60\n"
        "2026-11-23T10:00:00+08:00,1,wd,\n",
    )

    assert rows[0]["due"] == "2026-11-25T09:30:00+08:00"
    assert rows[1]["due"] == "2026-11-24T17:30:00+08:00"


def test_other_columns_and_offsets_are_kept(tmp_path: Path) -> None:
    rows = solved(
        tmp_path, "编号,start,unit,amount\n甲,2026-11-23T02:00:00Z,wd,1\n".encode("gb18030")
    )

    assert rows == [
        {
            "编号": "甲",
            "start": "2026-11-23T02:00:00Z",
            "unit": "wd",
            "amount": "1",
            "due": "2026-11-24T17:30:00+08:00",
        }
    ]


def test_a_year_without_notice_is_counted_by_the_statutory_rule(tmp_path: Path) -> None:
    rows = solved(tmp_path, "start,amount,unit\n2027-02-04T10:00:00+08:00,1,wd\n")

    assert rows[0]["due"].startswith("2027-02-09T17:30")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, "")]),
        ("start,unit\n", [(1, "amount")]),
        ("start,amount,unit,due\n", [(1, "due")]),
        ("start,amount,unit\n2026-11-23T10:00,1,wd\n", [(2, "start")]),
        ("start,amount,unit\nx,y,z\n", [(2, "start"), (2, "amount"), (2, "unit")]),
        ("start,amount,unit\n2026-11-23T10:00:00+08:00,1.5,wd\n", [(2, "amount")]),
        ("start,amount,unit\n2026-11-23T10:00:00+08:00,0,wd\n", [(2, "amount")]),
        ("start,amount,unit\n2026-11-23T10:00:00+08:00,1,wd,9\n", [(2, "")]),
        ("start,amount,unit\n9999-12-31T23:00:00+08:00,9,mo\n", [(2, "start")]),
        (
            "start,amount,unit,paused_minutes\n2026-11-23T10:00:00Z,1,wd,-5\n",
            [(2, "paused_minutes")],
        ),
        (b"\xff\xfe\x00\xd8", [(1, "")]),
    ],
)
def test_a_bad_table_is_refused_whole_and_names_the_cell(
    tmp_path: Path, text: str | bytes, places: list[tuple[int, str]]
) -> None:
    assert refused(tmp_path, text) == places

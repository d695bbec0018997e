"""Lists of days as they arrive: from the holiday-cn project, from Excel, from a tired hand."""

from __future__ import annotations

import json
from datetime import date

import pytest

from qianjin.engines.worktime import (
    DayListError,
    DayRule,
    Finding,
    FindingCode,
    parse_day_list,
    parse_days,
)

NEW_YEAR = DayRule(date(2027, 1, 1), False, "元旦")
MAKE_UP = DayRule(date(2027, 2, 20), True, "春节")
CSV = "name,date,isOffDay\n元旦,2027-01-01,true\n春节,2027-02-20,false\n"
DAYS = [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    {"name": "春节", "date": "2027-02-20", "isOffDay": False},
]


def findings(source: str | bytes, format: str) -> list[Finding]:
    with pytest.raises(DayListError) as caught:
        parse_days(source, format)  # type: ignore[arg-type]
    return list(caught.value.findings)


@pytest.mark.parametrize(
    "source",
    [
        CSV,
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        "\ufeff" + CSV,
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.replace("\n", "\r\n"),
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        "isOffDay,备注,date,name\n是,x,2027/1/1,元旦\n\n , , ,\n否,,2027年2月20日,春节",
        "日期,是否放假,名称\n20270101,休,元旦\n2027.2.20,班,春节",
        "DATE , ISOFFDAY,name\n\uff12\uff10\uff12\uff17-01-01,TRUE,元旦\n2027-02-20,0,春节\n",
    ],
)
def test_a_csv_is_read_however_it_was_saved(source: str | bytes) -> None:
    assert parse_days(source, "csv") == (NEW_YEAR, MAKE_UP)


@pytest.mark.parametrize(
    ("source", "year"),
    [
        (json.dumps({"year": 2027, "papers": ["https://example.org"], "days": DAYS}), 2027),
        (json.dumps({"days": DAYS}), None),
        (json.dumps(DAYS[::-1]), None),
        (json.dumps(DAYS).encode("utf-8-sig"), None),
        (json.dumps(DAYS, ensure_ascii=False).encode("gb18030"), None),
    ],
)
def test_a_json_is_read_with_or_without_its_year(source: str | bytes, year: int | None) -> None:
    found = parse_day_list(source, "json")

    assert found.days == (NEW_YEAR, MAKE_UP)
    assert found.year == year


def test_a_list_without_names_has_nameless_days() -> None:
    assert parse_days("date,isOffDay\n2027-01-01,1\n", "csv") == (DayRule(date(2027, 1, 1), False),)


def test_a_list_may_be_read_as_provisional() -> None:
    assert {rule.status for rule in parse_days(CSV, "csv", "provisional")} == {"provisional"}


def test_every_fault_is_found_at_once_and_named_by_its_row() -> None:
    source = (
        "name,date,isOffDay\n"
        "元旦,2027-02-30,true\n"
        "元旦,2027-01-01,maybe\n"
        ",,\n"
        "元旦,,\n"
        "春节,2027-02-06,true\n"
        "春节,2027-2-6,false\n"
        "春节,tomorrow\n"
    )

    assert findings(source, "csv") == [
        Finding(FindingCode.BAD_DATE, 2, "date", "2027-02-30"),
        Finding(FindingCode.BAD_FLAG, 3, "isOffDay", "maybe"),
        Finding(FindingCode.COLUMN_MISSING, 5, "date"),
        Finding(FindingCode.COLUMN_MISSING, 5, "isOffDay"),
        Finding(FindingCode.REPEATED, 7, "date", "2027-02-06"),
        Finding(FindingCode.COLUMN_MISSING, 8, "isOffDay"),
        Finding(FindingCode.BAD_DATE, 8, "date", "tomorrow"),
    ]


def test_a_fault_reads_as_a_line() -> None:
    with pytest.raises(ValueError, match=r"^row 2, date: bad_date 'x'; row 3, date: column_miss"):
        parse_days("date,isOffDay\nx,1\n,1\n", "csv")


@pytest.mark.parametrize(
    ("source", "format", "expected"),
    [
        (b"\xff\xff\xff", "csv", Finding(FindingCode.ENCODING, 1)),
        (b"\xff\xfea", "csv", Finding(FindingCode.ENCODING, 1)),
        ("", "csv", Finding(FindingCode.EMPTY, 1)),
        ("name,date,isOffDay\n", "csv", Finding(FindingCode.EMPTY, 1)),
        ("name,isOffDay\n", "csv", Finding(FindingCode.COLUMN_MISSING, 1, "date")),
        (
            'date,isOffDay,name\n2027-01-01,1,"' + "x" * 140_000 + '"',
            "csv",
            Finding(FindingCode.NOT_A_LIST, 2),
        ),
        ("[]", "json", Finding(FindingCode.EMPTY, 1)),
        ("", "json", Finding(FindingCode.NOT_A_LIST, 1)),
        ("7", "json", Finding(FindingCode.NOT_A_LIST, 1)),
        ('{"year": 2027}', "json", Finding(FindingCode.NOT_A_LIST, 1)),
        ('{"year": "2027", "days": []}', "json", Finding(FindingCode.NOT_A_LIST, 1)),
        ("[" * 100_000, "json", Finding(FindingCode.NOT_A_LIST, 1)),
    ],
)
def test_what_is_no_list_is_refused(source: str | bytes, format: str, expected: Finding) -> None:
    assert findings(source, format) == [expected]


def test_a_json_row_that_is_no_day_is_named() -> None:
    assert findings('["2027-01-01", {"date": 5, "isOffDay": null}]', "json") == [
        Finding(FindingCode.COLUMN_MISSING, 1, "date"),
        Finding(FindingCode.COLUMN_MISSING, 1, "isOffDay"),
        Finding(FindingCode.COLUMN_MISSING, 2, "isOffDay"),
        Finding(FindingCode.BAD_DATE, 2, "date", "5"),
    ]


@pytest.mark.parametrize(
    ("day", "is_right"),
    [
        ("2026-11-30", False),
        ("2026-12-01", True),
        ("2027-12-31", True),
        ("2028-01-31", True),
        ("2028-02-01", False),
    ],
)
def test_the_days_of_a_notice_lie_about_its_year(day: str, is_right: bool) -> None:
    """A notice may settle days of the December before, as that for 2019 did."""
    source = json.dumps({"year": 2027, "days": [{"name": "", "date": day, "isOffDay": True}]})

    if is_right:
        assert parse_days(source, "json")[0].day.isoformat() == day
    else:
        assert findings(source, "json") == [Finding(FindingCode.OTHER_YEAR, 1, "date", day)]


def test_another_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^format: "):
        parse_days("", "xlsx")  # type: ignore[arg-type]

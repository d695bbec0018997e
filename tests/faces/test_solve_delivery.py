"""``qianjin solve delivery``: a published instance or a park's plan in, dates with proof out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qianjin.faces.cli.solve import app

PATTERSON = "4 1\n2\n0 0 2 2 3\n3 2 1 4\n2 1 1 4\n0 0 0\n"
PARK = """
today: 2026-12-28
projects: [{id: 立强}]
activities:
  - {id: 公告, project: 立强, days: 20, whole_days: true, limits: [{least: 20, law: 39号令}]}
  - {id: 合同, project: 立强, days: 1, kind: working, calendar: national, mark: title}
  - {id: 许可, project: 立强, days: 3, kind: working, calendar: national, pre_review: {gate: 公告}}
  - {id: 开工, project: 立强, mark: start}
links:
  - {before: 公告, after: 合同}
  - {before: 合同, after: 许可}
  - {before: 许可, after: 开工}
"""


def ask(folder: Path, name: str, text: str, *more: str) -> Any:
    path = folder / name
    path.write_text(text, "utf-8")
    return CliRunner().invoke(app, ["delivery", str(path), "--seconds", "0.3", *more])


def test_a_published_instance_is_answered_with_starts_and_its_proof(tmp_path: Path) -> None:
    found = ask(tmp_path, "J4_1.txt", PATTERSON, "--json", "--seed", "1", "--workers", "1")
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == {
        "status": "optimal",
        "objective": 5,
        "bound": 5,
        "gap": 0.0,
        "starts": json.loads(found.stdout)["starts"],
    }
    starts = json.loads(found.stdout)["starts"]
    assert abs(starts["2"] - starts["3"]) >= 2 and starts["4"] == 5


def test_a_parks_plan_has_both_dates_and_what_is_provisional(tmp_path: Path) -> None:
    found = ask(tmp_path, "park.yaml", PARK, "--json")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert answer["starts"]["合同"] == "2027-01-18"  # the day after the notice
    assert answer["reviews"] == {"许可": ["2026-12-28", "2026-12-31"]}
    assert answer["starts"]["许可"] == answer["ends"]["合同"] == "2027-01-19"
    assert answer["projects"][0]["gap"] == 0
    assert set(answer["provisional"]) == {"合同", "许可"}


def test_the_plan_is_told_in_words(tmp_path: Path) -> None:
    found = ask(tmp_path, "park.yaml", PARK, "--language", "en")
    assert found.exit_code == 0, found.output
    assert "立强: land 2027-01-19, construction 2027-01-19, gap 0 days." in found.stdout
    assert "2 dates are provisional" in found.stdout


def test_an_impossible_date_ends_with_its_reason(tmp_path: Path) -> None:
    text = PARK.replace("mark: start", "mark: start, ends_by: 2027-01-10")
    found = ask(tmp_path, "park.yaml", text, "--language", "en")
    assert found.exit_code == 1
    assert "开工, 39号令: a statutory period forbids it" in found.stderr


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.txt", "4 1\n2\n0 0 2 2 9\n", "line 3"),
        ("a.txt", "", "line 1: the text ends"),
        ("a.json", "{", "this is no YAML"),
        ("a.yaml", PARK.replace("mark: start", "days: x"), "activities[3] (开工): days"),
        ("a.yaml", PARK + "  - {before: 开工, after: 公告}\n", "circle"),
        ("a.yaml", PARK.replace("national", "local"), "there is no calendar local"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    found = ask(tmp_path, name, text)
    assert found.exit_code == 2
    assert says in found.stderr


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["delivery", str(tmp_path / "none.txt")])
    assert found.exit_code == 2
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"\xff\xfe\x00")
    assert CliRunner().invoke(app, ["delivery", str(path)]).exit_code == 2

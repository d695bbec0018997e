"""``qianjin solve routing``: a published instance or the park's own round in, rounds out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qianjin.faces.cli.solve import app

VRP = """NAME : small
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 10 0
5 20 0
DEMAND_SECTION
1 0
2 5
3 5
4 5
5 5
DEPOT_SECTION
1
-1
EOF
"""
ROUND: dict[str, Any] = {
    "places": [
        {"name": "管委会", "lon": 120.54, "lat": 30.27},
        {"name": "晨曦精密（演示）", "lon": 120.57, "lat": 30.29},
        {"name": "远山材料（演示）", "lon": 120.60, "lat": 30.25},
    ],
    "officers": [{"name": "林悦", "hours": ["08:30", "17:30"], "skills": ["en"]}],
    "visits": [
        {
            "at": "晨曦精密（演示）",
            "minutes": 60,
            "windows": [["13:30", "15:00"]],
            "skills": ["en"],
        },
        {"at": "远山材料（演示）", "minutes": 45},
    ],
    "breaks": [["12:00", "13:30"]],
}


def ask(path: Path, text: str, *more: str) -> Any:
    path.write_text(text, "utf-8")
    return CliRunner().invoke(app, ["routing", str(path), "--seconds", "0.3", *more])


def test_a_published_instance_is_answered_by_the_numbers_of_its_nodes(tmp_path: Path) -> None:
    found = ask(tmp_path / "small.vrp", VRP, "--json", "--seed", "1")

    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert answer["cost"] == 80
    assert answer["feasible"] is True
    assert answer["bound"] is None or answer["bound"] <= 80
    assert sorted(map(sorted, answer["routes"])) == [[1, 2], [3, 4]]


def test_the_parks_own_round_keeps_windows_and_lunch(tmp_path: Path) -> None:
    found = ask(tmp_path / "round.json", json.dumps(ROUND), "--json")

    assert found.exit_code == 0, found.output
    (route,) = json.loads(found.stdout)["routes"]
    begins = {call["name"]: call["begin"] for call in route["visits"]}
    assert route["officer"] == "林悦"
    assert "13:30" <= begins["晨曦精密（演示）"] <= "15:00"
    assert not "11:15" < begins["远山材料（演示）"] < "13:30"


def test_an_impossible_visit_is_named_with_its_reason(tmp_path: Path) -> None:
    wanted = {**ROUND["visits"][1], "skills": ["de"]}
    text = json.dumps({**ROUND, "visits": [ROUND["visits"][0], wanted]})

    found = ask(tmp_path / "round.json", text, "--language", "zh")

    assert found.exit_code == 1
    assert "远山材料（演示）" in found.stdout


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.vrp", "NAME : x\nDIMENSION : 3\nEOF\n", "it says no edge_weight_type"),
        ("a.vrp", VRP.replace("5 5\nDEPOT", "DEPOT"), "demand: 4 rows for 5 nodes"),
        ("a.vrp", VRP.replace("SECTION\n1\n-1", "SECTION\n9\n-1"), "depot: no node of 1 to 5"),
        ("a.vrp", VRP.replace("DIMENSION : 5", "DIMENSION : 0"), "dimension: 0"),
        ("a.json", "{", "no JSON"),
        ("a.json", json.dumps({**ROUND, "breaks": 5}), "breaks: must be a list"),
        (
            "a.json",
            json.dumps({**ROUND, "visits": [{"at": "无此地"}]}),
            "visits[0]: at: there is no",
        ),
        (
            "a.json",
            json.dumps({**ROUND, "visits": [{**ROUND["visits"][1], "windows": True}]}),
            "visits[0]: windows: must be a list",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    found = ask(tmp_path / name, text)

    assert found.exit_code == 2
    assert says in found.stderr
    assert found.stderr.count(name) == 1


def test_a_missing_file_and_one_that_is_no_text_are_told_apart(tmp_path: Path) -> None:
    missing = CliRunner().invoke(app, ["routing", str(tmp_path / "none.vrp"), "--language", "en"])
    (tmp_path / "b.vrp").write_bytes(b"NAME : \xff\xfe")
    binary = CliRunner().invoke(app, ["routing", str(tmp_path / "b.vrp"), "--language", "en"])

    assert (missing.exit_code, binary.exit_code) == (2, 2)
    assert "cannot be read: No such file" in missing.stderr
    assert "is no text in UTF-8 (byte 7)" in binary.stderr

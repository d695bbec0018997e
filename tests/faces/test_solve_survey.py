"""``qianjin solve survey``: a file in, one JSON object out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qianjin.engines.survey import CODES
from qianjin.faces.cli import solve
from qianjin.faces.gate.survey_words import SENTENCES, worded

FILE = """[属性描述]
坐标系=2000国家大地坐标系
带号=
[地块坐标]
5,1.0000,DK-01,一号地,面,,工业用地,,@
J1,1,3350600.000,514900.000
J2,1,3350600.000,515000.000
J3,1,3350500.000,515000.000
J4,1,3350500.000,514900.000
J1,1,3350600.000,514900.000
"""


def ran(tmp_path: Path, text: str, *options: str) -> tuple[int, dict[str, Any]]:
    path = tmp_path / "地块.txt"
    path.write_bytes(text.encode("gbk"))
    result = CliRunner().invoke(solve.app, ["survey", str(path), *options])
    return result.exit_code, json.loads(result.stdout)


def test_a_file_becomes_geojson_with_its_findings(tmp_path: Path) -> None:
    code, answer = ran(tmp_path, FILE, "--zone", "40", "--to", "geojson")

    assert code == 0
    assert answer["parcels"][0]["area_mu"] == 15
    assert [(one["code"], one["line"]) for one in answer["findings"]] == [("zone_assumed", 3)]
    assert answer["converted"]["features"][0]["properties"]["code"] == "DK-01"


def test_a_file_becomes_strict_txt_in_a_file_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"

    code, answer = ran(tmp_path, FILE, "--zone", "40", "--to", "txt", "--out", str(out))

    assert (code, answer["written"]) == (0, str(out))
    assert "J1,1,3350600.000,40514900.000" in out.read_bytes().decode("gbk")


def test_without_a_zone_the_file_is_refused_with_exit_code_2(tmp_path: Path) -> None:
    code, answer = ran(tmp_path, FILE)

    assert (code, answer["refused"]) == (2, True)
    assert [one["code"] for one in answer["findings"]] == ["zone_unknown"]


def test_an_error_in_a_shape_is_exit_code_1_with_its_line(tmp_path: Path) -> None:
    lines = FILE.splitlines(keepends=True)
    crossed = "".join([*lines[:6], lines[7], lines[6], *lines[8:]])

    code, answer = ran(tmp_path, crossed, "--zone", "40")

    (found,) = [one for one in answer["findings"] if one["code"] == "bow_tie"]
    assert (code, found["line"], found["easting"]) == (1, 6, 514950)
    assert found["repair"] == {"kind": "reverse_points", "points": [1, 2]}


def test_another_datum_converts_to_txt_but_not_to_degrees(tmp_path: Path) -> None:
    other = FILE.replace("2000国家大地", "1980西安")

    code, answer = ran(tmp_path, other, "--zone", "40", "--to", "geojson")
    assert (code, answer["converted"]) == (1, None)
    code, answer = ran(tmp_path, other, "--zone", "40", "--to", "txt")
    assert "1980西安坐标系" in answer["converted"]


@pytest.mark.parametrize("options", [("--zone", "24"), ("--degrees", "gon")])
def test_an_option_out_of_range_is_named(tmp_path: Path, options: tuple[str, str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FILE, encoding="utf-8")

    result = CliRunner().invoke(solve.app, ["survey", str(path), *options])

    assert result.exit_code == 2
    assert options[0] in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(solve.app, ["survey", str(tmp_path / "none.txt")])

    assert result.exit_code == 2
    assert "none.txt" in result.stderr


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(CODES)
    for code in CODES:
        assert worded(code, "J1", 1.5, str)

"""``qianjin solve siting``: a layer and a need in, sites with proof and reasons out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qianjin.faces.cli.solve import app

NEED = "area_min: 15000\narea_max: 25000\nid_field: id\ncost_field: cost\nready_field: day\n"


def a_layer(folder: Path) -> Path:
    """Four hectares in a row."""
    features: list[dict[str, Any]] = []
    for n, cost in enumerate((4, 1, 2, 5)):
        west, east = 100 * n, 100 * n + 100
        ring = [[west, 0], [east, 0], [east, 100], [west, 100], [west, 0]]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": n, "cost": cost, "day": f"2027-0{n + 1}-01"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path = folder / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def ask(folder: Path, need: str, *more: str) -> Any:
    path = folder / "need.yaml"
    path.write_text(need, "utf-8")
    layer = str(a_layer(folder))
    arguments = ["siting", "--parcels", layer, "--need", str(path), "--seconds", "5", *more]
    return CliRunner().invoke(app, arguments)


def test_json_holds_the_sites_best_first_with_their_proof(tmp_path: Path) -> None:
    done = ask(tmp_path, NEED + "overlap: 0.8", "--top", "2", "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert list(answer) == ["assemblies"]
    first, second = answer["assemblies"]
    assert list(first) == ["ids", "area", "cost", "ready", "status", "gap", "reasons"]
    assert (first["ids"], first["area"], first["cost"]) == ([1, 2], 20000, 3)
    assert (first["ready"], first["status"], first["gap"]) == ("2027-03-01", "optimal", 0)
    assert {reason["code"] for reason in first["reasons"]} >= {"best", "last_ready"}
    assert (second["ids"], second["cost"]) == ([0, 1], 5)
    assert {reason["code"] for reason in second["reasons"]} >= {"best_apart", "dearer"}


@pytest.mark.parametrize(("language", "word"), [("zh", "已证明"), ("en", "Proven")])
def test_in_words_the_sites_come_with_reasons_and_mu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setenv("QIANJIN_LANGUAGE", language)
    done = ask(tmp_path, NEED, "--top", "1")
    assert done.exit_code == 0
    assert "20,000 ㎡ = 30.0 亩" in done.stdout
    assert word in done.stdout


def test_a_need_that_nothing_meets_ends_with_code_one_and_says_why(tmp_path: Path) -> None:
    done = ask(tmp_path, NEED.replace("15000", "90000").replace("25000", "99000"), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"assemblies": []}
    assert "40000" in done.stderr


def test_a_mistake_ends_with_code_two_and_names_file_and_field(tmp_path: Path) -> None:
    done = ask(tmp_path, NEED.replace("cost_field: cost", "cost_field: price"), "--json")
    assert done.exit_code == 2
    assert "layer.geojson" in done.stderr and "price" in done.stderr

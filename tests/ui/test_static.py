"""What the kit ships to browsers: its own files, small; others' files, pinned."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import qianjin.ui
from tools import vendor

STATIC = Path(qianjin.ui.__file__).parent / "static/ui"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
STYLES = sorted((STATIC / "css").glob("*.css"))
UNSTARTED = {"words.js", "store.js"}
"""What other scripts use, and what the worker of the field reads too."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small_and_holds_no_words(path: Path) -> None:
    source = path.read_text("utf-8")
    code = re.sub(r"//.*", "", source)

    assert len(source.splitlines()) < 200
    assert not re.search(r"[\u4e00-\u9fff]", code), "words belong to the server"
    assert not re.search(r"\beval\(|new Function|\.innerHTML\s*\+=|setAttribute\(\"style", code)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_started_by_the_one_entry(path: Path) -> None:
    entry = (STATIC / "js/app.js").read_text("utf-8")
    if path.name not in {"app.js", *UNSTARTED}:
        assert f'from "./{path.name}"' in entry
        assert "export function start(" in path.read_text("utf-8")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_is_small_and_linked(path: Path) -> None:
    linked = (STATIC.parents[1] / "templates/ui/_styles.html").read_text("utf-8")

    assert len(path.read_text("utf-8").splitlines()) < 400
    assert path.name == "gallery.css" or f"ui/css/{path.name}" in linked


def test_every_word_a_script_asks_for_is_on_the_page() -> None:
    page = (STATIC.parents[1] / "templates/ui/_overlays.html").read_text("utf-8")
    asked = {
        name for path in SCRIPTS for name in re.findall(r'\bword\("(\w+)"', path.read_text("utf-8"))
    }
    asked |= {f"{unit}{end}" for unit in ("minutes", "hours", "days") for end in ("Left", "Late")}

    as_written = {re.sub("([A-Z])", r"-\1", name).lower() for name in asked}

    assert {name for name in as_written if f"data-{name}=" not in page} == set()


def test_the_libraries_are_those_of_the_list() -> None:
    assert vendor.wrong_files() == []


def test_the_list_is_made_from_the_pins() -> None:
    rows = json.loads((STATIC / "vendor/vendor.json").read_text("utf-8"))

    pinned = {
        (pin.package, pin.version, name, digest)
        for pin in vendor.PINS
        for name, digest in pin.files.values()
    }

    assert {(r["name"], r["version"], r["file"], r["sha256"]) for r in rows} == pinned
    assert all((STATIC / "vendor" / row["licence_file"]).stat().st_size > 100 for row in rows)


def test_a_changed_library_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (STATIC / "vendor").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    (tmp_path / "htmx-2.0.11.min.js").write_text("changed")
    (tmp_path / "stray.js").write_text("")

    problems = vendor.wrong_files()

    assert problems == [
        "stray.js is not in vendor.json",
        "htmx-2.0.11.min.js differs from its sha256",
    ]


def test_pages_load_the_libraries_of_the_list_and_no_others() -> None:
    rows = json.loads((STATIC / "vendor/vendor.json").read_text("utf-8"))
    package = STATIC.parents[2]
    sources = [*package.rglob("templates/**/*.html"), *package.rglob("faces/**/*.py")]
    named = {
        found
        for source in sources
        for found in re.findall(r"ui/vendor/([\w.-]+)", source.read_text("utf-8"))
    }

    assert {row["file"] for row in rows} == named


def test_nothing_shipped_points_outside() -> None:
    addresses = {
        (path.name, address)
        for path in [*SCRIPTS, *STYLES, *STATIC.glob("*.svg")]
        for address in re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
    }

    assert {address for _, address in addresses} <= {"http://www.w3.org/2000/svg"}


@pytest.mark.slow
def test_collected_files_name_each_other_by_content(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "qianjin.ui.storage.HashedFiles"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "staticfiles.json").read_text("utf-8"))["paths"]
    entry = (tmp_path / names["ui/js/app.js"]).read_text("utf-8")
    imports = re.findall(r'from "\./([\w.]+)"', entry)
    assert len(imports) == len(SCRIPTS) - 1 - len(UNSTARTED)
    assert all(f"ui/js/{name}" in names.values() for name in imports)
    pocket = (tmp_path / names["ui/js/pocket.js"]).read_text("utf-8")
    assert f'import"./{Path(names["ui/js/store.js"]).name}"' in pocket.replace("import ", "import")
    frame = (tmp_path / names["ui/css/frame.css"]).read_text("utf-8")
    assert names["ui/wave.svg"].rpartition("/")[2] in frame

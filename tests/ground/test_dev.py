"""``./dev`` on a machine where everything is made by a play-acting Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PYTHON = """#!/bin/sh
case "$*" in
    *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo made >>"$PLAYED" ;;
    *"-m pip"*) sleep 0.3; echo packed >>"$PLAYED" ;;
    "- "*) cat >/dev/null ;;
    *"-m qianjin"*) echo ran >>"$PLAYED" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the script and its locks; ``played`` notes what was done."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("dev", "requirements.lock", "requirements-pip.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / "python").write_text(PYTHON, encoding="utf-8")
    (folder / "python").chmod(0o755)
    return folder


def begin(checkout: Path) -> subprocess.Popen[str]:
    known = {**os.environ, "PYTHON": str(checkout / "python"), "PLAYED": str(checkout / "played")}
    return subprocess.Popen(
        [checkout / "dev", "demo"], env=known, text=True, stdout=subprocess.PIPE, cwd=checkout
    )


def played(checkout: Path) -> list[str]:
    return (checkout / "played").read_text(encoding="utf-8").split()


def test_two_at_once_make_one_environment(checkout: Path) -> None:
    both = [begin(checkout), begin(checkout)]
    said = [one.communicate(timeout=60)[0] for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert played(checkout).count("made") == 1
    assert played(checkout).count("ran") == 2
    assert sum("waiting for it" in words for words in said) == 1
    assert not (checkout / ".venv.making").exists()


def test_one_that_was_killed_while_making_holds_nobody_up(checkout: Path) -> None:
    (checkout / ".venv.making").mkdir()
    gone = subprocess.Popen(["true"])
    gone.wait()
    (checkout / ".venv.making" / "pid").write_text(str(gone.pid), encoding="utf-8")

    one = begin(checkout)

    assert one.communicate(timeout=60)[0]
    assert one.returncode == 0
    assert played(checkout).count("ran") == 1


def test_the_second_start_makes_nothing(checkout: Path) -> None:
    for _ in range(2):
        begin(checkout).communicate(timeout=60)

    assert played(checkout).count("made") == 1
    assert played(checkout).count("packed") == 3
    assert played(checkout).count("ran") == 2

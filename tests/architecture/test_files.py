"""What the committed files may hold."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "qianjin"
VENDOR = PACKAGE / "ui" / "static" / "ui" / "vendor"
BINARY = {".png", ".webp", ".jpg", ".woff2", ".gz", ".zip", ".xlsx", ".xls", ".pdf", ".ico"}
REGISTRIES = re.compile(
    # Written apart, so that this file does not hold what it looks for.
    "|".join(
        (
            r"index-url\s*=?\s*http",
            r"trusted-host\s",
            r"https?://[^\s\"')]*\.whl",
            r"registry\." r"npmjs",
            r"files\.python" r"hosted\.org",
            r"pypi\." r"org/simple",
            r"proxy\." r"golang",
            r"\"resolved\":\s*\"http",
        )
    )
)
OF_A_MACHINE = re.compile(r"/tmp/" r"w/|(?<![\w.])/work/(?:main|shared)")


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    return {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in committed()
        if path.suffix not in BINARY
    }


def test_no_file_names_a_package_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path, text in texts().items()
        if (hit := REGISTRIES.search(text))
    ]

    assert not found


def test_no_file_names_a_place_of_the_machine_it_was_written_on() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path, text in texts().items()
        if (hit := OF_A_MACHINE.search(text))
    ]

    assert not found


def test_vendored_files_are_those_that_are_listed_byte_for_byte() -> None:
    listed = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    stated = {entry["file"]: entry["sha256"] for entry in listed}
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in {".js", ".css"}
    }

    assert stated == there
    assert all((VENDOR / entry["licence_file"]).is_file() for entry in listed)


def _names() -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for folder in PACKAGE.rglob("templates")
        for path in folder.rglob("*.html")
    )


@pytest.mark.parametrize("name", _names())
def test_every_template_compiles(name: str) -> None:
    assert engines["django"] is not None
    get_template(name)

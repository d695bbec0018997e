#!/usr/bin/env python3
"""
Fetch the browser libraries the kit ships, from exact pins, with the npm client.

    python tools/vendor.py           fetch what PINS names into static/ui/vendor and rewrite
    vendor.json python tools/vendor.py --check   only compare the files in the package with
    vendor.json (no network)

npm is needed for the first form only, by the developer who changes a pin. Which registry npm asks
is the developer's own configuration and is written nowhere here. A pin carries the sha256 of every
file taken, so a changed package stops the script.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "qianjin" / "ui" / "static" / "ui" / "vendor"


@dataclass(frozen=True)
class Pin:
    """
    One library.

    ``files`` maps a path inside the package to (name in ``vendor``, sha256); ``licence`` is its
    SPDX name and ``licence_file`` the path of its text inside the package.
    """

    package: str
    version: str
    licence: str
    licence_file: str
    files: dict[str, tuple[str, str]]


PINS = (
    Pin(
        package="htmx.org",
        version="2.0.11",
        licence="0BSD",
        licence_file="LICENSE",
        files={
            "dist/htmx.min.js": (
                "htmx-2.0.11.min.js",
                "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
            )
        },
    ),
    # The build that keeps its worker in a file of its own: a page without blob scripts can use it.
    Pin(
        package="maplibre-gl",
        version="5.24.1",
        licence="BSD-3-Clause",
        licence_file="LICENSE.txt",
        files={
            "dist/maplibre-gl-csp.js": (
                "maplibre-gl-csp-5.24.1.js",
                "2835432eb59578c24e9bc7fbcef6f6f03f2af3f60951b940db875125ff617ddb",
            ),
            "dist/maplibre-gl-csp-worker.js": (
                "maplibre-gl-csp-worker-5.24.1.js",
                "58534d0ebbe8535cd22d19eb3739788898667390ab9b22b87edfe55b9c85d0a5",
            ),
            "dist/maplibre-gl.css": (
                "maplibre-gl-5.24.1.css",
                "ab1e70d59ec40465bae7e7030da2f3ccf28133fd502e62bd598eefbadfd7a732",
            ),
        },
    ),
)


def sha256(data: bytes) -> str:
    """The digest as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def packed(pin: Pin, folder: Path) -> dict[str, bytes]:
    """The contents of the published package, by path without the leading ``package/``."""
    subprocess.run(
        [
            "npm",
            "pack",
            f"{pin.package}@{pin.version}",
            "--pack-destination",
            str(folder),
            "--silent",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = next(folder.glob("*.tgz"))
    contents: dict[str, bytes] = {}
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            source = tar.extractfile(member) if member.isfile() else None
            if source is not None:
                contents[member.name.partition("/")[2]] = source.read()
    return contents


def fetch(pin: Pin) -> list[dict[str, str]]:
    """
    Write the files and the licence of one library; the rows of ``vendor.json`` about it.

    :raises SystemExit: a file differs from its pinned sha256.
    """
    with tempfile.TemporaryDirectory() as folder:
        contents = packed(pin, Path(folder))
    rows = []
    licence_name = f"{pin.package}.LICENSE.txt"
    (VENDOR / licence_name).write_bytes(contents[pin.licence_file])
    for source, (name, expected) in pin.files.items():
        found = sha256(contents[source])
        if found != expected:
            named = f"{pin.package} {pin.version} {source}"
            raise SystemExit(f"{named}: sha256 is {found}, pinned {expected or 'none'}")
        (VENDOR / name).write_bytes(contents[source])
        rows.append(
            {
                "name": pin.package,
                "version": pin.version,
                "licence": pin.licence,
                "licence_file": licence_name,
                "source": source,
                "file": name,
                "sha256": found,
            }
        )
    return rows


def wrong_files() -> list[str]:
    """What differs between the folder and ``vendor.json``, a sentence each; empty when well."""
    rows = json.loads((VENDOR / "vendor.json").read_text("utf-8"))
    known = {"vendor.json"} | {row[key] for row in rows for key in ("file", "licence_file")}
    found = {path.name for path in VENDOR.iterdir()}
    problems = [f"{name} is not in vendor.json" for name in sorted(found - known)]
    problems += [f"{name} is missing" for name in sorted(known - found)]
    for row in rows:
        path = VENDOR / row["file"]
        if path.exists() and sha256(path.read_bytes()) != row["sha256"]:
            problems.append(f"{row['file']} differs from its sha256")
    return problems


def main() -> int:
    """Fetch, or check; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description="Browser libraries of the kit, from exact pins.")
    parser.add_argument("--check", action="store_true", help="compare only, no network")
    if not parser.parse_args().check:
        VENDOR.mkdir(parents=True, exist_ok=True)
        for old in VENDOR.iterdir():
            old.unlink()
        rows = [row for pin in PINS for row in fetch(pin)]
        (VENDOR / "vendor.json").write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    problems = wrong_files()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())

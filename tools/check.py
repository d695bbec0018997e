"""``./dev check``: all that a change must pass besides the tests, in one table.

Each line is one program; what it says is shown only when it fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 400
SOURCES = ("*.py", "*.html", "*.js", "*.css", "*.sh")
NOT_OURS = ("/vendor/", "/migrations/", "/locale/")

PY = sys.executable
CHECKS: dict[str, list[str]] = {
    "format": [PY, "-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": [PY, "-m", "ruff", "check", "--quiet", "."],
    "imports": [str(Path(PY).with_name("lint-imports")), "--no-cache"],
    "system checks": [PY, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [PY, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "catalogue": [PY, "-m", "tools.messages", "--check"],
    "vendored files": [PY, "-m", "tools.vendor", "--check"],
    "file length": [PY, "-m", "tools.check", "--file-length"],
    "types": [PY, "-m", "mypy"],
}


def too_long() -> list[str]:
    """Return our source files of more than 400 lines."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *SOURCES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        if any(part in f"/{name}" for part in NOT_OURS) or not path.exists():
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{name}: {lines} lines, {LONGEST_FILE} at most")
    return found


def _run(name: str) -> tuple[str, int, str, float]:
    began = time.monotonic()
    # No check needs a database; none may start one.
    environment = {
        **os.environ,
        "QIANJIN_DATABASE_START": "no",
        "QIANJIN_DATA": str(ROOT / "var" / "check"),
        "DJANGO_SETTINGS_MODULE": "qianjin.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return name, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - began


def main() -> int:
    """Run the checks named on the command line, or all; return 1 when one fails."""
    if sys.argv[1:] == ["--file-length"]:
        found = too_long()
        print("\n".join(found))
        return 1 if found else 0
    unknown = [name for name in sys.argv[1:] if name not in CHECKS]
    if unknown:
        print(f"No check is called {unknown[0]!r}. There are: {', '.join(CHECKS)}")
        return 2
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, words, seconds in pool.map(_run, sys.argv[1:] or CHECKS):
            print(f"{'ok' if code == 0 else 'FAILED':<8}{name:<16}{seconds:6.1f} s", flush=True)
            if code:
                failed.append(name)
                print("\n".join(f"    {line}" for line in words.splitlines()), flush=True)
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

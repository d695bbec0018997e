"""Write the locks anew from pyproject.toml: ``./dev lock [--upgrade] [--upgrade-package NAME]``.

The resolver (uv) lives in an environment of its own that goes afterwards. A lock names versions and
hashes, never the place they were fetched from: that is the machine's own configuration.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = "uv>=0.9"


def main() -> int:
    """Compile the locks; return the resolver's exit code."""
    with tempfile.TemporaryDirectory(prefix="qianjin-lock-") as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / "bin"
        subprocess.run([programs / "pip", "install", "--quiet", UV], check=True)
        compile_ = [
            str(programs / "uv"), "pip", "compile", "--quiet", "--generate-hashes",
            "--no-emit-index-url", "--no-emit-find-links", "--no-header",
            "--python-version", "3.11", "--universal", *sys.argv[1:],
        ]  # fmt: skip
        for wanted, name in (
            (["--group", "installer"], "requirements-pip.lock"),
            (["pyproject.toml"], "requirements.lock"),
            # Tests run on the very versions that an installation runs on.
            (
                ["pyproject.toml", "--group", "dev", "--constraint", "requirements.lock"],
                "requirements-dev.lock",
            ),
        ):
            words = [*compile_, *wanted, "--output-file", name]
            done = subprocess.run(words, cwd=ROOT, check=False)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

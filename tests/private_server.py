"""A PostgreSQL of their own for the tests, in a folder that goes when they end.

Loaded by ``-p`` before pytest-django reads the settings. ``DATABASE_URL`` points the tests at
another server; ``QIANJIN_TEST_DATA`` keeps the folder between runs (with ``--reuse-db``).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from qianjin.installation import server

PREFIX = "qianjin-test-"
# A test's data may be lost; its time may not.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "1GB",
}
_MARK = "QIANJIN_TEST_FOLDER"


def _sweep() -> None:
    """Remove what a killed run left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if left.stat().st_uid == os.geteuid() and not server.in_use(left):
                server.remove(left)
        except OSError:
            continue


# So that a test may play a city's single sign-on; which is none as long as nothing is named.
os.environ.setdefault("QIANJIN_OIDC_CLIENT_ID", "")

if _MARK in os.environ:
    _made_here = False
else:
    _made_here = True
    _sweep()
    _kept = os.environ.get("QIANJIN_TEST_DATA")
    _folder = Path(_kept).resolve() if _kept else Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    _folder.mkdir(parents=True, exist_ok=True)
    os.environ[_MARK] = os.environ["QIANJIN_DATA"] = str(_folder)
    os.environ["QIANJIN_ROLE"] = "owner"
    if not os.environ.get("DATABASE_URL"):
        server.use(_folder, overrides=HASTY)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _made_here:
        return
    folder = Path(os.environ[_MARK])
    if os.environ.get("QIANJIN_TEST_DATA"):
        server.leave(folder)
    else:
        server.remove(folder)

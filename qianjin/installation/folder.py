"""数据目录 Where an installation keeps what it must not lose."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import platformdirs

from qianjin.installation.words import N_, InstallationError

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("run", "media", "cache", "log")


def data_folder() -> Path:
    """Return the data folder of this process: ``QIANJIN_DATA``, else the user's data directory.

    A checkout under a read-only home (a build machine, a kiosk) keeps its data in its own ``var``.
    The folder is not created here.
    """
    chosen = os.environ.get("QIANJIN_DATA")
    if chosen:
        return Path(chosen).expanduser().resolve()
    usual = Path(platformdirs.user_data_dir("qianjin", appauthor=False))
    if not _may_create(usual) and (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var" / "data"
    return usual


def prepare_folder(folder: Path) -> Path:
    """Create the data folder with its rooms and return it.

    :raises InstallationError: it cannot be created or written.
    """
    try:
        # Others may pass through (a server started by root runs as another user), not look in.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        for room in ROOMS:
            (folder / room).mkdir(mode=0o700, exist_ok=True)
            if not os.access(folder / room, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise InstallationError(
            N_(
                "The data folder %(folder)s cannot be used (%(reason)s). "
                "Choose another one with --data or QIANJIN_DATA."
            ),
            folder=folder,
            reason=error.strerror,
        ) from error
    return folder


def _may_create(folder: Path) -> bool:
    standing = folder
    while not standing.exists() and standing != standing.parent:
        standing = standing.parent
    return os.access(standing, os.W_OK | os.X_OK)

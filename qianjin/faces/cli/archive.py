"""``qianjin backup`` and ``qianjin restore``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from qianjin.faces.cli.options import Data, Language, speak
from qianjin.installation import archive, connection
from qianjin.installation.folder import data_folder, prepare_folder
from qianjin.installation.words import N_, InstallationError, say


def backup(
    path: Annotated[
        Path | None, typer.Argument(help=say(N_("The file to write; by default named by date.")))
    ] = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Write database, files and key into one .tar; pages may be served meanwhile."""
    chosen = (path or Path(f"qianjin-{datetime.now():%Y%m%d-%H%M%S}.tar")).resolve()
    if chosen.exists():
        raise InstallationError(N_("%(path)s exists already."), path=chosen)
    manifest = archive.make(chosen, folder=data_folder(), owner=connection.target("owner"))
    speak(
        N_("Backup written: %(path)s (%(count)s files, %(size)s MB). It is confidential."),
        path=chosen,
        count=len(manifest.members),
        size=round(chosen.stat().st_size / 1024**2, 1),
    )


def restore(
    path: Annotated[Path, typer.Argument(help=say(N_("The .tar that qianjin backup wrote.")))],
    replace: Annotated[
        bool, typer.Option("--replace", help=say(N_("Lose what this installation holds now.")))
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help=say(N_("Only read and verify the backup.")))
    ] = False,
    data: Data = None,
    language: Language = None,
) -> None:
    """Check a backup and put it in the place of an empty installation."""
    if check:
        manifest = archive.verify(path.resolve())
        speak(
            N_("The backup is whole: made %(made_at)s by version %(version)s, %(count)s files."),
            made_at=manifest.made_at,
            version=manifest.version,
            count=len(manifest.members),
        )
        return
    archive.verify(path.resolve())
    folder = prepare_folder(data_folder())
    archive.restore(
        path.resolve(), folder=folder, owner=connection.target("owner"), replace=replace
    )
    speak(N_("Restored into %(folder)s. Now run: qianjin migrate"), folder=folder)

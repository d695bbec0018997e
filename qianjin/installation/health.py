"""体检 What can be said of an installation without loading it: machine, folder, database server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from qianjin.installation import connection, server
from qianjin.installation.catalogue import PARTS, ensure_compiled
from qianjin.installation.cluster import Cluster
from qianjin.installation.folder import ROOMS
from qianjin.installation.words import N_, InstallationError

State = Literal["ok", "mind", "broken"]
LITTLE_SPACE = 2 * 1024**3
NO_SPACE = server.SMALLEST_FREE_BYTES


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it stands, in a sentence, and what to do about it.

    ``sentence`` and ``advice`` are message ids; ``params`` fill the holes of both.
    """

    state: State
    sentence: str
    advice: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def machine() -> Iterator[Finding]:
    """Look at Python and the catalogue."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("ok", N_("Python %(version)s."), params={"version": version})
    try:
        if not any(PARTS.glob("*.po")):
            raise FileNotFoundError(PARTS)
        ensure_compiled(make_folder=False)
    except (InstallationError, OSError, ValueError) as error:
        yield Finding(
            "broken",
            N_("The Chinese catalogue cannot be made (%(reason)s); pages appear in English."),
            N_("Install the package anew; ./dev messages names a wrong sentence."),
            {"reason": error},
        )
    else:
        yield Finding("ok", N_("The Chinese catalogue is in place."))


def is_ours(folder: Path) -> bool:
    """Return whether the data folder is there, and it and its rooms ours to write."""
    rooms = [room for room in (folder / name for name in ROOMS) if room.exists()]
    return all(os.access(path, os.W_OK | os.X_OK) for path in (folder, *rooms))


def data(folder: Path) -> Iterator[Finding]:
    """Look at the data folder: there, ours to write, closed to others, with room left."""
    params: dict[str, Any] = {"folder": folder}
    if not folder.exists():
        yield Finding(
            "broken",
            N_("The data folder %(folder)s does not exist."),
            N_("Start once with qianjin demo or qianjin serve --migrate, or name it with --data."),
            params,
        )
        return
    if not is_ours(folder):
        yield Finding(
            "broken",
            N_("The data folder %(folder)s is not yours to write."),
            N_("Run as the system user who owns it, or correct its owner."),
            params,
        )
        return
    yield Finding("ok", N_("The data folder %(folder)s can be written."), params=params)
    open_to_all = [
        name
        for name in ("secret.key", "media", "postgres")
        if (folder / name).exists() and (folder / name).stat().st_mode & (stat.S_IRWXO)
    ]
    if open_to_all:
        yield Finding(
            "broken",
            N_("Other users of this machine can look into %(names)s."),
            N_("Close it: chmod -R go-rwx %(names)s"),
            {"names": ", ".join(str(folder / name) for name in open_to_all)},
        )
    free = shutil.disk_usage(folder).free
    room = {"free": round(free / 1024**3, 1)}
    if free < LITTLE_SPACE:
        yield Finding(
            "broken" if free < NO_SPACE else "mind",
            N_("The disk has %(free)s GB left."),
            N_("Make room, or move the data to a larger disk (docs/operations/backup.md)."),
            room,
        )
    else:
        yield Finding("ok", N_("The disk has %(free)s GB left."), params=room)


def database(folder: Path) -> Iterator[Finding]:
    """Look at the database server and the rights of the role that web and worker use."""
    if connection.is_private():
        cluster = Cluster(folder)
        running = server.address_of(folder)
        if not cluster.exists:
            yield Finding(
                "broken",
                N_("No database has been made in %(folder)s yet."),
                N_("Start once with qianjin demo or qianjin serve --migrate."),
                {"folder": folder},
            )
            return
        if running is None and (cluster.pgdata / "postmaster.pid").exists():
            yield Finding(
                "mind",
                N_("The database server did not end in order; its lock file was left behind."),
                N_("Nothing to do: this look started it again, and it recovered by itself."),
            )
    try:
        app = connection.target("app")
        version = connection.server_version(app)
    except InstallationError as error:
        yield Finding(
            "broken",
            N_("The database cannot be used. %(reason)s"),
            N_("Read the newest file in %(log)s; docs/operations/database.md has the usual cases.")
            if connection.is_private()
            else N_("Compare DATABASE_URL with that server: is it running, does it let this "
                    "machine in? docs/operations/database.md has the usual cases."),
            {"reason": error.said(), "log": Cluster(folder).pgdata / "log"},
        )  # fmt: skip
        return
    yield Finding("ok", N_("PostgreSQL %(version)s answers."), params={"version": version})
    yield from _rights(app)


def _rights(app: connection.Target) -> Iterator[Finding]:
    import psycopg

    with psycopg.connect(app.conninfo(), connect_timeout=10) as link:
        row = link.execute(
            "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " to_regclass('audit_auditentry') IS NOT NULL"
        ).fetchone()
        assert row is not None
        user, is_super, has_audit = row
        params = {"role": user}
        if is_super:
            yield Finding(
                "broken",
                N_("Web and worker use the database as superuser %(role)s."),
                N_("Give them a role of their own (docs/operations/database.md)."),
                params,
            )
            return
        if not has_audit:
            return
        may = link.execute(
            "SELECT bool_or(has_table_privilege(current_user, 'audit_auditentry', right_)) "
            "FROM unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) AS right_"
        ).fetchone()
    if may == (True,):
        private = connection.is_private()
        yield Finding(
            "broken" if private else "mind",
            N_("The role %(role)s of web and worker may change audit entries."),
            N_("Take the right away: REVOKE UPDATE, DELETE, TRUNCATE ON audit_auditentry "
               "FROM %(role)s; with a second role for migrations "
               "(docs/operations/database.md)."),
            params,
        )  # fmt: skip
    else:
        yield Finding("ok", N_("The role %(role)s cannot change audit entries."), params=params)


def note_of_service(folder: Path) -> Path:
    """Return the file in which ``serve`` notes where it listens and who it is."""
    return folder / "run" / "web.json"


def pages(folder: Path, port: int) -> Iterator[Finding]:
    """Look whether pages are served, or who holds their port."""
    note = _read_note(note_of_service(folder))
    if note is not None:
        params = {"url": note["url"]}
        if _listens(note["host"], note["port"]):
            yield Finding("ok", N_("Pages are served at %(url)s"), params=params)
        else:
            yield Finding(
                "broken",
                N_("Qianjin runs, but nothing answers at %(url)s"),
                N_("Read its messages; stop and start it again."),
                params,
            )
    elif _listens("127.0.0.1", port):
        yield Finding(
            "mind",
            N_("Another program holds port %(port)s."),
            N_("Start with --port and another number, or stop that program."),
            {"port": port},
        )
    else:
        yield Finding(
            "ok",
            N_("Nothing is served now; port %(port)s is free."),
            params={"port": port},
        )


def is_served(folder: Path) -> bool:
    """Return whether a ``serve`` or ``demo`` of this folder is alive."""
    return _read_note(note_of_service(folder)) is not None


def _read_note(path: Path) -> dict[str, Any] | None:
    try:
        note: dict[str, Any] = json.loads(path.read_text())
        os.kill(int(note["pid"]), 0)
    except PermissionError:
        return note
    except (OSError, ValueError, KeyError):
        return None
    return note


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False

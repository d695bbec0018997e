"""备份 One .tar that holds an installation, and the way back.

The members are ``database.sql``'s custom-format dump, every file of ``media/`` and the secret key;
``manifest.json`` comes last, names each with size and sha256, and so also proves that the archive
is whole. A restore reads and checks everything before it touches anything, and replaces the tables
in one transaction: it happens wholly or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import qianjin
from qianjin.installation.cluster import binary
from qianjin.installation.connection import Target
from qianjin.installation.roles import APP, OWNER
from qianjin.installation.words import N_, InstallationError

MANIFEST = "manifest.json"
DUMP = "database.dump"
KEY = "secret.key"
FORMAT = 1
BLOCK = 1024 * 1024

_EMPTY = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
# A dump holds rights as differences from none. With default rights in force, a table would get
# back what a migration took away; the dump itself sets the defaults again at its end.
_NO_DEFAULT_RIGHTS = f"GRANT USAGE ON SCHEMA public TO {APP};\n" + "".join(
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE ALL ON {kind} FROM {APP};\n"
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS")
)


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    version: str
    migrations: tuple[str, ...]
    members: dict[str, dict[str, Any]]


def make(path: Path, *, folder: Path, owner: Target) -> Manifest:
    """Write the archive ``path`` of the database ``owner`` reaches and the files of ``folder``.

    Pages may be served meanwhile: the dump is one snapshot, and the files a row of it names were
    written before the row.

    :raises InstallationError: it cannot be written, or the database does not answer.
    """
    partial = path.with_name(path.name + ".partial")
    members: dict[str, dict[str, Any]] = {}
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".qianjin-backup-") as work:
            dump = Path(work) / DUMP
            _program("pg_dump", owner, "--format=custom", "--no-owner", f"--file={dump}")
            with (
                os.fdopen(
                    os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
                ) as out,
                tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                _add(tar, dump, DUMP, members)
                for file in _files_under(folder / "media"):
                    _add(tar, file, f"media/{file.relative_to(folder / 'media')}", members)
                if (folder / KEY).exists():
                    _add(tar, folder / KEY, KEY, members)
                manifest = Manifest(
                    made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    version=qianjin.__version__,
                    migrations=tuple(_applied_migrations(owner)),
                    members=members,
                )
                _add_manifest(tar, manifest)
                tar.close()
                os.fsync(out.fileno())
        partial.rename(path)
    except OSError as error:
        raise InstallationError(
            N_("The backup %(path)s could not be written: %(reason)s."), path=path, reason=error
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def verify(path: Path) -> Manifest:
    """Read the whole archive and compare it with its manifest.

    :raises InstallationError: it is no archive of ours, is cut short, or was changed.
    """
    found: dict[str, dict[str, Any]] = {}
    written: dict[str, Any] | None = None
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or not _safe(member.name):
                    raise InstallationError(
                        N_("The backup %(path)s holds something foreign: %(name)s."),
                        path=path,
                        name=member.name,
                    )
                if member.name == MANIFEST:
                    written = json.load(file)
                else:
                    found[member.name] = _facts(file)
    except (OSError, tarfile.TarError, ValueError) as error:
        raise InstallationError(
            N_("The backup %(path)s cannot be read: %(reason)s."), path=path, reason=error
        ) from error
    if written is None or written.get("format") != FORMAT or DUMP not in found:
        raise InstallationError(N_("%(path)s is not a complete backup of Qianjin."), path=path)
    for name in sorted(found.keys() ^ written["members"].keys()):
        raise InstallationError(
            N_("The backup %(path)s and its manifest disagree about %(name)s."),
            path=path,
            name=name,
        )
    for name, facts in found.items():
        if written["members"][name] != facts:
            raise InstallationError(
                N_("The backup %(path)s is damaged: %(name)s was changed after it was made."),
                path=path,
                name=name,
            )
    return Manifest(
        written["made_at"], written["version"], tuple(written["migrations"]), written["members"]
    )


def restore(path: Path, *, folder: Path, owner: Target, replace: bool) -> Manifest:
    """Put the archive in the place of the database and files of ``folder``.

    :raises InstallationError: the archive is damaged, the place is taken (without ``replace``), or
        somebody works in the database; nothing was changed then.
    """
    manifest = verify(path)
    refuse_taken(folder, owner, replace=replace)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".qianjin-restore-") as place:
        work = Path(place)
        _extract(path, work)
        _load(work, owner)
        _exchange(work, folder)
    return manifest


def _extract(path: Path, work: Path) -> None:
    (work / "media").mkdir(mode=0o700)
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            source = tar.extractfile(member)
            if source is None or not _safe(member.name):
                continue
            target = work / member.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as out:
                shutil.copyfileobj(source, out, BLOCK)
            target.chmod(0o600)


def _exchange(work: Path, folder: Path) -> None:
    """Put the restored files in the place of those that stand there."""
    kept, before = folder / "media", work / "media.before"
    if kept.exists():
        kept.rename(before)
    try:
        (work / "media").rename(kept)
    except OSError:
        if before.exists():
            before.rename(kept)
        raise
    if (work / KEY).exists():
        (work / KEY).replace(folder / KEY)


def refuse_taken(folder: Path, owner: Target, *, replace: bool) -> None:
    """Make sure that a restore harms nobody.

    :raises InstallationError: there are tables or files and ``replace`` is not said, or other
        processes are connected.
    """
    tables = _number(owner, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    files = next(_files_under(folder / "media"), None)
    if (tables or files) and not replace:
        raise InstallationError(
            N_(
                "There is data already (%(tables)s tables in the database). Restore into another "
                "folder with --data, or say --replace to lose what is here."
            ),
            tables=tables,
        )
    others = _number(
        owner,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    if others:
        raise InstallationError(
            N_("%(others)s connections use the database; stop web and worker first."),
            others=others,
        )


def _load(work: Path, owner: Target) -> None:
    """Replace schema ``public`` by the dump in one transaction."""
    script = work / "restore.sql"
    # Elsewhere the roles may have other names; then the rights of the dump mean nothing, and the
    # place's own default rights count (qianjin doctor looks whether they suffice).
    same_roles = owner.user == OWNER and bool(
        _number(owner, f"SELECT count(*) FROM pg_roles WHERE rolname = '{APP}'")
    )
    rights = [] if same_roles else ["--no-privileges"]
    _run([_tool("pg_restore"), "--no-owner", *rights, f"--file={script}", str(work / DUMP)], {})
    before = work / "before.sql"
    before.write_text(_EMPTY + (_NO_DEFAULT_RIGHTS if same_roles else ""))
    _program(
        "psql", owner, "--no-psqlrc", "--quiet", "--single-transaction",
        "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={before}", f"--file={script}",
    )  # fmt: skip


def _program(name: str, at: Target, *arguments: str) -> None:
    """Run a PostgreSQL program against ``at``; the password goes by the environment, not ``ps``."""
    parts = {"PGHOST": at.host, "PGPORT": at.port, "PGDATABASE": at.name, "PGUSER": at.user}
    parts |= {f"PG{name.upper()}": str(value) for name, value in at.options.items()}
    if at.password:
        parts["PGPASSWORD"] = at.password
    _run([_tool(name), *arguments], {name: value for name, value in parts.items() if value})


def _run(command: list[str], environment: dict[str, str]) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(
        command, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise InstallationError(
            N_("The database program %(program)s failed: %(reason)s"),
            program=Path(command[0]).name,
            reason=" ".join(done.stderr.split())[-600:],
        )


def _tool(name: str) -> str:
    try:
        carried = binary(name)
    except InstallationError:
        carried = None
    found = str(carried) if carried and carried.exists() else shutil.which(name)
    if not found:
        raise InstallationError(
            N_("The program %(name)s is missing; install the PostgreSQL client."), name=name
        )
    return found


def _number(at: Target, question: str) -> int:
    import psycopg

    with psycopg.connect(at.conninfo(), connect_timeout=10) as connection:
        row = connection.execute(question.encode()).fetchone()
    return int(row[0]) if row else 0


def _applied_migrations(at: Target) -> Iterator[str]:
    import psycopg

    with psycopg.connect(at.conninfo(), connect_timeout=10) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return
        for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY id"):
            yield f"{app}.{name}"


def _files_under(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _add(tar: tarfile.TarFile, file: Path, name: str, members: dict[str, dict[str, Any]]) -> None:
    with file.open("rb") as source:
        members[name] = _facts(source)
        info = tar.gettarinfo(arcname=name, fileobj=source)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode = 0o600
        # Exactly what was measured, should the file grow meanwhile.
        info.size = members[name]["size"]
        source.seek(0)
        tar.addfile(info, source)


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps(
        {"format": FORMAT, **manifest.__dict__}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(text), 0o600
    tar.addfile(info, io.BytesIO(text))


def _facts(file: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return {"sha256": digest.hexdigest(), "size": size}


def _safe(name: str) -> bool:
    parts = Path(name).parts
    return name in (MANIFEST, DUMP, KEY) or (
        len(parts) > 1 and parts[0] == "media" and ".." not in parts
    )

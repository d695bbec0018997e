"""The private PostgreSQL as a running server: found, started, shared and stopped.

Several processes share one server. Each that uses it holds a shared lock on ``run/in-use``; the
kernel drops the lock of a process however it ends, so no list of process numbers can go stale.
Whoever leaves last stops the server. Starting and stopping take turns on ``run/server.lock``.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

from qianjin.installation import roles
from qianjin.installation.cluster import VERSION, Cluster
from qianjin.installation.folder import prepare_folder
from qianjin.installation.words import N_, InstallationError

# A server that replays the log of a crash may take minutes on a large database.
START_SECONDS = 300.0
ORPHAN_SECONDS = 10.0
SMALLEST_FREE_BYTES = 200 * 1024 * 1024

_holds: dict[Path, IO[str]] = {}
_holder_pid: int | None = None


@dataclass(frozen=True)
class Address:
    """Where a running server listens."""

    socket_folder: Path
    port: int
    pid: int

    @property
    def socket(self) -> Path:
        return self.socket_folder / f".s.PGSQL.{self.port}"


def address_of(folder: Path) -> Address | None:
    """Return where the server of ``folder`` listens, or None when none answers there."""
    written = _read_pid_file(Cluster(folder).pgdata)
    return written if written is not None and _answers(written.socket) else None


def use(folder: Path, *, overrides: Mapping[str, str] = MappingProxyType({})) -> Address:
    """Return the running server of ``folder``, made and started if need be.

    This process is counted as a user of the server until it ends or calls ``leave``.
    ``overrides`` are PostgreSQL settings for a server started here.

    :raises InstallationError: the server cannot be made or started; the sentence says why.
    """
    if folder in _holds and _holder_pid == os.getpid():
        found = address_of(folder)
        if found is not None:
            return found
    prepare_folder(folder)
    try:
        with _turn(folder):
            _hold(folder)
            return address_of(folder) or _start(folder, overrides)
    except OSError as error:
        raise InstallationError(
            N_("The database in %(folder)s could not be started: %(reason)s."),
            folder=folder,
            reason=error,
        ) from error


def leave(folder: Path) -> bool:
    """Give up this process's use of the server; stop it when nobody else uses it.

    :returns: True when the server was stopped.
    """
    hold = _holds.pop(folder, None)
    if hold is not None:
        hold.close()
    with _turn(folder):
        return False if in_use(folder) else stop(folder)


def adopt(folder: Path) -> None:
    """Count this forked process as a user of its own, whatever becomes of its parent."""
    global _holder_pid
    inherited = _holds.pop(folder, None)
    if inherited is None:
        return
    _hold(folder)
    inherited.close()
    _holder_pid = os.getpid()


def in_use(folder: Path) -> bool:
    """Return whether any process, this one included, holds the server of ``folder``."""
    with (folder / "run" / "in-use").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def stop(folder: Path) -> bool:
    """Stop the server of ``folder`` whoever uses it; every acknowledged write is kept."""
    cluster = Cluster(folder)
    if _read_pid_file(cluster.pgdata) is None or not _is_our_server(cluster.pgdata):
        return False
    cluster.run("pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", str(cluster.pgdata))
    return True


def remove(folder: Path) -> None:
    """Stop the server of ``folder`` and delete the folder with all its data."""
    hold = _holds.pop(folder, None)
    if hold is not None:
        hold.close()
    with contextlib.suppress(InstallationError):
        stop(folder)
    socket_folder = Cluster(folder).socket_folder()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(socket_folder, ignore_errors=True)


def _start(folder: Path, overrides: Mapping[str, str]) -> Address:
    cluster = Cluster(folder)
    if shutil.disk_usage(folder).free < SMALLEST_FREE_BYTES:
        raise InstallationError(
            N_("The disk of %(folder)s is full; the database needs at least 200 MB free."),
            folder=folder,
        )
    if not cluster.exists:
        cluster.create()
    _check_version(cluster)
    _clear_what_a_crash_left(cluster)
    cluster.configure(overrides)
    cluster.run(
        "pg_ctl", "start", "--wait", "--timeout", str(int(START_SECONDS)),
        "--pgdata", str(cluster.pgdata), "--log", str(cluster.pgdata / "start.log"),
        timeout=START_SECONDS + 30,
    )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while (address := address_of(folder)) is None:
        if time.monotonic() > deadline:
            raise InstallationError(
                N_("The database in %(folder)s did not answer; its log is in %(log)s."),
                folder=folder,
                log=cluster.pgdata / "log",
            )
        time.sleep(0.05)
    roles.prepare(address.socket_folder, address.port)
    return address


def _check_version(cluster: Cluster) -> None:
    made_by = (cluster.pgdata / "PG_VERSION").read_text().strip()
    if made_by != str(VERSION):
        raise InstallationError(
            N_(
                "The database in %(folder)s was made by PostgreSQL %(made_by)s and this version of "
                "Qianjin brings %(ours)s. Make a backup with the old version and restore it here."
            ),
            folder=cluster.folder,
            made_by=made_by,
            ours=VERSION,
        )


def _clear_what_a_crash_left(cluster: Cluster) -> None:
    """Drop the lock files of a server that is gone and end what it left running.

    PostgreSQL refuses to start while the process number in its lock file lives, which after a
    power cut may be anybody's, and while an orphan of the old server still holds its memory.
    """
    if _is_our_server(cluster.pgdata):
        return
    left = _read_pid_file(cluster.pgdata, ready_only=False)
    if left is None:
        return
    for orphan in _processes_in(cluster.pgdata):
        with contextlib.suppress(OSError):
            os.kill(orphan, signal.SIGQUIT)
    deadline = time.monotonic() + ORPHAN_SECONDS
    while _processes_in(cluster.pgdata) and time.monotonic() < deadline:
        time.sleep(0.05)
    for file in (left.socket, left.socket.with_name(left.socket.name + ".lock")):
        with contextlib.suppress(OSError):
            file.unlink()
    (cluster.pgdata / "postmaster.pid").unlink(missing_ok=True)


def _is_our_server(pgdata: Path) -> bool:
    written = _read_pid_file(pgdata, ready_only=False)
    return written is not None and written.pid in _processes_in(pgdata)


def _processes_in(pgdata: Path) -> list[int]:
    """Return the PostgreSQL processes at work in ``pgdata``: their working directory says so."""
    import psutil

    found = []
    for process in psutil.process_iter(["name"]):
        # A zombie or a process that just ended works nowhere.
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied, OSError):
            if (process.info["name"] or "").startswith("postgres") and os.path.samefile(
                process.cwd(), pgdata
            ):
                found.append(process.pid)
    return found


def _read_pid_file(pgdata: Path, *, ready_only: bool = True) -> Address | None:
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    if ready_only and (len(lines) < 8 or lines[7].strip() != "ready"):
        return None
    try:
        return Address(
            pid=int(lines[0]),
            port=int(lines[3]) if len(lines) > 3 else 0,
            socket_folder=Path(lines[4]) if len(lines) > 4 else pgdata,
        )
    except (IndexError, ValueError):
        return None


def _answers(path: Path) -> bool:
    # Not settimeout: pytest-socket replaces the class in tests, and a unix connect is immediate.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(os.fspath(path))
        except OSError:
            return False
        return True


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait for this process's turn to start or stop the server."""
    with (folder / "run" / "server.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _hold(folder: Path) -> None:
    global _holder_pid
    if folder in _holds:
        # Inherited over a fork: the lock belongs to parent and child alike, and lasts for both.
        return
    file = (folder / "run" / "in-use").open("a")
    fcntl.flock(file, fcntl.LOCK_SH)
    _holds[folder] = file
    if _holder_pid is None:
        _holder_pid = os.getpid()
        atexit.register(_leave_all)


def _leave_all() -> None:
    if _holder_pid != os.getpid():
        return
    # A second Ctrl-C must not interrupt the last checkpoint.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    for folder in list(_holds):
        with contextlib.suppress(InstallationError, OSError):
            leave(folder)

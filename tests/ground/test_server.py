"""The private PostgreSQL keeps what it acknowledged, whatever happens to its processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qianjin.installation import server
from qianjin.installation.cluster import LONGEST_SOCKET_PATH, TUNING, Cluster
from qianjin.installation.words import InstallationError

pytestmark = pytest.mark.slow


@pytest.fixture
def fresh_folder() -> Iterator[Path]:
    """A data folder of its own; not ``tmp_path``, which another system user may not enter."""
    yield from _a_folder()


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    yield from _a_folder()


@pytest.fixture
def folder(shared_folder: Path) -> Iterator[Path]:
    """A data folder whose server stands still, with no rows left by the test before."""
    yield shared_folder
    with connect(server.use(shared_folder)) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
    server.leave(shared_folder)


def _a_folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="qianjin-ground-"))
    path = (parent / "数据 folder").resolve()
    yield path
    server.remove(path)
    shutil.rmtree(parent)


def connect(address: server.Address, role: str = "qianjin_owner") -> psycopg.Connection:
    return psycopg.connect(
        host=str(address.socket_folder), port=address.port, user=role, dbname="qianjin"
    )


def a_process_that_uses(folder: Path, then: str = "input()") -> subprocess.Popen[str]:
    program = (
        "import os, pathlib; from qianjin.installation import server; "
        f"address = server.use(pathlib.Path({str(folder)!r})); print(address.pid, flush=True); "
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program + then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)


def kill(folder: Path, address: server.Address) -> None:
    os.kill(address.pid, signal.SIGKILL)
    while server.address_of(folder) is not None:
        time.sleep(0.01)


def write_a_row(address: server.Address) -> None:
    with connect(address) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('诉求')")


def rows(address: server.Address) -> int:
    with connect(address) as connection:
        found = connection.execute("SELECT count(*) FROM kept WHERE word = '诉求'").fetchone()
    assert found is not None
    return int(found[0])


def test_a_second_start_finds_the_same_data(folder: Path) -> None:
    write_a_row(server.use(folder))
    assert server.leave(folder) is True

    again = server.use(folder)

    assert rows(again) == 1


def test_a_killed_server_keeps_what_it_acknowledged(folder: Path) -> None:
    address = server.use(folder)
    write_a_row(address)

    kill(folder, address)
    again = server.use(folder)

    assert again.pid != address.pid
    assert rows(again) == 1


def test_a_killed_server_whose_orphan_still_computes_starts_again(folder: Path) -> None:
    address = server.use(folder)
    write_a_row(address)
    with connect(address) as busy:
        # Sent without waiting: a long sum does not notice that its postmaster is gone.
        busy.pgconn.send_query(b"SELECT sum(n) FROM generate_series(1, 2000000000) AS n")

        kill(folder, address)
        again = server.use(folder)

        assert rows(again) == 1
        busy.close()


def test_a_killed_process_loses_nothing_and_frees_its_use(folder: Path) -> None:
    process = a_process_that_uses(folder)
    address = server.use(folder)
    write_a_row(address)

    process.kill()
    process.communicate()

    assert rows(server.use(folder)) == 1
    assert server.leave(folder) is True


def test_the_last_to_leave_stops_the_server(folder: Path) -> None:
    process = a_process_that_uses(folder)
    address = server.use(folder)

    assert server.leave(folder) is False
    assert server.address_of(folder) == address
    end(process)

    assert server.address_of(folder) is None


def test_processes_that_start_together_share_one_server(folder: Path) -> None:
    program = (
        "import pathlib, sys; from qianjin.installation import server; "
        f"print(server.use(pathlib.Path({str(folder)!r})).pid, flush=True); input()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]

    pids = {process.stdout.readline() for process in processes if process.stdout}
    for process in processes:
        end(process)

    assert len(pids) == 1
    assert server.address_of(folder) is None


def test_a_pid_file_that_names_another_process_does_not_stop_a_start(folder: Path) -> None:
    address = server.use(folder)
    write_a_row(address)
    pid_file = Cluster(folder).pgdata / "postmaster.pid"
    left_behind = pid_file.read_text().replace(str(address.pid), str(os.getpid()), 1)
    server.leave(folder)
    pid_file.write_text(left_behind)

    again = server.use(folder)

    assert rows(again) == 1


def test_a_path_too_long_for_a_socket_still_works(fresh_folder: Path) -> None:
    deep = fresh_folder / ("长" * 30) / ("p" * 40)

    try:
        address = server.use(deep)

        assert len(os.fsencode(address.socket)) <= LONGEST_SOCKET_PATH
        write_a_row(address)
    finally:
        server.remove(deep)


def test_an_unfinished_first_start_is_made_again(fresh_folder: Path) -> None:
    (fresh_folder / "postgres.new" / "base").mkdir(parents=True)

    write_a_row(server.use(fresh_folder))

    assert not (fresh_folder / "postgres.new").exists()


def test_acknowledged_means_on_disk(folder: Path) -> None:
    with connect(server.use(folder)) as connection:
        held = {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
        }

    assert set(held.values()) == {("on",)}
    assert TUNING["fsync"] == "on"


def test_the_server_listens_on_no_port(folder: Path) -> None:
    with connect(server.use(folder)) as connection:
        listening = connection.execute("SELECT current_setting('listen_addresses')").fetchone()

    assert listening == ("",)


class TestTheAppRole:
    def test_reads_and_writes_rows(self, folder: Path) -> None:
        address = server.use(folder)
        write_a_row(address)

        with connect(address, "qianjin_app") as app:
            app.execute("UPDATE kept SET word = word")
            app.execute("DELETE FROM kept")

    @pytest.mark.parametrize(
        "forbidden", ["DROP TABLE kept", "TRUNCATE kept", "CREATE TABLE other (id int)"]
    )
    def test_changes_no_table(self, folder: Path, forbidden: str) -> None:
        address = server.use(folder)
        write_a_row(address)

        with (
            connect(address, "qianjin_app") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(forbidden)


def test_a_database_of_another_version_is_refused_in_words(folder: Path) -> None:
    server.use(folder)
    server.leave(folder)
    written = Cluster(folder).pgdata / "PG_VERSION"
    written.write_text("16\n")

    try:
        with pytest.raises(InstallationError, match="made by PostgreSQL 16") as refused:
            server.use(folder)
    finally:
        written.write_text("18\n")

    assert "backup" in str(refused.value)


def test_a_fork_does_not_stop_the_server_of_its_parent(folder: Path) -> None:
    address = server.use(folder)

    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    time.sleep(0.1)

    assert server.address_of(folder) == address

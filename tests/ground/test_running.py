"""A whole installation as people start it: database, web and worker, killed and started again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from qianjin.installation import server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads processes as Linux shows them"),
]


def environment(folder: Path) -> dict[str, str]:
    """As from a fresh shell: nothing that the tests have set for themselves."""
    ours = ("DATABASE_URL", "DJANGO_", "PG", "PYTEST", "QIANJIN_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "QIANJIN_DATA": str(folder), "QIANJIN_LANGUAGE": "en"}


def qianjin(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "qianjin", *arguments],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Park:
    """A running installation without a story, and what one may ask about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start web and worker, and wait for the first page."""
        with (self.folder.parent / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "qianjin", "serve", "--migrate", "--port", str(self.port)],
                env=environment(self.folder),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        assert within(90, self.answers), self.said()

    def said(self) -> str:
        return (self.folder.parent / "said.txt").read_text("utf-8")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/healthz", timeout=10
            ) as page:
                return int(page.status) == 200
        except OSError:
            return False

    def children(self) -> dict[str, psutil.Process]:
        """Web is the child that listens, worker the other one that stays."""
        assert self.process is not None
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                if child.status() == psutil.STATUS_ZOMBIE:
                    continue
                listens = any(
                    c.laddr and c.laddr.port == self.port for c in child.net_connections()
                )
                found["web" if listens else "worker"] = child
        return found

    def postgres(self) -> psutil.Process:
        address = server.address_of(self.folder)
        assert address is not None
        return psutil.Process(address.pid)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database as its owner."""
        address = server.address_of(self.folder)
        assert address is not None
        with psycopg.connect(
            host=str(address.socket_folder), port=address.port, user="qianjin_owner",
            dbname="qianjin", application_name="the test",
        ) as connection:  # fmt: skip
            return connection.execute(question.encode()).fetchall()

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


def within(seconds: float, true: Callable[[], object]) -> bool:
    """Wait until something is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.1)
    return False


def ends(process: psutil.Process) -> bool:
    """Whether a process is gone within some seconds; a zombie is."""

    def gone() -> bool:
        try:
            return process.status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    return within(15, gone)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="qianjin-ground-")).resolve()
    # The server started by root runs as another user, who must be able to pass.
    parent.chmod(0o711)
    folder = parent / "data"
    yield folder
    server.remove(folder)
    shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture(scope="module")
def installed(home: Path) -> Iterator[Park]:
    park = Park(home)
    yield park
    if park.process is not None:
        park.process.kill()
        park.process.wait()


@pytest.fixture
def park(installed: Park) -> Park:
    """The installation, running."""
    if installed.process is None or installed.process.poll() is not None:
        installed.start()
    assert within(20, lambda: len(installed.children()) == 2), installed.said()
    return installed


def write_a_word(park: Park, word: str) -> None:
    """Acknowledged by the database before this returns."""
    park.ask(
        "INSERT INTO accounts_cache (cache_key, value, expires)"
        f" VALUES ('{word}', '诉求', now() + interval '1 day') RETURNING 1"
    )


def is_kept(park: Park, word: str) -> bool:
    return park.ask(f"SELECT 1 FROM accounts_cache WHERE cache_key = '{word}'") != []


def test_web_and_worker_use_a_role_that_cannot_change_the_trace(park: Park) -> None:
    asked = "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'qianjin'"
    apart = " AND backend_type = 'client backend' AND application_name <> 'the test'"

    assert within(20, lambda: park.ask(asked + apart) == [("qianjin_app",)])

    rights = "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"
    for right in rights:
        question = f"SELECT has_table_privilege('qianjin_app', 'audit_auditentry', '{right}')"
        assert park.ask(question) == [(False,)]
    owner = "SELECT pg_has_role('qianjin_app', 'qianjin_owner', 'MEMBER')"
    assert park.ask(owner) == [(False,)]


def test_the_schedules_tick_by_themselves(park: Park) -> None:
    ticked = "SELECT count(*) > 0 FROM procrastinate_periodic_defers"

    assert within(30, lambda: park.ask(ticked) == [(True,)])
    failed = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
    assert park.ask(failed) == [(0,)]


def test_the_doctor_finds_a_running_installation_well(park: Park) -> None:
    looked = qianjin(park.folder, "doctor", "--json")

    assert looked.returncode == 0, looked.stdout + looked.stderr
    says = [finding["says"] for finding in json.loads(looked.stdout)]
    assert "The role qianjin_app cannot change audit entries." in says
    assert any("A worker is alive" in sentence for sentence in says)
    assert any("Pages are served at" in sentence for sentence in says)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_process_killed_on_the_spot_is_started_again(park: Park, name: str) -> None:
    write_a_word(park, f"before {name}")
    killed = park.children()[name]

    killed.kill()

    assert within(20, lambda: park.children().get(name, killed) != killed)
    assert within(20, park.answers)
    assert is_kept(park, f"before {name}")


def test_a_database_killed_on_the_spot_is_started_again_and_has_kept_all(park: Park) -> None:
    write_a_word(park, "before the database")
    killed = park.postgres()
    children = park.children()

    killed.kill()

    assert ends(killed)
    assert within(30, lambda: server.address_of(park.folder) is not None and park.answers())
    assert is_kept(park, "before the database")
    assert within(20, lambda: park.children() == children)
    jobs = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 min'"
    assert within(20, lambda: park.ask(jobs) != [])


def test_everything_killed_at_once_starts_again_with_all_it_had(park: Park) -> None:
    write_a_word(park, "before the power cut")
    assert park.process is not None
    all_of_it = [*psutil.Process(park.process.pid).children(recursive=True), park.postgres()]

    park.process.kill()
    for process in all_of_it:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    park.process.wait()
    park.start()

    assert is_kept(park, "before the power cut")
    assert within(20, lambda: len(park.children()) == 2)


def test_a_supervisor_killed_on_the_spot_takes_the_others_with_it(park: Park) -> None:
    assert park.process is not None
    others = psutil.Process(park.process.pid).children(recursive=True)

    park.process.kill()
    park.process.wait()

    assert all(ends(process) for process in others)


def test_ctrl_c_ends_everything_in_seconds(park: Park) -> None:
    assert park.process is not None
    others = psutil.Process(park.process.pid).children(recursive=True)
    database = park.postgres()

    begun = time.monotonic()
    code = park.stop()

    assert code == 0
    assert time.monotonic() - begun < 10
    assert all(ends(process) for process in [*others, database])


def test_a_story_interrupted_while_it_is_told_leaves_nothing_behind(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "qianjin", "demo", "--port", str(free_port())],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as telling:
        assert telling.stdout is not None
        while not telling.stdout.readline().startswith("Telling the story"):
            assert telling.poll() is None
        time.sleep(1)
        telling.send_signal(signal.SIGINT)
        _said, complaint = telling.communicate(timeout=30)

    assert telling.returncode == 130
    assert complaint == ""
    server.use(home)
    assert Park(home).ask("SELECT count(*) FROM parks_park") == [(0,)]
    server.leave(home)


class TestTheSentence:
    def test_for_a_port_in_use_names_the_port_and_the_way_out(self, home: Path) -> None:
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            refused = qianjin(home, "demo", "--port", str(port))

        assert refused.returncode == 1
        assert refused.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used")
        assert "Choose another with --port" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_for_a_folder_that_cannot_be_made_names_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        folder = tmp_path / "file" / "data"
        refused = qianjin(folder, "demo", "--port", str(free_port()))

        assert refused.returncode == 1
        assert refused.stderr.startswith(f"The data folder {folder} cannot be used")
        assert "Choose another one with --data" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_for_an_unreadable_address_of_a_database_does_not_repeat_its_password(
        self, tmp_path: Path
    ) -> None:
        refused = subprocess.run(
            [sys.executable, "-m", "qianjin", "serve", "--port", str(free_port())],
            env={**environment(tmp_path), "DATABASE_URL": "mysql://me:secret@nowhere/x"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert refused.returncode == 1
        assert refused.stderr.startswith("DATABASE_URL cannot be read")
        assert "secret" not in refused.stderr


def test_a_full_disk_is_named_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)

    with pytest.raises(server.InstallationError, match="is full; the database needs at least"):
        server.use(tmp_path)

    server.leave(tmp_path)
    assert not (tmp_path / "postgres").exists()

"""Web and worker are kept alive, and end together in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import os, pathlib, signal, sys, time
from qianjin.installation import supervisor
from qianjin.installation.supervisor import Child, Supervisor

folder = pathlib.Path(sys.argv[1])

def steady(name):
    def run():
        (folder / f"{name}.pid.new").write_text(str(os.getpid()))
        (folder / f"{name}.pid.new").rename(folder / f"{name}.pid")
        def end(*_):
            (folder / f"{name}.ended").touch()
            os._exit(0)
        signal.signal(signal.SIGTERM, end)
        while True:
            time.sleep(0.05)
    return run

def failing():
    with (folder / "attempts").open("a") as file:
        file.write("x")
    return 3

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (folder / "deaf.pid").write_text(str(os.getpid()))
    while True:
        time.sleep(0.05)

supervisor.LONGEST_PAUSE_SECONDS = 0.05
supervisor.GRACE_SECONDS = float(os.environ.get("GRACE", "30"))
kinds = {"web": steady("web"), "worker": steady("worker"), "failing": failing, "deaf": deaf}
children = [Child(name, kinds[name]) for name in sys.argv[2:]]
sys.exit(Supervisor(children, tell=lambda *words: print(*words, flush=True)).run())
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def run(*children: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), *children],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def pid_of(folder: Path, name: str, *, other_than: int = 0) -> int:
    """Wait until the child has written its number."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError, ValueError):
            if (pid := int((folder / f"{name}.pid").read_text())) != other_than:
                return pid
        time.sleep(0.02)
    raise AssertionError(f"{name} did not start")


def is_gone(pid: int) -> bool:
    """Wait until no such process works any more; a zombie does not work."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_a_killed_worker_is_started_again(start: Callable[..., subprocess.Popen[str]],
                                          tmp_path: Path) -> None:  # fmt: skip
    start("web", "worker")
    web, worker = pid_of(tmp_path, "web"), pid_of(tmp_path, "worker")

    os.kill(worker, signal.SIGKILL)

    assert pid_of(tmp_path, "worker", other_than=worker) != worker
    assert pid_of(tmp_path, "web") == web


def test_a_signal_to_stop_reaches_every_child(start: Callable[..., subprocess.Popen[str]],
                                              tmp_path: Path) -> None:  # fmt: skip
    supervisor = start("web", "worker")
    pids = [pid_of(tmp_path, "web"), pid_of(tmp_path, "worker")]

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(timeout=15) == 0
    assert all(is_gone(pid) for pid in pids)
    assert (tmp_path / "web.ended").exists()
    assert (tmp_path / "worker.ended").exists()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_children_do_not_outlive_a_killed_parent(start: Callable[..., subprocess.Popen[str]],
                                                 tmp_path: Path) -> None:  # fmt: skip
    supervisor = start("web", "worker")
    pids = [pid_of(tmp_path, "web"), pid_of(tmp_path, "worker")]

    supervisor.kill()

    assert all(is_gone(pid) for pid in pids)


def test_a_child_that_never_starts_is_given_up(start: Callable[..., subprocess.Popen[str]],
                                               tmp_path: Path) -> None:  # fmt: skip
    supervisor = start("web", "failing")
    web = pid_of(tmp_path, "web")

    said, _ = supervisor.communicate(timeout=30)

    assert supervisor.returncode == 1
    assert "given-up failing" in said
    assert (tmp_path / "attempts").read_text() == "x" * 5
    assert is_gone(web)


def test_a_child_that_will_not_end_is_killed_after_its_grace(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    supervisor = start("deaf", GRACE="0.3")
    deaf = pid_of(tmp_path, "deaf")

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(timeout=15) == 0
    assert is_gone(deaf)

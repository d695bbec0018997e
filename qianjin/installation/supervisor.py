"""看护 Keeps the processes of an installation alive: starts them, restarts what crashed, stops all.

A child is forked from the loaded parent, so web and worker share the memory of one Django and
start at once. Each child leads a session of its own: Ctrl-C reaches the parent alone, which then
stops the children in good order.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 30.0
# A child that lives this long has started well; one that never does is not restarted for ever.
SETTLED_SECONDS = 10.0
MOST_FAILED_STARTS = 5
LONGEST_PAUSE_SECONDS = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive; ``run`` is called in the child and returns its exit code.

    A child that is wanted ``once`` may end without being started again.
    """

    name: str
    run: Callable[[], int]
    once: bool = False
    pid: int | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    failed_starts: int = 0
    settled: bool = False
    ended_codes: list[int] = field(default_factory=list)


@dataclass
class Supervisor:
    """Runs ``children`` until it is told to stop.

    ``watch`` is called about once a second (it looks after the database); ``tell`` receives
    (event, child's name) with event one of ``ended``, ``restarted``, ``given-up``, ``stopping``.
    """

    children: Sequence[Child]
    watch: Callable[[], None] = lambda: None
    tell: Callable[[str, str], None] = lambda event, name: None
    in_child: Callable[[], None] = lambda: None
    stopping: bool = False
    impatient: bool = False

    def run(self) -> int:
        """Start the children and stay until a signal asks to stop; return the exit code.

        The code is 0 after a signal and 1 when a child could not be brought to life.
        """
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}
        wakeup_before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        child_signal_before = signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in _STOP_SIGNALS:
            signal.signal(number, self._on_stop)
        try:
            return self._loop(reader)
        finally:
            self._stop_all(reader)
            signal.set_wakeup_fd(wakeup_before)
            signal.signal(signal.SIGCHLD, child_signal_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def _loop(self, reader: int) -> int:
        for child in self.children:
            self._start(child)
        while not self.stopping:
            _sleep(reader, 1.0)
            self._reap()
            if self.stopping:
                break
            self.watch()
            for child in self.children:
                if not child.once and child.pid is None and time.monotonic() >= child.restart_at:
                    if not child.settled and child.failed_starts >= MOST_FAILED_STARTS:
                        self.tell("given-up", child.name)
                        return 1
                    self._start(child)
                    self.tell("restarted", child.name)
        self.tell("stopping", "")
        return 0

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_child(parent, child, self.in_child)
        child.pid, child.started_at = pid, time.monotonic()

    def _reap(self) -> None:
        for child in self.children:
            if child.pid is None:
                continue
            ended, status = os.waitpid(child.pid, os.WNOHANG)
            lived = time.monotonic() - child.started_at
            child.settled = child.settled or lived >= SETTLED_SECONDS
            if not ended:
                if lived >= SETTLED_SECONDS:
                    child.failed_starts = 0
                continue
            child.pid = None
            child.ended_codes.append(os.waitstatus_to_exitcode(status))
            if not self.stopping and not child.once:
                child.failed_starts += 1
                pause = min(0.5 * 2 ** (child.failed_starts - 1), LONGEST_PAUSE_SECONDS)
                child.restart_at = time.monotonic() + pause
                self.tell("ended", child.name)

    def _stop_all(self, reader: int) -> None:
        self.stopping = True
        alive = [child for child in self.children if child.pid is not None]
        for child in alive:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while any(child.pid is not None for child in alive):
            _sleep(reader, 0.2)
            self._reap()
            if self.impatient or time.monotonic() > deadline:
                for child in alive:
                    _signal(child, signal.SIGKILL)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self.impatient = self.stopping
        self.stopping = True


_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _become_child(parent: int, child: Child, prepare: Callable[[], None]) -> None:
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (*_STOP_SIGNALS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _end_with(parent)
        prepare()
        code = child.run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        # The parent's exit handlers are not the child's to run.
        os._exit(code)


def _end_with(parent: int) -> None:
    """Ask the kernel to stop this child when its parent is killed (Linux only).

    Elsewhere such a child lives on until it is stopped by hand; the next start finds its port busy
    and says so.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _signal(child: Child, number: signal.Signals) -> None:
    if child.pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, number)


def _sleep(reader: int, seconds: float) -> None:
    ready, _, _ = select.select([reader], [], [], seconds)
    if ready:
        os.read(reader, 4096)

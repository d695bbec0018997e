"""接客 A web process whose threads take connections in turn, the process with least to do first.

Gunicorn's own threads are handed each connection by the main thread and hand it back afterwards,
which costs more than reading the request; and a process at work is woken by a connection like an
idle one, so that one often computes three pages in turn while the other has none. Here one thread
of a process waits for the next connection and answers it itself, while another takes its place;
and it lets a process that has less in hand go first (docs/decisions/0026).
"""

from __future__ import annotations

import mmap
import select
import socket
import threading
import time
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

PLACES = 64
"""Most web processes that know of each other; further ones only do not wait for anybody."""
AWAY = 255
LISTEN_MS = 500
SILENCE_MS = 5000
"""How long a connection may stay without a word."""


class Hands:
    """How many pages each web process has in hand, in memory that all of them share."""

    def __init__(self) -> None:
        self._counts = mmap.mmap(-1, PLACES)
        self._counts.write(bytes([AWAY]) * PLACES)

    def says(self, place: int, count: int) -> None:
        """The process at ``place`` has ``count`` pages in hand."""
        self._counts[place % PLACES] = min(count, AWAY - 1)

    def leaves(self, place: int) -> None:
        """The process at ``place`` is no more."""
        self._counts[place % PLACES] = AWAY

    def least(self) -> int:
        """The fewest that any process has in hand; ``AWAY`` when there is none."""
        return min(self._counts[:])


hands = Hands()
"""Made before the processes are forked, and so theirs together."""


class Turn:
    """A lock that goes to whoever came last: the thread whose database line is still warm."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: list[threading.Lock] = []
        self._is_held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def __exit__(self, *_problem: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.pop().release()
            else:
                self._is_held = False


class InTurn(ThreadWorker):
    """See the module."""

    alive: bool

    PAUSE_SECONDS = 0.001
    PAUSES = 4
    """How often a process lets others go first; then it takes the connection all the same."""

    def run(self) -> None:
        """Answer until told to stop; then finish what is in hand, within the graceful time."""
        self._turn, self._count = Turn(), threading.Lock()
        self._in_hand = 0
        hands.says(self.age, 0)
        (listener,) = self.sockets
        listener.setblocking(False)
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            # A browser opens connections in advance: those wait in the kernel, not in a thread.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENCE_MS // 1000)
        threads = [
            threading.Thread(target=self._serve, args=(listener,), daemon=True)
            for _ in range(self.cfg.threads)
        ]
        for thread in threads:
            thread.start()
        self._wait_to_be_stopped()
        until = time.monotonic() + self.cfg.graceful_timeout
        for thread in threads:
            while thread.is_alive() and time.monotonic() < until:
                self.notify()
                thread.join(0.5)

    def _wait_to_be_stopped(self) -> None:
        woken = select.poll()
        woken.register(self.method_queue.fileno(), select.POLLIN)
        while self.alive and self.is_parent_alive():
            self.notify()
            woken.poll(1000)
        self.alive = False

    def _serve(self, listener: socket.socket) -> None:
        """One thread: wait for a turn, take a connection, answer it."""
        while self.alive:
            with self._turn:
                taken = self._take(listener)
            if taken is not None:
                try:
                    self._answer(TConn(self.cfg, *taken, listener.getsockname()))
                finally:
                    self._hold(-1)

    def _take(self, listener: socket.socket) -> tuple[socket.socket, Any] | None:
        """The next connection, if there is one soon and no other process with less to do."""
        wire = select.poll()
        wire.register(listener.fileno(), select.POLLIN)
        if not wire.poll(LISTEN_MS) or not self.alive:
            return None
        for _ in range(self.PAUSES):
            if self._in_hand <= hands.least():
                break
            time.sleep(self.PAUSE_SECONDS)
            if not wire.poll(0):
                return None
        try:
            taken: tuple[socket.socket, Any] = listener.accept()
        except OSError:  # another process was quicker, or the client has gone
            return None
        self._hold(1)
        return taken

    def _hold(self, more: int) -> None:
        with self._count:
            self._in_hand += more
            hands.says(self.age, self._in_hand)

    def _answer(self, conn: TConn) -> None:
        """Read, answer, close."""
        wire = select.poll()
        wire.register(conn.sock.fileno(), select.POLLIN)
        conn.data_ready = bool(wire.poll(SILENCE_MS))
        if conn.data_ready:
            self.handle(conn)
        _close(conn.sock)


def _close(line: socket.socket) -> None:
    """Close a line; what the client still sends, a form too heavy to be read, is heard out."""
    try:
        line.setblocking(False)
        unread = line.recv(1)
    except OSError:  # nothing has come, as after nearly every page
        unread = b""
    if unread:
        line.setblocking(True)
        util.close_graceful(line)
    else:
        util.close(line)

"""The two processes of an installation: web and worker, as functions that run until stopped."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from qianjin.faces.cli import ready, serving
from qianjin.installation import connection, server
from qianjin.installation.folder import data_folder

M_ARENA_MAX = -8
"""From malloc.h: how many heaps there may be."""


class _Web(BaseApplication):
    """Gunicorn around the already loaded Django."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.conf import settings
        from django.utils.module_loading import import_string

        application = import_string(settings.WSGI_APPLICATION)
        settle_for_pages()
        return application


def settle_for_pages() -> None:
    """Ready the loaded program to be forked into web processes: docs/decisions/0016 measures it.

    Every address is loaded once, in memory that all share. What stands by then is for ever: the
    collector of garbage need not look at it again, and after that comes by less often.
    """
    from django.urls import base as addresses
    from django.urls import resolvers
    from django.utils import timezone
    from django.utils.translation import trans_real

    ready.load_pages()
    # A request stays in its thread here, and a page asks for its language some hundred times, for
    # its zone and where addresses begin nearly as often.
    trans_real._active = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
    timezone._active = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
    addresses._prefixes = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
    addresses._urlconfs = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
    # No address is translated: one list of their names, 3 MB, serves every language and process.
    resolvers.get_language = lambda: ""  # type: ignore[attr-defined]
    resolvers.get_resolver()._populate()  # noqa: SLF001
    gc.collect()
    _keep_memory_together()
    gc.freeze()
    # A page leaves some three thousand objects that only the collector frees.
    gc.set_threshold(15_000, 10, 50)
    # A thread that holds a lock in the database must not wait 5 ms for the interpreter after each
    # of its statements, while another one draws its page.
    sys.setswitchinterval(0.0005)


def _keep_memory_together() -> None:
    """
    Let all threads of a process take memory from one heap, where the C library is GNU's.

    It gives each thread a heap of its own, so that they need not wait for each other, which the
    interpreter makes them do anyway; what one has freed, another could not use. What loading has
    left over goes back to the system.
    """
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_ARENA_MAX, 1)
        library.malloc_trim(0)


def web(*, host: str, port: int, workers: int, threads: int) -> int:
    """Serve pages on ``host:port`` until SIGTERM; return the exit code."""
    shared_memory = Path("/dev/shm")
    with _use_of_the_server():
        _Web(
            {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "worker_class": serving.InTurn,
                "child_exit": _left,
                "threads": threads,
                "preload_app": True,
                "timeout": 60,
                "graceful_timeout": 20,
                # A kept connection would wait for its own process while another one is free.
                "keepalive": 0,
                # Heartbeats of the workers stay off a slow disk.
                "worker_tmp_dir": str(shared_memory) if os.access(shared_memory, os.W_OK) else None,
                "control_socket_disable": True,
                "loglevel": "warning",
                "proc_name": "qianjin-web",
            }
        ).run()
    return 0


def worker(*, concurrency: int) -> int:
    """Run due jobs and schedules until SIGTERM; return the exit code."""
    from procrastinate.contrib.django import app

    with (
        _use_of_the_server(),
        app.replace_connector(app.connector.get_worker_connector()),  # type: ignore[attr-defined]
    ):
        app.run_worker(
            name="qianjin",
            concurrency=concurrency,
            delete_jobs="successful",
            # Jobs are short; one that is not is put back to the queue and runs again.
            shutdown_graceful_timeout=20,
        )
    return 0


def _left(_arbiter: Any, process: Any) -> None:
    """A web process is no more: nobody waits for it."""
    serving.hands.leaves(process.age)


@contextlib.contextmanager
def _use_of_the_server() -> Any:
    """Hold the private database in this process's own name until it ends."""
    me = os.getpid()
    if connection.is_private():
        server.adopt(data_folder())
    try:
        yield
    finally:
        # Gunicorn's workers, forked further, come by here too; theirs is not the use to give up.
        if connection.is_private() and os.getpid() == me:
            server.leave(data_folder())

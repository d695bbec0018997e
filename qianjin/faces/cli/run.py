"""``qianjin demo``, ``serve`` and ``worker``: run the platform."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from qianjin.faces.cli import ready
from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation import connection, health, server
from qianjin.installation.folder import data_folder, prepare_folder
from qianjin.installation.supervisor import Child, Supervisor
from qianjin.installation.words import N_, InstallationError, say

Port = Annotated[int, typer.Option(help=say(N_("The port of the pages.")), min=1, max=65535)]
Host = Annotated[str, typer.Option(help=say(N_("The address to listen on.")))]
Workers = Annotated[int, typer.Option(help=say(N_("Web processes.")), min=1, max=64)]
Threads = Annotated[int, typer.Option(help=say(N_("Threads of one web process.")), min=1, max=64)]

EVENTS = {
    "ended": N_("The process “%(name)s” ended unexpectedly; it is started again."),
    "restarted": N_("The process “%(name)s” runs again."),
    "given-up": N_("The process “%(name)s” does not start; see the messages above."),
    "stopping": N_("Stopping …"),
}


def demo(
    data: Data = None,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    scale: Annotated[
        str, typer.Option(help=say(N_("How much story: park, or province (140,200 requests).")))
    ] = "park",
    workers: Workers = 2,
    threads: Threads = 4,
    language: Language = None,
) -> None:
    """Open the demonstration park: database, story data, web and worker, in one go."""
    started = _asked_at()
    ready.refuse_busy_port(host, port)
    _open_database()
    finish = _begin_tables() if ready.is_new() else None
    load_django()
    if finish is None and ready.pending_migrations():
        finish = _begin_tables()
    ready.collect_static()
    from qianjin.demo import story

    if finish is not None:
        # The pages load while another process makes the tables.
        ready.load_pages()
        finish()
    if not story.is_told(scale=scale):
        speak(N_("Telling the story of the demonstration park …"))
        story.tell(scale=scale)
    url = f"http://{_shown(host)}:{port}/"
    greeting = story.sign_ins(url)
    raise typer.Exit(
        _supervise(host, port, workers, threads, url=url, asked_at=started, greeting=greeting)
    )


def serve(
    data: Data = None,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    workers: Workers = 2,
    threads: Threads = 4,
    migrate: Annotated[
        bool, typer.Option("--migrate", help=say(N_("Bring the tables up to date first.")))
    ] = False,
    worker: Annotated[
        bool, typer.Option(help=say(N_("Run the jobs and schedules here as well.")))
    ] = True,
    language: Language = None,
) -> None:
    """Serve the pages and run the jobs until stopped."""
    started = _asked_at()
    ready.refuse_busy_port(host, port)
    _open_database()
    load_django()
    _require_tables(migrate=migrate)
    ready.collect_static()
    url = f"http://{_shown(host)}:{port}/"
    raise typer.Exit(
        _supervise(host, port, workers, threads, url=url, asked_at=started, with_worker=worker)
    )


def worker(
    data: Data = None,
    concurrency: Annotated[
        int, typer.Option(help=say(N_("Jobs that run at the same time.")), min=1, max=32)
    ] = 1,
    language: Language = None,
) -> None:
    """Run only the jobs and schedules, until stopped."""
    from qianjin.faces.cli import processes

    _open_database()
    load_django()
    _require_tables(migrate=False)
    _let_go_of_the_database()
    jobs = Child("worker", lambda: processes.worker(concurrency=concurrency))
    raise typer.Exit(_supervisor([jobs]).run())


def _supervise(
    host: str,
    port: int,
    workers: int,
    threads: int,
    *,
    url: str,
    asked_at: float,
    with_worker: bool = True,
    greeting: Sequence[str] = (),
) -> int:
    from qianjin.faces.cli import processes

    children = [
        Child("web", lambda: processes.web(host=host, port=port, workers=workers, threads=threads))
    ]
    if with_worker:
        children.append(Child("worker", lambda: processes.worker(concurrency=1)))

    def announce() -> int:
        if not ready.wait_for_first_page(url, seconds=120):
            speak(N_("The first page did not come within two minutes; try qianjin doctor."))
            return 1
        seconds = time.time() - asked_at
        for line in greeting:
            print(line)
        speak(
            N_("%(url)s — first page after %(seconds).1f s. Ctrl-C stops."),
            url=url,
            seconds=seconds,
        )
        return 0

    children.append(Child("announce", announce, once=True))
    _let_go_of_the_database()
    note = health.note_of_service(data_folder())
    note.write_text(json.dumps({"pid": os.getpid(), "host": host, "port": port, "url": url}))
    try:
        return _supervisor(children).run()
    finally:
        note.unlink(missing_ok=True)


def _supervisor(children: list[Child]) -> Supervisor:
    trouble = ""

    def look_after_the_database() -> None:
        nonlocal trouble
        if not connection.is_private() or server.address_of(data_folder()) is not None:
            return
        try:
            server.use(data_folder())
        except InstallationError as error:
            if trouble != str(error):
                trouble = str(error)
                print(error.said(), file=sys.stderr, flush=True)
        else:
            trouble = ""
            speak(N_("The database had stopped; it was started again."))

    return Supervisor(
        children,
        watch=look_after_the_database,
        tell=lambda event, name: speak(EVENTS[event], name=name),
    )


def _open_database() -> None:
    folder = prepare_folder(data_folder())
    if connection.is_private():
        speak(N_("Data: %(folder)s"), folder=folder)
    connection.server_version(connection.target("app"))


def _begin_tables() -> Callable[[], None]:
    speak(N_("Preparing the tables …"))
    return ready.begin_migrating()


def _require_tables(*, migrate: bool) -> None:
    waiting = ready.pending_migrations()
    if not waiting:
        return
    if not migrate:
        raise InstallationError(
            N_(
                "The tables are %(count)s steps behind this version. Make a backup, "
                "then run qianjin migrate, or start with --migrate."
            ),
            count=len(waiting),
        )
    ready.begin_migrating()()


def _let_go_of_the_database() -> None:
    """Close the connections of this process: forked children must open their own."""
    from django.db import connections

    connections.close_all()


def _asked_at() -> float:
    """Return when the person asked: ``./dev`` notes it before it makes the environment."""
    return float(os.environ.get("QIANJIN_ASKED_AT") or time.time())


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)

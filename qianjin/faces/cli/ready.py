"""What stands between a command and the first page: tables, static files, a free port."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from qianjin.installation import connection
from qianjin.installation.words import N_, InstallationError


def migrations_on_disk() -> Iterator[tuple[str, str]]:
    """Yield label of the app and name of every migration, none of them loaded."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    for app in apps.get_app_configs():
        package, _is_set = MigrationLoader.migrations_module(app.label)
        found = find_spec(package) if package else None
        places = found.submodule_search_locations if found else None
        for module in iter_modules(places or []):
            if not module.ispkg and module.name[0] not in "_~":
                yield app.label, module.name


def pending_migrations() -> list[str]:
    """
    Return the migrations not applied yet, as ``app.name``.

    :raises InstallationError: a newer version has been at this database; what it expects of its
        tables, this one cannot know.
    """
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    noted = MigrationRecorder(connection).applied_migrations()
    if noted.keys() == set(migrations_on_disk()):
        # To load two hundred of them takes time, and each process forked later would hold them.
        return []
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    ahead = sorted(key for key in executor.loader.applied_migrations if key not in known)
    if ahead:
        raise InstallationError(
            N_(
                "A newer version of Qianjin has used this database (it knows %(last)s). "
                "Bring the program up to date, or put back a backup from before."
            ),
            last=".".join(ahead[-1]),
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_new() -> bool:
    """Whether the database holds no tables yet; Django need not be loaded to see it."""
    import psycopg

    with psycopg.connect(connection.target("app").conninfo(), connect_timeout=10) as asked:
        found = asked.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    return bool(found and found[0])


def begin_migrating() -> Callable[[], None]:
    """
    Begin to apply all migrations, as the owner of the tables, in a process of its own.

    What is returned waits for the end of it. :raises InstallationError: then, when a migration
    failed; its own words stand above on the terminal.
    """
    making = subprocess.Popen(
        [sys.executable, "-m", "qianjin", "migrate", "--verbosity", "0"],
        env={**os.environ, "QIANJIN_ROLE": "owner"},
        # Ctrl-C is for this process to answer; it ends the other, whose transaction is undone.
        start_new_session=True,
    )

    def finish() -> None:
        try:
            code = making.wait()
        except BaseException:
            making.kill()
            raise
        if code != 0:
            raise InstallationError(
                N_("The tables of the database could not be brought up to date.")
            )

    return finish


def collect_static() -> bool:
    """Collect and fingerprint the static files when a source changed; return whether it did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    facts = [
        (path, *_facts_of(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list(["CVS", ".*", "*~"])
    ]
    mark = hashlib.sha256(repr(sorted(facts)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == mark:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)
    return True


def load_pages() -> None:
    """Load every address of the pages and what stands behind it, except what is loaded late."""
    from django.urls import get_resolver

    _load_addresses(get_resolver())


def _load_addresses(resolver: Any) -> None:
    from django.urls import URLResolver

    for pattern in resolver.url_patterns:
        # Addresses that are given by the name of their module load when the first is asked for.
        if isinstance(pattern, URLResolver) and not isinstance(pattern.urlconf_name, str):
            _load_addresses(pattern)


def refuse_busy_port(host: str, port: int) -> None:
    """Make sure that the port can be had.

    :raises InstallationError: another program listens there, or the system forbids it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InstallationError(
                N_(
                    "Port %(port)s on %(host)s cannot be used (%(reason)s). "
                    "Choose another with --port, or stop the program that holds it."
                ),
                port=port,
                host=host,
                reason=error.strerror,
            ) from None


def wait_for_first_page(url: str, *, seconds: float) -> bool:
    """Ask for ``url`` until it answers a whole page; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()
                return True
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def _facts_of(path: str) -> tuple[int, int]:
    facts = os.stat(path)
    return facts.st_mtime_ns, facts.st_size

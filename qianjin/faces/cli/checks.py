"""What can only be asked of a loaded installation: tables, jobs, calendar, audit, settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from qianjin.faces.cli import ready
from qianjin.installation import connection, health
from qianjin.installation.folder import data_folder
from qianjin.installation.health import Finding
from qianjin.installation.words import N_, InstallationError

HEARTBEAT = timedelta(minutes=1)
# A job waits for its moment; once due, a living worker takes it within seconds.
OVERDUE = timedelta(minutes=10)
# Clocks that are kept by NTP agree within less than a second.
APART = timedelta(seconds=30)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def tables() -> Iterator[Finding]:
    """Look whether the tables fit this version."""
    try:
        waiting = ready.pending_migrations()
    except InstallationError as error:
        yield Finding("broken", error.sentence, params=dict(error.params))
        return
    if waiting:
        yield Finding(
            "broken",
            N_("The tables are %(count)s steps behind this version (next: %(first)s)."),
            N_("Make a backup, then run qianjin migrate."),
            {"count": len(waiting), "first": waiting[0]},
        )
    else:
        yield Finding("ok", N_("The tables fit this version."))


def clock() -> Iterator[Finding]:
    """Look whether the clock can be right: not behind what was written, nor far from the server."""
    from django.db import connection
    from django.utils import timezone

    from qianjin.apps.audit import selectors

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    now, newest = timezone.now(), selectors.newest_at()
    seconds = round(abs(there - now).total_seconds())
    if newest is not None and newest > now + APART:
        yield Finding(
            "broken",
            N_("The clock of this machine shows %(now)s, yet the newest entry in the trail was "
               "made at %(newest)s: due times are reckoned wrongly."),
            N_("Set the clock right (timedatectl set-ntp true), then start Qianjin again."),
            {"now": _local(now), "newest": _local(newest)},
        )  # fmt: skip
    elif abs(there - now) > APART:
        yield Finding(
            "broken",
            N_("The clocks of this machine and of the database are %(seconds)s seconds apart."),
            N_("Set both right (timedatectl set-ntp true)."),
            {"seconds": seconds},
        )
    else:
        yield Finding("ok", N_("The clock shows %(now)s."), params={"now": _local(now)})


def _local(moment: datetime) -> str:
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")


def jobs() -> Iterator[Finding]:
    """Look whether somebody does the jobs: reminders, due times, digests."""
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    now = timezone.now()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - HEARTBEAT).count()
    served = health.is_served(data_folder())
    if alive:
        yield Finding("ok", N_("A worker is alive (%(count)s)."), params={"count": alive})
    elif served:
        yield Finding(
            "broken",
            N_("Pages are served but no worker is alive: nobody is reminded of a due time."),
            N_("Start one: qianjin worker"),
        )
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if failed:
        yield Finding(
            "mind",
            N_("%(count)s jobs failed."),
            N_("See them with qianjin procrastinate shell; their errors are in the worker's log."),
            {"count": failed},
        )
    late = ProcrastinateJob.objects.filter(status="todo", scheduled_at__lt=now - OVERDUE).count()
    if late and alive:
        yield Finding(
            "mind",
            N_("%(count)s jobs wait longer than ten minutes."),
            N_("The worker has more to do than it can; start another with qianjin worker."),
            {"count": late},
        )


def calendars() -> Iterator[Finding]:
    """Look whether each park's calendar knows this year and the next."""
    from django.utils import timezone

    from qianjin.apps.parks import selectors
    from qianjin.apps.parks.choices import YearStatus

    for park in selectors.parks():
        this_year = timezone.localdate().year
        official = {
            row.year for row in selectors.years_of(park.pk) if row.status == YearStatus.OFFICIAL
        }
        params = {"park": park.name_zh, "year": this_year, "next": this_year + 1}
        if this_year not in official:
            yield Finding(
                "broken",
                N_("%(park)s: the working days of %(year)s are computed, not official."),
                N_("Import the State Council's notice on the Calendar page."),
                params,
            )
        elif this_year + 1 not in official:
            yield Finding(
                "mind" if timezone.localdate().month == 12 else "ok",
                N_("%(park)s: %(year)s is official; %(next)s is still provisional (暂定)."),
                N_("The notice usually comes in November; import it on the Calendar page."),
                params,
            )
        else:
            yield Finding(
                "ok", N_("%(park)s: the calendars of %(year)s and %(next)s are official."),
                params=params,
            )  # fmt: skip


def audit() -> Iterator[Finding]:
    """Show the heads of the audit chains, to be written down elsewhere."""
    from qianjin.apps.audit import selectors

    for park_id in selectors.chains():
        length, head = selectors.chain_head(park_id)
        yield Finding(
            "ok",
            N_("Audit chain %(park)s: %(length)s entries, head %(head)s… "
               "(qianjin audit verify reads it all)."),
            params={"park": park_id, "length": length, "head": head[:16]},
        )  # fmt: skip


def settings() -> Iterator[Finding]:
    """Look at the settings that decide who can reach the pages and how mail leaves."""
    from django.conf import settings as held

    if held.DEBUG:
        yield Finding(
            "broken" if set(held.ALLOWED_HOSTS) - LOCAL_HOSTS else "mind",
            N_("Debugging is on: an error page shows the inside of the program."),
            N_("Take QIANJIN_DEBUG away before anyone else may reach this machine."),
        )
    key = Path(held.DATA) / "secret.key"
    if os.environ.get("QIANJIN_SECRET_KEY") and len(held.SECRET_KEY) < 32:
        yield Finding(
            "broken",
            N_("The secret key is short enough to be guessed."),
            N_("Set QIANJIN_SECRET_KEY to 50 random characters, or take it away: "
               "one is then made in %(path)s."),
            {"path": key},
        )  # fmt: skip
    public = sorted(set(held.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not public:
        yield Finding(
            "ok",
            N_("Pages answer on this machine only (QIANJIN_HOSTS names no other address)."),
        )
    elif not held.BEHIND_TLS:
        yield Finding(
            "mind",
            N_("Pages answer to %(hosts)s without encryption."),
            N_("Put a TLS proxy in front and set QIANJIN_TLS=1 (docs/operations/installation.md)."),
            {"hosts": ", ".join(public)},
        )
    else:
        yield Finding("ok", N_("Pages answer to %(hosts)s."), params={"hosts": ", ".join(public)})
    if not held.EMAIL_HOST and "smtp" not in held.EMAIL_BACKEND:
        yield Finding(
            "mind",
            N_("Mail is not sent: it is written into %(path)s."),
            N_("Set QIANJIN_SMTP_HOST, QIANJIN_SMTP_USER and QIANJIN_SMTP_PASSWORD."),
            {"path": held.EMAIL_FILE_PATH},
        )
    else:
        yield Finding("ok", N_("Mail leaves by %(host)s."), params={"host": held.EMAIL_HOST})
    if not connection.is_private() and not os.environ.get("QIANJIN_OWNER_DATABASE_URL"):
        yield Finding(
            "mind",
            N_("One database role both migrates and serves."),
            N_("Give migrations a role of their own: QIANJIN_OWNER_DATABASE_URL."),
        )

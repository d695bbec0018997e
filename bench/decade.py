"""Ten years of a province: the year that is there, laid down again for each year before it.

A copy keeps words, people and course of its request and stands 371 days (53 whole weeks) earlier,
so that weekdays stay what they were; its number begins at 5001, which no day has given out; what
was still open is closed. Everything happens inside the database, in minutes; the tallies are
counted anew at the end.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.parks.models import Park
from qianjin.demo.bulk import laid_aside
from qianjin.demo.province import TABLES

DAYS = 371
PARTS = ("desk_entry", "desk_promise")
MOMENTS = {
    "desk_servicerequest": ("opened_at", "resolved_at", "closed_at", "assigned_at"),
    "desk_entry": ("at",),
    "desk_promise": ("start_at", "due_at", "warn_at", "met_at"),
}
SAID = {
    "status": "'closed'",
    "next_stage": "''",
    "next_due_at": "NULL",
    "warn_at": "NULL",
    "paused_at": "NULL",
    "resume_status": "''",
    "milestone_on": "NULL",
    "sender_key": "''",
    "resolved_at": "coalesce(t.resolved_at, t.opened_at + interval '5 days') - {ago}",
    "closed_at": "coalesce(t.closed_at, t.opened_at + interval '6 days') - {ago}",
    "number": "to_char((t.opened_at - {ago}) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MMDD-')"
    " || (substr(t.number, 11)::int + 5000)",
}


@transaction.atomic
def grow_to(count: int) -> None:
    """Lay down copies of the year until the park holds ``count`` requests."""
    park = Park.objects.get(slug="qianjin")
    there = ServiceRequest.objects.filter(park=park).count()
    if there >= count:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        # The year itself: what the copies are made of, however often this is called.
        cursor.execute(
            "CREATE TEMP TABLE year_of ON COMMIT DROP AS SELECT id, row_number() OVER (ORDER BY id)"
            " AS n FROM desk_servicerequest WHERE park_id = %s"
            " AND opened_at > now() - interval '366 days' AND status <> 'withdrawn'",
            [park.pk],
        )
        cursor.execute("SELECT count(*) FROM year_of")
        (year,) = cursor.fetchone()
        with laid_aside(*TABLES):
            turn = 0
            while there < count:
                turn += 1
                there += _copy(cursor, turn, min(year, count - there))
    desk.recount(park=park)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


def _copy(cursor: Any, turn: int, most: int) -> int:
    """One year earlier still; how many requests it has."""
    ago = f"interval '{turn * DAYS} days'"
    cursor.execute("SELECT coalesce(max(id), 0) FROM desk_servicerequest")
    (base,) = cursor.fetchone()
    source = f"JOIN year_of y ON y.n <= {most} AND y.id = "
    said = {name: sql.format(ago=ago) for name, sql in SAID.items()}
    _insert(cursor, "desk_servicerequest", ago, source + "t.id", {"id": f"{base} + y.n", **said})
    made: int = cursor.rowcount
    _insert(
        cursor, "desk_requesttext", ago, source + "t.request_id", {"request_id": f"{base} + y.n"}
    )
    for table in PARTS:
        number = f"nextval(pg_get_serial_sequence('{table}', 'id'))"
        told = {"request_id": f"{base} + y.n", "id": number}
        if table == "desk_promise":
            told["met_at"] = f"coalesce(t.met_at, t.due_at) - {ago}"
        _insert(cursor, table, ago, source + "t.request_id", told)
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence('desk_servicerequest', 'id'),"
        " (SELECT max(id) FROM desk_servicerequest))"
    )
    return made


def _insert(cursor: Any, table: str, ago: str, source: str, told: dict[str, str]) -> None:
    """Every column as it is, but for moments and what is ``told``."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        [table],
    )
    names = [name for (name,) in cursor.fetchall()]
    moved = {name: f"t.{name} - {ago}" for name in MOMENTS.get(table, ())}
    columns = {name: f"t.{name}" for name in names} | moved
    columns |= {name: sql for name, sql in told.items() if name in columns}
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        f" FROM {table} t {source}"
    )

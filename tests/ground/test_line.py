"""The line to the database: moments as Django reads them, and a dead line is noticed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper


def asked(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-27 17:30:00+08", datetime(2026, 11, 27, 9, 30, tzinfo=UTC)),
        ("2026-11-27 17:30:00.5+08", datetime(2026, 11, 27, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-11-27 17:30:00.000135Z", datetime(2026, 11, 27, 17, 30, 0, 135, tzinfo=UTC)),
        ("0001-01-01 00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31 23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_it_was_written(written, moment) -> None:
    found = asked(f"SELECT '{written}'::timestamptz")

    assert found == moment
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["infinity", "0044-03-15 12:00:00Z BC"])
def test_what_python_cannot_hold_is_refused_as_by_django(written) -> None:
    with pytest.raises(Exception, match="timestamp"):
        asked(f"SELECT '{written}'::timestamptz")


@pytest.mark.django_db
def test_another_zone_of_the_line_is_read_in_that_zone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Shanghai'")

    # Django gives such a moment the zone it believes in; so did it before.
    found = asked("SELECT '2026-11-27 17:30:00+08'::timestamptz")

    assert found == datetime(2026, 11, 27, 17, 30, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_line_the_server_has_closed_is_not_used_again() -> None:
    line = connections.create_connection("default")
    assert isinstance(line, DatabaseWrapper)
    line.ensure_connection()
    assert line.is_usable()
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    asked(f"SELECT pg_terminate_backend({pid}, 2000)")

    assert not line.is_usable()
    line.close()
    assert not line.is_usable()

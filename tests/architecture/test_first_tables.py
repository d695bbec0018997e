"""An empty database gets its tables at one stroke, and they are those of the migrations."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from qianjin.installation.cluster import binary

NAME = "qianjin_step_by_step"


def _address(name: str) -> str:
    at = settings.DATABASES["default"]
    person = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgresql://{person}@/{name}?host={quote(at['HOST'], safe='')}&port={at['PORT']}"


@pytest.fixture(scope="module")
def stepped(django_db_setup: None) -> Iterator[str]:
    """The address of a database whose tables every migration made in turn."""
    name = f"{NAME}_{os.getpid()}"
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--step-by-step", "--verbosity=0"],
                env={**os.environ, "DATABASE_URL": _address(name)},
                check=True,
            )
            yield _address(name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _schema(address: str) -> set[str]:
    done = subprocess.run(
        [str(binary("pg_dump")), "--schema-only", "--no-owner", "--no-privileges", address],
        capture_output=True,
        text=True,
        check=True,
    )
    tables = re.sub(
        # A table as one line with its columns in order of name: their own order means nothing.
        r"^(CREATE TABLE \S+ \()\n(.*?)\n\);$",
        lambda found: found[1] + " ".join(sorted(found[2].replace(",\n", "\n").splitlines())),
        done.stdout,
        flags=re.M | re.S,
    )
    rows = re.split(r"\n\n+", re.sub(r"^(--.*|\\(un)?restrict .*)$", "", tables, flags=re.M))
    return {row.strip() for row in rows}


@pytest.mark.django_db
def test_tables_made_at_one_stroke_are_those_of_the_migrations(stepped: str) -> None:
    at_once = _schema(_address(str(connection.settings_dict["NAME"])))
    in_turn = _schema(stepped)

    different = {row for row in at_once ^ in_turn if "auth_group_permissions " not in row}
    assert different == set()


@pytest.mark.django_db
def test_every_migration_is_noted_as_taken(stepped: str) -> None:
    asked = "SELECT app, name FROM django_migrations ORDER BY app, name"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        at_once = cursor.fetchall()
    with psycopg.connect(stepped) as other:
        in_turn = other.execute(asked).fetchall()

    assert at_once == in_turn

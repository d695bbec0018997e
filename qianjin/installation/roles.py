"""数据库角色 The two roles of the database: the owner who migrates and the app that works.

``qianjin_app`` may read and write rows and nothing else: it cannot alter a table, and migrations
take more away where a row must never change (the audit entries). It guards against a mistake in
the program, not against someone who already runs programs as the same system user.
"""

from __future__ import annotations

from pathlib import Path
from typing import LiteralString

DATABASE = "qianjin"
OWNER = "qianjin_owner"
APP = "qianjin_app"

_GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA public TO qianjin_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE qianjin_owner "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO qianjin_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE qianjin_owner "
    "GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO qianjin_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE qianjin_owner GRANT EXECUTE ON FUNCTIONS TO qianjin_app",
)


def prepare(socket_folder: Path, port: int) -> None:
    """Make database, roles and default rights in the private server; again changes nothing.

    The default rights stand in ``template1`` first, so that every database made from it, a test's
    too, has them.
    """
    import psycopg

    def connect(database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(socket_folder), port=port, user="postgres", dbname=database, autocommit=True
        )

    with connect("template1") as connection:
        known = {
            name
            for (name,) in connection.execute(
                "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database"
            )
        }
        if DATABASE in known:
            return
        if OWNER not in known:
            connection.execute("CREATE ROLE qianjin_owner LOGIN CREATEDB")
        if APP not in known:
            connection.execute("CREATE ROLE qianjin_app LOGIN")
            # The owner may act as the app, to prove what it cannot do.
            connection.execute("GRANT qianjin_app TO qianjin_owner")
        for statement in _GRANTS:
            connection.execute(statement)
    with connect("postgres") as connection:
        connection.execute("CREATE DATABASE qianjin OWNER qianjin_owner")

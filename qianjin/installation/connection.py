"""How this process reaches its database: the private server, or the one ``DATABASE_URL`` names."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qianjin.installation import roles, server
from qianjin.installation.cluster import PORT, Cluster
from qianjin.installation.folder import data_folder
from qianjin.installation.words import N_, InstallationError

OLDEST_VERSION = 15


@dataclass(frozen=True)
class Target:
    """A database to connect to, as one role."""

    host: str
    port: str
    name: str
    user: str
    password: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    def conninfo(self) -> str:
        """Return the same as a libpq connection string."""
        from psycopg.conninfo import make_conninfo

        named = {"host": self.host, "port": self.port, "dbname": self.name, "user": self.user}
        if self.password:
            named["password"] = self.password
        return make_conninfo("", **{k: v for k, v in named.items() if v}, **self.options)


def is_private() -> bool:
    """Return whether this installation runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def role() -> str:
    """Return ``owner`` for a process that may change tables, else ``app``.

    ``QIANJIN_ROLE`` decides; the command line sets it for Django's own commands.
    """
    asked = os.environ.get("QIANJIN_ROLE", "")
    if asked in ("owner", "app"):
        return asked
    return "owner" if Path(sys.argv[0]).name in ("django-admin", "pytest", "py.test") else "app"


def target(as_role: str | None = None) -> Target:
    """Return the database of this process, with the private server running.

    ``QIANJIN_DATABASE_START=no`` (type checkers, catalogue tools) only says where it would be.

    :raises InstallationError: the private server cannot start, or the address makes no sense.
    """
    chosen = as_role or role()
    if not is_private():
        url = os.environ["DATABASE_URL"]
        if chosen == "owner":
            url = os.environ.get("QIANJIN_OWNER_DATABASE_URL") or url
        return from_url(url)
    folder = data_folder()
    user = roles.OWNER if chosen == "owner" else roles.APP
    if os.environ.get("QIANJIN_DATABASE_START", "").lower() == "no":
        return Target(str(Cluster(folder).socket_folder()), str(PORT), roles.DATABASE, user)
    address = server.use(folder)
    return Target(str(address.socket_folder), str(address.port), roles.DATABASE, user)


def from_url(url: str) -> Target:
    """Read ``postgresql://user:password@host:port/name?option=value``.

    :raises InstallationError: it is not such an address.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        if not url.startswith(("postgres://", "postgresql://")):
            raise ProgrammingError("unknown scheme")
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        raise InstallationError(
            N_(
                "DATABASE_URL cannot be read (%(reason)s). "
                "It looks like postgresql://user:password@host:5432/name."
            ),
            # Never the address itself: it holds a password.
            reason=str(error).split('"')[0].strip(),
        ) from None
    return Target(
        host=parts.pop("host", ""),
        port=parts.pop("port", ""),
        name=parts.pop("dbname", roles.DATABASE),
        user=parts.pop("user", ""),
        password=parts.pop("password", ""),
        options=parts,
    )


def server_version(at: Target) -> int:
    """Connect and return the major version of the server.

    :raises InstallationError: it cannot be reached, or is older than PostgreSQL 15.
    """
    import psycopg

    try:
        with psycopg.connect(at.conninfo(), connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise InstallationError(
            N_("The database does not answer: %(reason)s"), reason=" ".join(str(error).split())
        ) from None
    if version < OLDEST_VERSION:
        raise InstallationError(
            N_("The database server is PostgreSQL %(version)s; Qianjin needs 15 or newer."),
            version=version,
        )
    return version


def share_with_app_role() -> None:
    """Give the app role of ``DATABASE_URL`` its rights on what the owner will create.

    Runs before the first migration when ``QIANJIN_OWNER_DATABASE_URL`` names a second role; the
    owner may grant this for its own tables without being a superuser.
    """
    if is_private() or not os.environ.get("QIANJIN_OWNER_DATABASE_URL"):
        return
    import psycopg
    from psycopg import sql

    owner, app = target("owner"), target("app")
    if owner.user == app.user:
        return
    with psycopg.connect(owner.conninfo(), autocommit=True) as connection:
        for rights, kind in (
            ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
            ("USAGE, SELECT, UPDATE", "SEQUENCES"),
            ("EXECUTE", "FUNCTIONS"),
        ):
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES GRANT {} ON {} TO {}").format(
                    sql.SQL(rights), sql.SQL(kind), sql.Identifier(app.user)
                )
            )

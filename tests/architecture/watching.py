"""What an answer leaves behind in the tables, and how one request is taken back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction


class undone:
    """One cell of the walk: whatever it does is taken back."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(*error)


_UNWATCHED = ("django_session", "accounts_cache", "django_migrations")


def trace(tables: Collection[str] = ()) -> dict[str, tuple[int, int]]:
    """A mark of all rows of each table: it differs when any was added, changed or removed."""
    named = tables or [t for t in connection.introspection.table_names() if t not in _UNWATCHED]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}"
                for table in named
            )
        )
        return {table: (rows, youngest) for table, rows, youngest in cursor.fetchall()}


def learn_the_sizes() -> None:
    """
    Let the planner count the rows of the world.

    They are of a transaction that never ends well, which no autovacuum sees: the planner would
    take every table for empty and join them by going through all of them again and again.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Watch:
    """
    Whether rows remain changed; a table is looked through only when something was written to it.

    The server counts for each table what a transaction has written, taken back or not. Refusals
    mostly write nothing.
    """

    def __init__(self) -> None:
        self.before, self.written = trace(), self._written()

    @staticmethod
    def _written() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
                " WHERE relname <> ALL(%s)",
                [list(_UNWATCHED)],
            )
            return dict(cursor.fetchall())

    def remains(self) -> bool:
        """Whether the rows of any table differ from before."""
        before, self.written = self.written, self._written()
        touched = [name for name, rows in self.written.items() if before.get(name, 0) != rows]
        return bool(touched) and any(
            self.before[table] != mark for table, mark in trace(touched).items()
        )

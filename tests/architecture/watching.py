"""What an answer leaves behind in the tables, and how one request is taken back."""

from __future__ import annotations

from typing import Any

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


def trace() -> tuple[Any, ...]:
    """A mark of all rows of all tables: it differs when any was added, changed or removed."""
    tables = [t for t in sorted(connection.introspection.table_names()) if t not in _UNWATCHED]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}"
                for table in tables
            )
        )
        # The parts of a union come in any order, and the order changes with the statistics.
        return tuple(sorted(cursor.fetchall()))


class Watch:
    """
    Whether rows remain changed; all tables are looked through only when something wrote at all.

    The server counts what a transaction has written, taken back or not. Refusals mostly write
    nothing.
    """

    def __init__(self) -> None:
        self.before, self.written = trace(), self._written()

    @staticmethod
    def _written() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
                " FROM pg_stat_xact_user_tables WHERE relname <> ALL(%s)",
                [list(_UNWATCHED)],
            )
            return int(cursor.fetchone()[0])

    def remains(self) -> bool:
        """Whether the rows of any table differ from before."""
        written, self.written = self.written, self._written()
        return written != self.written and trace() != self.before

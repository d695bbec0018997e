"""成批装载 Indexes and foreign keys laid aside while rows are copied in, and put back after.

Building an index once over a million rows, and checking a foreign key as one join, takes a small
part of what a million single insertions would.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'
"""
OWNS = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"


@contextmanager
def laid_aside(*tables: str) -> Iterator[None]:
    """Copy into ``tables`` within: quickly as their owner, one by one as anybody else."""
    with connection.cursor() as cursor:
        # What waits for the end of the transaction must be checked before a table may change.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(OWNS, [tables[0]])
        (owns,) = cursor.fetchone()
        if not owns:
            yield
            return
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        again: list[str] = []
        for table in tables:
            cursor.execute(INDEXES, [table])
            for name, definition in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                again.append(definition)
            cursor.execute(KEYS, [table])
            for name, definition in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        yield
        for statement in again:
            cursor.execute(statement)

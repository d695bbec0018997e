"""合写 What an act writes in several tables, sent as one statement.

Each statement is a way there and back; and while the next number or the head of the trail is held,
others wait for all of them. So what follows from there is collected and written at once::

    write([*rows([request, entry, *notices]), *chain.parts()])

The parts see the tables as they were before (a data-modifying WITH of PostgreSQL): none may read
what another writes, so rows that name each other get their keys beforehand, from ``keys_for``.
docs/decisions/0016 has the measurements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model


@dataclass(frozen=True, slots=True)
class Part:
    """One INSERT, UPDATE or DELETE among those that are sent together."""

    sql: str
    values: list[Any]


def rows(objects: Iterable[Model]) -> list[Part]:
    """What inserts these new objects, one part for each kind of them; given keys are kept."""
    kinds: dict[tuple[type[Model], bool], list[Model]] = {}
    for made in objects:
        kinds.setdefault((type(made), made.pk is not None), []).append(made)
    return [_inserted(model, has_key, some) for (model, has_key), some in kinds.items()]


def write(parts: Sequence[Part], *, returning: str = "") -> list[tuple[Any, ...]]:
    """Run all parts as one statement; give back what the last is to return, a column of it."""
    if not parts:
        return []
    *before, last = parts
    sql = last.sql + (f" RETURNING {returning}" if returning else "")
    if before:
        named = ", ".join(f"part_{n} AS ({part.sql})" for n, part in enumerate(before))
        sql = f"WITH {named} {sql}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for part in parts for value in part.values])
        return cursor.fetchall() if returning else []


def keys_for(*models: type[Model]) -> tuple[int, ...]:
    """A key for one new row of each model; keys that are not used leave gaps, as ever."""
    with connection.cursor() as cursor:
        cursor.execute(_next_keys(models))
        found: tuple[int, ...] = cursor.fetchone()
    return found


@lru_cache(maxsize=32)
def _next_keys(models: tuple[type[Model], ...]) -> str:
    of = [model._meta for model in models]  # noqa: SLF001  (Django's public API)
    return "SELECT " + ", ".join(
        f"nextval(pg_get_serial_sequence('\"{one.db_table}\"', '{one.pk.column}'))" for one in of
    )


def _inserted(model: type[Model], has_key: bool, objects: Sequence[Model]) -> Part:
    opening, row, fields = _form(model, has_key)
    # Itself, not what stands for it: that one looks it up anew for each value.
    here = connections[DEFAULT_DB_ALIAS]
    values = [
        field.get_db_prep_save(field.pre_save(made, add=True), here)
        for made in objects
        for field in fields
    ]
    for made in objects:
        state = made._state  # noqa: SLF001  (as Django's own ``bulk_create`` leaves it)
        state.adding, state.db = False, DEFAULT_DB_ALIAS
    return Part(opening + ", ".join([row] * len(objects)), values)


@lru_cache(maxsize=64)
def _form(model: type[Model], has_key: bool) -> tuple[str, str, tuple[Field[Any, Any], ...]]:
    """How rows of a model are written: up to VALUES, the places of one row, the fields."""
    meta = model._meta  # noqa: SLF001  (Django's public API)
    fields = tuple(
        field
        for field in meta.local_concrete_fields
        if not field.generated and (has_key or not field.primary_key)
    )
    places = ", ".join(
        field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
        for field in fields
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ', f"({places})", fields

"""成问 A queryset made into SQL once, and asked with other values each time.

Django needs longer to compose a question with a few joins than PostgreSQL to answer it, and what
a page asks differs by a number, a day or a moment only. So it is composed with values that stand
for the real ones, kept, and asked with the real ones::

    _FIRM = Composed(lambda: Firm.objects.filter(pk=NUMBER).select_related("officer"))
    firm = _FIRM.first({NUMBER: pk})

What it looks like must depend on nothing else: a question that differs by who asks is kept per
actor, with ``lru_cache``. docs/decisions/0016 has the measurements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

R = TypeVar("R")

NUMBER = -31_135
OTHER = -31_136
"""Stand for the key of something, and for a second one."""
TEXT, WORD = "\ue000text\ue001", "\ue000word\ue001"
DAY, LATER = date(1949, 10, 1), date(1949, 10, 2)
NOW = datetime(1949, 10, 1, 7, 0, 0, 135135, tzinfo=UTC)
STANDS = frozenset((NUMBER, OTHER, TEXT, WORD, DAY, LATER, NOW))


class Composed(Generic[R]):
    """A question that is composed when it is first asked."""

    def __init__(self, compose: Callable[[], QuerySet[Any, R]]) -> None:
        """``compose`` gives the rows, with stand-ins where the real values belong."""
        self._compose = compose
        self._made: _Made | None = None

    def ask(self, real: Mapping[Any, Any]) -> list[R]:
        """
        The rows for these values.

        :raises KeyError: a value that the question needs is not among them.
        """
        if self._made is None:
            self._made = _Made(self._compose())
        return self._made.ask(real)

    def first(self, real: Mapping[Any, Any]) -> R | None:
        """The first of them; for questions that have one answer or none."""
        return next(iter(self.ask(real)), None)


class _Made:
    """The SQL of a queryset, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("what is fetched beside the rows needs a question of its own")
        compiler = rows.query.get_compiler(rows.db)
        try:
            self._sql, self._params = compiler.as_sql()
        except EmptyResultSet:
            # Nobody can see any of it, whatever the values.
            self._sql, self._params = "", ()
            return
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(columns)
        self._model: type[Model] | None = None
        if rows._iterable_class is ModelIterable:  # noqa: SLF001
            self._model = compiler.klass_info["model"]
            places = compiler.klass_info["select_fields"]
            self._own = slice(places[0], places[-1] + 1)
            self._names = [column.target.attname for column in columns[self._own]]
            self._neighbours = get_related_populators(  # type: ignore[call-arg]
                compiler.klass_info, compiler.select, rows.db
            )
            self._annotated = compiler.annotation_col_map

    def ask(self, real: Mapping[Any, Any]) -> list[Any]:
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [_real(value, real) for value in self._params])
            rows = cursor.fetchall()
        return list(self._read(rows))

    def _read(self, rows: list[tuple[Any, ...]]) -> Iterable[Any]:
        for found in rows:
            row = list(found)
            for place, (converters, column) in self._converters.items():
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
            yield tuple(row) if self._model is None else self._object_of(row)

    def _object_of(self, row: list[Any]) -> Model:
        """As ``QuerySet`` makes it: its own fields, its neighbours, what was annotated."""
        assert self._model is not None
        made = self._model.from_db(connection.alias, self._names, row[self._own])
        for neighbour in self._neighbours:
            neighbour.populate(row, made)
        for name, place in self._annotated.items():
            setattr(made, name, row[place])
        return made


def _real(value: Any, real: Mapping[Any, Any]) -> Any:
    """The real value, in the type that the field sends to the database."""
    if not isinstance(value, int | str | date) or value not in STANDS:
        return value
    found = real[value]
    sent: type[Any] = type(value)
    return found if sent in {int, str, date, datetime} else sent(found)

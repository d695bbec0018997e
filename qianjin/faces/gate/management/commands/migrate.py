"""``qianjin migrate``: as Django does it, but an empty database gets its tables at one stroke.

Step by step, every migration draws the models that refer to a park or a person anew, so the time
grows with the square of the tables: 36 s for 130 of them on a slow machine, a third of the wait for
the first page. docs/decisions/0019 weighs it; a test holds both ways to the same schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model


class Command(migrate.Command):
    """Django's command, which finds nothing left to do on what was empty."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the way to have every step taken."""
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step",
            action="store_true",
            help="Take every migration one after another, on an empty database too.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables of an empty database, then go on as ever."""
        special = ("app_label", "step_by_step", "plan", "check_unapplied", "fake", "prune")
        if not any(options.get(name) for name in special):
            connection = connections[options["database"]]
            if "django_migrations" not in connection.introspection.table_names():
                make_tables(connection)
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """
    Make every table as the models say, run what migrations say in SQL, and note them all.

    What needs no table (functions, the tables of the jobs) comes first, each step noted with it as
    ever; then all tables and the rest as one whole. Broken off in between, the steps not noted are
    taken one after another.
    """
    executor = MigrationExecutor(connection)
    plan = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    recorder = executor.recorder
    recorder.ensure_schema()
    waiting = [step for step in plan if not _goes_first(step, connection, recorder)]
    with transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if _is_ours_to_make(model):
                    editor.create_model(model)
        for step in waiting:
            _speak(step, connection)
        recorder.migration_qs.bulk_create(
            recorder.Migration(app=step.app_label, name=step.name) for step in waiting
        )


def _goes_first(
    step: Migration, connection: BaseDatabaseWrapper, recorder: MigrationRecorder
) -> bool:
    """Whether a step makes no table of a model, and could be taken before there is any."""
    models = apps.get_app_config(step.app_label).get_models()
    if any(map(_is_ours_to_make, models)) and not all(
        isinstance(operation, RunSQL) for operation in step.operations
    ):
        return False
    try:
        with transaction.atomic(using=connection.alias):
            _speak(step, connection)
            recorder.record_applied(step.app_label, step.name)
    except ProgrammingError:
        return False
    return True


def _is_ours_to_make(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy  # noqa: SLF001  (Django's public API)


def _speak(step: Migration, connection: BaseDatabaseWrapper) -> None:
    state = ProjectState(real_apps=set())
    state.apps = apps  # type: ignore[assignment]
    with connection.schema_editor() as editor:
        for operation in _spoken(step.operations):
            operation.database_forwards(step.app_label, editor, state, state)


def _spoken(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _spoken(operation.database_operations)
        elif isinstance(operation, RunSQL | RunPython) and not operation.elidable:
            # Elidable is what only moves rows that were there, of columns that may be gone.
            yield operation

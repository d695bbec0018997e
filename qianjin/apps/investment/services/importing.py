"""导入 A table of projects: looked at, taken over whole or not at all, undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.prospects.planning import columns_of
from qianjin.apps.prospects.services import take_firms_back
from qianjin.apps.tables import services as tables
from qianjin.apps.tables.choices import TableState
from qianjin.apps.tables.judged import KNOWN, NEW
from qianjin.apps.tables.refusals import BadTable

from .. import policies
from ..models import Move, Project, ProjectTable
from ..refusals import MayNotAddProject
from .fields import FIELDS
from .judging import COLUMNS, Reading, asked_fields, judge
from .projects import add_project, change_project, plan_step

MOST_ROWS = 2000
STEP = ("next_step", "next_on", "next_by_id")


@transaction.atomic
def upload(*, data: bytes, file_name: str, by: Actor, at: datetime) -> ProjectTable:
    """
    上传 Read a table and keep it for its preview; nothing of the book changes.

    A row with a known number is that project, any other is new; a column the table does not have
    leaves the field of a known project as it is.

    :raises MayNotAddProject: this person enters no projects.
    :raises BadTable: the file is none, damaged, protected, too large, or empty.
    """
    if not policies.may_add(by, by.park_id):
        raise MayNotAddProject
    rows = tables.texts_of(data, MOST_ROWS)
    read = columns_of(rows, asked_fields())
    if "name" not in read.places and "number" not in read.places:
        raise BadTable({"file": [_("No column is headed as a name, so no row can be read.")]})
    table: ProjectTable = ProjectTable.objects.create(
        park_id=by.park_id,
        file_name=tables.file_name_of(file_name),
        sheet=rows,
        columns=tables.columns_read(read),
        made_by_id=by.person_id,
        made_at=at,
    )
    _look(table, by, at)
    # Whoever writes a number means that project; a row is left out by taking its tick away.
    rows_known = [row["number"] for row in table.judged if row["kind"] == KNOWN]
    table.columns["chosen"] = rows_known[: tables.MOST_CHOSEN]
    table.save(update_fields=["columns"])
    tables.trace(table, "upload", by, at, {"rows": len(rows)})
    return table


@transaction.atomic
def remap(*, table: ProjectTable, places: Mapping[str, int], by: Actor, at: datetime) -> None:
    """
    改列 Correct which column is what; every row is judged anew.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: a column is named twice or does not exist.
    """
    kept = tables.locked(table, by)
    tables.replaced(kept, places, COLUMNS)
    _look(kept, by, at)


@transaction.atomic
def look_again(*, table: ProjectTable, by: Actor, at: datetime) -> None:
    """
    再核对 Judge the rows anew, for the book has changed since the preview.

    :raises NotYourTable, NotInPreview: as ``remap``.
    """
    _look(tables.locked(table, by), by, at)


@transaction.atomic
def take_over(*, table: ProjectTable, leave_bad: bool, by: Actor, at: datetime) -> ProjectTable:
    """
    导入 Enter the new projects of a table and bring the chosen known ones up to date: all of them
    or none. Rows with problems bar the way unless ``leave_bad`` leaves them out.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BookMoved: what the chosen rows would change is not what the preview showed.
    :raises BadTable: rows are wrong and not to be left out, or nothing is new.
    """
    kept = tables.locked(table, by)
    found = judge(kept, by, at)
    tables.last_look(kept, [one.row for one in found], leave_bad=leave_bad)
    chosen = set(kept.columns["chosen"])
    new = [one for one in found if one.row.kind == NEW]
    known = [one for one in found if one.row.number in chosen]
    if not new and not known:
        raise BadTable({"table": [_("Nothing in this table is new.")]})
    firms: set[int] = set()
    added = [_enter(one, firms, by, at) for one in new]
    changed = [_bring_up_to_date(one, firms, by, at) for one in known]
    kept.made = {"projects": added, "organisations": sorted(firms), "changed": changed}
    tables.close(kept, by, at, {key: len(value) for key, value in kept.made.items()})
    return kept


@transaction.atomic
def undo_import(*, table: ProjectTable, by: Actor, at: datetime) -> ProjectTable:
    """
    撤销导入 Take back the projects a table brought, their firms, and what it changed, as one.

    :raises NotYourTable: the table is somebody else's.
    :raises NotTakenOver: it was not taken over, or has been undone.
    :raises BuiltUpon: somebody has worked on one of the projects since.
    """
    kept = tables.locked(table, by, TableState.DONE)
    added, changed = kept.made["projects"], kept.made["changed"]
    keys = [*added, *(one["project"] for one in changed)]
    list(Project.objects.select_for_update().filter(pk__in=keys).values_list("pk"))
    tables.bar([*tables.worked_on(kept, "project", keys), *_held(added)])
    for one in changed:
        _put_back(one, by, at)
    tables.undone(Project.objects.filter(pk__in=added).delete)
    take_firms_back(kept.made["organisations"])
    tables.reopen(kept, by, at, {"projects": len(added), "changed": len(changed)})
    return kept


def _look(table: ProjectTable, by: Actor, at: datetime) -> None:
    tables.keep_look(table, [one.row for one in judge(table, by, at)])


def _enter(one: Reading, firms: set[int], by: Actor, at: datetime) -> int:
    assert one.pipeline is not None
    project = add_project(
        park=one.pipeline.park,
        pipeline=one.pipeline,
        stage=one.stage,
        firm=one.row.firm,
        owner=User.objects.get(pk=one.owner_id) if one.owner_id else None,
        by=by,
        at=at,
        **one.given,
    )
    _plan(project, one, by, at)
    _note_firm(project, firms, at)
    return project.pk


def _bring_up_to_date(one: Reading, firms: set[int], by: Actor, at: datetime) -> dict[str, Any]:
    row = one.known
    assert row is not None
    before = {name: _plain(getattr(row, name)) for name in FIELDS}
    firm = row.organisation.name if row.organisation else ""
    step = [_plain(getattr(row, name)) for name in STEP]
    project = change_project(
        project=row, version=None, firm=one.told.get("organisation"), by=by, at=at, **one.given
    )
    _plan(project, one, by, at)
    if firm != (project.organisation.name if project.organisation else ""):
        _note_firm(project, firms, at)
    return {"project": project.pk, "before": before, "firm": firm, "step": step}


def _plan(project: Project, one: Reading, by: Actor, at: datetime) -> None:
    told = one.told
    if "next_step" in told or "next_on" in told:
        plan_step(
            project=project,
            next_step=told.get("next_step", project.next_step),
            next_on=told.get("next_on", project.next_on),
            next_by=project.next_by,
            by=by,
            at=at,
        )


def _note_firm(project: Project, firms: set[int], at: datetime) -> None:
    # A firm of this very moment was entered by this table.
    if project.organisation is not None and project.organisation.made_at == at:
        firms.add(project.organisation.pk)


def _put_back(one: Mapping[str, Any], by: Actor, at: datetime) -> None:
    project = Project.objects.filter(pk=one["project"]).first()
    if project is None:
        return
    project = change_project(
        project=project, version=None, firm=one["firm"], by=by, at=at, **one["before"]
    )
    words, day, who = one["step"]
    plan_step(
        project=project,
        next_step=words,
        next_on=date.fromisoformat(day) if day else None,
        next_by=User.objects.filter(pk=who).first() if who else None,
        by=by,
        at=at,
    )


def _held(projects: Iterable[int]) -> list[str]:
    """The projects that somebody has made something of, whatever it is."""
    keys = list(projects)
    found: list[str] = []
    for relation in Project._meta.related_objects:  # noqa: SLF001 (Django's way to ask)
        if relation.related_model is not Move:
            rows = relation.related_model._base_manager.filter(  # noqa: SLF001
                **{f"{relation.field.name}__in": keys}
            )
            held = rows.values_list(relation.field.name, flat=True)[: tables.NAMED]
            found += Project.objects.filter(pk__in=list(held)).values_list("name", flat=True)
    return found


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal | date) else value

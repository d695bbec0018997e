"""导入 A table of projects: every row is taken over, or none and all faults are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Park
from qianjin.apps.prospects.refusals import BadOrganisation
from qianjin.apps.subsidies.columns import Row, at_row, read_rows
from qianjin.units.refusals import NotAllowed
from qianjin.units.spreadsheet import Cell, SpreadsheetError, read_table

from .. import columns, policies, selectors
from ..choices import Meaning
from ..models import Pipeline, Project, Stage
from ..refusals import BadProject, BadTable, MayNotAddProject
from .projects import add_project, change_project, plan_step
from .traces import today_of

MOST_ROWS = 2000
MOST_NAMED = 50
"""How many faults are named at once."""
PLACED = ("number", "pipeline", "stage", "owner", "organisation", "next_step", "next_on")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table brought: rows entered anew, and rows brought up to date."""

    new: int
    changed: int


@transaction.atomic
def import_projects(*, park: Park, data: bytes, by: Actor, at: datetime) -> Taken:
    """
    导入项目 Take a table over: a row with a known number is that project, any other is new.

    A column the table does not have leaves the field of a known project as it is.

    :raises MayNotAddProject: this person enters no projects here.
    :raises BadTable: the file is none, or rows are wrong: ``fields["table"]`` names each.
    """
    if not policies.may_add(by, park.pk):
        raise MayNotAddProject
    rows, problems = read_rows(_sheet(data), columns.PROJECT, ("name", "sector", "source"))
    book = _Book(park, by, at)
    new = changed = 0
    for row in rows:
        try:
            is_new = book.take(row)
        except (BadProject, BadOrganisation) as refusal:
            problems += _placed(row.number, refusal.fields)
        except NotAllowed as refusal:
            problems += _placed(row.number, {"number": [str(refusal)]})
        else:
            new, changed = new + is_new, changed + (not is_new)
    if problems:
        named = problems[:MOST_NAMED]
        if len(problems) > MOST_NAMED:
            more = _("… and %(count)s more faults.") % {"count": len(problems) - MOST_NAMED}
            named.append(more)
        raise BadTable({"table": named})
    return Taken(new, changed)


class _Book:
    """What the rows of a table may name, and how each is taken over."""

    def __init__(self, park: Park, by: Actor, at: datetime) -> None:
        self.park, self.by, self.at = park, by, at
        self.pipelines = selectors.pipelines_of(park.pk)
        people = selectors.furniture_of(by, on=today_of(at)).people
        self.people = {name: key for key, name in people}

    def take(self, row: Row) -> bool:
        """Whether a new project was entered for it; a known one is brought up to date."""
        told = dict(row.values)
        values = {name: value for name, value in told.items() if name not in PLACED}
        known = self._known(told)
        if known is None:
            project = self._new(told, values)
        else:
            firm = told.get("organisation")
            project = change_project(
                project=known, version=None, firm=firm, by=self.by, at=self.at, **values
            )
        if told.get("next_step") or told.get("next_on"):
            plan_step(
                project=project,
                next_step=told.get("next_step") or "",
                next_on=told.get("next_on"),
                by=self.by,
                at=self.at,
            )
        return known is None

    def _known(self, told: Mapping[str, Any]) -> Project | None:
        number = told.get("number") or ""
        if not number:
            return None
        rows = selectors.projects_for(self.by).select_related("stage", "organisation")
        found = rows.filter(number=number).first()
        if found is None:
            raise BadProject({"number": [_("No project has this number.")]})
        return found

    def _new(self, told: Mapping[str, Any], values: dict[str, Any]) -> Project:
        pipeline = self._pipeline(told.get("pipeline") or "")
        return add_project(
            park=self.park,
            pipeline=pipeline,
            stage=self._stage(pipeline, told.get("stage") or ""),
            firm=told.get("organisation") or "",
            owner=self._owner(told.get("owner") or ""),
            by=self.by,
            at=self.at,
            **values,
        )

    def _pipeline(self, word: str) -> Pipeline:
        if not word:
            return self.pipelines[0]
        for one in self.pipelines:
            if word in (one.code, one.name_zh, one.name_en):
                return one
        names = "、".join(one.name for one in self.pipelines)
        raise BadProject({"pipeline": [_("One of these: %(choices)s.") % {"choices": names}]})

    def _stage(self, pipeline: Pipeline, word: str) -> Stage | None:
        if not word:
            return None
        stages = [s for s in pipeline.stages.all() if s.is_active and s.meaning != Meaning.LOST]
        for stage in stages:
            if word in (stage.code, stage.name_zh, stage.name_en):
                return stage
        names = "、".join(stage.name for stage in stages)
        raise BadProject({"stage": [_("One of these: %(choices)s.") % {"choices": names}]})

    def _owner(self, name: str) -> User | None:
        if not name:
            return None
        if name not in self.people:
            raise BadProject({"owner": [_("Nobody of this name carries projects on.")]})
        return User.objects.get(pk=self.people[name])


def _sheet(data: bytes) -> Sequence[Sequence[Cell]]:
    try:
        return read_table(data, max_rows=MOST_ROWS + 1).rows
    except SpreadsheetError as error:
        raise BadTable({"file": [_(error.sentence) % error.params]}) from error


def _placed(number: int, faults: Mapping[str, Any]) -> list[str]:
    return [
        at_row(number, str(columns.LABELS.get(name, name)), str(sentence))
        for name, sentences in faults.items()
        for sentence in sentences
    ]

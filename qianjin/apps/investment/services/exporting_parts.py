"""导出 What hangs on projects as Excel: the thread, visits, reviews, promises, trips."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.units.cities import find
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from ..choices import CommitmentKind, CommitmentSource, Fulfilment, TouchKind
from ..models import Project, Touch
from ..refusals import MayNotTakeOut, TooManyRows
from ..selectors import CommitmentRow, Filters, outgoing

MOST = 100_000
"""So many lines of the thread leave at once; a sheet of more is opened by nobody."""
_PROJECT = ((gettext_lazy("Number"), 16), (pgettext_lazy("export", "Project"), 34))


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of table: its name, its headings with widths."""

    label: Any
    heads: tuple[tuple[Any, float], ...]


PARTS: Mapping[str, Part] = {
    "thread": Part(
        pgettext_lazy("export", "What happened"),
        (
            *_PROJECT,
            (gettext_lazy("When"), 16),
            (pgettext_lazy("export", "What"), 18),
            (pgettext_lazy("export", "By"), 12),
            (gettext_lazy("With whom"), 24),
            (pgettext_lazy("export", "Words"), 60),
        ),
    ),
    "visits": Part(
        gettext_lazy("Visits received"),
        (
            *_PROJECT,
            (pgettext_lazy("export", "State"), 10),
            (gettext_lazy("Arrives"), 16),
            (gettext_lazy("Leaves"), 16),
            (gettext_lazy("Guests"), 30),
            (gettext_lazy("How many"), 8),
            (gettext_lazy("Hosts"), 24),
            (gettext_lazy("Purpose"), 30),
            (gettext_lazy("Route"), 40),
            (gettext_lazy("Materials"), 30),
            (gettext_lazy("Car"), 16),
            (gettext_lazy("Meal"), 16),
            (gettext_lazy("Meal, yuan a head"), 10),
            (gettext_lazy("What it brought"), 40),
        ),
    ),
    "scores": Part(
        gettext_lazy("Admission scores"),
        (
            *_PROJECT,
            (gettext_lazy("Review opened"), 16),
            (pgettext_lazy("export", "Outcome"), 12),
            (gettext_lazy("Total"), 8),
            (gettext_lazy("Pass mark"), 8),
            (gettext_lazy("Criterion"), 24),
            (gettext_lazy("Weight"), 8),
            (gettext_lazy("Least score"), 8),
            (gettext_lazy("Score"), 8),
            (gettext_lazy("Reason"), 40),
            (pgettext_lazy("export", "By"), 12),
        ),
    ),
    "opinions": Part(
        gettext_lazy("Opinions of bureaux"),
        (
            *_PROJECT,
            (gettext_lazy("Bureau"), 20),
            (gettext_lazy("Asked"), 16),
            (gettext_lazy("Due"), 16),
            (gettext_lazy("Verdict"), 12),
            (pgettext_lazy("export", "Words"), 50),
            (pgettext_lazy("export", "By"), 12),
            (gettext_lazy("Answered"), 16),
        ),
    ),
    "promises": Part(
        gettext_lazy("Promises and reality"),
        (
            *_PROJECT,
            (gettext_lazy("Organisation"), 30),
            (pgettext_lazy("export", "Promise"), 20),
            (gettext_lazy("Promised"), 12),
            (gettext_lazy("Due on"), 12),
            (gettext_lazy("From"), 12),
            (gettext_lazy("Year"), 8),
            (gettext_lazy("Reality"), 12),
            (gettext_lazy("Happened on"), 12),
            (pgettext_lazy("export", "Kept"), 12),
            (pgettext_lazy("export", "Words"), 40),
        ),
    ),
    "subsidies": Part(
        gettext_lazy("Subsidies promised and paid"),
        (
            *_PROJECT,
            (gettext_lazy("Subsidy"), 30),
            (gettext_lazy("Promised (10,000 yuan)"), 14),
            (gettext_lazy("Condition"), 40),
            (gettext_lazy("Due on"), 12),
            (gettext_lazy("Paid (10,000 yuan)"), 14),
            (gettext_lazy("Last paid on"), 12),
        ),
    ),
    "trips": Part(
        gettext_lazy("Trips"),
        (
            (gettext_lazy("Trip"), 30),
            (pgettext_lazy("export", "State"), 10),
            (gettext_lazy("From"), 12),
            (gettext_lazy("Until"), 12),
            (gettext_lazy("Who travels"), 24),
            (gettext_lazy("Travel, yuan"), 10),
            (gettext_lazy("Lodging, yuan"), 10),
            (gettext_lazy("Other costs, yuan"), 10),
            (gettext_lazy("What the trip brought"), 40),
            (pgettext_lazy("export", "Meeting"), 16),
            (gettext_lazy("City"), 10),
            (gettext_lazy("Place"), 24),
            (gettext_lazy("With whom"), 24),
            (gettext_lazy("Topic"), 30),
            (pgettext_lazy("export", "Project"), 34),
            (gettext_lazy("What it brought"), 40),
        ),
    ),
}


@transaction.atomic
def export_part(
    *, what: str, by: Actor, at: datetime, filters: Filters, project: Project | None = None
) -> IO[bytes]:
    """
    导出附属清单 One of ``PARTS`` for the projects of a filter, or for one; trips are the park's.

    :raises MayNotTakeOut: this person may not take it out.
    :raises TooManyRows: more lines of the thread than one table holds.
    """
    if not by.may(Capability.PROJECT_EXPORT):
        raise MayNotTakeOut
    on = timezone.localdate(at)
    projects = outgoing.chosen(by, filters, on=on, only=project)
    if what == "thread" and outgoing.count_happened(by, projects, most=MOST + 1) > MOST:
        raise TooManyRows(most=f"{MOST:,}")
    part = PARTS[what]
    target = io.BytesIO()
    columns = [Column(str(label), width) for label, width in part.heads]
    rows = write_table(target, columns, _rows(what, by, projects, on), sheet=str(part.label))
    target.seek(0)
    used = [f"{name}={value}" for name, value in asdict(filters).items() if value]
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="project.export",
        object_kind="project",
        object_id=project.pk if project else None,
        object_label=project.name if project else str(part.label),
        detail={"what": what, "rows": rows, "filters": [] if project else used},
    )
    return target


def _rows(what: str, by: Actor, projects: Any, on: date) -> Iterable[list[Value]]:
    if what == "thread":
        return map(_happened, outgoing.happened(by, projects))
    if what == "visits":
        return map(_visit, outgoing.receptions(projects))
    if what == "scores":
        return map(_score, outgoing.scores(projects))
    if what == "opinions":
        return map(_opinion, outgoing.opinions(projects))
    if what == "promises":
        found = outgoing.promises(projects, on=on)
        return (line for project, row in found for line in _promised(project, row))
    if what == "subsidies":
        return map(_subsidy, outgoing.subsidies(projects))
    return (_trip(trip, meeting) for trip, meeting in outgoing.journeys(by))


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _named(project: Project) -> list[Value]:
    return [project.number, project.name]


def _happened(row: Any) -> list[Value]:
    head = [*_named(row.project), _moment(row.at)]
    if isinstance(row, Touch):
        people = (row.with_whom, row.contact.name if row.contact else "")
        whom = "、".join(dict.fromkeys(filter(None, people)))
        return [*head, str(TouchKind(row.kind).label), row.by_name, whom, row.words]
    before = row.before.name if row.before else ""
    way = _("%(before)s → %(after)s") % {"before": before, "after": row.after.name}
    return [*head, way if before else row.after.name, row.by_name, "", row.words]


def _visit(row: Any) -> list[Value]:
    return [
        *_named(row.project),
        row.get_state_display(),
        _moment(row.arrives_at),
        _moment(row.leaves_at),
        row.guests,
        row.guest_count,
        row.hosts,
        row.purpose,
        row.route,
        row.materials,
        row.car,
        row.meal,
        row.meal_yuan,
        row.result,
    ]


def _score(row: Any) -> list[Value]:
    review = row.review
    return [
        *_named(review.project),
        _moment(review.opened_at),
        review.get_state_display(),
        review.total,
        review.pass_mark,
        row.criterion.name,
        row.weight,
        row.minimum,
        row.value,
        row.words,
        row.by_name,
    ]


def _opinion(row: Any) -> list[Value]:
    return [
        *_named(row.review.project),
        row.unit.name,
        _moment(row.asked_at),
        _moment(row.due_at),
        row.get_verdict_display() if row.verdict else "",
        row.words,
        row.by_name,
        _moment(row.answered_at),
    ]


def _promised(project: Project, row: CommitmentRow) -> Iterable[list[Value]]:
    one = row.commitment
    head: list[Value] = [
        *_named(project),
        project.organisation.name if project.organisation else "",
        str(CommitmentKind(one.kind).label),
        one.amount,
        one.due_on,
        str(CommitmentSource(one.source).label),
    ]
    for cell in row.years:
        state = str(Fulfilment(cell.state).label)
        words = cell.words or one.words
        yield [*head, cell.year, cell.amount, cell.happened_on, state, words]


def _subsidy(row: Any) -> list[Value]:
    return [
        *_named(row.project),
        row.name,
        row.amount_wan,
        row.condition,
        row.due_on,
        row.paid_wan,
        row.paid_on,
    ]


def _trip(trip: Any, meeting: Any) -> list[Value]:
    head: list[Value] = [
        trip.title,
        trip.get_state_display(),
        trip.from_on,
        trip.until_on,
        trip.members,
        trip.travel_yuan,
        trip.lodging_yuan,
        trip.other_yuan,
        trip.result,
    ]
    if meeting is None:
        return [*head, *[""] * 7]
    city = find(meeting.city) if meeting.city else None
    return [
        *head,
        _moment(meeting.at),
        city.name_zh if city else "",
        meeting.place,
        meeting.with_whom,
        meeting.topic,
        meeting.project.name if meeting.project else "",
        meeting.result,
    ]

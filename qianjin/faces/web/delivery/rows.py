"""行 The rows of a plan: for the Gantt, for the list on a phone, for the network view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.delivery.choices import OPEN_STEPS, Side, Stage, StepState
from qianjin.apps.delivery.network import START, TITLE, Step
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from . import drawing, words
from .net_drawing import Node, Tie, layered

AFTER_START = 45
"""Days after the start of construction that the first view still shows."""
BEFORE_TODAY = 45
"""Days before today with which it begins; what was done earlier is on the whole way."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the list beside the drawing."""

    row: Any
    name: str
    url: str
    days: str
    review: str
    who: str
    tone: str
    word: str
    bar: drawing.Bars
    is_inferred: bool


def lines_of(
    request: ParkRequest, steps: Sequence[Any], known: Mapping[str, Step], today: date
) -> list[StepLine]:
    """The steps with their days, lights and bars."""
    return [_line(request, row, known.get(row.key), today) for row in steps]


def _line(request: ParkRequest, row: Any, step: Step | None, today: date) -> StepLine:
    tone, word = words.light(row, today)
    url = to(request, "web:delivery_step", row.pk)
    return StepLine(
        row=row,
        name=row.name,
        url=url,
        days=words.span(row.begun_on or row.start_on, row.done_on or row.end_on),
        review=words.span(
            row.review_begun_on or row.review_from, row.review_done_on or row.review_until
        ),
        who=row.unit.name if row.unit else row.who,
        tone=tone,
        word=word,
        bar=_bar(row, step, url, tone, word),
        is_inferred=step is not None and step.basis == "inference" and not step.runs,
    )


def _bar(row: Any, step: Step | None, url: str, tone: str, word: str) -> drawing.Bars:
    spans, points = [], []
    begin, end = row.begun_on or row.start_on, row.done_on or row.end_on
    first, last = row.review_begun_on or row.review_from, row.review_done_on or row.review_until
    if first and last:
        is_done = row.review_done_on is not None and row.state == StepState.DONE
        spans.append(drawing.Span(first, last, "done" if is_done else "review"))
    if begin and end:
        if begin == end and not (first and last):
            points.append(drawing.Point(begin, f"milestone {tone}", word))
        else:
            spans.append(drawing.Span(begin, max(end, begin), _kind(row, step, tone)))
        if row.floats and row.state in OPEN_STEPS:
            spans.append(drawing.Span(end, end + timedelta(days=row.floats), "float"))
    if row.promised_on and row.state in OPEN_STEPS:
        told = _("promised %(day)s") % {"day": words.iso(row.promised_on)}
        points.append(drawing.Point(row.promised_on, "promise", told))
    days = words.span(begin, end)
    return drawing.Bars(
        label=row.name,
        spans=tuple(spans),
        points=tuple(points),
        url=url,
        title=f"{row.name} · {days} · {word}",
        drag=row.pk if row.state == StepState.OPEN else 0,
        is_strong=row.key in (TITLE, START),
    )


def _kind(row: Any, step: Step | None, tone: str) -> str:
    if row.state == StepState.DONE:
        return "done"
    if tone == "breached":
        return "late"
    if step is not None and step.is_floor:
        return "floor"
    if row.is_critical:
        return "critical"
    return "enterprise" if row.side == Side.ENTERPRISE else "plan"


def window(plan: Any, steps: Sequence[Any], today: date, view: str) -> drawing.Scale:
    """
    ``start``: from a little before today to the start of construction and a little more;
    ``print``: everything up to production; ``whole``: all of it.
    """
    begun = [day for row in steps for day in (row.begun_on, row.review_begun_on) if day]
    planned = [day for row in steps for day in (row.review_from, row.start_on) if day]
    first = min([*begun, *planned, today])
    last = max(plan.finish_on or today, today)
    if view == "start":
        first = max(first, today - timedelta(days=BEFORE_TODAY))
        if plan.start_on is not None and plan.start_on >= today:
            last = plan.start_on + timedelta(days=AFTER_START)
    if view == "print" and plan.production_on is not None:
        last = max(plan.production_on, today) + timedelta(days=AFTER_START)
    return drawing.Scale(first - timedelta(days=5), last + timedelta(days=7))


def chart(
    plan: Any, lines: Sequence[StepLine], scale: drawing.Scale, today: date
) -> tuple[str, list[tuple[str, list[tuple[StepLine, str]]]], int]:
    """
    The drawing for a desk, the same by the part of the way for a phone, and how many steps lie
    outside of it.
    """
    rows: list[drawing.Bars] = []
    groups: dict[str, list[tuple[StepLine, str]]] = {}
    shown = 0
    for line in lines:
        begin = line.row.review_from or line.row.begun_on or line.row.start_on
        end = line.row.done_on or line.row.end_on
        if begin is None or begin > scale.last or (end is not None and end < scale.first):
            continue
        shown += 1
        stage = str(Stage(line.row.stage).label)
        if stage not in groups:
            groups[stage] = []
            rows.append(drawing.Bars(stage))
        rows.append(line.bar)
        groups[stage].append((line, drawing.strip(line.bar, scale, today)))
    label = _("Plan of %(name)s as bars; the list says the same") % {"name": plan.name}
    drawn = drawing.gantt(rows, scale, _marks(plan, today), label)
    return drawn, list(groups.items()), len(lines) - shown


def _marks(plan: Any, today: date) -> list[drawing.Line]:
    found = [drawing.Line(today, pgettext("chart", "today"), "is-today")]
    for day, label, kind in (
        (plan.title_on, pgettext("chart", "land title"), "is-title"),
        (plan.start_on, pgettext("chart", "start"), "is-start"),
        (plan.likely_on, "P50", "is-likely"),
        (plan.promise_on, "P80", "is-likely"),
    ):
        if day is not None:
            found.append(drawing.Line(day, label, kind))
    return found


def network(
    request: ParkRequest, steps: Sequence[Any], known: Mapping[str, Step], today: date
) -> str:
    """The steps in layers."""
    nodes = []
    for row in steps:
        tone, _word = words.light(row, today)
        kind = f"is-{tone.replace('_', '-')}" + (" is-critical" if row.is_critical else "")
        day = row.done_on or row.begun_on or row.review_from or row.start_on
        nodes.append(
            Node(row.key, row.name, words.iso(day), to(request, "web:delivery_step", row.pk), kind)
        )
    ties = [
        Tie(one.of, row.key, f"is-{one.strength}")
        for row in steps
        for one in (known[row.key].after if row.key in known else ())
    ]
    return layered(nodes, ties, _("The steps in the order in which they wait for each other"))

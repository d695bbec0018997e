"""像快递一样 The way of a request as stations: where it was, where it is, what comes when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qianjin.apps.desk.choices import OPEN_STATES, RequestStatus, Stage
from qianjin.apps.desk.selectors import StageMark
from qianjin.ui.shapes import Step
from qianjin.ui.wording import moment

LABELS = {
    Stage.RESPOND: pgettext_lazy("station", "First response"),
    Stage.PLAN: pgettext_lazy("station", "Reply or plan"),
    Stage.RESOLVE: pgettext_lazy("station", "Settled"),
    Stage.INTERIM: pgettext_lazy("station", "Interim answer"),
}
AIMS = {
    Stage.RESPOND: gettext_lazy("An officer gets in touch with you."),
    Stage.PLAN: gettext_lazy("You get a reply, or a plan with dates."),
    Stage.RESOLVE: gettext_lazy("The matter is settled, or becomes a long case with milestones."),
    Stage.INTERIM: gettext_lazy("You are told where your case stands."),
}


class Request(Protocol):
    """What a row of a list and a request itself both know."""

    status: str
    opened_at: datetime
    resolved_at: datetime | None
    round: int
    milestone: str
    milestone_on: date | None


@dataclass(frozen=True, slots=True)
class Way:
    """行程 The stations, and in one line where the request stands and until when."""

    steps: tuple[Step, ...]
    now: str
    when: str
    tone: str

    @property
    def ahead(self) -> tuple[Step, ...]:
        """What the office has to do: the stations without the rating that comes after them."""
        return self.steps[:-1] if self.steps[-1].state == "coming" else self.steps


def way_of(request: Any, stages: Sequence[StageMark], *, is_rated: bool) -> Way:
    """The stations of the present round, in the order in which they come."""
    steps = [_start(request), *_promises(request, stages), *_end(request, is_rated=is_rated)]
    here = next((s for s in steps if s.state in {"now", "late", "paused"}), steps[-1])
    return Way(tuple(steps), here.label, here.time, _tone(here, request))


def _tone(here: Step, request: Any) -> str:
    if here.state == "late":
        return "breached"
    if here.state == "paused":
        return "at_risk"
    return str(RequestStatus(request.status).tone)


def _start(request: Request) -> Step:
    if request.round > 1:
        return Step(pgettext("station", "Reopened"), "done")
    return Step(pgettext("station", "Received"), "done", moment(request.opened_at))


def _promises(request: Request, stages: Sequence[StageMark]) -> list[Step]:
    is_open = request.status in OPEN_STATES
    steps, is_current = [], is_open
    was_long = any(mark.stage == Stage.INTERIM for mark in stages)
    for mark in stages:
        if mark.stage == Stage.INTERIM and not is_open:
            continue  # its clock was stopped by the settling that follows
        step = _promise(request, mark, is_current=is_current, was_long=was_long)
        if step is not None:
            steps.append(step)
            is_current = is_current and mark.met_at is not None
    if request.status == RequestStatus.LONG_CASE:
        steps.append(_milestone(request))
    if was_long and request.resolved_at:
        steps.append(Step(str(LABELS[Stage.RESOLVE]), "done", moment(request.resolved_at)))
    return steps


def _promise(request: Request, mark: StageMark, *, is_current: bool, was_long: bool) -> Step | None:
    stage = Stage(mark.stage)
    label = str(LABELS[stage])
    if stage == Stage.RESOLVE and was_long:
        label = pgettext("station", "Became a long case")
    if mark.met_at is not None:
        late = _("Later than promised.") if mark.state == "kept_late" else ""
        return Step(label, "done", moment(mark.met_at), late)
    until = _("by %(when)s") % {"when": moment(mark.due_at)}
    if mark.state == "paused":
        if not is_current:
            return Step(label, "coming", "", "")
        words = _("The clock stands still until your answer.")
        return Step(label, "paused", pgettext("promise", "paused"), words)
    words = str(AIMS[stage])
    if mark.is_provisional:
        until = _("%(until)s (provisional)") % {"until": until}
        words = _("Provisional: the official calendar of that year is not out yet.")
    if mark.state == "late":
        return Step(label, "late", until, _("This is later than promised. You may call us."))
    return Step(label, "now" if is_current else "coming", until, words)


def _milestone(request: Request) -> Step:
    when = moment(request.milestone_on) if request.milestone_on else ""
    return Step(pgettext("station", "Next milestone"), "coming", when, request.milestone)


def _end(request: Request, *, is_rated: bool) -> list[Step]:
    if request.status == RequestStatus.WITHDRAWN:
        return [Step(pgettext("station", "Withdrawn"), "done")]
    if request.status == RequestStatus.MERGED:
        return [Step(pgettext("station", "Goes on in another request"), "done")]
    if request.status in OPEN_STATES:
        return [Step(pgettext("station", "Your rating"), "coming")]
    if is_rated:
        return [Step(pgettext("station", "Your rating"), "done")]
    closed = request.status == RequestStatus.CLOSED
    label = pgettext("station", "Your rating")
    return [Step(label, "coming" if closed else "now", "", _("How was it?"))]

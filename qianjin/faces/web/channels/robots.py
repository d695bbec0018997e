"""群机器人 Robots of groups: set up, tried, paused; what they were given to say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.channels import selectors, services
from qianjin.apps.channels.choices import DeliveryState, Pace, Topic, Vendor
from qianjin.apps.channels.sentences import SENTENCES
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, listed, page
from qianjin.units.refusals import BadInput, WrongState

from .forms import NewRobotForm, RobotForm

KEPT = ("name", "topics", "pace", "daily_at", "quiet_from", "quiet_until", "language")


@acts(Capability.CHANNEL_EDIT)
def robots(request: ParkRequest) -> HttpResponse:
    """Every robot of the park, and the form for a new one."""
    form = NewRobotForm(request.POST or None, units=parks.units_of(request.park.pk))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_robot(
                park=request.park, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The robot is set up. Try it before you rely on it."))
            return go(request, "web:robot", row.pk)
    context = {"form": form, "rows": [_row(row) for row in selectors.robots_of(request.actor)]}
    return page(request, "web/channels/robots.html", context, 422 if form.errors else 200)


def _row(row: selectors.RobotRow) -> dict[str, Any]:
    robot = row.robot
    return {
        "found": row,
        "robot": robot,
        "vendor": Vendor(robot.vendor).label,
        "pace": Pace(robot.pace).label,
        "topics": listed(Topic(topic).label for topic in robot.topics),
    }


def _told(request: ParkRequest, form: RobotForm) -> dict[str, Any]:
    told = dict(form.cleaned_data)
    chosen = told.pop("unit")
    told["unit"] = parks.unit_of(request.park.pk, int(chosen)) if chosen else None
    return told


@acts(Capability.CHANNEL_EDIT, thing="robot")
def robot(request: ParkRequest, pk: int) -> HttpResponse:
    """One robot: what it tells and when, and its log."""
    row = selectors.robot_for(request.actor, pk)
    known = {name: getattr(row, name) for name in KEPT} | {"unit": str(row.unit_id or "")}
    form = RobotForm(request.POST or None, units=parks.units_of(request.park.pk), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_robot(
                robot=row, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The robot has been saved."))
            return go(request, "web:robot", pk)
    before = request.GET.get("before", "")
    log = selectors.deliveries_of(row, before=int(before) if before.isdecimal() else None)
    context = {
        "form": form,
        "robot": row,
        "vendor": Vendor(row.vendor).label,
        "log": [_line(request, delivery) for delivery in log.rows],
        "older": f"?before={log.older}" if log.older else "",
    }
    return page(request, "web/channels/robot.html", context, 422 if form.errors else 200)


def _line(request: ParkRequest, delivery: Any) -> dict[str, Any]:
    """What was said; to whom may not read requests only which event of which request it was."""
    state = DeliveryState(delivery.state)
    if request.actor.may(Capability.REQUEST_SEE):
        text = str(SENTENCES[delivery.topic]) % delivery.params
    else:
        text = f"{Topic(delivery.topic).label} {delivery.object_ref}"
    return {
        "row": delivery,
        "text": text,
        "state": state.label,
        "tone": state.tone,
    }


@acts(Capability.CHANNEL_EDIT, thing="robot")
def attempt(request: ParkRequest, pk: int) -> HttpResponse:
    """Send one message now and say what the group's server answered."""
    row = selectors.robot_for(request.actor, pk)
    if request.method == "POST":
        try:
            services.try_robot(robot=row, by=request.actor, at=timezone.now())
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The test message has arrived in the group."))
    return go(request, "web:robot", pk)


@acts(Capability.CHANNEL_EDIT, thing="robot")
def pause(request: ParkRequest, pk: int) -> HttpResponse:
    """Let a robot rest."""
    row = selectors.robot_for(request.actor, pk)
    if request.method == "POST":
        services.pause_robot(robot=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The robot rests; what waits for it waits on."))
    return go(request, "web:robot", pk)


@acts(Capability.CHANNEL_EDIT, thing="robot")
def wake(request: ParkRequest, pk: int) -> HttpResponse:
    """Let a robot speak again."""
    row = selectors.robot_for(request.actor, pk)
    if request.method == "POST":
        services.wake_robot(robot=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The robot speaks again."))
    return go(request, "web:robot", pk)

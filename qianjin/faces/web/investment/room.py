"""谈判室 The room of a negotiation: agenda, open points, versions, countdown; minutes as Word."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import PointSide
from qianjin.apps.investment.refusals import MayNotKeepProject
from qianjin.faces.gate import acts, endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import go, page
from qianjin.ui.wording import day, moment, size

from .posting import NOTHING, Act, Posted, post
from .room_forms import (
    PointForm,
    RoomForm,
    RoundForm,
    RoundPlanForm,
    SettleForm,
    VersionForm,
)


@acts(Capability.PROJECT_SEE, thing="project")
def room(request: ParkRequest, pk: int) -> HttpResponse:
    """The room; whoever carries the project on acts in it."""
    row = selectors.project_for(request.actor, pk)
    may_keep = policies.may_keep(request.actor, row)
    found = selectors.room_of(row)
    posted = NOTHING
    if request.method == "POST":
        if not may_keep:
            raise MayNotKeepProject
        posted = post(request, _acts(request, row, found))
        if posted.done:
            return go(request, "web:project_room", pk)
    context = {"p": row, "room": found, "may_keep": may_keep, **_shown(request, found, posted)}
    return page(request, "web/investment/room.html", context, 422 if posted.form else 200)


def _acts(request: ParkRequest, row: Any, found: Any) -> dict[str, Act]:
    """What can be done in the room; before it is open, only opening it."""
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    key = request.POST.get("key", "")
    opening = Act(
        lambda data, files: RoomForm(data),
        lambda form: services.open_room(project=row, **form.cleaned_data, **who),
    )
    if found is None:
        return {"open": opening}
    return {
        "open": opening,
        "plan": Act(
            lambda data, files: RoundPlanForm(data),
            lambda form: services.plan_round(negotiation=found, **form.cleaned_data, **who),
        ),
        "hold": Act(
            lambda data, files: RoundForm(data),
            lambda form: services.hold_round(
                talk=selectors.round_of(row, key), **form.cleaned_data, **who
            ),
        ),
        "drop": Act(
            lambda data, files: SettleForm(data),
            lambda form: services.drop_round(talk=selectors.round_of(row, key), **who),
        ),
        "point": Act(
            lambda data, files: PointForm(data),
            lambda form: services.open_point(negotiation=found, **form.cleaned_data, **who),
        ),
        "settle": Act(
            lambda data, files: SettleForm(data),
            lambda form: services.settle_point(
                point=selectors.point_of(row, key), **form.cleaned_data, **who
            ),
        ),
        "version": Act(
            lambda data, files: VersionForm(data, files),
            lambda form: services.add_version(negotiation=found, **form.cleaned_data, **who),
        ),
    }


def _shown(request: ParkRequest, found: Any, posted: Posted) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    if found is None:
        return {"open_form": posted.shown("open", RoomForm(initial={"begins_on": today}))}
    points = list(found.points.all())
    waiting = [one for one in points if one.settled_at is None]
    fields = RoomForm.base_fields
    known = {name: getattr(found, name) for name in fields}
    held = [one for one in found.rounds.all() if one.touch_id]
    return {
        "countdown": _countdown(found, now),
        "is_over": found.signing_at <= now,
        "open_form": posted.shown("open", RoomForm(initial=known)),
        "plan_form": posted.shown("plan", RoundPlanForm()),
        "point_form": posted.shown("point", PointForm(auto_id="id_point_%s")),
        "version_form": posted.shown("version", VersionForm(auto_id="id_version_%s")),
        "rounds": [_round(one, now, posted, request) for one in found.rounds.all()],
        "sides": [
            (side.label, [_point(one, today) for one in waiting if one.side == side])
            for side in PointSide
        ],
        "waiting": len(waiting),
        "settled": [one for one in points if one.settled_at is not None],
        "held": len(held),
        "versions": [
            {
                "row": one,
                "size": size(one.size),
                "url": f"{to(request, 'web:project_version', found.project_id)}?n={one.number}",
            }
            for one in found.versions.all()
        ],
    }


def _countdown(found: Any, now: Any) -> str:
    days = (timezone.localdate(found.signing_at) - timezone.localdate(now)).days
    if found.signing_at <= now:
        return _("The day of the signing has passed.")
    if days == 0:
        return _("Signing today, %(when)s") % {"when": moment(found.signing_at)}
    told = ngettext("%(count)d day to the signing", "%(count)d days to the signing", days)
    return told % {"count": days}


def _round(one: Any, now: Any, posted: Posted, request: ParkRequest) -> dict[str, Any]:
    known = {name: getattr(one, name) for name in RoundForm.base_fields}
    form = RoundForm(initial=known, auto_id=f"id_round{one.pk}_%s")
    if posted.name == "hold" and request.POST.get("key") == str(one.pk) and posted.form:
        form = posted.form  # type: ignore[assignment]
    return {"row": one, "form": form, "is_held": bool(one.touch_id), "is_past": one.at <= now}


def _point(one: Any, today: Any) -> dict[str, Any]:
    late = bool(one.due_on and one.due_on < today)
    return {"row": one, "late": late, "due": day(one.due_on) if one.due_on else ""}


@endpoint(Capability.PROJECT_SEE, thing="project")
def version(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A version of the agreement, to be saved; the latest without ``n``."""
    row = selectors.project_for(request.actor, pk)
    if not (number := request.GET.get("n")):
        found = selectors.room_of(row)
        newest = next(iter(found.versions.all()), None) if found else None
        if newest is None:
            # Nothing to save yet: back to the room, which says so.
            return go(request, "web:project_room", pk)
        return files.download(newest)
    return files.download(selectors.version_of(row, number))


@endpoint(Capability.PROJECT_SEE, thing="project")
def word(request: ParkRequest, pk: int) -> HttpResponse:
    """纪要 Word of one part of a project: the room's minutes, a reception plan, a review."""
    row = selectors.project_for(request.actor, pk)
    part, key = request.GET.get("part", ""), request.GET.get("key", "")
    if part == "reception":
        return _reception(selectors.reception_of(row, key))
    if part == "review":
        return _review(row, selectors.review_of(row, key))
    return _minutes(row)


def _minutes(row: Any) -> HttpResponse:
    title = _("Minutes of the negotiation")
    document = paper.blank(title, f"{row.number}　{row.name}")
    found = selectors.room_of(row)
    facts = [(_("Stage"), row.stage.name)]
    if found is not None:
        facts += [
            (_("To be signed at"), moment(found.signing_at)),
            (_("Team of the park"), found.park_team),
            (_("Team of the enterprise"), found.firm_team),
        ]
    paper.table(document, (), facts, widths=(4.0, 13.0))
    rounds = [one for one in found.rounds.all() if one.touch_id] if found else []
    heads = (
        "",
        _("When"),
        _("Topic"),
        _("Position of the park"),
        _("Position of the enterprise"),
        _("Agreed"),
    )
    lines = [
        (
            str(one.number),
            moment(one.at),
            one.topic,
            one.park_position,
            one.firm_position,
            one.agreed,
        )
        for one in rounds
    ]
    paper.line(document, _("Rounds"), size=14, bold=True)
    paper.table(document, heads, lines, widths=(0.8, 2.4, 2.8, 3.8, 3.8, 3.4))
    paper.line(document, _("Open points"), size=14, bold=True)
    points = list(found.points.all()) if found else []
    paper.table(
        document,
        (_("What is open"), _("Who settles it"), _("Due on"), _("How it was settled")),
        [(one.text, one.owner_name, str(one.due_on or ""), one.settled_words) for one in points],
        widths=(6.0, 3.4, 2.6, 5.0),
    )
    return paper.answer(paper.as_bytes(document), f"{title} {row.number}.docx")


def _reception(one: Any) -> HttpResponse:
    title = _("Reception plan")
    document = paper.blank(title, one.project.name)
    yuan = str(one.meal_yuan) if one.meal_yuan is not None else ""
    facts = [
        (_("Arrives at"), moment(one.arrives_at)),
        (_("Leaves at"), moment(one.leaves_at)),
        (_("Guests"), f"{one.guests}（{one.guest_count}）"),
        (_("Hosts"), one.hosts),
        (_("Purpose"), one.purpose),
        (_("Route"), one.route),
        (_("Materials"), one.materials),
        (_("Car"), one.car),
        (_("Meal"), one.meal),
        (_("Meal standard (yuan a head)"), yuan),
        (_("What it brought"), one.result),
    ]
    paper.table(document, (), facts, widths=(4.0, 13.0))
    return paper.answer(paper.as_bytes(document), f"{title} {one.project.number}.docx")


def _review(row: Any, review: Any) -> HttpResponse:
    title = _("Minutes of the admission review")
    document = paper.blank(title, f"{row.number}　{row.name}")
    total, _low = services.total_of(review)
    facts = [
        (_("Decision"), review.get_state_display()),
        (_("Total"), str(total if total is not None else "")),
        (pgettext("document", "Minutes"), review.minutes),
        (_("Conditions"), review.conditions),
    ]
    paper.table(document, (), facts, widths=(4.0, 13.0))
    scores = [
        (one.criterion.name, str(one.weight), str(one.minimum), str(one.value or ""), one.words)
        for one in review.scores.select_related("criterion")
    ]
    heads = (_("Criterion"), _("Weight"), _("Least score"), _("Score"), _("Reason"))
    paper.table(document, heads, scores, widths=(5.0, 1.8, 2.2, 1.8, 6.2))
    opinions = [
        (
            one.unit.name,
            one.get_verdict_display() if one.verdict else "",
            one.words,
            str(timezone.localdate(one.due_at)),
            str(timezone.localdate(one.answered_at)) if one.answered_at else "",
        )
        for one in review.opinions.select_related("unit")
    ]
    heads = (_("Bureau"), _("Verdict"), _("Words"), _("Due on"), _("Answered on"))
    paper.table(document, heads, opinions, widths=(3.4, 2.8, 5.6, 2.6, 2.6))
    return paper.answer(paper.as_bytes(document), f"{title} {row.number}.docx")

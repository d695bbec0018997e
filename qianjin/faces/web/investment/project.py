"""项目页 One project: where it stands, what comes next, what is known, its thread."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors as delivery
from qianjin.apps.investment import policies, selectors
from qianjin.apps.investment.choices import LostReason, Meaning, ReviewState
from qianjin.apps.prospects import selectors as prospects
from qianjin.faces.gate import endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.faces.web.prospects import words as book_words
from qianjin.ui.shapes import Step
from qianjin.ui.wording import day, duration, moment

from . import words
from .forms import StepForm, TouchForm, movable
from .tables import part_url

MOST_PEOPLE = 6


@endpoint(Capability.PROJECT_SEE, thing="project")
def project(request: ParkRequest, pk: int) -> HttpResponse:
    """The page of one project; its thread is read on page by page."""
    row = selectors.project_for(request.actor, pk)
    before = _moment(request.GET.get("before", ""))
    found = selectors.thread_of(row, before=before)
    today = timezone.localdate()
    may_keep = policies.may_keep(request.actor, row)
    address = to(request, "web:project", pk)
    context = {
        "p": row,
        "tone": words.stage_tone(row, today),
        "is_cold": bool(row.cold_on and row.cold_on <= today),
        "is_lost": row.stage.meaning == Meaning.LOST,
        "lost_label": LostReason(row.lost_reason).label if row.lost_reason else "",
        "days": words.days_words(words.days_since(row.stage_since, today)),
        "steps": _steps(row),
        "facts": words.facts(request, row, today),
        "concerns": words.concerns(row),
        "export_url": part_url(request, "thread", pk),
        "timeline": words.thread(request, found.rows),
        "older": f"{address}?before={found.older.timestamp()}#thread" if found.older else "",
        "newest": address if before else "",
        "next_late": bool(row.next_on and row.next_on < today),
        "may_keep": may_keep,
        "can_sign": may_keep and row.stage.meaning == Meaning.OPEN,
        "parts": _parts(request, row),
        **_people(request, row),
        "walks": [_walk(one) for one in selectors.walks_of(row)],
        **(_forms(request, row) if may_keep else {}),
    }
    return page(request, "web/investment/project.html", context)


def _forms(request: ParkRequest, row: Any) -> dict[str, Any]:
    """What whoever carries it on fills in on the page itself."""
    people = selectors.furniture_of(request.actor, on=timezone.localdate()).people
    known = {"next_step": row.next_step, "next_on": row.next_on, "next_by": row.next_by_id}
    return {
        "touch_form": TouchForm(people=people, prefix=None),
        "step_form": StepForm(initial=known, people=people, auto_id="id_step_%s"),
        "limits": files.limits(),
        "can_move": bool(movable(row)),
    }


def _parts(request: ParkRequest, row: Any) -> list[dict[str, str]]:
    """The pages of this project beside its thread, each with where it stands."""
    found = selectors.state_of(row)
    told = {
        "room": moment(found.signing_at) if found.signing_at else "",
        "receptions": str(found.receptions or ""),
        "review": str(ReviewState(found.review).label) if found.review else "",
        "promises": str(found.commitments or ""),
    }
    parts = [
        ("room", _("Negotiation room")),
        ("receptions", _("Visits received")),
        ("review", _("Admission review")),
        ("promises", pgettext("project", "Promises")),
    ]
    if policies.may_keep(request.actor, row):
        parts.append(("walk", _("Site walk")))
        if row.signed_on is not None:
            parts.append(("sign", _("Signing")))
    tiles = [
        {"url": to(request, f"web:project_{n}", row.pk), "label": label, "text": told.get(n) or "—"}
        for n, label in parts
    ]
    return [*tiles, *_plan(request, row)]


def _people(request: ParkRequest, row: Any) -> dict[str, Any]:
    """Whom one calls at the firm of the project, and through whom of ours one reaches them."""
    if row.organisation is None or not request.actor.may(Capability.PROSPECT_SEE):
        return {}
    found = prospects.people_at(request.actor, row.organisation_id, most=MOST_PEOPLE)
    found.sort(key=lambda one: one.pk != row.contact_id)
    decides = prospects.decider_of(found)
    people = [
        {
            "name": one.name,
            "url": to(request, "web:prospect", one.pk),
            "post": one.post,
            "phone": prospects.masked(one.phones[0]) if one.phones else "",
            "owner": one.owner.name,
            "touched": one.touched_on,
            "is_first": one.pk == row.contact_id,
            "decides": one == decides,
        }
        for one in found
    ]
    # Whoever is known there opens the door to who decides.
    goal = {"contact": decides} if decides else {"organisation": row.organisation}
    reached = prospects.ways_to(request.actor, **goal) if found else []
    return {
        "firm_url": to(request, "web:prospect_firm", row.organisation_id),
        "people": people,
        "ways": book_words.ways(request, reached),
    }


def _plan(request: ParkRequest, row: Any) -> list[dict[str, str]]:
    """The plan of its delivery, once there is one that this person may see."""
    if not request.actor.may(Capability.DELIVERY_SEE):
        return []
    plan = delivery.plan_of_project(request.actor, row.pk)
    if plan is None:
        return []
    started = pgettext("project", "start of construction %(day)s")
    start = started % {"day": day(plan.start_on)} if plan.start_on else "—"
    url = to(request, "web:delivery_plan", plan.pk)
    return [{"url": url, "label": pgettext("project", "Delivery plan"), "text": start}]


def _walk(one: Any) -> dict[str, Any]:
    told = _("%(metres)s m") % {"metres": f"{one.metres:,}"} if one.metres else ""
    minutes = duration(one.minutes) if one.minutes else ""
    ends = [{"lon": x, "lat": y, "tone": "active"} for x, y in (one.track[:1] + one.track[-1:])]
    return {
        "ends": ends,
        "way": [{"line": one.track, "tone": "active"}] if len(one.track) > 1 else [],
        "label": " · ".join(part for part in (day(one.touch.at), told, minutes) if part),
        "parcels": "、".join(parcel.number for parcel in one.parcels.all()),
    }


def _steps(row: Any) -> list[Step]:
    """The stages of its pipeline as stations: passed, here, to come."""
    stages = [s for s in row.pipeline.stages.order_by("position") if s.meaning != Meaning.LOST]
    here = row.lost_from if row.stage.meaning == Meaning.LOST else row.stage
    place = here.position if here else 0
    return [
        Step(
            stage.name,
            "done" if stage.position < place else ("now" if stage.pk == here.pk else "coming"),
            time=day(row.stage_since) if stage.pk == row.stage_id else "",
        )
        for stage in stages
        if stage.is_active or stage.pk == here.pk
    ]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), tz=timezone.get_current_timezone())
    except (ValueError, OverflowError, OSError):
        return None


@endpoint(Capability.PROJECT_SEE, thing="project_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file of a touch to be saved; ``small``: the small picture of a photograph."""
    row = selectors.touch_file_for(request.actor, pk)
    return files.preview(row) if request.GET.get("small") else files.download(row)

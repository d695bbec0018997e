"""总览 All plans of the park on one wall; a new one; working all out; the table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.choices import UNDER_WAY, PlanState, RoundState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem, StatItem
from qianjin.units.refusals import BadInput

from . import drawing, why, words
from .forms import PlanForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@endpoint(Capability.DELIVERY_SEE)
def wall(request: ParkRequest) -> HttpResponse:
    """Plans with their days from notice to start, their lights, and how the last round went."""
    if not words.sees_all(request):
        return go(request, "web:delivery_week")
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    today = timezone.localdate()
    found = selectors.plans_page(request.actor, request.park, today, state=state, before=before)
    rows = sorted(
        found.rows,
        key=lambda one: (_is_started(one, today), one.plan.start_on or date.max, one.plan.pk),
    )
    coming = [one for one in rows if not _is_started(one, today)]
    address = to(request, "web:delivery")
    known = state if state in PlanState.values else PlanState.ACTIVE
    context = {
        "tabs": words.tabs(request, "delivery"),
        "views": [
            NavItem(str(s.label), f"{address}?state={s}", active=s == known) for s in PlanState
        ],
        "rows": [_line(request, row) for row in rows],
        "chart": _chart(request, coming, today) if known == PlanState.ACTIVE else "",
        "stats": _stats(rows) if known == PlanState.ACTIVE and not before else (),
        "tight": why.park_reasons(request) if known == PlanState.ACTIVE else (),
        "older": f"{address}?state={known}&before={found.older}" if found.older else "",
        "newer": f"{address}?state={known}" if before else "",
        "may_open": request.actor.may(Capability.DELIVERY_KEEP),
        "may_export": request.actor.may(Capability.DELIVERY_EXPORT),
        **round_context(request),
    }
    name = "web/delivery/wall.html"
    is_part = request.headers.get("HX-Target") == "round"
    return page(request, name + ("#round" if is_part else ""), context)


def _is_started(row: Any, today: date) -> bool:
    """Whether construction has begun: it stands in the table below the others."""
    return row.plan.start_on is not None and row.plan.start_on < today


def round_context(request: ParkRequest) -> dict[str, Any]:
    """How the last working out of all plans went."""
    row = selectors.round_of(request.actor.park_id)
    return {
        "round": row,
        "is_planning": row is not None and row.state in UNDER_WAY,
        "has_failed": row is not None and row.state == RoundState.FAILED,
        "round_words": _round_words(row.answer) if row is not None and row.answer else "",
    }


def _round_words(answer: dict[str, Any]) -> str:
    parts = [
        _("%(plans)s plans, %(steps)s steps")
        % {"plans": answer["plans"], "steps": answer["steps"]},
        _("checked: %(count)s rules broken") % {"count": answer["breaches"]},
    ]
    if answer.get("gap_percent") is not None:
        parts.append(_("at most %(gap)s%% from the best") % {"gap": answer["gap_percent"]})
    else:
        parts.append(_("a quick plan, nothing proven of the best"))
    return " · ".join(parts)


def _line(request: ParkRequest, row: Any) -> dict[str, Any]:
    plan = row.plan
    tone, word = words.plan_light(row)
    return {
        "plan": plan,
        "url": to(request, "web:delivery_plan", plan.pk),
        "profile": words.profile(plan.profile),
        "listing": words.iso(plan.listing_on),
        "title": words.iso(plan.title_on),
        "permit": words.iso(plan.permit_on),
        "start": words.iso(plan.start_on),
        "finish": words.iso(plan.finish_on),
        "promise": "" if _is_started(row, timezone.localdate()) else words.iso(plan.promise_on),
        "gap": words.days(plan.gap) if plan.gap is not None else "",
        "done": f"{row.done} / {row.steps}",
        "tone": tone,
        "word": word,
        "state": PlanState(plan.state),
    }


def _stats(rows: list[Any]) -> list[StatItem]:
    gaps = [row.plan.gap for row in rows if row.plan.gap is not None]
    late = sum(row.late for row in rows)
    zero = sum(gap == 0 for gap in gaps)
    return [
        StatItem(_("Plans under way"), len(rows)),
        StatItem(
            _("Start on the day of the land title"),
            f"{zero} / {len(gaps)}",
            tone="done" if zero else "",
        ),
        StatItem(_("Steps late"), late, tone="breached" if late else ""),
        StatItem(_("Steps to watch"), sum(row.soon for row in rows)),
    ]


def _chart(request: ParkRequest, rows: list[Any], today: date) -> str:
    """From today to the last start: notice, title and start of each plan."""
    ends = [day for row in rows for day in (row.plan.start_on, row.plan.finish_on) if day]
    starts = [row.plan.start_on for row in rows if row.plan.start_on]
    last = max(starts or ends or [today]) + timedelta(days=45)
    scale = drawing.Scale(today - timedelta(days=30), last)
    bars = [_bars(request, row, today) for row in rows]
    lines = [drawing.Line(today, pgettext("chart", "today"), "is-today")]
    return drawing.gantt(bars, scale, lines, _("Plans from the transfer notice to the start"))


def _bars(request: ParkRequest, row: Any, today: date) -> drawing.Bars:
    plan = row.plan
    tone, word = words.plan_light(row)
    kind = "late" if tone == "breached" else "plan"
    last = plan.start_on or plan.finish_on or today
    spans = [drawing.Span(max(plan.from_on, today - timedelta(days=30)), last, kind)]
    points = []
    if plan.title_on and plan.start_on and plan.title_on < plan.start_on:
        spans = [drawing.Span(spans[0].a, plan.title_on, kind)]
        spans.append(drawing.Span(plan.title_on, plan.start_on, "wait"))
    for day, what, name in (
        (plan.listing_on, "listing", _("transfer notice")),
        (plan.title_on, "title", _("land title")),
        (plan.start_on, "start", _("construction start")),
        (plan.promise_on, "likely", _("start, promised (P80)")),
    ):
        if day is not None:
            points.append(drawing.Point(day, what, f"{name} {words.iso(day)}"))
    url = to(request, "web:delivery_plan", plan.pk)
    return drawing.Bars(plan.name, tuple(spans), tuple(points), url, f"{plan.name} · {word}")


@acts(Capability.DELIVERY_KEEP)
def new(request: ParkRequest) -> HttpResponse:
    """Open a plan."""
    people, projects = (
        selectors.keepers_of(request.actor, on=timezone.localdate()),
        selectors.projects_free(request.actor),
    )
    form = PlanForm(
        request.POST or None, people=people, projects=projects, initial=_asked(request, projects)
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        parcels = named_parcels(request, form, given.pop("parcels"))
        pk, officer = given.pop("project"), given.pop("officer")
        try:
            if not form.errors:
                made = services.open_plan(
                    park=request.park,
                    project=_one(form, "project", projects, pk),
                    officer=_one(form, "officer", people, officer),
                    parcels=parcels,
                    weight=given.pop("weight") or 1,
                    by=request.actor,
                    at=timezone.now(),
                    **given,
                )
                messages.success(request, _("The plan is made and placed among the others."))
                return go(request, "web:delivery_plan", made.pk)
        except BadInput as refusal:
            blame(form, refusal)
    return page(request, "web/delivery/edit.html", {"form": form}, 422 if form.errors else 200)


def _one(form: Any, name: str, rows: Any, pk: int | None) -> Any:
    """:raises BadInput: what is chosen is not in the list."""
    found = next((row for row in rows if row.pk == pk), None)
    if pk is not None and found is None:
        raise BadInput({name: [_("Choose one from the list.")]})
    return found


def named_parcels(request: ParkRequest, form: Any, text: str) -> list[Any]:
    """The parcels of a form; numbers that nothing has are blamed on the field."""
    found, missing = selectors.parcels_named(request.actor, text)
    if missing:
        told = _("There is no such parcel in the book: %(numbers)s")
        form.add_error("parcels", told % {"numbers": "、".join(missing)})
    return found


def _asked(request: ParkRequest, projects: Any) -> dict[str, Any]:
    """What the address of a project's page hands over."""
    first: dict[str, Any] = {"weight": 1, "from_on": timezone.localdate()}
    asked = request.GET.get("project", "")
    row = next((one for one in projects if str(one.pk) == asked), None)
    return first | ({"project": row.pk, "name": row.name[:80]} if row else {})


@acts(Capability.DELIVERY_KEEP)
def plan_all(request: ParkRequest) -> HttpResponse:
    """Have all plans worked out together."""
    if request.method == "POST":
        services.plan_all(park=request.park, by=request.actor, at=timezone.now())
        messages.success(request, _("All plans are being worked out; you may go on meanwhile."))
    return go(request, "web:delivery")


@endpoint(Capability.DELIVERY_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """Every plan as a table."""
    table = services.export_plans(by=request.actor, at=timezone.now())
    name = pgettext("file", "Delivery plans")
    return FileResponse(
        table, as_attachment=True, filename=f"{name}-{timezone.localdate()}.xlsx", content_type=XLSX
    )

"""计划页 One plan: its bars, its steps, its network, what would be if, what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import policies, selectors, services
from qianjin.apps.delivery.choices import PlanState
from qianjin.apps.delivery.network import BUILDING, START
from qianjin.apps.delivery.refusals import ChangedSince
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Fact, NavItem, StatItem
from qianjin.units.refusals import BadInput

from . import agreed, conflict, rows, why, words
from .forms import EndForm, PlanForm
from .wall import named_parcels, round_context

VIEWS = ("start", "whole", "steps", "network", "print")


@endpoint(Capability.DELIVERY_SEE, thing="delivery_plan")
def plan(request: ParkRequest, pk: int) -> HttpResponse:
    """The page of one plan; ``view`` chooses how one looks at it."""
    found = selectors.plan_for(request.actor, pk)
    view = request.GET.get("view", "start")
    view = view if view in VIEWS else "start"
    today = timezone.localdate()
    steps = selectors.steps_of(found)
    known = selectors.known_of(request.park, found.network, today)
    lines = rows.lines_of(request, steps, known, today)
    context = {
        "plan": found,
        "view": view,
        "lines": lines,
        "today": today,
        **_drawn(request, found, steps, known, lines, view),
    }
    if view == "print":
        return page(request, "web/delivery/print.html", context)
    context |= {
        "state": PlanState(found.state),
        "profile": words.profile(found.profile),
        "views": _views(request, pk, view, bool(found.start_on and found.start_on < today)),
        "stats": _stats(found, lines),
        "facts": _facts(request, found),
        "letters": [(one, *words.letter_light(one, today)) for one in selectors.letters_of(found)],
        "begin": _to_begin(lines, today),
        "agreed": agreed.lines_of(
            request, selectors.reached_by(request.actor, found, steps, today=today)
        ),
        "newer_network": _newer(request, found),
        "may_keep": policies.may_keep(request.actor, found) and found.state == PlanState.ACTIVE,
        "agreed_url": to(request, "web:project_promises", found.project_id)
        if found.project_id and request.actor.may(Capability.PROJECT_SEE)
        else "",
        "end_form": EndForm(),
        **round_context(request),
        **why.plan_reasons(request, found),
    }
    return page(request, "web/delivery/plan.html", context)


def _drawn(
    request: ParkRequest, found: Any, steps: Any, known: Any, lines: Any, view: str
) -> dict[str, Any]:
    today = timezone.localdate()
    if view == "network":
        return {"network": rows.network(request, steps, known, today)}
    if view == "steps":
        return {}
    scale = rows.window(found, steps, today, view)
    chart, groups, hidden = rows.chart(found, lines, scale, today)
    return {"chart": chart, "groups": groups, "hidden": hidden, "legend": rows.drawing.legend()}


def _views(request: ParkRequest, pk: int, here: str, is_started: bool) -> list[NavItem]:
    address = to(request, "web:delivery_plan", pk)
    names = {
        "start": _("From now on") if is_started else _("To the start"),
        "whole": _("The whole way"),
        "steps": _("Steps"),
        "network": _("Network"),
    }
    return [NavItem(n, f"{address}?view={view}", active=view == here) for view, n in names.items()]


def _stats(found: Any, lines: Any) -> list[StatItem]:
    done = sum(line.row.done_on is not None for line in lines)
    late = sum(line.tone == "breached" for line in lines)
    stats = []
    if found.start_on:
        stats = [
            StatItem(pgettext("delivery", "Land title"), words.iso(found.title_on) or "—"),
            StatItem(_("Construction start"), words.iso(found.start_on)),
        ]
        if found.gap is not None:
            stats.append(
                StatItem(
                    _("From title to start"),
                    found.gap,
                    unit=pgettext("unit", "days"),
                    tone="done" if found.gap == 0 else "",
                    sub=_("government %(a)s, enterprise %(b)s")
                    % {"a": found.government_days, "b": found.enterprise_days}
                    if found.gap
                    else "",
                )
            )
        stats += _after_start(found, lines) or _promised(found)
    else:
        stats = [StatItem(_("Last step ends"), words.iso(found.finish_on) or "—")]
    stats.append(StatItem(_("Steps done"), f"{done} / {len(lines)}"))
    stats.append(StatItem(_("Steps late"), late, tone="breached" if late else ""))
    return stats


def _promised(found: Any) -> list[StatItem]:
    """The day on which it may be promised to start."""
    if not found.promise_on:
        return []
    sub = _("as likely as not: %(day)s") % {"day": words.iso(found.likely_on)}
    return [StatItem(_("Start, promised (P80)"), words.iso(found.promise_on), sub=sub)]


def _after_start(found: Any, lines: Any) -> list[StatItem]:
    """Once construction has begun: how far it is, and when production comes."""
    by_key = {line.row.key: line for line in lines}
    start, built = by_key.get(START), by_key.get(BUILDING)
    if start is None or start.row.begun_on is None:
        return []
    told = words.iso(found.production_on) or "—"
    sub = ""
    if built is not None and built.row.done_on is None and built.row.percent is not None:
        sub = _("civil works %(percent)s%%") % {"percent": built.row.percent}
    return [StatItem(_("Production"), told, sub=sub)]


def _facts(request: ParkRequest, found: Any) -> list[Fact]:
    parcels = list(found.parcels.order_by("number").only("pk", "number", "name")[:50])
    works = selectors.works_for(found)
    facts = [
        Fact(_("Number"), found.number),
        Fact(pgettext("plan", "Profile"), words.profile(found.profile)),
        Fact(pgettext("plan", "In whose care"), found.officer.name),
        Fact(pgettext("plan", "Begins on"), words.iso(found.from_on)),
        Fact(pgettext("plan", "Weight"), str(found.weight)),
        Fact(_("Network of steps"), _("version %(number)s") % {"number": found.network.number}),
    ]
    if found.project:
        url = to(request, "web:project", found.project_id)
        facts.insert(1, Fact(_("Investment project"), found.project.name, url=url))
    label = _("Parcels that wait for it") if found.is_works else _("Parcels")
    for parcel in parcels:
        url = to(request, "web:parcel", parcel.number)
        facts.append(Fact(label, str(parcel), url=url))
        label = ""
    for one in works:
        told = _("Waits for works of the park")
        url = to(request, "web:delivery_plan", one.pk)
        facts.append(Fact(told, one.name, url=url, sub=words.iso(one.finish_on)))
    for text in words.conditions(found.conditions):
        facts.append(Fact(_("Fact"), text))
    return facts


def _to_begin(lines: Any, today: Any) -> list[Any]:
    """Steps that must begin within a week."""
    found = []
    for line in lines:
        first = line.row.review_from or line.row.start_on
        if line.row.state == "open" and first and (first - today).days <= 7:
            found.append((line, words.iso(first)))
    return found[:12]


def _newer(request: ParkRequest, found: Any) -> Any:
    """The version in force, where the plan stands on an older one."""
    latest = selectors.in_force(request.park)
    return latest if latest.number > found.network.number else None


@acts(Capability.DELIVERY_KEEP, thing="delivery_plan")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change the facts of a plan."""
    found = selectors.plan_for(request.actor, pk)
    people = selectors.keepers_of(request.actor, on=timezone.localdate())
    saved = _saved(found)
    initial = saved | {"version": found.version}
    form = PlanForm(request.POST or None, people=people, is_new=False, initial=initial)
    context: dict[str, Any] = {"form": form, "plan": found}
    if request.method == "POST" and form.is_valid():
        try:
            if _change(request, found, form, people):
                messages.success(request, _("The plan is changed and placed anew."))
                return go(request, "web:delivery_plan", pk)
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince:
            context["changes"] = conflict.changes(form, saved)
            conflict.fresh_version(form, found.version)
            return page(request, "web/delivery/edit.html", context, 409)
    return page(request, "web/delivery/edit.html", context, 422 if form.errors else 200)


def _saved(found: Any) -> dict[str, Any]:
    numbers = "、".join(found.parcels.order_by("number").values_list("number", flat=True))
    return {
        "name": found.name, "officer": found.officer_id, "weight": found.weight,
        "conditions": found.conditions, "words": found.words, "parcels": numbers,
        "profile": found.profile,
    }  # fmt: skip


def _change(request: ParkRequest, found: Any, form: PlanForm, people: Any) -> bool:
    """Change the plan; whether its form was without fault."""
    given = dict(form.cleaned_data)
    parcels = named_parcels(request, form, given.pop("parcels"))
    officer = given.pop("officer")
    if form.errors:
        return False
    services.change_plan(
        plan=found,
        parcels=parcels,
        officer=next((one for one in people if one.pk == officer), None),
        weight=given.pop("weight") or 1,
        by=request.actor,
        at=timezone.now(),
        **given,
    )
    return True


@acts(Capability.DELIVERY_KEEP, thing="delivery_plan")
def act(request: ParkRequest, pk: int) -> HttpResponse:
    """Promise its dates, accept the newer network, end it."""
    found = selectors.plan_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:delivery_plan", pk)
    what, now = request.POST.get("act", ""), timezone.now()
    if what == "accept":
        services.accept_network(plan=found, by=request.actor, at=now)
        messages.success(request, _("The plan stands on the newer network now."))
    elif what == "end":
        form = EndForm(request.POST)
        words_given = form.cleaned_data["words"] if form.is_valid() else ""
        services.end_plan(
            plan=found,
            is_stopped=request.POST.get("is_stopped") is not None,
            words=words_given,
            by=request.actor,
            at=now,
        )
        messages.success(request, _("The plan is over."))
    else:
        many = services.promise_dates(plan=found, by=request.actor, at=now)
        told = ngettext(
            "%(count)d step is promised for its day.",
            "%(count)d steps are promised for their days.",
            many,
        )
        messages.success(request, told % {"count": many})
    return go(request, "web:delivery_plan", pk)

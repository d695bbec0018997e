"""准入评审 The review of a project, the opinions of bureaux, the park's criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import OpinionVerdict, ReviewState
from qianjin.apps.investment.refusals import MayNotKeepProject
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.wording import moment
from qianjin.units.refusals import BadInput

from . import words
from .posting import NOTHING, Act, post
from .room_forms import CriterionForm, DecisionForm, OpinionForm, ReviewForm
from .tables import part_urls

USUAL = {"days": 5, "pass_mark": 60}


@acts(Capability.PROJECT_SEE, thing="project")
def review(request: ParkRequest, pk: int) -> HttpResponse:
    """The latest review of a project; scored, answered and decided on this page."""
    row = selectors.project_for(request.actor, pk)
    may_keep = policies.may_keep(request.actor, row)
    found = selectors.reviews_of(row)
    latest = found[0] if found else None
    posted = NOTHING
    if request.method == "POST":
        if not may_keep:
            raise MayNotKeepProject
        if request.POST.get("act") == "score" and latest is not None:
            _score(request, latest)
            return go(request, "web:project_review", pk)
        posted = post(request, _acts(request, row, latest))
        if posted.done:
            return go(request, "web:project_review", pk)
    is_open = latest is not None and latest.state == ReviewState.OPEN
    units = parks.units_of(row.park_id, UnitKind.BUREAU)
    context = {
        "p": row,
        "exports": part_urls(request, pk, "scores", "opinions"),
        "may_keep": may_keep,
        "review": latest and _shown(latest),
        "earlier": [{"row": one, "state": ReviewState(one.state)} for one in found[1:]],
        "is_open": is_open,
        "criteria": [c for c in selectors.criteria_of(row.park_id) if c.is_active],
        "open_form": posted.shown("open", ReviewForm(units=units, initial=USUAL)),
        "decide_form": posted.shown("decide", DecisionForm(auto_id="id_decide_%s")),
        "opinion_form": posted.shown("opinion", OpinionForm(auto_id="id_opinion_%s")),
        "answering": request.POST.get("key") if posted.name == "opinion" else "",
        "word_url": to(request, "web:project_word", pk),
    }
    return page(request, "web/investment/review.html", context, 422 if posted.form else 200)


def _acts(request: ParkRequest, row: Any, latest: Any) -> dict[str, Act]:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    units = list(parks.units_of(row.park_id, UnitKind.BUREAU))
    by_key = {str(unit.pk): unit for unit in units}

    def begin(form: Any) -> Any:
        given = dict(form.cleaned_data)
        asked = [by_key[key] for key in given.pop("units")]
        return services.open_review(project=row, units=asked, **given, **who)

    def opinion(form: Any) -> Any:
        one = selectors.opinion_of(row, request.POST.get("key", ""))
        return services.give_opinion(opinion=one, **form.cleaned_data, **who)

    known = {"open": Act(lambda d, f: ReviewForm(d, units=units), begin)}
    if latest is None:
        return known
    return {
        **known,
        "opinion": Act(lambda d, f: OpinionForm(d), opinion),
        "decide": Act(
            lambda d, f: DecisionForm(d),
            lambda form: services.decide(review=latest, **form.cleaned_data, **who),
        ),
    }


def _score(request: ParkRequest, latest: Any) -> None:
    values = {}
    for one in latest.scores.all():
        told = request.POST.get(f"score_{one.criterion_id}", "").strip()
        value = int(told) if told.isdecimal() and len(told) < 6 else None
        reason = request.POST.get(f"words_{one.criterion_id}", "")
        values[one.criterion_id] = (value, reason)
    services.score(review=latest, values=values, by=request.actor, at=timezone.now())
    messages.success(request, _("This has been entered."))


def _shown(latest: Any) -> dict[str, Any]:
    now = timezone.now()
    total, _low = services.total_of(latest)
    return {
        "row": latest,
        "state": ReviewState(latest.state),
        "total": total,
        "scores": [
            {
                "row": one,
                "name": one.criterion.name,
                "guidance": one.criterion.guidance,
                "low": one.value is not None and one.value < one.minimum,
            }
            for one in latest.scores.all()
        ],
        "opinions": [_opinion(one, now) for one in latest.opinions.all()],
    }


def _opinion(one: Any, now: Any) -> dict[str, Any]:
    verdict = OpinionVerdict(one.verdict) if one.verdict else None
    is_late = one.answered_at is None and one.due_at < now
    return {
        "row": one,
        "tone": verdict.tone if verdict else ("breached" if is_late else "waiting"),
        "label": verdict.label if verdict else (_("overdue") if is_late else _("asked")),
        "due": moment(one.due_at),
    }


@endpoint(Capability.OPINION_GIVE)
def opinions(request: ParkRequest) -> HttpResponse:
    """What one's bureau is asked, the nearest due time first; then what it has answered."""
    now = timezone.now()
    waiting = selectors.opinions_for(request.actor, is_open=True)
    given = selectors.opinions_for(request.actor, is_open=False)
    context = {
        "waiting": [_opinion(one, now) for one in waiting],
        "given": [_opinion(one, now) for one in given],
    }
    return page(request, "web/investment/opinions.html", context)


@acts(Capability.OPINION_GIVE, thing="project_opinion")
def opinion(request: ParkRequest, pk: int) -> HttpResponse:
    """One opinion: what the project is, what the bureau says."""
    row = selectors.opinion_for(request.actor, pk)
    known = {"verdict": row.verdict, "words": row.words}
    form = OpinionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_opinion(
                opinion=row, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The opinion is given."))
            return go(request, "web:opinions")
    project = row.review.project
    context = {
        "o": _opinion(row, timezone.now()),
        "p": project,
        "form": form,
        "is_open": row.review.state == ReviewState.OPEN,
        "facts": words.outline(project),
    }
    return page(request, "web/investment/opinion.html", context, 422 if form.errors else 200)


@acts(Capability.PROJECT_RULES)
def criteria(request: ParkRequest) -> HttpResponse:
    """The park's criteria: enter one, change one (``change`` in the address)."""
    asked = request.GET.get("change", "")
    row = selectors.criterion_for(request.actor, asked) if asked else None
    known = {n: getattr(row, n) for n in CriterionForm.base_fields} if row else {"is_active": True}
    form = CriterionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_criterion(
                park=request.park,
                criterion=row,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The criterion is kept."))
            return go(request, "web:project_criteria")
    rows = selectors.criteria_of(request.actor.park_id)
    weight = sum(one.weight for one in rows if one.is_active)
    context = {
        "rows": [(one, round(100 * one.weight / weight) if weight else 0) for one in rows],
        "form": form,
        "changed": row,
    }
    return page(request, "web/investment/criteria.html", context, 422 if form.errors else 200)

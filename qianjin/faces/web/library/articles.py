"""知识条目 The list of articles, one article, writing and checking it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors as desk
from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.library import selectors, services
from qianjin.apps.library.choices import ArticleState, Audience
from qianjin.apps.library.refusals import ChangedSince
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, listed, page
from qianjin.ui.shapes import Change
from qianjin.units.refusals import BadInput, Missing

from .forms import ArticleFilterForm, ArticleForm, PeriodForm


@endpoint(Capability.ARTICLE_SEE)
def articles(request: ParkRequest) -> HttpResponse:
    """The articles, newest first."""
    form = ArticleFilterForm(request.GET)
    form.is_valid()
    given = {name: form.cleaned_data.get(name) or "" for name in ("q", "kind", "show")}
    before = form.cleaned_data.get("before") or 0
    filters = selectors.ArticleFilters(
        words=given["q"], kind=given["kind"], show=given["show"], before=before
    )
    at = timezone.now()
    found = selectors.articles_page(request.actor, filters, at=at)
    days = selectors.stale_days_of(request.actor.park_id)
    query = urlencode({name: value for name, value in given.items() if value})
    context = {
        "form": form,
        "rows": [_row(row, at, days) for row in found.rows],
        "query": given["q"],
        "is_narrowed": bool(query or before),
        "newer": f"?{query}" if before else "",
        "older": f"?{query}&before={found.older}" if found.older else "",
        "days": days,
        "may_keep": request.actor.may(Capability.ARTICLE_EDIT),
        "period_form": PeriodForm(initial={"days": days})
        if request.actor.may(Capability.PARK_EDIT)
        else None,
    }
    part = "#rows" if request.headers.get("HX-Target") == "article-rows" else ""
    return page(request, "web/library/articles.html" + part, context)


def _row(row: Any, at: Any, days: int) -> dict[str, Any]:
    """An article as lists show it."""
    state = ArticleState(row.state)
    return {
        "pk": row.pk,
        "title": row.title,
        "kinds": kind_names(row.kinds),
        "unit": row.unit.name if row.unit else "",
        "state": "" if state == ArticleState.PUBLISHED else state.label,
        "tone": state.tone,
        "is_open": selectors.is_for_enterprises(row),
        "checked_by": row.checked_by.name,
        "checked_at": row.checked_at,
        "is_stale": selectors.is_stale(row, at=at, days=days),
    }


def kind_names(kinds: list[str]) -> str:
    """The types an article helps with, as words."""
    return listed(RequestKind(kind).label for kind in kinds if kind in RequestKind.values)


@endpoint(Capability.ARTICLE_SEE, thing="article")
def article(request: ParkRequest, pk: int) -> HttpResponse:
    """One article: what it says, who saw last that it holds."""
    row = selectors.article_for(request.actor, pk)
    days = selectors.stale_days_of(request.actor.park_id)
    context = {
        "a": row,
        "shown": _row(row, timezone.now(), days),
        "next_check": row.checked_at + timedelta(days=days),
        "audience": Audience(row.audience).label,
        "source": _source(request, row.source_number),
        "may_keep": selectors.may_keep(request.actor, row.unit_id),
        "may_check": row.state == ArticleState.PUBLISHED,
    }
    return page(request, "web/library/article.html", context)


def _source(request: ParkRequest, number: str) -> str:
    """The request it came from, where the reader may see it."""
    if number and request.actor.may(Capability.REQUEST_SEE):
        try:
            return str(desk.get_request_for(request.actor, number).number)
        except Missing:
            return ""
    return ""


@acts(Capability.ARTICLE_EDIT)
def new(request: ParkRequest) -> HttpResponse:
    """Write an article; ``?from=`` begins with the answer of a resolved request."""
    if request.method != "POST":
        return _show(request, _form(request, initial=_begun(request)))
    form = _form(request, request.POST)
    if form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        try:
            made = services.write_article(
                park=request.park, by=request.actor, at=timezone.now(), **given
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("It stands in the library."))
            return go(request, "web:article", made.pk)
    return _show(request, form, 422)


def _begun(request: ParkRequest) -> dict[str, Any]:
    """What a good answer brings along."""
    own = min(request.actor.unit_ids, default=None)
    number = request.GET.get("from", "")
    if not number:
        return {"unit": own}
    row = desk.get_request_for(request.actor, number)
    return {
        "title": row.title,
        "body": desk.answer_of(request.actor, number),
        "kinds": [row.kind] if row.kind else [],
        "unit": own,
        "source_number": number,
    }


@acts(Capability.ARTICLE_EDIT, thing="article")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change an article; who was first is shown to who was second."""
    row = selectors.article_for(request.actor, pk)
    if request.method != "POST":
        names = ("title", "body", "kinds", "audience", "state", "version")
        known = {name: getattr(row, name) for name in names}
        return _show(request, _form(request, initial={**known, "unit": row.unit_id}), article=row)
    form = _form(request, request.POST)
    if form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if k != "source_number"}
        try:
            services.change_article(article=row, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince:
            more = {"article": row, "version": row.version, "changes": _compare(form, row)}
            return _show(request, form, 409, **more)
        else:
            messages.success(request, _("The article has been saved."))
            return go(request, "web:article", pk)
    return _show(request, form, 422, article=row)


def _compare(form: ArticleForm, row: Any) -> list[Change]:
    """Where what was typed differs from what somebody else has saved."""
    mine = form.cleaned_data
    pairs = (
        ("title", mine["title"], row.title),
        ("body", mine["body"], row.body),
        ("kinds", kind_names(sorted(mine["kinds"])), kind_names(row.kinds)),
        ("audience", Audience(mine["audience"]).label, Audience(row.audience).label),
        ("state", ArticleState(mine["state"]).label, ArticleState(row.state).label),
    )
    return [
        Change(str(form.fields[name].label), str(one), str(other))
        for name, one, other in pairs
        if one != other
    ]


@acts(Capability.ARTICLE_EDIT, thing="article")
def check(request: ParkRequest, pk: int) -> HttpResponse:
    """It still holds today."""
    row = selectors.article_for(request.actor, pk)
    if request.method == "POST":
        services.check_article(article=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Noted: it was checked today."))
    return go(request, "web:article", pk)


@acts(Capability.PARK_EDIT)
def period(request: ParkRequest) -> HttpResponse:
    """After how many days a check is due."""
    form = PeriodForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            return page(request, "web/library/period.html", {"form": form}, 422)
        services.set_stale_days(
            park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The period has been saved."))
    return go(request, "web:library")


def _form(request: ParkRequest, data: Any = None, **more: Any) -> ArticleForm:
    units, for_all = selectors.kept_units(request.actor)
    return ArticleForm(data, units=units, for_all=for_all, **more)


def _show(request: ParkRequest, form: ArticleForm, status: int = 200, **more: Any) -> HttpResponse:
    return page(request, "web/library/article_edit.html", {"form": form, **more}, status)

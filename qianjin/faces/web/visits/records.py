"""走访记录 Records of visits: the list, writing one down, reading one, as Word."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.visits import policies, selectors, services
from qianjin.faces.gate import acts, endpoint, files, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from . import word, words
from .forms import PhotosForm, VisitForm
from .record_rows import list_rows, visit_context


@endpoint(Capability.VISIT_SEE)
def visit_list(request: ParkRequest) -> HttpResponse:
    """Every record, the latest first."""
    asked = {name: request.GET.get(name, "") for name in ("mine", "means", "enterprise")}
    firm = asked["enterprise"]
    found = selectors.visits_page(
        request.actor,
        enterprise=int(firm[:15]) if firm.isdecimal() else None,
        mine=bool(asked["mine"]),
        means=asked["means"],
        cursor=request.GET.get("cursor", ""),
    )
    context = {
        "tabs": words.tabs(request, "visit_list"),
        "may_record": request.actor.may(Capability.VISIT_RECORD),
        **list_rows(request, found, asked),
        **words.pages(to(request, "web:visit_list"), asked, found),
    }
    return page(request, "web/visits/records.html", context)


@acts(Capability.VISIT_RECORD)
def visit_new(request: ParkRequest) -> HttpResponse:
    """Write a visit or a contact down."""
    given = request.POST if request.method == "POST" else request.GET
    firm, stop = _firm(request, given), _stop(request, given)
    if stop is not None:
        firm = stop.enterprise
    if firm is None:
        query = request.GET.get("q", "")
        firms = enterprises.suggestions(request.actor, query) if len(query) > 1 else []
        return page(request, "web/visits/choose.html", {"query": query, "firms": firms})
    form = _form(request, firm, stop)
    if request.method == "POST" and form.is_valid():
        try:
            made = _record(request, form, firm, stop)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The visit has been recorded."))
            if stop is not None:
                return go(request, "web:round", stop.round_id)
            return go(request, "web:visit", made.pk, query="done=1")
    context = {
        "form": form,
        "firm": firm,
        "stop": stop,
        "limits": files.limits(),
        "draft": f"visit-new-{firm.pk}",
    }
    return page(request, "web/visits/new.html", context, 422 if form.errors else 200)


def _record(request: ParkRequest, form: VisitForm, firm: Any, stop: Any) -> Any:
    told = form.cleaned_data
    plain = ("means", "on_site_at", "minutes", "received_by", "visitors", "others", "next_on")
    return services.record_visit(
        enterprise=firm,
        stop=stop,
        findings=form.findings(),
        answers=form.answers(),
        files=told["files"],
        sender_key=told["sender_key"],
        by=request.actor,
        at=timezone.now(),
        **{name: told[name] for name in plain},
    )


def _firm(request: ParkRequest, given: Any) -> Any | None:
    key = given.get("enterprise", "")
    if not key.isdecimal():
        return None
    try:
        return enterprises.get_enterprise_for(request.actor, int(key[:15]))
    except enterprises.MovedTo as moved:
        return moved.enterprise
    except Missing:
        return None


def _stop(request: ParkRequest, given: Any) -> Any | None:
    key = given.get("stop", "")
    return selectors.stop_for(request.actor, int(key[:15])) if key.isdecimal() else None


def _form(request: ParkRequest, firm: Any, stop: Any) -> VisitForm:
    now = timezone.now()
    people = selectors.times_of(request.park.pk, on=timezone.localdate(now))
    year, quarter = selectors.quarter_of(timezone.localdate(now))
    contact = enterprises.contacts_of(firm).first()
    arrived = stop.arrived_at if stop else None
    minutes = round((now - arrived).total_seconds() / 60) if arrived else 45
    initial = {
        "on_site_at": timezone.localtime(arrived or now),
        "minutes": min(max(minutes, 5), 600),
        "visitors": [request.actor.person_id],
        "received_by": f"{contact.name} {contact.post}".strip() if contact else "",
        "sender_key": uuid4().hex,
    }
    return VisitForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        people=[(person.person_id, person.name) for person in people],
        questions=selectors.questions_of(request.park.pk, year=year, quarter=quarter),
    )


@endpoint(Capability.VISIT_SEE, thing="visit")
def visit(request: ParkRequest, pk: int) -> HttpResponse:
    """One record."""
    row = selectors.visit_for(request.actor, pk)
    context = visit_context(request, row)
    done = request.GET.get("done")
    context["draft_cleared"] = f"visit-new-{row.enterprise_id}" if done else ""
    return page(request, "web/visits/visit.html", context)


@endpoint(Capability.VISIT_SEE, thing="visit")
def visit_word(request: ParkRequest, pk: int) -> HttpResponse:
    """The record as Word."""
    row = selectors.visit_for(request.actor, pk)
    return paper.answer(word.of_visit(row), _("Visit %(number)s.docx") % {"number": row.number})


@acts(Capability.VISIT_RECORD, thing="visit")
def visit_photos(request: ParkRequest, pk: int) -> HttpResponse:
    """Add photographs or papers to a record."""
    row = selectors.visit_for(request.actor, pk)
    form = PhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["files"]
        try:
            services.add_photos(visit=row, files=told, by=request.actor, at=timezone.now())
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The files stand with the record."))
            return go(request, "web:visit", pk)
    visitors = [person.pk for person in row.visitors.all()]
    context = {
        "form": form,
        "row": row,
        "limits": files.limits(),
        "may_change": policies.may_change_visit(request.actor, row, visitors),
    }
    return page(request, "web/visits/photos.html", context, 422 if form.errors else 200)


@endpoint(Capability.VISIT_SEE, thing="visit_photo")
def photo_file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file as it was sent, to be saved."""
    return files.download(selectors.photo_for(request.actor, pk))


@endpoint(Capability.VISIT_SEE, thing="visit_photo")
def photo_preview(request: ParkRequest, pk: int) -> HttpResponseBase:
    """The small picture of a photograph."""
    return files.preview(selectors.photo_for(request.actor, pk))

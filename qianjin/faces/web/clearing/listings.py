"""挂牌组件 Listings: the list, one dossier, its papers, the notice, the listing and its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.choices import SETTLED_PAPERS, ListingState, PaperKind
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.files import download, limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper as office_paper
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import pack as packs
from . import words
from .acquisition import sent
from .forms import ListingForm, WhyForm
from .listing_rows import dossier, forms_of, stations
from .paper_forms import PaperAddForm, PaperFilesForm, PaperForm


@endpoint(Capability.CLEARING_SEE)
def listings(request: ParkRequest) -> HttpResponse:
    """Listings, newest first, with how much of each dossier is there."""
    state, before = request.GET.get("state", "open"), request.GET.get("before", "")
    rows, further = selectors.listings_page(
        request.actor, timezone.localdate(), before=before, state=state
    )
    address = to(request, "web:listings")
    views = [("open", pgettext("listing", "Open")), ("all", pgettext("listing", "All"))]
    views += [(s.value, str(s.label)) for s in (ListingState.SOLD, ListingState.UNSOLD)]
    context = {
        "views": [NavItem(n, f"{address}?state={k}", active=k == state) for k, n in views],
        "rows": [
            (
                row,
                ListingState(row.listing.state),
                words.iso(row.ready.likely if row.ready else None),
            )
            for row in rows
        ],
        "older": f"{address}?state={state}&before={further}" if further else "",
        "newer": f"{address}?state={state}" if before else "",
        "may_keep": request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK,
    }
    return page(request, "web/clearing/listings.html", context)


@acts(Capability.CLEARING_KEEP)
def new(request: ParkRequest) -> HttpResponse:
    """Begin a dossier."""
    form = ListingForm(sent(request), initial={"number": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        parcel = selectors.parcel_by_number(request.actor, given.pop("number"))
        if parcel is None:
            form.add_error("number", _("There is no such parcel in the book."))
        else:
            made = services.open_listing(
                parcel=parcel, by=request.actor, at=timezone.now(), **given
            )
            return go(request, "web:listing", made.pk)
    return page(
        request, "web/clearing/listing_new.html", {"form": form}, 422 if form.errors else 200
    )


@endpoint(Capability.CLEARING_SEE, thing="listing")
def listing(request: ParkRequest, pk: int) -> HttpResponse:
    """One dossier: its papers and bureaux, where it stands, and what comes next."""
    return _page(request, selectors.listing_for(request.actor, pk), {})


def _page(request: ParkRequest, found: Any, forms: dict[str, Any]) -> HttpResponse:
    papers = selectors.papers_of(found)
    may = request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK
    there = sum(paper.state in SETTLED_PAPERS for paper in papers)
    today = timezone.localdate()
    context = {
        "found": found,
        "state": ListingState(found.state),
        "groups": dossier(papers, today),
        "there": there,
        "count": len(papers),
        "steps": stations(found, there, len(papers)),
        "may_keep": may,
        "forms": (forms_of(found, today) | forms) if may else {},
        "ready": getattr(found.parcel, "ready", None),
        "blocker": words.blocker_name(getattr(found.parcel, "ready", None)),
        "first_day": words.iso(services.earliest_listing(found)),
        "add": PaperAddForm(units=selectors.bureaux_of(request.actor)),
    }
    bad = any(form.errors for form in forms.values())
    return page(request, "web/clearing/listing.html", context, 422 if bad else 200)


@acts(Capability.CLEARING_KEEP, thing="listing_paper")
def paper(request: ParkRequest, pk: int) -> HttpResponse:
    """Where one paper stands, and its files."""
    found = selectors.paper_for(request.actor, pk)
    names = ("state", "asked_on", "due_on", "came_on", "document", "words")
    form = PaperForm(sent(request), initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_paper(
                paper=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:listing", found.listing_id)
    return _paper(request, found, form, PaperFilesForm())


def _paper(request: ParkRequest, found: Any, form: Any, files: Any) -> HttpResponse:
    context = {
        "paper": found,
        "form": form,
        "files_form": files,
        "files": list(found.files.all()),
        "limits": limits(),
        "is_open": found.listing.state == ListingState.PREPARING,
        "kind": PaperKind(found.kind).label,
    }
    bad = form.errors or files.errors
    return page(request, "web/clearing/paper.html", context, 422 if bad else 200)


@acts(Capability.CLEARING_KEEP, thing="listing_paper")
def files(request: ParkRequest, pk: int) -> HttpResponse:
    """Add files to a paper."""
    found = selectors.paper_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:listing_paper", pk)
    form = PaperFilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = services.add_files(
                paper=found, files=form.cleaned_data["files"], by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            told = ngettext("%(count)d file was added.", "%(count)d files were added.", len(made))
            messages.success(request, told % {"count": len(made)})
            return go(request, "web:listing_paper", pk)
    names = ("state", "asked_on", "due_on", "came_on", "document", "words")
    first = PaperForm(initial={name: getattr(found, name) for name in names})
    return _paper(request, found, first, form)


@endpoint(Capability.CLEARING_SEE, thing="paper_file")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """One file of a dossier, as it was sent."""
    return download(selectors.file_for(request.actor, pk))


@acts(Capability.CLEARING_KEEP, thing="listing")
def paper_add(request: ParkRequest, pk: int) -> HttpResponse:
    """Ask for one more paper."""
    found = selectors.listing_for(request.actor, pk)
    units = selectors.bureaux_of(request.actor)
    form = PaperAddForm(sent(request), units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = next((one for one in units if one.pk == given["unit"]), None)
        services.add_paper(
            listing=found, name=given["name"], kind=given["kind"], unit=unit,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    return go(request, "web:listing", pk)


def _go_on(request: ParkRequest, pk: int, name: str, verb: Any, told: Any) -> HttpResponse:
    """The next step of a listing was entered; a wrong form comes back on the page."""
    found = selectors.listing_for(request.actor, pk)
    form = forms_of(found, timezone.localdate(), request.POST).get(name)
    if request.method != "POST":
        return go(request, "web:listing", pk)
    if form is None:
        # Not at this point: the verb says so.
        form = forms_of(found, timezone.localdate(), request.POST, every=True)[name]
    if form.is_valid():
        try:
            verb(listing=found, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, told)
            return go(request, "web:listing", pk)
    return _page(request, found, {name: form})


@acts(Capability.CLEARING_KEEP, thing="listing")
def notice(request: ParkRequest, pk: int) -> HttpResponse:
    """The notice was given."""
    return _go_on(request, pk, "notice", services.give_notice, _("The notice is entered."))


@acts(Capability.CLEARING_KEEP, thing="listing")
def begin(request: ParkRequest, pk: int) -> HttpResponse:
    """The listing has begun."""
    return _go_on(request, pk, "begin", services.begin_listing, _("The listing is entered."))


@acts(Capability.CLEARING_KEEP, thing="listing")
def end(request: ParkRequest, pk: int) -> HttpResponse:
    """The listing is over."""
    return _go_on(request, pk, "end", services.end_listing, _("The result is entered."))


@acts(Capability.CLEARING_KEEP, thing="listing")
def withdraw(request: ParkRequest, pk: int) -> HttpResponse:
    """Give it up, and say why."""
    found = selectors.listing_for(request.actor, pk)
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        services.withdraw_listing(
            listing=found, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        )
        return go(request, "web:listing", pk)
    context = {"form": form, "title": _("Withdraw the listing"), "sub": str(found.parcel)}
    context["back"] = to(request, "web:listing", pk)
    return page(request, "web/clearing/why.html", context, 422 if form.errors else 200)


@endpoint(Capability.CLEARING_SEE, thing="listing")
def cover(request: ParkRequest, pk: int) -> HttpResponse:
    """The cover list of the dossier as Word."""
    found = selectors.listing_for(request.actor, pk)
    made = packs.cover(found, selectors.papers_of(found), timezone.localdate())
    return office_paper.answer(made, f"{packs.name_of(found)}.docx")


@endpoint(Capability.CLEARING_KEEP, thing="listing")
def pack(request: ParkRequest, pk: int) -> FileResponse:
    """The whole dossier as a zip: the cover list, and every file in its folder."""
    found = selectors.listing_for(request.actor, pk)
    papers = selectors.papers_of(found)
    made, many = packs.zipped(found, papers, timezone.localdate())
    services.record_pack(listing=found, by=request.actor, at=timezone.now(), files=many)
    return FileResponse(
        made, as_attachment=True, filename=f"{packs.name_of(found)}.zip",
        content_type="application/zip",
    )  # fmt: skip

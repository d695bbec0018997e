"""What one does with a table in its preview, and with one that was taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.refusals import BuiltUpon, PreviewOutdated
from qianjin.faces.gate import acts
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go

from . import import_words as words


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_decide(request: ParkRequest, pk: int) -> HttpResponse:
    """Keep what was chosen for the rows of a page."""
    batch = selectors.import_for(request.actor, pk)
    if request.method == "POST":
        decisions = {
            key.removeprefix("row-"): str(value)
            for key, value in request.POST.items()
            if key.startswith("row-")
        }
        services.decide(batch=batch, decisions=decisions, by=request.actor, at=timezone.now())
        messages.success(request, _("Your choices are kept."))
    return go(request, "web:import_preview", pk, query=words.place(request))


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_decide_rest(request: ParkRequest, pk: int) -> HttpResponse:
    """Treat every undecided row alike."""
    batch = selectors.import_for(request.actor, pk)
    if request.method == "POST":
        services.decide_rest(
            batch=batch,
            decision=request.POST.get("decision", ""),
            by=request.actor,
            at=timezone.now(),
        )
    return go(request, "web:import_preview", pk)


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_apply(request: ParkRequest, pk: int) -> HttpResponse:
    """Take the table over as its preview was shown; when that is outdated, show it anew."""
    batch = selectors.import_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:import_preview", pk)
    try:
        services.take_over(
            batch=batch,
            by=request.actor,
            at=timezone.now(),
            fingerprint=request.POST.get("fingerprint", ""),
        )
    except PreviewOutdated as refusal:
        services.look_again(batch=batch, by=request.actor, at=timezone.now())
        messages.warning(request, str(refusal))
        return go(request, "web:import_preview", pk)
    return go(request, "web:import_result", pk)


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_abandon(request: ParkRequest, pk: int) -> HttpResponse:
    """Give a preview up."""
    batch = selectors.import_for(request.actor, pk)
    if request.method == "POST":
        services.abandon_import(batch=batch, by=request.actor, at=timezone.now())
        messages.success(request, _("The table was given up; nothing was changed."))
    return go(request, "web:imports")


@acts(Capability.ENTERPRISE_IMPORT, thing="import")
def import_undo(request: ParkRequest, pk: int) -> HttpResponse:
    """Take an import back as a whole, or say what has been built on it."""
    batch = selectors.import_for(request.actor, pk)
    if request.method == "POST":
        try:
            services.undo_import(batch=batch, by=request.actor, at=timezone.now())
            messages.success(request, _("The import was undone; the directory is as before."))
        except BuiltUpon as refusal:
            messages.error(request, str(refusal))
    return go(request, "web:import_result", pk)

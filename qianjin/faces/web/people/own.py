"""One's own things: profile, language, drafts, saved views. Both sides of the counter use them."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from qianjin.apps.accounts import selectors, services
from qianjin.apps.accounts.choices import Role
from qianjin.faces.gate import SIGNED_IN, acts, frames
from qianjin.faces.gate.forms import blame, storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go
from qianjin.units.refusals import BadInput

from .forms import ProfileForm

LARGEST_DRAFT = 200_000
"""Characters of one draft: more than any form of ours holds."""


@acts(SIGNED_IN, side="any")
def profile(request: ParkRequest) -> HttpResponse:
    """One's own name, reach, language and sign-in."""
    user = request.user
    known = {name: getattr(user, name) for name in ("name", "phone", "email", "language")}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Your profile has been saved."))
            answer = go(request, "web:profile")
            return _in_language(answer, form.cleaned_data["language"])
    context = {
        **frames.around(request),
        "form": form,
        "person": user,
        "two_factor": _two_factor(request),
        "roles": [Role(role).label for role in request.actor.own_roles],
    }
    status = 422 if form.errors else 200
    return render(request, "web/people/profile.html", context, status=status)


def _two_factor(request: ParkRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))


def _in_language(answer: HttpResponse, language: str) -> HttpResponse:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@acts(SIGNED_IN, side="any", repeatable=True)
def language(request: ParkRequest) -> HttpResponseBase:
    """Read on in another language, here and wherever one signs in next."""
    if request.method != "POST":
        return go(request, "web:profile")
    services.set_language(user=request.user, language=request.POST.get("language", ""))
    return set_language(request)


@acts(SIGNED_IN, side="any", repeatable=True)
def drafts(request: ParkRequest) -> HttpResponse:
    """What has been typed into a form: kept by POST, given back by GET."""
    told = request.POST if request.method == "POST" else request.GET
    key = storable(told.get("key", ""))[:80]
    if not key:
        raise Http404
    if request.method != "POST":
        draft = selectors.draft_of(request.actor, key)
        return JsonResponse({"at": draft.saved_at, "fields": draft.data} if draft else {})
    services.save_draft(by=request.actor, key=key, data=_fields(request), at=timezone.now())
    return HttpResponse(status=204)


def _fields(request: ParkRequest) -> dict[str, Any]:
    """The fields of a draft: a JSON object of lists; anything else is no draft."""
    text = request.POST.get("fields", "")
    if not text or len(text) > LARGEST_DRAFT:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        storable(name): [storable(said) for said in values if isinstance(said, str)]
        for name, values in found.items()
        if isinstance(values, list)
    }


@acts(SIGNED_IN, side="any", repeatable=True)
def save_view(request: ParkRequest) -> HttpResponse:
    """Keep a list's filters under a name."""
    back = _back(request)
    if request.method == "POST":
        services.save_view(
            by=request.actor,
            page=storable(request.POST.get("page", ""))[:40],
            name=storable(request.POST.get("name", "")),
            query=storable(request.POST.get("query", "")),
        )
        messages.success(request, _("This view is kept."))
    return redirect(back)


@acts(SIGNED_IN, side="any", thing="saved_view", repeatable=True)
def drop_view(request: ParkRequest, pk: int) -> HttpResponse:
    """Remove one of one's saved views."""
    back = _back(request)
    if request.method == "POST":
        services.drop_view(by=request.actor, view_id=pk)
        messages.success(request, _("The view has been removed."))
    return redirect(back)


def _back(request: ParkRequest) -> str:
    """Where one came from, on this site."""
    wanted = request.POST.get("next", "")
    is_path = wanted.startswith("/")  # anything else would be taken for the name of a page
    hosts = {request.get_host()}
    if is_path and url_has_allowed_host_and_scheme(wanted, hosts, request.is_secure()):
        return wanted
    return f"/{request.actor.park_slug}/"

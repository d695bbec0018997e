"""Pages the doorkeeper answers with itself: refusals, absences, errors, health, the way home."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts import selectors as accounts
from qianjin.units.refusals import Missing, Refusal

from . import frames, georeport

if TYPE_CHECKING:
    from qianjin.apps.audit.models import IdempotencyKey

NO_KEY = gettext_lazy("This form is out of date. Please reload the page and send it again.")
NO_KEY_HEADER = gettext_lazy(
    "Send an Idempotency-Key header of 1 to 64 characters: a repeat with the same key is answered"
    " with the first answer."
)
SWAPPED = (409, 422)
"""The refusals HTMX puts into the page; any other is said in a toast."""
WRONG_SIDE = gettext_lazy("This page belongs to the other side of the counter.")
NOT_YOURS = gettext_lazy(
    "Your role does not include this. Ask the park administrator if it should."
)


def is_api(request: HttpRequest) -> bool:
    """Whether a machine asks, that reads JSON instead of a page."""
    return request.path.startswith("/api/")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of a page asks, such as the one that sends what was written in the field."""
    return is_api(request) or request.headers.get("Accept") == "application/json"


def plain(
    request: HttpRequest, status: int, title: Any, sentence: Any, **more: Any
) -> HttpResponse:
    """One short page (a piece of it for HTMX, JSON for the API) that says what happened."""
    if georeport.is_georeport(request):
        return georeport.refusal(request, status, sentence, more.get("fields"))
    if wants_json(request):
        return as_json(status, sentence, more.get("fields"), more.get("changes"))
    context = {"title": title, "sentence": sentence, "status": status, **more}
    if request.headers.get("HX-Request"):
        response = render(request, "gate/notice.html#notice", context, status=status)
        if status not in SWAPPED:
            toast = {"toast": {"text": str(sentence), "tone": "breached"}}
            response["HX-Trigger"] = json.dumps(toast)
        return response
    surroundings = frames.around(request) if status < 500 else frames.NOTHING
    return render(request, "gate/notice.html", {**surroundings, **context}, status=status)


def as_json(status: int, sentence: Any, fields: Any = None, changes: Any = None) -> JsonResponse:
    """A refusal as the API words it: the sentence, and what is wrong with which field."""
    body: dict[str, Any] = {
        "error": str(sentence),
        "fields": {
            name: [str(problem) for problem in problems]
            for name, problems in (fields or {}).items()
        },
    }
    if changes:
        body["changes"] = [str(change) for change in changes]
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal in the reader's language; absent and foreign things answer alike."""
    if isinstance(refusal, Missing):
        return not_found(request)
    fields = getattr(refusal, "fields", {})
    return plain(
        request,
        refusal.status,
        _("This was not done"),
        str(refusal),
        fields=fields,
        changes=refusal.params.get("changes"),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, word for word the same for what is not there and what is not yours."""
    sentence = _("There is nothing here, or it is not yours to see.")
    return plain(request, 404, _("Not found"), sentence)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 raised by Django itself."""
    return plain(request, 403, _("Not allowed"), NOT_YOURS)


def unauthorised(request: HttpRequest, sentence: Any) -> HttpResponse:
    """401 for a machine: who asks is not known."""
    if georeport.is_georeport(request):
        return georeport.refusal(request, 401, sentence)
    response = as_json(401, sentence)
    response["WWW-Authenticate"] = 'Bearer realm="qianjin"'
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read at all."""
    sentence = _("The request could not be read. Nothing was changed.")
    return plain(request, 400, _("Not understood"), sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was opened before signing in, or in another browser."""
    sentence = _(
        "You have signed in again since this form was opened."
        " Your draft is kept: reload and send it."
    )
    return plain(request, 403, _("Please send it again"), sentence)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """405: the page exists but is not used this way."""
    return plain(request, 405, _("Not allowed"), _("This address is not used this way."))


def too_large(request: HttpRequest, limit_mb: int) -> HttpResponse:
    """413: the upload was not read; nothing was changed."""
    sentence = _("The upload is larger than %(limit)s MB. Nothing was sent; choose smaller files.")
    return plain(
        request, 413, _("Too large"), sentence % {"limit": limit_mb}, back_url=request.path
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it was the database that went away."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return database_away(request)
    sentence = _("Something went wrong on our side. Nothing was half done; please try again.")
    return plain(request, 500, _("Our mistake"), sentence)


def database_away(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After; the page is drawn without any query."""
    sentence = _(
        "The database is restarting. Nothing was half done; please try again in a few seconds."
    )
    response: HttpResponse = (
        as_json(503, sentence)
        if is_api(request)
        else HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    )
    response["Retry-After"] = "5"
    response.database_away = True  # type: ignore[attr-defined]
    return response


def repeated(request: HttpRequest, earlier: IdempotencyKey) -> HttpResponseBase:
    """Answer a repeated act with the answer the first one got."""
    if earlier.path != request.path[:300] or earlier.status is None:
        return plain(request, 409, _("Already used"), NO_KEY)
    response = HttpResponse(earlier.body, status=earlier.status)
    for name, value in earlier.headers.items():
        response[name] = value
    if earlier.location:
        response["Location"] = earlier.location
    response["Idempotency-Replayed"] = "true"
    return response


def health(request: HttpRequest) -> HttpResponse:
    """Whether web and database answer; for the supervisor and the load balancer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})


def home(request: HttpRequest) -> HttpResponse:
    """Send a person to their park; a stranger to the sign-in."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login"))
    parks = list(accounts.parks_of(request.user, on=timezone.localdate()))
    if not parks:
        sentence = _("Your account has no role in any park yet. Ask for an invitation.")
        return plain(request, 403, _("No park"), sentence)
    last = request.session.get("park")
    park = next((p for p in parks if p.slug == last), parks[0])
    actor = accounts.actor_of(user=request.user, park=park, on=timezone.localdate())
    name = "portal:home" if actor.is_enterprise else "web:today"
    return HttpResponseRedirect(reverse(name, kwargs={"park": park.slug}))

"""What every request passes on its way in."""

from __future__ import annotations

import time
import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from qianjin.apps.enterprises import selectors as enterprises
from qianjin.units.refusals import Refusal

from . import access, pages
from .bearer import ReadsOnly

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
CHANGING = {"account_change_password", "account_logout"}
"""What opens to somebody who still has the password that was made for them."""
PERMISSIONS = "camera=(self), geolocation=(self), microphone=()"


class SecurityHeaders:
    """CSP without unsafe-inline, and the other headers, on every answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        # Says to old browsers what frame-ancestors says to new ones.
        response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response


class DatabasePatience:
    """A restarting database makes requests wait a few seconds, then answers 503.

    Repeating is safe: what a failed attempt wrote was rolled back, and when the connection broke
    during the commit itself, the idempotency key committed with the act gives its answer.
    """

    seconds = 6.0

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        until = time.monotonic() + self.seconds
        while True:
            response = self.get_response(request)
            if not getattr(response, "database_away", False) or time.monotonic() > until:
                return response
            for connection in connections.all(initialized_only=True):
                connection.close()
            for upload in getattr(request, "_files", {}).values():
                upload.seek(0)
            for name in ("_cached_user", "_acached_user"):
                request.__dict__.pop(name, None)
            time.sleep(0.4)


class UploadLimit:
    """Refuse a form that is too heavy before a byte of it is stored, and one that broke off.

    What is already on its way is read and thrown away for some seconds, because a browser shows
    the answer only after it has sent its part.
    """

    drain_seconds = 20.0

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size <= settings.UPLOAD_FORM_LIMIT:
            _want_all_of(request, size)
            return self.get_response(request)
        until = time.monotonic() + self.drain_seconds
        while time.monotonic() < until and request.read(1 << 18):
            pass
        response = pages.too_large(request, settings.UPLOAD_FORM_LIMIT >> 20)
        response["Connection"] = "close"
        return response


def _want_all_of(request: HttpRequest, size: int) -> None:
    """A line that breaks in the middle of a form must not look like its end to the parser."""
    stream = getattr(request, "_stream", None)
    read = getattr(stream, "_read", None)
    if not size or read is None:
        return
    left = size

    def read_on(*wanted: int) -> bytes:
        nonlocal left
        chunk: bytes = read(*wanted)
        left -= len(chunk)
        if not chunk and left > 0 and wanted != (0,):
            raise ConnectionError("the request broke off")
        return chunk

    stream._read = read_on  # type: ignore[union-attr]  # noqa: SLF001


class ReaderLanguage:
    """The language of the person, else of the cookie, else Chinese."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = {code for code, _name in settings.LANGUAGES}
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in known:
            chosen = request.user.language if request.user.is_authenticated else None
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            patch_vary_headers(response, ["Cookie"])
            response.setdefault("Content-Language", translation.get_language())
            return response


class Doorkeeper:
    """Default deny: find how the view is classified, who asks, and in which park."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in the view's place when the person may not go on."""
        if "\x00" in request.path or any("\x00" in v for v in request.GET.values()):
            # PostgreSQL keeps no such character, so no address can hold one.
            return pages.bad_request(request)
        match = request.resolver_match
        found = access.access_of(view, match.view_name if match else None, request.method)
        if found is None and (classes := access.classes_of(view)):
            response = pages.method_not_allowed(request)
            response["Allow"] = ", ".join(sorted(classes))
            return response
        if found is None:
            return pages.not_found(request)
        if found.capability == access.ANYONE and "park" not in kwargs:
            return None
        if not request.user.is_authenticated:
            return self._sign_in(request)
        if request.user.must_change_password and match and match.view_name not in CHANGING:
            return self._change_password(request)
        if "park" not in kwargs:
            return None
        token = getattr(request, "api_token", None)
        try:
            arrival = enterprises.arrival(
                user=request.user,
                slug=kwargs.pop("park"),
                at=timezone.now(),
                comer=request.session.comer,  # type: ignore[attr-defined]
            )
            park = arrival.park
            if token is not None and token.park_id != park.pk:
                return pages.not_found(request)
            timezone.activate(zoneinfo.ZoneInfo(park.time_zone))
            request.actor, request.park = arrival.actor, park  # type: ignore[attr-defined]
            request.serving = arrival.serving  # type: ignore[attr-defined]
            access.check(request, found)
            if token is not None and token.is_read_only and found.unsafe:
                raise ReadsOnly
        except Refusal as refusal:
            return pages.refused(request, refusal)
        if token is None and request.session.get("park") != park.slug:
            request.session["park"] = park.slug
        return None

    def _change_password(self, request: HttpRequest) -> HttpResponse:
        """A password that somebody else has seen opens nothing but its own change."""
        words = _("Choose a password of your own first; the one you were given opens nothing else.")
        if pages.wants_json(request):
            return pages.unauthorised(request, words)
        messages.info(request, words)
        address = reverse("account_change_password")
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = address
            return response
        return redirect(address)

    def _sign_in(self, request: HttpRequest) -> HttpResponse:
        back = request.get_full_path()
        if request.headers.get("HX-Request"):
            back = request.headers.get("HX-Current-URL", "/")
            response = HttpResponse(status=401)
            response["HX-Redirect"] = redirect_to_login(_path(back)).url
            return response
        if pages.wants_json(request):
            return pages.unauthorised(request, _("Sign in, or send a token."))
        if request.method != "GET":
            back = _path(request.headers.get("Referer", "/"))
        return redirect_to_login(back)


def _path(url: str) -> str:
    """Keep only path and query of an address, so that the way back stays on this site."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

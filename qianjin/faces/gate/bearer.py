"""Bearer tokens: a program that shows one acts in its owner's name, in the token's park alone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.units.refusals import NotAllowed

from . import georeport, pages

NOT_A_TOKEN = gettext_lazy("This token is unknown, revoked or expired.")


class ReadsOnly(NotAllowed):
    """A change asked for with a token that may only read."""

    sentence = gettext_lazy("This token may only read.")


class BearerToken:
    """
    Take ``Authorization: Bearer`` on addresses of the API as the sign-in.

    A token needs no protection against forged forms: no browser sends one by itself. It opens no
    session, and no page outside the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not scheme and georeport.is_georeport(request) and (key := _api_key(request)):
            scheme, secret = "bearer", key
        if pages.is_api(request) and scheme.lower() == "bearer":
            token = accounts.valid_token(secret.strip(), at=timezone.now())
            if token is None:
                return pages.unauthorised(request, NOT_A_TOKEN)
            request.user = token.user
            request.api_token = token  # type: ignore[attr-defined]
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001
            people.token_used(token=token, at=timezone.now())
        return self.get_response(request)


def _api_key(request: HttpRequest) -> str:
    """What GeoReport calls a key; a form is read for it only when it carries no files."""
    if request.content_type == "application/x-www-form-urlencoded":
        return request.POST.get("api_key", "")
    return request.GET.get("api_key", "")

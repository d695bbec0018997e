"""The city's sign-on as allauth meets it: OpenID Connect with a nonce of each sign-in's own."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse


class CitySignOn(OpenIDConnectProvider):
    """
    Sends a nonce along and keeps it with the state of the sign-in.

    ``SocialAdapter`` looks for it in the ID token that comes back (OpenID Connect Core 3.1.2.1);
    allauth itself sends none.
    """

    package = "allauth.socialaccount.providers.openid_connect"
    """Whose addresses are served."""

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **more: Any,
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        asked = {**(more.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        return super().redirect(
            request, process, next_url, data, auth_params=asked, nonce=nonce, **more
        )

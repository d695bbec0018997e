"""单点登录 A city's single sign-on: any OpenID Connect provider, named by the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def apps(environ: Mapping[str, str]) -> list[str]:
    """
    What Django has to load for it.

    Only where the variable is there, be it empty: what allauth needs to speak with a provider
    takes 7 MB of every process.
    """
    named = "QIANJIN_OIDC_CLIENT_ID" in environ
    return ["allauth.socialaccount.providers.openid_connect"] if named else []


def providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """
    What allauth is told of the city's provider; nothing where the environment names none.

    Each sign-in proves by PKCE (RFC 7636) that it is the one that was begun here: a code that was
    stolen or slipped into another's browser opens nothing (RFC 9700, 2.1.1). A nonce does the same
    for the ID token.
    """
    if "QIANJIN_OIDC_CLIENT_ID" not in environ:
        return {}
    ours = "qianjin.faces.gate.city.CitySignOn"
    if not environ["QIANJIN_OIDC_CLIENT_ID"]:
        return {"openid_connect": {"provider_class": ours, "APPS": []}}
    app = {
        "provider_id": "sso",
        "name": environ.get("QIANJIN_OIDC_NAME", "SSO"),
        "client_id": environ["QIANJIN_OIDC_CLIENT_ID"],
        "secret": environ.get("QIANJIN_OIDC_SECRET", ""),
        "settings": {
            "server_url": environ.get("QIANJIN_OIDC_URL", ""),
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"provider_class": ours, "APPS": [app]}}

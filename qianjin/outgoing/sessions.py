"""A session for the sign-in library, which speaks ``requests``: every call through the guard."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from .calls import call
from .refusals import CallFailed, OutgoingRefused


class _Guarded(BaseAdapter):
    """Sends a prepared request over ``call``; its own redirects are switched off."""

    def send(
        self, request: requests.PreparedRequest, *options: Any, **named: Any
    ) -> requests.Response:
        """Send it; what the library would set (time, certificates, proxies) the guard decides."""
        body: Any = request.body or b""
        try:
            answer = call(
                request.url or "",
                method=request.method or "GET",
                body=body.encode() if isinstance(body, str) else body,
                headers={str(name): str(value) for name, value in request.headers.items()},
            )
        except (OutgoingRefused, CallFailed) as refusal:
            raise requests.ConnectionError(str(refusal), request=request) from refusal
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = BytesIO(answer.body)
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is kept open."""


def session() -> requests.Session:
    """A session of ``requests`` that can only leave through the guard and follows no redirect."""
    guarded = requests.Session()
    guarded.trust_env = False
    guarded.max_redirects = 0
    guarded.mount("https://", _Guarded())
    guarded.mount("http://", _Guarded())
    return guarded

"""登录后台 Who may sign in with a password, and who it is that comes back with a session."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from qianjin.apps.accounts import selectors

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from qianjin.apps.accounts.models import User

_present = threading.local()
"""The session whose person is asked for just now."""


class Accounts(AuthenticationBackend):
    """By sign-in name or address, as allauth has it; who has a session is asked the short way."""

    def get_user(self, user_id: int) -> User | None:
        """Whom a session belongs to, while they may sign in; asked before every page."""
        session = getattr(_present, "session", None)
        comer = session.comer if session is not None else None
        if comer is not None and comer.user.pk == user_id:
            user: User | None = comer.user
        else:
            user = selectors.account_numbered(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class People(AuthenticationMiddleware):
    """Django's own, but that the person may have been read with the session already."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    """As Django has it, which checks that the session was made with the password of now."""
    _present.session = request.session
    try:
        return get_user(request)
    finally:
        _present.session = None

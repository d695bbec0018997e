"""登录后台 Who may sign in with a password, and who it is that comes back with a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from qianjin.apps.accounts import selectors

if TYPE_CHECKING:
    from qianjin.apps.accounts.models import User


class Accounts(AuthenticationBackend):
    """By sign-in name or address, as allauth has it; who has a session is asked the short way."""

    def get_user(self, user_id: int) -> User | None:
        """Whom a session belongs to, while they may sign in; asked before every page."""
        user = selectors.account_numbered(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

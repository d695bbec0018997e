"""Sign-in: accounts come by invitation only; every sign-in leaves a trace."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from qianjin.apps.accounts import services as accounts
from qianjin.apps.audit import services as audit


class AccountAdapter(DefaultAccountAdapter):
    """No self-registration: an account is made by taking up an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAdapter(DefaultSocialAccountAdapter):
    """A city's single sign-on leads to the account with the same verified e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return bool(login.account.extra_data.get("email_verified", False))


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    audit.record(
        park_id=audit.PLATFORM, by=accounts.user_as_who(user), at=timezone.now(),
        verb="person.sign_in", object_kind="person", object_id=user.pk, object_label=user.name,
        detail={"from": request.META.get("REMOTE_ADDR", "")},
    )


@receiver(user_login_failed)
def _refused(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    nobody = accounts.nobody(str(credentials.get("username") or "")[:80])
    audit.record(
        park_id=audit.PLATFORM, by=nobody, at=timezone.now(), verb="person.sign_in_failed",
        detail={"from": request.META.get("REMOTE_ADDR", "") if request else ""},
    )

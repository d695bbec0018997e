"""Sign-in: accounts come by invitation only; every sign-in leaves a trace."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts import selectors
from qianjin.apps.accounts import services as accounts
from qianjin.apps.audit import services as audit


class AccountAdapter(DefaultAccountAdapter):
    """No self-registration: an account is made by taking up an invitation."""

    # Which of name and password was wrong is not said, nor whether there is such an account.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Sign-in name and password do not fit together."),
        "email_password_mismatch": _("Sign-in name and password do not fit together."),
        "too_many_login_attempts": _(
            "Too many attempts with a wrong password. Please wait five minutes and try again."
        ),
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
        "incorrect_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        """A password of one's own: whatever was handed over is done with."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SocialAdapter(DefaultSocialAccountAdapter):
    """A city's single sign-on leads to the account with the same verified e-mail address.

    The first time ties the two together by the number the city gives the person; from then on
    the address no longer matters.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        """What the library asks of the city's provider leaves through the guard."""
        from qianjin.outgoing.sessions import session

        return session()

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """
        Tie the person of the city to the account with their address, when it is the first time.

        :raises PermissionDenied: the city's answer belongs to another sign-in, or speaks of two
            people; the person is told that it did not work.
        """
        address = getattr(sociallogin.user, "email", "")
        try:
            _answers_this_sign_in(sociallogin)
        except PermissionDenied:
            _record_failure(request, address)
            raise
        if sociallogin.is_existing:
            return
        # Some providers write the word "false" where the standard wants the value.
        addresses = [
            found.email for found in sociallogin.email_addresses if found.verified in (True, "true")
        ]
        user = selectors.account_with_address(addresses)
        if user is None:
            _record_failure(request, address)
        else:
            sociallogin.connect(request, user)


def _answers_this_sign_in(sociallogin: Any) -> None:
    """
    Whether ID token and person are those this browser set out for.

    The token carries the nonce that was sent (OpenID Connect Core 3.1.3.7), and the person asked
    for with it is the one it names (5.3.2).

    :raises PermissionDenied: it is not so, or there is no ID token.
    """
    told = sociallogin.account.extra_data
    token, person = told.get("id_token") or {}, told.get("userinfo")
    sent, came = sociallogin.state.get("nonce") or "", str(token.get("nonce") or "")
    if not sent or not constant_time_compare(sent, came):
        raise PermissionDenied("the ID token carries another nonce")
    if person is not None and person.get("sub") != token.get("sub"):
        raise PermissionDenied("the ID token names another person")


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    audit.record(
        park_id=audit.PLATFORM,
        by=accounts.user_as_who(user),
        at=timezone.now(),
        verb="person.sign_in",
        object_kind="person",
        object_id=user.pk,
        object_label=user.name,
        detail={"from": request.META.get("REMOTE_ADDR", "")},
    )


@receiver(user_login_failed)
def _refused(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    _record_failure(request, credentials.get("username") or credentials.get("email") or "")


def _record_failure(request: HttpRequest | None, tried: object) -> None:
    audit.record(
        park_id=audit.PLATFORM,
        by=accounts.nobody(str(tried)[:80]),
        at=timezone.now(),
        verb="person.sign_in_failed",
        detail={"from": request.META.get("REMOTE_ADDR", "") if request else ""},
    )

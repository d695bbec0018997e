"""Classification of views, and the frame in which an unsafe one runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial, wraps
from typing import Any, Literal

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from qianjin.apps.audit import services as audit
from qianjin.units.refusals import NotAllowed, Refusal

from . import pages

ANYONE = "anyone"
SIGNED_IN = "signed-in"

Side = Literal["office", "enterprise", "any"]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """权限标签 How one endpoint is classified: the right it asks for, and of which thing.

    ``thing`` names the kind of object in its address ("request", "enterprise", …), empty for a
    page without one; the generated access test knows how to make each kind.
    """

    capability: str
    thing: str = ""
    side: Side = "office"
    unsafe: bool = False
    repeatable: bool = False
    """Doing it twice is the same as doing it once; no idempotency key is asked for."""


def endpoint(capability: str, *, thing: str = "", side: Side = "office") -> Callable[[View], View]:
    """Classify a view that only reads."""

    def wrap(view: View) -> View:
        @wraps(view)
        def reads(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD"}:
                return pages.method_not_allowed(request)
            try:
                response = view(request, *args, **kwargs)
            except Refusal as refusal:
                response = pages.refused(request, refusal)
            patch_vary_headers(response, ["HX-Request"])
            return response

        reads.access = Access(capability, thing, side)  # type: ignore[attr-defined]
        return reads

    return wrap


def acts(
    capability: str, *, thing: str = "", side: Side = "office", repeatable: bool = False
) -> Callable[[View], View]:
    """
    Classify a view whose POST changes something; its GET shows the form.

    The POST runs in one transaction together with its idempotency key: repeated, it is answered
    with the first answer; refused or failed, nothing of it remains and the key is free again.
    A ``repeatable`` act (mark as read, keep a draft) needs no key.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def doing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if request.method in {"GET", "HEAD"}:
                    response = view(request, *args, **kwargs)
                elif request.method == "POST":
                    act = partial(view, request, *args, **kwargs)
                    response = _whole(act) if repeatable else _once(request, act)
                else:
                    return pages.method_not_allowed(request)
            except Refusal as refusal:
                response = pages.refused(request, refusal)
            patch_vary_headers(response, ["HX-Request"])
            return response

        doing.access = Access(  # type: ignore[attr-defined]
            capability, thing, side, unsafe=True, repeatable=repeatable
        )
        return doing

    return wrap


def operations(by_method: Mapping[str, View]) -> View:
    """One view for an address whose methods are classified one by one (the API's)."""

    def dispatch(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return by_method[_method(request)](request, *args, **kwargs)

    classified = {
        method: view.access  # type: ignore[attr-defined]
        for method, view in by_method.items()
    }
    dispatch.operations = classified  # type: ignore[attr-defined]
    return dispatch


def _method(request: HttpRequest) -> str:
    return "GET" if request.method == "HEAD" else request.method or "GET"


class NoKey(Refusal):
    """An unsafe request without an idempotency key."""

    status = 400
    sentence = pages.NO_KEY


class NoKeyHeader(NoKey):
    """The same, said to a machine."""

    sentence = pages.NO_KEY_HEADER


def _whole(act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run an act in one transaction, of which nothing remains when it is refused."""
    with transaction.atomic():
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    by_machine = pages.is_api(request)
    key = request.headers.get("Idempotency-Key") or (
        "" if by_machine else request.POST.get("once", "")
    )
    if not key or len(key) > 64:
        raise NoKeyHeader if by_machine else NoKey
    for attempt in (1, 2, 3):
        try:
            return _in_transaction(request, key, act)
        except OperationalError as error:
            # Two acts locked the same rows in opposite order; the loser starts again, whole.
            if attempt == 3 or getattr(error.__cause__, "sqlstate", "") not in {"40P01", "40001"}:
                raise
            for _field, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.seek(0)
    raise AssertionError("unreachable")


def _in_transaction(
    request: HttpRequest, key: str, act: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    actor = getattr(request, "actor", None)
    user_id = request.user.pk or 0
    with transaction.atomic():
        earlier = audit.remember_key(
            park_id=actor.park_id if actor else 0,
            user_id=user_id,
            key=key,
            path=request.path,
            at=timezone.now(),
        )
        if earlier is not None:
            return pages.repeated(request, earlier)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        # An answer that says a secret once is not kept: its repeat leads back to the page.
        is_secret = "no-store" in response.get("Cache-Control", "")
        audit.settle_key(
            user_id=user_id,
            key=key,
            status=303 if is_secret else response.status_code,
            location=request.path if is_secret else response.get("Location", ""),
            body="" if is_secret else _text(response),
            headers={
                name: value
                for name, value in response.items()
                if name in {"HX-Redirect", "HX-Location", "HX-Trigger", "Content-Type"}
            },
        )
    return response


def _text(response: HttpResponseBase) -> str:
    if not isinstance(response, HttpResponse) or len(response.content) > 256 * 1024:
        return ""
    return response.content.decode(response.charset or "utf-8", "replace")


def to(request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page inside the park of ``request``."""
    park = request.actor.park_slug  # type: ignore[attr-defined]
    if args:
        return _address(get_urlconf(), get_script_prefix(), name, park, args)
    return _address(get_urlconf(), get_script_prefix(), name, park, (), **kwargs)


@lru_cache(maxsize=4096)
def _address(
    urlconf: str | None, prefix: str, name: str, park: str, args: tuple[Any, ...], **kwargs: Any
) -> str:
    """A page asks for some forty addresses, nearly all of them the same each time."""
    if args:
        return reverse(name, urlconf, args=(park, *args))
    return reverse(name, urlconf, kwargs={"park": park, **kwargs})


class WrongSide(NotAllowed):
    """A page of the office asked for by an enterprise, or the other way round."""

    sentence = pages.WRONG_SIDE


class NotYours(NotAllowed):
    """The role does not include this right."""

    sentence = pages.NOT_YOURS


def check(request: HttpRequest, access: Access) -> None:
    """
    Let the actor of ``request`` pass, or refuse.

    :raises WrongSide: the page belongs to the other side of the counter.
    :raises NotYours: no role of this person includes the right.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if access.side != "any" and (access.side == "enterprise") != actor.is_enterprise:
        raise WrongSide
    if access.capability not in {ANYONE, SIGNED_IN} and not actor.may(access.capability):
        raise NotYours


LIBRARY_VIEWS: dict[str, str] = {
    "home": ANYONE,
    "health": ANYONE,
    # The kit's own pages know no park and no person.
    "ui:gallery": ANYONE,
    "ui:found": ANYONE,
    "ui:page": ANYONE,
    "ui:language": ANYONE,
    # Views of libraries, by the name of their URL; everything else of theirs is refused.
    "account_login": ANYONE,
    "account_logout": SIGNED_IN,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_inactive": ANYONE,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": ANYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "openid_connect_login": ANYONE,
    "openid_connect_callback": ANYONE,
    "socialaccount_login_error": ANYONE,
    "socialaccount_login_cancelled": ANYONE,
}


def classes_of(view: Any) -> Mapping[str, Access]:
    """How each method of a view is classified; empty for a view of nobody's making."""
    found = getattr(view, "operations", None)
    if found is not None:
        return dict(found)
    access = getattr(view, "access", None)
    if not isinstance(access, Access):
        return {}
    return {"GET": access, "POST": access} if access.unsafe else {"GET": access}


def access_of(view: Any, view_name: str | None, method: str | None = None) -> Access | None:
    """How a view is classified, or ``None``: refuse it."""
    found = getattr(view, "access", None)
    if isinstance(found, Access):
        return found
    if method is not None and (methods := getattr(view, "operations", None)):
        known: Access | None = methods.get("GET" if method == "HEAD" else method)
        return known
    if view_name in LIBRARY_VIEWS:
        return Access(LIBRARY_VIEWS[view_name], side="any", unsafe=True)
    return None

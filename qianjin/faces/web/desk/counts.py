"""What waits behind the entries of the menu; asked once per page, in one query."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors
from qianjin.faces.web.frame import Count, counts

_KEY = "_desk_in_hand"
MOST = 999


def asks(actor: Actor) -> bool:
    """Whether the menu of this person counts requests at all."""
    return actor.may(Capability.REQUEST_HANDLE)


def known(request: HttpRequest, in_hand: tuple[int, int] | None) -> None:
    """Hand over what a page has counted already, so that the menu does not count again."""
    if in_hand is not None:
        request.__dict__[_KEY] = in_hand


@counts("web:today")
def today(request: HttpRequest) -> Count:
    """How many matters are this person's to do."""
    queue, _late = _in_hand(request)
    return _short(queue), "active"


@counts("web:requests")
def requests(request: HttpRequest) -> Count:
    """How many of them are late."""
    _queue, late = _in_hand(request)
    return (_("%(count)s late") % {"count": _short(late)}, "breached") if late else ("", "")


def _in_hand(request: HttpRequest) -> tuple[int, int]:
    if _KEY not in request.__dict__:
        actor = request.actor  # type: ignore[attr-defined]
        known(request, selectors.in_hand(actor, at=timezone.now()) if asks(actor) else (0, 0))
    found: tuple[int, int] = request.__dict__[_KEY]
    return found


def _short(count: int) -> int | str:
    return count if count <= MOST else f"{MOST}+"

"""一阵请求 A map asks for forty tiles at once; who asks is looked up with the first of them.

The doorkeeper's answer (who this is, in which park, that the right is there) is remembered in this
process for five seconds, for the browser's session and these addresses alone. Every tile carries
the layer's version, which is asked once a second. A right that is taken away, a person who signs
out: five seconds later the next tile is refused as any page (docs/decisions/0020, 0022).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from qianjin.units.refusals import Refusal

SECONDS = 5.0
MOST = 2_000
PARTS = 4
"""An address ends in a word and three numbers."""
now = time.monotonic

Next = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    view: Callable[..., HttpResponseBase]
    actor: Any
    park: Any


_known: OrderedDict[Key, _Known] = OrderedDict()
_turn = threading.Lock()


def remember(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> None:
    """
    Let further requests of this session to neighbouring addresses come straight to ``view``.

    Called by a view that the doorkeeper has let this request through to.
    """
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not session or getattr(request, "api_token", None) is not None or hasattr(request, "burst"):
        return
    key = (session, request.path.rsplit("/", PARTS)[0])
    actor, park = request.actor, request.park  # type: ignore[attr-defined]
    with _turn:
        _known[key] = _Known(now() + SECONDS, view, actor, park)
        _known.move_to_end(key)
        while len(_known) > MOST:
            _known.popitem(last=False)


def forget() -> None:
    """Forget everybody."""
    with _turn:
        _known.clear()


def is_one_of_many(request: HttpRequest) -> bool:
    """Whether it came by the short way, after a first one."""
    return getattr(request, "burst", False)


class Bursts:
    """Answer the tiles that follow a first one without asking anew who wants them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._at_once(request) or self.get_response(request)

    def _at_once(self, request: HttpRequest) -> HttpResponseBase | None:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if request.method != "GET" or not session or not _known:
            return None
        head, *rest = request.path.rsplit("/", PARTS)
        known = _known.get((session, head))
        if known is None or known.until < now() or len(rest) != PARTS:
            return None
        word, *numbers = rest
        if not all(one.isascii() and one.isdecimal() and len(one) < 8 for one in numbers):
            return None
        request.actor, request.park = known.actor, known.park  # type: ignore[attr-defined]
        request.burst = True  # type: ignore[attr-defined]
        try:
            response = known.view(request, word, *map(int, numbers))
        except Refusal:
            # The doorkeeper has the words for it.
            del request.actor, request.park, request.burst  # type: ignore[attr-defined]
            return None
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

"""
会话 Sessions in the database, read together with whom they belong to and where that one goes.

Whose a session is stands inside it, signed. A process remembers whose it was when it last read it,
and asks for session, person and park at once; what it then reads says whether it remembered right.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts

MOST = 5_000
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


class _Owners:
    """Whose the sessions were, the longest unread are forgotten first."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, int] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, key: str) -> int | None:
        return self._people.get(key)

    def keep(self, key: str, person: int) -> None:
        with self._turn:
            self._people[key] = person
            self._people.move_to_end(key)
            while len(self._people) > MOST:
                self._people.popitem(last=False)


_owners = _Owners()


class SessionStore(db.SessionStore):
    """Django's own store, but for the way a session is read."""

    slug = ""
    """The first word of the address, which may be a park."""
    comer: accounts.Comer | None = None
    """Whom this session belongs to, when that was read with it."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key at the next write, for one that ended."""
        data = self._read(str(self.session_key))
        if data is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(data)
        owner = held.get(SESSION_KEY, "")
        if self.comer is not None and str(self.comer.user.pk) != owner:
            self.comer = None
        if owner and self.comer is None:
            _owners.keep(str(self.session_key), int(owner))
        return held

    def _read(self, key: str) -> str | None:
        at, owner = timezone.now(), _owners.of(key)
        if owner is None:
            return accounts.session_data(key, at=at)
        found = accounts.session_with_comer(key, user_id=owner, slug=self.slug, at=at)
        if found is None:
            return None
        data, self.comer = found
        return data


class Sessions(SessionMiddleware):
    """Django's own, but that a session knows where its person goes."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        word = request.path_info.split("/", 2)[1]
        if _SLUG.fullmatch(word):
            request.session.slug = word  # type: ignore[attr-defined]

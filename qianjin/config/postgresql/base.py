"""The connection: moments read by one call each, and a look at the wire instead of a question."""

from __future__ import annotations

import select
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template
from psycopg import _queries
from psycopg.adapt import AdaptersMap

# psycopg takes a long question with many values to be made up anew each time, and reads it sign by
# sign at every asking. Ours are longest where they are always the same: tallies, and what an act
# writes at once.
_queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
_queries.MAX_CACHED_STATEMENT_PARAMS = 400


class MomentLoader(BaseTzLoader):
    """
    Read a moment of a connection that speaks in UTC, as every one of Django's does.

    A list reads some three hundred, and psycopg's loader, which Django has to wrap in Python,
    takes ten times as long for each. What is no plain moment of our era (``infinity``, BC) is left
    to that one.
    """

    timezone = UTC

    def load(self, data: Any) -> Any:
        """The moment; ISO 8601 with the offset ``+00``."""
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data)
        return moment if moment.tzinfo is UTC else super().load(data)


@cache
def _adapters(uses_zones: bool, zone: tzinfo | None) -> AdaptersMap:
    """Django's way of reading and writing values, but for moments."""
    adapters = AdaptersMap(get_adapters_template(uses_zones, zone))
    if zone is UTC:
        adapters.register_loader("timestamptz", MomentLoader)
    return adapters


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    def get_connection_params(self) -> dict[str, Any]:
        """What a new connection is opened with."""
        params: dict[str, Any] = super().get_connection_params()
        params["context"] = _adapters(settings.USE_TZ, self.timezone)
        return params

    def is_usable(self) -> bool:
        """
        Whether the connection kept since the last page still stands.

        A server that goes, or was restarted, closes the line, and that is seen on this side without
        a way there and back before each page. Only when something has come unasked is it asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        wire = select.poll()
        wire.register(self.connection.fileno(), select.POLLIN)
        return not wire.poll(0) or super().is_usable()

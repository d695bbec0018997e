"""The version of a park's layer, which every tile carries."""

from __future__ import annotations

import time
from functools import partial

from django.db import connection, transaction

SECONDS = 1.0
_VERSION = "SELECT version FROM land_layerversion WHERE park_id = %s"
now = time.monotonic
_lately: dict[int, tuple[float, int]] = {}
"""Of each park until when its version need not be asked again, and that version."""


def layer_version(park_id: int) -> int:
    """The version of the park's layer; 0 before the first parcel."""
    # Asked with every map, so it is not composed anew each time.
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [park_id])
        row = cursor.fetchone()
    version = int(row[0]) if row else 0
    _lately[park_id] = now() + SECONDS, version
    return version


def version_lately(park_id: int) -> int:
    """
    The version as this process asked it within the last second.

    For the tiles of one burst: forty of them in a second would ask the same forty times. What
    is changed in this process is seen at once.
    """
    until, version = _lately.get(park_id, (0.0, 0))
    return version if now() < until else layer_version(park_id)


def moved_on(park_id: int) -> None:
    """Ask anew: this transaction counts the version up."""
    _lately.pop(park_id, None)
    transaction.on_commit(partial(_lately.pop, park_id, None))

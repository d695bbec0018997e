"""The clock on the wall of a zone, and the way back from the wall to the instant.

``zoneinfo`` answers one moment at a time. For millions of moments the changes of a zone's offset
are found once and kept as a small table. Two repairs make the wall fit for counting work: an
hour that the clock shows twice counts once (the first time), and an hour that it skips has no
length. So working time never runs backwards.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Ticks of the scalar arithmetic in a second: microseconds.
SECOND: Final = 1_000_000

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_MICROSECOND: Final = timedelta(microseconds=1)
_DAY_SECONDS: Final = 86_400
_LONG_AGO: Final = -(2**62)

# No two changes of one zone in the tz database lie closer than six days (all zones looked
# through in release 2026), so a probe on every third day finds each of them.
_PROBE_SECONDS: Final = 3 * _DAY_SECONDS


def ticks(moment: datetime, field: str) -> int:
    """Microseconds since 1970 in UTC.

    Raises
    ------
    ValueError
        When ``moment`` carries no offset: a guessed zone would move a due time by hours.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{field}: {moment.isoformat()} has no offset from UTC")
    return (moment - EPOCH) // _MICROSECOND


def moment_at(instant: int, zone: ZoneInfo) -> datetime:
    """The aware datetime in ``zone`` of an instant in ticks."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)


class ZoneTable:
    """Offsets of a zone over some years.

    Parameters
    ----------
    changes
        Instants at which the offset changes, in seconds since 1970 in UTC, ascending.
    offsets
        Seconds east of UTC; ``offsets[i]`` holds before ``changes[i]``, the last one after all.
    """

    def __init__(self, changes: list[int], offsets: list[int]) -> None:
        # What the wall would show at each change if the change were not made.
        walls = [at + before for at, before in zip(changes, offsets, strict=False)]
        self._changes = [at * SECOND for at in changes]
        self._walls = [wall * SECOND for wall in walls]
        self._offsets = [offset * SECOND for offset in offsets]
        # Floors hold the two repairs; the first never binds.
        self._change_floors = [_LONG_AGO, *self._changes]
        self._wall_floors = [_LONG_AGO, *self._walls]
        self._change_array = np.array(changes, dtype=np.int64)
        self._wall_array = np.array(walls, dtype=np.int64)
        self._offset_array = np.array(offsets, dtype=np.int64)
        #: The one offset in seconds when there is no change, else ``None``.
        self.constant: int | None = None if changes else offsets[0]

    def wall(self, instant: int) -> int:
        """What the wall shows at an instant, both in ticks."""
        return instant + self._offsets[bisect_right(self._changes, instant)]

    def progress(self, instant: int) -> int:
        """The wall without its repeated hours: it never goes back."""
        place = bisect_right(self._changes, instant)
        return max(instant + self._offsets[place], self._wall_floors[place])

    def instant(self, wall: int) -> int:
        """When the wall shows ``wall`` (first, if twice), or goes past it, if it skips it."""
        place = bisect_right(self._walls, wall)
        return max(wall - self._offsets[place], self._change_floors[place])

    def wall_many(self, instants: Ints, second: int) -> Ints:
        """``wall`` of an array of ``second`` ticks in a second."""
        if self.constant is not None:
            return instants + self.constant * second
        place = np.searchsorted(self._change_array * second, instants, side="right")
        return instants + (self._offset_array * second).take(place)

    def progress_many(self, instants: Ints, second: int) -> Ints:
        """``progress`` of an array of ``second`` ticks in a second."""
        if self.constant is not None:
            return instants + self.constant * second
        place = np.searchsorted(self._change_array * second, instants, side="right")
        wall = instants + (self._offset_array * second).take(place)
        np.maximum(wall, _floors(self._wall_array * second).take(place), out=wall)
        return wall

    def instant_many(self, walls: Ints, second: int) -> Ints:
        """``instant`` of an array of ``second`` ticks in a second."""
        if self.constant is not None:
            return walls - self.constant * second
        place = np.searchsorted(self._wall_array * second, walls, side="right")
        instants = walls - (self._offset_array * second).take(place)
        np.maximum(instants, _floors(self._change_array * second).take(place), out=instants)
        return instants


def _floors(values: Ints) -> Ints:
    return np.concatenate((np.array([_LONG_AGO], dtype=np.int64), values))


@lru_cache(maxsize=32)
def zone_table(zone: ZoneInfo, first_year: int, last_year: int) -> ZoneTable:
    """The changes of ``zone`` in the years given, and some days around them."""
    start = _seconds(datetime(first_year, 1, 1, tzinfo=UTC)) - _PROBE_SECONDS
    end = _seconds(datetime(last_year + 1, 1, 1, tzinfo=UTC))
    changes: list[int] = []
    offsets = [_offset(zone, start)]
    for probe in range(start + _PROBE_SECONDS, end + _PROBE_SECONDS, _PROBE_SECONDS):
        offset = _offset(zone, probe)
        if offset != offsets[-1]:
            changes.append(_change_between(zone, probe - _PROBE_SECONDS, probe))
            offsets.append(offset)
    return ZoneTable(changes, offsets)


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, second: int) -> int:
    moment = (EPOCH + timedelta(seconds=second)).astimezone(zone)
    offset = moment.utcoffset()
    assert offset is not None  # every ZoneInfo has an offset at every moment
    return int(offset.total_seconds())


def _seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())

"""Time with the breaks taken out, in which a day with lunch is one stretch."""

from __future__ import annotations

from collections.abc import Sequence

from .data import Window


def work_time(breaks: Sequence[Window], moment: int) -> int:
    """``moment`` without the breaks before it; within a break, the moment it began."""
    return moment - sum(max(0, min(moment, end) - begin) for begin, end in breaks)


def clock_time(breaks: Sequence[Window], worked: int, *, after_break: bool) -> int:
    """The moment at which ``worked`` has passed; at the edge of a break, its end or its begin."""
    moment = worked
    for begin, end in breaks:
        if moment > begin or (after_break and moment == begin):
            moment += end - begin
    return moment


def beginnings(windows: Sequence[Window], minutes: int, breaks: Sequence[Window]) -> list[Window]:
    """When a visit of ``minutes`` may begin so that no break falls into it, on the clock."""
    pieces = list(windows)
    for begin, end in breaks:
        # Begun later than this, the break would come before the visit ends.
        last = begin - max(minutes, 1) if minutes else begin
        pieces = [
            piece
            for first, latest in pieces
            for piece in ((first, min(latest, last)), (max(first, end), latest))
            if piece[0] <= piece[1]
        ]
    return pieces

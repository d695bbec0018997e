"""A due time with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .data import Amount


class ReasonCode(StrEnum):
    """Why a due time is what it is; the words belong to the faces."""

    #: The start lay outside opening hours: counted from the opening on ``first``, ``amount``
    #: minutes after midnight.
    COUNTED_FROM_OPENING = "counted_from_opening"
    #: ``first`` is the day of the start and does not count (Civil Code, art. 201).
    START_DAY_NOT_COUNTED = "start_day_not_counted"
    #: ``amount`` days of rest from ``first`` to ``last`` did not count; ``name`` is the holiday,
    #: or empty for a weekend.
    REST_SKIPPED = "rest_skipped"
    #: ``first``, a weekly day of rest, is a make-up working day (调休) of ``name``.
    MAKE_UP_DAY_COUNTED = "make_up_day_counted"
    #: The month has no such day: ended on its last, ``first``; ``amount`` is the day wanted.
    MONTH_SHORTER = "month_shorter"
    #: The last day ``first`` is one of rest and moves on to ``last`` (Civil Code, art. 203).
    ROLLED_ON = "rolled_on"
    #: A pause gave back ``amount`` working minutes.
    PAUSE_GIVEN_BACK = "pause_given_back"
    #: The days of the year ``amount`` are computed: its notice is still to come (暂定).
    YEAR_PROVISIONAL = "year_provisional"


@dataclass(frozen=True)
class Reason:
    """One reason; which fields are filled is said at its code."""

    code: ReasonCode
    first: date | None = None
    last: date | None = None
    name: str = ""
    amount: int | None = None


@dataclass(frozen=True)
class DueTime:
    """办理时限 The end of a time limit and how it came about, in the order of the counting."""

    start: datetime
    amount: Amount
    paused_minutes: int
    due: datetime
    reasons: tuple[Reason, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether a notice to come may still change it (暂定)."""
        return any(reason.code is ReasonCode.YEAR_PROVISIONAL for reason in self.reasons)

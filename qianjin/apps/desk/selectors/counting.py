"""月度计数 Reading the monthly tallies: of whole months, by unit, type, enterprise or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ..choices import OPEN_STATES
from ..measures import Facet, Measure
from ..models import COUNTERS, Promise, Tally

Columns = tuple[list[str], list[int], list[int]]
"""Keys, hits, cases."""
Counts = dict[str, int]
"""The counters of the tallies, and under ``late_…`` the promises unmet although due."""

MONTH = "month"
"""The tab that lays the months of the whole park side by side."""

CASES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # measure -> its hits, and the counters that add up to its cases
    Measure.RESPONDED: ("met_respond", ("met_respond", "late_respond")),
    Measure.IN_TIME: ("kept_respond", ("met_respond", "late_respond")),
    Measure.PLAN_IN_TIME: ("kept_plan", ("met_plan", "late_plan")),
    Measure.RESOLVE_IN_TIME: ("kept_resolve", ("met_resolve", "late_resolve")),
    Measure.SOLVED: ("solved", ("settled", "late_resolve")),
    Measure.CONTENT: ("content", ("rated",)),
    Measure.RETURNED: ("returned", ("received",)),
    Measure.REDONE: ("redone", ("answers",)),
}


@dataclass(frozen=True, slots=True)
class Period:
    """评分时段 Whole months: the first day of the first one, and of the month after the last."""

    since: date
    until: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        first, after = (day.year * 12 + day.month - 1 for day in (self.since, self.until))
        return [date(n // 12, n % 12 + 1, 1) for n in range(first, after)]


def months_ending(day: date, many: int) -> Period:
    """So many whole months, the last one that of ``day``."""
    last = day.year * 12 + day.month - 1
    first = last - many + 1
    until = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(date(first // 12, first % 12 + 1, 1), until)


def hits_of(counts: Mapping[str, int], measure: str) -> tuple[int, int]:
    """Hits and cases of a measure."""
    hits, parts = CASES[measure]
    cases = sum(counts.get(part, 0) for part in parts)
    return min(counts.get(hits, 0), cases), cases


def added(rows: Iterable[Mapping[str, int]]) -> Counts:
    """All of them together."""
    total: Counts = defaultdict(int)
    for counts in rows:
        for name, many in counts.items():
            total[name] += many
    return total


class Tallied:
    """What is counted in a period by one facet; the late ones are asked for once."""

    def __init__(self, park_id: int, by: str, period: Period, at: datetime) -> None:
        self.park_id, self.by, self.period = park_id, by, period
        self.late: dict[str, Counts] = {}
        for key, stage, many in _late(park_id, by, period, at):
            self.late.setdefault(key, {})[f"late_{stage}"] = many

    def every_counter(self, keys: Sequence[str] | None = None) -> dict[str, Counts]:
        """All counters of all rows, or of the rows asked for; rows of noughts are left out."""
        group = "month" if self.by == MONTH else "key"
        rows = self._rows()
        if keys is not None:
            # Each month by its own name: so many keys in so many months are as many looks into
            # the index, where a span of months would read all that lies between.
            rows = rows.filter(key__in=keys, month__in=self.period.months)
        found: dict[str, Counts] = {
            str(row[0]): dict(zip(COUNTERS, row[1:], strict=True))
            for row in rows.values_list(group).annotate(*[Sum(name) for name in COUNTERS])
        }
        for key, late in self.late.items():
            if keys is None or key in keys:
                found.setdefault(key, {}).update(late)
        return {key: counts for key, counts in found.items() if any(counts.values())}

    def one_measure(self, measure: str) -> Columns:
        """
        Keys, hits and cases of one measure, as three columns; nothing else is read.

        A row without a case is there if something was raised. The columns come as arrays: of
        twenty thousand enterprises, a row each would take longer than counting them.
        """
        hits, parts = CASES[measure]
        (kept,) = (part for part in parts if part in COUNTERS)
        rows = self._rows().values("key").annotate(h=Sum(hits), n=Sum(kept), of=Sum("raised"))
        sql, told = rows.values_list("key", "h", "n", "of").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT array_agg(key), array_agg(h::int), array_agg(n::int)"
                f' FROM ({sql}) AS row (key, h, n, "of") WHERE n > 0 OR "of" > 0',
                told,
            )
            keys, done, cases = (column or [] for column in cursor.fetchone())
        if self.late:
            at = {key: n for n, key in enumerate(keys)}
            for key, counts in self.late.items():
                if key not in at:
                    at[key] = len(keys)
                    keys, done, cases = [*keys, key], [*done, 0], [*cases, 0]
                cases[at[key]] += sum(counts.get(part, 0) for part in parts)
        return keys, [min(pair) for pair in zip(done, cases, strict=True)], cases

    def _rows(self) -> QuerySet[Tally]:
        facet = Facet.UNIT if self.by == MONTH else Facet(self.by)
        return Tally.objects.filter(
            park_id=self.park_id,
            facet=facet,
            month__gte=self.period.since,
            month__lt=self.period.until,
        ).order_by()


def _late(park_id: int, by: str, period: Period, at: datetime) -> Iterable[tuple[str, str, int]]:
    """
    Promises that have failed and are not met yet: few, and found by an index of their own.

    A clock that stands still has not failed: the time of its pause is given back.
    """
    since, until = (_midnight(day) for day in (period.since, period.until))
    rows = Promise.objects.filter(
        park_id=park_id,
        met_at=None,
        due_at__gte=since,
        due_at__lt=min(until, at),
        request__paused_at=None,
        request__status__in=OPEN_STATES,
        round=F("request__round"),
    ).order_by()
    group = {
        Facet.UNIT: "request__unit_id",
        Facet.KIND: "request__kind",
        Facet.ENTERPRISE: "request__enterprise_id",
    }.get(by)  # type: ignore[call-overload]
    if group is None:
        rows, group = rows.annotate(due_month=TruncMonth("due_at")), "due_month"
    for key, stage, many in rows.values_list(group, "stage").annotate(many=Count("pk")):
        if isinstance(key, datetime):
            key = timezone.localdate(key)
        yield str("" if key is None else key), stage, many


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))

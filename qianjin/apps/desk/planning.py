"""The bridge to the engines: clocks of promises (``worktime``) and words (``reading``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from qianjin.apps.parks.models import Park
from qianjin.apps.parks.planning import calendar_at, calendar_of, yellow_from
from qianjin.engines import reading, scoring, triage
from qianjin.engines.worktime import Amount, Unit, WorkCalendar

from .models import PromiseProfile


@dataclass(frozen=True, slots=True)
class Clock:
    """钟点 When one promise is due, and from when its light is yellow."""

    due_at: datetime
    warn_at: datetime
    is_provisional: bool


def clock_for(
    calendar: WorkCalendar, *, start: datetime, amount: int, unit: str, paused_minutes: int = 0
) -> Clock:
    """Due time and yellow threshold of a promise; the rule of the light is the park's one."""
    due = calendar.due(start, Amount(amount, Unit(unit)), paused_minutes=paused_minutes)
    warn = yellow_from(calendar, start, due)
    return Clock(due, warn, calendar.is_provisional(start, due))


def calendar_for(park: Park, profile: PromiseProfile) -> WorkCalendar:
    """The working calendar a profile counts by."""
    return calendar_of(park, profile.calendar.code if profile.calendar else "")


def calendar_by(park_id: int, version: int, code: str | None) -> WorkCalendar:
    """The same, by what a list reads beside its rows."""
    return calendar_at(park_id, version, code or "")


def closing_on(calendar: WorkCalendar, day: date) -> datetime | None:
    """The end of office hours on a day; none when nobody works on it."""
    if not calendar.is_working_day(day):
        return None
    eve = day - timedelta(days=1)
    # The day on which a span begins is not counted: one working day from the eve ends on the day.
    start = timezone.make_aware(datetime(eve.year, eve.month, eve.day))
    return calendar.due(start, Amount(1, Unit.WORKING_DAYS))


def working_minutes(calendar: WorkCalendar, since: datetime, until: datetime) -> int:
    """Working minutes between two moments, at least none."""
    return max(calendar.working_minutes(since, until), 0)


class Left(NamedTuple):
    """
    余时 What is left until a due time, in working minutes; negative when it has passed.

    ``days`` are the working days after today up to the due day, ``per_day`` the working minutes
    of a usual day.
    """

    minutes: int
    days: int
    per_day: int


def days_between(calendar: WorkCalendar, today: date, day: date) -> tuple[int, int]:
    """The working days after ``today`` up to a day, and the working minutes of a usual day."""
    return calendar.working_days_between(today, day), calendar.minutes_per_day


def days_waited(park: Park, since: datetime, at: datetime) -> int:
    """The working days after the day of ``since``, up to today."""
    days = calendar_of(park).working_days_between(timezone.localdate(since), timezone.localdate(at))
    return max(days, 0)


def lexemes(text: str) -> list[str]:
    """The bigrams under which ``text`` is found."""
    return reading.bigrams(text)


def query_lexemes(words: str) -> list[str]:
    """The bigrams that a text containing ``words`` must have."""
    return reading.query_bigrams(words)


def needs_recheck(words: str) -> bool:
    """Whether bigrams alone do not prove that ``words`` stands in a text."""
    return reading.needs_recheck(words)


def normalise(text: str) -> str:
    """The form in which texts are kept and compared for search."""
    return reading.normalise(text)


def alike(text: str, candidates: Sequence[str]) -> list[tuple[int, float]]:
    """Which candidates speak of the same matter as ``text``, the most alike first."""
    return [(index, score) for index, score in reading.alike(text, candidates)]


@dataclass(frozen=True, slots=True)
class Learned:
    """学到的 A trained classifier in its packed form, and what it was measured to be worth."""

    packed: bytes
    top1: float
    top3: float
    calibration_error: float


def learn(decisions: Iterable[tuple[str, str, float]], *, seed: int) -> Learned | None:
    """What (words, choice, weight) of the past teach; ``None`` while there is no choice."""
    examples = tuple(triage.Example(*decision) for decision in decisions)
    if len({example.label for example in examples}) < 2:
        return None
    result = triage.train(triage.TrainingData(examples), seed=seed)
    found = result.measured
    return Learned(result.classifier.pack(), found.top1, found.top3, found.calibration_error)


@dataclass(frozen=True, slots=True)
class Guess:
    """猜测 One choice, how sure (0 to 1), and the words of the text that spoke for it."""

    label: str
    probability: float
    words: tuple[str, ...]


def guesses(key: int, packed: Callable[[], bytes], text: str) -> list[Guess]:
    """What the classifier kept under ``key`` says of a text, the likeliest first."""
    return [
        Guess(one.label, one.probability, tuple(reason.subject for reason in one.reasons))
        for one in _unpacked(key, packed).suggest(text)
    ]


_known: dict[int, triage.Classifier] = {}
_MOST_KNOWN = 64


def _unpacked(key: int, packed: Callable[[], bytes]) -> triage.Classifier:
    """Unpack each classifier once per process: a row of this table never changes."""
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = triage.Classifier.unpack(packed())
    return _known[key]


FEWEST = scoring.FEWEST
"""With fewer cases nobody is given a place."""

Rated = scoring.Group
"""One unit's, type's or enterprise's rate, raw and shrunk, with its place."""


Ranking = scoring.Ranking
"""All who are compared, in their order."""


def ranked_columns(
    keys: Sequence[str], hits: Sequence[int], cases: Sequence[int], *, less_is_better: bool
) -> Ranking:
    """The same of columns, for many thousands."""
    return scoring.rank(keys, hits, cases, less_is_better=less_is_better)


def ranked(counts: Mapping[str, tuple[int, int]], *, less_is_better: bool) -> Ranking:
    """Order those who are compared by the rates they prove: key -> hits, cases."""
    hits, cases = zip(*counts.values(), strict=True) if counts else ((), ())
    return scoring.rank(list(counts), hits, cases, less_is_better=less_is_better)

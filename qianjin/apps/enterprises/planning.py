"""The bridge to the engine ``reading``: how names, texts and headings of tables are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qianjin.engines import reading

LIKELY = reading.names.LIKELY
SURE = 0.99
"""From here on two names differ only in what two spellings of one firm differ in."""


def name_key(name: str) -> str:
    """The name without what differs between two spellings of one firm."""
    return reading.names.key(name)


def similarity(one: str, other: str) -> float:
    """How likely two names mean one firm, from 0 to 1."""
    return reading.similarity(one, other)


def lexemes(text: str) -> list[str]:
    """The bigrams under which ``text`` is found."""
    return reading.bigrams(text)


def query_lexemes(words: str) -> list[str]:
    """The bigrams that a text containing ``words`` must have; none: the index cannot help."""
    return reading.query_bigrams(words)


def query_words(words: str) -> list[str]:
    """The runs of characters each of which must stand in a text, in the form of the search."""
    return reading.words(words)


def needs_recheck(words: str) -> bool:
    """Whether bigrams alone do not prove that ``words`` stands in a text."""
    return reading.needs_recheck(words)


def normalise(text: str) -> str:
    """The form in which texts are kept and compared for search."""
    return reading.normalise(text)


@dataclass(frozen=True, slots=True)
class Likeness:
    """疑似重复 Two of a list of names that may mean one firm; ``reasons`` as code and subject."""

    left: int
    right: int
    score: float
    reasons: tuple[tuple[str, str], ...]


def like_pairs(
    names: Sequence[str], codes: Sequence[str], *, at_least: float = LIKELY
) -> list[Likeness]:
    """Pairs of names that may mean one firm, the likeliest first; see ``near_duplicates``."""
    return list(_pairs(tuple(names), tuple(codes), at_least))


@lru_cache(maxsize=2)
def _pairs(names: tuple[str, ...], codes: tuple[str, ...], at_least: float) -> tuple[Likeness, ...]:
    # Ten thousand names take two seconds; whoever turns the pages of the pairs waits once.
    found = reading.near_duplicates(names, codes=codes, at_least=at_least)
    return tuple(_likeness(pair) for pair in found)


def likeness(names: tuple[str, str], codes: tuple[str, str] = ("", "")) -> Likeness:
    """What speaks for and against two names meaning one firm, however unlike they are."""
    one, other = (reading.names.read(name) for name in names)
    return _likeness(reading.pairs.compare(one, other, codes))


def _likeness(pair: reading.Pair) -> Likeness:
    reasons = tuple((reason.code, reason.subject) for reason in pair.reasons)
    return Likeness(pair.left, pair.right, pair.score, reasons)


def closest(name: str, keys: Sequence[str], *, most: int) -> list[int]:
    """
    The places of the ``most`` normalised names that share the most telling characters with
    ``name``, characters heard as one another counting as one; worth a comparison each.

    A character weighs the more, the fewer names have it: 晨 tells firms apart, 精 hardly.
    """
    own = set(reading.confusable.blurred(name_key(name)))
    shared = [own.intersection(reading.confusable.blurred(key)) for key in keys]
    commonness = Counter(char for chars in shared for char in chars)
    weights = [sum(1 / commonness[char] for char in chars) for chars in shared]
    found = sorted((i for i, w in enumerate(weights) if w), key=lambda i: (-weights[i], i))
    return found[:most]


@dataclass(frozen=True, slots=True)
class Columns:
    """
    表头 Where the headings of a table stand and what its columns are.

    ``places`` maps a field to its column; a figure given for several years has a place for each,
    under ``field@year``. ``doubtful`` are fields whose column was chosen among equals, or by its
    content alone.
    """

    header_row: int | None
    headings: tuple[str, ...]
    places: Mapping[str, int]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field a table may hold: its code, its usual headings, and the look of its cells."""

    code: str
    headings: tuple[str, ...]
    pattern: str = ""
    is_required: bool = False
    by_year: bool = False


def columns_of(
    rows: Sequence[Sequence[str]], fields: Sequence[Asked], *, header_row: int | None = None
) -> Columns:
    """Read the headings of a table, those of ``header_row`` when a person has named it."""
    asked = [reading.Field(f.code, f.headings, f.pattern, f.is_required, f.by_year) for f in fields]
    searched = rows if header_row is None else rows[header_row : header_row + 1]
    found = reading.match_headings(searched, asked)
    places = dict(found.columns)
    for entry in found.year_columns:
        places.pop(entry.field, None)
    for entry in found.year_columns:
        places[f"{entry.field}@{entry.year}"] = entry.column
    row = found.header_row if header_row is None else header_row
    headings = found.headings or tuple(searched[0] if header_row is not None and searched else ())
    doubtful = tuple(
        code for code, reason in found.reasons.items() if reason.code in {"ambiguous", "content"}
    )
    return Columns(row, headings, places, doubtful)

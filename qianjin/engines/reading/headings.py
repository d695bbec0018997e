"""Which column of a stranger's table is which: headings found, read, and told apart.

The headings may stand below merged titles, in one row or in two (联系人 over 姓名 and 电话), in any
order, with units and years in them, in Chinese or English. The cells below have a say only where
the words leave a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .explain import Reason
from .names import changed
from .simplified import simplify
from .text import bigrams, normalise

SEARCHED_ROWS = 20
"""Headings are looked for in this many rows from the top."""

SAMPLED_ROWS = 50
"""As many rows below the headings are compared with a field's pattern."""

_AT_LEAST = 0.5
_BY_CONTENT = 0.55
_TIE = 0.05

_BRACKETS = re.compile(r"[(\[{【][^)\]}】]*[)\]}】]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?度?(?!\d)")
_UNIT = re.compile(
    r"(?:单位[:：]?)?(亿元|百万元|万元|千元|元|亩|公顷|平方米|平方公里|m2|吨标准煤|吨标煤|万吨标煤|吨|"
    r"万千瓦时|千瓦时|万人|人|家|个|台|套|%|万美元|万)"
)
_LOOSE = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Field:
    """字段 What a column may hold: its code, the headings people write, and the look of its cells.

    ``pattern`` is a regular expression that a whole cell matches (a telephone, a credit code), ""
    for none. ``is_required`` lowers the confidence when the field is missing. A ``by_year`` field
    may have several columns, told apart by the year in their headings.

    :raises ValueError: no code, no heading, or a pattern that is none.
    """

    code: str
    synonyms: tuple[str, ...]
    pattern: str = ""
    is_required: bool = False
    by_year: bool = False

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("code must not be empty")
        if not any(map(plain_heading, self.synonyms)):
            raise ValueError(f"synonyms of {self.code} must hold a word")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern of {self.code}: {error}") from error


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of a ``by_year`` field and the year its heading names."""

    field: str
    year: int
    column: int


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """表头识别 Where the headings stand and what the columns are; rows and columns count from 0.

    ``header_row`` is the row of the headings (of two rows, the lower), None when there are none;
    ``data_row`` the first row below. ``headings`` are the whole headings, both rows joined.
    ``columns`` gives the column of each field found, ``unmatched`` the columns with a heading that
    are no field's, ``missing`` the required fields not found. ``units`` and ``years`` are what the
    headings say of a field (万元, 2025); ``year_columns`` lists every column of a ``by_year`` field
    that names its year. ``confidence`` is from 0 to 1. Codes of ``reasons`` (one for each field;
    subject: the heading; amount: how sure): ``exact``, ``contains``, ``similar``, ``content``, and
    ``ambiguous`` where another column fits nearly as well.
    """

    header_row: int | None
    data_row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    unmatched: tuple[int, ...]
    missing: tuple[str, ...]
    units: Mapping[str, str]
    years: Mapping[str, int]
    year_columns: tuple[YearColumn, ...]
    confidence: float
    reasons: Mapping[str, Reason]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A field's claim to a column."""

    score: float
    field: int
    column: int
    code: str
    heading: str


@dataclass(frozen=True, slots=True)
class _Try:
    """One way to read the headings."""

    row: int
    height: int
    headings: list[list[str]]
    claims: list[_Claim]
    total: float


def match_headings(rows: Sequence[Sequence[str]], fields: Sequence[Field]) -> HeadingMatch:
    """Find the headings among the first rows, and each field's column.

    Every column goes to at most one field and every field gets at most one column, the surest
    claims first; equal claims go to the earlier field and the column further left.

    :raises ValueError: two fields have one code.
    """
    codes = [field.code for field in fields]
    if len(set(codes)) < len(codes):
        raise ValueError("fields must have different codes")
    synonyms = [[s for s in map(plain_heading, field.synonyms) if s] for field in fields]
    tries = [
        _attempt(rows, row, height, fields, synonyms)
        for row in range(min(len(rows), SEARCHED_ROWS))
        for height in (1, 2)
        if height == 1 or row > 0
    ]
    # Among equals one row is likelier than two, and the upper than the lower.
    best = max(
        tries, key=lambda t: (round(t.total - 0.3 * (t.height - 1), 6), -t.row), default=None
    )
    if best is None or not best.claims:
        return HeadingMatch(None, 0, (), {}, (), _required(fields, {}), {}, {}, (), 0.0, {})
    return _result(best, fields)


@lru_cache(maxsize=4096)
def plain_heading(text: str) -> str:
    """A heading without brackets, years, numbering, punctuation and blanks; simplified."""
    whole = simplify(normalise(text))
    bare = _YEAR.sub("", _BRACKETS.sub("", whole)) if _BRACKETS.sub("", whole) else whole
    plain = _LOOSE.sub("", bare)
    return re.sub(r"^\d+(?=\D)", "", plain)


def heading_score(heading: str, synonym: str) -> tuple[float, str]:
    """How well a plain heading fits a plain synonym, from 0 to 1, and the rule that says so."""
    if heading == synonym:
        return 1.0, "exact"
    if not heading:
        return 0.0, "similar"
    short, long = sorted((heading, synonym), key=len)
    if len(short) >= 2 and short in long:
        # The head of a Chinese noun is its end: 企业联系人电话 is a 电话, no 联系人.
        base = 0.65 if long.endswith(short) else 0.5
        return base + 0.3 * len(short) / len(long), "contains"
    if changed(heading, synonym):
        return 0.8, "similar"
    mine, theirs = set(bigrams(heading)), set(bigrams(synonym))
    dice = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if len(short) > 1 else 0.0
    return 0.8 * dice, "similar"


def _attempt(
    rows: Sequence[Sequence[str]],
    row: int,
    height: int,
    fields: Sequence[Field],
    synonyms: list[list[str]],
) -> _Try:
    headings = _headings(rows, row, height)
    below = rows[row + 1 : row + 1 + SAMPLED_ROWS]
    samples = [
        [text for cells in below if column < len(cells) and (text := normalise(cells[column]))]
        for column in range(len(headings))
    ]
    claims = [
        claim
        for column, heading in enumerate(headings)
        for place, field in enumerate(fields)
        if (claim := _claim(heading, field, synonyms[place], samples[column], place, column))
    ]
    given: list[_Claim] = []
    for claim in sorted(claims, key=lambda c: (-c.score, c.field, c.column)):
        if all(claim.field != g.field and claim.column != g.column for g in given):
            given.append(claim)
    # Content alone makes no row the row of headings.
    total = sum(claim.score for claim in given if claim.code != "content")
    return _Try(row, height, headings, claims if total else [], total)


def _headings(rows: Sequence[Sequence[str]], row: int, height: int) -> list[list[str]]:
    """The readings of each column's heading: the row itself, and joined with the row above."""
    lower = [str(cell).strip() for cell in rows[row]]
    if height == 1:
        return [[text] for text in lower]
    upper = [str(cell).strip() for cell in rows[row - 1]]
    upper += [""] * (len(lower) - len(upper))
    lower += [""] * (len(upper) - len(lower))
    joined: list[list[str]] = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        # A merged cell fills only its first column; it covers what stands below without a title.
        over = above or (over if below else "")
        joined.append([over + below, below] if below else [over])
    return joined


def _claim(
    heading: list[str],
    field: Field,
    synonyms: list[str],
    sample: list[str],
    place: int,
    column: int,
) -> _Claim | None:
    # The first of equals: with the title above, which may hold the year.
    score, code, words = max(
        ((*heading_score(plain_heading(text), s), text) for text in heading for s in synonyms),
        key=lambda rated: rated[0],
    )
    if field.pattern and sample:
        share = sum(bool(re.fullmatch(field.pattern, text, re.I)) for text in sample) / len(sample)
        if score >= _AT_LEAST:
            # Cells that look otherwise cast doubt; cells that look right settle a tie.
            score += 0.05 * share - (0.35 if share < 0.1 and len(sample) >= 3 else 0)
        elif share >= 0.8 and len(sample) >= 2:
            score, code = _BY_CONTENT, "content"
    return _Claim(score, place, column, code, words) if score >= _AT_LEAST else None


def _result(best: _Try, fields: Sequence[Field]) -> HeadingMatch:
    columns: dict[str, int] = {}
    winners: list[_Claim] = []
    reasons: dict[str, Reason] = {}
    scores: list[float] = []
    shown = [readings[0] for readings in best.headings]
    for claim in sorted(best.claims, key=lambda c: (c.score, -c.field, -c.column)):
        shown[claim.column] = claim.heading
    headings = tuple(shown)
    for claim in sorted(best.claims, key=lambda c: (-c.score, c.field, c.column)):
        code = fields[claim.field].code
        if code in columns or claim.column in columns.values():
            continue
        columns[code] = claim.column
        winners.append(claim)
        rivals = [
            rival
            for rival in best.claims
            if rival.field == claim.field
            and rival.column != claim.column
            and claim.score - rival.score < _TIE
        ]
        sure = min(claim.score, 1.0)
        by_year = fields[claim.field].by_year
        rule = "ambiguous" if rivals and not by_year else claim.code
        reasons[code] = Reason(rule, headings[claim.column], sure)
        scores.append(sure * (0.8 if rule == "ambiguous" else 1.0))
    year_columns = _year_columns(best, fields, winners, headings)
    for entry in sorted(year_columns, key=lambda entry: entry.year):
        columns[entry.field] = entry.column  # the latest year stands for the field
    taken = {*columns.values(), *(entry.column for entry in year_columns)}
    missing = _required(fields, columns)
    required = sum(field.is_required for field in fields)
    share = 1 - len(missing) / required if required else 1.0
    return HeadingMatch(
        header_row=best.row,
        data_row=best.row + 1,
        headings=headings,
        columns=columns,
        unmatched=tuple(c for c, text in enumerate(headings) if text and c not in taken),
        missing=missing,
        units={code: unit for code, c in columns.items() if (unit := unit_in(headings[c]))},
        years={code: year for code, c in columns.items() if (year := year_in(headings[c]))},
        year_columns=year_columns,
        confidence=share * sum(scores) / len(scores),
        reasons=reasons,
    )


def unit_in(heading: str) -> str:
    """The unit a heading names, in brackets or at its end: 万元 of 产值（万元）; "" for none."""
    text = normalise(heading)
    for bracket in _BRACKETS.findall(text):
        if found := _UNIT.fullmatch(bracket[1:-1].strip()):
            return found[1]
    found = re.search(rf"[/:,，、]\s*{_UNIT.pattern}$", text)
    return found[1] if found else ""


def year_in(heading: str) -> int | None:
    """The year a heading names: 2025 of 2025年产值（万元）."""
    found = _YEAR.search(normalise(heading))
    return int(found[1]) if found else None


def _year_columns(
    best: _Try, fields: Sequence[Field], winners: list[_Claim], headings: tuple[str, ...]
) -> tuple[YearColumn, ...]:
    """The columns of fields kept by year whose headings fit as well as the chosen one's."""
    found: dict[tuple[str, int], YearColumn] = {}
    chosen = {winner.column for winner in winners}
    taken: set[int] = set()
    for winner in winners:
        field = fields[winner.field]
        like = [
            claim
            for claim in best.claims
            if claim.field == winner.field
            and (claim is winner or claim.column not in chosen)
            and claim.code == winner.code
            and claim.score > winner.score - _TIE
        ]
        for claim in sorted(like, key=lambda c: (-c.score, c.column)):
            year = year_in(headings[claim.column])
            if field.by_year and year and claim.column not in taken:
                taken.add(claim.column)
                found.setdefault((field.code, year), YearColumn(field.code, year, claim.column))
    return tuple(sorted(found.values(), key=lambda entry: entry.column))


def _required(fields: Sequence[Field], columns: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f.code for f in fields if f.is_required and f.code not in columns)

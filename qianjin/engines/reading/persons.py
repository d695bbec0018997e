"""Rows of people that may be one person: a hundred thousand compared in seconds, reasons told.

Not all pairs are compared. Two rows become a candidate when they share a mobile number, a mail
address or a WeChat name, when their names are the same or heard as one, or when they are of one
firm (or of two whose names may mean one) and share a surname or a given name. What is known of
both decides: a number proves more than a name, a name at one firm more than a name alone, and
two people of one name at two firms, nothing else in common, are taken to be two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from . import people
from .confusable import blurred
from .explain import Reason
from .names import LIKELY, FirmName, of_parts
from .names import read as read_firm
from .pairs import near_duplicates
from .people import PersonName
from .phones import is_mobile

SUSPECT = 0.7
"""From this score on two rows are shown as perhaps one person."""

_CROWD = 40
"""A larger group that shares one thing is chained, or divided, before it is compared."""

_SHARED_MAIL = frozenset(
    word
    for words in ("info sales service contact office admin hr", "market marketing mail support")
    for word in words.split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """人 What is known of one row; numbers as `phones.read` gives them, the rest as typed."""

    name: str
    firm: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    wechat: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """疑似同一人 Two rows that may be one person; ``left`` < ``right`` are places in the list.

    Codes of ``reasons``, with their subjects: ``same_mobile``, ``same_line`` (the number),
    ``phone_slip`` (two numbers of one digit's difference), ``same_mail``, ``same_wechat`` (it),
    ``same_name``, ``name_heard_alike``, ``name_slip``, ``name_turned``, ``name_short`` (both
    names), ``same_firm``, ``firm_alike`` (both firms); against it: ``name_differs``,
    ``firm_differs``, ``phone_differs``.
    """

    left: int
    right: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Read:
    """A row taken apart once."""

    name: PersonName
    firm: FirmName | None
    mobiles: frozenset[str]
    lines: frozenset[str]
    mail: str
    wechat: str
    raw: Person


@dataclass(slots=True)
class _Firms:
    """Likeness of firms by their cores, worked out once for each pair of cores."""

    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def likeness(self, one: FirmName | None, other: FirmName | None) -> float | None:
        """From 0 to 1; None where one of them is not known."""
        if one is None or other is None:
            return None
        key = (one.key, other.key) if one.key <= other.key else (other.key, one.key)
        if key not in self.known:
            # A branch and its parent are one employer, for the person who works there.
            self.known[key] = of_parts(_bare(one), _bare(other))
        return self.known[key]


def near_people(rows: Sequence[Person], *, at_least: float = SUSPECT) -> list[Match]:
    """Pairs of rows that may be one person, the likeliest first.

    >>> near_people([
    ...     Person("陸小明", "杭州远帆汽车部件有限公司", ("13800001234",)),
    ...     Person("陆小明", "远帆汽车部件", ("13900005678",)),
    ...     Person("陆小明", "近山材料"),
    ... ])[0].right
    1
    """
    read = [_take_apart(row) for row in rows]
    firms = _Firms()
    found = {}
    for left, right in _candidates(read):
        place = (left, right) if left < right else (right, left)
        if place in found:
            continue
        match = _judge(*place, read[place[0]], read[place[1]], firms)
        found[place] = match if match.score >= at_least else None
    matches = [match for match in found.values() if match is not None]
    return sorted(matches, key=lambda match: (-match.score, match.left, match.right))


def compare_people(one: Person, other: Person) -> Match:
    """What speaks for and against two rows being one person, however unlike they are."""
    return _judge(0, 1, _take_apart(one), _take_apart(other), _Firms())


def like_person(
    person: Person, others: Sequence[Person], *, at_least: float = SUSPECT
) -> list[Match]:
    """Those of ``others`` that may be ``person``, the likeliest first; ``right`` is their place."""
    mine, firms = _take_apart(person), _Firms()
    matches = [
        _judge(-1, place, mine, _take_apart(other), firms) for place, other in enumerate(others)
    ]
    return sorted(
        (match for match in matches if match.score >= at_least),
        key=lambda match: (-match.score, match.right),
    )


def _take_apart(row: Person) -> _Read:
    mail = row.email.strip().casefold()
    if mail.partition("@")[0] in _SHARED_MAIL:
        mail = ""
    return _Read(
        people.read(row.name),
        read_firm(row.firm) if row.firm.strip() else None,
        frozenset(filter(is_mobile, row.phones)),
        frozenset(phone for phone in row.phones if not is_mobile(phone)),
        mail,
        row.wechat.strip().casefold(),
        row,
    )


def _candidates(read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    proofs: dict[Hashable, list[int]] = defaultdict(list)
    heard: dict[str, list[int]] = defaultdict(list)
    cores: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(read):
        for proof in (*row.mobiles, row.mail, f"@{row.wechat}" if row.wechat else ""):
            if proof:
                proofs[proof].append(place)
        if row.name.is_whole and row.name.key:
            heard[blurred(row.name.key)].append(place)
        if row.firm is not None and row.firm.core:
            cores[row.firm.core].append(place)
    for group in proofs.values():
        yield from _chained(group)
    for group in heard.values():
        yield from combinations(group, 2) if len(group) <= _CROWD * 5 else _by_firm(group, read)
    for group in cores.values():
        yield from _within(group, read)
    for one, other in _like_cores(list(cores)):
        yield from _across(cores[one], cores[other], read)


def _chained(group: list[int]) -> Iterable[tuple[int, int]]:
    return combinations(group, 2) if len(group) <= _CROWD else pairwise(group)


def _by_firm(group: list[int], read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """Of a name that hundreds have, those at one firm, and those with none."""
    parts: dict[str, list[int]] = defaultdict(list)
    for place in group:
        firm = read[place].firm
        parts[firm.core if firm else ""].append(place)
    for part in parts.values():
        yield from _chained(part)


def _parts_of_name(name: PersonName) -> Iterator[str]:
    """By what a slip of the pen leaves right: the surname, the given name, all but one."""
    yield f"{name.surname or name.key[:1]}/"
    if len(name.given) > 1:
        yield f"/{name.given}"


def _grouped(group: list[int], read: Sequence[_Read]) -> dict[str, list[int]]:
    parts: dict[str, list[int]] = defaultdict(list)
    for place in group:
        for part in _parts_of_name(read[place].name):
            parts[part].append(place)
    return parts


def _within(group: list[int], read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """People of one firm who share a surname or a given name."""
    for part in _grouped(group, read).values():
        yield from _chained(part)


def _across(one: list[int], other: list[int], read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    theirs = _grouped(other, read)
    for part, mine in _grouped(one, read).items():
        also = theirs.get(part, [])
        if len(mine) * len(also) <= _CROWD * _CROWD:
            yield from ((left, right) for left in mine for right in also)


def _like_cores(cores: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of firms, by core, whose names may mean one."""
    for pair in near_duplicates(cores):
        yield cores[pair.left], cores[pair.right]


def _judge(left: int, right: int, one: _Read, other: _Read, firms: _Firms) -> Match:
    reasons: list[Reason] = []
    name = people.similarity(one.name, other.name)
    reasons.append(_of_names(one, other, name))
    proof = _of_proofs(one, other, reasons)
    firm = firms.likeness(one.firm, other.firm)
    if firm is not None:
        words = f"{one.raw.firm}/{other.raw.firm}"
        code = "same_firm" if firm >= 1 else "firm_alike" if firm >= LIKELY else "firm_differs"
        reasons.append(Reason(code, words, firm))
    apart = bool(one.mobiles and other.mobiles and not one.mobiles & other.mobiles)
    slip = apart and _slipped(one.mobiles, other.mobiles)
    if slip:
        reasons.append(Reason("phone_slip", "/".join(slip)))
    elif apart:
        reasons.append(Reason("phone_differs"))
    score = _score(name, proof, firm, bool(slip), apart and not slip)
    return Match(left, right, score, tuple(reasons))


def _score(name: float, proof: float, firm: float | None, is_slip: bool, is_apart: bool) -> float:
    """
    One number from all that is known.

    ``proof`` is what a shared number, mail or WeChat name proves (0 for none). Someone else's
    name under the same number is a colleague or a successor more often than the same person.
    """
    if proof:
        if name >= 0.9:
            return max(proof, 0.97)
        if name >= 0.4:
            return proof if firm is None or firm >= LIKELY else proof - 0.1
        return 0.55 if firm is not None and firm >= LIKELY else 0.5
    if is_slip and name >= 0.9:
        return 0.9 if firm is None or firm >= LIKELY else 0.75
    if firm is None:
        return 0.45 if name >= 1 and not is_apart else 0.3 * name
    if firm < LIKELY:
        return 0.4 * name
    # At one firm: two of one name are rare, two of nearly one name less so.
    base = {True: 0.92, False: 0.0}[name >= 1]
    if not base:
        base = 0.84 if name >= 0.9 else 0.76 if name >= 0.6 else 0.6 if name >= 0.5 else 0.3 * name
    if is_apart:
        base -= 0.07 if name >= 1 else 0.13
    return base - (0.0 if firm >= 1 else 0.06)


def _of_proofs(one: _Read, other: _Read, reasons: list[Reason]) -> float:
    proof = 0.0
    for number in sorted(one.mobiles & other.mobiles)[:1]:
        reasons.append(Reason("same_mobile", number, 1.0))
        proof = 0.9
    if one.mail and one.mail == other.mail:
        reasons.append(Reason("same_mail", one.mail, 1.0))
        proof = max(proof, 0.88)
    if one.wechat and one.wechat == other.wechat:
        reasons.append(Reason("same_wechat", one.wechat, 1.0))
        proof = max(proof, 0.88)
    for number in sorted(one.lines & other.lines)[:1]:
        # A switchboard is many people's: it proves nothing by itself.
        reasons.append(Reason("same_line", number, 0.5))
    return proof


def _of_names(one: _Read, other: _Read, likeness: float) -> Reason:
    words = f"{one.raw.name}/{other.raw.name}"
    if likeness >= 1:
        return Reason("same_name", one.raw.name, 1.0)
    code = "name_differs"
    if likeness >= 0.9:
        code = "name_heard_alike"
    elif likeness >= 0.7:
        code = "name_turned"
    elif likeness >= 0.6 or likeness == 0.4:
        code = "name_slip"
    elif likeness >= 0.5:
        code = "name_short"
    return Reason(code, words, likeness)


def _slipped(mine: frozenset[str], theirs: frozenset[str]) -> tuple[str, str] | None:
    """Two numbers that differ by one digit, or by two neighbours changed over."""
    for one in sorted(mine):
        for other in sorted(theirs):
            if len(one) != len(other):
                continue
            at = [place for place in range(len(one)) if one[place] != other[place]]
            if len(at) == 1 or (
                len(at) == 2
                and at[1] == at[0] + 1
                and one[at[0]] == other[at[1]]
                and one[at[1]] == other[at[0]]
            ):
                return one, other
    return None


def _bare(firm: FirmName) -> FirmName:
    return FirmName(firm.core, firm.place)

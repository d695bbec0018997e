"""认领 Whom each row of a table means: an entry of the directory, an earlier row, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .. import planning, sentences
from .examine import NEW, SAME, SKIP, UPDATE, Cell, Row

OFFERED = 3
"""At most so many like entries are offered for one row."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the directory as far as matching needs it."""

    pk: int
    name: str
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class _Like:
    """An entry or earlier row that may be meant, and why."""

    option: str
    name: str
    score: float
    why: str


@dataclass(slots=True)
class _Book:
    """The directory and the rows read so far, by credit code and by normalised name."""

    by_code: dict[str, Known]
    by_key: dict[str, list[Known]]
    rows_by_code: dict[str, Row] = field(default_factory=dict)
    rows_by_key: dict[str, list[Row]] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)


def match(rows: list[Row], known: Iterable[Known], decisions: Mapping[str, str]) -> None:
    """
    Give every good row its options and its decision: the one a person made (``decisions``, by
    row number), else the obvious one, else none.

    Obvious are an equal credit code with a like name, and one name in two spellings when the
    credit codes do not contradict. Anything else that looks alike is for a person to decide.
    """
    entries = list(known)
    book = _Book(
        by_code={k.code: k for k in entries if k.code},
        by_key=_grouped(entries),
    )
    good = [row for row in rows if not row.errors]
    for row in good:
        book.keys[row.number] = planning.name_key(row.value("name"))
    alike = _alike(good, entries, book)
    for row in good:
        obvious = _by_code(row, book)
        if row.errors:
            continue
        if obvious is None:
            obvious = _by_name(row, book)
        if obvious is None:
            obvious = _offer(row, alike.get(row.number, []), book)
        _settle(row, obvious, decisions.get(str(row.number), ""))
        if row.decision and row.decision != SKIP:
            _remember(row, book)


def _grouped(entries: list[Known]) -> dict[str, list[Known]]:
    groups: dict[str, list[Known]] = {}
    for entry in entries:
        groups.setdefault(entry.key, []).append(entry)
    return groups


def _by_code(row: Row, book: _Book) -> str | None:
    """The decision an equal credit code suggests; None when none is equal."""
    code = row.value("credit_code")
    if not code:
        return None
    name = row.value("name")
    if earlier := book.rows_by_code.get(code):
        if not _is_like(name, earlier.value("name")):
            row.cells["credit_code"] = _refused(
                row,
                _("Row %(row)d has the same credit code under another name, “%(name)s”.")
                % {"row": earlier.number, "name": earlier.value("name")},
            )
            return ""
        _option(row, f"{SAME}:{earlier.number}", earlier.value("name"))
        row.options.append(SKIP)
        return f"{SAME}:{earlier.number}"
    entry = book.by_code.get(code)
    if entry is None:
        return None
    _option(row, f"{UPDATE}:{entry.pk}", entry.name)
    row.options.append(SKIP)
    if _is_like(name, entry.name):
        return f"{UPDATE}:{entry.pk}"
    row.reasons.append(
        _("This credit code belongs to “%(name)s” in the directory.") % {"name": entry.name}
    )
    return ""


def _by_name(row: Row, book: _Book) -> str | None:
    """The decision an equal normalised name suggests; None when none is equal."""
    key, code = book.keys[row.number], row.value("credit_code") or ""
    obvious: list[str] = []
    for earlier in book.rows_by_key.get(key, []):
        _option(row, f"{SAME}:{earlier.number}", earlier.value("name"))
        other = earlier.value("credit_code") or ""
        if code and other and code != other:
            row.reasons.append(
                _("Row %(row)d has the same name and another credit code.")
                % {"row": earlier.number}
            )
        elif planning.similarity(row.value("name"), earlier.value("name")) < planning.SURE:
            row.reasons.append(
                _("Row %(row)d has nearly the same name, “%(name)s”.")
                % {"row": earlier.number, "name": earlier.value("name")}
            )
        else:
            obvious.append(f"{SAME}:{earlier.number}")
    for entry in book.by_key.get(key, [])[:OFFERED]:
        _option(row, f"{UPDATE}:{entry.pk}", entry.name)
        if code and entry.code and code != entry.code:
            row.reasons.append(
                _(
                    "“%(name)s” in the directory has the same name and another credit code,"
                    " %(code)s."
                )
                % {"name": entry.name, "code": entry.code}
            )
        elif planning.similarity(row.value("name"), entry.name) < planning.SURE:
            row.reasons.append(
                _("“%(name)s” in the directory has nearly the same name.") % {"name": entry.name}
            )
        else:
            obvious.append(f"{UPDATE}:{entry.pk}")
    if not row.options:
        return None
    row.options += [NEW, SKIP]
    if obvious and not row.reasons:
        return obvious[0]
    return ""


def _offer(row: Row, alike: list[_Like], book: _Book) -> str:
    """Offer what is alike; nothing alike means somebody new."""
    offered = [like for like in alike if _still_there(like.option, book)][:OFFERED]
    for like in offered:
        _option(row, like.option, like.name)
        values = {"percent": round(100 * like.score), "name": like.name, "why": like.why}
        if like.option.startswith(SAME):
            sentence = _("%(percent)d%% like “%(name)s” in row %(row)s: %(why)s.")
            values["row"] = like.option.partition(":")[2]
        else:
            sentence = _("%(percent)d%% like “%(name)s” in the directory: %(why)s.")
        row.reasons.append(sentence % values)
    row.options += [NEW, SKIP]
    return "" if offered else NEW


def _still_there(option: str, book: _Book) -> bool:
    """Whether an earlier row that is offered will itself be taken over."""
    kind, _colon, number = option.partition(":")
    return kind == UPDATE or int(number) in book.taken


def _settle(row: Row, obvious: str, decision: str) -> None:
    row.is_chosen = decision in row.options
    row.decision = decision if row.is_chosen else obvious


def _is_like(one: str, other: str) -> bool:
    return planning.similarity(one, other) >= planning.LIKELY


def _option(row: Row, option: str, name: str) -> None:
    row.options.append(option)
    row.target_names[option] = name


def _refused(row: Row, sentence: str) -> Cell:
    cell = row.cells["credit_code"]
    return Cell(cell.code, cell.text, None, sentence, cell.warning)


def _remember(row: Row, book: _Book) -> None:
    """Later rows may mean this one; a row that means an earlier one leads back to that."""
    if row.kind == SAME:
        return
    book.taken.add(row.number)
    if code := row.value("credit_code"):
        book.rows_by_code.setdefault(code, row)
    book.rows_by_key.setdefault(book.keys[row.number], []).append(row)


def _alike(rows: list[Row], entries: list[Known], book: _Book) -> dict[int, list[_Like]]:
    """For each row the like entries and the like earlier rows, the most alike first.

    The directory stands first in the list, so that of entry and row with one key the entry
    speaks for both.
    """
    names = [entry.name for entry in entries] + [row.value("name") for row in rows]
    codes = [entry.code for entry in entries] + [row.value("credit_code") or "" for row in rows]
    found: dict[int, list[_Like]] = {}
    for pair in planning.like_pairs(names, codes):
        if pair.right < len(entries):
            continue
        row = rows[pair.right - len(entries)]
        if pair.left < len(entries):
            entry = entries[pair.left]
            option, name = f"{UPDATE}:{entry.pk}", entry.name
        else:
            earlier = rows[pair.left - len(entries)]
            option, name = f"{SAME}:{earlier.number}", earlier.value("name")
        found.setdefault(row.number, []).append(
            _Like(option, name, pair.score, sentences.all_likeness(pair.reasons))
        )
    return found

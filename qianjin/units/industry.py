"""国民经济行业分类 The industry of an enterprise: codes and names of GB/T 4754-2017.

The standard has four levels, told apart by the length of the code: 门类 section (one letter),
大类 division (2 digits), 中类 group (3), 小类 class (4). The table holds all of them as the
standard was issued in 2017 (20, 97, 473 and 1,381); its amendment of 2019 is not in it. Where
the table came from and how it was checked: docs/engines/reading.md.

English names exist for sections and divisions only; they are a working translation in the
words of the China Statistical Yearbook, not part of the standard.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Level = Literal["section", "division", "group", "class"]

_LEVELS: tuple[Level, ...] = ("section", "division", "group", "class")
_CODE = re.compile(r"(?<![A-Z0-9])(?P<letter>[A-T])?\s*(?P<digits>\d{1,4})(?![A-Z0-9])")
# What people write beside a code besides its name: 行业代码：3670, 小类 3741, 飞机制造业 3741.
_LABELS = re.compile(r"国民经济|行业|代码|类别|分类|[门大中小]类|业$")


@dataclass(frozen=True, slots=True)
class Industry:
    """行业 One entry of the classification; ``section`` is the letter it stands under."""

    code: str
    name_zh: str
    section: str

    @property
    def level(self) -> Level:
        return "section" if self.code.isalpha() else _LEVELS[len(self.code) - 1]

    @property
    def full_code(self) -> str:
        """The code as a business licence prints it: ``C3741``; a section is its letter."""
        return self.code if self.level == "section" else self.section + self.code


@dataclass(frozen=True, slots=True)
class Reading:
    """What :func:`parse` understood of a cell.

    ``industry`` is the most exact entry the text can mean, or ``None``. ``problem`` is empty or

    * ``unknown_code``: no such code; ``industry`` is then the nearest level above, if any;
    * ``unknown_name``: words without a code that name no entry;
    * ``section_differs``: the letter is not that of the digits; ``industry`` follows the digits;
    * ``name_differs``: the words beside the code are not its name; ``industry`` follows the code.
    """

    industry: Industry | None
    problem: str = ""


@cache
def _table() -> dict[str, Industry]:
    lines = (files("qianjin.units") / "data" / "industry_2017.txt").read_text("utf-8").splitlines()
    table: dict[str, Industry] = {}
    section = ""
    for line in lines:
        code, name = line.split(" ", 1)
        if code.isalpha():
            section = code
        elif len(code) == 4 and code[:3] not in table:
            # A group with a single class shares its name with it and is written only once.
            table[code[:3]] = Industry(code[:3], name, section)
        table[code] = Industry(code, name, section)
    return table


@cache
def _tree() -> dict[str, list[Industry]]:
    """Each code and the entries right below it."""
    tree: dict[str, list[Industry]] = {}
    for entry in _table().values():
        if entry.level != "section":
            above = entry.section if entry.level == "division" else entry.code[:-1]
            tree.setdefault(above, []).append(entry)
    return tree


@cache
def _english() -> dict[str, str]:
    lines = (files("qianjin.units") / "data" / "divisions_en.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


@cache
def _by_name() -> dict[str, Industry]:
    """Each name and the entry it means.

    A name stands at several levels only along one line (房地产业: section K, its one division
    70). The broadest is meant, and below it as far as each level has a single child.
    """
    names: dict[str, Industry] = {}
    for entry in _table().values():
        names.setdefault(_plain(entry.name_zh), entry)
    for name, entry in names.items():
        while len(below := _tree().get(entry.code, [])) == 1:
            entry = below[0]
        names[name] = entry
    return names


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()


def find(code: str) -> Industry | None:
    """The entry of a code such as ``C``, ``37``, ``374``, ``3741`` or ``C3741``; else None."""
    table = _table()
    if code in table:
        return table[code]
    entry = table.get(code[1:])
    return entry if entry and entry.section == code[:1] else None


def name_zh(code: str) -> str:
    """The Chinese name of a code; empty for an unknown one."""
    entry = find(code)
    return entry.name_zh if entry else ""


def name_en(code: str) -> str:
    """The English name of the section or division a code belongs to; empty for an unknown one.

    Groups and classes have no English name here; they answer with their division's.
    """
    entry = find(code)
    return _english()[entry.code[:2]] if entry else ""


def sections() -> list[Industry]:
    """The 20 门类, in the order of the standard."""
    return [entry for entry in _table().values() if entry.level == "section"]


def children(code: str) -> list[Industry]:
    """The entries one level below a code, in order: divisions of a section, and so on."""
    entry = find(code)
    return list(_tree().get(entry.code, ())) if entry else []


def ancestors(code: str) -> list[Industry]:
    """The entries above a code, the section first; empty for a section or an unknown code."""
    entry = find(code)
    if entry is None or entry.level == "section":
        return []
    table = _table()
    above = [table[entry.code[:length]] for length in range(2, len(entry.code))]
    return [table[entry.section], *above]


def parse(text: str) -> Reading:
    """Read a cell such as ``3741 飞机制造``, ``C37``, ``飞机制造`` or ``制造业-3741``.

    Full-width characters are read as their half-width twins. The digits decide; a letter or a
    name that contradicts them is reported, not obeyed. Digits whose leading zero a spreadsheet
    has eaten (``111 稻谷种植``) are mended when the name beside them confirms it. Empty text
    gives no industry and no problem.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    code = _CODE.search(upper)
    words = _plain(upper[: code.start()] + upper[code.end() :]) if code else _plain(upper)
    if code:
        return _by_digits(code["digits"], code["letter"] or "", words)
    if not words:
        return Reading(None)
    letter, rest = words[0], words[1:]
    if letter.isascii() and letter in _table() and rest in ("", _plain(name_zh(letter))):
        return Reading(_table()[letter])
    names = _by_name()
    entry = names.get(words) or names.get(words.removesuffix("业")) or names.get(words + "业")
    return Reading(entry, "" if entry else "unknown_name")


def _by_digits(digits: str, letter: str, words: str) -> Reading:
    table = _table()
    padded = table.get("0" + digits)
    if padded and (len(digits) == 1 or (words and _plain(padded.name_zh) == words)):
        digits = padded.code
    entry = table.get(digits)
    if entry is None:
        return Reading(
            next((table[digits[:n]] for n in (3, 2) if digits[:n] in table), None), "unknown_code"
        )
    if letter and letter != entry.section:
        return Reading(entry, "section_differs")
    for known in (entry, *reversed(ancestors(entry.code))):
        words = words.replace(_plain(known.name_zh), "")
    return Reading(entry, "name_differs" if _LABELS.sub("", words) else "")

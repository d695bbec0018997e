"""The sentences of the program against the Chinese catalogue.

    python -m tools.messages                    list what is missing, fuzzy, unused or twice said
    python -m tools.messages --check            the same, with exit code 1 when anything is wrong
    python -m tools.messages --stub qianjin/ui  print the missing sentences of a folder as .po

No GNU gettext: Python is read by ``ast``, templates by Django's own lexer, and a sentence inside an
attribute of a component counts like any other.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qianjin.installation.catalogue import PARTS, ConflictingTranslations, merged, words_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "qianjin"
TEMPLATES = (".html", ".txt", ".svg", ".xml")

# function name -> (positions of context, singular, plural)
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "N_", "say", "speak", "gettext", "gettext_lazy", "gettext_noop"),
                    (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}  # fmt: skip
# These take a sentence marked elsewhere; a literal given to them counts, a variable is fine.
TAKES_VARIABLES = {"say", "speak", "_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy"}

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?([a-zA-Z%])")
TEXT_CONSTANT = re.compile(r"""_\(\s*("[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')\s*\)""")


@dataclass(frozen=True)
class Sentence:
    """A message id as the catalogue keys it."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


class NotASentence(Exception):
    """A marker is given something built at run time; ``str()`` is its line and its words."""


@dataclass
class Findings:
    """What is wrong, as lines for a person."""

    missing: dict[Sentence, list[str]] = field(default_factory=dict)
    fuzzy: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.missing or self.fuzzy or self.unused or self.wrong)


def sentences_of_python(source: str) -> Iterator[tuple[Sentence, int]]:
    """Yield each marked sentence with its line."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        # A method named like a marker (``catalogue.gettext(sentence)``) is none, unless it is
        # the module's own (``translation.gettext("…")``).
        owner = getattr(getattr(function, "value", None), "id", None)
        if name not in KEYWORDS or owner not in (None, "translation", "words"):
            continue
        if not isinstance(function, ast.Name) and owner is None:
            continue
        context, single, plural = (
            _constant(node, at, name) if at is not None else None for at in KEYWORDS[name]
        )
        if single:
            yield Sentence(single, plural, context), node.lineno


def sentences_of_template(source: str) -> Iterator[tuple[Sentence, int]]:
    """Yield each sentence of a Django template with its line."""
    from django.template.base import Lexer, TokenType
    from django.utils.translation import template as grammar

    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            inline = grammar.inline_re.match(token.contents)
            block = grammar.block_re.match(token.contents)
            if block:
                context = _unquoted(block[2]) if block[2] else None
                yield _block_sentence(token.contents, context, tokens), token.lineno or 0
                continue
            if inline:
                context = _unquoted(inline[3]) if inline[3] else None
                yield Sentence(_unquoted(inline[1]), context=context), token.lineno or 0
        if token.token_type == TokenType.COMMENT:
            continue
        for constant in TEXT_CONSTANT.findall(token.contents):
            yield Sentence(_unquoted(constant)), token.lineno or 0


def in_use() -> tuple[dict[Sentence, list[str]], list[str]]:
    """Return every sentence of the package with the places that say it, and what is no sentence."""
    found: dict[Sentence, list[str]] = {}
    wrong: list[str] = []
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            read = sentences_of_python
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            read = sentences_of_template
        else:
            continue
        place = path.relative_to(ROOT)
        try:
            for sentence, line in read(path.read_text(encoding="utf-8")):
                found.setdefault(sentence, []).append(f"{place}:{line}")
        except NotASentence as error:
            wrong.append(f"{place}:{error}")
    return found, wrong


def compare(used: dict[Sentence, list[str]], parts: Iterable[Path]) -> Findings:
    """Hold the sentences in use against the parts of the catalogue."""
    from babel.messages.pofile import read_po

    findings = Findings()
    parts = list(parts)
    try:
        merged(parts)
    except ConflictingTranslations as conflict:
        findings.wrong.append(str(conflict))
    translated: set[tuple[str | None, str]] = set()
    known = {sentence.key for sentence in used}
    for part in parts:
        with part.open("rb") as file:
            for message in read_po(file, locale="zh_Hans", charset="utf-8", abort_invalid=True):
                if not message.id:
                    continue
                ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                words = words_of(message)
                place = f"{part.name}:{message.lineno}: {ids[0]!r}"
                if message.fuzzy:
                    findings.fuzzy.append(place)
                elif words:
                    translated.add((message.context, ids[0]))
                if (message.context, ids[0]) not in known:
                    findings.unused.append(place)
                findings.wrong += [
                    f"{place} and its translation differ in placeholders"
                    for word in words
                    if not message.fuzzy and not _same_holes(ids, word)
                ]
    for sentence, places in used.items():
        if sentence.key not in translated:
            findings.missing[sentence] = places
        if any(not name and kind != "%" for name, kind in PLACEHOLDER.findall(sentence.text)):
            findings.wrong.append(f"{places[0]}: {sentence.text!r} has a placeholder without name")
    return findings


def _block_sentence(opening: str, context: str | None, tokens: Iterator[Any]) -> Sentence:
    """Read a blocktranslate to its end, as Django's own node will when it renders."""
    from django.template.base import TokenType
    from django.utils.translation import template as grammar
    from django.utils.translation import trim_whitespace

    trimmed = " trimmed" in opening
    single: list[str] = []
    plural: list[str] | None = None
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if grammar.endblock_re.match(token.contents):
                break
            if grammar.plural_re.match(token.contents):
                plural = []
            continue
        words = single if plural is None else plural
        if token.token_type == TokenType.VAR:
            words.append(f"%({token.contents})s")
        else:
            words.append(token.contents.replace("%", "%%"))

    def joined(words: list[str]) -> str:
        text = "".join(words)
        return trim_whitespace(text) if trimmed else text

    return Sentence(
        joined(single),
        None if plural is None else joined(plural),
        context,
    )


def _constant(call: ast.Call, at: int, name: str) -> str | None:
    if at >= len(call.args):
        return None
    argument = call.args[at]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    built = isinstance(argument, ast.JoinedStr | ast.BinOp | ast.IfExp)
    if name not in TAKES_VARIABLES or built:
        raise NotASentence(f"{call.lineno}: {ast.unparse(call)} is not given a whole sentence")
    return None


def _unquoted(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace(f"\\{quote}", quote).replace("%", "%%")


def _same_holes(ids: tuple[str, ...], word: str) -> bool:
    holes = {hole for text in ids for hole in PLACEHOLDER.findall(text) if hole[1] != "%"}
    said = {hole for hole in PLACEHOLDER.findall(word) if hole[1] != "%"}
    # A singular may leave its number unsaid; a translation may not invent a hole.
    return said <= holes and (len(ids) > 1 or said == holes)


def _stub(findings: Findings, folder: str) -> str:
    from babel.messages import Catalog
    from babel.messages.pofile import generate_po

    catalogue = Catalog(locale="zh_Hans")
    for sentence, places in findings.missing.items():
        if any(place.startswith(folder) for place in places):
            ids = sentence.text if not sentence.plural else (sentence.text, sentence.plural)
            catalogue.add(ids, context=sentence.context)
    return "".join(generate_po(catalogue, omit_header=True, width=0))


def main() -> int:
    """Print the findings; return 1 for ``--check`` when there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit code 1 when anything is wrong")
    parser.add_argument("--stub", metavar="FOLDER", help="print the missing ones of FOLDER as .po")
    options = parser.parse_args()
    used, wrong = in_use()
    findings = compare(used, sorted(PARTS.glob("*.po")))
    findings.wrong += wrong
    if options.stub:
        print(_stub(findings, options.stub))
        return 0
    for sentence, places in findings.missing.items():
        print(f"missing   {places[0]}: {sentence.text!r}")
    for title, lines in (
        ("fuzzy", findings.fuzzy),
        ("unused", findings.unused),
        ("wrong", findings.wrong),
    ):
        for line in lines:
            print(f"{title:<9} {line}")
    print(
        f"{len(used)} sentences: {len(findings.missing)} missing, {len(findings.fuzzy)} fuzzy, "
        f"{len(findings.unused)} unused, {len(findings.wrong)} wrong"
    )
    return 1 if options.check and findings.any else 0


if __name__ == "__main__":
    sys.exit(main())

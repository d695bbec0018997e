"""The models speak the words of the park: one Chinese term each, found in docs/glossary.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", re.M)
CHINESE = re.compile(r"^[一-鿿]+")


def glossary() -> dict[str, set[str]]:
    """Identifier -> the Chinese terms of its line."""
    found: dict[str, set[str]] = {}
    for terms, _english, identifiers in ROW.findall(
        (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ):
        for name in re.findall(r"`(\w+)`", identifiers):
            found.setdefault(name, set()).update(term.strip() for term in terms.split("·"))
    return found


def nouns() -> dict[str, str]:
    """Every model of the apps, abstract ones too, with its docstring."""
    files = [*ROOT.glob("qianjin/apps/*/models.py"), *ROOT.glob("qianjin/apps/*/models/*.py")]
    found = {}
    for file in files:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and _is_model(node):
                found[node.name] = ast.get_docstring(node) or ""
    return found


def _is_model(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base) for base in node.bases}
    return bool(bases & {"models.Model", "TwoNames", "FileRow", "AbstractUser"})


@pytest.mark.parametrize("name", sorted(nouns()))
def test_every_model_speaks_the_glossary(name: str) -> None:
    term = CHINESE.match(nouns()[name])

    assert term, f"the docstring of {name} begins with its Chinese term"
    assert term.group() in glossary().get(name, set())


def test_no_term_of_the_glossary_is_given_to_two_models() -> None:
    words = glossary()
    terms = [next(iter(words[name])) for name in nouns() if len(words.get(name, ())) == 1]

    assert len(terms) == len(set(terms))


def test_every_identifier_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "qianjin").rglob("*.py"))

    gone = [name for name in glossary() if not re.search(rf"\b{name}\b", code)]

    assert not gone

"""The bridge to the engine ``reading``: how names and texts of enterprises are compared."""

from __future__ import annotations

from qianjin.engines import reading


def name_key(name: str) -> str:
    """The name without what differs between two spellings of one firm."""
    return reading.names.key(name)


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

"""The bridge to the engine ``reading``: how articles are found and compared."""

from __future__ import annotations

from collections.abc import Sequence

from qianjin.engines import reading


def searchable(text: str) -> tuple[str, list[str]]:
    """A text as it is searched: in its one form, and its bigrams."""
    return reading.normalise(text), reading.bigrams(text)


def asked(words: str) -> tuple[list[str], list[str]]:
    """The bigrams a text with these words has, and what to look for where they prove nothing."""
    parts = reading.normalise(words).split() if reading.needs_recheck(words) else []
    return reading.query_bigrams(words), parts


def ranked(words: str, texts: Sequence[str], *, at_least: float, most: int) -> list[int]:
    """Which texts speak of the same matter, the most alike first."""
    return [found.candidate for found in reading.alike(words, texts, at_least=at_least, limit=most)]

"""Text for search: one form for storing and asking, and the pairs of characters in it.

Chinese has no spaces, so a text is indexed by all pairs of neighbouring characters (bigrams). A
text that contains a word contains all bigrams of the word; the reverse must be checked against
the text itself, unless the word is a single bigram.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

# Characters nobody sees, which come along when text is pasted, and halves of surrogate pairs;
# PostgreSQL stores neither NUL nor surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)

# Letters and digits of any script, Chinese beyond the basic plane (𠮷) included, and the private
# use areas in which older systems keep rare characters of names.
_RUN = re.compile("(?:[^\\W_]|[\ue000-\uf8ff\U000f0000-\U0010fffd])+")


def normalise(text: str) -> str:
    """The form in which texts are kept and compared for search.

    Full-width and other variants of one character become one (NFKC), capitals small, unseen
    characters vanish, every stretch of white space becomes one space. Normalising again changes
    nothing.
    """
    while (step := _step(text)) != text:
        text = step
    return text


def _step(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return " ".join(_UNSEEN.sub("", text.casefold()).split())


def words(text: str) -> list[str]:
    """The unbroken runs of letters and digits of a text, normalised, in order."""
    return _RUN.findall(normalise(text))


def bigrams(text: str) -> list[str]:
    """The lexemes under which a text is found: each once, in order of first appearance.

    All overlapping pairs of characters inside each run; a run of one character stands for itself.
    """
    found: dict[str, None] = {}
    for run in words(text):
        found.update(dict.fromkeys(map(add, run, run[1:]) if len(run) > 1 else run))
    return list(found)


def query_bigrams(text: str) -> list[str]:
    """The lexemes a text that contains all words of the question must have.

    A single character asks for texts in which it stands alone. Runs of one character beside
    others, and a character with punctuation, ask for nothing, because a text may hold them
    inside longer runs: an empty answer means that the index cannot help and the texts must be
    searched themselves.
    """
    question = normalise(text)
    if len(question) == 1:
        return _RUN.findall(question)
    return [lexeme for lexeme in bigrams(question) if len(lexeme) > 1]


def needs_recheck(text: str) -> bool:
    """Whether a text that has all the question's lexemes may still not contain its words.

    Only a question of one or two characters is proved by its lexeme alone.
    """
    runs = words(text)
    return bool(runs) and not (len(runs) == 1 and len(runs[0]) <= 2 and query_bigrams(text) != [])


def matches(question: str, text: str) -> bool:
    """Whether every word of the question stands somewhere in the text; the recheck itself."""
    whole = normalise(text)
    return all(run in whole for run in words(question))

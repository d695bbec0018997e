from __future__ import annotations

from functools import lru_cache

from qianjin.engines import reading


@lru_cache(maxsize=4096)
def firm_key(name: str) -> str:
    """The name of a firm without what differs between two spellings of it."""
    return reading.names.key(name)[:120]


def person_key(name: str) -> str:
    """The name of a person without what differs between two spellings of it."""
    return reading.people.key(name)[:120]


def phones(text: str) -> list[str]:
    """The telephone numbers of a text, each once, in the form in which they are kept."""
    return list(reading.phones.read(text).found)


def phones_doubtful(text: str) -> bool:
    """Whether a text holds digits that were perhaps meant as a number and cannot be read as one."""
    return reading.phones.read(text).is_doubtful


def masked(phone: str) -> str:
    """138****5678."""
    return reading.phones.masked(phone)


def is_mobile(phone: str) -> bool:
    """Whether a number is a person's own, not a switchboard's."""
    return reading.phones.is_mobile(phone)


def lexemes(text: str) -> list[str]:
    """The bigrams under which ``text`` is found."""
    return reading.bigrams(text)


def query_lexemes(words: str) -> list[str]:
    """The bigrams that a text containing ``words`` must have; none: the index cannot help."""
    return reading.query_bigrams(words)


def needs_recheck(words: str) -> bool:
    """Whether bigrams alone do not prove that ``words`` stands in a text."""
    return reading.needs_recheck(words)


def normalise(text: str) -> str:
    """The form in which texts are kept and compared for search."""
    return reading.normalise(text)

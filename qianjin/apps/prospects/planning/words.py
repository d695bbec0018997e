from __future__ import annotations

from functools import lru_cache

from qianjin.apps.enterprises import planning as directory
from qianjin.engines import reading

lexemes = directory.lexemes
query_lexemes = directory.query_lexemes
needs_recheck = directory.needs_recheck
normalise = directory.normalise
firms_alike = directory.similarity
like_firms = directory.like_pairs
closest_firms = directory.closest
firm_likeness = directory.likeness
columns_of = directory.columns_of
Asked = directory.Asked
LIKELY, SURE = directory.LIKELY, directory.SURE
"""From these similarities on two names of firms probably, and certainly, mean one."""


@lru_cache(maxsize=4096)
def firm_key(name: str) -> str:
    """The name of a firm without what differs between two spellings of it."""
    return directory.name_key(name)[:120]


def person_key(name: str) -> str:
    """The name of a person without what differs between two spellings of it."""
    return reading.people.key(name)[:120]


def phones(text: str) -> list[str]:
    """The telephone numbers of a text, each once, in the form in which they are kept."""
    return list(_phones(text).found)


def phones_doubtful(text: str) -> bool:
    """Whether a text holds digits that were perhaps meant as a number and cannot be read as one."""
    return _phones(text).is_doubtful


@lru_cache(maxsize=512)
def _phones(text: str) -> reading.phones.Phones:
    # One cell is asked several times in a row: for its numbers, for doubts, for what is wrong.
    return reading.phones.read(text)


def masked(phone: str) -> str:
    """138****5678."""
    return reading.phones.masked(phone)


def read_card(text: str) -> reading.Card:
    """What a pasted card, signature or 微信 card says."""
    return reading.read_card(text)

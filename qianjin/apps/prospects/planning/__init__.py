"""谋划 The bridge to the engine ``reading``: names, telephone numbers, words of the search."""

from .words import (
    firm_key,
    is_mobile,
    lexemes,
    masked,
    needs_recheck,
    normalise,
    person_key,
    phones,
    phones_doubtful,
    query_lexemes,
)

__all__ = [
    "firm_key",
    "is_mobile",
    "lexemes",
    "masked",
    "needs_recheck",
    "normalise",
    "person_key",
    "phones",
    "phones_doubtful",
    "query_lexemes",
]

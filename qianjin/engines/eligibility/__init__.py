"""资格 Whether what is known of a firm meets the conditions of a scheme: yes, no or not known.

Three-valued (Kleene) logic: what is missing decides nothing, and only what could still change the
answer is asked for.

>>> from decimal import Decimal
>>> rule = All((Test("rnd_share", "at_least", (Decimal(3),)), Test("sector", "one_of", ("auto",))))
>>> found = judge(rule, {"sector": "auto"})
>>> found.verdict, found.missing
('unknown', ('rnd_share',))
>>> judge(rule, {"sector": "other"}).missing
()
>>> judge(rule, {"sector": "auto", "rnd_share": Decimal("3.2")}).verdict
'yes'
"""

from __future__ import annotations

from .data import All, Any, Fact, Rule, Test
from .judge import judge
from .result import NO, UNKNOWN, YES, Finding, Judgement

__all__ = [
    "NO",
    "UNKNOWN",
    "YES",
    "All",
    "Any",
    "Fact",
    "Finding",
    "Judgement",
    "Rule",
    "Test",
    "judge",
]

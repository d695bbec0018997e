"""Reasons as data; their wording, in two languages, belongs to the faces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """理由 Why an answer is what it is.

    ``code`` names the rule, ``subject`` what it speaks of (a name, a heading, two places with a
    slash between), ``amount`` how strongly, from 0 to 1, where that means anything.
    """

    code: str
    subject: str = ""
    amount: float = 0.0

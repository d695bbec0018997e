"""Reasons as data; their wording, in two languages, belongs to the faces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """
    理由 Why an answer is what it is.

    ``code`` names the rule, ``subject`` what it speaks of, ``amount`` how much, in the unit that
    the code says.
    """

    code: str
    subject: str = ""
    amount: float = 0.0

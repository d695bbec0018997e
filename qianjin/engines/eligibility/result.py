"""What comes out: the verdict, how each condition fared, and what is missing to say more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .data import Fact, Test

Verdict = Literal["yes", "no", "unknown"]
YES: Verdict = "yes"
NO: Verdict = "no"
UNKNOWN: Verdict = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    How one condition fared.

    Parameters
    ----------
    test
        The condition.
    verdict
        Whether it holds by itself.
    found
        What is known of its field; ``None`` when nothing is.
    """

    test: Test
    verdict: Verdict
    found: Fact


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    Whether a rule holds.

    Parameters
    ----------
    verdict
        Yes, no, or not known.
    findings
        One for each test, in the order of the rule.
    missing
        Fields of which nothing (or of marks, not enough) is known and that can still change the
        verdict; empty when it is yes or no, for then nothing can.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

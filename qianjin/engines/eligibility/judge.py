"""The judging itself; it looks at each test once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from .data import All, Fact, Rule, Test
from .result import NO, UNKNOWN, YES, Finding, Judgement, Verdict

_Seen = tuple[Verdict, list[Finding], list[str]]


def judge(rule: Rule, facts: Mapping[str, Fact]) -> Judgement:
    """
    Judge a firm by a rule.

    Parameters
    ----------
    rule
        The conditions.
    facts
        Field to what is known of it, numbers in the units of the tests.

    Returns
    -------
    Judgement
        With every test's own finding, also of those that did not matter.

    Raises
    ------
    TypeError
        A fact is not of the kind its test compares (a choice where a number is asked for).
    """
    verdict, findings, missing = _judge(rule, facts)
    return Judgement(verdict, tuple(findings), tuple(dict.fromkeys(missing)))


def _judge(rule: Rule, facts: Mapping[str, Fact]) -> _Seen:
    if isinstance(rule, Test):
        found = facts.get(rule.field)
        verdict = _test(rule, found)
        missing = [rule.field] if verdict == UNKNOWN else []
        return verdict, [Finding(rule, verdict, found)], missing
    seen = [_judge(part, facts) for part in rule.parts]
    findings = [finding for _verdict, some, _missing in seen for finding in some]
    verdict = (_all if isinstance(rule, All) else _any)([part[0] for part in seen])
    # Where the whole is decided, what is missing in a part of it asks for nothing.
    missing = list(_missing(seen)) if verdict == UNKNOWN else []
    return verdict, findings, missing


def _missing(seen: Sequence[_Seen]) -> Iterator[str]:
    for _verdict, _findings, missing in seen:
        yield from missing


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    if NO in verdicts:
        return NO
    return UNKNOWN if UNKNOWN in verdicts else YES


def _any(verdicts: Sequence[Verdict]) -> Verdict:
    if YES in verdicts:
        return YES
    return UNKNOWN if UNKNOWN in verdicts else NO


def _test(test: Test, found: Fact) -> Verdict:
    if found is None:
        return UNKNOWN
    if test.comparator in ("has_any", "has_all"):
        if not isinstance(found, Mapping):
            raise TypeError(f"{test.field}: marks expected, not {found!r}")
        each: list[Verdict] = [_mark(found.get(str(mark))) for mark in test.values]
        return _any(each) if test.comparator == "has_any" else _all(each)
    if test.comparator == "one_of":
        if not isinstance(found, str):
            raise TypeError(f"{test.field}: a choice expected, not {found!r}")
        return YES if found in test.values else NO
    if not isinstance(found, Decimal):
        raise TypeError(f"{test.field}: a number expected, not {found!r}")
    bound = Decimal(test.values[0])
    return YES if (found >= bound if test.comparator == "at_least" else found <= bound) else NO


def _mark(known: bool | None) -> Verdict:
    if known is None:
        return UNKNOWN
    return YES if known else NO

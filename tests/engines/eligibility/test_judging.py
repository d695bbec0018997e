"""资格 Three-valued judging: its truth table, and laws that hold whatever is asked."""

from __future__ import annotations

import doctest
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines import eligibility
from qianjin.engines.eligibility import NO, UNKNOWN, YES, All, Any, Rule, Test, judge

VERDICTS = (NO, UNKNOWN, YES)
KNOWN = {YES: Decimal(10), NO: Decimal(1), UNKNOWN: None}
FIELDS = ("a", "b", "c", "d")


def asks(field: str) -> Test:
    """Holds from 5 on: ``KNOWN`` makes it come out as one likes."""
    return Test(field, "at_least", (Decimal(5),))


@pytest.mark.parametrize(("left", "right"), list(product(VERDICTS, VERDICTS)))
def test_all_is_as_low_as_its_lowest_part_and_any_as_high_as_its_highest(
    left: str, right: str
) -> None:
    facts = {"a": KNOWN[left], "b": KNOWN[right]}
    pair = (asks("a"), asks("b"))

    order = VERDICTS.index
    assert judge(All(pair), facts).verdict == min(left, right, key=order)
    assert judge(Any(pair), facts).verdict == max(left, right, key=order)


@pytest.mark.parametrize(
    ("test", "found", "verdict"),
    [
        (Test("f", "at_least", (Decimal(3),)), Decimal(3), YES),
        (Test("f", "at_least", (Decimal(3),)), Decimal("2.99"), NO),
        (Test("f", "at_most", (Decimal(3),)), Decimal(3), YES),
        (Test("f", "at_most", (Decimal(3),)), Decimal("3.01"), NO),
        (Test("f", "at_least", (Decimal(0),)), Decimal(0), YES),
        (Test("f", "one_of", ("auto", "space")), "space", YES),
        (Test("f", "one_of", ("auto",)), "space", NO),
        (Test("f", "has_any", ("x", "y")), {"x": False}, UNKNOWN),
        (Test("f", "has_any", ("x", "y")), {"x": False, "y": False}, NO),
        (Test("f", "has_any", ("x", "y")), {"y": True}, YES),
        (Test("f", "has_all", ("x", "y")), {"x": True}, UNKNOWN),
        (Test("f", "has_all", ("x", "y")), {"x": True, "y": True}, YES),
        (Test("f", "has_all", ("x", "y")), {"x": False}, NO),
        (Test("f", "has_any", ("x",)), {}, UNKNOWN),
    ],
)
def test_each_comparator_by_itself(test: Test, found: object, verdict: str) -> None:
    assert judge(test, {"f": found}).verdict == verdict  # type: ignore[dict-item]


def test_nothing_asked_is_met_by_everyone() -> None:
    assert judge(All(()), {}).verdict == YES
    assert judge(Any(()), {}).verdict == NO


def test_what_is_missing_is_named_only_while_it_can_change_the_answer() -> None:
    rule = All((asks("a"), Any((asks("b"), asks("c")))))

    assert judge(rule, {"a": Decimal(9)}).missing == ("b", "c")
    assert judge(rule, {"a": Decimal(9), "b": Decimal(9)}).missing == ()
    assert judge(rule, {"a": Decimal(1)}).missing == ()
    assert judge(rule, {"a": Decimal(9), "b": Decimal(1)}).missing == ("c",)


def test_every_condition_has_its_own_finding_even_when_it_did_not_matter() -> None:
    found = judge(All((asks("a"), asks("b"))), {"a": Decimal(1), "b": Decimal(9)})

    assert [(f.test.field, f.verdict) for f in found.findings] == [("a", NO), ("b", YES)]


@pytest.mark.parametrize(
    ("comparator", "values"),
    [
        ("more", (Decimal(1),)),
        ("at_least", ("3",)),
        ("at_least", (Decimal(1), Decimal(2))),
        ("at_most", ()),
        ("one_of", ()),
        ("has_any", (Decimal(1),)),
    ],
)
def test_a_test_that_says_nothing_is_not_built(comparator: str, values: tuple[object]) -> None:
    with pytest.raises(ValueError):
        Test("f", comparator, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("test", "found"),
    [
        (asks("f"), "ten"),
        (Test("f", "one_of", ("auto",)), Decimal(1)),
        (Test("f", "has_any", ("x",)), "x"),
    ],
)
def test_a_fact_of_another_kind_is_a_mistake_of_the_caller(test: Test, found: object) -> None:
    with pytest.raises(TypeError):
        judge(test, {"f": found})  # type: ignore[dict-item]


def rules() -> st.SearchStrategy[Rule]:
    tests = st.sampled_from(FIELDS).map(asks)
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts))),
        ),
        max_leaves=8,
    )


def facts() -> st.SearchStrategy[dict[str, Decimal | None]]:
    one = st.sampled_from([Decimal(10), Decimal(1), None])
    return st.fixed_dictionaries({field: one for field in FIELDS})


def every_completion(known: dict[str, Decimal | None]) -> list[dict[str, Decimal]]:
    """Each way in which what is missing may turn out."""
    unknown = [field for field, value in known.items() if value is None]
    filled = product((Decimal(1), Decimal(10)), repeat=len(unknown))
    return [{**known, **dict(zip(unknown, values, strict=True))} for values in filled]  # type: ignore[dict-item]


def two_valued(rule: Rule, known: dict[str, Decimal]) -> bool:
    """The slow twin: ordinary logic over facts that are all known."""
    if isinstance(rule, Test):
        return known[rule.field] >= Decimal(5)
    parts = [two_valued(part, known) for part in rule.parts]
    return all(parts) if isinstance(rule, All) else any(parts)


@given(rules(), facts())
def test_a_verdict_of_yes_or_no_holds_however_the_missing_figures_turn_out(
    rule: Rule, known: dict[str, Decimal | None]
) -> None:
    found = judge(rule, known)

    outcomes = {two_valued(rule, filled) for filled in every_completion(known)}
    if found.verdict != UNKNOWN:
        assert outcomes == {found.verdict == YES}
    else:
        assert found.missing
    assert set(found.missing) <= {field for field, value in known.items() if value is None}


@given(rules(), facts())
def test_with_everything_known_it_is_ordinary_logic(
    rule: Rule, known: dict[str, Decimal | None]
) -> None:
    for filled in every_completion(known):
        assert (judge(rule, filled).verdict == YES) == two_valued(rule, filled)


@given(rules(), facts(), st.sampled_from(FIELDS))
def test_learning_more_never_takes_an_answer_back(
    rule: Rule, known: dict[str, Decimal | None], field: str
) -> None:
    before = judge(rule, {**known, field: None}).verdict

    after = judge(rule, known).verdict

    assert before in (UNKNOWN, after)


@given(rules(), facts())
def test_filling_in_everything_named_decides_it(
    rule: Rule, known: dict[str, Decimal | None]
) -> None:
    missing = judge(rule, known).missing
    filled = {**known, **dict.fromkeys(missing, Decimal(10))}

    assert judge(rule, filled).verdict != UNKNOWN


def test_the_example_of_the_engine_is_true() -> None:
    assert doctest.testmod(eligibility).failed == 0

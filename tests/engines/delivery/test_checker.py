"""The checker refuses what the law, an order, a calendar, a resource or a date forbids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from qianjin.engines.delivery import (
    Activity,
    Breach,
    Dated,
    DayKind,
    Limit,
    Link,
    LinkKind,
    PreReview,
    Problem,
    Resource,
    check,
    first_plan,
)

from .world import MONDAY, OFFICE, a_park, a_puzzle

SEEDS = some.integers(0, 10**6)


@given(SEEDS)
def test_what_the_generator_makes_breaks_no_rule(seed: int) -> None:
    problem = a_park(seed)
    assert [one for one in check(problem, first_plan(problem).dates) if not one.is_fact] == []


@given(SEEDS)
def test_what_the_generator_makes_of_a_published_kind_breaks_no_rule(seed: int) -> None:
    problem = a_puzzle(seed, 8)
    assert check(problem, first_plan(problem).dates) == ()


@given(SEEDS, some.data())
def test_work_pulled_before_its_earliest_day_is_refused(seed: int, data: some.DataObject) -> None:
    problem = a_park(seed, 8, reviews=False, facts=False)
    alone = replace(problem, resources=(Resource("officer", 99), Resource("bureau", 99)))
    dates = dict(first_plan(alone).dates)
    name = data.draw(some.sampled_from(sorted(dates)))
    dated = dates[name]
    # At the earliest place everything is as early as rules allow; a day less breaks one.
    dates[name] = Dated(dated.start - 1, dated.end - 1)
    assert check(alone, dates)


def codes(problem: Problem, dates: dict[str, Dated]) -> list[Breach]:
    return [one.code for one in check(problem, dates)]


NOTICE = Activity("公告", days=20, whole_days=True, limits=(Limit(20, law="国土资源部令第39号"),))
REVIEW = Activity("审查", days=3, kind=DayKind.WORKING, calendar="office", demands=(("bureau", 1),))
PERMIT = replace(
    REVIEW,
    id="许可",
    limits=(Limit(most=20, kind=DayKind.WORKING, law="行政许可法第42条"),),
    pre_review=PreReview("公告"),
)


def a_case(*activities: Activity, links: tuple[Link, ...] = (), bureau: int = 1) -> Problem:
    return Problem(activities, links, (Resource("bureau", bureau),), (), (OFFICE,), today=MONDAY)


def test_a_notice_shorter_than_the_law_asks_is_refused_and_the_law_cited() -> None:
    problem = a_case(NOTICE)
    found = check(problem, {"公告": Dated(MONDAY, MONDAY + 19)})
    assert found[0].code is Breach.FLOOR
    assert found[0].law == "国土资源部令第39号"
    assert found[0].day == MONDAY + 20


def test_what_follows_a_notice_waits_for_the_day_after_its_last() -> None:
    problem = a_case(NOTICE, REVIEW, links=(Link("公告", "审查", law="满期次日"),))
    notice = Dated(MONDAY + 1, MONDAY + 21)
    early = check(problem, {"公告": notice, "审查": Dated(MONDAY + 21, MONDAY + 24)})
    assert [(one.code, one.other, one.day, one.law) for one in early] == [
        (Breach.ORDER, "公告", MONDAY + 22, "满期次日")
    ]
    assert check(problem, {"公告": notice, "审查": Dated(MONDAY + 22, MONDAY + 25)}) == ()


def test_a_pre_review_is_no_approval() -> None:
    problem = a_case(NOTICE, PERMIT, links=(Link("公告", "许可", law="城乡规划法第38条"),))
    notice = Dated(MONDAY, MONDAY + 20)
    reviewed = (MONDAY, MONDAY + 3)
    assert codes(problem, {"公告": notice, "许可": Dated(MONDAY + 3, MONDAY + 3, reviewed)}) == [
        Breach.ORDER
    ]
    assert check(problem, {"公告": notice, "许可": Dated(MONDAY + 21, MONDAY + 21, reviewed)}) == ()
    assert codes(problem, {"公告": notice, "许可": Dated(MONDAY + 21, MONDAY + 21)}) == [
        Breach.MISSING
    ]


def test_a_pre_review_before_its_gate_and_an_issue_before_the_review_are_refused() -> None:
    problem = a_case(NOTICE, PERMIT)
    notice = Dated(MONDAY + 7, MONDAY + 27)
    assert codes(
        problem, {"公告": notice, "许可": Dated(MONDAY + 3, MONDAY + 3, (MONDAY, MONDAY + 3))}
    ) == [Breach.GATE]
    later = (MONDAY + 7, MONDAY + 10)
    assert codes(problem, {"公告": notice, "许可": Dated(MONDAY + 9, MONDAY + 9, later)}) == [
        Breach.ISSUED_EARLY
    ]


@pytest.mark.parametrize(
    ("change", "dated", "breach"),
    [
        ({}, Dated(MONDAY + 5, MONDAY + 9), Breach.REST_DAY),
        ({}, Dated(MONDAY, MONDAY + 2), Breach.SHORT),
        ({}, Dated(MONDAY + 3, MONDAY), Breach.BACKWARDS),
        ({}, Dated(MONDAY - 3, MONDAY), Breach.PAST),
        ({"not_before": MONDAY + 2}, Dated(MONDAY + 1, MONDAY + 4), Breach.NOT_BEFORE),
        ({"starts_on": MONDAY + 2}, Dated(MONDAY + 1, MONDAY + 4), Breach.FIXED),
        ({"ends_by": MONDAY + 3}, Dated(MONDAY + 1, MONDAY + 4), Breach.DEADLINE),
        ({"begun": MONDAY - 4}, Dated(MONDAY, MONDAY + 3), Breach.FACT),
        ({"begun": MONDAY - 4, "done": MONDAY}, Dated(MONDAY - 4, MONDAY + 1), Breach.FACT),
        ({"limits": (Limit(most=4, law="条例"),)}, Dated(MONDAY, MONDAY + 7), Breach.CEILING),
    ],
)
def test_each_date_that_is_not_allowed_has_its_name(
    change: dict[str, object], dated: Dated, breach: Breach
) -> None:
    problem = a_case(replace(REVIEW, **change))  # type: ignore[arg-type]
    assert breach in codes(problem, {"审查": dated})


def test_links_of_every_kind_are_held() -> None:
    other = replace(REVIEW, id="先", demands=())
    for kind, start, is_kept in (
        (LinkKind.FS, 4, True),
        (LinkKind.FS, 3, False),
        (LinkKind.SS, 1, True),
        (LinkKind.SS, 0, False),
        (LinkKind.FF, 1, True),
        (LinkKind.FF, 0, False),
        (LinkKind.SF, 0, True),
    ):
        problem = a_case(other, REVIEW, links=(Link("先", "审查", kind, lag=1),), bureau=9)
        end = OFFICE.after(MONDAY + start, 3)
        dates = {"先": Dated(MONDAY, MONDAY + 3), "审查": Dated(MONDAY + start, end)}
        assert (check(problem, dates) == ()) is is_kept, (kind, start)


def test_what_must_follow_soon_may_not_wait() -> None:
    problem = a_case(
        NOTICE,
        replace(NOTICE, id="批文", days=0, limits=(), whole_days=False),
        links=(Link("批文", "公告", within=15, law="实施条例第31条"),),
    )
    approval = Dated(MONDAY, MONDAY)
    late = check(problem, {"批文": approval, "公告": Dated(MONDAY + 16, MONDAY + 36)})
    assert [(one.code, one.day, one.law) for one in late] == [
        (Breach.WITHIN, MONDAY + 15, "实施条例第31条")
    ]


def test_a_bureau_that_holds_too_much_is_named_with_the_day() -> None:
    problem = a_case(REVIEW, replace(REVIEW, id="又一"))
    dates = {"审查": Dated(MONDAY, MONDAY + 3), "又一": Dated(MONDAY + 2, MONDAY + 7)}
    found = check(problem, dates)
    assert [(one.code, one.subject, one.day, one.amount) for one in found] == [
        (Breach.OVERLOAD, "bureau", MONDAY + 2, 1)
    ]
    assert found[0].other == "审查, 又一"


def test_a_plan_without_an_activity_is_refused() -> None:
    assert codes(a_case(REVIEW), {}) == [Breach.MISSING]

"""一览 The board: every number equals a slow recount, and stays within what one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import OPEN_STATES
from qianjin.apps.desk.models import Promise, Rating, ServiceRequest
from qianjin.apps.desk.selectors.board import StageScore
from tests.factories.accounts import the_cast
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import local

AT = MORNING + timedelta(days=2, hours=3)


@pytest.fixture(scope="module")
def busy(standing_cast) -> None:
    """Six weeks: late and in time, waiting, long, rated high and low, reopened, withdrawn."""
    cast = standing_cast
    firm = cast.acts(cast.chenlan)
    for day in ("2026-10-12", "2026-11-02", "2026-11-10", "2026-11-20"):
        row = a_resolved_request(cast, local(f"{day} 10:00"))
        services.rate(
            request=row,
            score={"2026-11-10": 2, "2026-11-20": 3}.get(day, 5),
            by=firm,
            at=local(f"{day} 16:00"),
        )
    services.reopen(request=row, words="又坏了", by=firm, at=local("2026-11-21 09:00"))
    an_assigned_request(cast, local("2026-11-03 09:00"))
    a_waiting_request(cast, local("2026-11-12 09:00"), asked_at=local("2026-11-13 09:00"))
    a_long_case(cast)
    an_accepted_request(cast)
    services.triage(
        request=a_request(cast.other, cast.acts(cast.duzhong), MORNING, kind="ENG"),
        kind="ENG",
        level="",
        unit=cast.planning,
        by=cast.acts(cast.linyue),
        at=MORNING,
    )
    services.withdraw(request=a_request(cast.chenxi, firm, MORNING), by=firm, at=AT)


def rows_of(cast, unit=None) -> list[ServiceRequest]:
    rows = ServiceRequest.objects.filter(park=cast.park)
    return [row for row in rows if unit is None or row.unit_id == unit.pk]


@pytest.mark.parametrize("who", ["hewei", "zhouheng", "gumingzhou"])
def test_the_numbers_equal_a_slow_recount(cast, busy, who) -> None:
    unit = {"zhouheng": cast.investment, "gumingzhou": cast.planning}.get(who)
    rows = rows_of(cast, unit)
    since = AT - timedelta(days=30)
    opened = [row for row in rows if row.status in OPEN_STATES]
    lights = [selectors.light_of(row, AT) for row in opened]

    board = selectors.board(cast.acts(getattr(cast, who)), at=AT)

    assert board.open == len(opened) > 0
    assert board.late == lights.count("red")
    assert board.soon == lights.count("yellow")
    assert board.paused == lights.count("paused")
    assert board.long_cases == sum(row.status == "long_case" for row in rows)
    assert board.raised == sum(row.opened_at >= since for row in rows)
    assert board.resolved == sum(bool(row.resolved_at and row.resolved_at >= since) for row in rows)
    assert board.reopened == sum(row.round > 1 and row.opened_at >= since for row in rows)
    scores = [
        rating.score for rating in Rating.objects.filter(request__in=rows) if rating.at >= since
    ]
    assert board.rating_count == len(scores)
    if scores:
        assert board.rating_mean == round(sum(scores) / len(scores), 2)
        assert board.content_percent == sum(s >= 3 for s in scores) * 100 // len(scores)
    else:
        assert (board.rating_mean, board.content_percent) == (None, None)


@pytest.mark.parametrize("who", ["hewei", "zhouheng"])
def test_promises_kept_are_counted_among_those_that_fell_due(cast, busy, who) -> None:
    since = AT - timedelta(days=30)
    mine = [
        promise
        for promise in Promise.objects.filter(request__park=cast.park).select_related("request")
        if who == "hewei" or promise.request.unit_id == cast.investment.pk
    ]
    fallen = [
        promise
        for promise in mine
        if since <= promise.due_at < AT
        and not (promise.met_at is None and promise.request.paused_at)
    ]

    board = selectors.board(cast.acts(getattr(cast, who)), at=AT)

    for score in board.stages:
        of_stage = [p for p in fallen if p.stage == score.stage]
        kept = [p for p in of_stage if p.met_at and p.met_at <= p.due_at]
        assert (score.due, score.kept) == (len(of_stage), len(kept)), score.stage
        assert score.percent == len(kept) * 100 // len(of_stage)
    assert {score.stage for score in board.stages} == {p.stage for p in fallen}


def test_a_clock_that_stands_still_has_not_fallen_due() -> None:
    quiet = the_cast()
    a_waiting_request(quiet)

    board = selectors.board(quiet.acts(quiet.hewei), at=MORNING + timedelta(days=20))

    assert [(score.stage, score.due) for score in board.stages] == [("respond", 1)]


def test_units_types_and_weeks_add_up(cast, busy) -> None:
    board = selectors.board(cast.acts(cast.hewei), at=AT)

    assert sum(line.open for line in board.units) == board.open
    assert sum(line.late for line in board.units) == board.late
    assert sum(line.soon for line in board.units) == board.soon
    assert {line.unit for line in board.units} == {"招商引资部", "规划建设部"}
    assert sum(line.raised for line in board.kinds) == board.raised
    assert len(board.weeks) == 12
    assert all(line.monday.weekday() == 0 for line in board.weeks)
    assert board.weeks[-1].monday.isoformat() == "2026-11-23"
    assert sum(line.raised for line in board.weeks) == len(rows_of(cast))
    solved = sum(row.resolved_at is not None for row in rows_of(cast))
    assert sum(line.resolved for line in board.weeks) == solved


def test_the_worst_stand_first(cast, busy) -> None:
    board = selectors.board(cast.acts(cast.hewei), at=AT)

    dues = [row.due_at for row in board.worst]
    assert dues == sorted(dues)
    assert len(board.worst) == min(board.late, 8) > 0


def test_of_an_empty_park_shows_nothing_and_breaks_nothing() -> None:
    empty = the_cast()

    board = selectors.board(empty.acts(empty.hewei), at=AT)

    assert (board.open, board.stages, board.rating_mean, board.units) == (0, [], None, [])


def test_a_stage_of_which_nothing_fell_due_has_no_percentage() -> None:
    assert StageScore("plan", 0, 0).percent is None
    assert StageScore("plan", 3, 2).percent == 66

"""导出 What hangs on the projects of a filter leaves as Excel, with those who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.refusals import MayNotTakeOut, TooManyRows
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage
from tests.factories.parks import NOON


def lines(cast: Cast, what: str, *, project: Any = None, **filters: Any) -> list[list[str]]:
    table = services.export_part(
        what=what,
        by=cast.acts(cast.zhouheng),
        at=NOON,
        filters=selectors.Filters(**filters),
        project=project,
    )
    return read_table(table.read()).texts()


def test_the_thread_is_told_in_one_order_of_one_project_or_of_a_filter(cast: Cast) -> None:
    mine, other = a_project(cast), a_project(cast, "座舱电子（演示）", sector="auto")
    by = cast.acts(cast.zhouheng)
    for row in (mine, other):
        services.touch(project=row, kind="call", words="=约来园", with_whom="陈总", by=by, at=NOON)
    stage = the_stage(cast.park, "talks")
    services.move(project=mine, to=stage, by=by, at=NOON + timedelta(hours=1))

    one = lines(cast, "thread", project=mine)
    cars = lines(cast, "thread", sector="auto")

    assert [row[3] for row in one[1:]][:2] == ["线索 → 洽谈", "电话"]
    assert {row[1] for row in one[1:]} == {mine.name}
    assert {row[1] for row in cars[1:]} == {other.name}
    assert one[2][5:] == ["陈总", "=约来园"]


def test_more_than_a_table_holds_is_refused(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("qianjin.apps.investment.services.exporting_parts.MOST", 1)
    a_project(cast)
    a_project(cast, "座舱电子（演示）")

    with pytest.raises(TooManyRows):
        lines(cast, "thread")


@pytest.mark.parametrize("what", sorted(services.PARTS))
def test_every_table_has_its_headings_and_is_not_for_everyone(cast: Cast, what: str) -> None:
    a_project(cast)

    assert all(lines(cast, what)[0])
    with pytest.raises(MayNotTakeOut):
        services.export_part(
            what=what, by=cast.acts(cast.yeting), at=NOON, filters=selectors.Filters()
        )


def test_trips_are_told_with_their_meetings(cast: Cast) -> None:
    by = cast.acts(cast.zhouheng)
    trip = services.plan_trip(
        park=cast.park,
        title="长三角招商（演示）",
        members="招商引资部",
        from_on=NOON.date(),
        until_on=NOON.date(),
        cities=["上海"],
        by=by,
        at=NOON,
    )
    services.plan_meeting(
        trip=trip, when=NOON, city="上海", with_whom="远帆（演示）", topic="设厂", by=by, at=NOON
    )

    told = lines(cast, "trips")

    assert told[1][0] == "长三角招商（演示）" and "上海" in told[1] and "设厂" in told[1]

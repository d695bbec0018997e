"""Works of the park hold parcels up; the day of readiness follows their plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.clearing import services as clearing
from qianjin.apps.clearing.models import AwaitedWorks, ReadyDate
from qianjin.apps.clearing.refusals import BadEntry, NotBeforeDone
from qianjin.apps.clearing.selectors import way_of
from qianjin.apps.delivery import services
from qianjin.apps.delivery.models import Plan, Round
from qianjin.apps.land.models import Parcel
from tests.factories.clearing import TODAY, cleared
from tests.factories.clearing import enter as enter_parcel
from tests.factories.delivery import a_plan, enter, the_step
from tests.factories.land import a_parcel
from tests.factories.parks import NOON

NAME = "演示·纵二路管网配套"


@pytest.fixture
def parcel(cast) -> Parcel:
    """Ready but for the works."""
    return cleared(cast, a_parcel(cast))


@pytest.fixture
def works(cast, parcel: Parcel) -> Plan:
    return a_plan(cast, NAME, profile="works", parcels=[parcel])


def ready(parcel: Parcel) -> ReadyDate:
    return ReadyDate.objects.get(parcel=parcel)


def test_a_parcel_hangs_on_the_works_it_waits_for_and_names_them(
    parcel: Parcel, works: Plan
) -> None:
    works.refresh_from_db()
    day = ready(parcel)

    assert (day.blocker, day.awaits, day.is_ready) == ("works", NAME, False)
    assert day.earliest == day.likely == works.finish_on
    parcel.refresh_from_db()
    assert (parcel.ready_likely, parcel.stage) == (works.finish_on, "works")


def test_the_day_of_readiness_moves_when_the_works_slip(cast, parcel: Parcel, works: Plan) -> None:
    before, version = ready(parcel).likely, AwaitedWorks.objects.get(parcel=parcel).version
    step = the_step(works, "W08")
    assert step.start_on is not None

    services.set_dates(
        step=step, version=None, not_before=step.start_on + timedelta(days=60),
        reason="材料未到", by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip

    assert ready(parcel).likely >= before + timedelta(days=50)
    assert AwaitedWorks.objects.get(parcel=parcel).version == version + 1


def test_a_round_tells_the_parcel_the_likely_and_the_latest_day(
    cast, parcel: Parcel, works: Plan
) -> None:
    asked = Round.objects.get(park=cast.park)
    services.work_out(park_id=cast.park.pk, run=asked.run, at=NOON, seconds=0, runs=20)
    works.refresh_from_db()
    day = ready(parcel)

    assert works.promise_on is not None
    assert day.earliest == works.finish_on
    assert day.latest == max(works.promise_on, day.likely)
    assert day.latest > day.earliest


def test_works_handed_over_hold_up_nothing_and_stay_on_the_record(cast, parcel: Parcel) -> None:
    works = a_plan(
        cast, NAME, profile="works", parcels=[parcel], at=NOON - timedelta(600),
        from_on=TODAY - timedelta(600),
    )  # fmt: skip
    assert not ready(parcel).is_ready
    happened = {
        step.key: {"begun_on": step.start_on, "done_on": step.end_on} for step in works.steps.all()
    }

    services.enter_history(plan=works, happened=happened, by=cast.acts(cast.gumingzhou), at=NOON)
    services.place(cast.park, at=NOON)

    row = AwaitedWorks.objects.get(parcel=parcel)
    assert row.done_on == the_step(works, "W10").done_on
    assert ready(parcel).is_ready


def test_nobody_waits_for_works_that_were_stopped_or_taken_back(
    cast, parcel: Parcel, works: Plan
) -> None:
    by = cast.acts(cast.gumingzhou)
    assert services.discard_plan(plan=works, words="改线", by=by, at=NOON)
    assert ready(parcel).is_ready

    begun = a_plan(cast, NAME, profile="works", parcels=[parcel])
    enter(cast, begun, "W01", begun_on="2026-11-16")
    assert not ready(parcel).is_ready
    services.end_plan(plan=begun, is_stopped=True, words="改线", by=by, at=NOON)
    assert not AwaitedWorks.objects.exists()
    assert ready(parcel).is_ready


def test_whoever_waits_is_told_when_the_parcels_of_works_change(
    cast, parcel: Parcel, works: Plan
) -> None:
    other = cleared(cast, a_parcel(cast, 200))
    services.change_plan(
        plan=works, version=None, name="演示·纵二路", conditions=[], weight=1, words="",
        parcels=[other], by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip

    assert ready(parcel).is_ready
    assert ready(other).awaits == "演示·纵二路"


def test_of_several_works_the_last_one_is_named(cast, parcel: Parcel, works: Plan) -> None:
    later = a_plan(
        cast, "演示·变电站", profile="works", parcels=[parcel], from_on=TODAY + timedelta(90)
    )
    later.refresh_from_db()
    way = way_of(cast.park, parcel.pk, TODAY)

    assert ready(parcel).awaits == "演示·变电站"
    assert ready(parcel).likely == later.finish_on
    assert way is not None
    assert [row.name for row in way.awaited] == ["演示·变电站", NAME]


def test_the_guess_for_utilities_gives_way_to_the_plan_of_the_works(cast) -> None:
    parcel = a_parcel(cast)
    clearing.refresh(park=cast.park, at=NOON)
    works = a_plan(cast, NAME, profile="works", parcels=[parcel])
    works.refresh_from_db()
    way = way_of(cast.park, parcel.pk, TODAY)
    assert way is not None
    assert works.finish_on is not None
    gates = {gate.key: gate for gate in way.ready.gates}

    assert gates["works"].end[1] == works.finish_on.toordinal()
    assert gates["utilities"].end[1] == max(gates["levelling"].begin[1], gates["works"].end[1])


def test_nobody_enters_the_works_by_hand_nor_the_utilities_before_them(
    cast, parcel: Parcel, works: Plan
) -> None:
    with pytest.raises(BadEntry):
        enter_parcel(cast, parcel, "works", TODAY, TODAY)
    with pytest.raises(NotBeforeDone):
        enter_parcel(cast, parcel, "utilities", TODAY, TODAY)

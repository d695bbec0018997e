"""The network as versioned data: changed with a reason, accepted plan by plan, calibrated."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.models import Network
from qianjin.apps.delivery.network import read, standard, written
from qianjin.apps.delivery.refusals import BadEntry, ChangedSince, MayNotSetNetwork, NetworkLoop
from tests.factories.delivery import a_plan, enter, the_step
from tests.factories.parks import NOON


def changed(cast, key: str, **values: Any) -> Network:
    """The step as it is in force, but for ``values``."""
    network = selectors.in_force(cast.park)
    step = read(network.content)[key]
    given: dict[str, Any] = {
        "version": network.number, "least": step.least, "likely": step.likely, "most": step.most,
        "kind": step.kind, "is_reviewable": step.is_reviewable, "who": "、".join(step.who),
        "law": step.law_zh, "words": "园区实际",
        "links": {one.of: (one.kind, one.lag, one.strength) for one in step.after},
        "by": cast.acts(cast.admin),
    }  # fmt: skip
    return services.change_step(park=cast.park, key=key, at=NOON, **(given | values))


def test_what_a_park_begins_with_is_whole_and_reads_back_as_written() -> None:
    steps = read(standard())

    assert len([one for one in steps.values() if one.stage != "works"]) == 78
    assert sum(one.basis == "inference" for one in steps.values() if one.stage != "works") == 54
    assert all(one.law_zh and one.law_en for one in steps.values())
    assert read([written(one) for one in steps.values()]) == steps


def test_a_change_is_a_new_version_that_touches_no_plan_until_it_is_accepted(cast) -> None:
    plan = a_plan(cast)
    before = the_step(plan, "S02").end_on
    made = changed(cast, "S02", likely=14, most=20)
    services.place(cast.park, at=NOON)

    plan.refresh_from_db()
    assert (made.number, plan.network.number) == (2, 1)
    assert the_step(plan, "S02").end_on == before
    assert selectors.touched_by(cast.park, made) == [plan]
    told = selectors.versions_of(cast.park)[0].changes
    assert {(one.field, one.old, one.new) for one in told} >= {
        ("likely", 7, 14), ("basis", "inference", "park"),
    }  # fmt: skip

    services.accept_network(plan=plan, by=cast.acts(cast.gumingzhou), at=NOON)
    after = the_step(plan, "S02").end_on
    assert before is not None
    assert after is not None
    assert after > before
    assert selectors.touched_by(cast.park, made) == []


def test_a_circle_is_refused_with_the_loop_of_names(cast) -> None:
    a_plan(cast)
    with pytest.raises(NetworkLoop) as refused:
        changed(cast, "P01", links={"G02": ("FS", 0, "hard")})

    told = str(refused.value)
    assert "项目准入评审" in told
    assert "出让方案批准" in told
    assert Network.objects.filter(park=cast.park).count() == 1


def test_a_period_of_the_law_cannot_be_shortened(cast) -> None:
    with pytest.raises(BadEntry) as refused:
        changed(cast, "G03", least=10)
    assert "20" in str(refused.value.fields["least"][0])


def test_only_whoever_may_changes_it_and_only_what_is_in_force(cast) -> None:
    a_plan(cast)
    with pytest.raises(MayNotSetNetwork):
        changed(cast, "S02", likely=8, by=cast.acts(cast.yeting))
    changed(cast, "S02", likely=8)
    with pytest.raises(ChangedSince):
        changed(cast, "S02", likely=9, version=1)


def test_three_finished_steps_replace_an_inferred_duration_with_their_count(cast) -> None:
    for n in range(3):
        plan = a_plan(cast, f"项目{n}（演示）")
        begun = date(2026, 10, 12) + timedelta(days=7 * n)
        enter(cast, plan, "P01", begun_on=begun, done_on=begun + timedelta(days=4))
        known = selectors.known_of(cast.park, plan.network, NOON.date())["P01"]
        assert known.runs == (3 if n == 2 else 0)

    assert (known.likely, known.least, known.most) == (4, 4, 4)
    # What a law sets is not replaced, however often it was done.
    assert selectors.known_of(cast.park, plan.network, NOON.date())["G03"].likely == 20

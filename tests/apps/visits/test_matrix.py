"""Ways a road router has measured: taken over whole or not at all, and planned by."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.visits import planning, selectors, services
from qianjin.apps.visits.models import Place, TravelMatrix
from qianjin.apps.visits.refusals import BadMatrix, MayNotSetRules
from tests.factories.parks import NOON
from tests.factories.visits import a_place, a_plan, a_round, a_rule


@pytest.fixture
def places(cast) -> list[Any]:
    Place.objects.all().delete()
    a_place(cast.chenxi, east=2)
    a_place(cast.other, east=3, north=1)
    return selectors.matrix_places(cast.park.pk)


def table(places: list[Any], **more: Any) -> dict[str, Any]:
    """What OSRM answers: everything is three kilometres and five minutes away."""
    size = len(places)

    def full(value: float) -> list[list[float]]:
        return [[0.0 if a == b else value for b in range(size)] for a in range(size)]

    return {
        "code": "Ok",
        "durations": full(300.4),
        "distances": full(3000.2),
        "sources": [{"location": [one.lon + 0.001, one.lat]} for one in places],
    } | more


def take_over(cast: Any, told: Any, by: Any = None) -> TravelMatrix:
    text = told if isinstance(told, str) else json.dumps(told)
    acting = cast.acts(by or cast.hewei)
    return services.set_matrix(park=cast.park, name="osrm.json", text=text, by=acting, at=NOON)


def test_the_office_comes_first_and_then_every_enterprise_on_the_map(cast, places) -> None:
    assert [one.key for one in places] == [0, *sorted([cast.chenxi.pk, cast.other.pk])]


def test_a_plan_goes_by_measured_ways(cast, places) -> None:
    a_rule(cast.park)
    take_over(cast, table(places))
    plan = a_plan(cast.hewei, cast.park, [cast.yeting])
    services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
    plan.refresh_from_db()

    assert plan.proposal["metres"] == 9000
    (one,) = plan.proposal["rounds"]
    assert one["stops"][1]["begin"] - one["stops"][0]["leave"] == 6
    assert AuditEntry.objects.filter(verb="visits.matrix").count() == 1


def test_a_place_that_has_moved_goes_by_straight_lines_until_it_is_measured_anew(
    cast, places
) -> None:
    a_rule(cast.park)
    take_over(cast, table(places))
    Place.objects.filter(enterprise=cast.other).update(lon=places[0].lon, lat=places[0].lat)
    state = selectors.matrix_state(cast.park.pk, selectors.matrix_places(cast.park.pk))
    ask = selectors.ask_of(a_plan(cast.hewei, cast.park, [cast.yeting]))
    metres, _minutes = planning._ways(ask)

    assert state is not None and state.unknown == [cast.other.name]
    row = [0, *(one.key for one in ask.wanted)].index(cast.other.pk)
    assert metres[0, row] == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("{", "JSON"),
        ("[1, 2]", "durations"),
        ({"code": "NoTable"}, "NoTable"),
        ({"durations": None, "distances": [[1]]}, "0行"),
        ({"distances": None}, "annotations"),
        ({"durations": [[0.0]]}, "1行"),
        ({"durations": [[0, None, 1], [1, 0, 1], [1, 1, 0]]}, "晨曦精密"),
        ({"distances": [[0, -1, 1], [1, 0, 1], [1, 1, 0]]}, "晨曦精密"),
        ({"distances": [["x", 1, 1]] * 3}, "数字"),
        ({"distances": [[0, 1], [1, 0, 1], [1]]}, "数字"),
        ({"sources": [{"location": [0, 0]}] * 3}, "办公"),
    ],
)
def test_a_table_that_cannot_be_used_says_why_and_changes_nothing(
    cast, places, wrong, words
) -> None:
    with pytest.raises(BadMatrix) as refusal:
        take_over(cast, wrong if isinstance(wrong, str) else table(places, **wrong))

    assert words in refusal.value.fields["file"][0]
    assert not TravelMatrix.objects.exists()


def test_places_in_another_order_are_noticed(cast, places) -> None:
    told = table(places)
    told["sources"] = [
        {"location": [one.lon + 0.05 * n, one.lat]} for n, one in enumerate(reversed(places))
    ]

    with pytest.raises(BadMatrix):
        take_over(cast, told)


def test_only_who_sets_rules_takes_it_over_or_back(cast, places) -> None:
    with pytest.raises(MayNotSetRules):
        take_over(cast, table(places), by=cast.yeting)
    take_over(cast, table(places))
    with pytest.raises(MayNotSetRules):
        services.drop_matrix(park=cast.park, by=cast.acts(cast.yeting), at=NOON)

    assert services.drop_matrix(park=cast.park, by=cast.acts(cast.hewei), at=NOON)
    assert not services.drop_matrix(park=cast.park, by=cast.acts(cast.hewei), at=NOON)


def test_a_pin_holds_in_a_season(cast, places) -> None:
    a_rule(cast.park)
    plan = a_plan(cast.hewei, cast.park, [cast.yeting], until_on=date(2027, 1, 29))
    services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
    plan.refresh_from_db()
    services.change_plan(
        plan=plan,
        enterprise_id=cast.other.pk,
        officer=cast.yeting.pk,
        on=date(2026, 12, 10),
        by=cast.acts(cast.hewei),
        at=NOON,
    )
    services.work_out(plan_id=plan.pk, run=2, at=timezone.now())
    plan.refresh_from_db()

    pinned = [
        one["on"]
        for one in plan.proposal["rounds"]
        for stop in one["stops"]
        if stop["enterprise"] == cast.other.pk and stop["is_pinned"]
    ]
    assert pinned == ["2026-12-10"]


def test_kilometres_and_hours_of_each_officer_are_told_for_the_diary(cast) -> None:
    for number, on in enumerate([date(2026, 11, 24), date(2026, 11, 25)]):
        row = a_round(cast.yeting, cast.park, [cast.chenxi], on, state="under_way")
        services.end_round(
            round=row,
            mileage_km=Decimal("12.5") + number,
            minutes=180,
            by=cast.acts(cast.yeting),
            at=NOON,
        )
    a_round(cast.zhouheng, cast.park, [cast.other], date(2026, 11, 25))
    span = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}

    (one,) = selectors.outdoors(cast.acts(cast.hewei), **span)
    assert (one.officer_id, one.rounds, one.days) == (cast.yeting.pk, 2, 2)
    assert (one.mileage_km, one.minutes, one.visits) == (Decimal("26.0"), 360, 0)
    assert selectors.outdoors(cast.acts(cast.yeting), **span)

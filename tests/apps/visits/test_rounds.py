"""Going on a round, the rules, the times, the calendar address."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.models import CalendarFeed, CoverageRule, Stop
from qianjin.apps.visits.refusals import (
    BadPlace,
    BadRule,
    BadVisit,
    MayNotPlace,
    MayNotPlan,
    MayNotRecord,
    MayNotSetRules,
    NoFeed,
    NotPlanned,
    NotUnderWay,
    NotYourRound,
    StopSettled,
)
from qianjin.units.refusals import Missing
from tests.factories.parks import NOON
from tests.factories.visits import A_DAY, a_round


@pytest.fixture
def row(cast):
    return a_round(cast.yeting, cast.park, [cast.chenxi, cast.other])


class TestGoing:
    def test_the_first_arrival_begins_the_round(self, cast, row) -> None:
        stop = services.arrive(stop=row.stops.first(), by=cast.acts(cast.yeting), at=NOON)

        row.refresh_from_db()
        assert stop.arrived_at == NOON
        assert (row.state, row.begun_at) == ("under_way", NOON)
        assert AuditEntry.objects.filter(verb="visits.stop.arrive", object_id=stop.pk).exists()
        with pytest.raises(StopSettled):
            services.arrive(stop=stop, by=cast.acts(cast.yeting), at=NOON)

    def test_it_ends_with_its_mileage_and_hours(self, cast, row) -> None:
        by = cast.acts(cast.yeting)
        with pytest.raises(NotUnderWay):
            services.end_round(round=row, mileage_km=Decimal("9.5"), minutes=170, by=by, at=NOON)
        services.begin_round(round=row, by=by, at=NOON)
        done = services.end_round(round=row, mileage_km=Decimal("9.5"), minutes=170, by=by, at=NOON)

        assert (done.state, done.mileage_km, done.minutes) == ("done", Decimal("9.5"), 170)
        with pytest.raises(NotPlanned):
            services.begin_round(round=done, by=by, at=NOON)

    def test_kilometres_that_cannot_be_are_refused(self, cast, row) -> None:
        by = cast.acts(cast.yeting)
        services.begin_round(round=row, by=by, at=NOON)

        with pytest.raises(BadVisit):
            services.end_round(round=row, mileage_km=Decimal(-1), minutes=0, by=by, at=NOON)

    def test_what_is_left_out_says_why(self, cast, row) -> None:
        by, stop = cast.acts(cast.yeting), row.stops.first()
        with pytest.raises(BadVisit):
            services.skip(stop=stop, why="  ", by=by, at=NOON)
        services.skip(stop=stop, why="企业临时检修", by=by, at=NOON)

        assert Stop.objects.get(pk=stop.pk).skipped == "企业临时检修"

    def test_a_colleague_does_not_go_on_it(self, cast, row) -> None:
        by = cast.acts(cast.zhouheng)
        with pytest.raises(NotYourRound):
            services.begin_round(round=row, by=by, at=NOON)
        with pytest.raises(NotYourRound):
            services.arrive(stop=row.stops.first(), by=by, at=NOON)

    def test_a_head_calls_it_off_and_an_officer_only_their_own(self, cast, row) -> None:
        other = a_round(cast.linyue, cast.park, [cast.chenxi])
        with pytest.raises(MayNotPlan):
            services.call_off(round=other, by=cast.acts(cast.yeting), at=NOON)
        off = services.call_off(round=row, by=cast.acts(cast.hewei), at=NOON)

        assert off.state == "called_off"
        assert a_round(cast.yeting, cast.park, [cast.chenxi]).pk != row.pk


class TestRules:
    def test_a_park_begins_with_what_is_known(self, cast) -> None:
        by = cast.acts(cast.hewei)
        assert services.start_with_rules(park=cast.park, by=by, at=NOON) == 9
        assert services.start_with_rules(park=cast.park, by=by, at=NOON) == 0

        rules = {(r.tier, r.means, r.caller): r.every_days for r in CoverageRule.objects.all()}
        assert rules["small", "call", "officer"] == 31
        assert rules["small", "visit", "officer"] == 61
        assert rules["anchor", "visit", "head"] == 92
        assert all(rule.is_inference for rule in CoverageRule.objects.all())

    def test_a_rule_is_set_changed_and_dropped(self, cast) -> None:
        by = cast.acts(cast.admin)

        def say(days: int | None) -> CoverageRule | None:
            return services.set_rule(
                park=cast.park,
                tier="key",
                means="visit",
                caller="officer",
                every_days=days,
                minutes=60,
                source="",
                is_inference=True,
                by=by,
                at=NOON,
            )

        say(30)
        assert say(45).every_days == 45
        assert say(None) is None
        assert not CoverageRule.objects.exists()
        with pytest.raises(BadRule):
            say(3)
        assert AuditEntry.objects.filter(verb="visits.rule.set").count() == 2

    def test_an_officer_sets_none(self, cast) -> None:
        by = cast.acts(cast.yeting)
        with pytest.raises(MayNotSetRules):
            services.start_with_rules(park=cast.park, by=by, at=NOON)
        with pytest.raises(MayNotSetRules):
            services.ask_question(park=cast.park, year=2026, quarter=4, text="如何", by=by, at=NOON)
        with pytest.raises(MayNotSetRules):
            services.set_travel(
                park=cast.park, lon=1, lat=1, road_factor=1.2, speed_kmh=30, by=by, at=NOON
            )

    def test_a_question_dropped_is_asked_no_more(self, cast) -> None:
        by = cast.acts(cast.hewei)
        question = services.ask_question(
            park=cast.park, year=2026, quarter=4, text="如何", by=by, at=NOON
        )
        services.drop_question(question=question, by=by, at=NOON)

        assert selectors.questions_of(cast.park.pk, year=2026, quarter=4) == []

    @pytest.mark.parametrize("wrong", [{"text": ""}, {"quarter": 5}, {"options": ["x"] * 13}])
    def test_a_question_that_cannot_be_is_refused(self, cast, wrong) -> None:
        asked = {"year": 2026, "quarter": 4, "text": "如何"} | wrong
        with pytest.raises(BadRule):
            services.ask_question(park=cast.park, by=cast.acts(cast.hewei), at=NOON, **asked)


class TestGround:
    def test_the_officer_responsible_puts_an_enterprise_on_the_map(self, cast) -> None:
        cast.chenxi.officer = cast.yeting
        cast.chenxi.save()
        place = services.place_enterprise(
            enterprise=cast.chenxi,
            lon=120.5,
            lat=30.3,
            opens="09:00",
            closes="11:30",
            needs=["en"],
            by=cast.acts(cast.yeting),
            at=NOON,
        )

        assert (place.lon, place.lat, place.set_by) == (120.5, 30.3, "叶汀")
        with pytest.raises(MayNotPlace):
            services.place_enterprise(
                enterprise=cast.other, lon=1, lat=1, by=cast.acts(cast.yeting), at=NOON
            )

    @pytest.mark.parametrize(
        "wrong",
        [
            {"lon": 190},
            {"lat": -91},
            {"opens": "9am"},
            {"opens": "12:00", "closes": "11:00"},
            {"weekdays": [7]},
            {"needs": ["magic"]},
            {"minutes": 1},
        ],
        ids=str,
    )
    def test_a_place_that_cannot_be_is_refused(self, cast, wrong) -> None:
        given = {"lon": 120.5, "lat": 30.3} | wrong
        with pytest.raises(BadPlace):
            services.place_enterprise(
                enterprise=cast.chenxi, by=cast.acts(cast.linyue), at=NOON, **given
            )

    def test_one_says_when_one_can_be_out_and_nobody_elses(self, cast) -> None:
        by = cast.acts(cast.yeting)
        told = {"half_days": ["2pm", "0am"], "skills": ["en"], "park": cast.park, "at": NOON}
        kept = services.set_times(person=cast.yeting, by=by, **told)

        assert kept.half_days == ["0am", "2pm"]
        with pytest.raises(MayNotPlan):
            services.set_times(person=cast.zhouheng, by=by, **told)


class TestCalendarAddress:
    def test_it_leads_to_ones_rounds_until_it_is_taken_back(self, cast, row) -> None:
        by = cast.acts(cast.yeting)
        secret = services.open_feed(by=by, at=NOON)
        feed, rounds = selectors.rounds_for_feed(secret, on=date(2026, 11, 23))
        assert (feed.person, [one.on for one in rounds]) == (cast.yeting, [A_DAY])
        assert secret not in str(CalendarFeed.objects.values())

        services.close_feed(by=by, at=NOON)

        with pytest.raises(Missing):
            selectors.rounds_for_feed(secret, on=date(2026, 11, 23))
        with pytest.raises(NoFeed):
            services.close_feed(by=by, at=NOON)

    def test_that_of_projects_is_another_one(self, cast, row) -> None:
        by = cast.acts(cast.yeting)
        rounds = services.open_feed(by=by, at=NOON)
        projects = services.open_feed(by=by, at=NOON, kind="projects")

        assert selectors.feed_behind(rounds, "rounds").person == cast.yeting
        for secret, kind in ((rounds, "projects"), (projects, "rounds")):
            with pytest.raises(Missing):
                selectors.feed_behind(secret, kind)
        services.close_feed(by=by, at=NOON, kind="projects")
        assert selectors.feed_of(by) is not None
        with pytest.raises(MayNotRecord):
            services.open_feed(by=cast.acts(cast.chenlan), at=NOON, kind="projects")

    def test_a_new_one_makes_the_old_one_dead(self, cast, row) -> None:
        by = cast.acts(cast.yeting)
        old = services.open_feed(by=by, at=NOON)
        services.open_feed(by=by, at=NOON)

        with pytest.raises(Missing):
            selectors.rounds_for_feed(old, on=date(2026, 11, 23))

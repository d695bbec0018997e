"""接待、外出、踏勘、谈判 What was planned, what was held, and that it becomes a touch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.investment import services
from qianjin.apps.investment.models import SiteWalk, Touch, Trip
from qianjin.apps.investment.planning import tracks
from qianjin.apps.investment.refusals import (
    BadPlan,
    BadTalk,
    BadTouch,
    MayNotAddProject,
    PlanOver,
    RoundHeld,
)
from tests.factories.accounts import Cast, the_cast
from tests.factories.investment import a_project
from tests.factories.land import a_parcel
from tests.factories.parks import NOON, local
from tests.factories.subsidies import pdf

GPX = b"""<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="30.2900" lon="120.4700"><time>2026-11-20T01:00:00Z</time></trkpt>
<trkpt lat="30.2950" lon="120.4700"><time>2026-11-20T01:20:00Z</time></trkpt>
</trkseg></trk></gpx>"""


class TestReceptions:
    def test_a_visit_is_planned_changed_and_held(self, cast: Cast) -> None:
        project, by = a_project(cast), cast.acts(cast.yeting)
        given = {"guests": "云帆复材董事长一行", "hosts": "周衡、叶汀", "guest_count": 6}
        plan = services.plan_reception(
            project=project,
            arrives_at=NOON,
            leaves_at=NOON + timedelta(hours=5),
            meal_yuan=80,
            by=by,
            at=NOON,
            **given,
        )

        plan = services.end_reception(
            reception=plan, result="看好C42地块", by=by, at=NOON + timedelta(hours=6)
        )

        made = Touch.objects.get()
        assert (made.kind, made.words, made.at) == ("reception", "看好C42地块", NOON)
        with pytest.raises(PlanOver):
            services.end_reception(reception=plan, result="再来", by=by, at=NOON)

    def test_is_not_held_before_it_happens(self, cast: Cast) -> None:
        project, by = a_project(cast), cast.acts(cast.yeting)
        plan = services.plan_reception(
            project=project,
            arrives_at=NOON + timedelta(days=1),
            leaves_at=NOON + timedelta(days=1, hours=2),
            guests="客人",
            hosts="叶汀",
            guest_count=1,
            by=by,
            at=NOON,
        )

        with pytest.raises(BadTouch):
            services.end_reception(reception=plan, result="很好", by=by, at=NOON)
        plan = services.end_reception(reception=plan, result="", is_cancelled=True, by=by, at=NOON)
        assert plan.state == "cancelled"

    def test_says_which_field_is_wrong(self, cast: Cast) -> None:
        with pytest.raises(BadPlan) as refusal:
            services.plan_reception(
                project=a_project(cast),
                arrives_at=NOON,
                leaves_at=NOON,
                guests="",
                hosts="叶汀",
                guest_count=0,
                meal_yuan=-1,
                by=cast.acts(cast.yeting),
                at=NOON,
            )

        assert set(refusal.value.fields) == {"leaves_at", "guests", "guest_count", "meal_yuan"}


class TestTrips:
    def trip(self, cast: Cast, **values: object) -> Trip:
        given = {"title": "长三角航空专题招商", "members": "周衡、叶汀", "cities": ["上海", "3205"]}
        return services.plan_trip(
            park=cast.park,
            from_on=date(2026, 11, 16),
            until_on=date(2026, 11, 18),
            by=cast.acts(cast.yeting),
            at=NOON,
            **{**given, **values},  # type: ignore[arg-type]
        )

    def test_a_meeting_about_a_project_becomes_its_touch(self, cast: Cast) -> None:
        trip, project, by = self.trip(cast), a_project(cast), cast.acts(cast.yeting)
        meeting = services.plan_meeting(
            trip=trip,
            project=project,
            when=local("2026-11-17 09:30"),
            city="上海",
            with_whom="战略部总监",
            by=by,
            at=NOON,
        )

        services.end_meeting(meeting=meeting, result="年底前来园", by=by, at=NOON)
        services.end_trip(trip=trip, result="三家有意", travel_yuan=3200, by=by, at=NOON)

        assert trip.cities == ["3100", "3205"]
        assert Touch.objects.get(project=project).kind == "trip"
        with pytest.raises(PlanOver):
            services.end_trip(trip=trip, result="再去", by=by, at=NOON)

    def test_a_meeting_lies_on_a_day_of_the_trip_in_a_city_of_the_list(self, cast: Cast) -> None:
        trip = self.trip(cast)
        with pytest.raises(BadPlan) as refusal:
            services.plan_meeting(
                trip=trip,
                when=local("2026-11-19 09:30"),
                city="亚特兰蒂斯",
                with_whom="某人",
                lon=float("nan"),
                lat=1.0,
                by=cast.acts(cast.yeting),
                at=NOON,
            )

        assert set(refusal.value.fields) == {"at", "city", "lon"}

    def test_is_not_planned_by_who_carries_nothing_on(self, cast: Cast) -> None:
        with pytest.raises(MayNotAddProject):
            services.plan_trip(
                park=cast.park,
                from_on=date(2026, 11, 16),
                until_on=date(2026, 11, 18),
                cities=["上海"],
                title="x",
                members="y",
                by=cast.acts(cast.linyue),
                at=NOON,
            )


class TestWalks:
    def test_keeps_track_parcels_and_photographs(self, cast: Cast) -> None:
        project, parcel = a_project(cast), a_parcel(cast)

        walk = services.walk_site(
            project=project,
            words="沿东侧走了一圈",
            gpx=GPX,
            parcels=[parcel],
            photos=[pdf("地块.pdf")],
            by=cast.acts(cast.yeting),
            at=NOON,
        )

        assert 550 < walk.metres < 560
        assert walk.minutes == 20
        assert walk.touch.files.get().parcel == parcel

    def test_another_parks_parcel_is_none(self, cast: Cast) -> None:
        with pytest.raises(BadPlan):
            services.walk_site(
                project=a_project(cast),
                words="走了一圈",
                parcels=[a_parcel(the_cast())],
                by=cast.acts(cast.yeting),
                at=NOON,
            )

    @pytest.mark.parametrize(
        "data",
        [
            b"not xml",
            b"<gpx/>",
            b'<gpx><trkpt lat="x" lon="1"/></gpx>',
            b'<gpx><trkpt lat="91" lon="1"/></gpx>',
            b'<!DOCTYPE x [<!ENTITY a "b">]><gpx><trkpt lat="1" lon="1"/></gpx>',
        ],
    )
    def test_what_is_no_track_is_refused(self, cast: Cast, data: bytes) -> None:
        with pytest.raises(BadPlan):
            services.walk_site(
                project=a_project(cast), words="走", gpx=data, by=cast.acts(cast.yeting), at=NOON
            )
        assert not SiteWalk.objects.exists()

    def test_a_long_walk_is_thinned_and_keeps_its_length(self) -> None:
        line = [(120 + n * 1e-5, 30 + (n % 7) * 1e-5) for n in range(5000)]

        found = tracks.of_points(line)

        assert len(found.points) <= tracks.KEPT
        assert found.points[0] == (120.0, 30.0)
        assert found.metres > 4_000


class TestTheRoom:
    def test_rounds_points_and_versions_up_to_the_signing(self, cast: Cast) -> None:
        project, by = a_project(cast, stage="talks"), cast.acts(cast.yeting)
        room = services.open_room(
            project=project,
            begins_on=date(2026, 11, 16),
            signing_at=local("2026-11-30 09:00"),
            red_lines="地价不低于最低价标准",
            by=by,
            at=NOON,
        )
        first = services.plan_round(
            negotiation=room, topic="供地", when=local("2026-11-20 14:00"), by=by, at=NOON
        )
        later = services.plan_round(
            negotiation=room, topic="扶持", when=local("2026-11-28 14:00"), by=by, at=NOON
        )
        services.hold_round(talk=first, agreed="一期120亩", by=by, at=NOON)
        point = services.open_point(
            negotiation=room, text="电价", side="bureau", owner_name="供电公司", by=by, at=NOON
        )
        services.settle_point(point=point, words="按大工业电价", by=by, at=NOON)
        services.add_version(negotiation=room, file=pdf("协议v1.pdf"), words="首稿", by=by, at=NOON)

        assert (first.number, later.number) == (1, 2)
        assert "一期120亩" in Touch.objects.get(kind="round").words
        assert point.settled_at is not None
        with pytest.raises(RoundHeld):
            services.drop_round(
                talk=services.hold_round(talk=first, agreed="改", by=by, at=NOON), by=by, at=NOON
            )
        services.drop_round(talk=later, by=by, at=NOON)
        assert room.rounds.count() == 1
        assert Touch.objects.filter(kind="round").count() == 1

    def test_a_round_to_come_is_not_written_down(self, cast: Cast) -> None:
        project, by = a_project(cast), cast.acts(cast.yeting)
        room = services.open_room(
            project=project,
            begins_on=date(2026, 11, 16),
            signing_at=local("2026-11-30 09:00"),
            by=by,
            at=NOON,
        )
        talk = services.plan_round(
            negotiation=room, topic="扶持", when=local("2026-11-28 14:00"), by=by, at=NOON
        )

        with pytest.raises(BadTouch):
            services.hold_round(talk=talk, agreed="好", by=by, at=NOON)
        with pytest.raises(BadTalk):
            services.open_room(
                project=project,
                begins_on=date(2026, 12, 1),
                signing_at=local("2026-11-30 09:00"),
                by=by,
                at=NOON,
            )

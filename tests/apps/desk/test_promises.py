"""Promises are data: profiles, choices, duties; and what happens when the calendar changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Duty, Entry, PromiseChoice, ServiceRequest
from qianjin.apps.desk.readings import PROFILES
from qianjin.apps.desk.refusals import BadRequest, MayNotSetPromises
from qianjin.apps.desk.services import clocks
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.selectors import park_by_id
from tests.factories.desk import (
    MORNING,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
)
from tests.factories.parks import local

STAGES = [("respond", "", 1, "wh"), ("resolve", "", 4, "wd"), ("resolve", "complex", 2, "mo")]


@pytest.fixture
def admin(cast):
    return cast.acts(cast.admin)


def save(cast, by, **fields):
    told = {"code": "zhuhai", "name_zh": "珠海124", "stages": STAGES, **fields}
    return services.save_profile(park=cast.park, by=by, at=MORNING, **told)


class TestAProfile:
    def test_is_kept_with_its_stages_and_leaves_a_trace(self, cast, admin) -> None:
        profile = save(cast, admin, name_en="Zhuhai", source="南方日报", is_inference=True)

        kept = selectors.promise_profiles_of(cast.park.pk).get(code="zhuhai")
        assert [(s.stage, s.level, s.amount, s.unit) for s in kept.stages.all()] == STAGES
        assert (kept.name_en, kept.source, kept.is_inference) == ("Zhuhai", "南方日报", True)
        assert audit.entries_about(cast.park.pk, "profile", profile.pk).get().verb == (
            "promise.profile"
        )

    def test_saved_again_replaces_its_stages_and_no_promise_given(self, cast, admin, dues) -> None:
        profile = save(cast, admin)
        services.choose_promise(park=cast.park, profile=profile, by=admin, at=MORNING)
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)
        before = dues(request)

        again = save(cast, admin, stages=[("resolve", "", 1, "wd")])

        assert again == profile
        assert again.stages.count() == 1
        assert dues(request) == before

    @pytest.mark.parametrize(
        "stages",
        [
            [],
            [("dream", "", 1, "wd")],
            [("respond", "impossible", 1, "wd")],
            [("respond", "", 0, "wd")],
            [("respond", "", 1, "weeks")],
            [("respond", "", 1, "wd"), ("respond", "", 2, "wd")],
        ],
    )
    def test_needs_stages_that_can_be_counted(self, cast, admin, stages) -> None:
        with pytest.raises(BadRequest):
            save(cast, admin, stages=stages)

        assert not selectors.promise_profiles_of(cast.park.pk).filter(code="zhuhai").exists()

    def test_is_the_administrator_s(self, cast) -> None:
        with pytest.raises(MayNotSetPromises):
            save(cast, cast.acts(cast.hewei))


class TestChoosing:
    def test_a_wider_choice_holds_again_when_the_narrow_one_is_taken_back(
        self, cast, admin
    ) -> None:
        profile = save(cast, admin)
        about = {"park": cast.park, "by": admin, "at": MORNING, "kind": "ENG"}

        services.choose_promise(profile=profile, **about)
        chosen = a_request(cast.chenxi, cast.acts(cast.chenlan), kind="ENG").profile
        services.choose_promise(profile=None, **about)
        after = a_request(cast.chenxi, cast.acts(cast.chenlan), kind="ENG").profile

        assert (chosen.code, after.code) == ("zhuhai", "qj_135_default")
        assert [row.profile.code for row in selectors.promise_choices_of(cast.park.pk)] == [
            "qj_135_default"
        ]

    def test_replaces_the_default_but_never_takes_it_back(self, cast, admin) -> None:
        profile = save(cast, admin)
        services.choose_promise(park=cast.park, profile=profile, by=admin, at=MORNING)
        assert a_request(cast.chenxi, cast.acts(cast.chenlan)).profile == profile

        with pytest.raises(BadRequest):
            services.choose_promise(park=cast.park, profile=None, by=admin, at=MORNING)

        assert PromiseChoice.objects.filter(park=cast.park).count() == 1

    @pytest.mark.parametrize("wrong", [{"kind": "XXX"}, {"level": "impossible"}])
    def test_refuses_what_is_no_type_or_level(self, cast, admin, wrong) -> None:
        with pytest.raises(BadRequest):
            services.choose_promise(
                park=cast.park, profile=save(cast, admin), by=admin, at=MORNING, **wrong
            )

    def test_is_the_administrator_s(self, cast) -> None:
        with pytest.raises(MayNotSetPromises):
            services.choose_promise(
                park=cast.park, profile=None, by=cast.acts(cast.linyue), at=MORNING, kind="ENG"
            )


class TestDuties:
    def test_say_who_leads_a_type_one_unit_each(self, cast, admin) -> None:
        about = {"park": cast.park, "kind": "ENG", "by": admin, "at": MORNING}
        services.set_duty(unit=cast.power, aim="precise", **about)
        services.set_duty(unit=cast.planning, aim="platform", **about)

        (duty,) = selectors.duties_of(cast.park.pk)
        assert (duty.unit, duty.aim) == (cast.planning, "platform")
        assert audit.entries_of(cast.park.pk).filter(verb="duty.set").count() == 2

    def test_are_the_administrator_s(self, cast) -> None:
        with pytest.raises(MayNotSetPromises):
            services.set_duty(
                park=cast.park,
                kind="ENG",
                unit=cast.power,
                by=cast.acts(cast.hewei),
                at=MORNING,
            )
        assert not Duty.objects.exists()


# Raised on Monday 2026-11-23 at 9:00; what each published reading of a promise makes of it.
READINGS = {
    ("qj_135_default", ""): ("2026-11-24 17:30", "2026-11-26 17:30", "2026-11-30 17:30"),
    ("zs_1h35", ""): ("2026-11-23 10:00", "2026-11-26 17:30", "2026-11-30 17:30"),
    ("whdkfq_13m", ""): ("2026-11-24 17:30", "2026-11-26 17:30", "2026-12-23 17:30"),
    ("sip_125", "simple"): (None, None, "2026-11-24 17:30"),
    ("sip_125", ""): (None, None, "2026-11-25 17:30"),
    ("sip_125", "ordinary"): (None, None, "2026-11-25 17:30"),
    ("sip_125", "complex"): (None, None, "2026-11-30 17:30"),
    ("sip_125", "policy"): (None, None, "2026-11-30 17:30"),
    ("zhuhai_124", "ordinary"): ("2026-11-23 10:00", None, "2026-11-27 17:30"),
    ("zhuhai_124", "simple"): ("2026-11-23 10:00", None, "2026-11-25 17:30"),
    ("zaozhuang", "ordinary"): ("2026-11-24 17:30", "2026-11-25 17:30", "2026-12-07 17:30"),
    ("zaozhuang", "complex"): ("2026-11-24 17:30", "2026-11-25 17:30", "2026-12-28 17:30"),
    ("zaozhuang", "policy"): ("2026-11-24 17:30", "2026-11-25 17:30", "2026-12-28 17:30"),
    ("quanzhou", ""): ("2026-11-24 17:30", None, "2026-12-02 17:30"),
    ("shiyan_111", "simple"): (None, None, "2026-11-24 17:30"),
    # It says nothing of ordinary matters: the next harder level holds.
    ("shiyan_111", ""): (None, None, "2026-11-30 17:30"),
    ("shiyan_111", "ordinary"): (None, None, "2026-11-30 17:30"),
    ("shiyan_111", "policy"): (None, None, "2026-12-23 17:30"),
    ("m13710", ""): ("2026-11-24 17:30", "2026-11-26 17:30", "2026-12-23 17:30"),
}


@pytest.mark.parametrize(("code", "level"), READINGS)
def test_every_published_profile_promises_something_at_every_level(
    cast, admin, dues, code, level
) -> None:
    row = next(row for row in PROFILES if row[0] == code)
    profile = save(cast, admin, code=f"try-{code}", name_zh=row[1], stages=row[-1])
    services.choose_promise(park=cast.park, profile=profile, by=admin, at=MORNING)
    request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

    row_now = services.triage(
        request=request, kind="ENG", level=level, by=cast.acts(cast.linyue), at=MORNING
    )

    found = dues(row_now)
    assert (found.get("respond"), found.get("plan"), found.get("resolve")) == READINGS[code, level]
    assert row_now.next_due_at is not None


def test_every_profile_of_the_story_is_tried_here() -> None:
    assert {row[0] for row in PROFILES} == {code for code, _level in READINGS}


def test_the_easiest_level_alone_holds_for_harder_ones_too(cast, admin, dues) -> None:
    profile = save(cast, admin, stages=[("resolve", "simple", 1, "wd")])
    services.choose_promise(park=cast.park, profile=profile, by=admin, at=MORNING)

    assert dues(a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)) == {
        "resolve": "2026-11-24 17:30"
    }


class TestAChangedCalendar:
    """The office gives Thursday 26 November 2026 away, after requests were promised."""

    def change(self, cast, admin) -> int:
        parks.set_day(
            park=park_by_id(cast.park.pk),
            day=date(2026, 11, 26),
            is_working=False,
            name="园庆",
            by=admin,
            at=MORNING + timedelta(hours=3),
        )
        return self.recompute(cast)

    def recompute(self, cast) -> int:
        return services.recompute(park=park_by_id(cast.park.pk), at=MORNING + timedelta(hours=4))

    def test_moves_open_due_times_and_says_so_to_both_sides(self, cast, admin, dues, heard) -> None:
        request = an_accepted_request(cast)

        assert self.change(cast, admin) == 1

        request.refresh_from_db()
        assert dues(request) == {"plan": "2026-11-27 17:30", "resolve": "2026-12-01 17:30"}
        assert request.next_due_at == local("2026-11-27 17:30")
        entry = Entry.objects.get(request=request, kind="recomputed")
        assert (entry.side, entry.is_internal) == ("clock", False)
        assert {name: datetime.fromisoformat(at) for name, at in entry.data.items()} == {
            "before": local("2026-11-26 17:30"),
            "after": local("2026-11-27 17:30"),
        }
        traces = audit.entries_about(cast.park.pk, "request", request.pk)
        assert "request.recomputed" in [row.verb for row in traces]
        assert heard(cast.yeting)[-1] == heard(cast.chenlan)[-1] == "recomputed"

    def test_moves_nothing_twice(self, cast, admin) -> None:
        an_accepted_request(cast)
        self.change(cast, admin)

        assert self.recompute(cast) == 0

    def test_is_followed_by_the_others_when_one_fails(self, cast, admin, monkeypatch) -> None:
        bad, good = an_accepted_request(cast), an_accepted_request(cast)
        recount = clocks.recount

        def fail(request):
            if request.pk == bad.pk:
                raise RuntimeError
            return recount(request)

        monkeypatch.setattr(clocks, "recount", fail)
        assert self.change(cast, admin) == 1
        good.refresh_from_db()
        assert good.next_due_at == local("2026-11-27 17:30")
        monkeypatch.undo()

        assert self.recompute(cast) == 1

    def test_leaves_what_is_kept_and_what_is_over(self, cast, admin) -> None:
        request = a_resolved_request(cast)
        before = list(request.promises.values_list("due_at", flat=True))

        assert self.change(cast, admin) == 0

        assert list(request.promises.values_list("due_at", flat=True)) == before

    def test_that_touches_no_due_time_only_raises_the_version(self, cast, admin) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-12-07 09:00"))

        assert self.change(cast, admin) == 0

        now = ServiceRequest.objects.get(pk=request.pk)
        assert (now.calendar_version, now.version) == (request.calendar_version + 1, 1)

    def test_moves_what_is_paused_without_starting_it(self, cast, admin, dues) -> None:
        request = a_waiting_request(cast)

        assert self.change(cast, admin) == 1

        request.refresh_from_db()
        assert (request.next_due_at, request.status) == (None, "need_info")
        assert dues(request)["resolve"] == "2026-12-01 17:30"

    def test_an_official_year_settles_what_was_provisional(self, cast, admin) -> None:
        """Raised on 30 December 2026; by this test's notice Sunday 3 January 2027 is worked."""
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-12-30 09:00"))
        before = request.promises.get(stage="resolve")
        assert before.is_provisional
        data = b"name,date,isOffDay\nx,2027-01-01,true\nx,2027-01-03,false\nx,2027-10-01,true\n"
        parks.adopt_year(
            park=park_by_id(cast.park.pk), data=data, file_name="2027.csv", by=admin, at=MORNING
        )

        assert self.recompute(cast) == 1

        after = request.promises.get(stage="resolve")
        assert not after.is_provisional
        assert after.due_at < before.due_at

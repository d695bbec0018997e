"""One lead and its co-handlers: asking, taking, answering, closing, reminding."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, Part
from qianjin.apps.desk.refusals import (
    BadRequest,
    MayNotHandle,
    MayNotHelp,
    NoLeadYet,
    PartSettled,
    PartTaken,
)
from qianjin.units.refusals import Missing
from tests.factories.accounts import a_member, an_absence
from tests.factories.desk import MORNING, a_request, an_accepted_request
from tests.factories.parks import a_unit, local

LATER = MORNING + timedelta(hours=1)


def shared(cast, *units, at=LATER, **more):
    """A request led by the investment section, with parts of these units."""
    request = an_accepted_request(cast)
    by = cast.acts(cast.yeting)
    made = services.share(request=request, units=units, words="请到场核实", by=by, at=at, **more)
    request.refresh_from_db()
    return request, made


class TestAsking:
    def test_each_unit_gets_a_clock_of_its_own(self, cast, heard) -> None:
        request, (power, planning) = shared(cast, cast.power, cast.planning)

        assert power.due_at == planning.due_at == local("2026-11-26 17:30")
        assert (request.unit, request.officer) == (cast.investment, cast.yeting)
        assert heard(cast.liaison)[-1] == heard(cast.gumingzhou)[-1] == "shared"
        assert heard(cast.chenlan) == ["accepted"]

    def test_the_lead_may_give_another_time(self, cast) -> None:
        _request, (part,) = shared(cast, cast.power, days=1)

        assert part.due_at == local("2026-11-24 17:30")

    def test_the_profile_says_how_many_days_are_usual(self, cast) -> None:
        request = an_accepted_request(cast)
        request.profile.part_days = 5
        request.profile.save()

        part = services.share(
            request=request, units=[cast.power], words="x", by=cast.acts(cast.yeting), at=LATER
        )[0]

        assert part.due_at == local("2026-11-30 17:30")

    def test_only_the_lead_shares(self, cast) -> None:
        request, _parts = shared(cast, cast.power)

        with pytest.raises(MayNotHandle):
            services.share(
                request=request,
                units=[cast.planning],
                words="x",
                by=cast.acts(cast.liaison),
                at=LATER,
            )

    def test_without_a_lead_nobody_is_asked(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        with pytest.raises(NoLeadYet):
            services.share(
                request=request,
                units=[cast.power],
                words="x",
                by=cast.acts(cast.linyue),
                at=LATER,
            )

    def test_neither_the_lead_itself_nor_one_who_is_at_it_is_asked(self, cast) -> None:
        request, _parts = shared(cast, cast.power)
        by = cast.acts(cast.yeting)
        elsewhere = a_unit(a_unit_park(), "别处")

        for units in ([cast.investment], [cast.power], [], [elsewhere], [cast.planning] * 2):
            with pytest.raises(BadRequest) as refused:
                services.share(request=request, units=units, words="x", by=by, at=LATER)
            assert "units" in refused.value.fields


def a_unit_park():
    from tests.factories.parks import a_park

    return a_park()


class TestSeeing:
    def test_a_co_handler_sees_the_request_with_its_notes_but_may_not_close_it(self, cast) -> None:
        request, _parts = shared(cast, cast.power)
        by = cast.acts(cast.liaison)

        seen = selectors.get_request_for(by, request.number)
        detail = selectors.detail_of(by, seen, at=LATER)

        assert [row.task for row in detail.parts] == ["请到场核实"]
        assert detail.can_note
        with pytest.raises(MayNotHandle):
            services.resolve(request=request, words="办好了", by=by, at=LATER)

    def test_others_do_not(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)
        by = cast.acts(cast.gumingzhou)

        with pytest.raises(Missing):
            selectors.get_request_for(by, request.number)
        with pytest.raises(Missing):
            selectors.part_for(by, part.pk)

    def test_the_figures_of_a_unit_count_what_it_leads(self, cast) -> None:
        head = a_member(cast.park, "section_head", cast.power, "供电主任")
        shared(cast, cast.power)

        assert selectors.board(cast.acts(head), at=LATER).open == 0
        assert selectors.board(cast.acts(cast.zhouheng), at=LATER).open == 1

    def test_it_stands_in_the_list_and_on_the_day_of_the_co_handler(self, cast) -> None:
        request, _parts = shared(cast, cast.power)
        by = cast.acts(cast.liaison)

        rows = selectors.page_of(by, selectors.Filters(tab="parts"), at=LATER).rows
        day = selectors.today(by, at=LATER)

        assert [row.number for row in rows] == [request.number]
        assert [(row.number, row.unit) for row in day.parts] == [(request.number, "供电公司")]
        assert (day.parts_total, day.parts_late) == (1, 0)


class TestDoing:
    def test_whoever_takes_it_answers_for_it(self, cast, heard) -> None:
        request, (part,) = shared(cast, cast.power)
        by = cast.acts(cast.liaison)

        services.take_part(part=part, by=by, at=LATER)
        done = services.answer_part(part=part, words="变压器正常", by=by, at=LATER)

        assert (done.officer, done.status, done.answer) == (cast.liaison, "answered", "变压器正常")
        assert heard(cast.yeting)[-1] == "part_done"
        assert selectors.today(by, at=LATER).parts_total == 0
        request.refresh_from_db()
        assert request.status == "accepted"
        assert not verify(cast.park.pk)

    def test_twice_is_refused(self, cast) -> None:
        _request, (part,) = shared(cast, cast.power)
        by = cast.acts(cast.liaison)
        services.take_part(part=part, by=by, at=LATER)

        with pytest.raises(PartTaken):
            services.take_part(part=part, by=by, at=LATER)
        services.answer_part(part=part, words="好", by=by, at=LATER)
        with pytest.raises(PartSettled):
            services.answer_part(part=part, words="好", by=by, at=LATER)

    def test_a_colleague_of_another_unit_may_not(self, cast) -> None:
        _request, (part,) = shared(cast, cast.power)

        with pytest.raises(MayNotHelp):
            services.answer_part(part=part, words="x", by=cast.acts(cast.yeting), at=LATER)

    def test_a_deputy_does_it_in_the_place_of_the_absent(self, cast) -> None:
        _request, (part,) = shared(cast, cast.power)
        deputy = a_member(cast.park, "general_affairs", cast.general, "方晓棠")
        an_absence(cast.park, cast.liaison, deputy)

        assert selectors.today(cast.acts(deputy), at=LATER).parts_total == 1
        services.take_part(part=part, by=cast.acts(deputy), at=LATER)

    def test_the_answer_stays_in_the_office(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)
        services.answer_part(part=part, words="内部话", by=cast.acts(cast.liaison), at=LATER)

        entries = Entry.objects.filter(request=request, kind__in=["shared", "part_done"])
        assert entries.count() == 2
        assert all(entry.is_internal for entry in entries)


class TestClosing:
    def test_with_open_parts_asks_for_a_reason(self, cast, heard) -> None:
        request, _parts = shared(cast, cast.power, cast.planning)
        by = cast.acts(cast.yeting)

        with pytest.raises(BadRequest) as refused:
            services.resolve(request=request, words="办好了", by=by, at=LATER)
        services.resolve(
            request=request, words="办好了", parts_reason="企业已自行解决", by=by, at=LATER
        )

        assert "供电公司、规划建设部" in str(refused.value.fields["parts_reason"])
        assert set(Part.objects.values_list("status", flat=True)) == {"dropped"}
        assert heard(cast.liaison)[-1] == "part_dropped"
        entry = Entry.objects.get(request=request, kind="resolved")
        assert entry.data["parts_reason"] == "企业已自行解决"

    def test_with_all_parts_answered_asks_for_none(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)
        services.answer_part(part=part, words="好", by=cast.acts(cast.liaison), at=LATER)

        row = services.resolve(request=request, words="办好了", by=cast.acts(cast.yeting), at=LATER)

        assert row.status == "resolved"

    def test_a_unit_that_becomes_the_lead_helps_no_longer(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)

        services.triage(
            request=request,
            kind="ENG",
            level="ordinary",
            unit=cast.power,
            by=cast.acts(cast.linyue),
            at=LATER,
        )

        part.refresh_from_db()
        assert part.status == "dropped"

    def test_a_withdrawn_request_needs_no_parts(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)

        services.withdraw(request=request, by=cast.acts(cast.chenlan), at=LATER)

        part.refresh_from_db()
        assert part.status == "dropped"


class TestClock:
    def test_stands_still_while_material_is_waited_for(self, cast) -> None:
        request, (part,) = shared(cast, cast.power)
        by = cast.acts(cast.yeting)
        services.ask_material(request=request, words="图纸", by=by, at=local("2026-11-24 08:30"))

        services.go_on_without(request=request, by=by, at=local("2026-11-25 08:30"))

        part.refresh_from_db()
        assert part.due_at == local("2026-11-27 17:30")

    def test_reminds_the_co_handler_before_and_the_lead_after(self, cast, heard) -> None:
        request, _parts = shared(cast, cast.power)

        services.climb(park_id=cast.park.pk, at=local("2026-11-26 09:00"))
        services.climb(park_id=cast.park.pk, at=local("2026-11-26 09:05"))
        assert heard(cast.liaison).count("part_yellow") == 1
        services.climb(park_id=cast.park.pk, at=local("2026-11-27 09:00"))
        services.climb(park_id=cast.park.pk, at=local("2026-11-27 09:05"))

        assert heard(cast.liaison).count("part_red") == 1
        assert heard(cast.yeting).count("part_red") == 1
        entry = Entry.objects.get(request=request, kind="reminded", data__has_key="units")
        assert entry.data["units"] == ["供电公司"]

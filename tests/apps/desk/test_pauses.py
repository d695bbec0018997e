"""Asking for material stops every clock; what was paused is given back in working minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry
from qianjin.apps.desk.refusals import (
    AlreadyWaiting,
    BadRequest,
    MayNotHandle,
    MayNotSpeak,
    NotOpen,
    NotWaiting,
)
from tests.factories.desk import (
    MORNING,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_upload,
)
from tests.factories.parks import local

LATER = MORNING + timedelta(hours=1)


class TestAsking:
    def test_stops_the_clock_and_tells_the_enterprise(self, cast, heard) -> None:
        row = a_waiting_request(cast)

        assert (row.status, row.paused_at) == ("need_info", MORNING + timedelta(minutes=30))
        assert (row.next_stage, row.next_due_at, row.warn_at) == ("", None, None)
        assert selectors.light_of(row, MORNING + timedelta(days=90)) == "paused"
        assert heard(cast.chenlan)[-1] == "asked"

    def test_is_getting_in_touch(self, cast, dues) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        row = services.ask_material(
            request=request, words="图纸", by=cast.acts(cast.linyue), at=LATER
        )

        assert set(dues(row)) == {"plan", "resolve"}
        assert (row.officer, row.resume_status) == (cast.linyue, "accepted")

    def test_twice_without_words_by_strangers_or_after_the_end_is_refused(self, cast) -> None:
        ask = {"words": "图纸", "by": cast.acts(cast.yeting), "at": LATER}

        with pytest.raises(AlreadyWaiting):
            services.ask_material(request=a_waiting_request(cast), **ask)
        with pytest.raises(NotOpen):
            services.ask_material(request=a_resolved_request(cast), **ask)
        with pytest.raises(BadRequest):
            services.ask_material(request=an_accepted_request(cast), **ask | {"words": " "})
        with pytest.raises(MayNotHandle):
            services.ask_material(
                request=an_accepted_request(cast), **ask | {"by": cast.acts(cast.chenlan)}
            )


class TestWhatIsGivenBack:
    @pytest.mark.parametrize(
        ("asked", "supplied", "minutes", "resolve"),
        [
            # an hour of a morning
            ("2026-11-23 10:00", "2026-11-23 11:00", 60, "2026-12-01 09:30"),
            # over lunch only half an hour before and half an hour after count
            ("2026-11-23 11:30", "2026-11-23 14:00", 60, "2026-12-01 09:30"),
            # within the lunch break nothing is lost
            ("2026-11-23 12:10", "2026-11-23 13:20", 0, "2026-11-30 17:30"),
            # a night: closed
            ("2026-11-23 17:30", "2026-11-24 08:30", 0, "2026-11-30 17:30"),
            # Friday 17:00 to Monday 9:00
            ("2026-11-27 17:00", "2026-11-30 09:00", 60, "2026-12-01 09:30"),
            # a whole working day
            ("2026-11-23 10:00", "2026-11-24 10:00", 450, "2026-12-01 17:30"),
        ],
    )
    def test_over_lunch_nights_and_weekends(
        self, cast, dues, asked, supplied, minutes, resolve
    ) -> None:
        request = a_waiting_request(cast, asked_at=local(asked))

        row = services.supply_material(
            request=request, words="好", by=cast.acts(cast.chenlan), at=local(supplied)
        )

        assert Entry.objects.get(request=row, kind="supplied").data == {"paused_minutes": minutes}
        assert dues(row)["resolve"] == resolve
        assert row.next_stage == "plan"

    @pytest.mark.parametrize(
        ("raised", "asked", "supplied", "minutes", "resolve"),
        [
            # Saturday 14 Feb 2026 is a make-up day; from the 15th to the 23rd nobody works.
            (
                "2026-02-12 09:00",
                "2026-02-13 16:00",
                "2026-02-14 10:00",
                180,
                "2026-02-27 11:30",
            ),
            # The holiday itself gives nothing back.
            ("2026-02-12 09:00", "2026-02-14 17:30", "2026-02-24 08:30", 0, "2026-02-26 17:30"),
            # Saturday 28 Feb 2026 is a make-up day too: 90 + 450 + 60 minutes from Friday on.
            (
                "2026-02-25 09:00",
                "2026-02-27 16:00",
                "2026-03-02 09:30",
                600,
                "2026-03-05 11:00",
            ),
        ],
    )
    def test_over_make_up_saturdays(
        self, cast, dues, raised, asked, supplied, minutes, resolve
    ) -> None:
        request = a_waiting_request(cast, local(raised), asked_at=local(asked))

        row = services.supply_material(
            request=request, words="好", by=cast.acts(cast.chenlan), at=local(supplied)
        )

        assert Entry.objects.get(request=row, kind="supplied").data["paused_minutes"] == minutes
        assert dues(row)["resolve"] == resolve

    def test_pauses_add_up(self, cast, dues) -> None:
        request = a_waiting_request(cast, asked_at=local("2026-11-23 10:00"))
        office, firm = cast.acts(cast.yeting), cast.acts(cast.chenlan)

        services.supply_material(request=request, words="一", by=firm, at=local("2026-11-23 10:20"))
        services.ask_material(request=request, words="二", by=office, at=local("2026-11-23 10:30"))
        services.go_on_without(request=request, by=office, at=local("2026-11-23 11:10"))

        assert set(request.promises.values_list("stage", "paused_minutes")) == {
            ("respond", 0),
            ("plan", 60),
            ("resolve", 60),
        }
        assert dues(request) == {"plan": "2026-11-27 09:30", "resolve": "2026-12-01 09:30"}


class TestSupplying:
    def test_goes_on_where_it_stood_and_tells_the_officer(self, cast, heard) -> None:
        request = an_accepted_request(cast)
        by = cast.acts(cast.yeting)
        services.reply(request=request, words="三步走", by=by, at=LATER, is_plan=True)
        services.ask_material(request=request, words="图纸", by=by, at=LATER)

        row = services.supply_material(
            request=request, words="图纸见附件", by=cast.acts(cast.chenlan), at=LATER
        )

        assert (row.status, row.paused_at, row.resume_status) == ("in_progress", None, "")
        assert heard(cast.yeting)[-1] == "supplied"

    def test_files_alone_are_enough_nothing_at_all_is_not(self, cast, media) -> None:
        request, by = a_waiting_request(cast), cast.acts(cast.chenlan)
        with pytest.raises(BadRequest):
            services.supply_material(request=request, words=" ", by=by, at=LATER)

        services.supply_material(request=request, words="", by=by, at=LATER, files=[an_upload()])

        assert Entry.objects.get(request=request, kind="supplied").attachments.count() == 1

    def test_by_the_officer_who_received_it_on_paper(self, cast) -> None:
        row = services.supply_material(
            request=a_waiting_request(cast),
            words="纸质合同已收",
            by=cast.acts(cast.yeting),
            at=LATER,
        )

        assert row.status == "accepted"

    def test_is_not_for_strangers_nor_when_nothing_was_asked_for(self, cast) -> None:
        request = a_waiting_request(cast)
        for stranger in (cast.duzhong, cast.gumingzhou):
            with pytest.raises(MayNotSpeak):
                services.supply_material(
                    request=request, words="x", by=cast.acts(stranger), at=LATER
                )
        with pytest.raises(NotWaiting):
            services.supply_material(
                request=an_accepted_request(cast), words="x", by=cast.acts(cast.chenlan), at=LATER
            )


class TestGoingOnWithout:
    def test_runs_the_clocks_again(self, cast) -> None:
        row = services.go_on_without(
            request=a_waiting_request(cast), by=cast.acts(cast.yeting), at=LATER, words=" 先办 "
        )

        entry = Entry.objects.get(request=row, kind="resumed")
        assert (row.status, row.next_stage) == ("accepted", "plan")
        assert (entry.text, entry.data) == ("先办", {"paused_minutes": 30})

    def test_is_refused_when_nothing_was_asked_for_and_to_strangers(self, cast) -> None:
        with pytest.raises(NotWaiting):
            services.go_on_without(
                request=an_accepted_request(cast), by=cast.acts(cast.yeting), at=LATER
            )
        with pytest.raises(MayNotHandle):
            services.go_on_without(
                request=a_waiting_request(cast), by=cast.acts(cast.chenlan), at=LATER
            )

    def test_too_many_words_are_refused_and_the_clock_stays_stopped(self, cast) -> None:
        request = a_waiting_request(cast)

        with pytest.raises(BadRequest):
            services.go_on_without(
                request=request, by=cast.acts(cast.yeting), at=LATER, words="长" * 5001
            )

        request.refresh_from_db()
        assert request.status == "need_info"

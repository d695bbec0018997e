"""长办件 Long cases: a milestone, and an interim answer every five working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, ServiceRequest
from qianjin.apps.desk.refusals import BadRequest, MayNotHandle, NotALongCase, NotOpen
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
)
from tests.factories.parks import local

LATER = MORNING + timedelta(hours=1)
NEXT = {"milestone": "部门会审", "milestone_on": date(2026, 12, 4)}


class TestMakingOne:
    def test_keeps_every_promise_and_promises_an_interim_answer(self, cast, dues, heard) -> None:
        row = a_long_case(cast)

        assert (row.status, row.milestone, row.milestone_on) == (
            "long_case",
            "部门会审",
            date(2026, 12, 2),
        )
        assert dues(row) == {"interim": "2026-11-30 17:30"}
        assert (row.next_stage, row.next_due_at) == ("interim", local("2026-11-30 17:30"))
        assert heard(cast.chenlan)[-1] == "long_case"
        entry = Entry.objects.get(request=row, kind="long_case")
        assert entry.data == {"milestone": "部门会审", "milestone_on": "2026-12-02"}

    def test_counts_make_up_saturdays_as_working_days(self, cast, dues) -> None:
        """Mon 9 Feb 2026: Tue, Wed, Thu, Fri, and Saturday 14 Feb is the fifth."""
        row = a_long_case(cast, local("2026-02-09 09:00"))

        assert dues(row) == {"interim": "2026-02-14 17:30"}

    def test_from_what_waits_for_material_ends_the_pause(self, cast, dues) -> None:
        row = services.make_long_case(
            request=a_waiting_request(cast),
            words="等不及",
            by=cast.acts(cast.yeting),
            at=LATER,
            **NEXT,
        )

        assert (row.paused_at, row.resume_status) == (None, "")
        assert dues(row) == {"interim": "2026-11-30 17:30"}

    def test_from_what_nobody_accepted_takes_it_up(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        row = services.make_long_case(
            request=request, words="要久些", by=cast.acts(cast.linyue), at=LATER, **NEXT
        )

        assert (row.officer, row.first_contact) == (cast.linyue, cast.linyue)

    @pytest.mark.parametrize(
        ("wrong", "fields"),
        [
            ({"milestone": " "}, {"milestone"}),
            ({"milestone_on": date(2026, 11, 22)}, {"milestone_on"}),
            ({"milestone": "", "milestone_on": date(2020, 1, 1)}, {"milestone", "milestone_on"}),
        ],
    )
    def test_needs_a_milestone_that_lies_ahead(self, cast, wrong, fields) -> None:
        request = an_accepted_request(cast)
        told = {"request": request, "words": "久", "by": cast.acts(cast.yeting), "at": LATER}

        with pytest.raises(BadRequest) as refusal:
            services.make_long_case(**told, **NEXT | wrong)

        assert set(refusal.value.fields) == fields
        today = NEXT | {"milestone_on": date(2026, 11, 23)}
        assert services.make_long_case(**told, **today).status == "long_case"

    def test_is_refused_to_strangers_and_after_the_end(self, cast) -> None:
        with pytest.raises(MayNotHandle):
            services.make_long_case(
                request=an_accepted_request(cast),
                words="x",
                by=cast.acts(cast.chenlan),
                at=LATER,
                **NEXT,
            )
        with pytest.raises(NotOpen):
            services.make_long_case(
                request=a_resolved_request(cast),
                words="x",
                by=cast.acts(cast.yeting),
                at=LATER,
                **NEXT,
            )


class TestAnsweringOnTheWay:
    def test_every_answer_promises_the_next_one(self, cast, dues, heard) -> None:
        request, by = a_long_case(cast), cast.acts(cast.yeting)

        for day, due in (
            ("2026-11-27 10:00", "2026-12-04 17:30"),
            ("2026-12-04 17:00", "2026-12-11 17:30"),
        ):
            row = services.answer_interim(
                request=request,
                words="进展如下",
                milestone="下一步",
                milestone_on=date(2026, 12, 20),
                by=by,
                at=local(day),
            )
            assert dues(row) == {"interim": due}
            assert row.milestone == "下一步"

        assert heard(cast.chenlan)[-2:] == ["interim", "interim"]
        interims = row.promises.filter(stage="interim")
        assert [p.met_at is not None for p in interims] == [True, True, False]

    def test_is_refused_where_there_is_no_long_case(self, cast) -> None:
        with pytest.raises(NotALongCase):
            services.answer_interim(
                request=an_accepted_request(cast),
                words="x",
                by=cast.acts(cast.yeting),
                at=LATER,
                **NEXT,
            )
        with pytest.raises(MayNotHandle):
            services.answer_interim(
                request=a_long_case(cast), words="x", by=cast.acts(cast.chenlan), at=LATER, **NEXT
            )

    def test_waits_while_material_is_asked_for_and_stays_a_long_case(self, cast, dues) -> None:
        request, by = a_long_case(cast), cast.acts(cast.yeting)
        services.ask_material(request=request, words="图纸", by=by, at=local("2026-11-24 09:00"))

        row = services.supply_material(
            request=request,
            words="给",
            by=cast.acts(cast.chenlan),
            at=local("2026-11-24 10:00"),
        )

        assert row.status == "long_case"
        assert dues(row) == {"interim": "2026-12-01 09:30"}


class TestMovingTheMilestone:
    def test_leaves_the_promise_of_an_answer(self, cast, dues) -> None:
        request = a_long_case(cast)
        before = dues(request)

        row = services.set_milestone(request=request, by=cast.acts(cast.yeting), at=LATER, **NEXT)

        assert (row.milestone_on, dues(row)) == (date(2026, 12, 4), before)
        assert Entry.objects.get(request=row, kind="milestone").data == {
            "milestone_on": "2026-12-04"
        }

    def test_is_refused_where_there_is_no_long_case_or_no_name(self, cast) -> None:
        by = cast.acts(cast.yeting)

        with pytest.raises(NotALongCase):
            services.set_milestone(request=an_accepted_request(cast), by=by, at=LATER, **NEXT)
        with pytest.raises(BadRequest):
            services.set_milestone(
                request=a_long_case(cast), by=by, at=LATER, **NEXT | {"milestone": "\x00"}
            )


class TestTheyAreFollowedToTheEnd:
    def test_an_overdue_interim_answer_stands_first_today_and_climbs_the_ladder(
        self, cast, heard
    ) -> None:
        row = a_long_case(cast)
        late = local("2026-12-01 10:00")

        services.climb(park_id=cast.park.pk, at=late)

        found = selectors.today(cast.acts(cast.yeting), at=late)
        assert [r.number for r in found.queue] == [row.number]
        assert (found.queue[0].next_stage, found.queue[0].light) == ("interim", "red")
        assert found.late == 1
        assert "red_officer" in heard(cast.yeting)
        assert "red_head" in heard(cast.zhouheng)

    def test_a_milestone_that_passed_is_reminded_of_once_until_the_next_is_named(
        self, cast, heard
    ) -> None:
        row = a_long_case(cast)
        services.answer_interim(
            request=row, words="在办", milestone="部门会审", milestone_on=date(2026, 12, 2),
            by=cast.acts(cast.yeting), at=local("2026-11-30 10:00"),
        )  # fmt: skip
        for day in ("2026-12-02 10:00", "2026-12-03 10:00", "2026-12-03 11:00"):
            services.climb(park_id=cast.park.pk, at=local(day))

        assert heard(cast.yeting).count("milestone_passed") == 1
        assert heard(cast.zhouheng).count("milestone_passed") == 1
        entry = Entry.objects.get(request=row, kind="reminded", data__rung="milestone")
        assert entry.is_internal

    def test_the_database_keeps_none_without_a_milestone(self, cast) -> None:
        row = a_long_case(cast)
        for bare in ({"milestone": ""}, {"milestone_on": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ServiceRequest.objects.filter(pk=row.pk).update(**bare)

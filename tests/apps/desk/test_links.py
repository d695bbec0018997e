"""并件、拆件、关联: two requests made one and parted again, one made several, and who waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Link, ServiceRequest
from qianjin.apps.desk.refusals import (
    AlreadyLinked,
    BadRequest,
    ChangedMeanwhile,
    MayNotLink,
    MayNotTriage,
    NotLoose,
    NotOpen,
    StillInHands,
    WaitsForItself,
)
from qianjin.apps.desk.services import Piece
from tests.factories.accounts import a_member
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.enterprises import a_contact

HOUR = timedelta(hours=1)
LATER = MORNING + HOUR
NEXT = MORNING + timedelta(days=1)


@pytest.fixture
def window(cast):
    """林悦, who dispatches."""
    return cast.acts(cast.linyue)


@pytest.fixture
def first(cast) -> ServiceRequest:
    return an_accepted_request(cast, MORNING, words="厂区变压器要增容")


@pytest.fixture
def colleague(cast):
    """Somebody else of 陈岚's enterprise, who asks as well."""
    user = a_member(cast.park, "enterprise_contact", name="孙川")
    a_contact(cast.chenxi, "孙川", user=user)
    return user


@pytest.fixture
def second(cast, colleague) -> ServiceRequest:
    return a_request(cast.chenxi, cast.acts(colleague), LATER, "变压器不够用，请增容")


def fresh(request: ServiceRequest) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=request.pk)


class TestMerging:
    def test_the_earlier_one_stays_whichever_is_named_first(self, cast, window, first, second):
        link = services.merge(request=first, other=second, by=window, at=LATER)

        assert (link.source, link.target) == (second, first)
        assert fresh(second).status == "merged"
        assert fresh(first).status == "accepted"

    def test_its_clock_rests_and_that_of_the_other_does_not_move(
        self, cast, window, first, second, dues
    ):
        before = dues(first)

        services.merge(request=second, other=first, by=window, at=LATER)

        assert dues(first) == before
        assert dues(second) == {}
        assert (fresh(second).next_due_at, fresh(second).next_stage) == (None, "")

    def test_its_words_stand_on_the_thread_that_goes_on(self, cast, window, first, second):
        services.merge(request=second, other=first, by=window, at=LATER, words="同一台变压器")

        entry = first.entries.get(kind="merged")
        assert entry.text == "变压器不够用，请增容"
        assert entry.data == {"from": second.number, "said": "同一台变压器"}

    def test_who_asked_in_the_merged_one_keeps_being_told(
        self, cast, window, first, second, colleague, heard
    ):
        services.merge(request=second, other=first, by=window, at=LATER)
        services.resolve(request=first, words="已增容", by=cast.acts(cast.yeting), at=NEXT)

        assert heard(colleague)[-2:] == ["merged", "resolved"]
        assert heard(cast.chenlan)[-1] == "resolved"

    def test_undone_it_goes_on_as_if_it_had_never_been_merged(
        self, cast, window, first, second, dues, heard, colleague
    ):
        before, status = dues(second), second.status
        link = services.merge(request=second, other=first, by=window, at=LATER)

        services.unmerge(link=link, by=window, at=NEXT)

        again = fresh(second)
        assert (dues(second), again.status) == (before, status)
        assert again.next_due_at is not None
        assert not Link.objects.exists()
        assert heard(colleague)[-1] == "unmerged"

    def test_one_that_waits_for_material_is_merged_with_its_time_given_back(
        self, cast, window, first, dues
    ):
        waiting = a_waiting_request(cast, MORNING + HOUR / 2, words="增容材料")
        link = services.merge(request=waiting, other=first, by=window, at=NEXT)
        again = services.unmerge(link=link, by=window, at=NEXT)

        assert (again.status, again.paused_at) == ("accepted", None)
        assert set(dues(waiting)) == {"plan", "resolve"}
        assert again.promises.filter(met_at=None, paused_minutes__gt=0).count() == 2

    def test_what_was_merged_into_the_later_one_follows_it(self, cast, window, first, second):
        third = a_request(cast.chenxi, cast.acts(cast.chenlan), NEXT, "还是变压器的事")
        services.merge(request=third, other=second, by=window, at=NEXT)

        services.merge(request=second, other=first, by=window, at=NEXT)

        assert set(first.links_in.values_list("source", flat=True)) == {second.pk, third.pk}

    def test_requests_of_two_enterprises_have_a_common_cause_instead(self, cast, window, first):
        other = a_request(cast.other, cast.acts(cast.duzhong), LATER, "变压器要增容")

        with pytest.raises(BadRequest) as refused:
            services.merge(request=first, other=other, by=window, at=LATER)

        assert "共性问题" in refused.value.fields["other"][0]
        assert fresh(other).status == "submitted"

    def test_neither_itself_nor_what_is_over_nor_without_the_right(
        self, cast, window, first, second
    ):
        with pytest.raises(BadRequest):
            services.merge(request=first, other=first, by=window, at=LATER)
        with pytest.raises(MayNotTriage):
            services.merge(request=first, other=second, by=cast.acts(cast.yeting), at=LATER)
        with pytest.raises(ChangedMeanwhile):
            services.merge(request=first, other=second, by=window, at=LATER, version=1)
        services.resolve(request=first, words="好了", by=cast.acts(cast.yeting), at=LATER)
        with pytest.raises(NotOpen):
            services.merge(request=first, other=second, by=window, at=LATER)

    def test_not_while_others_are_at_the_later_one(self, cast, window, first):
        later = an_assigned_request(cast, LATER, "增容")
        services.share(request=later, units=[cast.general], words="请核实", by=window, at=NEXT)

        with pytest.raises(StillInHands):
            services.merge(request=later, other=first, by=window, at=NEXT)

    def test_a_second_click_on_undo_is_refused(self, cast, window, first, second):
        link = services.merge(request=second, other=first, by=window, at=LATER)
        services.unmerge(link=link, by=window, at=NEXT)

        with pytest.raises(BadRequest):
            services.unmerge(link=link, by=window, at=NEXT)

    def test_both_ends_of_it_stand_in_the_trail(self, cast, window, first, second):
        link = services.merge(request=second, other=first, by=window, at=LATER)
        services.unmerge(link=link, by=window, at=NEXT)

        verbs = AuditEntry.objects.filter(park_id=cast.park.pk).values_list("verb", flat=True)
        assert list(verbs).count("request.merged") == 2
        assert list(verbs).count("request.unmerged") == 2

    def test_a_merged_one_is_no_case_of_the_scores(self, cast, window, first):
        long = a_long_case(cast, LATER, words="增容")
        services.merge(request=long, other=first, by=window, at=NEXT)

        cells = services.cells_of([long.pk])
        from qianjin.apps.desk.models import COUNTERS

        place = COUNTERS.index("settled")
        assert sum(counts[place] for counts in cells.values()) == 0


class TestSplitting:
    def test_each_piece_has_the_day_and_the_promises_of_the_whole(self, cast, window, first, dues):
        (piece,) = services.split(
            request=first, pieces=[Piece(words="另请协调班车站点。多谢")], by=window, at=NEXT
        )

        assert piece.opened_at == first.opened_at
        assert piece.number.startswith("2026-1124-")
        assert (piece.title, piece.enterprise) == ("另请协调班车站点", first.enterprise)
        assert dues(piece) == dues(first)
        respond = piece.promises.get(stage="respond")
        assert respond.met_at == first.promises.get(stage="respond").met_at
        assert fresh(piece).next_due_at == fresh(first).next_due_at

    def test_a_piece_named_to_a_unit_is_sorted_at_once(self, cast, window, first):
        (piece,) = services.split(
            request=first,
            pieces=[Piece(words="班车绕行", kind="LOG", unit=cast.general)],
            by=window,
            at=NEXT,
            title="变压器增容",
        )

        piece = fresh(piece)
        assert (piece.kind, piece.unit, piece.officer) == ("LOG", cast.general, None)
        assert fresh(first).title == "变压器增容"

    def test_waiting_for_material_of_the_whole_is_not_counted_against_a_piece(
        self, cast, window, dues
    ):
        whole = a_waiting_request(cast, MORNING, words="增容和班车")
        (piece,) = services.split(request=whole, pieces=[Piece(words="班车")], by=window, at=NEXT)

        assert (piece.paused_at, fresh(whole).paused_at is None) == (None, False)
        resumed = services.supply_material(
            request=whole, words="给", by=cast.acts(cast.chenlan), at=NEXT
        )
        assert dues(piece) == dues(resumed)

    def test_what_is_split_off_a_long_case_is_promised_anew(self, cast, window, dues):
        whole = a_long_case(cast, MORNING, words="管网改造和门前积水")
        (piece,) = services.split(request=whole, pieces=[Piece(words="积水")], by=window, at=NEXT)

        assert set(dues(piece)) == {"respond", "plan", "resolve"}
        assert dues(piece)["respond"].startswith("2026-11-25")

    def test_the_enterprise_is_told_and_both_threads_name_the_other(
        self, cast, window, first, heard
    ):
        made = services.split(
            request=first, pieces=[Piece(words="班车"), Piece(words="食堂")], by=window, at=NEXT
        )

        numbers = [piece.number for piece in made]
        assert heard(cast.chenlan)[-1] == "split"
        assert first.entries.get(kind="split").data == {"numbers": numbers}
        assert made[0].entries.get(kind="raised").data["split_from"] == first.number
        assert first.links_in.filter(kind="split").count() == 2

    def test_pieces_may_be_merged_back_and_a_split_is_not_undone_otherwise(
        self, cast, window, first
    ):
        (piece,) = services.split(request=first, pieces=[Piece(words="班车")], by=window, at=NEXT)
        with pytest.raises(NotLoose):
            services.unrelate(link=first.links_in.get(), by=window, at=NEXT)

        services.merge(request=first, other=piece, by=window, at=NEXT)

        assert fresh(piece).status == "merged"

    def test_bad_input_names_the_field_and_nothing_is_half_done(self, cast, window, first):
        for pieces, field in (
            ([], "pieces"),
            ([Piece(words="一")] * 6, "pieces"),
            ([Piece(words="一"), Piece(words=" ")], "words_2"),
            ([Piece(words="一", kind="XXX")], "kind"),
        ):
            with pytest.raises(BadRequest) as refused:
                services.split(request=first, pieces=pieces, by=window, at=NEXT)
            assert field in refused.value.fields
        with pytest.raises(MayNotTriage):
            services.split(
                request=first, pieces=[Piece(words="一")], by=cast.acts(cast.yeting), at=NEXT
            )
        assert ServiceRequest.objects.count() == 1
        assert not Link.objects.exists()


class TestLinking:
    @pytest.fixture
    def other(self, cast) -> ServiceRequest:
        return a_request(cast.other, cast.acts(cast.duzhong), LATER, "新厂房送电")

    def test_the_office_sees_it_from_both_ends_and_the_enterprise_does_not(
        self, cast, window, first, other
    ):
        services.relate(request=first, other=other, kind="blocks", by=window, at=LATER)

        (row,) = selectors.links_of(window, first)
        (turned,) = selectors.links_of(window, other)
        assert (row.kind, row.is_out, row.number) == ("blocks", True, other.number)
        assert (turned.is_out, turned.number) == (False, first.number)
        assert selectors.links_of(cast.acts(cast.chenlan), first) == []

    def test_whoever_waited_is_told_when_the_first_is_settled(
        self, cast, window, first, other, heard
    ):
        services.triage(
            request=other, kind="ENG", level="ordinary", unit=cast.investment,
            officer=cast.zhouheng, by=window, at=LATER,
        )  # fmt: skip
        services.relate(request=first, other=other, kind="blocks", by=window, at=LATER)
        services.resolve(request=first, words="好了", by=cast.acts(cast.yeting), at=NEXT)

        assert "may_go_on" in heard(cast.zhouheng)

    def test_two_are_linked_once_and_nothing_waits_for_itself(self, cast, window, first, other):
        third = a_request(cast.other, cast.acts(cast.duzhong), LATER, "设备进场")
        services.relate(request=first, other=other, kind="blocks", by=window, at=LATER)
        services.relate(request=other, other=third, kind="blocks", by=window, at=LATER)

        with pytest.raises(AlreadyLinked):
            services.relate(request=other, other=first, kind="related", by=window, at=LATER)
        with pytest.raises(WaitsForItself):
            services.relate(request=third, other=first, kind="blocks", by=window, at=LATER)
        services.relate(request=third, other=first, kind="follows", by=window, at=LATER)

    def test_taken_away_it_may_be_set_anew(self, cast, window, first, other):
        link = services.relate(request=first, other=other, kind="related", by=window, at=LATER)
        services.unrelate(link=link, by=window, at=LATER)

        services.relate(request=other, other=first, kind="blocks", by=window, at=LATER)

        assert [e.kind for e in first.entries.order_by("-id")[:3]] == [
            "related", "unrelated", "related",
        ]  # fmt: skip

    def test_one_needs_a_share_in_both(self, cast, first, other):
        with pytest.raises(MayNotLink):
            services.relate(
                request=first, other=other, kind="related", by=cast.acts(cast.yeting), at=LATER
            )

    def test_an_auditor_reads_links_and_sets_none(self, cast, window, first, other):
        link = services.relate(request=first, other=other, kind="related", by=window, at=LATER)
        auditor = cast.acts(cast.auditor)

        (row,) = selectors.links_of(auditor, first)
        assert (row.number, row.can_undo) == (other.number, False)
        with pytest.raises(MayNotLink):
            services.unrelate(link=link, by=auditor, at=LATER)

    def test_unknown_ways_and_the_request_itself_are_bad_input(self, cast, window, first, other):
        for kind in ("merged", "split", "else"):
            with pytest.raises(BadRequest):
                services.relate(request=first, other=other, kind=kind, by=window, at=LATER)
        with pytest.raises(BadRequest):
            services.relate(request=first, other=first, kind="related", by=window, at=LATER)

    def test_those_of_the_enterprise_that_say_the_same_are_offered_first(
        self, cast, window, first, second, other
    ):
        a_request(cast.chenxi, cast.acts(cast.chenlan), NEXT, "员工子女入学")

        found = selectors.to_merge_with(window, first)

        assert found[0].number == second.number
        assert other.number not in {row.number for row in found}
        assert len(found) == 2

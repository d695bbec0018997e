"""The end as the enterprise sees it: rating, thanks, reopening, withdrawing; and the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import BAD_REASONS, GOOD_REASONS, reasons_for
from qianjin.apps.desk.models import Entry, Rating, Thanks
from qianjin.apps.desk.refusals import (
    AlreadyRated,
    BadRequest,
    MayNotHandle,
    MayNotSpeak,
    NotOpen,
    NotResolved,
    TooLateToReopen,
)
from qianjin.apps.enterprises.models import ThreadEntry
from tests.factories.accounts import a_member
from tests.factories.desk import (
    MORNING,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
)
from tests.factories.parks import local

SOLVED = MORNING + timedelta(hours=2)
LATER = MORNING + timedelta(hours=5)


def rate(cast, request, score: int, at=LATER, **fields):
    return services.rate(request=request, score=score, by=cast.acts(cast.chenlan), at=at, **fields)


def reopen(cast, request, at=LATER):
    return services.reopen(request=request, words="还是停电", by=cast.acts(cast.chenlan), at=at)


class TestRating:
    def test_is_kept_with_its_reasons_and_reaches_the_officer(self, cast, heard) -> None:
        request = a_resolved_request(cast)

        rating = rate(cast, request, 5, reasons=["fast", "kind"], words="谢谢")

        request.refresh_from_db()
        assert (rating.score, rating.reasons, rating.round, rating.by) == (
            5,
            ["fast", "kind"],
            1,
            cast.chenlan,
        )
        assert (request.score, request.status) == (5, "resolved")
        assert heard(cast.yeting)[-1] == "rated"
        assert "rated" not in heard(cast.zhouheng)
        assert ThreadEntry.objects.filter(kind="rated").get().text.startswith("5/5 ")

    @pytest.mark.parametrize("score", [1, 2])
    def test_that_is_low_reaches_the_head_too(self, cast, heard, score) -> None:
        rate(cast, a_resolved_request(cast), score)

        assert heard(cast.yeting)[-1] == heard(cast.zhouheng)[-1] == "rated_low"
        assert "rated_low" not in heard(cast.gumingzhou)

    def test_that_is_low_without_a_lead_section_reaches_the_head_of_who_sorts(
        self, cast, heard
    ) -> None:
        head = a_member(cast.park, "section_head", cast.general, "陆青禾")
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)
        services.resolve(request=request, words="好", by=cast.acts(cast.hewei), at=SOLVED)
        request.refresh_from_db()
        assert request.unit is None

        rate(cast, request, 1)

        assert heard(head) == ["rated_low"]
        assert heard(cast.zhouheng) == heard(cast.gumingzhou) == []

    def test_three_is_content(self, cast, heard) -> None:
        rate(cast, a_resolved_request(cast), 3, reasons=["fast", "slow"])

        assert heard(cast.yeting)[-1] == "rated"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"score": 0}, "score"),
            ({"score": 6}, "score"),
            ({"score": 5, "reasons": ["pretty"]}, "reasons"),
            ({"score": 5, "reasons": ["slow"]}, "reasons"),
            ({"score": 1, "reasons": ["fast"]}, "reasons"),
            ({"score": 1, "words": "长" * 5001}, "words"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, cast, fields, field) -> None:
        request = a_resolved_request(cast)

        with pytest.raises(BadRequest) as refusal:
            rate(cast, request, **fields)

        assert list(refusal.value.fields) == [field]
        assert rate(cast, request, 4).pk

    def test_once_a_round_by_the_enterprise_after_an_answer(self, cast) -> None:
        with pytest.raises(NotResolved):
            rate(cast, an_accepted_request(cast), 5)
        request = a_resolved_request(cast)
        for stranger in (cast.yeting, cast.duzhong, cast.hewei):
            with pytest.raises(MayNotSpeak):
                services.rate(request=request, score=5, by=cast.acts(stranger), at=LATER)
        rate(cast, request, 5)
        with pytest.raises(AlreadyRated):
            rate(cast, request, 1)

        assert Rating.objects.get().score == 5

    def test_offers_praise_above_complaint_below_and_both_in_the_middle(self) -> None:
        assert reasons_for(5) == reasons_for(4) == GOOD_REASONS
        assert reasons_for(1) == reasons_for(2) == BAD_REASONS
        assert set(reasons_for(3)) == {*GOOD_REASONS, *BAD_REASONS}


class TestReopening:
    def test_promises_anew_and_goes_to_the_same_officer(self, cast, dues, heard) -> None:
        request = a_resolved_request(cast)
        rate(cast, request, 2)

        row = reopen(cast, request, at=local("2026-11-25 15:00"))

        assert (row.status, row.round, row.officer) == ("submitted", 2, cast.yeting)
        assert (row.resolved_at, row.closed_at, row.score) == (None, None, None)
        assert dues(row) == {
            "respond": "2026-11-26 17:30",
            "plan": "2026-11-30 17:30",
            "resolve": "2026-12-02 17:30",
        }
        assert row.next_stage == "respond"
        assert heard(cast.yeting)[-1] == "reopened"
        assert Entry.objects.get(request=row, kind="reopened").data == {"round": 2}
        assert set(row.promises.filter(round=1).values_list("met_at", flat=True)) == {
            MORNING + timedelta(minutes=20),
            SOLVED,
        }

    def test_lets_the_next_answer_be_rated_again(self, cast) -> None:
        request = a_resolved_request(cast)
        rate(cast, request, 1)
        reopen(cast, request)
        with pytest.raises(NotResolved):
            rate(cast, request, 5)
        services.resolve(request=request, words="真好了", by=cast.acts(cast.yeting), at=LATER)

        rate(cast, request, 5)

        assert list(Rating.objects.values_list("round", "score").order_by("round")) == [
            (1, 1),
            (2, 5),
        ]

    def test_is_open_for_thirty_days(self, cast) -> None:
        in_time, too_late = a_resolved_request(cast), a_resolved_request(cast)

        assert reopen(cast, in_time, at=SOLVED + timedelta(days=30)).round == 2
        with pytest.raises(TooLateToReopen) as refusal:
            reopen(cast, too_late, at=SOLVED + timedelta(days=30, seconds=1))
        assert "30" in str(refusal.value)

    def test_what_was_archived_meanwhile(self, cast) -> None:
        request = a_resolved_request(cast)
        rate(cast, request, 5)
        services.archive(request=request, by=Actor.clock(cast.park.pk), at=LATER)

        assert reopen(cast, request).closed_at is None

    def test_needs_words_an_end_and_the_enterprise(self, cast) -> None:
        request = a_resolved_request(cast)
        with pytest.raises(BadRequest):
            services.reopen(request=request, words=" ", by=cast.acts(cast.chenlan), at=LATER)
        with pytest.raises(MayNotSpeak):
            services.reopen(request=request, words="x", by=cast.acts(cast.yeting), at=LATER)
        with pytest.raises(NotResolved):
            reopen(cast, an_accepted_request(cast))

        request.refresh_from_db()
        assert request.round == 1


class TestThanking:
    def test_enters_the_register_both_threads_and_reaches_the_officer(self, cast, heard) -> None:
        request = a_resolved_request(cast)

        services.thank(request=request, words=" 雪中送炭 ", by=cast.acts(cast.chenlan), at=LATER)

        (thanks,) = selectors.thanks_of(cast.acts(cast.hewei))
        assert (thanks.text, thanks.request, thanks.by_name) == ("雪中送炭", request, "陈岚")
        assert list(selectors.thanks_of(cast.acts(cast.chenlan))) == [thanks]
        assert not selectors.thanks_of(cast.acts(cast.duzhong)).exists()
        assert Entry.objects.filter(request=request, kind="thanked").exists()
        assert ThreadEntry.objects.filter(enterprise=cast.chenxi, kind="thanked").exists()
        assert heard(cast.yeting)[-1] == "thanked"

    def test_needs_words_an_end_and_the_enterprise(self, cast) -> None:
        request = a_resolved_request(cast)
        with pytest.raises(BadRequest):
            services.thank(request=request, words="", by=cast.acts(cast.chenlan), at=LATER)
        with pytest.raises(MayNotSpeak):
            services.thank(request=request, words="x", by=cast.acts(cast.duzhong), at=LATER)
        with pytest.raises(NotResolved):
            services.thank(
                request=an_accepted_request(cast),
                words="x",
                by=cast.acts(cast.chenlan),
                at=LATER,
            )

        assert not Thanks.objects.exists()


class TestWithdrawing:
    def test_ends_every_promise_that_was_not_kept(self, cast, dues, heard) -> None:
        row = services.withdraw(
            request=an_accepted_request(cast),
            by=cast.acts(cast.chenlan),
            at=LATER,
            words=" 已自行解决 ",
        )

        assert (row.status, row.closed_at, row.next_stage) == ("withdrawn", LATER, "")
        assert dues(row) == {}
        assert [p.stage for p in row.promises.all()] == ["respond"]
        assert Entry.objects.get(request=row, kind="withdrawn").text == "已自行解决"
        assert heard(cast.yeting)[-1] == "withdrawn"

    def test_while_material_is_waited_for_ends_the_pause(self, cast) -> None:
        row = services.withdraw(
            request=a_waiting_request(cast), by=cast.acts(cast.chenlan), at=LATER
        )

        assert (row.paused_at, row.resume_status) == (None, "")
        assert selectors.light_of(row, LATER) == "off"

    def test_is_for_the_enterprise_while_it_is_open(self, cast) -> None:
        with pytest.raises(MayNotSpeak):
            services.withdraw(
                request=an_accepted_request(cast), by=cast.acts(cast.yeting), at=LATER
            )
        with pytest.raises(NotOpen):
            services.withdraw(
                request=a_resolved_request(cast), by=cast.acts(cast.chenlan), at=LATER
            )


class TestArchiving:
    @pytest.fixture
    def clock(self, cast) -> Actor:
        return Actor.clock(cast.park.pk)

    def test_what_was_rated_well_at_once(self, cast, clock) -> None:
        request = a_resolved_request(cast)
        rate(cast, request, 3)

        assert services.archive(request=request, by=clock, at=LATER) is True
        assert services.archive(request=request, by=clock, at=LATER) is False

        request.refresh_from_db()
        assert (request.status, request.closed_at) == ("closed", LATER)
        entry = Entry.objects.get(request=request, kind="closed")
        assert (entry.side, entry.is_internal) == ("clock", True)

    @pytest.mark.parametrize("score", [None, 2])
    def test_what_was_not_rated_or_badly_after_a_fortnight(self, cast, clock, score) -> None:
        request = a_resolved_request(cast)
        if score:
            rate(cast, request, score)
        fortnight = SOLVED + timedelta(days=14)

        early = services.archive(request=request, by=clock, at=fortnight - timedelta(seconds=1))

        assert early is False
        assert services.archive(request=request, by=clock, at=fortnight) is True

    def test_is_not_for_strangers(self, cast) -> None:
        request = a_resolved_request(cast)
        rate(cast, request, 5)

        for stranger in (cast.gumingzhou, cast.chenlan):
            with pytest.raises(MayNotHandle):
                services.archive(request=request, by=cast.acts(stranger), at=LATER)

    def test_never_what_is_open(self, cast, clock) -> None:
        request = an_accepted_request(cast)

        assert services.archive(request=request, by=clock, at=LATER + timedelta(days=99)) is False

    def test_finds_what_is_settled_and_nothing_else(self, cast) -> None:
        rated, waiting = a_resolved_request(cast), a_resolved_request(cast)
        an_accepted_request(cast)
        rate(cast, rated, 5)

        soon = selectors.to_archive(cast.park.pk, at=LATER)
        later = selectors.to_archive(cast.park.pk, at=LATER + timedelta(days=14))

        assert [row.pk for row in soon] == [rated.pk]
        assert [row.pk for row in later] == [rated.pk, waiting.pk]

"""退单, 延期, 催办, 督办: asked for in good time, ruled on by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, Extension, Part, Promise, Return
from qianjin.apps.desk.refusals import (
    AlreadyRuled,
    BadRequest,
    ExtensionWaits,
    MayNotChase,
    MayNotHandle,
    MayNotRule,
    NothingToChase,
    NothingToExtend,
    OwnExtension,
    PartSettled,
    RefusedBefore,
    ReturnWaits,
    TooLateToExtend,
    TooLateToReturn,
)
from tests.factories.accounts import a_member, an_absence
from tests.factories.desk import MORNING, an_accepted_request, an_assigned_request
from tests.factories.parks import local

LATER = MORNING + timedelta(hours=1)


def returned(cast, request=None, at=LATER, reason="not_ours", **more):
    return services.return_request(
        request=request or an_assigned_request(cast),
        reason=reason,
        words="属供电范围",
        proposed=more.pop("proposed", cast.power),
        by=cast.acts(cast.yeting),
        at=at,
        **more,
    )


def ruled(cast, row, granted, words="按三定方案", by=None, **more):
    return services.rule_return(
        returned=row, is_granted=granted, words=words, by=cast.acts(by or cast.linyue), at=LATER,
        **more,
    )  # fmt: skip


class TestReturningTheLead:
    def test_is_ruled_on_by_the_dispatcher_who_gives_it_to_the_proposed_unit(
        self, cast, heard
    ) -> None:
        request = an_accepted_request(cast)
        due = request.promises.get(stage="resolve").due_at

        row = returned(cast, request)
        ruled(cast, row, True)

        request.refresh_from_db()
        assert (request.unit, request.officer, request.status) == (cast.power, None, "submitted")
        assert request.first_contact == cast.linyue
        assert request.promises.get(stage="resolve").due_at == due
        assert heard(cast.linyue)[-1] == "returned"
        assert "return_granted" in heard(cast.yeting)
        assert heard(cast.liaison)[-1] == "assigned"

    def test_refused_stays_and_not_again_for_the_same_reason(self, cast, heard) -> None:
        request = an_assigned_request(cast)
        ruled(cast, returned(cast, request), False)

        request.refresh_from_db()
        assert request.unit == cast.investment
        assert heard(cast.yeting)[-1] == "return_refused"
        with pytest.raises(RefusedBefore):
            returned(cast, request)
        assert returned(cast, request, reason="no_power").reason == "no_power"

    def test_is_possible_for_a_working_day_after_receipt(self, cast) -> None:
        friday = local("2026-11-20 10:00")
        in_time, too_late = (an_assigned_request(cast, friday, words=w) for w in ("甲事", "乙事"))

        returned(cast, in_time, at=local("2026-11-23 17:00"))
        with pytest.raises(TooLateToReturn) as refused:
            returned(cast, too_late, at=local("2026-11-23 18:00"))

        assert "2026-11-23 17:30" in str(refused.value)

    def test_twice_waits_for_the_ruling(self, cast) -> None:
        request = an_assigned_request(cast)
        returned(cast, request)

        with pytest.raises(ReturnWaits):
            returned(cast, request, reason="no_power")

    def test_by_others_or_without_a_reason_is_refused(self, cast) -> None:
        request = an_assigned_request(cast)

        with pytest.raises(MayNotHandle):
            services.return_request(
                request=request, reason="not_ours", words="x", by=cast.acts(cast.liaison), at=LATER
            )
        with pytest.raises(BadRequest):
            returned(cast, request, reason="lazy")
        with pytest.raises(BadRequest):
            returned(cast, request, proposed=cast.investment)

    def test_only_the_dispatcher_rules_and_only_once(self, cast) -> None:
        row = returned(cast)

        for person in (cast.zhouheng, cast.yeting, cast.auditor):
            with pytest.raises(MayNotRule):
                ruled(cast, row, False, by=person)
        with pytest.raises(BadRequest):
            ruled(cast, row, False, words="")
        ruled(cast, row, True)
        with pytest.raises(AlreadyRuled):
            ruled(cast, row, False)

    def test_granted_to_nobody_is_refused(self, cast) -> None:
        row = returned(cast, proposed=None)

        with pytest.raises(BadRequest) as refused:
            ruled(cast, row, True)

        assert "unit" in refused.value.fields
        ruled(cast, row, True, unit=cast.planning)
        assert Return.objects.get(pk=row.pk).request.unit == cast.planning

    def test_reassigning_it_by_hand_settles_what_waits(self, cast) -> None:
        request = an_assigned_request(cast)
        row = returned(cast, request)

        request.refresh_from_db()
        services.triage(
            request=request, kind="ENG", level="ordinary", unit=cast.power,
            by=cast.acts(cast.linyue), at=LATER,
        )  # fmt: skip

        row.refresh_from_db()
        assert (row.status, row.ruled_by) == ("granted", cast.linyue)


class TestReturningAPart:
    @pytest.fixture
    def part(self, cast) -> Part:
        return services.share(
            request=an_accepted_request(cast), units=[cast.power], words="到场",
            by=cast.acts(cast.yeting), at=LATER,
        )[0]  # fmt: skip

    def back(self, cast, part, at=LATER, **more):
        return services.return_part(
            part=part, reason="not_needed", words="与我无关", by=cast.acts(cast.liaison), at=at,
            **more,
        )  # fmt: skip

    def test_granted_goes_to_the_proposed_unit_with_a_clock_of_its_own(self, cast, part) -> None:
        ruled(cast, self.back(cast, part, proposed=cast.planning), True)

        part.refresh_from_db()
        fresh = Part.objects.exclude(pk=part.pk).get()
        part.request.refresh_from_db()
        assert part.status == "returned"
        assert (fresh.unit, fresh.task, fresh.status) == (cast.planning, "到场", "asked")
        assert part.request.co_units == [cast.planning.pk]

    def test_granted_may_leave_it_with_nobody(self, cast, part) -> None:
        ruled(cast, self.back(cast, part), True)

        part.request.refresh_from_db()
        assert part.request.co_units is None
        assert Part.objects.count() == 1

    def test_refused_stays(self, cast, part) -> None:
        ruled(cast, self.back(cast, part), False)

        part.refresh_from_db()
        assert part.status == "asked"
        with pytest.raises(RefusedBefore):
            self.back(cast, part)

    def test_answered_meanwhile_is_settled(self, cast, part) -> None:
        row = self.back(cast, part)
        services.answer_part(part=part, words="好", by=cast.acts(cast.liaison), at=LATER)

        with pytest.raises(PartSettled):
            ruled(cast, row, True)

    def test_too_late_is_refused(self, cast, part) -> None:
        with pytest.raises(TooLateToReturn):
            self.back(cast, part, at=local("2026-11-25 09:00"))

    def test_both_kinds_are_counted_per_unit(self, cast, part) -> None:
        ruled(cast, self.back(cast, part), False)
        ruled(cast, returned(cast, an_assigned_request(cast, words="乙事")), True)

        counts = selectors.return_counts(cast.acts(cast.linyue), since=MORNING)

        assert [(c.unit, c.as_lead, c.as_helper, c.granted, c.refused) for c in counts] == [
            ("供电公司", 0, 1, 0, 1),
            ("招商引资部", 1, 0, 1, 0),
        ]


def asked(cast, request=None, until=date(2026, 12, 4), at=LATER, by=None):
    return services.ask_extension(
        request=request or an_accepted_request(cast),
        words="设备到货延迟",
        until_on=until,
        by=cast.acts(by or cast.yeting),
        at=at,
    )


def decided(cast, row, granted, words="同意", by=None):
    return services.rule_extension(
        extension=row, is_granted=granted, words=words, by=cast.acts(by or cast.zhouheng), at=LATER
    )


class TestExtending:
    def test_granted_moves_the_clock_and_tells_the_enterprise(self, cast, heard, dues) -> None:
        request = an_accepted_request(cast)
        assert dues(request)["resolve"] == "2026-11-30 17:30"

        row = asked(cast, request)
        assert heard(cast.zhouheng)[-1] == "more_time"
        decided(cast, row, True)

        assert dues(request)["resolve"] == "2026-12-04 17:30"
        assert heard(cast.chenlan)[-1] == "extended"
        assert heard(cast.yeting)[-1] == "extension_granted"
        entry = Entry.objects.get(request=request, kind="extended")
        assert not entry.is_internal

    def test_a_later_pause_keeps_the_time_granted(self, cast, dues) -> None:
        request = an_accepted_request(cast)
        decided(cast, asked(cast, request), True)
        by = cast.acts(cast.yeting)

        services.ask_material(request=request, words="图", by=by, at=local("2026-11-24 08:30"))
        services.go_on_without(request=request, by=by, at=local("2026-11-25 08:30"))

        assert dues(request)["resolve"] == "2026-12-07 17:30"

    def test_refused_changes_nothing(self, cast, heard, dues) -> None:
        request = an_accepted_request(cast)
        before = dues(request)

        decided(cast, asked(cast, request), False)

        assert dues(request) == before
        assert "extended" not in heard(cast.chenlan)
        assert heard(cast.yeting)[-1] == "extension_refused"

    def test_is_asked_a_working_day_before_it_is_due(self, cast) -> None:
        request = an_accepted_request(cast)

        with pytest.raises(TooLateToExtend) as refused:
            asked(cast, request, at=local("2026-11-30 09:00"))

        assert "2026-11-30 08:30" in str(refused.value)
        assert asked(cast, request, at=local("2026-11-27 17:00"))

    def test_to_a_day_not_worked_on_or_not_later_is_refused(self, cast) -> None:
        request = an_accepted_request(cast)

        for day in (date(2026, 12, 5), date(2026, 11, 30)):
            with pytest.raises(BadRequest) as refused:
                asked(cast, request, until=day)
            assert "until_on" in refused.value.fields

    def test_twice_or_with_no_clock_is_refused(self, cast) -> None:
        request = an_accepted_request(cast)
        asked(cast, request)

        with pytest.raises(ExtensionWaits):
            asked(cast, request)
        other = an_accepted_request(cast, words="乙事")
        services.ask_material(request=other, words="图", by=cast.acts(cast.yeting), at=LATER)
        with pytest.raises(NothingToExtend):
            asked(cast, other)

    def test_is_ruled_on_by_the_head_or_a_deputy_director_and_never_by_the_asker(
        self, cast
    ) -> None:
        row = asked(cast, by=cast.zhouheng)

        for person in (cast.yeting, cast.linyue, cast.gumingzhou):
            with pytest.raises(MayNotRule):
                decided(cast, row, True, by=person)
        with pytest.raises(OwnExtension):
            decided(cast, row, True)
        decided(cast, row, True, by=cast.hewei)
        with pytest.raises(AlreadyRuled):
            decided(cast, row, False, by=cast.hewei)

    def test_of_what_was_resolved_meanwhile_is_refused(self, cast) -> None:
        request = an_accepted_request(cast)
        row = asked(cast, request)
        services.resolve(request=request, words="好", by=cast.acts(cast.yeting), at=LATER)

        with pytest.raises(NothingToExtend):
            decided(cast, row, True)

    def test_waits_on_the_day_of_whoever_rules(self, cast) -> None:
        asked(cast)
        returned(cast, an_assigned_request(cast, words="乙事"))

        head = selectors.today(cast.acts(cast.zhouheng), at=LATER)
        window = selectors.today(cast.acts(cast.linyue), at=LATER)

        assert (head.returns_total, head.extensions_total) == (0, 1)
        assert (window.returns_total, window.extensions_total) == (1, 0)
        assert Extension.objects.get().after_at == local("2026-12-04 17:30")


class TestChasing:
    def chase(self, cast, request, by, at):
        return services.chase(request=request, words="请抓紧", by=cast.acts(by), at=at)

    def test_before_it_is_due_urges_whoever_handles_it(self, cast, heard) -> None:
        request = an_accepted_request(cast)

        self.chase(cast, request, cast.linyue, LATER)

        assert heard(cast.yeting)[-1] == "urged"
        assert "urged" not in heard(cast.zhouheng)
        assert Entry.objects.get(request=request, kind="urged").is_internal

    def test_after_it_is_due_the_head_and_the_deputy_director_hear_too(self, cast, heard) -> None:
        request = an_accepted_request(cast)

        self.chase(cast, request, cast.linyue, local("2026-12-01 09:00"))

        for person in (cast.yeting, cast.zhouheng, cast.hewei):
            assert heard(person)[-1] == "supervised"
        assert "supervised" not in heard(cast.chenlan)

    def test_reaches_the_deputy_of_an_absent_officer(self, cast, heard) -> None:
        request = an_accepted_request(cast)
        deputy = a_member(cast.park, "sector_specialist", cast.investment, "宋亦杭")
        an_absence(cast.park, cast.yeting, deputy)

        self.chase(cast, request, cast.zhouheng, LATER)

        assert heard(deputy) == ["urged"]

    def test_is_for_heads_dispatchers_and_deputy_directors(self, cast) -> None:
        request = an_accepted_request(cast)

        for person in (cast.yeting, cast.gumingzhou, cast.auditor, cast.chenlan):
            with pytest.raises(MayNotChase):
                self.chase(cast, request, person, LATER)

    def test_what_waits_for_the_enterprise_is_not_chased(self, cast) -> None:
        request = an_accepted_request(cast)
        services.ask_material(request=request, words="图", by=cast.acts(cast.yeting), at=LATER)

        with pytest.raises(NothingToChase):
            self.chase(cast, request, cast.linyue, LATER)
        assert Promise.objects.filter(request=request, met_at=None).exists()

"""The steps of the law: data that fit together, periods that cannot be cut, an order that holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.clearing import services
from qianjin.apps.clearing.choices import Basis
from qianjin.apps.clearing.models import ParcelStep, ReadyDate
from qianjin.apps.clearing.planning import ready as planning
from qianjin.apps.clearing.refusals import (
    BadEntry,
    MayNotClear,
    MayNotSetSteps,
    NotBeforeDone,
    TooShort,
)
from qianjin.apps.clearing.steps import papers, steps
from tests.factories.accounts import Cast
from tests.factories.clearing import FIRST, TODAY, an_acquisition, enter, run_notice
from tests.factories.land import a_parcel, a_village
from tests.factories.parks import NOON


class TestTheData:
    def test_every_step_cites_something_and_waits_for_what_is_there(self) -> None:
        known = steps()

        assert len(known) >= 25
        for step in known.values():
            assert step.law_zh
            assert step.law_en
            assert step.unit_zh
            assert step.unit_en
            assert 0 <= step.least <= step.likely <= step.most
            assert {*step.after, *step.beside, *step.ends_with} <= set(known)
            assert step.within is None or step.within.of in known

    def test_the_periods_of_the_law_are_those_of_the_law(self) -> None:
        told = {
            code: (step.least, step.is_working) for code, step in steps().items() if step.is_floor
        }

        assert told["pre_notice"] == (10, True)
        assert told["notice"] == (30, False)
        assert told["acquisition_notice"] == (10, True)
        assert told["sale_notice"] == (20, False)
        assert told["sale_listing"] == (10, False)
        within = {code: step.within for code, step in steps().items() if step.within}
        assert (within["acquisition_notice"].of, within["acquisition_notice"].days) == (
            "approval",
            15,
        )
        assert (within["payment"].of, within["payment"].days) == ("acquisition_notice", 60)

    def test_what_is_inferred_says_so(self) -> None:
        assert {s.basis for s in steps().values()} == {Basis.LAW, Basis.RULE, Basis.INFERENCE}
        assert steps()["signing"].basis == Basis.INFERENCE

    def test_the_usual_dossier_has_documents_and_bureaux(self) -> None:
        assert {paper.kind for paper in papers()} == {"document", "bureau"}
        assert len({paper.code for paper in papers()}) == len(papers())


class TestEntering:
    def test_a_step_is_kept_with_its_online_state_beside_it(self, cast: Cast) -> None:
        parcel = a_parcel(cast, village=a_village(cast))
        enter(cast, parcel, "pre_notice", FIRST, None, online="sent", document="征预1号")

        row = ParcelStep.objects.get(parcel=parcel)

        assert (row.begun_on, row.done_on, row.online) == (FIRST, None, "sent")
        assert row.online_on == TODAY
        assert AuditEntry.objects.get(verb="step.enter").detail["online"] == "sent"
        assert parcel.events.filter(kind="acquisition", words__contains="征收土地预公告").exists()

    def test_a_notice_cannot_be_ended_before_its_least_days(self, cast: Cast) -> None:
        parcel = a_parcel(cast, village=a_village(cast))
        monday = date(2026, 11, 9)

        with pytest.raises(TooShort) as refusal:
            enter(cast, parcel, "pre_notice", monday, monday + timedelta(13))
        assert "2026-11-23" in str(refusal.value)
        assert "10 个工作日" in str(refusal.value)

        enter(cast, parcel, "pre_notice", monday, monday + timedelta(14))

    def test_working_days_are_those_of_the_park(self, cast: Cast) -> None:
        """The National Day holiday of 2026 (1 to 7 October) does not count."""
        parcel = a_parcel(cast, village=a_village(cast))

        with pytest.raises(TooShort) as refusal:
            enter(cast, parcel, "pre_notice", date(2026, 9, 25), date(2026, 10, 12))
        assert "2026-10-15" in str(refusal.value) or "2026-10-14" in str(refusal.value)

    def test_nothing_is_done_before_what_it_waits_for(self, cast: Cast) -> None:
        acquisition = an_acquisition(cast)

        with pytest.raises(NotBeforeDone) as refusal:
            enter(cast, acquisition.parcel, "approval", FIRST, TODAY)
        assert "农转用和征收组件" in str(refusal.value)

    def test_no_approval_before_the_funds_are_there(self, cast: Cast) -> None:
        acquisition = run_notice(cast, an_acquisition(cast))

        with pytest.raises(NotBeforeDone) as refusal:
            enter(cast, acquisition.parcel, "dossier", FIRST, TODAY)
        assert "补偿和社保费用足额落实" in str(refusal.value)

    @pytest.mark.parametrize(
        ("code", "begun", "done", "field"),
        [
            ("nothing", FIRST, None, "code"),
            ("sale_notice", FIRST, None, "code"),
            ("risk", TODAY + timedelta(1), None, "begun_on"),
            ("risk", FIRST, FIRST - timedelta(1), "done_on"),
            ("notice", None, TODAY, "begun_on"),
            ("signing", FIRST, None, "village"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_field(
        self, cast: Cast, code, begun, done, field
    ) -> None:
        parcel = a_parcel(cast, village=a_village(cast))

        with pytest.raises(BadEntry) as refusal:
            enter(cast, parcel, code, begun, done)
        assert field in refusal.value.fields
        assert not ParcelStep.objects.exists()

    def test_a_specialist_enters_none(self, cast: Cast) -> None:
        parcel = a_parcel(cast)

        with pytest.raises(MayNotClear):
            services.enter_step(
                parcel=parcel, code="quota", begun_on=FIRST, by=cast.acts(cast.yeting), at=NOON
            )

    def test_saying_the_same_twice_changes_nothing(self, cast: Cast) -> None:
        parcel = a_parcel(cast)
        for _ in range(2):
            enter(cast, parcel, "quota", FIRST, None)

        assert AuditEntry.objects.filter(verb="step.enter").count() == 1


class TestSettingDays:
    def test_a_park_sets_its_own_days_with_a_reason_and_all_days_move(self, cast: Cast) -> None:
        parcel = a_parcel(cast)
        services.refresh(park=cast.park, at=NOON)
        before = ReadyDate.objects.get(parcel=parcel).likely

        services.set_step(
            park=cast.park,
            code="approval",
            least=15,
            likely=60,
            most=90,
            law="土地管理法第44、46条",
            reason="2026年台账平均60个工作日（演示）",
            by=cast.acts(cast.hewei),
            at=NOON,
        )

        rule = planning.rules_of(cast.park.pk)["approval"]
        assert (rule.likely, rule.basis) == (60, Basis.PARK)
        assert ReadyDate.objects.get(parcel=parcel).likely > before
        assert AuditEntry.objects.get(verb="step.set").detail["reason"].startswith("2026")

    def test_days_in_disorder_and_laws_unsaid_are_refused(self, cast: Cast) -> None:
        with pytest.raises(BadEntry) as refusal:
            services.set_step(
                park=cast.park,
                code="approval",
                least=15,
                likely=10,
                most=90,
                law=" ",
                reason="",
                by=cast.acts(cast.hewei),
                at=NOON,
            )
        assert set(refusal.value.fields) == {"likely", "law", "reason"}

    def test_an_officer_sets_none(self, cast: Cast) -> None:
        with pytest.raises(MayNotSetSteps):
            services.set_step(
                park=cast.park,
                code="approval",
                least=1,
                likely=2,
                most=3,
                law="x",
                reason="y",
                by=cast.acts(cast.yeting),
                at=NOON,
            )

"""项目 Entering, changing, planning: who may, what is refused, what is left behind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.models import Move
from qianjin.apps.investment.refusals import (
    BadProject,
    ChangedSince,
    MayNotAddProject,
    MayNotKeepProject,
)
from qianjin.apps.prospects.models import Organisation
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.investment import a_project, the_pipeline
from tests.factories.parks import NOON


class TestEntering:
    def test_a_lead_begins_at_the_first_stage_with_a_number(self, cast: Cast) -> None:
        row = a_project(cast)

        assert row.stage.code == "lead"
        assert row.number == "ZS2026-0001"
        assert row.unit == cast.investment
        assert row.cold_on == date(2026, 12, 7)
        assert Move.objects.get(project=row).after.code == "lead"
        assert AuditEntry.objects.filter(verb="project.add", object_id=row.pk).exists()

    def test_an_organisation_not_yet_known_is_entered_with_it(self, cast: Cast) -> None:
        first = a_project(cast, firm="云帆航空复材有限公司（演示）", city="3205")
        second = a_project(cast, firm="云帆航空复材有限公司（演示）")

        assert first.organisation == second.organisation
        assert Organisation.objects.get().city == "苏州"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("sector", "fishing"),
            ("source", ""),
            ("city", "亚特兰蒂斯"),
            ("investment_wan", Decimal(-1)),
            ("investment_wan", Decimal("NaN")),
            ("jobs", -3),
            ("tags", ["长" * 21]),
        ],
    )
    def test_says_which_field_is_wrong_and_enters_nothing(
        self, cast: Cast, field: str, value: object
    ) -> None:
        with pytest.raises(BadProject) as refusal:
            a_project(cast, **{field: value})

        assert list(refusal.value.fields) == [field]
        assert not Move.objects.exists()

    def test_fixed_assets_are_a_part_of_the_investment(self, cast: Cast) -> None:
        with pytest.raises(BadProject) as refusal:
            a_project(cast, investment_wan=Decimal(100), fixed_wan=Decimal(101))

        assert "fixed_wan" in refusal.value.fields

    def test_is_not_for_who_only_looks(self, cast: Cast) -> None:
        with pytest.raises(MayNotAddProject):
            a_project(cast, by=cast.acts(cast.linyue))

    def test_another_parks_pipeline_is_none(self, cast: Cast) -> None:
        other = the_cast()
        with pytest.raises(MayNotAddProject):
            services.add_project(
                park=cast.park,
                pipeline=the_pipeline(other.park),
                by=cast.acts(cast.yeting),
                at=NOON,
                name="某项目（演示）",
                sector="auto",
                source="own",
            )


class TestChanging:
    def test_keeps_what_is_said_and_refuses_a_lost_update(self, cast: Cast) -> None:
        row = a_project(cast)
        by = cast.acts(cast.yeting)

        changed = services.change_project(
            project=row, version=1, by=by, at=NOON, investment_wan=Decimal(224_000)
        )

        assert changed.investment_wan == Decimal(224_000)
        assert changed.version == 2
        with pytest.raises(ChangedSince):
            services.change_project(project=row, version=1, by=by, at=NOON, jobs=3)

    def test_the_head_of_the_section_may_a_colleague_may_not(self, cast: Cast) -> None:
        row = a_project(cast)

        services.change_project(
            project=row, version=None, by=cast.acts(cast.zhouheng), at=NOON, jobs=300
        )

        with pytest.raises(MayNotKeepProject):
            services.change_project(
                project=row, version=None, by=cast.acts(cast.gumingzhou), at=NOON, jobs=1
            )


class TestTheNextStep:
    def test_needs_words_and_day_together(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)

        for words, day in (("送协议草案", None), ("", date(2026, 12, 1))):
            with pytest.raises(BadProject):
                services.plan_step(project=row, next_step=words, next_on=day, by=by, at=NOON)

    def test_tells_a_colleague_who_is_to_take_it(self, cast: Cast) -> None:
        row = a_project(cast)

        services.plan_step(
            project=row,
            next_step="送协议草案",
            next_on=date(2026, 12, 1),
            next_by=cast.zhouheng,
            by=cast.acts(cast.yeting),
            at=NOON,
        )

        assert Notice.objects.get(user=cast.zhouheng).kind == "investment.step"
        due = selectors.projects_today(cast.acts(cast.zhouheng), on=date(2026, 12, 1))
        assert [one.pk for one in due.steps] == [row.pk]
        assert not selectors.projects_today(cast.acts(cast.yeting), on=date(2026, 12, 1)).steps

    def test_is_nobody_of_an_enterprise(self, cast: Cast) -> None:
        with pytest.raises(BadProject):
            services.plan_step(
                project=a_project(cast),
                next_step="送协议草案",
                next_on=date(2026, 12, 1),
                next_by=cast.chenlan,
                by=cast.acts(cast.yeting),
                at=NOON,
            )


class TestSeeing:
    def test_another_parks_project_is_not_there(self, cast: Cast) -> None:
        row, other = a_project(cast), the_cast()

        with pytest.raises(Missing):
            selectors.project_for(other.acts(other.zhouheng), row.pk)
        with pytest.raises(Missing):
            selectors.project_for(cast.acts(cast.chenlan), row.pk)

    def test_a_project_without_a_touch_goes_cold_by_the_day_of_its_stage(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        cold = NOON + timedelta(days=14)

        assert not selectors.projects_today(by, on=(cold - timedelta(days=1)).date()).cold
        assert selectors.projects_today(by, on=cold.date()).cold == [row]

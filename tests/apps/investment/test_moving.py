"""推进 From stage to stage, to the end and back; touches on the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.models import Move, Touch
from qianjin.apps.investment.refusals import (
    AlreadyThere,
    BadProject,
    BadTouch,
    MayNotKeepProject,
    ProjectLost,
    SignedOnly,
)
from qianjin.apps.parks.refusals import BadFile
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage
from tests.factories.parks import NOON
from tests.factories.subsidies import pdf


class TestMoving:
    def test_says_who_when_and_after_how_long(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        later = NOON + timedelta(days=9)

        services.move(
            project=row, to=the_stage(cast.park, "talks"), by=by, at=later, words="已三轮沟通"
        )

        row.refresh_from_db()
        made = Move.objects.filter(project=row).latest("pk")
        assert (made.before.code, made.after.code) == ("lead", "talks")
        assert made.seconds == 9 * 86_400
        assert row.stage_since == later
        assert row.cold_on == (later + timedelta(days=10)).date()

    def test_to_where_it_stands_or_to_another_pipeline_is_no_move(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)

        with pytest.raises(AlreadyThere):
            services.move(project=row, to=row.stage, by=by, at=NOON)
        with pytest.raises(BadProject):
            services.move(
                project=row, to=the_stage(cast.park, "diligence", "funds"), by=by, at=NOON
            )

    @pytest.mark.parametrize("code", ["signed", "land", "capacity"])
    def test_nobody_drags_a_project_over_its_signing(self, cast: Cast, code: str) -> None:
        row = a_project(cast, stage="talks")

        with pytest.raises(SignedOnly):
            services.move(
                project=row, to=the_stage(cast.park, code), by=cast.acts(cast.yeting), at=NOON
            )

    def test_is_not_for_a_colleague_of_another_section(self, cast: Cast) -> None:
        with pytest.raises(MayNotKeepProject):
            services.move(
                project=a_project(cast),
                to=the_stage(cast.park, "talks"),
                by=cast.acts(cast.gumingzhou),
                at=NOON,
            )


class TestLosing:
    def test_keeps_reason_and_day_and_comes_back_as_a_card_years_later(self, cast: Cast) -> None:
        row, by = a_project(cast, stage="talks"), cast.acts(cast.yeting)
        back = date(2029, 3, 1)

        services.lose(project=row, reason="elsewhere", revive_on=back, by=by, at=NOON)

        row.refresh_from_db()
        assert (row.stage.code, row.lost_from.code) == ("lost", "talks")
        assert row.cold_on is None
        assert not selectors.projects_today(by, on=date(2029, 2, 28))
        assert selectors.projects_today(by, on=back).revivals == [row]
        with pytest.raises(ProjectLost):
            services.lose(project=row, reason="funds", by=by, at=NOON)

    def test_is_taken_up_again_where_it_was_lost(self, cast: Cast) -> None:
        row, by = a_project(cast, stage="talks"), cast.acts(cast.yeting)
        services.lose(project=row, reason="elsewhere", by=by, at=NOON)

        services.revive(project=row, by=by, at=NOON + timedelta(days=400))

        row.refresh_from_db()
        assert (row.stage.code, row.lost_reason, row.revive_on) == ("talks", "", None)
        with pytest.raises(AlreadyThere):
            services.revive(project=row, by=by, at=NOON)

    def test_asks_for_a_reason_and_a_day_to_come(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)

        for given in (
            {"reason": ""},
            {"reason": "other"},
            {"reason": "funds", "revive_on": date(2026, 11, 23)},
        ):
            with pytest.raises(BadProject):
                services.lose(project=row, by=by, at=NOON, **given)
        assert row.stage.code == "lead"


class TestTouching:
    def test_warms_a_cold_project_and_plans_the_next_step_in_one_act(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        later = NOON + timedelta(days=20)

        services.touch(
            project=row,
            kind="call",
            words="对方本月过会",
            with_whom="总经理",
            files=[pdf("纪要.pdf")],
            next_step="送协议草案",
            next_on=date(2026, 12, 20),
            by=by,
            at=later,
        )

        row.refresh_from_db()
        assert row.touched_at == later
        assert row.cold_on == (later + timedelta(days=14)).date()
        assert row.next_step == "送协议草案"
        assert Touch.objects.get(project=row).files.get().name == "纪要.pdf"

    def test_entered_late_it_warms_nothing(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        before = row.cold_on

        services.touch(
            project=row,
            kind="call",
            words="补记",
            happened_at=NOON - timedelta(days=3),
            by=by,
            at=NOON + timedelta(days=5),
        )

        row.refresh_from_db()
        assert row.cold_on == before

    def test_refuses_what_is_still_to_come_and_leaves_nothing(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)

        with pytest.raises(BadTouch):
            services.touch(
                project=row,
                kind="call",
                words="约好了",
                happened_at=NOON + timedelta(days=1),
                by=by,
                at=NOON,
            )
        with pytest.raises(BadFile):
            services.touch(
                project=row, kind="call", words="附图", files=[pdf("图.exe")], by=by, at=NOON
            )
        with pytest.raises(BadProject):
            services.touch(project=row, kind="call", words="好", next_step="送草案", by=by, at=NOON)
        assert not Touch.objects.exists()

    def test_the_thread_tells_moves_and_touches_in_one_order(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        for days in range(1, 5):
            services.touch(
                project=row, kind="call", words=f"第{days}次", by=by, at=NOON + timedelta(days=days)
            )
        services.move(
            project=row, to=the_stage(cast.park, "talks"), by=by, at=NOON + timedelta(days=9)
        )

        first = selectors.thread_of(row, most=3)
        rest = selectors.thread_of(row, before=first.older, most=10)

        told = [getattr(one, "words", "") for one in (*first.rows, *rest.rows)]
        assert told == ["", "第4次", "第3次", "第2次", "第1次", ""]
        assert rest.older is None

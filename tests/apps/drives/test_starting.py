"""专项行动 Starting one: what is asked, of whom, told once, reminded in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.models import Drive, Target
from qianjin.apps.drives.refusals import (
    AlreadyTold,
    BadDrive,
    DriveFinished,
    MayNotRun,
)
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry, YearFigures
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.drives import DUE, a_drive, a_question, target_of, tell
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON


class TestStarting:
    def test_every_enterprise_begins_untold_with_its_officer_and_section(self, cast: Cast) -> None:
        Enterprise.objects.filter(pk=cast.chenxi.pk).update(officer=cast.yeting)
        cast.chenxi.refresh_from_db()

        drive = a_drive(cast)

        assert selectors.counts_of(drive)["not_told"] == 2
        mine = target_of(drive, cast.chenxi)
        assert (mine.officer, mine.unit) == (cast.yeting, cast.investment)
        assert target_of(drive, cast.other).officer is None
        assert AuditEntry.objects.filter(verb="drive.start").count() == 1

    def test_an_officer_without_the_right_starts_none(self, cast: Cast) -> None:
        with pytest.raises(MayNotRun):
            services.start_drive(
                park=cast.park,
                name="摸底",
                words="缺什么？",
                due_on=DUE,
                chosen=[cast.chenxi],
                by=cast.acts(cast.yeting),
                at=NOON,
            )

    def test_without_enterprises_or_words_nothing_is_started(self, cast: Cast) -> None:
        with pytest.raises(BadDrive) as refused:
            a_drive(cast, [], words=" ", due_on=date(2020, 1, 1))

        assert set(refused.value.fields) == {"words", "due_on", "tier"}
        assert not Drive.objects.exists()

    def test_it_may_begin_without_enterprises_that_are_chosen_later(self, cast: Cast) -> None:
        drive = a_drive(cast, [], later=True)

        added = services.add_targets(
            drive=drive,
            chosen=[cast.chenxi, cast.chenxi, cast.other],
            by=cast.acts(cast.hewei),
            at=NOON,
        )
        again = services.add_targets(
            drive=drive, chosen=[cast.chenxi], by=cast.acts(cast.hewei), at=NOON
        )

        assert (added, again) == ((2, 0), (0, 1))

    def test_who_has_not_been_told_can_be_taken_out_and_who_has_cannot(self, cast: Cast) -> None:
        drive = a_drive(cast)
        by = cast.acts(cast.hewei)
        services.drop_target(target=target_of(drive, cast.other), by=by, at=NOON)
        tell(cast, drive)

        with pytest.raises(AlreadyTold):
            services.drop_target(target=target_of(drive, cast.chenxi), by=by, at=NOON)

        assert Target.objects.filter(drive=drive).count() == 1

    def test_another_park_sees_none_of_it(self, cast: Cast) -> None:
        drive, there = a_drive(cast), the_cast()

        with pytest.raises(Missing):
            selectors.drive_for(there.acts(there.hewei), drive.pk)
        with pytest.raises(Missing):
            selectors.target_for(there.acts(there.hewei), drive.targets.earliest("id").pk)


class TestQuestions:
    def test_are_asked_in_order_until_somebody_is_told(self, cast: Cast) -> None:
        drive = a_drive(cast)
        first = a_question(cast, drive, "number", "缺口", unit="片")
        second = a_question(cast, drive, "choice", "来源", options=["进口", "国产"])

        assert selectors.questions_of(drive) == [first, second]
        services.drop_question(question=first, by=cast.acts(cast.hewei), at=NOON)
        tell(cast, drive)
        with pytest.raises(AlreadyTold):
            a_question(cast, drive, "text", "还有呢")
        with pytest.raises(AlreadyTold):
            services.drop_question(question=second, by=cast.acts(cast.hewei), at=NOON)
        assert selectors.questions_of(drive) == [second]

    @pytest.mark.parametrize(
        ("fields", "blamed"),
        [
            ({"kind": "riddle", "text": "？"}, {"kind"}),
            ({"kind": "text", "text": " "}, {"text"}),
            ({"kind": "choice", "text": "哪个", "options": ["一"]}, {"options"}),
            ({"kind": "choice", "text": "哪个", "options": ["一", "一", " "]}, {"options"}),
            ({"kind": "several", "text": "哪些", "options": ["长" * 81, "短"]}, {"options"}),
        ],
    )
    def test_that_cannot_be_answered_are_refused(self, cast: Cast, fields, blamed) -> None:
        drive = a_drive(cast)

        with pytest.raises(BadDrive) as refused:
            services.add_question(drive=drive, by=cast.acts(cast.hewei), at=NOON, **fields)

        assert set(refused.value.fields) == blamed


class TestTelling:
    def test_reaches_the_people_of_each_enterprise_once(self, cast: Cast) -> None:
        drive = a_drive(cast)
        by = cast.acts(cast.hewei)

        first = services.tell(drive=drive, by=by, at=NOON)
        second = services.tell(drive=drive, by=by, at=NOON)

        assert (first, second) == (2, 0)
        notice = Notice.objects.get(user=cast.chenlan, kind="drives.told")
        assert notice.object_ref == str(target_of(drive, cast.chenxi).pk)
        assert ThreadEntry.objects.filter(enterprise=cast.chenxi, kind="drive").count() == 1

    def test_officers_learn_how_many_are_theirs(self, cast: Cast) -> None:
        drive = a_drive(cast)
        by = cast.acts(cast.hewei)
        keys = drive.targets.values_list("pk", flat=True)
        assert services.assign(drive=drive, targets=keys, officer=cast.yeting, by=by, at=NOON) == 2
        assert not Notice.objects.filter(user=cast.yeting).exists()

        tell(cast, drive)
        moved = services.assign(
            drive=drive, targets=keys[:1], officer=cast.zhouheng, by=by, at=NOON
        )

        assert moved == 1
        assert Notice.objects.get(user=cast.yeting).params["count"] == 2
        assert Notice.objects.get(user=cast.zhouheng).params["count"] == 1

    def test_a_target_of_another_drive_is_not_assigned(self, cast: Cast) -> None:
        drive, other = a_drive(cast), a_drive(cast, name="另一个（演示）")
        keys = other.targets.values_list("pk", flat=True)

        moved = services.assign(
            drive=drive, targets=keys, officer=cast.yeting, by=cast.acts(cast.hewei), at=NOON
        )

        assert moved == 0


class TestReminding:
    def test_reminds_three_days_and_one_day_before_and_on_the_day_once_each(
        self, cast: Cast
    ) -> None:
        a_drive(cast, told=True, due_on=NOON.date() + timedelta(days=4))
        counts = [services.remind(at=NOON + timedelta(days=day)) for day in range(5)]

        assert counts == [0, 2, 0, 2, 2]
        assert services.remind(at=NOON + timedelta(days=4)) == 0
        assert Notice.objects.filter(user=cast.chenlan, kind="drives.due").count() == 3

    def test_counts_working_days_and_rests_on_days_off(self, cast: Cast) -> None:
        monday = NOON.date() + timedelta(days=7)
        assert monday.weekday() == 0
        a_drive(cast, told=True, due_on=monday)
        days = [NOON + timedelta(days=day) for day in range(8)]

        reminded = {at.strftime("%a"): services.remind(at=at) for at in days[2:]}

        assert reminded == {"Wed": 2, "Thu": 0, "Fri": 2, "Sat": 0, "Sun": 0, "Mon": 2}

    def test_a_day_off_is_spoken_of_on_the_working_day_before(self, cast: Cast) -> None:
        saturday = NOON.date() + timedelta(days=5)
        a_drive(cast, told=True, due_on=saturday)

        assert services.remind(at=NOON + timedelta(days=4)) == 2
        assert Notice.objects.filter(kind="drives.late").count() == 0
        services.remind(at=NOON + timedelta(days=7))
        assert Notice.objects.filter(user=cast.chenlan, kind="drives.due").count() == 1

    def test_on_the_morning_after_only_the_officers_learn_what_is_late(self, cast: Cast) -> None:
        drive = a_drive(cast, due_on=NOON.date())
        services.assign(
            drive=drive,
            targets=drive.targets.values_list("pk", flat=True),
            officer=cast.yeting,
            by=cast.acts(cast.hewei),
            at=NOON,
        )
        tell(cast, drive)

        services.remind(at=NOON + timedelta(days=1))

        assert Notice.objects.get(user=cast.yeting, kind="drives.late").params["count"] == 2
        assert not Notice.objects.filter(user=cast.chenlan, kind="drives.due").exists()

    def test_leaves_alone_who_has_answered_and_what_is_finished(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True, due_on=NOON.date() + timedelta(days=1))
        services.answer(
            target=target_of(drive, cast.chenxi),
            answers={},
            words="不缺",
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        assert services.remind(at=NOON) == 1
        services.finish(drive=drive, by=cast.acts(cast.hewei), at=NOON)
        assert services.remind(at=NOON + timedelta(days=1)) == 0


class TestChanging:
    def test_a_later_day_reminds_anew(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True, due_on=NOON.date())
        services.remind(at=NOON)

        services.change_drive(
            drive=drive,
            name=drive.name,
            words="延期三天",
            due_on=NOON.date() + timedelta(days=3),
            by=cast.acts(cast.hewei),
            at=NOON,
        )

        assert services.remind(at=NOON) == 2

    def test_after_the_end_nothing_is_changed(self, cast: Cast) -> None:
        drive = a_drive(cast)
        by = cast.acts(cast.hewei)
        services.finish(drive=drive, by=by, at=NOON)

        with pytest.raises(DriveFinished):
            services.tell(drive=drive, by=by, at=NOON)
        with pytest.raises(DriveFinished):
            services.change_drive(drive=drive, name="新", words="新", due_on=DUE, by=by, at=NOON)
        with pytest.raises(DriveFinished):
            services.finish(drive=drive, by=by, at=NOON)


class TestChoosing:
    def test_narrows_by_sector_trade_section_and_size_and_leaves_out_who_has_left(
        self, cast: Cast
    ) -> None:
        made = [
            an_enterprise(
                cast.park, "甲（演示）", sector="auto", industry="C3670", officer=cast.yeting
            ),
            an_enterprise(cast.park, "乙（演示）", sector="auto", industry="C3670"),
            an_enterprise(cast.park, "丙（演示）", sector="auto", status="left"),
            an_enterprise(cast.park, "丁（演示）", sector="space", industry="C3742"),
        ]
        for firm, year, people in ((0, 2024, 900), (0, 2025, 300), (1, 2025, 80)):
            YearFigures.objects.create(
                park=cast.park, enterprise=made[firm], year=year, employees=people
            )
        by = cast.acts(cast.hewei)

        def names(**fields) -> set[str]:
            rows = selectors.choose(by, selectors.Choice(**fields), on=NOON.date())
            return {row.name[0] for row in rows}

        assert names(sector="auto") == {"甲", "乙"}
        assert names(industry="C37") == {"丁"}
        assert names(unit=cast.investment.pk) == {"甲"}
        assert names(least=100) == {"甲"}
        assert names(most=299) == {"乙"}
        assert names(sector="auto", most=500) == {"甲", "乙"}

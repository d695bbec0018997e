"""答复 What enterprises say: checked, kept, summed up as it was said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.accounts.models import Notice
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.checks import Wrong, said
from qianjin.apps.drives.models import Answer, AnswerFile, Question, Target
from qianjin.apps.drives.refusals import (
    AlreadySettled,
    BadDrive,
    ChangedMeanwhile,
    DriveFinished,
    MayNotAnswer,
    NotYetTold,
)
from qianjin.apps.parks.refusals import BadFile
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast
from tests.factories.drives import a_drive, a_question, firms, target_of, tell
from tests.factories.parks import NOON


def asked(kind: str, **fields) -> Question:
    return Question(kind=kind, text="问", **fields)


class TestAValue:
    @pytest.mark.parametrize(
        ("question", "value", "field", "kept"),
        [
            (asked("text"), " 缺MCU ", "text", "缺MCU"),
            (asked("number"), "2,000", "number", Decimal("2000")),
            (asked("number", unit="片"), "２０００片", "number", Decimal("2000")),
            (asked("number", is_whole=False), "1.5", "number", Decimal("1.5")),
            (asked("choice", options=["进口", "国产"]), "国产", "chosen", ["国产"]),
            (asked("several", options=["甲", "乙"]), ["乙", "甲"], "chosen", ["甲", "乙"]),
            (asked("several", options=["甲", "乙"]), "乙、甲", "chosen", ["甲", "乙"]),
            (asked("several", options=["甲、丙", "乙"]), "甲、丙", "chosen", ["甲、丙"]),
            (asked("yes_no"), "是", "chosen", ["yes"]),
            (asked("yes_no"), "no", "chosen", ["no"]),
            (asked("date"), "2027年2月10日", "day", date(2027, 2, 10)),
            (asked("date"), "2027/2/10", "day", date(2027, 2, 10)),
        ],
    )
    def test_is_read_as_people_write_it(self, question, value, field, kept) -> None:
        assert getattr(said(question, value), field) == kept

    @pytest.mark.parametrize(
        ("question", "value"),
        [
            (asked("text"), "长" * 2001),
            (asked("number"), "许多"),
            (asked("number"), "-1"),
            (asked("number"), "1.5"),
            (asked("number"), "NaN"),
            (asked("number"), "9" * 30),
            (asked("choice", options=["进口"]), "自造"),
            (asked("several", options=["甲"]), "甲、丙"),
            (asked("yes_no"), "也许"),
            (asked("date"), "下周"),
            (asked("date"), "2027-02-30"),
            (asked("date"), "0001-01-01"),
            (asked("file"), "合同.pdf"),
        ],
    )
    def test_that_is_no_answer_is_refused(self, question, value) -> None:
        with pytest.raises(Wrong):
            said(question, value)

    @pytest.mark.parametrize("kind", ["text", "number", "choice", "several", "yes_no", "date"])
    @pytest.mark.parametrize("value", [None, "", "  ", []])
    def test_blank_says_nothing(self, kind, value) -> None:
        assert said(asked(kind), value).is_empty


class TestAnswering:
    def test_an_enterprise_answers_for_itself(self, cast: Cast) -> None:
        drive = a_drive(cast)
        number = a_question(cast, drive, "number", "缺口", unit="片")
        tell(cast, drive)

        row = services.answer(
            target=target_of(drive, cast.chenxi),
            answers={number.pk: "2000"},
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        assert (row.state, row.via, row.changed_by) == ("answered", "portal", cast.chenlan.name)
        assert Answer.objects.get(target=row).number == 2000

    def test_an_officer_answers_for_enterprises_of_their_own_only(self, cast: Cast) -> None:
        drive = a_drive(cast)
        services.assign(
            drive=drive,
            targets=[target_of(drive, cast.chenxi).pk],
            officer=cast.yeting,
            by=cast.acts(cast.hewei),
            at=NOON,
        )
        tell(cast, drive)
        by = cast.acts(cast.yeting)

        row = services.answer(
            target=target_of(drive, cast.chenxi), answers={}, words="不缺", by=by, at=NOON
        )
        with pytest.raises(MayNotAnswer):
            services.answer(
                target=target_of(drive, cast.other), answers={}, words="不缺", by=by, at=NOON
            )

        assert row.via == "officer"

    def test_another_enterprise_neither_sees_nor_answers_it(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        theirs = target_of(drive, cast.other)
        by = cast.acts(cast.chenlan)

        with pytest.raises(Missing):
            selectors.target_for(by, theirs.pk)
        with pytest.raises(MayNotAnswer):
            services.answer(target=theirs, answers={}, words="不缺", by=by, at=NOON)

    def test_before_it_is_told_an_enterprise_sees_nothing(self, cast: Cast) -> None:
        drive = a_drive(cast)
        by = cast.acts(cast.chenlan)

        with pytest.raises(Missing):
            selectors.target_for(by, target_of(drive, cast.chenxi).pk)
        with pytest.raises((MayNotAnswer, NotYetTold)):
            services.answer(
                target=target_of(drive, cast.chenxi), answers={}, words="不缺", by=by, at=NOON
            )
        assert selectors.asked_page(by)[0] == []

    def test_what_must_be_answered_is_asked_for_and_nothing_is_half_written(
        self, cast: Cast
    ) -> None:
        drive = a_drive(cast)
        one, two = a_question(cast, drive, "number"), a_question(cast, drive, "yes_no")
        tell(cast, drive)

        with pytest.raises(BadDrive) as refused:
            services.answer(
                target=target_of(drive, cast.chenxi),
                answers={one.pk: "7"},
                by=cast.acts(cast.chenlan),
                at=NOON,
            )

        assert set(refused.value.fields) == {f"q{two.pk}"}
        assert not Answer.objects.exists()

    def test_an_answer_is_changed_until_the_office_has_settled_it(self, cast: Cast) -> None:
        drive = a_drive(cast)
        one = a_question(cast, drive, "number", is_required=False)
        tell(cast, drive)
        mine = target_of(drive, cast.chenxi)
        by = cast.acts(cast.chenlan)
        services.answer(target=mine, answers={one.pk: "7"}, by=by, at=NOON)
        services.answer(target=mine, answers={one.pk: ""}, by=by, at=NOON)

        assert not Answer.objects.exists()
        services.record(target=mine, state="done", by=cast.acts(cast.linyue), at=NOON)
        with pytest.raises(AlreadySettled):
            services.answer(target=mine, answers={one.pk: "8"}, by=by, at=NOON)

    def test_a_stale_page_changes_nothing(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        mine = target_of(drive, cast.chenxi)
        by = cast.acts(cast.linyue)
        services.answer(target=mine, answers={}, words="一", by=by, at=NOON, seen=mine.version)

        with pytest.raises(ChangedMeanwhile):
            services.answer(target=mine, answers={}, words="二", by=by, at=NOON, seen=mine.version)

        assert Target.objects.get(pk=mine.pk).answer == "一"

    def test_after_the_end_nothing_is_answered(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        services.finish(drive=drive, by=cast.acts(cast.hewei), at=NOON)

        with pytest.raises(DriveFinished):
            services.answer(
                target=target_of(drive, cast.chenxi),
                answers={},
                words="晚了",
                by=cast.acts(cast.chenlan),
                at=NOON,
            )

    def test_a_file_is_checked_by_what_it_holds_and_kept(
        self, cast: Cast, tmp_path, monkeypatch
    ) -> None:
        monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
        drive = a_drive(cast)
        file = a_question(cast, drive, "file", "承诺书")
        tell(cast, drive)
        mine = target_of(drive, cast.chenxi)
        by = cast.acts(cast.chenlan)
        fake = SimpleUploadedFile("承诺书.pdf", b"MZ\x90\x00not a pdf")
        real = SimpleUploadedFile("承诺书.pdf", b"%PDF-1.7\n%demo")

        with pytest.raises(BadDrive):
            services.answer(target=mine, answers={}, by=by, at=NOON)
        with pytest.raises(BadFile):
            services.answer(target=mine, answers={}, files={file.pk: [fake]}, by=by, at=NOON)
        services.answer(target=mine, answers={}, files={file.pk: [real]}, by=by, at=NOON)

        kept = AnswerFile.objects.get()
        assert (kept.name, kept.media_type) == ("承诺书.pdf", "application/pdf")
        assert selectors.file_for(by, kept.pk) == kept
        with pytest.raises(Missing):
            selectors.file_for(cast.acts(cast.duzhong), kept.pk)


class TestRecording:
    def test_who_is_sent_back_to_complete_it_is_told_why(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        mine = target_of(drive, cast.chenxi)
        by = cast.acts(cast.linyue)

        with pytest.raises(BadDrive):
            services.record(target=mine, state="unclear", by=by, at=NOON)
        services.record(target=mine, state="unclear", remark="缺型号", by=by, at=NOON)

        assert (
            Notice.objects.get(user=cast.chenlan, kind="drives.unclear").params["why"] == "缺型号"
        )
        (row,), _next = selectors.asked_page(cast.acts(cast.chenlan), open_only=True)
        assert row.remark == "缺型号"

    @pytest.mark.parametrize("state", ["answered", "riddle"])
    def test_answered_without_an_answer_and_unknown_states_are_refused(
        self, cast: Cast, state
    ) -> None:
        drive = a_drive(cast, told=True)

        with pytest.raises(BadDrive):
            services.record(
                target=target_of(drive, cast.chenxi),
                state=state,
                by=cast.acts(cast.linyue),
                at=NOON,
            )


class TestTheSummary:
    def test_says_exactly_what_was_said_and_by_how_many(self, cast: Cast) -> None:
        made = firms(cast, 5)
        drive = a_drive(cast, made)
        number = a_question(cast, drive, "number", "缺口", unit="片", is_required=False)
        choice = a_question(cast, drive, "choice", options=["进口", "国产"], is_required=False)
        several = a_question(cast, drive, "several", options=["甲", "乙"], is_required=False)
        yes = a_question(cast, drive, "yes_no", is_required=False)
        day = a_question(cast, drive, "date", is_required=False)
        text = a_question(cast, drive, "text", is_required=False)
        tell(cast, drive)
        by = cast.acts(cast.linyue)
        told = [
            {number.pk: "10", choice.pk: "进口", several.pk: ["甲", "乙"], yes.pk: "是"},
            {number.pk: "30", choice.pk: "进口", several.pk: ["乙"], day.pk: "2027-02-10"},
            {number.pk: "20", yes.pk: "否", day.pk: "2027-03-01", text.pk: "缺MCU"},
            {number.pk: "100"},
        ]
        for firm, answers in zip(made, told, strict=False):
            services.answer(target=target_of(drive, firm), answers=answers, by=by, at=NOON)
        services.record(target=target_of(drive, made[3]), state="not_needed", by=by, at=NOON)

        found = {row.question.pk: row for row in selectors.summaries_of(by, drive)}

        assert {row.asked for row in found.values()} == {4}
        one = found[number.pk]
        assert (one.said, one.total, one.mean, one.median) == (3, 60, 20, 20)
        assert (one.least, one.most) == (10, 30)
        assert found[choice.pk].counts == [("进口", 2), ("国产", 0)]
        assert found[several.pk].counts == [("甲", 1), ("乙", 2)]
        assert (found[several.pk].said, found[yes.pk].counts) == (2, [("yes", 1), ("no", 1)])
        assert (found[day.pk].first, found[day.pk].last) == (date(2027, 2, 10), date(2027, 3, 1))
        assert found[day.pk].counts == [("2027-02", 1), ("2027-03", 1)]
        assert found[text.pk].words == [(made[2].name, "缺MCU")]

    def test_costs_the_same_whatever_the_number_of_enterprises(
        self, cast: Cast, django_assert_max_num_queries
    ) -> None:
        drive = a_drive(cast, firms(cast, 30))
        for kind in ("number", "yes_no", "date", "text"):
            a_question(cast, drive, kind)

        with django_assert_max_num_queries(7):
            selectors.summaries_of(cast.acts(cast.linyue), drive)

"""表格往返 Lists and answers as Excel: judged row by row, taken over, given back with reasons."""

from __future__ import annotations

import pytest
from python_calamine import CalamineWorkbook

from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.models import Answer, Drive, DriveSheet
from qianjin.apps.drives.refusals import BadDrive, MayNotRun, NotInPreview
from tests.factories.accounts import Cast
from tests.factories.drives import a_drive, a_question, firms, target_of, tell
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON
from tests.factories.tables import a_workbook


def sent(cast: Cast, drive: Drive, purpose: str, rows: list[list[object]]) -> DriveSheet:
    return services.upload_sheet(
        drive=drive,
        purpose=purpose,
        data=a_workbook(rows),
        file_name="表.xlsx",
        by=cast.acts(cast.linyue),
        at=NOON,
    )


def cells(file) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


class TestAListOfEnterprises:
    def test_takes_in_who_is_on_the_books_and_names_each_wrong_row(self, cast: Cast) -> None:
        an_enterprise(cast.park, "双子机电（演示）", credit_code="91330100MA2XXXXX1A")
        an_enterprise(cast.park, "双子机电（演示）", credit_code="91330100MA2XXXXX2B")
        drive = a_drive(cast, [cast.other])
        sheet = sent(
            cast,
            drive,
            "targets",
            [
                ["2027年复工名单", None],
                ["企业名称", "统一社会信用代码"],
                [cast.chenxi.name, None],
                ["没有这家公司", None],
                [None, "91330100MA2XXXXX9Z"],
                ["双子机电（演示）", None],
                ["双子机电（演示）", "91330100MA2XXXXX2B"],
                [cast.chenxi.name, None],
                [cast.other.name, None],
            ],
        )

        assert sheet.counts == {"new": 2, "changed": 0, "idle": 1, "bad": 4}
        bad, _next = selectors.sheet_rows(sheet, kind="bad")
        assert [(row.number, row.problems[0][1]) for row in bad] == [
            (4, "企业库里没有这个名称的企业。"),
            (5, "企业库里没有这个信用代码。"),
            (6, "有几家企业同名，请填信用代码。"),
            (8, "同一家企业在第3行已经出现。"),
        ]
        services.apply_sheet(sheet=sheet, by=cast.acts(cast.linyue), at=NOON)
        assert drive.targets.count() == 3

    def test_without_a_column_of_enterprises_it_is_refused(self, cast: Cast) -> None:
        with pytest.raises(BadDrive) as refused:
            sent(cast, a_drive(cast), "targets", [["数量"], [3]])

        assert "file" in refused.value.fields

    def test_what_is_no_table_is_refused(self, cast: Cast) -> None:
        with pytest.raises(BadDrive):
            services.upload_sheet(
                drive=a_drive(cast),
                purpose="targets",
                data=b"\x00\x01\x02",
                file_name="x",
                by=cast.acts(cast.linyue),
                at=NOON,
            )

    def test_an_officer_without_the_right_sends_none(self, cast: Cast) -> None:
        with pytest.raises(MayNotRun):
            services.upload_sheet(
                drive=a_drive(cast),
                purpose="targets",
                data=b"a",
                file_name="x",
                by=cast.acts(cast.yeting),
                at=NOON,
            )


class TestAnswers:
    @pytest.fixture
    def drive(self, cast: Cast) -> Drive:
        drive = a_drive(cast)
        a_question(cast, drive, "number", "缺口数量", unit="片")
        a_question(cast, drive, "choice", "来源", options=["进口", "国产"])
        a_question(cast, drive, "date", "最晚到货", is_required=False)
        return tell(cast, drive)

    def test_the_template_filled_in_comes_back_as_answers(self, cast: Cast, drive: Drive) -> None:
        by = cast.acts(cast.linyue)
        rows = cells(services.answer_template(drive=drive, by=by))
        assert rows[0] == [
            "企业", "统一社会信用代码", "1. 缺口数量（片）", "2. 来源", "3. 最晚到货", "答复",
        ]  # fmt: skip
        filled = [rows[0], [rows[1][0], None, 2000, "进口", "2027-01-15", "急"], rows[2]]

        sheet = sent(cast, drive, "answers", filled)
        assert sheet.counts == {"new": 1, "changed": 0, "idle": 1, "bad": 0}
        services.apply_sheet(sheet=sheet, by=by, at=NOON)

        row = target_of(drive, cast.chenxi)
        assert (row.state, row.via, row.answer) == ("answered", "sheet", "急")
        assert Answer.objects.filter(target=row).count() == 3
        again = cells(services.export_drive(drive=drive, by=by, at=NOON))
        mine = next(line for line in again if line[0] == cast.chenxi.name)
        assert mine[4:7][:2] == [2000.0, "进口"]

    def test_what_was_taken_out_comes_in_again_and_changes_nothing_else(
        self, cast: Cast, drive: Drive
    ) -> None:
        by = cast.acts(cast.linyue)
        first, second, _third = selectors.questions_of(drive)
        services.answer(
            target=target_of(drive, cast.chenxi),
            answers={first.pk: "5", second.pk: "国产"},
            by=by,
            at=NOON,
        )
        before = list(Answer.objects.order_by("pk").values_list("question", "number", "chosen"))
        taken = cells(services.export_drive(drive=drive, by=by, at=NOON))

        sheet = sent(cast, drive, "answers", [[str(cell) for cell in row] for row in taken])
        assert sheet.counts == {"new": 0, "changed": 1, "idle": 1, "bad": 0}
        services.apply_sheet(sheet=sheet, by=by, at=NOON)

        after = list(Answer.objects.order_by("pk").values_list("question", "number", "chosen"))
        assert after == before

    def test_wrong_cells_go_back_marked_and_nothing_of_their_row_is_entered(
        self, cast: Cast, drive: Drive
    ) -> None:
        by = cast.acts(cast.linyue)
        sheet = sent(
            cast,
            drive,
            "answers",
            [
                ["企业名称", "缺口数量", "来源"],
                [cast.chenxi.name, "许多", "自造"],
                [cast.other.name, 7, None],
            ],
        )

        assert sheet.counts["bad"] == 2
        back = cells(services.rows_back(sheet=sheet, by=by))
        assert back[0] == ["企业名称", "缺口数量", "来源", "问题"]
        assert back[1][:3] == [cast.chenxi.name, "许多", "自造"]
        assert back[1][3].splitlines() == [
            "第 2 行：请填数字。",
            "第 2 行：只能取以下值：进口、国产。",
        ]
        assert back[2][3] == "第 3 行：“2. 来源”必须填写。"
        services.apply_sheet(sheet=sheet, by=by, at=NOON)
        assert not Answer.objects.exists()

    def test_a_formula_is_given_back_as_text(self, cast: Cast, drive: Drive) -> None:
        evil = '=HYPERLINK("http://example.com")'
        services.answer(
            target=target_of(drive, cast.chenxi),
            answers={
                q.pk: v for q, v in zip(selectors.questions_of(drive), ["1", "进口"], strict=False)
            },
            words=evil,
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        rows = cells(services.export_drive(drive=drive, by=cast.acts(cast.linyue), at=NOON))

        assert evil in rows[1]

    def test_is_taken_over_once_and_forgotten_when_given_up(self, cast: Cast, drive: Drive) -> None:
        by = cast.acts(cast.linyue)
        rows = [["企业", "缺口数量", "来源"], [cast.chenxi.name, 1, "进口"]]
        one, other = sent(cast, drive, "answers", rows), sent(cast, drive, "answers", rows)
        services.apply_sheet(sheet=one, by=by, at=NOON)
        services.abandon_sheet(sheet=other, by=by, at=NOON)

        for sheet in (one, other):
            with pytest.raises(NotInPreview):
                services.apply_sheet(sheet=sheet, by=by, at=NOON)
        assert not other.lines.exists()

    def test_a_thousand_rows_are_judged_in_a_bounded_number_of_queries(
        self, cast: Cast, django_assert_max_num_queries
    ) -> None:
        made = firms(cast, 60)
        drive = a_drive(cast, made)
        a_question(cast, drive, "number", "人数")
        tell(cast, drive)
        rows = [["企业", "人数"], *([firm.name, 5] for firm in made)]

        with django_assert_max_num_queries(22):
            sent(cast, drive, "answers", rows)

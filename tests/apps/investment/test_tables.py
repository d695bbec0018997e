"""表格 Projects out as Excel and in again: looked at, whole or not at all, undone as one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.models import Project, ProjectTable
from qianjin.apps.investment.refusals import MayNotAddProject, MayNotTakeOut
from qianjin.apps.prospects.models import Organisation
from qianjin.apps.tables import selectors as kept_tables
from qianjin.apps.tables import services as tables
from qianjin.apps.tables.refusals import (
    BadTable,
    BookMoved,
    BuiltUpon,
    NotInPreview,
    NotTakenOver,
    NotYourTable,
)
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage
from tests.factories.parks import NOON

LATER = NOON + timedelta(hours=1)


def table(*rows: str) -> bytes:
    head = "项目名称,招商对象,阶段,主导产业,来源,来源城市,总投资,下一步,下一步日期\n"
    return (head + "\n".join(rows)).encode()


def upload(cast: Cast, data: bytes, person: Any = None) -> ProjectTable:
    by = cast.acts(person or cast.yeting)
    return services.upload(data=data, file_name="项目.csv", by=by, at=NOON)


def take_over(cast: Cast, kept: ProjectTable, *, leave_bad: bool = False) -> ProjectTable:
    by = cast.acts(cast.yeting)
    return services.take_over(table=kept, leave_bad=leave_bad, by=by, at=NOON)


def undo(cast: Cast, kept: ProjectTable) -> ProjectTable:
    return services.undo_import(table=kept, by=cast.acts(cast.yeting), at=LATER)


NEW = "卫星总装（演示）,星河（演示）,洽谈,航天,峰会展会,西安,26亿元,来园考察,2026-12-01"


class TestThePreview:
    def test_of_what_went_out_changes_nothing(self, cast: Cast) -> None:
        a_project(cast, stage="talks", firm="云帆（演示）", investment_wan=224_000, city="苏州")
        head = cast.acts(cast.zhouheng)

        taken_out = services.export_projects(by=head, at=NOON, filters=selectors.Filters()).read()
        kept = upload(cast, taken_out, cast.zhouheng)

        told = dict(zip(*read_table(taken_out).texts()[:2], strict=True))
        assert told["总投资"] == "224000"
        assert told["来源城市"] == "苏州"
        assert dict(kept_tables.kinds_of(kept)) == {"same": 1}

    def test_shows_which_cells_of_a_known_project_would_change(self, cast: Cast) -> None:
        row = a_project(cast, investment_wan=224_000, city="苏州")
        data = f"编号,项目名称,总投资,城市,用地需求\n{row.number},{row.name},30亿,,120亩".encode()

        kept = upload(cast, data)

        kept.refresh_from_db()
        assert kept.judged[0]["changes"] == [
            ["city", "苏州", ""],
            ["investment_wan", "224000", "300000"],
            ["land_mu", "", "120"],
        ]
        row.refresh_from_db()
        assert row.version == 1

    def test_names_every_fault_at_its_cell(self, cast: Cast) -> None:
        data = table(
            "好项目（演示）,,,航天,峰会展会,西安,1亿,,",
            "坏城市（演示）,,,航天,峰会展会,亚特兰蒂斯,1亿,,",
            "坏阶段（演示）,,流失,航天,峰会展会,,很多,去看看,",
            "好项目（演示）,,,,峰会展会,西安,1亿,,",
        )

        kept = upload(cast, data)

        bad = {r["number"]: [p for p, _why in r["problems"]] for r in kept.judged if r["problems"]}
        assert bad == {3: [5], 4: [2, 6, 8], 5: [0, 3]}
        assert kept.counts == {"new": 1, "bad": 3}

    def test_says_what_a_column_would_take_that_the_table_has_not(self, cast: Cast) -> None:
        kept = upload(cast, "项目名称,阶段\n卫星总装（演示）,洽谈".encode())

        kept.refresh_from_db()
        sentences = [sentence for _place, sentence in kept.judged[0]["problems"]]
        assert sentences[0] == "主导产业：只能取以下值：汽车及零部件、航空、航天、智能制造、其他。"
        assert [one.partition("：")[0] for one in sentences] == ["主导产业", "来源"]

    def test_a_name_that_stands_already_is_not_entered_again(self, cast: Cast) -> None:
        row = a_project(cast, "卫星总装（演示）")

        kept = upload(cast, table(NEW))

        assert (kept.judged[0]["kind"], kept.judged[0]["of"]) == ("same", row.pk)
        with pytest.raises(BadTable):
            take_over(cast, kept)

    def test_a_colleagues_project_is_told_and_not_offered(self, cast: Cast) -> None:
        row = a_project(cast)
        Project.objects.update(owner=cast.zhouheng)

        kept = upload(cast, f"编号,项目名称,总投资\n{row.number},{row.name},30亿".encode())

        assert kept.judged[0]["keeper"] == cast.zhouheng.name
        assert kept_tables.offered(kept) == []

    def test_columns_are_corrected_by_hand(self, cast: Cast) -> None:
        kept = upload(cast, "项目名称,甲,乙,丙\n卫星总装（演示）,航天,峰会展会,西安".encode())
        places = {"name": 0, "sector": 1, "source": 2, "city": 3}

        services.remap(table=kept, places=places, by=cast.acts(cast.yeting), at=NOON)

        kept.refresh_from_db()
        assert kept.counts == {"new": 1}

    @pytest.mark.parametrize("data", [b"", b"\x00\x01", b"a,b\n1,2"])
    def test_what_is_no_table_of_projects_is_refused(self, cast: Cast, data: bytes) -> None:
        with pytest.raises(BadTable):
            upload(cast, data)


class TestTakingOver:
    def test_enters_stage_organisation_and_next_step(self, cast: Cast) -> None:
        take_over(cast, upload(cast, table(NEW)))

        row = Project.objects.get()
        assert row.stage == the_stage(cast.park, "talks")
        assert row.investment_wan == 260_000
        assert row.next_on == date(2026, 12, 1)
        assert row.organisation is not None

    def test_is_whole_or_not_at_all(self, cast: Cast) -> None:
        kept = upload(cast, table(NEW, "坏（演示）,,,,,,,,"))

        with pytest.raises(BadTable):
            take_over(cast, kept)
        assert not Project.objects.exists()

        take_over(cast, kept, leave_bad=True)

        assert Project.objects.get().name == "卫星总装（演示）"
        with pytest.raises(NotInPreview):
            take_over(cast, kept)

    def test_a_row_may_be_left_out(self, cast: Cast) -> None:
        row = a_project(cast)
        kept = upload(cast, f"编号,项目名称,总投资\n{row.number},{row.name},30亿".encode())

        kept = tables.choose(table=kept, shown=[2], chosen=[], by=cast.acts(cast.yeting))

        with pytest.raises(BadTable):
            take_over(cast, kept)

    def test_does_not_write_over_what_changed_since_the_preview(self, cast: Cast) -> None:
        row, by = a_project(cast), cast.acts(cast.yeting)
        kept = upload(cast, f"编号,项目名称,总投资\n{row.number},{row.name},30亿".encode())
        services.change_project(project=row, version=None, investment_wan=7, by=by, at=NOON)

        with pytest.raises(BookMoved):
            take_over(cast, kept)

        services.look_again(table=kept, by=by, at=NOON)
        kept.refresh_from_db()
        assert kept.judged[0]["changes"] == [["investment_wan", "7", "300000"]]


class TestUndoing:
    def test_takes_back_projects_and_firms_and_restores_what_was_changed(self, cast: Cast) -> None:
        row = a_project(cast, investment_wan=224_000, city="苏州", tags=["重点"])
        head = "编号,项目名称,招商对象,主导产业,来源,总投资,城市,下一步,下一步日期\n"
        known = f"{row.number},{row.name},远帆（演示）,航空,外出招商,30亿,,签约,2026-12-01\n"
        new = ",卫星总装（演示）,星河（演示）,航天,峰会展会,26亿,西安,来园考察,2026-12-01"
        kept = take_over(cast, upload(cast, (head + known + new).encode()))
        row.refresh_from_db()
        assert (row.investment_wan, row.city, row.next_step) == (300_000, "", "签约")

        undo(cast, kept)

        row.refresh_from_db()
        assert (row.investment_wan, row.city, row.next_step) == (224_000, "3205", "")
        assert row.organisation is None and row.tags == ["重点"]
        assert Project.objects.get() == row
        assert not Organisation.objects.exists()
        with pytest.raises(NotTakenOver):
            undo(cast, kept)

    def test_is_refused_once_somebody_worked_on_a_project(self, cast: Cast) -> None:
        kept = take_over(cast, upload(cast, table(NEW)))
        row, by = Project.objects.get(), cast.acts(cast.yeting)
        services.touch(project=row, kind="call", words="约了时间", by=by, at=LATER)

        with pytest.raises(BuiltUpon) as refused:
            undo(cast, kept)
        assert "卫星总装" in str(refused.value)

    def test_is_for_who_took_it_over(self, cast: Cast) -> None:
        kept = take_over(cast, upload(cast, table(NEW)))

        with pytest.raises(NotYourTable):
            services.undo_import(table=kept, by=cast.acts(cast.linyue), at=NOON)


def test_rows_left_out_come_back_with_their_reasons(cast: Cast) -> None:
    kept = upload(cast, table(NEW, "坏城市（演示）,,,航天,峰会展会,亚特兰蒂斯,1亿,,"))

    back = read_table(tables.rows_left(kept).read()).texts()

    assert [row[0] for row in back[1:]] == ["坏城市（演示）"]
    assert back[0][-1] == "问题" and back[1][-1]


def test_our_template_is_read_by_our_import(cast: Cast) -> None:
    kept = upload(cast, services.project_template(by=cast.acts(cast.yeting)).read())

    assert kept.counts == {"new": 1}


def test_is_not_for_everyone(cast: Cast) -> None:
    with pytest.raises(MayNotAddProject):
        upload(cast, table(), cast.linyue)
    with pytest.raises(MayNotTakeOut):
        services.export_projects(by=cast.acts(cast.yeting), at=NOON, filters=selectors.Filters())

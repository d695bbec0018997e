"""表格 Projects out as Excel and in again, whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.models import Project
from qianjin.apps.investment.refusals import BadTable, MayNotAddProject, MayNotTakeOut
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage
from tests.factories.parks import NOON


def table(*rows: str) -> bytes:
    head = "项目名称,招商对象,阶段,主导产业,来源,来源城市,总投资,下一步,下一步日期\n"
    return (head + "\n".join(rows)).encode()


def test_what_goes_out_comes_in_again_without_a_change(cast: Cast) -> None:
    row = a_project(cast, stage="talks", firm="云帆（演示）", investment_wan=224_000, city="苏州")
    head = cast.acts(cast.zhouheng)

    taken_out = services.export_projects(by=head, at=NOON, filters=selectors.Filters()).read()
    services.import_projects(park=cast.park, data=taken_out, by=head, at=NOON)

    told = dict(zip(*read_table(taken_out).texts()[:2], strict=True))
    assert told["总投资"] == "224000"
    assert told["来源城市"] == "苏州"
    again = Project.objects.get()
    assert again.version == row.version
    assert again.stage.code == "talks"


def test_new_rows_are_entered_with_stage_organisation_and_next_step(cast: Cast) -> None:
    data = table("卫星总装（演示）,星河（演示）,洽谈,航天,峰会展会,西安,26亿元,来园考察,2026-12-01")

    taken = services.import_projects(park=cast.park, data=data, by=cast.acts(cast.yeting), at=NOON)

    row = Project.objects.get()
    assert (taken.new, taken.changed) == (1, 0)
    assert row.stage == the_stage(cast.park, "talks")
    assert row.investment_wan == 260_000
    assert row.next_on == date(2026, 12, 1)


def test_names_every_fault_by_row_and_column_and_takes_nothing(cast: Cast) -> None:
    data = table(
        "好项目（演示）,,,航天,峰会展会,西安,1亿,,",
        "坏城市（演示）,,,航天,峰会展会,亚特兰蒂斯,1亿,,",
        "坏阶段（演示）,,流失,航天,峰会展会,,很多,,",
    )

    with pytest.raises(BadTable) as refusal:
        services.import_projects(park=cast.park, data=data, by=cast.acts(cast.yeting), at=NOON)

    told = "\n".join(refusal.value.fields["table"])
    assert "第3行“来源城市”" in told
    assert "第4行“阶段”" in told
    assert "第4行“总投资”" in told
    assert not Project.objects.exists()


def test_is_not_for_everyone(cast: Cast) -> None:
    with pytest.raises(MayNotAddProject):
        services.import_projects(park=cast.park, data=table(), by=cast.acts(cast.linyue), at=NOON)
    with pytest.raises(MayNotTakeOut):
        services.export_projects(by=cast.acts(cast.yeting), at=NOON, filters=selectors.Filters())

"""政策导入 A table of schemes: looked at, taken over whole or not at all, undone as one."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.models import Scheme, SchemeTable
from qianjin.apps.subsidies.refusals import MayNotExport, MayNotKeepSchemes
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
from qianjin.units.refusals import Missing
from qianjin.units.spreadsheet import read_table
from qianjin.units.spreadsheet.writing import Column, write_table
from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import NOON
from tests.factories.subsidies import a_scheme

LATER = NOON + timedelta(hours=1)
HEADS = ["政策标题", "发布部门", "有效期起", "扶持内容", "认定条件", "最高额（万元）"]
GOOD = ["好的（演示）", "科技局", "2026-01-01", "最高1万元", "营业收入 ≥ 10", "1"]
BAD = ["坏的（演示）", "科技局", "去年", "最高1万元", "随便写", "很多"]
NAMELESS = ["", "科技局", "2026-01-01", "最高1万元", "", ""]


def a_table(heads: list[str], *rows: list[Any]) -> bytes:
    target = io.BytesIO()
    write_table(target, [Column(head) for head in heads], rows)
    return target.getvalue()


def upload(cast: Cast, data: bytes) -> SchemeTable:
    return services.upload(data=data, file_name="政策.xlsx", by=cast.acts(cast.linyue), at=NOON)


def take_over(cast: Cast, kept: SchemeTable, *, leave_bad: bool = False) -> SchemeTable:
    by = cast.acts(cast.linyue)
    return services.take_over(table=kept, leave_bad=leave_bad, by=by, at=NOON)


def undo(cast: Cast, kept: SchemeTable) -> SchemeTable:
    return services.undo_import(table=kept, by=cast.acts(cast.linyue), at=LATER)


def about(scheme: Scheme, closes: str = "2027-01-31") -> bytes:
    """A table that says of one scheme when its applications close, and nothing else."""
    heads = ["政策标题", "文号", "申报截止"]
    return a_table(heads, [scheme.title, scheme.document_number, closes])


class TestThePreview:
    def test_of_what_went_out_changes_nothing(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        out = services.export_schemes(by=cast.acts(cast.linyue), at=NOON).read()

        kept = upload(cast, out)

        assert dict(kept_tables.kinds_of(kept)) == {"same": 1}
        with pytest.raises(BadTable):
            take_over(cast, kept)
        scheme.refresh_from_db()
        assert scheme.version == 1

    def test_names_each_fault_at_its_cell_and_writes_nothing(self, cast: Cast) -> None:
        kept = upload(cast, a_table(HEADS, GOOD, BAD, NAMELESS))

        assert dict(kept_tables.kinds_of(kept)) == {"bad": 2, "new": 1}
        good, bad, nameless = kept.judged
        assert (good["name"], good["firm"]) == ("好的（演示）", "科技局")
        assert good["values"]["conditions"] == "营业收入 ≥ 10"
        assert sorted(bad["problems"])[0] == (2, "“去年”不是日期，请写成2026-11-24这样。")
        assert {place for place, _text in bad["problems"]} == {2, 4, 5}
        assert [place for place, _text in nameless["problems"]] == [0]
        assert not Scheme.objects.exists()

    def test_says_what_would_change_and_nothing_of_what_the_table_is_silent_on(
        self, cast: Cast
    ) -> None:
        scheme = a_scheme(cast)

        kept = upload(cast, about(scheme))

        (row,) = kept.judged
        assert (row["kind"], row["of"]) == ("known", scheme.pk)
        assert [change[0] for change in row["changes"]] == ["closes_on"]
        assert row["changes"][0][2] == "2027-01-31"
        assert kept.columns["chosen"] == [2]

    def test_two_rows_of_one_scheme_are_asked_about(self, cast: Cast) -> None:
        kept = upload(cast, a_table(HEADS, GOOD, GOOD))

        assert dict(kept_tables.kinds_of(kept)) == {"bad": 1, "new": 1}

    def test_an_empty_state_does_not_draw_a_scheme_back(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        heads = ["政策标题", "文号", "状态"]

        kept = upload(cast, a_table(heads, [scheme.title, scheme.document_number, ""]))

        assert dict(kept_tables.kinds_of(kept)) == {"same": 1}

    def test_columns_are_known_by_the_headings_of_the_field_and_corrected_by_hand(
        self, cast: Cast
    ) -> None:
        heads = ["政策名称", "主管部门", "施行日期", "扶持标准", "随便一列"]
        row = ["好的（演示）", "科技局", "2026-01-01", "最高1万元", "示例字1号"]
        kept = upload(cast, a_table(heads, row))
        assert dict(kept_tables.kinds_of(kept)) == {"new": 1}

        places = {**kept.columns["places"], "document_number": 4}
        services.remap(table=kept, places=places, by=cast.acts(cast.linyue), at=NOON)

        kept.refresh_from_db()
        assert kept.judged[0]["values"]["document_number"] == "示例字1号"

    @pytest.mark.parametrize("data", [b"", b"<html>", b"\x00\x01", "别的\n1".encode()])
    def test_something_else_than_a_table_is_refused(self, cast: Cast, data: bytes) -> None:
        with pytest.raises(BadTable):
            upload(cast, data)

    def test_is_not_for_everyone(self, cast: Cast) -> None:
        kept = upload(cast, a_table(HEADS, GOOD))

        with pytest.raises(MayNotKeepSchemes):
            services.upload(data=b"", file_name="a", by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(NotYourTable):
            services.take_over(table=kept, leave_bad=False, by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(Missing):
            selectors.scheme_table_for(cast.acts(cast.auditor), kept.pk)
        with pytest.raises(MayNotExport):
            services.export_schemes(by=cast.acts(cast.yeting), at=NOON)
        with pytest.raises(MayNotKeepSchemes):
            services.scheme_template(by=cast.acts(cast.chenlan))


class TestTakingOver:
    def test_the_template_can_be_sent_in_as_it_is(self, cast: Cast) -> None:
        kept = upload(cast, services.scheme_template(by=cast.acts(cast.linyue)).read())

        take_over(cast, kept)

        assert len(Scheme.objects.get().conditions) == 3

    def test_taken_out_by_one_park_they_stand_in_another_as_they_were(self, cast: Cast) -> None:
        scheme, there = a_scheme(cast), the_cast()
        out = services.export_schemes(by=cast.acts(cast.auditor), at=NOON).read()

        take_over(there, upload(there, out))

        copy = Scheme.objects.get(park=there.park)
        assert (copy.conditions, copy.documents) == (scheme.conditions, scheme.documents)
        assert (copy.ceiling_wan, copy.rate_of) == (scheme.ceiling_wan, scheme.rate_of)

    def test_bad_rows_bar_the_way_until_they_are_left_out(self, cast: Cast) -> None:
        kept = upload(cast, a_table(HEADS, GOOD, BAD))
        with pytest.raises(BadTable):
            take_over(cast, kept)
        assert not Scheme.objects.exists()

        take_over(cast, kept, leave_bad=True)

        assert [row.title for row in Scheme.objects.all()] == ["好的（演示）"]
        back = read_table(tables.rows_left(SchemeTable.objects.get()).read()).texts()
        assert back[1][:6] == BAD
        assert "“去年”不是日期" in back[1][6]
        with pytest.raises(NotInPreview):
            take_over(cast, kept)

    def test_a_known_scheme_is_brought_up_to_date_and_keeps_the_rest(self, cast: Cast) -> None:
        scheme = a_scheme(cast)

        take_over(cast, upload(cast, about(scheme)))

        scheme.refresh_from_db()
        assert (scheme.closes_on, scheme.ceiling_wan) == (date(2027, 1, 31), 100)
        verbs = AuditEntry.objects.filter(object_kind="scheme_import").order_by("seq")
        assert [entry.verb for entry in verbs] == ["schemes.upload", "schemes.import"]

    def test_a_row_without_its_tick_changes_nothing(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        kept = upload(cast, about(scheme))
        tables.choose(table=kept, shown=[2], chosen=[], by=cast.acts(cast.linyue))

        with pytest.raises(BadTable):
            take_over(cast, kept)

        scheme.refresh_from_db()
        assert scheme.version == 1

    def test_what_a_colleague_changed_meanwhile_is_looked_at_again(self, cast: Cast) -> None:
        scheme, by = a_scheme(cast), cast.acts(cast.linyue)
        kept = upload(cast, about(scheme))
        services.change_scheme(
            scheme=scheme, version=None, by=by, at=NOON, closes_on=date(2027, 3, 1)
        )

        with pytest.raises(BookMoved):
            take_over(cast, kept)
        services.look_again(table=kept, by=by, at=NOON)
        take_over(cast, kept)

        scheme.refresh_from_db()
        assert scheme.closes_on == date(2027, 1, 31)


class TestUndoing:
    def test_takes_back_what_is_new_and_what_changed(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        kept_of = ("closes_on", "ceiling_wan", "conditions", "rate_percent", "amount_rule")
        before = {name: getattr(scheme, name) for name in kept_of}
        heads = ["政策标题", "文号", *HEADS[1:4], "最高额（万元）", "申报截止"]
        data = a_table(
            heads,
            [scheme.title, scheme.document_number, scheme.issuer, scheme.valid_from, "少了", 7, ""],
            ["好的（演示）", "", "科技局", "2026-01-01", "最高1万元", "", ""],
        )
        kept = take_over(cast, upload(cast, data))
        assert Scheme.objects.count() == 2
        scheme.refresh_from_db()
        assert (scheme.ceiling_wan, scheme.closes_on) == (7, None)

        undo(cast, kept)

        row = Scheme.objects.get()
        assert {name: getattr(row, name) for name in before} == before
        with pytest.raises(NotTakenOver):
            undo(cast, kept)

    def test_is_refused_where_somebody_has_built_on_it(self, cast: Cast) -> None:
        kept = take_over(cast, upload(cast, a_table(HEADS, GOOD)))
        scheme = Scheme.objects.get()
        services.check_scheme(scheme=scheme, by=cast.acts(cast.linyue), at=LATER)

        with pytest.raises(BuiltUpon) as refused:
            undo(cast, kept)

        assert "好的（演示）" in str(refused.value)
        assert Scheme.objects.exists()

    def test_tables_are_emptied_after_a_month(self, cast: Cast) -> None:
        kept = upload(cast, a_table(HEADS, GOOD))

        tables.forget(park_id=cast.park.pk, at=NOON + timedelta(days=31), tables=SchemeTable)

        kept.refresh_from_db()
        assert (kept.sheet, kept.judged, kept.state) == ([], [], "abandoned")

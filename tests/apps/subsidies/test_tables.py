"""表格 Schemes and claims in and out of Excel: whole or not at all, faults named by row."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.models import Claim, Scheme
from qianjin.apps.subsidies.refusals import (
    BadTable,
    MayNotExport,
    MayNotHandle,
    MayNotKeepSchemes,
)
from qianjin.units.spreadsheet.writing import Column, write_table
from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import NOON
from tests.factories.subsidies import a_scheme


def a_table(heads: list[str], *rows: list[Any]) -> bytes:
    target = io.BytesIO()
    write_table(target, [Column(head) for head in heads], rows)
    return target.getvalue()


def rows_of(table: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(table).get_sheet_by_index(0).to_python()


class TestSchemes:
    def test_taken_out_and_taken_over_again_change_nothing(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        by = cast.acts(cast.linyue)
        table = services.export_schemes(by=by, at=NOON).read()

        taken = services.import_schemes(park=cast.park, data=table, by=by, at=NOON)

        assert (taken.new, taken.changed) == (0, 0)
        scheme.refresh_from_db()
        assert scheme.version == 1

    def test_taken_out_by_one_park_stand_in_another_as_they_were(self, cast: Cast) -> None:
        scheme, there = a_scheme(cast), the_cast()
        table = services.export_schemes(by=cast.acts(cast.auditor), at=NOON).read()

        services.import_schemes(park=there.park, data=table, by=there.acts(there.linyue), at=NOON)

        copy = Scheme.objects.get(park=there.park)
        assert (copy.conditions, copy.documents) == (scheme.conditions, scheme.documents)
        assert (copy.ceiling_wan, copy.rate_of) == (scheme.ceiling_wan, scheme.rate_of)

    def test_of_a_table_with_faults_none_is_entered_and_each_fault_is_named(
        self, cast: Cast
    ) -> None:
        heads = ["政策标题", "发布部门", "有效期起", "扶持内容", "认定条件", "最高额（万元）"]
        good = ["好的（演示）", "科技局", "2026-01-01", "最高1万元", "营业收入 ≥ 10", "1"]
        bad = ["坏的（演示）", "科技局", "去年", "最高1万元", "随便写", "很多"]
        nameless = ["", "科技局", "2026-01-01", "最高1万元", "", ""]

        with pytest.raises(BadTable) as refused:
            services.import_schemes(
                park=cast.park,
                data=a_table(heads, good, bad, nameless),
                by=cast.acts(cast.linyue),
                at=NOON,
            )

        lines = refused.value.fields["table"]
        assert "第3行“有效期起”：“去年”不是日期，请写成2026-11-24这样。" in lines
        assert "第3行“认定条件”：“随便写”读不出条件。" in lines
        assert "第3行“最高额（万元）”：“很多”不是数字。" in lines
        assert any(line.startswith("第4行“政策标题”") for line in lines)

    def test_what_a_table_does_not_speak_of_stays(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        heads = ["政策标题", "文号", "发布部门", "申报截止"]
        row = [scheme.title, scheme.document_number, scheme.issuer, "2027-01-31"]

        taken = services.import_schemes(
            park=cast.park, data=a_table(heads, row), by=cast.acts(cast.linyue), at=NOON
        )

        scheme.refresh_from_db()
        assert (taken.changed, scheme.closes_on) == (1, date(2027, 1, 31))
        assert scheme.ceiling_wan == 100

    @pytest.mark.parametrize("data", [b"", b"<html>", b"\x00\x01", "别的\n1".encode()])
    def test_something_else_than_a_table_is_refused(self, cast: Cast, data: bytes) -> None:
        with pytest.raises(BadTable):
            services.import_schemes(park=cast.park, data=data, by=cast.acts(cast.linyue), at=NOON)

    def test_are_not_for_everyone(self, cast: Cast) -> None:
        with pytest.raises(MayNotKeepSchemes):
            services.import_schemes(park=cast.park, data=b"", by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(MayNotExport):
            services.export_schemes(by=cast.acts(cast.yeting), at=NOON)
        with pytest.raises(MayNotKeepSchemes):
            services.scheme_template(by=cast.acts(cast.chenlan))

    def test_the_template_can_be_sent_in_as_it_is(self, cast: Cast) -> None:
        by = cast.acts(cast.linyue)
        data = services.scheme_template(by=by).read()

        taken = services.import_schemes(park=cast.park, data=data, by=by, at=NOON)

        assert taken.new == 1
        assert len(Scheme.objects.get().conditions) == 3


CLAIMS = ["政策", "企业", "年度", "申报状态", "申报金额（万元）", "核定金额（万元）",
          "兑付金额（万元）", "兑付日期"]  # fmt: skip


class TestClaims:
    def test_the_list_a_bureau_has_paid_brings_claims_to_payment(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        paid = [scheme.title, cast.chenxi.name, 2026, "已兑付", 50, 40, 40, date(2026, 11, 20)]
        review = [scheme.title, cast.other.name, 2026, "部门审核中", 30, "", "", ""]
        data, by = a_table(CLAIMS, paid, review), cast.acts(cast.linyue)

        first = services.import_claims(park=cast.park, data=data, by=by, at=NOON)
        second = services.import_claims(park=cast.park, data=data, by=by, at=NOON)

        assert ((first.new, first.changed), (second.new, second.changed)) == ((2, 0), (0, 0))
        row = Claim.objects.get(enterprise=cast.chenxi)
        assert (row.state, row.paid_wan, row.paid_on) == ("paid", 40, date(2026, 11, 20))
        assert not Notice.objects.filter(kind__startswith="subsidies").exists()
        assert AuditEntry.objects.filter(verb="claim.entered").count() == 2

    def test_what_does_not_fit_is_named_and_nothing_is_written(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        rows = [
            ["没有的政策", cast.chenxi.name, 2026, "已告知", "", "", "", ""],
            [scheme.title, "没有的企业", 2026, "已告知", "", "", "", ""],
            [scheme.title, cast.chenxi.name, 2026, "飞了", "", "", "", ""],
            [scheme.title, cast.chenxi.name, 2026, "已兑付", 50, 30, 40, date(2026, 11, 20)],
            [scheme.title, cast.other.name, 2026, "已兑付", 50, 30, 30, date(2027, 1, 1)],
            [scheme.title, cast.other.name, 2026, "已告知", 50, 30, "", ""],
        ]

        with pytest.raises(BadTable) as refused:
            services.import_claims(
                park=cast.park, data=a_table(CLAIMS, *rows), by=cast.acts(cast.linyue), at=NOON
            )

        lines = refused.value.fields["table"]
        assert [line.split("：")[0] for line in lines] == [
            "第4行“申报状态”",
            "第2行“政策”",
            "第3行“企业”",
            "第4行“申报状态”",
            "第5行“兑付金额（万元）”",
            "第6行“兑付日期”",
            "第7行“申报状态”",
        ]
        assert not Claim.objects.exists()

    def test_of_enterprises_in_another_care_are_refused(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        row = [scheme.title, cast.chenxi.name, 2026, "已告知", "", "", "", ""]

        with pytest.raises(BadTable):
            services.import_claims(
                park=cast.park, data=a_table(CLAIMS, row), by=cast.acts(cast.yeting), at=NOON
            )
        with pytest.raises(MayNotHandle):
            services.import_claims(park=cast.park, data=b"", by=cast.acts(cast.auditor), at=NOON)

    def test_taken_out_are_exactly_those_of_the_filter(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[])
        services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=NOON)
        filters = selectors.ClaimFilters(enterprise=cast.chenxi.pk)

        table = services.export_claims(by=cast.acts(cast.auditor), at=NOON, filters=filters)

        heads, *rows = rows_of(table)
        assert heads[0] == "政策"
        assert [row[2] for row in rows] == [cast.chenxi.name]
        assert AuditEntry.objects.filter(verb="claim.export").count() == 1

    def test_a_formula_in_a_name_stays_text(self, cast: Cast) -> None:
        a_scheme(cast, "=1+1（演示）", conditions=[])

        (_heads, row) = rows_of(services.export_schemes(by=cast.acts(cast.linyue), at=NOON))

        assert row[0] == "=1+1（演示）"

    def test_totals_are_taken_out_whole(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[], documents=[])
        claim = services.begin(
            scheme=scheme, enterprise=cast.chenxi, by=cast.acts(cast.linyue), at=NOON
        )
        services.file_claim(
            claim=claim, claimed_wan=Decimal("12.5"), by=cast.acts(cast.linyue), at=NOON
        )

        table = services.export_totals(
            by=cast.acts(cast.auditor),
            at=NOON,
            filters=selectors.ClaimFilters(),
            group="enterprise",
        )

        assert rows_of(table)[1] == [cast.chenxi.name, 1, 12.5, 0, 0]

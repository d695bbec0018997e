"""表格 Claims in and out of Excel: whole or not at all, faults named by row."""

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
from qianjin.apps.subsidies.models import Claim
from qianjin.apps.subsidies.refusals import BadTable, MayNotHandle
from qianjin.units.spreadsheet.writing import Column, write_table
from tests.factories.accounts import Cast
from tests.factories.parks import NOON
from tests.factories.subsidies import a_scheme


def a_table(heads: list[str], *rows: list[Any]) -> bytes:
    target = io.BytesIO()
    write_table(target, [Column(head) for head in heads], rows)
    return target.getvalue()


def rows_of(table: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(table).get_sheet_by_index(0).to_python()


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

"""A table is taken over whole: every row lands or comes back with its reasons."""

from __future__ import annotations

import copy
from decimal import Decimal

import pytest
from django.db import IntegrityError

from qianjin.apps.audit import selectors as audit
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.models import Contact, Enterprise, ImportBatch, YearFigures
from qianjin.apps.enterprises.refusals import MayNotImport, NotInPreview, PreviewOutdated
from qianjin.apps.enterprises.services import applying
from qianjin.units.spreadsheet import read_table
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON
from tests.factories.tables import DAWN, FAR, HEADINGS, RARE, a_messy_workbook, a_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return cast.acts(cast.linyue)


def uploaded(cast, officer, data: bytes) -> ImportBatch:
    return services.upload(park=cast.park, data=data, file_name="台账.xlsx", by=officer, at=NOON)


def taken_over(cast, officer, data: bytes) -> ImportBatch:
    return services.take_over(batch=uploaded(cast, officer, data), by=officer, at=NOON)


def became(batch: ImportBatch) -> dict[int, str]:
    return {row.number: row.became for row in batch.rows.all()}


def given_back(cast, officer, batch: ImportBatch) -> list[list[str]]:
    return read_table(selectors.error_table(officer, batch).getvalue()).texts()


@pytest.fixture(scope="class")
def standing_batch(standing_cast, class_ground):
    """A messy table, laid down once for the tests that look at it."""
    by = standing_cast.acts(standing_cast.linyue)
    return taken_over(standing_cast, by, a_messy_workbook())


class TestAMessyTable:
    @pytest.fixture
    def batch(self, standing_batch, cast):
        return copy.deepcopy(standing_batch)

    def test_good_rows_land_and_bad_rows_are_left_out(self, batch):
        assert became(batch) == {
            3: "made",
            4: "joined",
            5: "left",
            6: "left",
            7: "left",
            8: "left",
            9: "made",
        }

    def test_an_entry_says_what_its_row_said(self, batch):
        entry = Enterprise.objects.get(credit_code=DAWN)

        assert entry.name == "杭州旭升精密机械有限公司"
        assert (entry.industry, entry.tier) == ("C3670", "key")
        assert entry.opened_on.isoformat() == "2021-03-01"
        assert YearFigures.objects.get(enterprise=entry).output_wan == Decimal(12000)

    def test_full_width_digits_become_plain_ones(self, batch):
        assert Contact.objects.get(name="周一").phone == "13800000000"

    def test_a_second_spelling_adds_its_contact_to_the_first(self, batch):
        contacts = Contact.objects.filter(enterprise__credit_code=DAWN).order_by("pk")

        assert [(c.name, c.is_primary) for c in contacts] == [("周一", True), ("周二", False)]

    def test_rare_characters_and_pictures_survive(self, batch):
        assert Enterprise.objects.get(credit_code=RARE).name == "𠮷田工业有限公司🏭"

    def test_error_rows_come_back_as_they_were_with_their_reasons(self, cast, officer, batch):
        rows = given_back(cast, officer, batch)

        assert rows[0] == [*HEADINGS, "问题"]
        assert [row[:4] for row in rows[1:]] == [
            ["3", "远山新材料有限公司", FAR[:-1] + "W", "C2651"],
            ["4", "天成汽车部件有限公司", DAWN, ""],
            ["5", "星海电子有限公司", "", "造船飞天"],
            ["6", "嘉禾智能装备有限公司", "", ""],
        ]
        assert all(row[-1].startswith("第 ") for row in rows[1:])
        assert "第 5 行 C 列“税号”" in rows[1][-1]

    def test_what_looks_like_a_formula_comes_back_as_text(self, cast, officer):
        data = "企业名称,所属行业,备注\n云帆航空有限公司,没有的行业,=1+1\n".encode()

        batch = taken_over(cast, officer, data)

        sheet = read_table(selectors.error_table(officer, batch).getvalue())
        assert sheet.texts()[1][2] == "=1+1"
        assert sheet.formula_cells == ()

    def test_corrected_error_rows_land_when_sent_again(self, cast, officer, batch):
        rows = given_back(cast, officer, batch)[:2]
        rows[1][2] = FAR

        again = taken_over(cast, officer, a_workbook(rows))

        assert became(again) == {2: "made"}
        assert Enterprise.objects.get(credit_code=FAR).name == "远山新材料有限公司"

    def test_each_change_leaves_its_entry_in_the_trail(self, cast, batch):
        verbs = list(audit.entries_of(cast.park.pk).values_list("verb", flat=True))

        assert verbs.count("enterprise.register") == 2
        assert verbs.count("contact.add") == 2
        assert verbs.count("enterprise.figures") == 2
        assert verbs[0] == "import.apply"
        assert audit.verify(cast.park.pk) == []

    def test_no_private_number_stands_in_the_trail(self, cast, batch):
        details = str(list(audit.entries_of(cast.park.pk).values_list("detail", flat=True)))

        assert "13800000000" not in details

    def test_only_what_was_left_out_is_kept_of_the_file(self, batch):
        kept = [row for row in batch.sheet["rows"] if row]

        assert len(kept) == 5
        assert "13800000000" not in str(kept)

    def test_new_entries_are_found_by_search_at_once(self, officer, batch):
        found = selectors.enterprise_page(officer, selectors.Filters(q="旭升精密"))

        assert [row.name for row in found.rows] == ["杭州旭升精密机械有限公司"]


class TestTwice:
    def test_taking_over_twice_is_one_import(self, cast, officer):
        batch = uploaded(cast, officer, a_messy_workbook())

        services.take_over(batch=batch, by=officer, at=NOON)
        services.take_over(batch=batch, by=officer, at=NOON)

        assert Enterprise.objects.filter(credit_code=DAWN).count() == 1
        verbs = audit.entries_of(cast.park.pk).values_list("verb", flat=True)
        assert list(verbs).count("import.apply") == 1

    def test_the_same_file_sent_again_changes_nothing(self, cast, officer):
        taken_over(cast, officer, a_messy_workbook())
        before = Enterprise.objects.count(), Contact.objects.count()

        again = taken_over(cast, officer, a_messy_workbook())

        assert became(again)[3] == "unchanged"
        assert (Enterprise.objects.count(), Contact.objects.count()) == before


class TestUpdating:
    def test_empty_cells_change_nothing(self, cast, officer):
        entry = an_enterprise(cast.park, "云帆航空有限公司", address="旧址", short_name="云帆")
        data = a_workbook([("企业名称", "简称", "地址"), ("云帆航空有限公司", None, "新址")])

        batch = taken_over(cast, officer, data)

        entry.refresh_from_db()
        assert (entry.short_name, entry.address, entry.version) == ("云帆", "新址", 2)
        assert became(batch) == {2: "changed"}

    def test_a_known_contact_gets_the_new_number(self, cast, officer):
        entry = an_enterprise(cast.park, "云帆航空有限公司")
        a_contact(entry, "周一", phone="13800000000")
        data = a_workbook(
            [("企业名称", "联系人", "电话"), ("云帆航空有限公司", "周一", "13900000000")]
        )

        taken_over(cast, officer, data)

        assert [c.phone for c in Contact.objects.filter(enterprise=entry)] == ["13900000000"]

    def test_whoever_may_not_name_officers_leaves_the_officer_as_it_is(self, cast):
        admin = cast.acts(cast.admin)
        entry = an_enterprise(cast.park, "云帆航空有限公司", officer=cast.yeting)
        data = a_workbook([("企业名称", "服务专员"), ("云帆航空有限公司", "林悦")])

        batch = taken_over(cast, admin, data)

        entry.refresh_from_db()
        assert entry.officer == cast.yeting
        assert became(batch) == {2: "unchanged"}

    def test_what_changed_since_the_preview_must_be_looked_at_again(self, cast, officer):
        entry = an_enterprise(cast.park, "云帆航空有限公司")
        data = a_workbook([("企业名称", "地址"), ("云帆航空有限公司", "新址")])
        batch = uploaded(cast, officer, data)
        services.change(
            enterprise=entry, version=1, by=officer, at=NOON, **{"address": "有人改过的地址"}
        )

        with pytest.raises(PreviewOutdated):
            services.take_over(
                batch=batch, by=officer, at=NOON, fingerprint=batch.outcome["fingerprint"]
            )

        entry.refresh_from_db()
        assert entry.address == "有人改过的地址"


class TestNothingHalfDone:
    def test_a_failure_in_the_middle_leaves_nothing(self, cast, officer, monkeypatch):
        batch = uploaded(cast, officer, a_messy_workbook())
        before = Enterprise.objects.count(), audit.chain_head(cast.park.pk)

        def fails(*args, **kwargs):
            raise RuntimeError("the power went out")

        monkeypatch.setattr(applying.index, "refresh", fails)
        with pytest.raises(RuntimeError):
            services.take_over(batch=batch, by=officer, at=NOON)

        batch.refresh_from_db()
        assert batch.state == "preview"
        assert (Enterprise.objects.count(), audit.chain_head(cast.park.pk)) == before

    def test_a_code_that_somebody_enters_meanwhile_asks_for_another_look(
        self, cast, officer, monkeypatch
    ):
        batch = uploaded(cast, officer, a_messy_workbook())

        def fails(*args, **kwargs):
            raise IntegrityError

        monkeypatch.setattr(applying.Enterprise.objects, "bulk_create", fails)
        with pytest.raises(PreviewOutdated):
            services.take_over(batch=batch, by=officer, at=NOON)

    def test_a_row_nobody_decided_is_left_out_and_says_so(self, cast, officer):
        an_enterprise(cast.park, "杭州星海电子有限公司")

        batch = taken_over(
            cast, officer, a_workbook([("企业名称",), ("杭州星海电子科技有限公司",)])
        )

        assert became(batch) == {2: "left"}
        assert "请在预览中选定" in given_back(cast, officer, batch)[1][-1]


class TestWhoMay:
    def test_an_officer_without_the_right_may_not(self, cast, officer):
        batch = uploaded(cast, officer, a_messy_workbook())

        with pytest.raises(MayNotImport):
            services.take_over(batch=batch, by=cast.acts(cast.yeting), at=NOON)

    def test_what_was_undone_cannot_be_taken_over_again(self, cast, officer):
        batch = taken_over(cast, officer, a_messy_workbook())
        services.undo_import(batch=batch, by=officer, at=NOON)

        with pytest.raises(NotInPreview):
            services.take_over(batch=batch, by=officer, at=NOON)

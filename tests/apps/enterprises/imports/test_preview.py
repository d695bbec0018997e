"""A table as a town sends it is read, and every bad cell says what is wrong with it."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest

from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.models import Enterprise, ImportBatch
from qianjin.apps.enterprises.refusals import BadTable, MayNotImport, NotInPreview
from qianjin.units.refusals import Missing
from tests.factories.accounts import the_cast
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON, a_park
from tests.factories.tables import DAWN, FAR, a_messy_workbook, a_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return cast.acts(cast.linyue)


def uploaded(cast, officer, data: bytes, name: str = "台账.xlsx") -> ImportBatch:
    return services.upload(park=cast.park, data=data, file_name=name, by=officer, at=NOON)


def kinds(batch: ImportBatch) -> dict[int, str]:
    return {row.number: row.kind for row in batch.rows.all()}


def said(batch: ImportBatch, number: int, code: str) -> str:
    cells = batch.rows.get(number=number).judged["cells"]
    return next(error or warning for c, _text, error, warning in cells if c == code)


@pytest.fixture(scope="class")
def standing_batch(standing_cast, class_ground):
    """A messy table, laid down once for the tests that look at it."""
    by = standing_cast.acts(standing_cast.linyue)
    return uploaded(standing_cast, by, a_messy_workbook())


class TestAMessyTable:
    @pytest.fixture
    def batch(self, standing_batch, cast):
        return copy.deepcopy(standing_batch)

    def test_finds_the_headings_below_a_merged_title(self, batch):
        assert batch.mapping["header_row"] == 1
        assert batch.mapping["columns"]["name"] == 1
        assert batch.mapping["columns"]["contact_phone"] == 6

    def test_passes_over_the_line_of_sums(self, batch):
        assert sorted(kinds(batch)) == [3, 4, 5, 6, 7, 8, 9]

    def test_takes_a_whole_row_as_new_and_its_second_spelling_as_the_same(self, batch):
        assert kinds(batch)[3] == "new"
        assert kinds(batch)[4] == "same"
        assert batch.rows.get(number=4).judged["decision"] == "same:3"

    def test_names_the_check_character_a_wrong_code_should_have(self, batch):
        assert kinds(batch)[5] == "bad"
        assert FAR in said(batch, 5, "credit_code") or "2" in said(batch, 5, "credit_code")

    def test_refuses_one_code_under_two_names_and_names_the_other_row(self, batch):
        assert kinds(batch)[6] == "bad"
        assert "3" in said(batch, 6, "credit_code")
        assert "旭升" in said(batch, 6, "credit_code")

    def test_refuses_an_industry_that_does_not_exist(self, batch):
        assert kinds(batch)[7] == "bad"
        assert "造船飞天" in said(batch, 7, "industry")

    def test_refuses_a_telephone_that_is_a_date(self, batch):
        assert kinds(batch)[8] == "bad"
        assert "2021-02-30" in said(batch, 8, "contact_phone")

    def test_takes_what_a_formula_gave_and_says_so(self, batch):
        assert kinds(batch)[9] == "new"
        assert batch.rows.get(number=9).is_warned
        assert said(batch, 9, "output_wan@2025")

    def test_counts_every_row_once(self, batch):
        counts = batch.outcome["counts"]
        assert counts == {"bad": 4, "ask": 0, "new": 2, "update": 0, "same": 1, "skip": 0}

    def test_changes_nothing_in_the_directory(self, batch):
        assert Enterprise.objects.count() == 2

    def test_says_which_columns_are_not_read(self, batch):
        assert any("备注" in note for note in batch.outcome["notes"])


class TestMatching:
    def test_an_equal_code_and_a_like_name_is_an_update(self, cast, officer):
        entry = an_enterprise(cast.park, "旭升精密机械有限公司", credit_code=DAWN)

        batch = uploaded(cast, officer, a_workbook([("企业名称", "信用代码"), ("旭升精密", DAWN)]))

        assert batch.rows.get().judged["decision"] == f"update:{entry.pk}"

    def test_a_like_name_alone_is_for_a_person_to_decide(self, cast, officer):
        entry = an_enterprise(cast.park, "杭州星海电子有限公司")

        batch = uploaded(cast, officer, a_workbook([("企业名称",), ("杭州星海电子科技有限公司",)]))

        row = batch.rows.get()
        assert row.kind == "ask"
        assert row.judged["options"] == [f"update:{entry.pk}", "new", "skip"]

    def test_a_decision_is_kept_and_can_be_taken_back(self, cast, officer):
        an_enterprise(cast.park, "杭州星海电子有限公司")
        batch = uploaded(cast, officer, a_workbook([("企业名称",), ("杭州星海电子科技有限公司",)]))

        services.decide(batch=batch, decisions={"2": "new"}, by=officer, at=NOON)
        assert kinds(batch) == {2: "new"}

        services.decide(batch=batch, decisions={"2": ""}, by=officer, at=NOON)
        assert kinds(batch) == {2: "ask"}

    def test_all_undecided_rows_can_be_decided_at_once(self, cast, officer):
        an_enterprise(cast.park, "杭州星海电子有限公司")
        batch = uploaded(cast, officer, a_workbook([("企业名称",), ("杭州星海电子科技有限公司",)]))

        services.decide_rest(batch=batch, decision="skip", by=officer, at=NOON)

        assert kinds(batch) == {2: "skip"}

    def test_a_decision_that_a_row_does_not_offer_has_no_effect(self, cast, officer):
        batch = uploaded(cast, officer, a_workbook([("企业名称",), ("云帆航空有限公司",)]))

        services.decide(batch=batch, decisions={"2": "update:999"}, by=officer, at=NOON)

        assert kinds(batch) == {2: "new"}

    def test_an_update_shows_what_it_changes(self, cast, officer):
        an_enterprise(cast.park, "云帆航空有限公司", address="旧址")

        batch = uploaded(
            cast, officer, a_workbook([("企业名称", "地址"), ("云帆航空有限公司", "新址")])
        )

        assert batch.rows.get().judged["changes"] == [["address", "旧址", "新址"]]


class TestCorrectingColumns:
    def test_another_column_can_be_the_name(self, cast, officer):
        data = a_workbook([("甲方", "乙方"), ("云帆航空有限公司", "长风电子有限公司")])
        batch = uploaded(cast, officer, data)

        batch = services.remap(batch=batch, by=officer, at=NOON, header_row=0, columns={})
        services.remap(batch=batch, by=officer, at=NOON, header_row=0, columns={"name": 1})

        assert batch.rows.get().name == "长风电子有限公司"

    def test_another_row_can_hold_the_headings(self, cast, officer):
        data = a_workbook([("企业名称",), ("单位名称",), ("云帆航空有限公司",)])
        batch = uploaded(cast, officer, data)

        services.remap(batch=batch, by=officer, at=NOON, header_row=1, columns={})

        assert kinds(batch) == {3: "new"}

    def test_one_column_cannot_be_two_things(self, cast, officer):
        batch = uploaded(cast, officer, a_workbook([("企业名称", "地址"), ("云帆", "路")]))

        with pytest.raises(BadTable) as refusal:
            services.remap(
                batch=batch,
                by=officer,
                at=NOON,
                header_row=0,
                columns={"name": 0, "address": 0},
            )

        assert refusal.value.fields["address"]

    def test_figures_without_a_year_ask_for_one_and_take_the_chosen_one(self, cast, officer):
        data = a_workbook([("企业名称", "税收（万元）"), ("云帆航空有限公司", 62)])
        batch = uploaded(cast, officer, data)
        assert kinds(batch) == {2: "bad"}

        services.remap(
            batch=batch,
            by=officer,
            at=NOON,
            header_row=0,
            columns=batch.mapping["columns"],
            year=2025,
        )

        assert kinds(batch) == {2: "new"}


class TestWhoMayImport:
    def test_an_officer_without_the_right_may_not(self, cast):
        with pytest.raises(MayNotImport):
            uploaded(cast, cast.acts(cast.yeting), a_messy_workbook())

    def test_another_park_answers_as_if_there_were_nothing(self, cast, officer):
        batch = uploaded(cast, officer, a_messy_workbook())
        elsewhere = the_cast(a_park())

        with pytest.raises(Missing):
            selectors.import_for(elsewhere.acts(elsewhere.linyue), batch.pk)

    def test_what_was_given_up_is_forgotten(self, cast, officer):
        batch = uploaded(cast, officer, a_messy_workbook())

        services.abandon_import(batch=batch, by=officer, at=NOON)

        batch.refresh_from_db()
        assert (batch.sheet, batch.rows.count()) == ({}, 0)
        with pytest.raises(NotInPreview):
            services.take_over(batch=batch, by=officer, at=NOON)

    def test_a_preview_nobody_goes_on_with_is_forgotten_after_thirty_days(self, cast, officer):
        old = uploaded(cast, officer, a_messy_workbook())

        assert services.forget_previews(at=NOON + timedelta(days=29)) == 0
        assert services.forget_previews(at=NOON + timedelta(days=31)) == 1

        old.refresh_from_db()
        assert (old.state, old.sheet) == ("abandoned", {})

    def test_a_table_of_headings_alone_says_that_nothing_stands_below(self, cast, officer):
        batch = uploaded(cast, officer, a_workbook([("企业名称", "地址")]))

        assert "表头下面没有填写内容的行。" in batch.outcome["notes"]

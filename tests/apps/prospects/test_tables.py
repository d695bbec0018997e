"""名片导入 A messy table of contacts: looked at, taken over whole or not at all, undone as one."""

from __future__ import annotations

from typing import Any

import pytest

from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.models import Contact, ContactTable, Organisation, Tie
from qianjin.apps.prospects.refusals import MayNotEnter, MayNotExport
from qianjin.apps.tables import selectors as kept_tables
from qianjin.apps.tables import services as tables
from qianjin.apps.tables.refusals import (
    BadTable,
    BookMoved,
    BuiltUpon,
    NotInPreview,
    NotTakenOver,
)
from qianjin.units import vcard
from qianjin.units.refusals import Missing
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import Cast
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone
from tests.factories.tables import a_workbook, full_width

MESSY: list[list[Any]] = [
    ["联系人", "公司", "手机/电话", "职务", "日期", "所在地", "行业", "备注"],
    [
        "陆小明",
        "远帆汽车部件有限公司（演示）",
        "+86 138-0000-1234；0571-82990000",
        "副总",
        46000,
        "上海市",
        "汽车",
        "",
    ],
    ["陸小明", "远帆汽车部件", full_width("13800001234"), "", "", "", "", "重复"],
    ["高远", "近山材料（演示）", 13900001234, "经理", "2026.3.4", "苏州", "新材料", ""],
    ["方圆", "近山材料（演示）", "1390000", "", "2026-13-01", "", "", ""],
    ["", "星野航空（演示）", "13700001234", "", "", "", "", ""],
    ["周方", "星野航空（演示）", "1.38E+10", "", "", "", "", ""],
    ["已在", "", "13600001234", "", "", "", "", ""],
]


def upload(cast: Cast, data: bytes = b"", name: str = "名单.xlsx") -> ContactTable:
    return services.upload(
        data=data or a_workbook(MESSY, title="招商联系人台账（演示）"),
        file_name=name,
        by=cast.acts(cast.yeting),
        at=NOON,
    )


def take_over(cast: Cast, table: ContactTable, *, leave_bad: bool = True) -> ContactTable:
    return services.take_over(table=table, leave_bad=leave_bad, by=cast.acts(cast.yeting), at=NOON)


class TestThePreview:
    def test_reads_headings_below_a_title_and_explains_every_bad_cell(self, cast: Cast) -> None:
        someone(cast, "已在", phones="13600001234", by=cast.zhouheng)

        table = upload(cast)

        assert dict(kept_tables.kinds_of(table)) == {"bad": 3, "known": 1, "same": 1, "new": 2}
        bad = {row["number"]: row["problems"] for row in table.judged if row["kind"] == "bad"}
        assert [place for place, _why in bad[6]] == [2, 4]
        assert "1390000" in bad[6][0][1] and "2026-13-01" in bad[6][1][1]
        assert bad[7] == [[0, "联系人需要姓名。"]] or bad[7][0][0] == 0
        assert "1.38E+10" in bad[8][0][1]

    def test_joins_what_two_rows_know_of_one_person(self, cast: Cast) -> None:
        first = upload(cast).judged[0]

        assert first["values"]["phones"] == ["13800001234", "0571-82990000"]
        assert first["values"]["met_on"] == "2025-12-09"
        assert first["values"]["note"] == "重复"
        assert first["values"]["city"] == "上海"
        assert first["firm_values"] == {"sector": "auto"}

    def test_of_a_pasted_stretch_and_of_vcards_is_the_same(self, cast: Cast) -> None:
        pasted = upload(cast, "姓名\t单位\t电话\n陆小明\t远帆汽车\t13800001234".encode(), "粘贴")
        card = vcard.VCard(name="陆小明", firm="远帆汽车", phones=("13800001234",))
        cards = upload(cast, "".join(vcard.write([card])).encode(), "a.vcf")

        assert pasted.judged[0]["values"] == cards.judged[0]["values"]
        assert cards.judged[0]["firm"] == "远帆汽车"

    def test_columns_are_corrected_by_hand(self, cast: Cast) -> None:
        table = upload(cast, "姓名,甲,乙\n陆小明,13800001234,上海".encode())
        by = cast.acts(cast.yeting)

        services.remap(table=table, places={"name": 0, "phones": 1, "city": 2}, by=by, at=NOON)

        table.refresh_from_db()
        assert table.judged[0]["values"]["city"] == "上海"
        for places in ({"name": 9}, {"name": 0, "post": 0}, {"nothing": 1}):
            with pytest.raises(BadTable):
                services.remap(table=table, places=places, by=by, at=NOON)

    @pytest.mark.parametrize("data", [b"", b"\x00\x01", b"a,b\n1,2", b"BEGIN:VCARD\nN"])
    def test_what_is_no_table_of_people_is_refused(self, cast: Cast, data: bytes) -> None:
        with pytest.raises(BadTable):
            services.upload(data=data, file_name="x", by=cast.acts(cast.yeting), at=NOON)
        with pytest.raises(MayNotEnter):
            services.upload(data=data, file_name="x", by=cast.acts(cast.linyue), at=NOON)

    def test_is_seen_by_who_made_it_and_by_heads(self, cast: Cast) -> None:
        table = services.upload(
            data=a_workbook(MESSY), file_name="x", by=cast.acts(cast.zhouheng), at=NOON
        )

        assert selectors.contact_table_for(cast.acts(cast.hewei), table.pk) == table
        with pytest.raises(Missing):
            selectors.contact_table_for(cast.acts(cast.yeting), table.pk)


class TestTakingOver:
    def test_is_whole_or_not_at_all(self, cast: Cast) -> None:
        table = upload(cast)

        with pytest.raises(BadTable):
            take_over(cast, table, leave_bad=False)
        assert not Contact.objects.exists()

        done = take_over(cast, table)

        people = Contact.objects.order_by("pk")
        assert [row.name for row in people] == ["陆小明", "高远", "已在"]
        assert [row.organisation.name for row in people if row.organisation] == [
            "远帆汽车部件有限公司（演示）",
            "近山材料（演示）",
        ]
        assert people[1].tags == ["新材料"]
        assert {row.owner for row in people} == {cast.yeting}
        assert done.state == "done"
        with pytest.raises(NotInPreview):
            take_over(cast, table)

    def test_finds_the_firm_that_is_there_and_is_found_by_search(self, cast: Cast) -> None:
        firm = a_prospect(cast, "近山材料有限公司（演示）", by=cast.zhouheng)
        take_over(cast, upload(cast))

        assert Contact.objects.get(name="高远").organisation == firm
        filters = selectors.Filters(q="近山")
        page = selectors.contacts_page(cast.acts(cast.hewei), filters, on=NOON.date())
        assert [row.name for row in page.rows] == ["高远"]

    def test_is_undone_as_one(self, cast: Cast) -> None:
        table = take_over(cast, upload(cast))

        services.undo_import(table=table, by=cast.acts(cast.yeting), at=NOON)

        assert not Contact.objects.exists() and not Organisation.objects.exists()
        with pytest.raises(NotTakenOver):
            services.undo_import(table=table, by=cast.acts(cast.yeting), at=NOON)

    def test_is_not_undone_when_somebody_was_worked_on(self, cast: Cast) -> None:
        table, by = take_over(cast, upload(cast)), cast.acts(cast.yeting)
        row = Contact.objects.get(name="高远")
        services.tie_officer(
            officer=cast.zhouheng, contact=row, kind="friend", strength=2, by=by, at=NOON
        )
        Tie.objects.update(said_at=NOON.replace(hour=9))

        with pytest.raises(BuiltUpon) as refused:
            services.undo_import(table=table, by=by, at=NOON)
        assert "高远" in str(refused.value)

    def test_rows_left_out_come_back_with_their_reasons(self, cast: Cast) -> None:
        back = read_table(tables.rows_left(upload(cast)).read()).texts()

        assert back[0][-1] == "问题"
        assert [row[0] for row in back[1:]] == ["方圆", "", "周方"]
        assert all(row[-1] for row in back[1:])

    def test_given_up_forgets_the_rows(self, cast: Cast) -> None:
        table = upload(cast)
        tables.abandon(table=table, by=cast.acts(cast.yeting), at=NOON)

        table.refresh_from_db()
        assert (table.state, table.sheet) == ("abandoned", [])


class TestBringingUpToDate:
    TABLE = (
        "姓名,单位,手机,职务,微信号,城市,标签,备注\n"
        "陆小明,远帆汽车部件（演示）,13800001234,总经理,luxm,苏州,链主,会后加的\n"
        "高远,,13900001234,,,,,"
    ).encode()

    def known(self, cast: Cast) -> Contact:
        person = someone(cast, "陆小明", phones="13800001234", post="副总", city="上海")
        Contact.objects.filter(pk=person.pk).update(note="峰会上认识", tags=["新能源"])
        person.refresh_from_db()
        return person

    def test_shows_what_a_known_person_would_gain_and_leaves_it_by_default(
        self, cast: Cast
    ) -> None:
        person = self.known(cast)
        table = upload(cast, self.TABLE)
        table.refresh_from_db()

        assert table.judged[0]["changes"] == [
            ["post", "副总", "总经理"],
            ["wechat", "", "luxm"],
            ["tags", "新能源", "新能源、链主"],
            ["note", "峰会上认识", "峰会上认识\n会后加的"],
            ["firm", "", "远帆汽车部件（演示）"],
        ]
        take_over(cast, table)
        person.refresh_from_db()
        assert (person.post, person.version) == ("副总", 1)

    def test_changes_the_chosen_ones_and_puts_them_back(self, cast: Cast) -> None:
        person, by = self.known(cast), cast.acts(cast.yeting)
        table = upload(cast, self.TABLE)
        tables.choose(table=table, shown=[2, 3], chosen=[2, 3], by=by)

        table = take_over(cast, table)

        person.refresh_from_db()
        assert (person.post, person.wechat, person.city) == ("总经理", "luxm", "上海")
        assert person.organisation is not None and person.tags == ["新能源", "链主"]
        services.undo_import(table=table, by=by, at=NOON)
        person.refresh_from_db()
        assert (person.post, person.wechat, person.tags) == ("副总", "", ["新能源"])
        assert person.organisation is None and person.note == "峰会上认识"
        assert not Organisation.objects.exists()
        assert Contact.objects.get() == person

    def test_is_not_undone_when_the_person_was_changed_since(self, cast: Cast) -> None:
        person, by = self.known(cast), cast.acts(cast.yeting)
        table = upload(cast, self.TABLE)
        tables.choose(table=table, shown=[2], chosen=[2], by=by)
        table = take_over(cast, table)
        services.change_contact(contact=person, version=None, post="董事长", by=by, at=NOON)

        with pytest.raises(BuiltUpon):
            services.undo_import(table=table, by=by, at=NOON)

    def test_changes_nothing_that_moved_since_the_preview(self, cast: Cast) -> None:
        person, by = self.known(cast), cast.acts(cast.yeting)
        table = upload(cast, self.TABLE)
        tables.choose(table=table, shown=[2], chosen=[2], by=by)
        services.change_contact(contact=person, version=None, post="董事长", by=by, at=NOON)

        with pytest.raises(BookMoved):
            take_over(cast, table)

    def test_a_colleagues_contact_is_told_and_not_offered(self, cast: Cast) -> None:
        someone(cast, "陆小明", phones="13800001234", by=cast.zhouheng)

        table = upload(cast, self.TABLE)

        assert table.judged[0]["keeper"] == cast.zhouheng.name
        assert kept_tables.offered(table) == []


class TestTakingOut:
    def test_numbers_are_masked_but_for_who_holds_the_right(self, cast: Cast) -> None:
        someone(cast, "=陆小明", phones="13800001234")
        for person, number in ((cast.yeting, "138****1234"), (cast.hewei, "13800001234")):
            with services.export_contacts(
                by=cast.acts(person), at=NOON, filters=selectors.Filters()
            ) as table:
                rows = read_table(table.read()).texts()
            assert rows[1][3] == number
            assert rows[1][0] == "=陆小明"

    def test_cards_leave_with_who_holds_the_right_alone(self, cast: Cast) -> None:
        someone(cast, "陆小明", a_prospect(cast), phones="13800001234", post="副总；总工")
        with pytest.raises(MayNotExport):
            services.export_cards(by=cast.acts(cast.yeting), at=NOON, filters=selectors.Filters())

        cards = services.export_cards(
            by=cast.acts(cast.hewei), at=NOON, filters=selectors.Filters()
        )

        read = vcard.read(cards.read().decode())[0]
        assert (read.name, read.post, read.phones) == ("陆小明", "副总；总工", ("13800001234",))

    def test_our_template_is_read_by_our_import(self, cast: Cast) -> None:
        table = upload(cast, services.template().read())

        assert table.counts == {"new": 1}


def test_a_firms_table_holds_text_only(cast: Cast) -> None:
    a_prospect(cast, "=1+1 科技（演示）")
    with services.export_organisations(
        by=cast.acts(cast.yeting), at=NOON, filters=selectors.Filters()
    ) as table:
        sheet = read_table(table.read())
    assert sheet.texts()[1][0] == "=1+1 科技（演示）"
    assert not sheet.formula_cells

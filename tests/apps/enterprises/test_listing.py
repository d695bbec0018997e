"""The list: filters, words, pages, and the table one takes home."""

from __future__ import annotations

import pytest
from django.utils import translation

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.enterprises.refusals import MayNotExport
from qianjin.apps.enterprises.selectors import Filters
from qianjin.apps.enterprises.services import index
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import the_cast
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(cast):
    return cast.acts(cast.linyue)


def names(actor, **filters) -> list[str]:
    page = selectors.enterprise_page(actor, Filters(**filters), size=100)
    return [row.name for row in page.rows]


def walk(actor, filters: Filters, size: int) -> list[int]:
    """Every page from the first to the last."""
    seen, after = [], ""
    while True:
        page = selectors.enterprise_page(actor, filters, after=after, size=size)
        seen += [row.pk for row in page.rows]
        if not page.older:
            return seen
        after = page.older


class TestNarrowing:
    def test_by_tier_sector_and_industry_of_any_level(self, cast, actor):
        an_enterprise(cast.park, "云岭（演示）", tier=Tier.KEY, sector="aviation", industry="C3741")
        an_enterprise(cast.park, "扶风（演示）", sector="smart", industry="C3415")

        assert names(actor, tier=Tier.KEY) == ["云岭（演示）"]
        assert names(actor, sector=Sector.SMART) == ["扶风（演示）"]
        assert set(names(actor, industry="C")) == {"云岭（演示）", "扶风（演示）"}
        assert names(actor, industry="C37") == ["云岭（演示）"]
        assert names(actor, industry="3415") == ["扶风（演示）"]
        assert names(actor, industry="X9") == []

    def test_by_officer_nobody_and_mine(self, cast, actor):
        an_enterprise(cast.park, "林悦的（演示）", officer=cast.linyue)
        an_enterprise(cast.park, "叶汀的（演示）", officer=cast.yeting)

        assert names(actor, officer=cast.yeting.pk) == ["叶汀的（演示）"]
        assert names(actor, mine=True) == ["林悦的（演示）"]
        assert "林悦的（演示）" not in names(actor, officer=0)

    def test_two_characters_find_any_part_of_a_name_code_address_or_contact(self, cast, actor):
        firm = an_enterprise(
            cast.park,
            "𠮷野智能装备（演示）",
            address="演示路88号",
            credit_code="91330199XX0000019Q",
        )
        a_contact(firm, "苏清越")
        index.refresh([firm])

        for words in ("𠮷野", "野智", "路88", "0019Q", "清越", "装备 清越"):
            assert names(actor, q=words) == ["𠮷野智能装备（演示）"], words
        assert names(actor, q="吉野") == []

    def test_one_character_narrows_nothing(self, cast, actor):
        assert names(actor, q="晨") == names(actor)

    def test_common_words_take_the_other_road_to_the_same_answer(self, cast, actor, monkeypatch):
        for number in range(6):
            an_enterprise(cast.park, f"江东{number}厂（演示）")
        rare = names(actor, q="江东")
        monkeypatch.setattr(selectors.listing, "COUNT_LIMIT", 3)

        assert names(actor, q="江东") == rare
        assert len(rare) == 6


class TestNamesInOrder:
    ORDER = ("3D打印", "🙂", "𠮷野", "阿波罗", "白石", "曹溪", "晟辉", "龙门", "鑫达", "中通")
    """By pinyin; what no table knows stands before."""

    def test_stand_by_the_pinyin_of_their_characters_page_after_page(self, cast, actor):
        firms = {an_enterprise(cast.park, name).pk: name for name in reversed(self.ORDER)}

        seen = walk(actor, Filters(), size=2)

        assert tuple(firms[pk] for pk in seen if pk in firms) == self.ORDER

    def test_stay_in_order_when_one_is_renamed(self, cast, actor):
        firm = an_enterprise(cast.park, "中通")

        Enterprise.objects.filter(pk=firm.pk).update(name="阿波罗")

        assert names(actor)[0] == "阿波罗"


class TestTurningPages:
    @pytest.mark.parametrize("sort", ["name", "newest"])
    def test_visits_every_row_once_though_names_are_equal(self, cast, actor, sort):
        Enterprise.objects.bulk_create(
            Enterprise(park=cast.park, name=f"厂{n % 4}", name_key=f"厂{n % 4}") for n in range(23)
        )

        seen = walk(actor, Filters(sort=sort), size=5)

        everything = Enterprise.objects.filter(park=cast.park)
        assert sorted(seen) == sorted(everything.values_list("pk", flat=True))
        assert len(seen) == len(set(seen))

    def test_leads_back_the_way_it_came(self, cast, actor):
        Enterprise.objects.bulk_create(
            Enterprise(park=cast.park, name=f"厂{n:02d}", name_key=f"厂{n}") for n in range(9)
        )
        first = selectors.enterprise_page(actor, Filters(), size=4)
        second = selectors.enterprise_page(actor, Filters(), after=first.older, size=4)

        back = selectors.enterprise_page(actor, Filters(), before=second.newer, size=4)

        assert back.rows == first.rows
        assert back.newer == ""

    @pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "WyJcdTAwMDAiLDFd"])
    def test_an_unreadable_cursor_means_the_first_page(self, cast, actor, cursor):
        first = selectors.enterprise_page(actor, Filters())

        assert selectors.enterprise_page(actor, Filters(), after=cursor).rows == first.rows

    def test_counts_no_further_than_its_limit(self, cast, actor, monkeypatch):
        monkeypatch.setattr(selectors.listing, "COUNT_LIMIT", 3)
        Enterprise.objects.bulk_create(
            Enterprise(park=cast.park, name=f"厂{n}", name_key=f"厂{n}") for n in range(9)
        )

        page = selectors.enterprise_page(actor, Filters())

        assert page.is_more
        assert page.count == 4


class TestTakingOut:
    def read(self, table) -> list[list[str]]:
        with table:
            return read_table(table.read()).texts()

    def test_gives_exactly_what_the_filter_leaves_in_its_order(self, cast, actor):
        for number in range(30):
            tier = Tier.KEY if number % 2 else Tier.SMALL
            an_enterprise(cast.park, f"样本{number:02d}（演示）", tier=tier)
        filters = Filters(tier=Tier.KEY)

        rows = self.read(services.export_table(by=actor, at=NOON, filters=filters))

        page = selectors.enterprise_page(actor, filters, size=100)
        assert [row[0] for row in rows[1:]] == [row.name for row in page.rows]
        assert len(rows) == 16

    def test_leaves_text_text_and_keeps_rare_characters(self, cast, actor):
        an_enterprise(cast.park, "=1+1|cmd（演示）", address="@SUM(A1)", short_name="𠮷野家😀")

        with services.export_table(by=actor, at=NOON, filters=Filters(q="cmd")) as table:
            sheet = read_table(table.read())

        row = sheet.texts()[1]
        assert row[:2] == ["=1+1|cmd（演示）", "𠮷野家😀"]
        assert "@SUM(A1)" in row
        assert not sheet.formula_cells

    def test_has_headings_in_the_language_of_the_reader(self, cast, actor):
        with translation.override("en"):
            english = self.read(services.export_table(by=actor, at=NOON, filters=Filters()))[0]
        with translation.override("zh-hans"):
            chinese = self.read(services.export_table(by=actor, at=NOON, filters=Filters()))[0]

        assert "Unified social credit code" in english
        assert "统一社会信用代码" in chinese

    def test_leaves_a_trace_with_the_filters(self, cast, actor):
        services.export_table(by=actor, at=NOON, filters=Filters(q="晨曦")).close()

        entry = AuditEntry.objects.get(park_id=cast.park.pk, verb="enterprise.export")
        assert entry.detail["rows"] == 1
        assert entry.detail["filters"] == {"q": "晨曦", "sort": "name"}

    def test_gives_numbers_to_those_who_keep_the_directory_and_not_to_the_auditor(self, cast):
        firm = an_enterprise(cast.park, "听澜泵阀（演示）")
        a_contact(firm, "苏清越", phone="13800001234")

        def text(user) -> str:
            table = services.export_table(by=cast.acts(user), at=NOON, filters=Filters())
            return "\n".join("|".join(row) for row in self.read(table))

        assert "13800001234" in text(cast.linyue)
        assert "13800001234" not in text(cast.auditor)
        assert "苏清越" in text(cast.auditor)

    def test_refuses_a_specialist(self, cast):
        with pytest.raises(MayNotExport):
            services.export_table(by=cast.acts(cast.yeting), at=NOON, filters=Filters())

        assert not AuditEntry.objects.filter(verb="enterprise.export").exists()


class TestSeeing:
    def test_an_enterprise_sees_itself_only(self, cast):
        assert names(cast.acts(cast.chenlan)) == ["晨曦精密（演示）"]

    def test_a_liaison_sees_none(self, cast):
        assert names(cast.acts(cast.liaison)) == []

    def test_nobody_sees_another_park(self, cast):
        other = the_cast()
        an_enterprise(other.park, "别园企业（演示）")

        assert "别园企业（演示）" not in names(cast.acts(cast.linyue))

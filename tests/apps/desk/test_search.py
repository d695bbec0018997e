"""Any two characters find a request, by whichever path; what is internal stays internal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.desk.selectors import search
from tests.factories.desk import MORNING, a_request, an_accepted_request
from tests.factories.enterprises import an_enterprise

LATER = MORNING + timedelta(hours=1)
TEXTS = (
    "园区停电，恳请协调供电公司",
    "𠮷野家门店招牌审批😀😀",
    "申请Tesla V3充电桩100kW",
    "临时用电增容至６３０ＫＶＡ",
    "It's a 'quoted' \\ back\\slash & | ! <-> :* 停电",
)


def find(cast, words: str, who=None, tab: str = "all") -> list[str]:
    page = selectors.page_of(
        cast.acts(who or cast.linyue), selectors.Filters(tab=tab, words=words), at=LATER
    )
    return [row.title for row in page.rows]


@pytest.fixture(scope="module")
def asked(standing_cast) -> dict[str, str]:
    """The texts of above, each a request; by text its title."""
    cast = standing_cast
    return {
        text: a_request(
            cast.chenxi, cast.acts(cast.chenlan), MORNING + timedelta(minutes=n), words=text
        ).title
        for n, text in enumerate(TEXTS)
    }


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "places"),
        [
            ("停电", {0, 4}),
            ("供电公", {0}),
            ("供电公司", {0}),
            ("𠮷野", {1}),
            ("牌审批", {1}),
            ("审批😀😀", {1}),
            ("tesla", {2}),
            ("TESLA v3", {2}),
            ("100kw", {2}),
            ("630kva", {3}),
            ("停电 供电", {0}),
            ("供电 停电", {0}),
            ("'quoted'", {4}),
            ("back\\slash", {4}),
            ("停电 & | ! <-> :*", {0, 4}),
            ("停水", set()),
            ("司公电供", set()),
        ],
    )
    @pytest.mark.parametrize("common", [0, 2000])
    def test_is_the_same_by_the_rare_and_by_the_common_path(
        self, cast, asked, monkeypatch, words, places, common
    ) -> None:
        monkeypatch.setattr(search, "COMMON", common)

        found = set(find(cast, words))

        assert found == {asked[TEXTS[n]] for n in places}

    def test_one_character_finds_nothing(self, cast, asked) -> None:
        assert find(cast, "电") == find(cast, "𠮷") == []

    def test_signs_that_are_no_words_find_nothing_by_themselves(self, cast, asked) -> None:
        assert find(cast, "& | !") == find(cast, "<-> :*") == find(cast, "😀😀") == []

    def test_reads_numbers_titles_places_firms_replies_and_notes(self, cast) -> None:
        firm = an_enterprise(cast.park, "钱江传动（演示）")
        request = a_request(
            firm, cast.acts(cast.linyue), MORNING, words="求助", title="齿轮箱", place="东门卸货区"
        )
        by = cast.acts(cast.linyue)
        services.reply(request=request, words="已约供应商座谈", by=by, at=LATER)
        services.note(request=request, words="负责人较急", by=by, at=LATER)

        for words in (request.number, "齿轮箱", "卸货区", "钱江传动", "约供应商", "人较急"):
            assert find(cast, words) == ["齿轮箱"], words

    def test_stays_within_the_park_the_tab_and_what_one_may_see(self, cast, asked) -> None:
        an_accepted_request(cast, words="停电检修")

        assert len(find(cast, "停电")) == 3
        assert find(cast, "停电", tab="mine") == []
        assert find(cast, "停电", cast.yeting) == ["停电检修"]
        assert find(cast, "停电", cast.gumingzhou) == []

    def test_walks_page_by_page_through_a_common_word(self, cast, monkeypatch) -> None:
        monkeypatch.setattr(search, "COMMON", 1)
        made = [
            a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, words=f"检修第{n}次")
            for n in range(5)
        ]
        filters, actor = selectors.Filters(tab="all", words="检修"), cast.acts(cast.linyue)

        seen, cursor = [], ""
        while True:
            page = selectors.page_of(actor, filters, at=LATER, cursor=cursor, size=2)
            seen += [row.id for row in page.rows]
            if not (cursor := page.older):
                break

        assert seen == [row.pk for row in reversed(made)]


class TestTheEnterprise:
    def test_finds_its_own_words_and_the_answers(self, cast, asked) -> None:
        request = an_accepted_request(cast, words="缺芯片", place="二号楼")
        services.reply(request=request, words="已联系供应商", by=cast.acts(cast.yeting), at=LATER)

        for words in ("缺芯片", "二号楼", "供应商", request.number, "缺芯片 供应商"):
            assert find(cast, words, cast.chenlan) == ["缺芯片"], words
        assert len(find(cast, "停电", cast.chenlan)) == 2
        assert find(cast, "停电", cast.duzhong) == []

    def test_never_finds_internal_notes(self, cast) -> None:
        request = an_accepted_request(cast, words="缺芯片")
        services.note(request=request, words="企业夸大", by=cast.acts(cast.yeting), at=LATER)
        services.triage(
            request=request,
            kind="SUP",
            level="",
            unit=cast.investment,
            officer=cast.yeting,
            words="交办意见",
            by=cast.acts(cast.linyue),
            at=LATER,
        )

        assert find(cast, "夸大", cast.yeting) == find(cast, "办意见") == ["缺芯片"]
        assert find(cast, "夸大", cast.chenlan) == find(cast, "办意见", cast.chenlan) == []


@pytest.mark.slow
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    text=st.text(st.sampled_from("园区停电𠮷😀ab1 ，'\\&"), min_size=2, max_size=12),
    place=st.integers(0, 10),
    length=st.integers(2, 4),
)
@example("😀😀a", 0, 3)
def test_every_substring_of_what_was_written_is_found(cast, text, place, length) -> None:
    part = text.strip()[place : place + length].strip()
    if not text.strip() or len(part.replace(" ", "")) < 2:
        return
    request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, words=text)
    rows = ServiceRequest.objects.filter(park=cast.park)

    found = selectors.find_requests(rows, part, cast.park.pk)

    if search.query_lexemes(part):
        assert found.filter(pk=request.pk).exists(), part

"""Names of enterprises: one firm under many spellings, and firms that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.reading import FirmName, Place, names, same_firm, similarity
from qianjin.engines.reading.confusable import blurred
from qianjin.engines.reading.places import front, whole
from qianjin.engines.reading.simplified import TABLE, simplify

SPELLINGS = [
    "晨曦精密机械",
    "晨曦精密机械有限公司",
    "浙江晨曦精密机械有限公司",
    "浙江省晨曦精密机械有限责任公司",
    "杭州市钱塘区晨曦精密机械股份有限公司",
    "晨曦精密机械（杭州）有限公司",
    "晨曦精密机械(集团)有限公司",
    "晨曦精密機械有限公司",
    "晨曦 精密·机械 有限公司",
    "晨曦精密机械有限公司（演示）",
    "晨曦精密机械演示",
    "【浙江】晨曦精密机械有限公司",
    "中国晨曦精密机械总公司",
]

firm_names = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["", "浙江省", "杭州", "杭州市萧山", "宁波", "上海", "永康"]),
        st.text("晨曦天元源华东南一二", min_size=1, max_size=5),
        st.sampled_from(["", "精密机械", "科技", "汽车零部件"]),
        st.sampled_from(["", "有限公司", "集团有限公司", "（有限合伙）", "(杭州)有限公司"]),
        st.sampled_from(["", "杭州分公司", "（演示）", "二厂"]),
    ),
    st.text(max_size=20),
)


@pytest.mark.parametrize("name", SPELLINGS)
def test_all_spellings_of_a_firm_have_one_key(name: str) -> None:
    assert names.key(name) == "晨曦精密机械"


@given(firm_names)
def test_any_text_can_be_taken_apart_and_resembles_itself(name: str) -> None:
    firm = names.read(name)

    assert similarity(name, name) == (1.0 if firm.core else 0.0)


@given(firm_names, firm_names)
def test_similarity_is_symmetric_and_between_nought_and_one(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1


@given(firm_names, firm_names)
def test_names_wholly_alike_have_one_key(one: str, other: str) -> None:
    if similarity(one, other) == 1:
        assert names.key(one) == names.key(other)


class TestTakingApart:
    def test_tells_place_form_and_mark(self) -> None:
        assert names.read("杭州市钱塘区晨曦精密集团有限公司（演示）") == FirmName(
            core="晨曦精密",
            place=Place("浙江", "杭州", "钱塘"),
            form="集团有限公司",
            is_demo=True,
        )

    @pytest.mark.parametrize(
        ("name", "core", "branch"),
        [
            ("长安福特汽车有限公司杭州分公司", "长安福特汽车", "杭州分公司"),
            ("晨曦精密有限公司（萧山分公司）", "晨曦精密", "萧山分公司"),
            ("晨曦精密杭州分公司", "晨曦精密", "杭州分公司"),
            ("晨曦精密分公司", "晨曦精密", "分公司"),
            ("晨曦精密有限公司第一分厂", "晨曦精密", "第一分厂"),
            ("晨曦精密第二分厂", "晨曦精密", "第二分厂"),
            ("晨曦精密有限公司二厂", "晨曦精密", "二厂"),
            ("晨曦精密有限公司销售部", "晨曦精密有限公司销售部", ""),
            ("分公司", "分公司", ""),
        ],
    )
    def test_a_branch_keeps_its_own_words_and_never_shares_the_key(
        self, name: str, core: str, branch: str
    ) -> None:
        firm = names.read(name)

        assert (firm.core, firm.branch) == (core, branch)
        assert names.key(name) == (f"{core}/{branch}" if branch else core)

    @pytest.mark.parametrize(
        ("name", "core"),
        [
            ("杭州精密机械有限公司", "杭州精密机械"),
            ("杭州汽车零部件厂", "杭州汽车零部件厂"),
            ("杭州湾精密有限公司", "杭州湾精密"),
            ("永康精密有限公司", "永康精密"),
            ("永康市晨曦精密有限公司", "晨曦精密"),
            ("浙江永康晨曦精密有限公司", "晨曦精密"),
            ("杭州萧山永康晨曦有限公司", "永康晨曦"),
            ("上海杭州晨曦有限公司", "杭州晨曦"),
            ("有限公司", "有限公司"),
            ("演示", "演示"),
            ("（演示）", "演示"),
            ("晨曦（一期）有限公司", "晨曦"),
            ("ABC Tech Co., Ltd.", "abctech"),
            ("", ""),
        ],
    )
    def test_never_cuts_a_name_down_to_nothing_of_its_own(self, name: str, core: str) -> None:
        assert names.read(name).core == core

    def test_a_partnership_in_brackets_is_a_form(self) -> None:
        assert names.read("晨曦投资合伙企业（有限合伙）").form == "合伙企业有限合伙"


class TestPlaces:
    def test_reads_down_from_province_to_county(self) -> None:
        assert front("浙江省杭州市钱塘区晨曦") == (Place("浙江", "杭州", "钱塘"), "晨曦")
        assert front("内蒙古自治区晨曦") == (Place("内蒙古"), "晨曦")
        assert front("晨曦") == (None, "晨曦")

    def test_a_place_is_named_by_its_smallest_part(self) -> None:
        assert [Place("浙江").name, Place("浙江", "杭州").name] == ["浙江", "杭州"]
        assert Place("浙江", "杭州", "萧山").name == "萧山"

    def test_places_contradict_only_where_both_say_something(self) -> None:
        assert Place("浙江", "杭州").contradicts(Place("浙江", "宁波"))
        assert Place("浙江", "杭州", "萧山").contradicts(Place("江苏"))
        assert not Place("浙江").contradicts(Place("浙江", "杭州"))

    def test_what_stands_in_brackets_is_a_place_only_as_a_whole(self) -> None:
        assert whole("杭州市") == Place("浙江", "杭州")
        assert whole("萧山") == Place("浙江", "杭州", "萧山")
        assert whole("杭州二厂") is None


class TestSimilarity:
    @pytest.mark.parametrize(
        ("one", "other", "score"),
        [
            ("杭州晨曦精密有限公司", "晨曦精密（杭州）有限公司", 1.0),
            ("天元精密", "天源精密", 0.85),
            ("天元", "天源", 0.85),
            ("晨曦精密", "宁波晨曦精密", 1.0),
            ("杭州晨曦精密", "宁波晨曦精密", 0.85),
            ("晨曦精密", "晨曦精密集团", 0.95),
            ("晨曦精密", "晨曦精密有限公司杭州分公司", 0.7),
            ("晨曦精密科技", "晨曦精密科枝", 5 / 6),
            ("晨曦电子", "晨曦电气", 0.6),
            ("晨曦精密机械厂", "晨曦精密机械", 9 / 11),
            ("晨曦精密机械", "曦晨精密机械", 0.8),
            ("晨曦精密", "晨曦精密机械", 0.8),
            ("晨曦", "晨曦科技", 0.7),
            ("吉利汽车", "奇瑞汽车", 0.3),
            ("样本0001", "样本0002", 0.4),
            ("晨曦第一精密", "晨曦第二精密", 0.4),
            ("华东机械", "华南机械", 0.4),
            ("德明自动化设备", "卓明自动化设备", 0.5),
            ("", "晨曦", 0.0),
            ("曦", "辉", 0.0),
        ],
    )
    def test_is_as_high_as_an_officer_would_say(self, one: str, other: str, score: float) -> None:
        assert similarity(one, other) == pytest.approx(score)

    def test_one_character_of_a_long_brand_is_a_slip(self) -> None:
        assert similarity("西子势必锐航空", "西子势必悦航空") == pytest.approx(0.8)

    def test_firms_are_taken_for_one_from_a_certain_likeness_on(self) -> None:
        assert same_firm("天元精密", "杭州天源精密有限公司")
        assert not same_firm("晨曦精密", "晨曦精密有限公司杭州分公司")
        assert not same_firm("晨曦精密", "晨光电子")


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("天元机械", "天源机械", ("元", "源")),
        ("天元机械", "天元机", None),
        ("天元机械厂", "天元机械", ("厂", "")),
        ("天元机械", "天元大机械", ("", "大")),
        ("元天机械", "天元机械", ("元天", "天元")),
        ("天元机械", "天元机器人", None),
        ("天元机械甲", "天地机械乙", None),
        ("天元大机械", "天地机械", None),
        ("天元机械", "天元机械", None),
    ],
)
def test_one_changed_added_lost_or_swapped_character_is_named(
    one: str, other: str, slip: tuple[str, str] | None
) -> None:
    assert names.changed(one, other) == slip
    assert names.changed(other, one) == (slip and slip[::-1])


def test_a_brand_is_what_stands_before_the_trade() -> None:
    assert [names.brand(core) for core in ("晨曦精密机械", "新晨", "甲", "精密机械")] == [
        "晨曦", "新晨", "甲", "精密",
    ]  # fmt: skip


def test_the_table_of_traditional_characters_ends_in_simplified_ones() -> None:
    assert simplify("東莞華達電機廠") == "东莞华达电机厂"
    assert not {ord(char) for char in TABLE.values()} & TABLE.keys()
    assert simplify("乾坤") == "乾坤"


@given(st.text("元源圆晨辰宸金锦", max_size=6))
def test_blurring_twice_changes_nothing_more(text: str) -> None:
    assert blurred(blurred(text)) == blurred(text)

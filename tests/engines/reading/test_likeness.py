"""Requests that speak of the same matter, shown to an enterprise before it sends another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.reading import alike

OUTAGE = "厂区停电 厂区昨天下午开始停电，影响生产，请尽快恢复供电。"
OPEN_REQUESTS = [
    "人才公寓 申请人才公寓两套，员工住宿困难，请帮忙解决。",
    "停电 我们厂区停电了，什么时候能恢复供电？",
    "道路 厂区门口道路破损，货车进出困难，希望尽快修复。",
    "补贴 请问高新技术企业认定补贴什么时候发放，希望尽快解决。",
]

texts = st.text("停电厂区请尽快解决公寓，1a", max_size=20)


def test_the_request_about_the_same_matter_is_found_and_no_other() -> None:
    assert [candidate for candidate, _ in alike(OUTAGE, OPEN_REQUESTS)] == [1]


def test_polite_phrases_do_not_make_requests_alike() -> None:
    assert alike("请问什么时候解决，希望尽快处理，谢谢", OPEN_REQUESTS) == []


def test_the_same_text_scores_one_and_comes_first() -> None:
    found = alike(OUTAGE, [*OPEN_REQUESTS, OUTAGE])

    assert found[0].candidate == 4
    assert found[0].score > 0.999
    assert [likeness.candidate for likeness in found] == [4, 1]


def test_a_short_text_inside_a_long_one_is_found() -> None:
    long = OUTAGE + "我们有一批订单本周必须交付客户，设备全部停着，损失很大，配电房的门也坏了。"

    assert alike("厂区昨天下午开始停电", [long])[0].score > 0.8


def test_the_list_can_be_cut_and_equal_scores_keep_their_order() -> None:
    found = alike(OUTAGE, [OUTAGE] * 5, limit=3)

    assert [likeness.candidate for likeness in found] == [0, 1, 2]


def test_nothing_is_like_a_text_without_words_or_a_list_without_texts() -> None:
    assert alike("？", OPEN_REQUESTS) == []
    assert alike(OUTAGE, []) == []
    assert alike(OUTAGE, [""]) == []


@given(texts, st.lists(texts, max_size=6))
def test_scores_fall_stay_within_nought_and_one_and_do_not_change(
    text: str, candidates: list[str]
) -> None:
    found = alike(text, candidates, at_least=0)

    assert all(0 < likeness.score <= 1 for likeness in found)
    assert [-likeness.score for likeness in found] == sorted(-x.score for x in found)
    assert found == alike(text, candidates, at_least=0)

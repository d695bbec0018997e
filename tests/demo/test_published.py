"""公开报道 What the reports say stands in the story as published, and nothing else of the real."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.desk.models import PromiseProfile, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry
from qianjin.apps.parks.models import Unit

pytestmark = pytest.mark.slow


def facts_of(name: str) -> list[str]:
    entries = ThreadEntry.objects.filter(enterprise__name=name).exclude(text="")
    return [entry.text for entry in entries if entry.text.startswith("公开报道")]


@pytest.mark.parametrize(
    ("name", "sum_"),
    [
        ("华瑞项目", "100亿元"),
        ("零跑新能源汽车项目", "40亿元"),
        ("中通项目", "26亿元"),
        ("杭萧钢构项目", "22.4亿元"),
    ],
)
def test_the_four_investments_have_their_published_sums(told, name, sum_) -> None:
    (fact,) = facts_of(name)

    assert f"总投资{sum_}" in fact


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 5, 20), "平台成立"),
        (date(2020, 12, 9), "“万亩千亿”航空航天产业国际峰会"),
        (date(2021, 3, 24), "芯片紧缺"),
    ],
)
def test_the_chronicle_has_the_published_days(told, day, words) -> None:
    found = told.chronicle.get(text_zh__contains=words)

    assert (found.on, found.source, found.is_month) == (day, "公开报道", False)


def test_the_congress_is_dated_by_its_month_alone(told) -> None:
    congress = told.chronicle.get(text_zh__contains="协同创新大会")

    assert congress.is_month
    assert congress.on.strftime("%Y-%m") == "2020-10"


def test_nothing_is_invented_about_the_real(told) -> None:
    published = Enterprise.objects.filter(park=told, is_demo=False)

    assert published.count() == 4
    assert not ServiceRequest.objects.filter(enterprise__in=published).exists()
    for enterprise in published:
        assert facts_of(enterprise.name), enterprise.name
        assert (enterprise.credit_code or "", enterprise.contacts.count()) == ("", 0)
        assert not enterprise.figures.exists()


def test_the_park_is_the_published_one_marked_as_a_demonstration(told) -> None:
    assert (told.name_zh, told.opened_on, told.address) == (
        "前进智造园（演示）",
        date(2020, 5, 20),
        "江东一路5000号",
    )


def test_sections_bureaux_towns_and_villages_stand_as_published(told) -> None:
    by_kind: dict[str, set[str]] = {}
    for unit in Unit.objects.filter(park=told):
        by_kind.setdefault(unit.kind, set()).add(unit.name_zh)

    assert by_kind["section"] == {"综合管理部", "规划建设部", "招商引资部"}
    assert {"行政审批局", "规划局", "建设局", "经发局", "供电公司"} <= by_kind["bureau"]
    assert {"街道", "瓜沥", "所前", "靖江", "临浦镇"} <= by_kind["town"]
    assert len(by_kind["village"]) == 15
    assert all(name.startswith("演示") for name in by_kind["village"])


def test_the_reading_of_135_says_that_it_is_one(told) -> None:
    profiles = {p.code: p for p in PromiseProfile.objects.filter(park=told)}

    default = profiles["qj_135_default"]
    assert default.is_inference
    assert "未释义" in default.source
    assert len(profiles) == 9
    assert all(p.source for p in profiles.values())
    amounts = [(s.stage, s.amount, s.unit) for s in default.stages.all()]
    assert amounts == [("respond", 1, "wd"), ("plan", 3, "wd"), ("resolve", 5, "wd")]

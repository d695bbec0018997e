"""Published files and the park's own form are read, and what is wrong in them is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from qianjin.engines.delivery import (
    CycleError,
    DayKind,
    LinkKind,
    ProblemError,
    Strength,
    first_plan,
    is_multi_project,
    read_multi_project,
    read_park,
    read_patterson,
)

PATTERSON = """5 2
3 2
0 0 0 2 2 3
4 2 0 1 4
2 1 1 1 5
3 2 1 1 5
0 0 0 0
"""
SEVERAL = """2 1
3
3 0
1
0 0 2 1:2 2:2
4 2 1 1:3
0 0 0
3 5
1
0 0 1 2:2
2 2 1 2:3
0 0 0
"""
PARK = """
today: 2026-11-23
calendars:
  - {name: office, holidays: [2027-01-01], workdays: [2027-01-02], official_until: 2026-12-31}
resources:
  - {id: 规资局, capacity: 2, changes: [{from: 2027-01-04, capacity: 1}]}
projects:
  - {id: 立强, weight: 2, profile: zero_gap, calendar: office, conditions: [听证], days: {方案: 9}}
  - {id: 旧, profile: usual, skips: [听证]}
profiles:
  zero_gap: {keeps: [hard], reviews: true, gate: 公告}
  usual: {}
network:
  steps:
    - {key: 公告, days: 20, kind: calendar, whole_days: true, limits: [{least: 20, law: 39号令}]}
    - {key: 听证, days: 5, condition: 听证}
    - {key: 合同, days: 1, mark: title}
    - {key: 方案, days: 10, kind: calendar, side: enterprise, reviewable: true}
    - {key: 许可, days: 5, reviewable: true, bureaux: [规资局]}
    - {key: 开工, days: 0, kind: calendar, side: enterprise, mark: start}
  links:
    - {before: 公告, after: 合同}
    - {before: 听证, after: 合同}
    - {before: 合同, after: 许可, law: 城乡规划法第38条}
    - {before: 方案, after: 许可}
    - {before: 合同, after: 方案, strength: serial}
    - {before: 许可, after: 开工}
activities:
  - {id: 立强/开工, promised: 2027-01-20}
  - {id: 评审, days: 2, kind: working, calendar: office, demands: {规资局: 1}}
links:
  - {before: 评审, after: 立强/公告, kind: SS, lag: 1, within: 30}
"""


def test_a_project_in_pattersons_form_is_read() -> None:
    problem = read_patterson(PATTERSON)
    assert [one.days for one in problem.activities] == [0, 4, 2, 3, 0]
    assert [str(one) for one in problem.links] == ["1 → 2", "1 → 3", "2 → 4", "3 → 5", "4 → 5"]
    assert problem.activity("2").demands == (("R1", 2),)
    assert first_plan(problem).cost.finish == 7


def test_several_projects_are_read_with_links_between_them() -> None:
    assert is_multi_project(SEVERAL) and not is_multi_project(PATTERSON)
    problem = read_multi_project(SEVERAL)
    assert [one.id for one in problem.projects] == ["1", "2"]
    plan = first_plan(problem)
    assert plan.dates["2:2"].start >= 5  # its project is released on day 5
    assert plan.cost.finish == 7


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("3 2 1 1 5\n", "3 2 1 1 9\n", "line 6: job 4: there is no job 9"),
        ("4 2 0 1 4", "4 x 0 1 4", "line 4: need of job 2: “x” is not a whole number"),
        ("4 2 0 1 4", "-4 2 0 1 4", "line 4: days of job 2"),
        ("0 0 0 0\n", "", "line 6: the text ends where days of job 5 should stand"),
        ("0 0 0 0\n", "0 0 0 0 7\n", "line 7: “7” stands after the last job"),
        ("5 2\n", "999999999 2\n", "too many"),
        ("3 2 1 1 5\n", "3 2 1 2 5 2\n", "circle: 2 → 4 → 2|circle: 4 → 2 → 4"),
    ],
)
def test_an_error_in_a_published_file_names_the_line(before: str, after: str, says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        read_patterson(PATTERSON.replace(before, after, 1))


def test_a_successor_that_is_no_job_of_a_project_is_named() -> None:
    with pytest.raises(ProblemError, match="line 5: job 1:1: there is no job 2:9"):
        read_multi_project(SEVERAL.replace("2:2\n", "2:9\n", 1))
    with pytest.raises(ProblemError, match="“3” is not project:job"):
        read_multi_project(SEVERAL.replace("1:3", "3", 1))


@given(some.text("0123456789 :\nx-", max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (read_patterson, read_multi_project, read_park):
        try:
            read(text)
        except ProblemError as error:
            assert str(error)


def test_a_park_is_read_with_what_its_profiles_make_of_the_network() -> None:
    problem = read_park(PARK)
    names = [one.id for one in problem.activities]
    assert names[:6] == [
        f"立强/{step}" for step in ["公告", "听证", "合同", "方案", "许可", "开工"]
    ]
    assert "旧/听证" not in names and "评审" in names
    fast, usual = problem.activity("立强/许可"), problem.activity("旧/许可")
    assert fast.pre_review is not None and fast.pre_review.gate == "立强/公告"
    assert usual.pre_review is None
    assert problem.activity("立强/方案").days == 9
    assert problem.activity("立强/开工").promised is not None
    kinds = {(str(one), one.strength) for one in problem.links}
    assert ("旧/合同 → 旧/方案", Strength.SERIAL) in kinds
    assert ("立强/合同 → 立强/方案", Strength.SERIAL) not in kinds
    binds = {one.before: one.binds_review for one in problem.links if one.after == "立强/许可"}
    assert binds == {"立强/合同": False, "立强/方案": True}
    last = problem.links[-1]
    assert (last.kind, last.lag, last.within) == (LinkKind.SS, 1, 30)
    assert problem.resource_of["规资局"].at(problem.today + 100) == 1
    assert problem.activity("评审").kind is DayKind.WORKING
    plan = first_plan(problem)
    outcome = {one.project: one for one in plan.outcomes}
    assert outcome["立强"].gap == 0
    assert (outcome["旧"].gap or 0) > 14


def test_json_is_read_like_yaml() -> None:
    import yaml

    as_json = json.dumps(yaml.safe_load(PARK), default=str, ensure_ascii=False)
    assert read_park(as_json) == read_park(PARK)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("today: 2026-11-23", "today: soon", "today: must be a day"),
        ("today: 2026-11-23", "", "today: needs a day"),
        ("capacity: 2,", "capacity: two,", r"resources\[0\] \(规资局\): capacity: must be a whole"),
        ("weight: 2,", "weigth: 2,", r"projects\[0\] \(立强\): unknown field weigth"),
        (
            "profile: usual",
            "profile: usuall",
            r"\(旧\): profile: there is no profile",
        ),
        ("kind: SS", "kind: XX", r"links\[0\] \(立强/公告\): kind: “XX” is none of FS, SS, FF, SF"),
        ("lag: 1", "lag: 40", "within: less than the lag"),
        ("keeps: [hard]", "keeps: [hrad]", "profiles: zero_gap: keeps"),
        ("before: 评审", "before: 评估", "there is no activity 评估"),
        ("{规资局: 1}", "{规划局: 1}", "评审: there is no resource 规划局"),
        ("holidays: [2027-01-01]", "holidays: 2027-01-01", "holidays: must be a list of days"),
        ("today:", "today: [", "line 3: this is no YAML"),
        ("days: 2,", "days: -2,", r"activities\[1\] \(评审\): days: -2 is not between"),
        ("calendar: office, conditions", "calendar: ofice, conditions", "no calendar ofice"),
        ("{before: 许可, after: 开工}", "{before: 开工, after: 公告}", None),
    ],
)
def test_an_error_in_a_parks_file_names_its_place(
    before: str, after: str, says: str | None
) -> None:
    assert before in PARK
    text = PARK.replace(before, after, 1)
    if says is None:
        read_park(text)
        text = text.replace("after: 公告}", "after: 公告}\n    - {before: 合同, after: 开工}", 1)
        with pytest.raises(CycleError, match="in a circle: 合同 → 开工 → 公告 → 合同"):
            read_park(text)
        return
    with pytest.raises(ProblemError, match=says):
        read_park(text)

"""Special actions for programs: read by the office, answered for an enterprise."""

from __future__ import annotations

import pytest

from qianjin.apps.drives.models import Answer, Drive
from tests.factories.accounts import Cast
from tests.factories.drives import a_drive, a_question, a_resource, target_of, tell

from .test_operations import Program


@pytest.fixture
def drive(cast: Cast) -> Drive:
    made = a_drive(cast)
    many = a_question(cast, made, "number", "缺口", unit="片")
    a_question(cast, made, "several", "缺哪几类", options=["甲", "乙"], is_required=False)
    a_resource(cast, made, 5, asks=many)
    return tell(cast, made)


def test_the_office_reads_one_with_its_questions_counts_and_enterprises(cast, drive) -> None:
    window = Program(cast, cast.linyue)

    (listed,) = window.get("drives").json()["items"]
    one = window.get(f"drives/{drive.pk}").json()
    page = window.get(f"drives/{drive.pk}/targets", size=1).json()

    assert (listed["count"], listed["settled"]) == (2, 0)
    assert one["counts"]["told"] == 2
    assert [row["kind"] for row in one["questions"]] == ["number", "several"]
    assert one["resources"][0]["capacity"] == 5
    further = window.get(f"drives/{drive.pk}/targets", after=page["older"]).json()
    assert {row["enterprise"] for row in page["items"] + further["items"]} == {
        cast.chenxi.name,
        cast.other.name,
    }


def test_an_enterprise_is_asked_answers_and_claims(cast, drive) -> None:
    chenlan = Program(cast, cast.chenlan)
    first, second = drive.questions.order_by("position")
    (asked,) = chenlan.get("drive-targets", open="true").json()["items"]

    answer = chenlan.post(
        f"drive-targets/{asked['id']}/answer",
        {"answers": {str(first.pk): "3", str(second.pk): ["乙"]}, "version": 2},
    )

    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["state"] == "answered"
    assert [row["said"]["chosen"] for row in told["questions"]] == [[], ["乙"]]
    assert told["shares"] == [{"resource": "观察房", "wanted": 3, "held": 0, "place": None}]
    assert chenlan.get("drive-targets", open="true").json()["items"] == []


def test_a_wrong_answer_names_its_question_and_writes_nothing(cast, drive) -> None:
    chenlan = Program(cast, cast.chenlan)
    first = drive.questions.earliest("position")
    key = target_of(drive, cast.chenxi).pk

    wrong = chenlan.post(f"drive-targets/{key}/answer", {"answers": {str(first.pk): "许多"}})
    stale = chenlan.post(
        f"drive-targets/{key}/answer", {"answers": {str(first.pk): "1"}, "version": 9}
    )

    assert (wrong.status_code, stale.status_code) == (422, 409)
    assert list(wrong.json()["fields"]) == [f"q{first.pk}"]
    assert not Answer.objects.exists()


def test_nobody_reads_or_answers_for_another_enterprise(cast, drive) -> None:
    chenlan = Program(cast, cast.chenlan)
    theirs = target_of(drive, cast.other).pk

    assert chenlan.get(f"drive-targets/{theirs}").status_code == 404
    assert chenlan.post(f"drive-targets/{theirs}/answer", {"words": "不缺"}).status_code == 404
    assert chenlan.get("drives").status_code == 403

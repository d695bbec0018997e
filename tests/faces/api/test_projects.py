"""Investment projects for programs: read, touched, brought on, forecast."""

from __future__ import annotations

import pytest

from qianjin.apps.investment.models import Project
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage

from .test_operations import Program


@pytest.fixture
def project(cast: Cast) -> Project:
    return a_project(cast, firm="云帆（演示）", investment_wan=224_000)


def test_the_list_and_one_project_are_read(cast: Cast, project: Project) -> None:
    window = Program(cast, cast.linyue)

    (listed,) = window.get("projects", sector="aerospace").json()["items"]
    one = window.get(f"projects/{project.pk}").json()

    assert (listed["number"], listed["organisation"]) == (project.number, "云帆（演示）")
    assert float(listed["investment_wan"]) == 224_000
    assert [line["kind"] for line in one["thread"]] == ["move"]
    assert window.get("projects", sector="auto").json()["items"] == []
    assert window.get("projects", cursor="x", sort="amount").status_code == 200


def test_a_program_writes_a_touch_and_brings_it_on(cast: Cast, project: Project) -> None:
    yeting = Program(cast, cast.yeting)
    given = {"kind": "call", "words": "下周来园", "next_step": "接机", "next_on": "2099-01-01"}

    told = yeting.post(f"projects/{project.pk}/touches", given).json()
    moved = yeting.post(
        f"projects/{project.pk}/move", {"stage": the_stage(cast.park, "talks").pk}
    ).json()
    refused = yeting.post(f"projects/{project.pk}/move", {"stage": the_stage(cast.park, "land").pk})
    unknown = yeting.post(f"projects/{project.pk}/move", {"stage": 2**40})

    assert told["next_step"] == "接机"
    assert moved["stage"] == "talks"
    assert unknown.status_code == 422
    assert "stage" in unknown.json()["fields"]
    assert refused.status_code == 409
    assert (
        Program(cast, cast.linyue).post(f"projects/{project.pk}/touches", given).status_code == 403
    )


def test_the_forecast_says_what_it_lacks(cast: Cast, project: Project) -> None:
    found = Program(cast, cast.linyue).get("project-forecast").json()

    assert found["quarters"] == []
    assert found["reasons"] == ["no_history"]

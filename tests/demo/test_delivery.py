"""The plans of the story: on every part of the way, with a slip and two letters."""

from __future__ import annotations

from qianjin.apps.clearing.models import AwaitedWorks
from qianjin.apps.delivery.models import Letter, Plan, PlanStep, StepNote
from qianjin.apps.delivery.planning.problem import lay
from qianjin.apps.delivery.planning.results import breaches, first_dates
from tests.factories.parks import NOON

PUBLISHED = {"立强项目", "零跑汽车项目", "中通项目", "杭萧钢构项目"}


def test_the_published_case_started_on_the_day_of_its_land(told) -> None:
    row = Plan.objects.get(park=told, name="立强项目")

    assert row.gap == 0
    assert PlanStep.objects.get(plan=row, key="D22").state == "done"
    assert "日期均为演示" in row.words


def test_three_projects_are_on_their_way_to_be_listed_with_promises(told) -> None:
    for name in ("零跑汽车项目", "中通项目", "杭萧钢构项目"):
        row = Plan.objects.get(park=told, name=name)
        assert row.listing_on is not None
        assert row.listing_on > NOON.date()
        assert row.gap == 0
        assert row.steps.filter(state="open", promised_on=None).count() == 0


def test_whatever_is_not_published_is_marked(told) -> None:
    for row in Plan.objects.filter(park=told):
        assert row.is_demo
        assert row.name in PUBLISHED or row.name.startswith("演示")
        assert "演示" in row.words


def test_one_step_slipped_two_letters_went_out_and_one_was_answered(told) -> None:
    states = list(Letter.objects.filter(park=told).order_by("pk").values_list("state", flat=True))
    assert states == ["answered", "sent"]
    assert StepNote.objects.filter(park=told, kind="date").count() == 2


def test_the_independent_checker_finds_nothing_in_what_is_planned(told) -> None:
    laid = lay(told, NOON.date())
    found = breaches(laid, first_dates(laid))

    assert [one for one in found if not one.is_fact] == []


def test_one_project_in_production_is_measured_against_its_agreement(told) -> None:
    row = Plan.objects.get(park=told, name="演示·车用热管理二期")

    assert row.project is not None
    kinds = set(row.project.commitments.values_list("kind", flat=True))
    assert {"tax_per_mu", "jobs", "production"} <= kinds


def test_parcels_wait_for_the_road_of_the_park(told) -> None:
    assert AwaitedWorks.objects.filter(park=told, name="演示·横一路及管线").exists()

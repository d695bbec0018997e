"""The pages of delivery: what they show, to whom."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.delivery import selectors
from tests.factories.delivery import the_step
from tests.factories.web import send

from .conftest import shown


def test_every_page_of_the_office_answers(keeper, cast, plans) -> None:
    step = the_step(plans.stock, "D05").pk
    for path in (
        "", "new/", "week/", "week/sheet/", "week/sheet/?as=excel", "measure/", "network/",
        "network/set/?key=D05", "letters/", "letters/?state=all", f"letters/{plans.letter.pk}/",
        f"letters/{plans.letter.pk}/word/", f"steps/{step}/", f"{plans.stock.pk}/",
        f"{plans.stock.pk}/?view=whole", f"{plans.stock.pk}/?view=steps",
        f"{plans.stock.pk}/?view=network", f"{plans.stock.pk}/?view=print",
        f"{plans.stock.pk}/edit/", f"{plans.stock.pk}/if/",
        f"{plans.stock.pk}/if/?step={step}&later=5",
        f"{plans.stock.pk}/letter/?step={step}", "export/",
    ):  # fmt: skip
        response = keeper.get(f"/{cast.park.slug}/delivery/{path}")
        assert response.status_code == 200, (path, response.status_code)


def test_a_bureau_sees_its_own_week_and_letters_and_no_whole_plan(liaison, cast, plans) -> None:
    answer = liaison.get(f"/{cast.park.slug}/delivery/")
    assert answer.status_code in (302, 303)
    week = shown(liaison, cast, "week/")

    assert plans.letter.number in week
    assert "规划许可" not in week
    for path in (f"{plans.stock.pk}/", f"{plans.stock.pk}/if/", f"steps/{_other(plans)}/"):
        assert liaison.get(f"/{cast.park.slug}/delivery/{path}").status_code == 404


def test_the_sheet_of_a_bureau_holds_its_own_alone_whatever_is_asked(liaison, cast, plans) -> None:
    for query in ("", f"?plan={plans.whole.pk}", f"?unit={cast.planning.pk}"):
        answer = liaison.get(f"/{cast.park.slug}/delivery/week/sheet/{query}")
        document = Document(io.BytesIO(answer.content))
        rows = [
            [cell.text for cell in row.cells] for table in document.tables for row in table.rows
        ]
        units = {row[2] for row in rows if len(row) == 7} - {"责任单位", ""}
        letters = {row[1] for row in rows if len(row) == 5} - {"单位", ""}

        assert units <= {"供电公司"}
        assert letters == {"供电公司"}


def test_the_days_of_a_bureaus_week_go_into_its_own_calendar(liaison, cast, plans) -> None:
    told = liaison.get(f"/{cast.park.slug}/delivery/week/sheet/?as=ics").content.decode()

    assert told.startswith("BEGIN:VCALENDAR")
    due = plans.letter.due_on
    assert f"UID:letter-{plans.letter.pk}@" in told
    assert f"DTSTART:{due:%Y%m%d}T010000Z" in told
    assert "规划许可" not in told


def _other(plans) -> int:
    return the_step(plans.stock, "D05").pk


def test_both_dates_of_a_reviewed_step_are_shown_apart(keeper, cast, plans) -> None:
    step = the_step(plans.stock, "D05")
    page = shown(keeper, cast, f"steps/{step.pk}/")

    assert step.review_until is not None
    assert step.end_on is not None
    assert step.review_until.isoformat() in page
    assert step.end_on.isoformat() in page
    assert step.review_until < step.end_on


def test_a_date_against_the_law_comes_back_beside_its_field_with_the_article(
    keeper, cast, plans
) -> None:
    step = the_step(plans.stock, "D02")
    answer = keeper.post(
        f"/{cast.park.slug}/delivery/steps/{step.pk}/enter/",
        {"act": "enter", "done_on": "2026-11-20", "version": step.version, "once": "k1"},
    )

    assert answer.status_code == 422
    assert "城乡规划法第38条" in answer.content.decode()


def test_what_if_shows_both_plans_and_saves_nothing(keeper, cast, plans) -> None:
    step = the_step(plans.stock, "G09")
    page = shown(keeper, cast, f"{plans.stock.pk}/if/?step={step.pk}&later=5")

    assert "晚" in page
    assert the_step(plans.stock, "G09").start_on == step.start_on


def test_a_custom_may_be_given_up_in_a_question_and_a_law_may_not(keeper, cast, plans) -> None:
    title, start = the_step(plans.whole, "Z19"), the_step(plans.whole, "D22")
    page = shown(keeper, cast, f"{plans.whole.pk}/if/?custom={title.pk}-{start.pk}")
    assert f"“{start.name}”不等“{title.name}”" in page
    assert "现状" in page or "提前" in page or "不变" in page

    permit = the_step(plans.whole, "D19")
    for bad in (f"{permit.pk}-{start.pk}", "x-y", "1"):
        path = f"/{cast.park.slug}/delivery/{plans.whole.pk}/if/?custom={bad}"
        assert keeper.get(path).status_code == 422
    # A plan by 拿地即开工 keeps no custom that could be given up.
    assert 'name="custom"' not in shown(keeper, cast, f"{plans.stock.pk}/if/")


def test_two_officers_at_one_step_see_both_texts_and_choose(keeper, cast, plans) -> None:
    step = the_step(plans.stock, "P02")
    path = f"/{cast.park.slug}/delivery/steps/{step.pk}/enter/"
    mine = {"act": "enter", "document": "杭建2026-7号", "version": step.version}
    theirs = mine | {"document": "杭建2026-9号"}
    assert send(keeper, path, theirs).status_code == 303

    answer = send(keeper, path, mine)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "杭建2026-9号" in page
    assert "杭建2026-7号" in page
    again = mine | {"version": step.version + 1}
    assert f'name="version" value="{step.version + 1}"' in page
    assert send(keeper, path, again).status_code == 303
    assert the_step(plans.stock, "P02").document == "杭建2026-7号"


def test_two_officers_at_one_plan_see_both_texts(keeper, cast, plans) -> None:
    path = f"/{cast.park.slug}/delivery/{plans.stock.pk}/edit/"
    mine = {
        "name": plans.stock.name, "profile": "stock", "weight": 2, "words": "提前开工",
        "version": plans.stock.version, "officer": cast.gumingzhou.pk, "conditions": ["energy"],
    }  # fmt: skip
    assert send(keeper, path, mine | {"words": "按期开工"}).status_code == 303

    answer = send(keeper, path, mine | {"conditions": ["energy", "staged"]})
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "按期开工" in page
    assert "提前开工" in page
    assert "达到节能审查标准、分阶段" in page or "分阶段施工许可" in page


def test_a_bureau_answers_by_the_link_of_a_letter_without_an_account(keeper, cast, plans) -> None:
    page = shown(keeper, cast, f"letters/{plans.letter.pk}/")
    link = reverse("letter_link", args=[selectors.link_of(plans.letter)])
    assert link in page
    anybody = Client()
    assert plans.letter.subject in anybody.get(link).content.decode()
    assert send(anybody, link, {"answer": "可以办理。"}).status_code == 422

    given = {"name": "电力老周", "answer": "可以办理。", "answer_on": "2026-12-01"}
    assert send(anybody, link, given).status_code == 302

    plans.letter.refresh_from_db()
    assert (plans.letter.state, plans.letter.answer) == ("answered", "可以办理。")
    assert "电力老周（凭链接）" in plans.letter.answered_by
    assert "已回复" in anybody.get(link).content.decode()
    entry = AuditEntry.objects.filter(verb="bureau_letter.answer").latest("pk")
    assert (entry.actor_name, entry.actor_id) == (plans.letter.answered_by, None)


def test_a_link_that_was_never_given_out_opens_nothing(cast, plans) -> None:
    good = selectors.link_of(plans.letter)
    for token in ("x", good[:-1], good + "x", "1:2", "W10:abc"):
        assert Client().get(reverse("letter_link", args=[token])).status_code == 404


def test_the_word_file_of_a_letter_names_number_unit_and_step(keeper, cast, plans) -> None:
    answer = keeper.get(f"/{cast.park.slug}/delivery/letters/{plans.letter.pk}/word/")
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )

    assert plans.letter.number in "\n".join(line.text for line in document.paragraphs)
    assert "供电公司" in text
    assert "用电报装" in text
    assert len(document.inline_shapes) == 1, "the code by which it is answered without an account"


@pytest.mark.parametrize("path", ["", "week/", "{plan}/", "letters/?state=all"])
def test_lists_ask_the_same_number_of_questions_however_long(
    keeper, cast, plans, path, django_assert_max_num_queries
) -> None:
    address = f"/{cast.park.slug}/delivery/{path.format(plan=plans.stock.pk)}"
    keeper.get(address)
    with django_assert_max_num_queries(30):
        keeper.get(address)


def test_programs_read_plans_with_both_dates(cast, plans, client) -> None:
    client.force_login(cast.gumingzhou)
    listed = client.get(f"/api/v1/{cast.park.slug}/delivery-plans")
    one = client.get(f"/api/v1/{cast.park.slug}/delivery-plans/{plans.stock.pk}")

    assert listed.status_code == one.status_code == 200
    assert len(listed.json()["items"]) == 3
    steps = {row["key"]: row for row in one.json()["steps"]}
    assert steps["D05"]["review_until"] < steps["D05"]["end_on"]
